// The small card beside a mark or tie under the pointer: who or what this is.
import { STRENGTHS, TIE_WORDS } from "./network-data.js";
import { positionWord, segmentWord } from "./marks.js";

const KIND_WORDS = ["", "Customer", "Partner"];
const BOTH_WAYS = 1;

function line(className, text) {
  const made = document.createElement("p");
  made.className = className;
  made.textContent = text;
  made.dir = "auto";
  return made;
}

export function standing(network, row) {
  const { people } = network;
  const [segment, position] = [people.segment[row], people.position[row]];
  return [KIND_WORDS[people.kind[row]], segmentWord({ segment }), position === null ? "" : positionWord({ position })].filter(Boolean).join(", ");
}

export function tieWords(network, tie) {
  const { people, ties } = network;
  const [one, other] = [people.name[ties.from[tie]], people.name[ties.to[tie]]];
  const both = ties.direction[tie] === BOTH_WAYS ? ", both ways" : "";
  return { says: `${one} ${TIE_WORDS[ties.kind[tie]]} ${other}${both}`, note: [STRENGTHS[ties.weight[tie]], ties.label[tie]].filter(Boolean).join(", ") };
}

export class Tip {
  constructor(element, stage) {
    Object.assign(this, { element, stage });
  }

  hide() {
    this.element.hidden = true;
  }

  showPerson(network, row, x, y, reach, measure) {
    const { people, departments } = network;
    const lines = [line("network-tip-name", people.name[row]), line("", standing(network, row))];
    const where = [people.title[row], departments[people.department[row]]].filter(Boolean).join(" · ");
    if (where) lines.splice(1, 0, line("", where));
    if (measure) lines.push(line("num", measure));
    if (people.pinned[row]) lines.push(line("faint", "Pinned here"));
    this.show(lines, x, y, reach);
  }

  showTie(network, tie, x, y) {
    const { says, note } = tieWords(network, tie);
    this.show([line("network-tip-name", says), line("", note), line("faint", "Click to change it")], x, y, 6);
  }

  show(lines, x, y, reach) {
    const { element, stage } = this;
    element.replaceChildren(...lines);
    element.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = element;
    const right = x + reach + 12;
    const left = right + width < stage.clientWidth - 6 ? right : Math.max(6, x - reach - 12 - width);
    const top = Math.max(6, Math.min(stage.clientHeight - height - 6, y - height / 2));
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}
