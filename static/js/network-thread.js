// A tie drawn from one person to another; the panel then asks what it is.

export class Threads {
  constructor(page, button) {
    Object.assign(this, { page, button, isOn: false, from: -1 });
  }

  /** Switch drawing by plain drags and clicks on or off. */
  turn(isOn) {
    this.isOn = isOn;
    this.button.setAttribute("aria-pressed", String(isOn));
    this.page.stage.classList.toggle("is-tying", isOn);
    if (!isOn) return this.drop();
    // The keys that choose people work on the drawing alone.
    this.page.stage.focus({ preventScroll: true });
    this.page.say("Draw a tie: drag from one person to another; or go to one with the arrow keys, press Enter, go to the other and press Enter.");
  }

  start(row) {
    const { page } = this;
    this.from = row;
    page.drawing.thread = { row, x: page.drawing.sx[row], y: page.drawing.sy[row], to: -1 };
    page.say(`From ${page.network.people.name[row]} to …`);
    page.redraw();
  }

  to(x, y) {
    if (this.from < 0) return;
    const over = this.page.pick(x, y, 9);
    Object.assign(this.page.drawing.thread, { x, y, to: over === this.from ? -1 : over });
    this.page.redraw();
  }

  end(x, y) {
    this.to(x, y);
    this.ask(this.page.drawing.thread?.to ?? -1);
  }

  /** One click says from whom, the next to whom. */
  click(row) {
    if (row < 0 || row === this.from) return this.drop();
    if (this.from < 0) this.start(row); else this.ask(row);
  }

  ask(row) {
    const { page, from } = this;
    this.drop();
    if (from < 0 || row < 0) return;
    const { id } = page.network.people;
    this.turn(false);
    page.openPanel(`${page.address("tieUrl", id[from])}?to=${id[row]}&back=network`);
  }

  drop() {
    this.from = -1;
    this.page.drawing.thread = null;
    this.page.redraw();
  }

  /** Whether there was something to leave. */
  leave() {
    if (this.from >= 0) { this.drop(); return true; }
    if (this.isOn) { this.turn(false); return true; }
    return false;
  }
}
