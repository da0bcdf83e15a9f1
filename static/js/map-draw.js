// Draws the map as SVG into the page: the ground once for each size, a mark for each person, trails behind movers.
import { byWeight, label, place, quadrant, REACH, RING_LINE, RING_SHARE, shortened, START_RADIUS, trailsOf } from "./map-geometry.js";
import { fillOf, PATHS, TONES } from "./marks.js";

const SVG = "http://www.w3.org/2000/svg";
const KINDS = ["internal", "customer", "partner"];
const LABELLED_WHILE_MOVING = 300;
export const CALM = matchMedia("(prefers-reduced-motion: reduce)");

export function element(name, attributes = {}, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

export function shapeOf(person, radius) {
  const tone = TONES[person.shown.segment];
  const scale = (radius / REACH) * (person.kind ? RING_SHARE : 1);
  return element("path", { class: `map-shape map-${fillOf(person.shown)}`, d: PATHS[tone], transform: `scale(${scale.toFixed(3)})` });
}

export function ringOf(person, radius) {
  return element("circle", { class: `map-ring map-ring-${KINDS[person.kind]}`, r: (radius - RING_LINE / 2).toFixed(1) });
}

export class Drawing {
  constructor(svg, { presented = false } = {}) {
    this.svg = svg;
    this.presented = presented;
    this.marks = new Map(); // id to {group, person, x, y, radius, …}
    this.moving = new Map();
    svg.replaceChildren();
    this.ground = svg.appendChild(element("g", { class: "map-ground", "aria-hidden": "true" }));
    this.target = svg.appendChild(element("rect", { class: "map-target", "aria-hidden": "true", visibility: "hidden", rx: 5 }));
    this.trails = svg.appendChild(element("g", { class: "map-trails", "aria-hidden": "true" }));
    this.layer = svg.appendChild(element("g", { class: "map-marks" }));
    // Above all marks, so that one in a crowd is found.
    this.found = svg.appendChild(element("g", { class: "map-found", "aria-hidden": "true" }));
  }

  setFrame(frame, scale = 1) {
    this.frame = frame;
    const { plot } = frame;
    for (const [name, value] of Object.entries({ viewBox: `0 0 ${frame.width} ${frame.height}`, width: Math.round(frame.width * scale), height: Math.round(frame.height * scale) })) this.svg.setAttribute(name, value);
    const ground = [];
    ground.push(element("rect", { class: "map-wash", x: plot.cx, y: plot.y, width: plot.width / 2, height: plot.height / 2 }));
    let steps = "";
    for (const score of [2, 3, 5]) steps += `M${frame.cell(1, score).x.toFixed(1)},${plot.y}V${plot.bottom}M${plot.x},${frame.cell(score, 1).bottom.toFixed(1)}H${plot.right}`;
    ground.push(element("path", { class: "map-steps", d: steps }));
    ground.push(element("path", { class: "map-cross", d: `M${plot.cx},${plot.y}V${plot.bottom}M${plot.x},${plot.cy}H${plot.right}` }));
    for (const [words, x, y, anchor] of frame.titles) ground.push(element("text", { class: "map-quadrant", x, y, "text-anchor": anchor }, words));
    for (let score = 1; score <= 5; score += 1) {
      ground.push(element("text", { class: "map-tick", x: frame.cell(1, score).cx, y: plot.bottom + 17, "text-anchor": "middle" }, score));
      ground.push(element("text", { class: "map-tick", x: plot.x - 11, y: frame.cell(score, 1).cy + 4, "text-anchor": "middle" }, score));
    }
    ground.push(element("text", { class: "map-axis", x: plot.right, y: plot.bottom + 35, "text-anchor": "end" }, "Interest in marketing strategy →"));
    ground.push(element("text", { class: "map-axis", transform: `translate(13 ${plot.bottom}) rotate(-90)` }, "Influence in the company →"));
    this.ground.replaceChildren(...ground);
  }

  /** Draw everybody where they stand; `duration` > 0 lets them walk there. */
  draw(people, { duration = 0, first = null } = {}) {
    const spots = place(people, this.frame, !this.presented);
    this.people = people;
    const walks = duration > 0 && !CALM.matches;
    const labelled = !this.presented && (!walks || people.length <= LABELLED_WHILE_MOVING);
    const trails = trailsOf(people, spots, this.frame);
    const labels = labelled ? label(people, spots, this.frame, { first: (person) => (person.id === first) * 2 + person.moved, trails: trails.values() }) : new Map();
    for (const [id, mark] of this.marks) if (!spots.has(id)) { mark.group.remove(); this.marks.delete(id); this.moving.delete(id); }
    const fresh = document.createDocumentFragment();
    // The order in which a screen reader meets them, and a keyboard their first.
    for (const person of this.marks.size ? people : [...people].sort(byWeight)) {
      const spot = spots.get(person.id);
      let mark = this.marks.get(person.id);
      if (!mark) {
        mark = this.make(person, spot);
        fresh.append(mark.group);
      } else {
        this.refresh(mark, spot, walks ? duration : 0);
      }
      this.setLabel(mark, labels.get(person.id));
    }
    this.layer.append(fresh);
    this.trails.replaceChildren(...[...trails].flatMap(([id, { path, start: [cx, cy] }]) => [
      element("path", { class: "map-trail", d: path, "data-trail": id }),
      element("circle", { class: "map-trail-start", cx: cx.toFixed(1), cy: cy.toFixed(1), r: START_RADIUS, "data-trail": id }),
    ]));
    this.find(first, spots);
    if (this.moving.size) this.tick();
  }

  make(person, spot) {
    const group = element("g", { class: `map-mark tone-${TONES[person.shown.segment]}`, "data-id": person.id, role: this.presented ? "img" : "button", "aria-label": person.spoken, transform: `translate(${spot.x.toFixed(1)} ${spot.y.toFixed(1)})` });
    if (!this.presented) group.setAttribute("tabindex", "-1");
    const mark = { group, person, ...spot, hit: element("circle", { class: "map-hit", r: spot.reach.toFixed(1) }), key: "" };
    group.append(mark.hit);
    this.marks.set(person.id, mark);
    this.setLook(mark);
    return mark;
  }

  setLook(mark) {
    const { person, radius } = mark;
    const key = `${person.shown.segment}|${person.shown.position}|${radius.toFixed(1)}`;
    if (mark.key === key) return;
    mark.key = key;
    mark.shape?.remove();
    mark.ring?.remove();
    mark.shape = shapeOf(person, radius);
    mark.ring = person.kind ? ringOf(person, radius) : null;
    mark.hit.after(...[mark.ring, mark.shape].filter(Boolean));
    for (const tone of TONES) mark.group.classList.toggle(`tone-${tone}`, tone === TONES[person.shown.segment]);
  }

  refresh(mark, spot, duration) {
    const moves = Math.abs(mark.x - spot.x) > 0.05 || Math.abs(mark.y - spot.y) > 0.05;
    mark.radius = spot.radius;
    mark.reach = spot.reach;
    mark.hit.setAttribute("r", spot.reach.toFixed(1));
    this.setLook(mark);
    mark.group.setAttribute("aria-label", mark.person.spoken);
    if (!moves) {
      this.moving.delete(mark.person.id);
    } else if (duration) {
      this.moving.set(mark.person.id, { mark, fromX: mark.x, fromY: mark.y, toX: spot.x, toY: spot.y, start: performance.now(), duration });
    } else {
      this.moving.delete(mark.person.id);
      this.moveTo(mark, spot.x, spot.y);
    }
  }

  moveTo(mark, x, y) {
    mark.x = x;
    mark.y = y;
    mark.group.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  }

  tick() {
    if (this.ticking) return;
    this.ticking = true;
    const step = (now) => {
      for (const [id, walk] of this.moving) {
        const share = Math.min(1, Math.max(0, (now - walk.start) / walk.duration));
        const eased = 1 - (1 - share) ** 3;
        this.moveTo(walk.mark, walk.fromX + (walk.toX - walk.fromX) * eased, walk.fromY + (walk.toY - walk.fromY) * eased);
        if (share === 1) this.moving.delete(id);
      }
      if (this.moving.size) requestAnimationFrame(step); else this.ticking = false;
    };
    requestAnimationFrame(step);
  }

  setLabel(mark, wanted) {
    if (!wanted) {
      mark.label?.remove();
      mark.label = null;
      return;
    }
    if (!mark.label) mark.label = mark.group.appendChild(element("text", { class: "map-label", "aria-hidden": "true" }));
    mark.label.textContent = wanted.text;
    mark.label.setAttribute("x", wanted.x.toFixed(1));
    mark.label.setAttribute("y", (wanted.y + 4.2).toFixed(1));
    mark.label.setAttribute("text-anchor", wanted.anchor);
  }

  /** A ring round whom the page is about, and their name where the crowd leaves none. */
  find(id, spots = null) {
    const mark = this.marks.get(id);
    for (const one of this.svg.querySelectorAll(".is-chosen")) one.classList.remove("is-chosen");
    if (!mark) { this.clearUnder(null); return this.found.replaceChildren(); }
    mark.group.classList.add("is-chosen");
    for (const trail of this.trails.querySelectorAll(`[data-trail="${id}"]`)) trail.classList.add("is-chosen");
    const { x, y, radius } = spots?.get(id) ?? mark;
    const drawn = [element("circle", { class: "map-halo", r: Math.max(11, radius + 4).toFixed(1) })];
    if (!mark.label && !this.presented) {
      const side = x + 170 > this.frame.plot.right ? -1 : 1;
      drawn.push(element("text", { class: "map-label", x: side * 16, y: 4.2, "text-anchor": side > 0 ? "start" : "end" }, shortened(mark.person.name)));
    }
    this.found.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    this.found.setAttribute("class", `map-found tone-${TONES[mark.person.shown.segment]}`);
    this.found.replaceChildren(...drawn);
    this.clearUnder(drawn[1]);
  }

  /** Names of others give way to the one that is drawn over them. */
  clearUnder(name) {
    const own = name?.getBoundingClientRect();
    for (const { label } of this.marks.values()) {
      if (!label) continue;
      const box = own && label.getBoundingClientRect();
      label.classList.toggle("is-under", Boolean(own) && box.left < own.right && own.left < box.right && box.top < own.bottom && own.top < box.bottom);
    }
  }

  aim(scores) {
    if (!scores) return this.target.setAttribute("visibility", "hidden");
    const cell = this.frame.cell(scores.influence, scores.interest);
    for (const [name, value] of Object.entries({ x: cell.x + 2, y: cell.y + 2, width: cell.width - 4, height: cell.height - 4, visibility: "visible" })) this.target.setAttribute(name, value);
    return quadrant(scores.influence, scores.interest);
  }

  /** The nearest mark from `mark` in a direction ([1, 0] is right): straight ahead counts more than near by. */
  neighbour(mark, [dx, dy]) {
    let best = null, bestCost = Infinity;
    for (const other of this.marks.values()) {
      if (other === mark) continue;
      const ahead = (other.x - mark.x) * dx + (other.y - mark.y) * dy;
      const aside = Math.abs((other.x - mark.x) * dy) + Math.abs((other.y - mark.y) * dx);
      if (ahead < 0.5 || aside > ahead * 3) continue;
      const cost = ahead + 2 * aside;
      if (cost < bestCost) [best, bestCost] = [other, cost];
    }
    return best;
  }
}
