// Draws the network on a canvas: ties in batches by style, marks from small pictures, names where there is room.
//
// While somebody is dragged, the picture without them is kept aside, and a frame costs only them and their ties.
import { CONFLICT, REPORTS_TO, UNREACHED } from "./network-data.js";
import { Labels } from "./network-labels.js";
import { DEPARTMENTS, widthOf } from "./network-look.js";
import { TONES } from "./marks.js";

const FEW = 2600; // ties in sight that may bow and be dashed
const ARROWS_FROM = 24; // pixels a tie's length takes before its arrow can be read
const CHUNK = 400; // lines in a path: longer ones cost more than their sum
const SMALLEST = 1.1;
const LONG = 300;
// How loud a tie is: as it is, of the person chosen, on the way of their influence, behind them.
const PLAIN = 0, OWN = 1, WAY = 2, BEHIND = 3;
const LOUDNESS = [1, 1, 0.5, 0.1];
const STEP_ALPHA = [1, 1, 0.82, 0.55];
const OUT_OF_REACH = 0.16;

export class Drawing {
  constructor(canvas, camera, look) {
    Object.assign(this, { canvas, camera, look });
    this.context = canvas.getContext("2d", { alpha: false });
    this.kept = document.createElement("canvas");
    this.labels = new Labels();
    this.colourBy = "segment";
    this.steps = 3;
    Object.assign(this, { chosen: -1, hovered: -1, lifted: -1, department: -2, reached: null, thread: null, cost: 0 });
  }

  use(network) {
    this.network = network;
    this.sx = new Float32Array(network.size);
    this.sy = new Float32Array(network.size);
    this.radius = new Float32Array(network.size);
    this.rankDepartments();
  }

  /** The largest departments have a colour of their own. */
  rankDepartments() {
    const { departments, people } = this.network;
    const counts = departments.map((_, index) => [index, 0]);
    for (const index of people.department) if (index >= 0) counts[index][1] += 1;
    counts.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    this.departmentCounts = counts.filter(([, count]) => count);
    this.departmentTone = new Map(this.departmentCounts.slice(0, DEPARTMENTS).map(([index], place) => [index, `department-${place + 1}`]));
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    this.ratio = Math.min(3, window.devicePixelRatio || 1);
    Object.assign(this.camera, { width, height });
    for (const canvas of [this.canvas, this.kept]) {
      canvas.width = Math.max(1, Math.round(width * this.ratio));
      canvas.height = Math.max(1, Math.round(height * this.ratio));
    }
    this.look.sprites.clear();
  }

  toneOf(row) {
    const { people } = this.network;
    return this.colourBy === "segment" ? TONES[people.segment[row]] : this.departmentTone.get(people.department[row]) ?? "department-none";
  }

  radiusOf(row) {
    const grown = Math.min(1.75, Math.max(0.2, (this.camera.scale / 44) ** 0.62));
    return Math.max(SMALLEST, (5 + 8.5 * this.network.share[row]) * grown * (this.network.people.kind[row] ? 1.12 : 1));
  }

  project() {
    const { network, camera, sx, sy } = this;
    const left = camera.width / 2 - camera.x * camera.scale, top = camera.height / 2 - camera.y * camera.scale;
    for (let row = 0; row < network.size; row += 1) {
      sx[row] = network.x[row] * camera.scale + left;
      sy[row] = network.y[row] * camera.scale + top;
      this.radius[row] = this.radiusOf(row);
    }
  }

  /** The person under a point, with some room round small marks. */
  pick(px, py, room = 5) {
    const [x, y] = this.camera.toNetwork(px, py);
    return this.network.near(x, y, (26 + room) / this.camera.scale, (row) => {
      const [ax, ay] = this.camera.toScreen(this.network.x[row], this.network.y[row]);
      return Math.hypot(ax - px, ay - py) - this.radiusOf(row) - room;
    });
  }

  /** The tie under a point, of those that stand out. */
  pickTie(px, py, room = 5) {
    const { network, sx, sy } = this;
    const { from, to } = network.ties;
    const ties = this.chosen >= 0 ? network.tiesOf(this.chosen) : this.camera.scale < ARROWS_FROM ? [] : network.shown.keys();
    let best = -1, least = room;
    for (const tie of ties) {
      if (!network.shown[tie]) continue;
      const a = from[tie], b = to[tie];
      const margin = room + Math.abs(network.bow[tie]) * 120;
      if (Math.max(sx[a], sx[b]) < px - margin || Math.min(sx[a], sx[b]) > px + margin || Math.max(sy[a], sy[b]) < py - margin || Math.min(sy[a], sy[b]) > py + margin) continue;
      const line = this.line(tie);
      for (let share = 0.08; share <= 0.92; share += 0.04) {
        const rest = 1 - share;
        const x = rest * rest * line.ax + 2 * rest * share * line.cx + share * share * line.bx;
        const y = rest * rest * line.ay + 2 * rest * share * line.cy + share * share * line.by;
        const far = Math.hypot(x - px, y - py);
        if (far < least) [best, least] = [tie, far];
      }
    }
    return best;
  }

  line(tie) {
    const { network, sx, sy } = this;
    const a = network.ties.from[tie], b = network.ties.to[tie];
    const ax = sx[a], ay = sy[a], bx = sx[b], by = sy[b];
    // A long tie bows no further than a short one.
    const bow = network.bow[tie] * 2 * Math.min(1, LONG / (1 + Math.abs(bx - ax) + Math.abs(by - ay)));
    return { a, b, ax, ay, bx, by, cx: (ax + bx) / 2 + (by - ay) * bow, cy: (ay + by) / 2 - (bx - ax) * bow };
  }

  // The picture -----------------------------------------------------------------------------------------------------

  begin(context) {
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = this.look.colours.surface;
    context.fillRect(0, 0, this.camera.width, this.camera.height);
  }

  /** All of it; during a drag only what moves, over what was kept aside. */
  draw() {
    const began = performance.now();
    if (this.lifted >= 0) this.drawLifted();
    else {
      this.paint(this.context);
      this.cost = performance.now() - began;
    }
  }

  paint(context, without = -1) {
    this.project();
    this.begin(context);
    if (!this.network.size) return;
    const layers = this.layers(without);
    // Whoever is out of reach lies behind what the chosen one moves.
    this.paintTies(context, layers.behind);
    this.paintMarks(context, layers.faded);
    this.paintTies(context, layers.before);
    this.paintMarks(context, layers.loud);
    if (this.thread) this.paintThread(context);
    this.paintCaption(context);
    this.names = this.chooseNames(context, without);
    this.paintNames(context, this.names);
  }

  lift(row) {
    this.lifted = row;
    this.paint(this.kept.getContext("2d", { alpha: false }), row);
  }

  drop() {
    this.lifted = -1;
  }

  drawLifted() {
    const { context, network, camera, lifted: row } = this;
    [this.sx[row], this.sy[row]] = camera.toScreen(network.x[row], network.y[row]);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.kept, 0, 0);
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    const batches = new Map();
    for (const tie of network.tiesOf(row)) if (network.shown[tie]) this.sort(batches, tie, OWN);
    const detailed = camera.scale >= ARROWS_FROM;
    for (const [key, ties] of batches) this.strokeTies(context, key, ties, true, detailed);
    for (const tie of network.tiesOf(row)) if (network.shown[tie]) this.paintMark(context, network.other(tie, row), 1);
    this.paintMark(context, row, 1);
    const text = this.labels.text(context, network.people.name[row], true).text;
    this.paintNames(context, [{ row, text, bold: true, x: this.sx[row] + this.radius[row] + 5, y: this.sy[row] }]);
  }

  /** The picture as it was, moved and scaled with the camera: what a hand sees while a costly one is due. */
  drawMoved(from) {
    const { context, camera, ratio } = this;
    const factor = camera.scale / from.scale;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = this.look.colours.surface;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    const left = camera.width / 2 - (from.width / 2) * factor + (from.x - camera.x) * camera.scale;
    const top = camera.height / 2 - (from.height / 2) * factor + (from.y - camera.y) * camera.scale;
    context.drawImage(this.kept, left * ratio, top * ratio, this.kept.width * factor, this.kept.height * factor);
  }

  keep() {
    const context = this.kept.getContext("2d", { alpha: false });
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.canvas, 0, 0);
    return { x: this.camera.x, y: this.camera.y, scale: this.camera.scale, width: this.camera.width, height: this.camera.height };
  }

  // Ties ------------------------------------------------------------------------------------------------------------

  loudness(tie) {
    const { from, to } = this.network.ties;
    if (this.department >= -1) return this.isOfDepartment(from[tie]) && this.isOfDepartment(to[tie]) ? PLAIN : BEHIND;
    if (this.chosen < 0) return PLAIN;
    if (from[tie] === this.chosen || to[tie] === this.chosen) return OWN;
    const { steps } = this.reached;
    for (const [one, other] of [[from[tie], to[tie]], [to[tie], from[tie]]]) {
      if (steps[one] < this.steps && steps[other] === steps[one] + 1 && this.network.carries(tie, one)) return WAY;
    }
    return BEHIND;
  }

  sort(batches, tie, loudness) {
    const { kind, weight } = this.network.ties;
    const key = (loudness * 8 + kind[tie]) * 8 + weight[tie];
    const batch = batches.get(key);
    if (batch) batch.push(tie); else batches.set(key, [tie]);
  }

  /** Ties by style and people in sight, behind and before; the important last, and so on top. */
  layers(without) {
    const { network, camera, sx, sy } = this;
    const { from, to } = network.ties;
    const behind = new Map(), before = new Map();
    let many = 0;
    for (let tie = 0; tie < network.many; tie += 1) {
      if (!network.shown[tie]) continue;
      const a = from[tie], b = to[tie];
      if (a === without || b === without) continue;
      if ((sx[a] < -20 && sx[b] < -20) || (sy[a] < -20 && sy[b] < -20) || (sx[a] > camera.width + 20 && sx[b] > camera.width + 20) || (sy[a] > camera.height + 20 && sy[b] > camera.height + 20)) continue;
      const loudness = this.loudness(tie);
      this.sort(loudness === BEHIND ? behind : before, tie, loudness);
      many += 1;
    }
    this.isFew = many <= FEW;
    // In a crowd single lines step back, so that where they are many is seen.
    this.dimmed = Math.max(0.22, Math.min(1, (900 / Math.max(many, 1)) ** 0.5, 0.4 + camera.scale / 60));
    const faded = [], loud = [];
    for (let at = network.size - 1; at >= 0; at -= 1) {
      const row = network.order[at];
      if (row !== without && row !== this.chosen && this.isInSight(row)) (this.alphaOf(row) <= OUT_OF_REACH ? faded : loud).push(row);
    }
    if (this.chosen >= 0 && this.chosen !== without) loud.push(this.chosen);
    return { behind, before, faded, loud };
  }

  paintTies(context, batches) {
    const quietFirst = [...batches.keys()].sort((a, b) => this.rank(a) - this.rank(b));
    for (const key of quietFirst) {
      const isOwn = Math.floor(key / 64) === OWN;
      this.strokeTies(context, key, batches.get(key), this.isFew || isOwn, isOwn || (this.isFew && this.camera.scale >= ARROWS_FROM));
    }
    context.globalAlpha = 1;
  }

  rank(key) {
    const loudness = Math.floor(key / 64), kind = Math.floor(key / 8) % 8;
    return [1, 3, 2, 0][loudness] * 100 + (kind === REPORTS_TO ? 0 : kind === CONFLICT ? 20 : 10) + (key % 8);
  }

  strokeTies(context, key, ties, bows, detailed) {
    const loudness = Math.floor(key / 64), kind = Math.floor(key / 8) % 8, weight = key % 8;
    const style = this.look.ties[kind];
    const isLoud = loudness === OWN;
    const thin = Math.min(1, Math.max(0.55, this.camera.scale / 46));
    const width = widthOf(kind, weight) * (isLoud ? 1.2 : thin);
    context.lineWidth = width;
    context.strokeStyle = context.fillStyle = style.colour;
    context.globalAlpha = Math.min(1, style.alpha * LOUDNESS[loudness] * (isLoud ? 1.3 : this.dimmed));
    const isDotted = style.dash[0] < 2;
    context.lineCap = isDotted ? "round" : "butt";
    context.setLineDash(!bows || this.camera.scale <= 16 ? [] : isDotted ? [0.01, 3.4 + width] : style.dash);
    const heads = [];
    for (let start = 0; start < ties.length; start += CHUNK) {
      context.beginPath();
      for (let at = start; at < Math.min(start + CHUNK, ties.length); at += 1) this.trace(context, ties[at], bows, detailed ? heads : null, width);
      context.stroke();
    }
    context.setLineDash([]);
    if (heads.length) this.paintHeads(context, heads, width);
    if (kind === CONFLICT && this.camera.scale > 13) this.paintClashes(context, ties, width);
  }

  trace(context, tie, bows, heads, width) {
    if (!bows) {
      const { from, to } = this.network.ties;
      context.moveTo(this.sx[from[tie]], this.sy[from[tie]]);
      context.lineTo(this.sx[to[tie]], this.sy[to[tie]]);
      return;
    }
    const line = this.line(tie);
    const { direction } = this.network.ties;
    let { ax, ay, bx, by } = line;
    if (heads && direction[tie] !== 2) {
      [bx, by] = this.head(heads, line.cx, line.cy, bx, by, this.radius[line.b], width);
      if (direction[tie] === 1) [ax, ay] = this.head(heads, line.cx, line.cy, ax, ay, this.radius[line.a], width);
    }
    context.moveTo(ax, ay);
    if (line.cx === (line.ax + line.bx) / 2) context.lineTo(bx, by); else context.quadraticCurveTo(line.cx, line.cy, bx, by);
  }

  /** Note an arrowhead at the edge of a mark; returns where its line ends. */
  head(heads, fromX, fromY, x, y, radius, width) {
    const length = Math.hypot(x - fromX, y - fromY);
    const long = 4.6 + width * 1.7;
    if (length < radius + long + 2) return [x, y];
    const ux = (x - fromX) / length, uy = (y - fromY) / length;
    heads.push(x - ux * (radius + 1.2), y - uy * (radius + 1.2), ux, uy);
    const back = radius + 1.2 + long * 0.8;
    return [x - ux * back, y - uy * back];
  }

  paintHeads(context, heads, width) {
    const long = 4.6 + width * 1.7, half = 1.9 + width * 0.85;
    context.beginPath();
    for (let at = 0; at < heads.length; at += 4) {
      const [x, y, ux, uy] = [heads[at], heads[at + 1], heads[at + 2], heads[at + 3]];
      context.moveTo(x, y);
      context.lineTo(x - ux * long - uy * half, y - uy * long + ux * half);
      context.lineTo(x - ux * long * 0.78, y - uy * long * 0.78);
      context.lineTo(x - ux * long + uy * half, y - uy * long - ux * half);
      context.closePath();
    }
    context.fill();
  }

  /** A conflict bears a cross at its middle: it is told without its colour. */
  paintClashes(context, ties, width) {
    const size = Math.min(4.2, 1.6 + this.camera.scale / 22);
    context.lineWidth = Math.max(1.2, width);
    context.beginPath();
    for (const tie of ties) {
      const { ax, ay, bx, by, cx, cy } = this.line(tie);
      const length = Math.hypot(bx - ax, by - ay);
      if (length < 4 * size) continue;
      const x = ax / 4 + cx / 2 + bx / 4, y = ay / 4 + cy / 2 + by / 4;
      const ux = ((bx - ax) / length) * size, uy = ((by - ay) / length) * size;
      context.moveTo(x - ux - uy, y - uy + ux);
      context.lineTo(x + ux + uy, y + uy - ux);
      context.moveTo(x - ux + uy, y - uy - ux);
      context.lineTo(x + ux - uy, y + uy + ux);
    }
    context.stroke();
  }

  paintThread(context) {
    const { row, x, y, to } = this.thread;
    context.globalAlpha = 1;
    context.strokeStyle = this.look.colours.focus;
    context.lineWidth = 2;
    context.setLineDash([5, 4]);
    context.beginPath();
    context.moveTo(this.sx[row], this.sy[row]);
    context.lineTo(to >= 0 ? this.sx[to] : x, to >= 0 ? this.sy[to] : y);
    context.stroke();
    context.setLineDash([]);
    for (const end of [row, to]) {
      if (end < 0) continue;
      context.beginPath();
      context.arc(this.sx[end], this.sy[end], this.radius[end] + 4, 0, 7);
      context.stroke();
    }
  }

  // Marks and names -------------------------------------------------------------------------------------------------

  isOfDepartment(row) {
    return this.network.people.department[row] === this.department;
  }

  alphaOf(row) {
    if (row === this.chosen) return 1;
    if (this.department >= -1) return this.isOfDepartment(row) ? 1 : OUT_OF_REACH;
    if (this.chosen < 0) return 1;
    const step = this.reached.steps[row];
    if (step !== UNREACHED && step <= this.steps) return STEP_ALPHA[step];
    return this.own.has(row) ? 0.82 : OUT_OF_REACH;
  }

  isInSight(row) {
    const reach = this.radius[row] + 3;
    return this.sx[row] > -reach && this.sy[row] > -reach && this.sx[row] < this.camera.width + reach && this.sy[row] < this.camera.height + reach;
  }

  paintMarks(context, rows) {
    for (const row of rows) this.paintMark(context, row, this.alphaOf(row));
  }

  paintMark(context, row, alpha) {
    const { people } = this.network;
    const { canvas, size } = this.look.sprite(this.toneOf(row), people.segment[row], people.position[row], people.kind[row], this.radius[row], this.ratio);
    const x = this.sx[row], y = this.sy[row];
    const sharp = (value) => Math.round((value - size / 2) * this.ratio) / this.ratio;
    if (alpha < 1) { // what lies behind must not shine through
      context.globalAlpha = 1;
      context.fillStyle = this.look.colours.surface;
      context.beginPath();
      context.arc(x, y, this.radius[row] * 0.82, 0, 7);
      context.fill();
    }
    context.globalAlpha = alpha;
    context.drawImage(canvas, sharp(x), sharp(y), size, size);
    if (people.pinned[row] && this.radius[row] > 3.2) this.paintPin(context, x, y, this.radius[row]);
    context.globalAlpha = 1;
    if (row === this.chosen || row === this.hovered || row === this.lifted) {
      context.strokeStyle = row === this.hovered && row !== this.chosen ? this.look.colours["line-strong"] : this.look.colours.ink;
      context.lineWidth = row === this.chosen ? 2 : 1.4;
      context.beginPath();
      context.arc(x, y, Math.max(7, this.radius[row] + 4), 0, 7);
      context.stroke();
    }
  }

  /** A pin from the upper right into the mark. */
  paintPin(context, x, y, radius) {
    const head = Math.min(3, Math.max(2, radius / 3.4));
    const px = x + radius * 0.72 + head, py = y - radius * 0.72 - head;
    const { ink, surface } = this.look.colours;
    for (const [colour, more] of [[surface, 1.4], [ink, 0]]) {
      context.strokeStyle = context.fillStyle = colour;
      context.lineWidth = 1.3 + 2 * more;
      context.beginPath();
      context.moveTo(x + radius * 0.28, y - radius * 0.28);
      context.lineTo(px, py);
      context.stroke();
      context.beginPath();
      context.arc(px, py, head + more, 0, 7);
      context.fill();
    }
  }

  paintCaption(context) {
    if (!this.network.waiting.length || !this.network.isRead) return;
    const [x, y] = this.camera.toScreen(this.network.waitingFrom[0] - 0.3, this.network.waitingFrom[1] - 0.75);
    context.font = this.look.font(400, 12);
    context.fillStyle = this.look.colours["ink-3"];
    context.fillText("Not laid out yet", x, y);
  }

  chooseNames(context, without) {
    const { network, camera } = this;
    const must = new Set([this.chosen, this.hovered].filter((row) => row >= 0 && row !== without));
    let order = network.order;
    if (this.chosen >= 0) {
      const near = (row) => (row === this.chosen ? 0 : this.own.has(row) ? 1 : 1 + Math.min(3, this.reached.steps[row]));
      const many = network.size > 600 ? [this.chosen, ...this.own] : order.filter((row) => this.alphaOf(row) > OUT_OF_REACH);
      order = many.sort((a, b) => near(a) - near(b));
    } else if (this.department >= -1) order = order.filter((row) => this.isOfDepartment(row));
    if (this.hovered >= 0) order = [this.hovered, ...order.filter((row) => row !== this.hovered)];
    const marks = [];
    for (let row = 0; row < network.size; row += 1) if (row !== without && this.radius[row] > 1.8 && this.isInSight(row) && this.alphaOf(row) > OUT_OF_REACH) marks.push([this.sx[row], this.sy[row], this.radius[row]]);
    const area = camera.width * camera.height;
    const most = Math.round(Math.min(150, area / 5200, camera.scale < 9 ? 26 : 150));
    return this.labels.choose(context, {
      names: network.people.name, order: without >= 0 ? order.filter((row) => row !== without) : order, at: { x: this.sx, y: this.sy },
      radius: this.radius, marks, must, font: (weight) => this.look.font(weight, this.size), width: camera.width, height: camera.height, most,
    });
  }

  get size() {
    return this.camera.width < 560 ? 12 : 12.5;
  }

  paintNames(context, names) {
    const { colours } = this.look;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const { text, x, y, bold, row } of names) {
      const alpha = row === this.chosen || bold ? 1 : Math.max(0.35, this.alphaOf(row));
      context.font = this.look.font(bold ? 600 : 400, this.size);
      context.globalAlpha = 1;
      context.strokeStyle = colours.surface;
      context.lineWidth = 3.5;
      context.strokeText(text, x, y + 0.5);
      context.globalAlpha = alpha;
      context.fillStyle = colours.ink;
      context.fillText(text, x, y + 0.5);
    }
    context.globalAlpha = 1;
  }
}
