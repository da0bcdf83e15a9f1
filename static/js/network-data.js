// The network as columns: who is where, which ties are shown, and whom somebody reaches along the way influence flows.
export const KINDS = ["reports_to", "influences", "advises", "trusts", "conflict", "other"];
export const TIE_WORDS = ["reports to", "influences", "advises", "trusts", "is in conflict with", "is tied to"];
export const STRENGTHS = ["strength unknown", "faint", "weak", "clear", "strong", "very strong"];
export const CONFLICT = KINDS.indexOf("conflict");
export const REPORTS_TO = KINDS.indexOf("reports_to");
export const UNREACHED = 255;
const TRUSTS = KINDS.indexOf("trusts");
const DIRECTED = 0;
// Parallel ties bow apart, and every tie but a reporting line bows a little, so that there and back are two lines.
const BOW = 0.07;
const BOW_STEP = 0.11;

export class Network {
  constructor({ departments, people, ties }) {
    Object.assign(this, { departments, people, ties });
    this.size = people.id.length;
    this.many = ties.id.length;
    this.rowOf = new Map(people.id.map((id, row) => [id, row]));
    this.x = new Float64Array(this.size);
    this.y = new Float64Array(this.size);
    this.place();
    this.index();
    this.bend();
    this.shown = new Uint8Array(this.many).fill(1);
    this.hiddenTies = 0;
    this.share = new Float32Array(this.size);
    this.order = Array.from({ length: this.size }, (_, row) => row);
  }

  /** Everybody where the layout or a hand put them; whom no reading has placed yet waits in a grid at the side. */
  place() {
    const { people } = this;
    this.waiting = [];
    let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
    for (let row = 0; row < this.size; row += 1) {
      if (people.x[row] === null) { this.waiting.push(row); continue; }
      const x = (this.x[row] = people.x[row]), y = (this.y[row] = people.y[row]);
      left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
    }
    const alone = left === Infinity;
    if (alone) [left, right, top, bottom] = [0, 0, 0, 0];
    const count = this.waiting.length;
    if (count) {
      const rows = alone ? Math.ceil(Math.sqrt(count * 0.7)) : Math.max(Math.ceil(Math.sqrt(count / 2)), Math.min(count, Math.floor(bottom - top) + 1));
      const start = alone ? 0 : right + 2;
      this.waiting.forEach((row, i) => {
        this.x[row] = start + Math.floor(i / rows);
        this.y[row] = top + (i % rows);
      });
      this.waitingFrom = [start, top];
    }
    this.isRead = !alone;
    this.crowd = null;
  }

  /** The ties of each person, as one list with a start for each. */
  index() {
    const { from, to } = this.ties;
    this.start = new Uint32Array(this.size + 1);
    for (let tie = 0; tie < this.many; tie += 1) { this.start[from[tie] + 1] += 1; this.start[to[tie] + 1] += 1; }
    for (let row = 0; row < this.size; row += 1) this.start[row + 1] += this.start[row];
    const next = this.start.slice();
    this.list = new Uint32Array(2 * this.many);
    for (let tie = 0; tie < this.many; tie += 1) { this.list[next[from[tie]]++] = tie; this.list[next[to[tie]]++] = tie; }
  }

  tiesOf(row) {
    return this.list.subarray(this.start[row], this.start[row + 1]);
  }

  bend() {
    const { from, to, kind } = this.ties;
    this.bow = new Float32Array(this.many);
    const seen = new Map();
    for (let tie = 0; tie < this.many; tie += 1) {
      const key = from[tie] * this.size + to[tie];
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      this.bow[tie] = (kind[tie] === REPORTS_TO ? 0 : BOW) + before * BOW_STEP;
    }
  }

  /** Show only these kinds, from this strength on; a strength that nobody knows is kept. */
  filter(kinds, least) {
    const { kind, weight } = this.ties;
    this.hiddenTies = 0;
    for (let tie = 0; tie < this.many; tie += 1) {
      const shown = kinds.has(kind[tie]) && (weight[tie] === 0 || weight[tie] >= least);
      this.shown[tie] = Number(shown);
      if (!shown) this.hiddenTies += 1;
    }
  }

  /** How large everybody is by a measure, 0 to 1 by area; all the same without one. */
  measure(name) {
    const values = this.people[name];
    const known = values?.filter((value) => value !== null) ?? [];
    let least = Infinity, most = -Infinity;
    for (const value of known) { least = Math.min(least, value); most = Math.max(most, value); }
    this.measured = known.length > 0;
    for (let row = 0; row < this.size; row += 1) {
      const value = values?.[row] ?? null;
      this.share[row] = !known.length ? 0.3 : value === null || most === least ? 0 : Math.sqrt((value - least) / (most - least));
    }
    this.order.sort((a, b) => this.share[b] - this.share[a] || this.degree(b) - this.degree(a) || a - b);
  }

  degree(row) {
    return this.start[row + 1] - this.start[row];
  }

  other(tie, row) {
    return this.ties.from[tie] === row ? this.ties.to[tie] : this.ties.from[tie];
  }

  /** Whether influence flows along a tie out of `row`: as in stakeholders/network/flow.py. */
  carries(tie, row) {
    const { from, kind, direction } = this.ties;
    if (kind[tie] === CONFLICT) return false;
    if (direction[tie] !== DIRECTED) return true;
    const backward = kind[tie] === TRUSTS || kind[tie] === REPORTS_TO;
    return (from[tie] === row) !== backward;
  }

  /** Steps to everybody within `most`, along shown ties; `counts[n]` is how many are reached in n + 1 steps at most. */
  reach(row, most = 3) {
    const steps = new Uint8Array(this.size).fill(UNREACHED);
    const counts = [];
    steps[row] = 0;
    let edge = [row], reached = 0;
    for (let step = 1; step <= most; step += 1) {
      const next = [];
      for (const at of edge) {
        for (const tie of this.tiesOf(at)) {
          if (!this.shown[tie] || !this.carries(tie, at)) continue;
          const other = this.other(tie, at);
          if (steps[other] !== UNREACHED) continue;
          steps[other] = step;
          next.push(other);
        }
      }
      reached += next.length;
      counts.push(reached);
      edge = next;
    }
    return { steps, counts };
  }

  bounds() {
    let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
    for (let row = 0; row < this.size; row += 1) {
      left = Math.min(left, this.x[row]); right = Math.max(right, this.x[row]);
      top = Math.min(top, this.y[row]); bottom = Math.max(bottom, this.y[row]);
    }
    return this.size ? { left, right, top, bottom } : { left: -1, right: 1, top: -1, bottom: 1 };
  }

  // Whom a point is near to ------------------------------------------------------------------------------------------

  moved() {
    this.crowd = null;
  }

  cells() {
    if (this.crowd) return this.crowd;
    this.crowd = new Map();
    for (let row = 0; row < this.size; row += 1) {
      const key = Math.floor(this.x[row]) * 1e5 + Math.floor(this.y[row]);
      const cell = this.crowd.get(key);
      if (cell) cell.push(row); else this.crowd.set(key, [row]);
    }
    return this.crowd;
  }

  /** The nearest person within `reach` of a point, by `distance(row)`; -1 where nobody is. */
  near(x, y, reach, distance) {
    const cells = this.cells();
    let best = -1, least = Infinity;
    for (let column = Math.floor(x - reach); column <= Math.floor(x + reach); column += 1) {
      for (let line = Math.floor(y - reach); line <= Math.floor(y + reach); line += 1) {
        for (const row of cells.get(column * 1e5 + line) ?? []) {
          const far = distance(row);
          if (far < least) [best, least] = [row, far];
        }
      }
    }
    return least <= 0 ? best : -1;
  }

  /** The next person from `row` in a direction ([1, 0] is right): straight ahead counts more than near by. */
  neighbour(row, [dx, dy]) {
    let best = -1, least = Infinity;
    for (let other = 0; other < this.size; other += 1) {
      if (other === row) continue;
      const across = this.x[other] - this.x[row], down = this.y[other] - this.y[row];
      const ahead = across * dx + down * dy;
      const aside = Math.abs(across * dy) + Math.abs(down * dx);
      if (ahead < 1e-3 || aside > ahead * 2.5) continue;
      const cost = ahead + 2 * aside;
      if (cost < least) [best, least] = [other, cost];
    }
    return best;
  }
}
