// Who is chosen: their ties stand out, their reach is told in steps, and their card stands beside the drawing.
import { isCalm } from "./network-camera.js";
import { fetchInto, forgo } from "./pieces.js";
import { standing } from "./network-tip.js";

const PHONE = matchMedia("(max-width: 760px)");
const STEP_WORDS = ["one step", "two", "three"];
const number = (count) => count.toLocaleString("en");
export const people = (count) => `${number(count)} ${count === 1 ? "person" : "people"}`;

/** Keep something in the address, so that a link and the way back lead here again. */
export function remember(name, value) {
  const url = new URL(location.href);
  if (value === null) url.searchParams.delete(name); else url.searchParams.set(name, value);
  history.replaceState(history.state, "", url);
}

export const card = () => document.querySelector(".network-card");

export class Choice {
  constructor(page) {
    this.page = page;
    this.row = -1;
    this.whole = null; // whose card shows every tie
    this.before = null; // the view from which somebody was flown to, for the way back
    this.line = page.root.querySelector("[data-network-reach]");
    this.steps = page.root.querySelector("[data-network-steps]");
  }

  get id() {
    return this.row < 0 ? null : this.page.network.people.id[this.row];
  }

  /** Who stands out, without a word about it. */
  mark(row) {
    const { network, drawing, stage } = this.page;
    this.row = drawing.chosen = row;
    drawing.reached = row >= 0 ? network.reach(row) : null;
    drawing.own = new Set();
    if (row >= 0) for (const tie of network.tiesOf(row)) if (network.shown[tie]) drawing.own.add(network.other(tie, row));
    stage.dataset.selected = this.id ?? "";
    this.steps.hidden = row < 0;
    this.tellReach();
  }

  choose(row, { opens = false, flies = false } = {}) {
    const { page } = this;
    page.tip.hide();
    page.forgetDepartment();
    this.mark(row);
    remember("who", this.id);
    if (flies || !page.isInSight(row)) page.fly(row); else page.redraw();
    page.say(this.spoken());
    clearTimeout(this.opening);
    if (opens) this.open();
    // Who steps through people with a card open wants theirs, once at rest.
    else if (card()) this.opening = setTimeout(() => this.open(), 300);
  }

  leave() {
    if (this.row < 0) return false;
    const { page } = this;
    clearTimeout(this.opening);
    this.mark(-1);
    remember("who", null);
    if (card()) page.stage.focus({ preventScroll: true });
    const place = document.getElementById("network-person");
    forgo(place);
    place.replaceChildren();
    page.say("Nobody chosen.");
    page.redraw();
    page.keep();
    if (this.before) page.flyBack(this.before);
    this.before = null;
    return true;
  }

  spoken() {
    const { row, page: { network } } = this;
    const ties = network.degree(row);
    const where = network.departments[network.people.department[row]];
    const who = `${network.people.name[row]}, ${standing(network, row).toLowerCase()}${where ? `, ${where}` : ""}`;
    return `${who}. ${number(ties)} ${ties === 1 ? "tie" : "ties"}. ${this.reachWords()}`;
  }

  reachWords() {
    const { network, drawing: { reached: { counts } } } = this.page;
    if (!counts[0]) return "Moves nobody directly.";
    const [one, ...more] = counts;
    const parts = [`${people(one)} in ${STEP_WORDS[0]}`, ...more.map((count, at) => (count > counts[at] ? `${number(count)} in ${STEP_WORDS[at + 1]}` : "")).filter(Boolean)];
    const last = parts.pop();
    return `Reaches ${parts.length ? `${parts.join(", ")} and ${last}` : last}${network.hiddenTies ? ", along the ties shown" : ""}.`;
  }

  tellReach() {
    const { page, line, row } = this;
    const words = row >= 0 ? this.reachWords() : "";
    line.replaceChildren();
    if (words) {
      const name = document.createElement("b");
      name.textContent = page.network.people.name[row];
      name.dir = "auto";
      line.append(name, ` ${words.charAt(0).toLowerCase()}${words.slice(1)}`);
    }
    const onCard = document.querySelector("[data-network-card-reach]");
    if (onCard && Number(onCard.dataset.networkCardReach) === this.id) onCard.textContent = words;
    page.stage.dataset.reach = words ? page.drawing.reached.counts.join(" ") : "";
  }

  // The card --------------------------------------------------------------------------------------------------------

  async open(isFocused = false) {
    const { page, id } = this;
    const ties = this.whole === id ? "?ties=all" : "";
    const isHere = await fetchInto(document.getElementById("network-person"), `${page.address("personUrl", id)}${ties}`);
    if (!isHere || this.id !== id || !card()) return;
    this.tellReach();
    card().scrollTop = 0;
    if (isFocused) card().querySelector("h2").focus();
    this.makeRoom();
  }

  async showAllTies() {
    const { scrollTop } = card().querySelector(".network-ties");
    this.whole = this.id;
    await this.open();
    const list = card()?.querySelector(".network-ties");
    list?.focus({ preventScroll: true });
    list?.scrollTo({ top: scrollTop });
  }

  /** A phone's sheet lies over the foot of the window: the drawing goes up to what is left, and so do they. */
  makeRoom() {
    const { page } = this;
    if (this.row < 0 || !PHONE.matches || !card()) return;
    page.stage.scrollIntoView({ block: "start", behavior: "instant" });
    if (!page.isInSight(this.row)) page.fly(this.row, true);
  }

  /** The card anew, after something about them was stored. */
  openAgain(id = this.id) {
    if (id !== null && this.id === id && card()) this.open();
  }

  /** From a link or the search: the drawing comes into sight, flies to them, and their card opens. */
  go(row) {
    const { page } = this;
    const box = page.stage.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight + box.height / 3) page.root.scrollIntoView({ block: "start", behavior: isCalm() ? "auto" : "smooth" });
    const { x, y, scale, touched } = page.camera;
    this.before ??= { x, y, scale, touched };
    this.choose(row, { opens: true, flies: true });
    page.stage.focus({ preventScroll: true });
  }
}

/** What of the drawing can be seen: a phone's sheet lies over its foot. */
export function free(stage) {
  const { top, height, width } = stage.getBoundingClientRect();
  const sheet = PHONE.matches && card()?.getBoundingClientRect();
  return { width, height: sheet ? Math.max(120, Math.min(height, sheet.top - top)) : height };
}
