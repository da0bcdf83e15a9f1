// Moving a person: dragged by mouse or touch, or picked up and moved by keys. Both end in the same place: `drop`.
//
// What is carried is a copy above the map, so that a frame repaints one shape and not two thousand. Whoever has no place
// yet is taken from the tray beside the map: a "mark" that has a `row` there instead of a place in the drawing.
import { ringOf, shapeOf, element } from "./map-draw.js";
import { baseRadius, quadrant } from "./map-geometry.js";
import { placeWords } from "./map-people.js";
import { TONES } from "./marks.js";

const THRESHOLD = 5; // pixels until a press is a drag
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const END = { influence: [1, 5], interest: [1, 5] };
const NOWHERE = { influence: null, interest: null };

export class Carry {
  /** map: {svg, scroll, drawing, mayMove(), whyNot(), say(text), focus(mark), select(mark, fromKeys), drop(mark, scores), hint(mark, words)} */
  constructor(map) {
    this.map = map;
    this.held = null; // {mark, scores, from, by: "keys" | "pointer"}
    this.press = null;
    this.ghost = element("svg", { class: "map-ghost", viewBox: "-20 -20 40 40", width: 40, height: 40, "aria-hidden": "true", focusable: "false" });
    const { svg } = map;
    svg.addEventListener("pointerdown", (event) => this.down(event));
    // What is dragged must not scroll the page. Browsers heed touch-action on an SVG's root alone. A tap that places
    // somebody from the tray stays a click, on a mark as well.
    svg.addEventListener("touchstart", (event) => { if (!this.isOffered && this.markOf(event) && map.mayMove()) event.preventDefault(); }, { passive: false });
    svg.addEventListener("pointermove", (event) => this.move(event));
    svg.addEventListener("pointerup", (event) => this.up(event));
    svg.addEventListener("pointercancel", () => this.cancel());
    svg.addEventListener("lostpointercapture", () => { if (this.press) this.cancel(); });
    svg.addEventListener("keydown", (event) => this.key(event));
    svg.addEventListener("focusout", (event) => {
      const { held } = this;
      // Somebody from the tray may be placed by a click as well, which takes the focus to nowhere.
      if (held?.by !== "keys" || held.dropped || svg.contains(event.relatedTarget) || (held.mark.row && !event.relatedTarget)) return;
      this.putBack();
    });
    svg.addEventListener("click", (event) => { if (this.isOffered) this.dropAt(event); });
  }

  /** Whether somebody from the tray is picked up and waits to be placed by a click or by keys. */
  get isOffered() {
    return Boolean(this.held?.mark.row && this.held.by === "keys" && !this.held.dropped);
  }

  // The tray --------------------------------------------------------------------------------------------------------

  fromTray(row) {
    const columns = document.getElementById("map-tray-json");
    const person = columns && this.map.people.unplaced(Number(row.dataset.mapTake), JSON.parse(columns.textContent));
    return person && { person, row, group: row, x: 0, y: 0 };
  }

  takeByPointer(row, event) {
    if (event.button !== 0 || !event.isPrimary || this.held || !this.map.mayMove()) return;
    // A finger on the words scrolls the page.
    if (event.pointerType === "touch" && !event.target.closest(".map-tray-grip")) return;
    const mark = this.fromTray(row);
    if (!mark) return;
    const [x, y] = this.point(event);
    this.press = { mark, x, y, id: event.pointerId, dx: 0, dy: 0 };
    const over = new AbortController();
    const on = (name, act) => document.addEventListener(name, act, { signal: over.signal });
    on("pointermove", (moved) => this.move(moved));
    on("pointerup", (lifted) => { over.abort(); this.up(lifted); });
    on("pointercancel", () => { over.abort(); this.cancel(); });
  }

  /** Put somebody of the tray on the map, to be moved by arrow keys or dropped by a click; false when that cannot be. */
  takeByKeys(row) {
    if (this.held || !this.map.mayMove()) return false;
    const mark = this.fromTray(row);
    if (!mark) return false;
    const { influence, interest } = mark.person.shown;
    this.hold(mark, "keys");
    this.held.scores = { influence: influence ?? 3, interest: interest ?? 3 };
    this.holder = this.map.svg.appendChild(element("g", { tabindex: -1, role: "button", "aria-label": `${mark.person.name}, picked up` }));
    this.map.svg.scrollIntoView({ block: "nearest" });
    this.holder.focus({ preventScroll: true });
    this.settle();
    this.map.say(`${mark.person.name} picked up, over ${placeWords(this.held.scores)}. Arrow keys move, Enter drops, Escape puts back.`);
    return true;
  }

  dropAt(event) {
    this.aim(this.map.drawing.frame.scoresAt(...this.point(event)));
    this.drop();
  }

  isOverMap(event) {
    const { left, right, top, bottom } = this.map.scroll.getBoundingClientRect();
    return event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
  }

  // Holding ---------------------------------------------------------------------------------------------------------

  hold(mark, by) {
    const { influence, interest } = mark.person.shown;
    this.held = { mark, by, from: { influence, interest }, scores: { influence, interest } };
    const radius = baseRadius(influence ?? 3) * 1.15;
    const group = element("g", { class: `map-mark tone-${TONES[mark.person.shown.segment]}` });
    if (mark.person.kind) group.append(ringOf(mark.person, radius));
    group.append(shapeOf(mark.person, radius));
    this.ghost.replaceChildren(group);
    this.ghost.classList.toggle("is-loose", Boolean(mark.row));
    (mark.row ? document.body : this.map.scroll).append(this.ghost);
    this.lift(mark.x, mark.y);
    mark.group.classList.add("is-away");
    this.map.svg.classList.add("is-carrying");
    this.map.drawing.aim(mark.row ? null : this.held.scores);
  }

  /** Show what is carried at a point of the drawing; from the tray it hangs in the window, outside the map as well. */
  lift(x, y) {
    if (this.held.mark.row) {
      const box = this.map.svg.getBoundingClientRect();
      x += box.left;
      y += box.top;
    }
    this.ghost.style.transform = `translate(${(x - 20).toFixed(1)}px, ${(y - 20).toFixed(1)}px)`;
  }

  aim(scores) {
    const { held } = this;
    if (scores.influence === held.scores.influence && scores.interest === held.scores.interest) return;
    held.scores = scores;
    if (scores === NOWHERE) {
      this.map.drawing.aim(null);
      return this.map.hint(null);
    }
    this.map.drawing.aim(scores);
    this.map.hint(held.mark, `${placeWords(scores)}: ${quadrant(scores.influence, scores.interest).toLowerCase()}`);
  }

  /** Show the carried mark in the middle of the cell it is held over. */
  settle() {
    const { influence, interest } = this.held.scores;
    const { cx, cy } = this.map.drawing.frame.room(influence, interest);
    this.lift(cx, cy);
    this.map.drawing.aim(this.held.scores);
  }

  release() {
    this.held?.mark.group.classList.remove("is-away");
    this.ghost.remove();
    this.map.svg.classList.remove("is-carrying");
    this.map.drawing.aim(null);
    this.map.hint(null);
    this.held = null;
    this.press = null;
    this.holder?.remove();
    this.holder = null;
  }

  putBack() {
    const { held } = this;
    if (!held) return;
    this.release();
    const { person, row } = held.mark;
    if (row && held.by === "keys") this.map.backTo(held.mark);
    this.map.say(row ? `${person.name} is back among those without a place.` : `${person.name} is back at ${placeWords(held.from)}.`);
  }

  drop() {
    const { mark, from, scores } = this.held;
    if (from.influence === scores.influence && from.interest === scores.interest) return this.putBack();
    this.held.dropped = true;
    this.settle();
    this.map.hint(null);
    this.map.say(`${mark.person.name} dropped at ${placeWords(scores)}. Say why to store it.`);
    this.map.drop(mark, scores);
  }

  // Mouse and touch -------------------------------------------------------------------------------------------------

  markOf(event) {
    const group = event.target.closest?.(".map-mark");
    return group && this.map.drawing.marks.get(Number(group.dataset.id));
  }

  point(event) {
    const box = this.map.svg.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  down(event) {
    const mark = this.markOf(event);
    if (!mark || event.button !== 0 || !event.isPrimary || this.held) return;
    if (event.ctrlKey || event.metaKey) return;
    const [x, y] = this.point(event);
    this.press = { mark, x, y, id: event.pointerId, dx: mark.x - x, dy: mark.y - y };
    this.map.svg.setPointerCapture(event.pointerId);
    this.map.focus(mark);
    event.preventDefault();
  }

  move(event) {
    const { press } = this;
    if (!press || event.pointerId !== press.id) return;
    const [x, y] = this.point(event);
    if (!this.held) {
      if (Math.hypot(x - press.x, y - press.y) < THRESHOLD) return;
      if (!this.map.mayMove()) {
        if (!press.told) this.map.whyNot();
        press.told = true;
        return;
      }
      this.hold(press.mark, "pointer");
      press.mark.row?.setPointerCapture(press.id);
    }
    press.at = [x, y];
    press.away = press.mark.row && !this.isOverMap(event);
    if (!this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        if (!this.held || !this.press) return;
        const [atX, atY] = this.press.at;
        this.lift(atX + this.press.dx, atY + this.press.dy);
        if (this.press.away) this.aim(NOWHERE);
        else this.aim(this.map.drawing.frame.scoresAt(atX + this.press.dx, atY + this.press.dy));
      });
    }
  }

  up(event) {
    const { press, held } = this;
    if (!press || event.pointerId !== press.id) return;
    this.press = null;
    if (held) {
      if (press.mark.row && !this.isOverMap(event)) return this.putBack();
      const [x, y] = this.point(event);
      this.aim(this.map.drawing.frame.scoresAt(x + press.dx, y + press.dy));
      this.drop();
    } else if (!press.told && !press.mark.row) {
      this.map.select(press.mark, false);
    }
  }

  cancel() {
    this.press = null;
    if (this.held?.by === "pointer" && !this.held.dropped) this.putBack();
  }

  // Keys ------------------------------------------------------------------------------------------------------------

  key(event) {
    const mark = this.isOffered ? this.held.mark : this.markOf(event);
    if (!mark || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (this.held) this.keyWhileHeld(event, arrow);
    else if (arrow) {
      event.preventDefault();
      const next = this.map.drawing.neighbour(mark, arrow);
      if (next) this.map.focus(next, true);
    } else if (event.key === "Enter" || event.key.toLowerCase() === "m") {
      event.preventDefault();
      if (!this.map.mayMove()) return this.map.whyNot();
      this.hold(mark, "keys");
      this.settle();
      this.map.say(`${mark.person.name}, ${placeWords(mark.person.shown)}. Picked up. Arrow keys move, Enter drops, Escape puts back.`);
    } else if (event.key === " ") {
      event.preventDefault();
      this.map.select(mark, true);
    }
  }

  keyWhileHeld(event, arrow) {
    if (arrow) {
      event.preventDefault();
      const { scores } = this.held;
      const [scale, step] = arrow[0] ? ["interest", arrow[0]] : ["influence", -arrow[1]];
      const next = scores[scale] + step;
      if (next < END[scale][0] || next > END[scale][1]) return this.map.say(`${scale === "interest" ? "Interest" : "Influence"} ${scores[scale]} is the ${step > 0 ? "most" : "least"} there is.`);
      this.aim({ ...scores, [scale]: next });
      this.settle();
      const words = placeWords(this.held.scores);
      this.map.say(`${words[0].toUpperCase()}${words.slice(1)}, ${quadrant(this.held.scores.influence, this.held.scores.interest).toLowerCase()}.`);
    } else if (event.key === "Enter" || event.key.toLowerCase() === "m" || event.key === " ") {
      event.preventDefault();
      this.drop();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.press = null;
      this.putBack();
    } else if (event.key === "Tab") {
      this.putBack();
    }
  }
}
