// Names where there is room: the most important first, none over another or over a mark.
const LONGEST = 24;
const MOST = 150;
const LEADING = 12; // whose names stand even where a crowd leaves no room
const CROWD = 300;
const HEIGHT = 15;
const CELL = 56;
const ROUND = 0.8; // the corners of a mark's box are empty
const BESIDE = 3.5; // a name that begins or ends so near to another mark reads as that one's
const SIDES = [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [1, 1], [-1, -1], [-1, 1]];

export function shortened(name) {
  const characters = [...name.split(/\s+/).filter(Boolean).join(" ")];
  return characters.length <= LONGEST ? characters.join("") : `${characters.slice(0, LONGEST - 1).join("").trimEnd()}…`;
}

class Taken {
  cells = new Map();

  each(left, top, right, bottom, call) {
    for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column += 1) {
      for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row += 1) {
        if (call(column * 4096 + row)) return true;
      }
    }
    return false;
  }

  add(left, top, right, bottom) {
    const box = [left, top, right, bottom];
    this.each(left, top, right, bottom, (key) => {
      const cell = this.cells.get(key);
      if (cell) cell.push(box); else this.cells.set(key, [box]);
      return false;
    });
  }

  isTaken(left, top, right, bottom) {
    return this.each(left, top, right, bottom, (key) => this.cells.get(key)?.some((box) => left < box[2] && box[0] < right && top < box[3] && box[1] < bottom));
  }
}

export class Labels {
  constructor() {
    this.widths = new Map();
    this.sides = new Map(); // where a name stood last: it stays there as long as it can
  }

  forget() {
    this.widths.clear();
  }

  text(context, name, bold) {
    const key = bold ? `${name}\u0000` : name;
    let found = this.widths.get(key);
    if (!found) {
      const text = shortened(name);
      found = { text, width: context.measureText(text).width };
      this.widths.set(key, found);
    }
    return found;
  }

  /**
   * Choose names: [{row, text, x, y, align, bold}]. `order` is most important first; `marks` yields [x, y, radius] of
   * everything that is drawn; `must` are those whose names stand whatever is under them.
   */
  choose(context, { names, order, at, radius, marks, must, font, width, height, most = MOST }) {
    const taken = new Taken(), crowd = new Taken();
    for (const [x, y, radius] of marks) {
      const r = radius * ROUND;
      crowd.add(x - r, y - r, x + r, y + r);
    }
    const leading = marks.length > CROWD ? LEADING : 0;
    for (const row of order.slice(0, leading)) taken.add(at.x[row] - radius[row], at.y[row] - radius[row], at.x[row] + radius[row], at.y[row] + radius[row]);
    const chosen = [];
    for (const [rank, row] of order.entries()) {
      if (chosen.length >= most) break;
      const x = at.x[row], y = at.y[row];
      if (x < -40 || y < -20 || x > width + 40 || y > height + 20) continue;
      const bold = must.has(row);
      context.font = font(bold ? 600 : 400);
      const { text, width: wide } = this.text(context, names[row], bold);
      const found = this.side(row, x, y, radius[row] + (bold ? 8 : 4), wide, { taken, crowd, width, height, bold, leads: rank < leading });
      if (!found) continue;
      chosen.push({ row, text, bold, ...found });
    }
    return chosen;
  }

  /** Where a name stands: on a free side; those who matter most in a crowd over others' marks where there is none. */
  side(row, x, y, gap, wide, { taken, crowd, width, height, bold, leads }) {
    const last = this.sides.get(row) ?? 0;
    for (const grounds of leads ? [[taken, crowd], [taken]] : [[taken, crowd]]) {
      for (let offset = 0; offset < SIDES.length; offset += 1) {
        const side = (last + offset) % SIDES.length;
        const [dx, dy] = SIDES[side];
        const far = dx && dy ? gap * 0.72 : gap;
        const left = dx > 0 ? x + far : dx < 0 ? x - far - wide : x - wide / 2;
        const top = dy ? y + dy * (far + HEIGHT / 2 - 2) - HEIGHT / 2 : y - HEIGHT / 2;
        const isInside = left > 3 && left + wide < width - 3 && top > 2 && top + HEIGHT < height - 2;
        if (!isInside || grounds.some((each) => each.isTaken(left - (each === crowd && BESIDE), top + 1, left + wide + (each === crowd && BESIDE), top + HEIGHT - 1))) continue;
        taken.add(left - 2, top, left + wide + 2, top + HEIGHT);
        this.sides.set(row, side);
        return { x: left, y: top + HEIGHT / 2 };
      }
    }
    if (!bold) return null;
    const left = x + gap + wide < width - 3 ? x + gap : x - gap - wide;
    taken.add(left - 2, y - HEIGHT / 2, left + wide + 2, y + HEIGHT / 2);
    return { x: left, y };
  }
}
