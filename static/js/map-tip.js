// The small card beside a mark under the pointer or in focus: who this is and what the picture says of them.
import { isPlaced, quadrant } from "./map-geometry.js";
import { placeWords } from "./map-people.js";
import { positionWord, segmentWord, TONES } from "./marks.js";
import { element, shapeOf } from "./map-draw.js";

const line = (className, text) => {
  const made = document.createElement("p");
  made.className = className;
  made.textContent = text;
  made.dir = "auto";
  return made;
};

export class Tip {
  constructor(tip, stage, scroll) {
    Object.assign(this, { tip, stage, scroll });
  }

  show(mark, words = "") {
    const { person } = mark;
    const stance = document.createElement("p");
    stance.className = `map-tip-stance tone-${TONES[person.shown.segment]}`;
    const shape = element("svg", { viewBox: "-8 -8 16 16", width: 13, height: 13, "aria-hidden": "true" });
    shape.append(shapeOf({ ...person, shown: person.shown, kind: 0 }, 7.45));
    stance.append(shape, `${segmentWord(person.shown)}, ${positionWord(person.shown).toLowerCase()}`);
    const who = [person.title, person.department].filter(Boolean).join(" · ");
    const lines = [line("map-tip-name", person.name)];
    if (words) lines.push(line("map-tip-words", words[0].toUpperCase() + words.slice(1)));
    else {
      if (person.kindWord) lines.push(line("map-tip-kind", person.kindWord[0].toUpperCase() + person.kindWord.slice(1)));
      if (who) lines.push(line("map-tip-who", who));
      lines.push(stance);
      if (isPlaced(person.shown)) {
        const { influence, interest } = person.shown;
        lines.push(line("map-tip-place", `${placeWords(person.shown)}: ${quadrant(influence, interest).toLowerCase()}`));
      }
      if (person.quietFor) lines.push(line("map-tip-place", `Gone quiet: no contact for ${person.quietFor} days`));
      if (person.moved) lines.push(line("map-tip-place", `Moved: ${person.moveWords}`));
    }
    this.tip.replaceChildren(...lines);
    this.tip.hidden = false;
    this.shown = mark;
    return mark;
  }

  /** Beside a point of the drawing, on the side where there is room. */
  at(x, y, away = 16) {
    const { scroll, tip, stage } = this;
    const left = x - scroll.scrollLeft, top = y - scroll.scrollTop;
    const width = tip.offsetWidth, height = tip.offsetHeight;
    const room = stage.clientWidth;
    const beside = left + away + width <= room ? left + away : left - away - width >= 0 ? left - away - width : Math.max(4, Math.min(room - width - 4, left - width / 2));
    const above = beside === left + away || beside === left - away - width ? top - height / 2 : top - away - height;
    tip.style.transform = `translate(${Math.round(beside)}px, ${Math.round(Math.max(4, Math.min(stage.clientHeight - height - 4, above)))}px)`;
  }

  hide() {
    this.tip.hidden = true;
    this.shown = null;
  }
}
