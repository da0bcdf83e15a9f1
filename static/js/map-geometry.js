// Where marks and labels go on the map: the arithmetic of stakeholders/investor_map/geometry.py, for the size at hand.
// tests/e2e/test_map.py holds the two against each other.
export const HIGH = 4;
export const QUADRANTS = { high: { high: "Manage closely", low: "Keep satisfied" }, low: { high: "Keep informed", low: "Monitor" } };
export const quadrant = (influence, interest) => QUADRANTS[influence >= HIGH ? "high" : "low"][interest >= HIGH ? "high" : "low"];

const LOW_SHARE = 1 / 2 / (HIGH - 1);
const HIGH_SHARE = 1 / 2 / (6 - HIGH);
const PADDING = 7, TITLE = 20, ROW = 20, LABELLED_COLUMN = 96, PITCH = 26;
const LETTER = 6.4, WIDE_LETTER = 12.5, LABEL_HEIGHT = 15, LABEL_GAP = 5, LONGEST_LABEL = 22, MOST_LABELS = 140;
export const mostTrails = (people) => (people.length <= 150 ? 25 : 8);
export const REACH = 7.45, RING_SHARE = 0.72, RING_LINE = 1.2;

const rect = (x, y, width, height) => ({ x, y, width, height, right: x + width, bottom: y + height, cx: x + width / 2, cy: y + height / 2 });
const overlaps = (a, b) => a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;
const contains = (a, b) => a.x <= b.x && b.right <= a.right && a.y <= b.y && b.bottom <= a.bottom;

const track = (score) => (score < HIGH ? [(score - 1) * LOW_SHARE, LOW_SHARE] : [0.5 + (score - HIGH) * HIGH_SHARE, HIGH_SHARE]);

export class Frame {
  constructor(width = 760, height = 548, left = 46, right = 12, top = 12, bottom = 42) {
    Object.assign(this, { width, height });
    this.plot = rect(left, top, width - left - right, height - top - bottom);
  }

  cell(influence, interest) {
    const { x, y, width, height } = this.plot;
    const [start, share] = track(interest);
    const [top, tall] = track(influence);
    return rect(x + start * width, y + (1 - top - tall) * height, share * width, tall * height);
  }

  room(influence, interest) {
    const cell = this.cell(influence, interest);
    const outer = interest === 1 || interest === 5;
    const above = influence === 5 && outer ? TITLE : 0;
    const below = influence === 1 && outer ? TITLE : 0;
    return rect(cell.x + PADDING, cell.y + PADDING + above, cell.width - 2 * PADDING, cell.height - 2 * PADDING - above - below);
  }

  /** The scores of the cell under a point, the nearest one outside the plot. */
  scoresAt(px, py) {
    const score = (share) => (share < 0.5 ? Math.floor(share / LOW_SHARE) + 1 : Math.floor((share - 0.5) / HIGH_SHARE) + HIGH);
    const within = (value) => Math.min(0.999999, Math.max(0, value));
    const { x, bottom, width, height } = this.plot;
    return { influence: score(within((bottom - py) / height)), interest: score(within((px - x) / width)) };
  }

  get titles() {
    const { x, y, right, bottom } = this.plot;
    return [
      [QUADRANTS.high.low, x + 9, y + 18, "start"], [QUADRANTS.high.high, right - 9, y + 18, "end"],
      [QUADRANTS.low.low, x + 9, bottom - 9, "start"], [QUADRANTS.low.high, right - 9, bottom - 9, "end"],
    ];
  }

  titleBoxes() {
    return this.titles.map(([words, x, y, anchor]) => {
      const width = textWidth(words) + 6;
      return rect(anchor === "start" ? x : x - width, y - 13, width, 17);
    });
  }
}

export const baseRadius = (influence) => 6.4 + 0.6 * influence;

/** Places for `count` marks inside `room`: [{x, y, radius, reach}], reach being half the way to a neighbour. */
export function spread(count, room, radius, labelled = true) {
  if (!count) return [];
  const rows = Math.max(1, Math.floor(room.height / ROW));
  const columns = Math.max(1, Math.floor(room.width / LABELLED_COLUMN));
  return labelled && count <= rows * columns && room.height >= ROW ? inLists(count, rows, room, Math.min(radius, ROW / 2)) : inRanks(count, room, radius);
}

function inLists(count, rows, room, radius) {
  const columns = Math.ceil(count / rows);
  const tall = Math.ceil(count / columns);
  const step = Math.min(room.width / columns, 132);
  const lead = Math.min(36, Math.max(0, step / 2 - radius));
  const firstX = room.cx - ((columns - 1) * step) / 2 - lead;
  const firstY = room.cy - ((tall - 1) * ROW) / 2;
  return Array.from({ length: count }, (_, i) => ({ x: firstX + Math.floor(i / tall) * step, y: firstY + (i % tall) * ROW, radius, reach: tall > 1 ? ROW / 2 : 14 }));
}

// Python rounds halves to even, and both must choose the same number of columns.
const roundHalfEven = (value) => { const floor = Math.floor(value); return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value); };

function inRanks(count, room, radius) {
  let [pitch, columns] = densest(count, room);
  if (pitch > PITCH) {
    pitch = PITCH;
    const compact = Math.max(1, Math.min(roundHalfEven(Math.sqrt((count * room.width) / room.height)), Math.floor(room.width / PITCH)));
    if (Math.ceil(count / compact) * PITCH <= room.height) columns = compact;
  }
  const tall = Math.ceil(count / columns);
  const firstX = room.cx - ((columns - 1) * pitch) / 2;
  const firstY = room.cy - ((tall - 1) * pitch) / 2;
  const size = Math.min(radius, pitch * 0.46);
  return Array.from({ length: count }, (_, i) => ({ x: firstX + (i % columns) * pitch, y: firstY + Math.floor(i / columns) * pitch, radius: size, reach: pitch / 2 }));
}

function densest(count, room) {
  let best = 0, bestColumns = 1;
  for (let rows = 1; rows <= count; rows += 1) {
    if (room.height / rows <= best) break;
    const columns = Math.ceil(count / rows);
    const pitch = Math.min(room.width / columns, room.height / rows);
    if (pitch > best) [best, bestColumns] = [pitch, columns];
  }
  return [best, bestColumns];
}

const isPlaced = (standing) => standing.influence !== null && standing.interest !== null;
export { isPlaced };
export const byWeight = (a, b) => b.shown.influence - a.shown.influence || b.shown.interest - a.shown.interest || a.id - b.id;

/** A spot for everybody who is placed: Map of id to spot. `people` have `id` and `shown` {segment, influence, interest}. */
export function place(people, frame, labelled = true) {
  const cells = new Map();
  for (const person of people) {
    const key = person.shown.influence * 10 + person.shown.interest;
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(person);
  }
  const spots = new Map();
  for (const [key, members] of cells) {
    const influence = Math.floor(key / 10), interest = key % 10;
    members.sort((a, b) => a.shown.segment - b.shown.segment || a.id - b.id);
    const places = spread(members.length, frame.room(influence, interest), baseRadius(influence), labelled);
    members.forEach((person, i) => spots.set(person.id, places[i]));
  }
  return spots;
}

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
export function textWidth(text) {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? WIDE_LETTER : LETTER;
  return width;
}

export function shortened(name) {
  const characters = [...name.split(/\s+/).filter(Boolean).join(" ")];
  return characters.length <= LONGEST_LABEL ? characters.join("") : `${characters.slice(0, LONGEST_LABEL - 1).join("").trimEnd()}…`;
}

class Taken {
  boxes = new Map();

  * keys(box) {
    for (let column = Math.floor(box.x / 48); column <= Math.floor(box.right / 48); column += 1) {
      for (let row = Math.floor(box.y / 48); row <= Math.floor(box.bottom / 48); row += 1) yield column * 1000 + row;
    }
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.boxes.has(key)) this.boxes.set(key, []);
      this.boxes.get(key).push(box);
    }
  }

  isFree(box) {
    for (const key of this.keys(box)) for (const other of this.boxes.get(key) ?? []) if (overlaps(box, other)) return false;
    return true;
  }
}

/** Names where there is room: Map of id to {text, x, y, anchor}, x and y from the middle of the mark. */
export function label(people, spots, frame, { first = () => 0, avoiding = [] } = {}) {
  const taken = new Taken();
  for (const box of frame.titleBoxes()) taken.add(box);
  for (const [x, y] of avoiding) taken.add(rect(x - 4, y - 4, 8, 8));
  for (const { x, y, radius } of spots.values()) taken.add(rect(x - radius, y - radius, 2 * radius, 2 * radius));
  const labels = new Map();
  const order = [...people].sort((a, b) => first(b) - first(a) || byWeight(a, b));
  for (const person of order) {
    if (labels.size >= MOST_LABELS) break;
    const found = labelAt(shortened(person.name), spots.get(person.id), frame.plot, taken);
    if (found) {
      labels.set(person.id, found[0]);
      taken.add(found[1]);
    }
  }
  return labels;
}

function labelAt(text, { x, y, radius }, plot, taken) {
  const width = textWidth(text), gap = radius + LABEL_GAP, half = LABEL_HEIGHT / 2;
  const sides = [
    [{ text, x: gap, y: 0, anchor: "start" }, rect(x + gap - 1, y - half, width, LABEL_HEIGHT)],
    [{ text, x: -gap, y: 0, anchor: "end" }, rect(x - gap - width + 1, y - half, width, LABEL_HEIGHT)],
    [{ text, x: 0, y: -gap - half + 3, anchor: "middle" }, rect(x - width / 2, y - gap - 2 * half + 3, width, LABEL_HEIGHT)],
    [{ text, x: 0, y: gap + half - 3, anchor: "middle" }, rect(x - width / 2, y + gap - 3, width, LABEL_HEIGHT)],
  ];
  return sides.find(([, box]) => contains(plot, box) && taken.isFree(box));
}

export function trail([x1, y1], [x2, y2]) {
  const bend = 0.16;
  const cx = (x1 + x2) / 2 + (y2 - y1) * bend, cy = (y1 + y2) / 2 - (x2 - x1) * bend;
  return `M${x1.toFixed(1)},${y1.toFixed(1)} Q${cx.toFixed(1)},${cy.toFixed(1)} ${x2.toFixed(1)},${y2.toFixed(1)}`;
}
