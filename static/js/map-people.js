// The people of the map: read from columns, as they stand on any day once their history is here.
import { isPlaced, quadrant } from "./map-geometry.js";
import { positionWord, segmentWord } from "./marks.js";

const KINDS = ["", "customer", "partner"];
const NOWHERE = { segment: 5, influence: null, interest: null, position: null };

export const placeWords = ({ influence, interest }) => `influence ${influence}, interest ${interest}`;

const same = (a, b) => a.influence === b.influence && a.interest === b.interest && a.position === b.position;
const size = (a, b) => Math.abs(a.influence - b.influence) + Math.abs(a.interest - b.interest) + (a.position === null || b.position === null ? 0 : Math.abs(a.position - b.position));

const standing = (columns, prefix, i) => ({
  segment: columns[`${prefix}segment`][i], influence: columns[`${prefix}influence`][i],
  interest: columns[`${prefix}interest`][i], position: columns[`${prefix}position`][i],
});

export class Person {
  constructor(columns, i) {
    this.id = columns.id[i];
    this.name = columns.name[i];
    this.title = columns.title[i];
    this.department = columns.departments[columns.department[i]];
    this.kind = columns.kind[i];
    this.group = columns.group[i];
    this.quiet = columns.quiet[i];
    this.now = standing(columns, "", i);
    this.was = standing(columns, "was_", i);
    this.shown = this.now;
    this.past = []; // [day, standing], oldest first
  }

  get kindWord() {
    const word = KINDS[this.kind];
    return word && this.group ? `${word} group` : this.group ? "group" : word;
  }

  get spoken() {
    const { shown } = this;
    const words = [this.name, this.kindWord, segmentWord(shown).toLowerCase(), positionWord(shown).toLowerCase()];
    if (isPlaced(shown)) words.push(placeWords(shown), quadrant(shown.influence, shown.interest).toLowerCase());
    if (this.quietFor) words.push(`gone quiet for ${this.quietFor} days`);
    return words.filter(Boolean).join(", ");
  }

  /** Days since the last contact with whoever has gone quiet: known of today alone. */
  get quietFor() {
    return this.shown === this.now ? this.quiet : 0;
  }

  get moved() {
    return isPlaced(this.was) && isPlaced(this.shown) && !same(this.was, this.shown);
  }

  get moveWeight() {
    return this.moved ? size(this.was, this.shown) * Math.max(this.was.influence, this.shown.influence) : 0;
  }

  get moveWords() {
    if (!this.moved) return "";
    const { was, shown } = this;
    const parts = [];
    if (was.influence !== shown.influence) parts.push(`influence ${was.influence} → ${shown.influence}`);
    if (was.interest !== shown.interest) parts.push(`interest ${was.interest} → ${shown.interest}`);
    if (was.position !== shown.position) parts.push(`${positionWord(was).toLowerCase()} → ${positionWord(shown).toLowerCase()}`);
    return parts.join(", ");
  }

  on(day) {
    let low = 0, high = this.past.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.past[middle][0] <= day) low = middle + 1; else high = middle;
    }
    return low ? this.past[low - 1][1] : NOWHERE;
  }
}

export class People {
  constructor(columns) {
    this.byId = new Map();
    this.add(columns);
    this.history = false;
    this.days = [];
  }

  add(columns) {
    for (let i = 0; i < columns.id.length; i += 1) if (!this.byId.has(columns.id[i])) this.byId.set(columns.id[i], new Person(columns, i));
  }

  /** Everything that was judged of them; people who are placed no more come along. */
  remember({ people, history }) {
    this.add(people);
    for (const person of this.byId.values()) person.past = [];
    for (let i = 0; i < history.id.length; i += 1) this.byId.get(history.id[i])?.past.push([history.day[i], standing(history, "", i)]);
    this.days = [...history.day].sort((a, b) => a - b);
    this.history = true;
  }

  show(day, since, today) {
    for (const person of this.byId.values()) {
      person.shown = day >= today ? person.now : person.on(day);
      if (this.history) person.was = since !== null && since < day ? person.on(since) : NOWHERE;
    }
  }

  /** Somebody without a place, from the columns of the tray. */
  unplaced(id, columns) {
    const i = columns.id.indexOf(id);
    return this.byId.get(id) ?? (i < 0 ? null : new Person(columns, i));
  }

  get placed() {
    return [...this.byId.values()].filter((person) => isPlaced(person.shown));
  }
}
