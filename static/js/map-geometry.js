// Where marks and labels go on the map: the arithmetic of stakeholders/investor_map/geometry.py, for the size at hand.
// tests/e2e/test_map.py holds the two against each other.
export const HIGH = 4;
export const QUADRANTS = { high: { high: "Manage closely", low: "Keep satisfied" }, low: { high: "Keep informed", low: "Monitor" } };
export const quadrant = (influence, interest) => QUADRANTS[influence >= HIGH ? "high" : "low"][interest >= HIGH ? "high" : "low"];

const LOW_SHARE = 1 / 2 / (HIGH - 1);
const HIGH_SHARE = 1 / 2 / (6 - HIGH);
const PADDING = 7, TITLE = 20, ROW = 20, LABELLED_COLUMN = 96, PITCH = 26;
const LETTER = 6.4, WIDE_LETTER = 12.5, LABEL_HEIGHT = 15, LABEL_GAP = 5, LONGEST_LABEL = 22, MOST_LABELS = 140;
const MOST_TRAILS = 25, CROWD = 150, MOST_TRAILS_IN_A_CROWD = 8, BEND = 0.16;
export const START_RADIUS = 3;
const START_PITCH = 10, START_GAP = START_RADIUS + 0.6, END_GAP = 2.5, HEAD = 7.5, HEAD_HALF = 3.8, THIN = 0.4, THICK = 1.3;
const TRAIL_STEP = 10, TRAIL_BOX = 6;
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
    const left = cell.x + PADDING, right = cell.right - PADDING;
    // In a narrow picture a name reaches over several cells.
    const names = influence === 5 ? this.titleBoxes().slice(0, 2) : influence === 1 ? this.titleBoxes().slice(2) : [];
    const title = names.some((name) => name.x < right && left < name.right) ? TITLE : 0;
    return rect(left, cell.y + PADDING + (influence === 5 ? title : 0), right - left, cell.height - 2 * PADDING - title);
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

/** Names where there is room, off the trails where they can: Map of id to {text, x, y, anchor}, from the middle of the mark. */
export function label(people, spots, frame, { first = () => 0, trails = [] } = {}) {
  const taken = new Taken(), crossed = new Taken();
  for (const box of frame.titleBoxes()) taken.add(box);
  for (const { start: [x, y], boxes } of trails) {
    taken.add(rect(x - 4, y - 4, 8, 8));
    for (const box of boxes) crossed.add(box);
  }
  for (const { x, y, radius } of spots.values()) taken.add(rect(x - radius, y - radius, 2 * radius, 2 * radius));
  const labels = new Map();
  const order = [...people].sort((a, b) => first(b) - first(a) || byWeight(a, b));
  for (const person of order) {
    if (labels.size >= MOST_LABELS) break;
    const found = labelAt(shortened(person.name), spots.get(person.id), frame.plot, taken, crossed);
    if (found) {
      labels.set(person.id, found[0]);
      taken.add(found[1]);
    }
  }
  return labels;
}

function labelAt(text, { x, y, radius }, plot, taken, crossed) {
  const width = textWidth(text), gap = radius + LABEL_GAP, half = LABEL_HEIGHT / 2;
  const sides = [
    [{ text, x: gap, y: 0, anchor: "start" }, rect(x + gap - 1, y - half, width, LABEL_HEIGHT)],
    [{ text, x: -gap, y: 0, anchor: "end" }, rect(x - gap - width + 1, y - half, width, LABEL_HEIGHT)],
    [{ text, x: 0, y: -gap - half + 3, anchor: "middle" }, rect(x - width / 2, y - gap - 2 * half + 3, width, LABEL_HEIGHT)],
    [{ text, x: 0, y: gap + half - 3, anchor: "middle" }, rect(x - width / 2, y + gap - 3, width, LABEL_HEIGHT)],
  ];
  const free = sides.filter(([, box]) => contains(plot, box) && taken.isFree(box));
  return free.find(([, box]) => crossed.isFree(box)) ?? free[0];
}

/** Influence times size of the move, then most influence. */
export const byMove = (a, b) => b.moveWeight - a.moveWeight || byWeight(a, b);

/** The trails of those who moved and matter most: Map of id to {path, start: [x, y], boxes}. */
export function trailsOf(people, spots, frame) {
  const moved = people.filter(({ moved, was, shown }) => moved && (was.influence !== shown.influence || was.interest !== shown.interest)).sort(byMove);
  moved.length = Math.min(moved.length, spots.size <= CROWD ? MOST_TRAILS : MOST_TRAILS_IN_A_CROWD);
  const starts = startsOf(moved, spots, frame);
  const drawn = new Map();
  for (const { id } of moved) {
    const trail = trailBetween(starts.get(id), spots.get(id));
    if (trail) drawn.set(id, trail);
  }
  return drawn;
}

function startsOf(moved, spots, frame) {
  const left = new Map();
  for (const person of moved) {
    const key = person.was.influence * 10 + person.was.interest;
    if (!left.has(key)) left.set(key, []);
    left.get(key).push(person);
  }
  const starts = new Map();
  for (const [key, members] of left) {
    const room = frame.room(Math.floor(key / 10), key % 10);
    members.sort((a, b) => spots.get(a.id).x - spots.get(b.id).x || a.id - b.id);
    const pitch = Math.min(START_PITCH, room.width / members.length);
    const first = room.cx - ((members.length - 1) * pitch) / 2;
    members.forEach((person, i) => starts.set(person.id, [first + i * pitch, room.bottom - START_RADIUS]));
  }
  return starts;
}

/** A wedge from a dot to the mark, touching neither; null where no room is left between them. */
export function trailBetween(start, { x: x2, y: y2, radius }) {
  const [x1, y1] = start;
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length < START_GAP + radius + END_GAP + HEAD + 4) return null;
  const cx = (x1 + x2) / 2 + (y2 - y1) * BEND, cy = (y1 + y2) / 2 - (x2 - x1) * BEND;
  const half = Math.hypot(cx - x1, cy - y1);
  const ux = (cx - x1) / half, uy = (cy - y1) / half, vx = (x2 - cx) / half, vy = (y2 - cy) / half;
  const sx = x1 + ux * START_GAP, sy = y1 + uy * START_GAP;
  const tip = radius + END_GAP;
  const tx = x2 - vx * tip, ty = y2 - vy * tip, bx = tx - vx * HEAD, by = ty - vy * HEAD;
  const nx = -(y2 - y1) / length, ny = (x2 - x1) / length, middle = (THIN + THICK) / 2;
  const at = (x, y) => `${x.toFixed(1)},${y.toFixed(1)}`;
  const path = `M${at(sx - uy * THIN, sy + ux * THIN)} Q${at(cx + nx * middle, cy + ny * middle)} ${at(bx - vy * THICK, by + vx * THICK)} `
    + `L${at(bx - vy * HEAD_HALF, by + vx * HEAD_HALF)} L${at(tx, ty)} L${at(bx + vy * HEAD_HALF, by - vx * HEAD_HALF)} L${at(bx + vy * THICK, by - vx * THICK)} `
    + `Q${at(cx - nx * middle, cy - ny * middle)} ${at(sx + uy * THIN, sy - ux * THIN)} Z`;
  const boxes = [];
  const steps = Math.ceil(length / TRAIL_STEP);
  for (let step = 1; step < steps; step += 1) {
    const share = step / steps;
    const x = (1 - share) ** 2 * sx + 2 * share * (1 - share) * cx + share ** 2 * tx;
    const y = (1 - share) ** 2 * sy + 2 * share * (1 - share) * cy + share ** 2 * ty;
    boxes.push(rect(x - TRAIL_BOX / 2, y - TRAIL_BOX / 2, TRAIL_BOX, TRAIL_BOX));
  }
  return { path, start, boxes };
}
