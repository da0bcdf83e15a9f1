// Hands on the drawing: pointers, fingers, wheel and keys. What they mean is for the page (network.js) to do.
const STILL = 5; // pixels a pointer may stray in a click
const STILL_FINGER = 12;
const LONG_PRESS = 380;
const WHEEL = 0.0016;
const SCROLLED_LATELY = 350;
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const NUDGE = 0.2; // lengths of a tie, for a person carried by keys

export class Hands {
  constructor(page, canvas, stage) {
    Object.assign(this, { page, canvas, stage });
    this.pointers = new Map();
    this.press = null; // {row, x, y, timer, isTouch}
    this.mode = ""; // pan, carry, thread, pinch
    const on = (target, name, call, options) => target.addEventListener(name, call, options);
    on(canvas, "pointerdown", (event) => this.down(event));
    on(canvas, "pointermove", (event) => this.move(event));
    on(canvas, "pointerup", (event) => this.up(event));
    on(canvas, "pointercancel", (event) => this.cancel(event));
    on(canvas, "pointerleave", (event) => { if (!this.mode && event.pointerType !== "touch") page.hover(-1); });
    on(canvas, "dblclick", (event) => { const [x, y] = this.at(event); if (page.pick(x, y) < 0) page.zoom(2, x, y, true); });
    on(canvas, "wheel", (event) => this.wheel(event), { passive: false });
    // A page that scrolls under a hand that carries somebody would take them along.
    on(canvas, "touchmove", (event) => { if (this.mode === "carry" || this.mode === "thread" || this.mode === "pinch") event.preventDefault(); }, { passive: false });
    on(canvas, "contextmenu", (event) => { if (this.mode || this.press?.isTouch) event.preventDefault(); });
    on(stage, "keydown", (event) => this.key(event));
    on(window, "scroll", () => { this.scrolled = performance.now(); }, { passive: true });
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  down(event) {
    if (event.button > 0) return;
    const [x, y] = this.at(event);
    this.pointers.set(event.pointerId, { x, y });
    this.canvas.setPointerCapture(event.pointerId);
    if (this.pointers.size === 2) return this.beginPinch();
    if (this.pointers.size > 2) return;
    const { page } = this;
    if (page.carrying.isTaken) return; // a click says where they go
    const isTouch = event.pointerType === "touch";
    const row = page.pick(x, y, isTouch ? 14 : 5);
    this.press = { row, x, y, isTouch, moved: false, shift: event.shiftKey };
    if (row >= 0 && isTouch && !page.threads.isOn) this.press.timer = setTimeout(() => this.longPress(), LONG_PRESS);
  }

  longPress() {
    if (!this.press || this.mode) return;
    navigator.vibrate?.(12);
    this.begin("carry");
  }

  begin(mode) {
    const { press, page } = this;
    clearTimeout(press.timer);
    this.mode = mode;
    page.hover(-1);
    if (mode === "carry") page.carrying.start(press.row);
    if (mode === "thread") page.threads.start(press.row);
    this.stage.classList.toggle("is-panning", mode === "pan");
    this.stage.classList.toggle("is-carrying", mode === "carry");
  }

  move(event) {
    const [x, y] = this.at(event);
    const { page, press } = this;
    const pointer = this.pointers.get(event.pointerId);
    if (!pointer) {
      if (event.pointerType !== "touch") page.point(x, y);
      return;
    }
    const before = { ...pointer };
    Object.assign(pointer, { x, y });
    if (this.mode === "pinch") return this.pinch();
    if (!press) return;
    if (!this.mode && Math.hypot(x - press.x, y - press.y) > (press.isTouch ? STILL_FINGER : STILL)) {
      press.moved = true;
      const ties = page.threads.isOn || press.shift;
      this.begin(press.row >= 0 && ties ? "thread" : press.row >= 0 && !press.isTouch ? "carry" : "pan");
    }
    if (this.mode === "pan") page.pan(x - before.x, y - before.y);
    else if (this.mode === "carry") page.carrying.to(x, y);
    else if (this.mode === "thread") page.threads.to(x, y);
  }

  up(event) {
    const [x, y] = this.at(event);
    const { press, mode, page } = this;
    const known = this.pointers.delete(event.pointerId);
    if (!known) return;
    if (mode === "pinch") {
      if (this.pointers.size === 0) this.end();
      return;
    }
    clearTimeout(press?.timer);
    if (page.carrying.isTaken && !press) page.carrying.dropAt(x, y);
    else if (mode === "carry") page.carrying.drop();
    else if (mode === "thread") page.threads.end(x, y);
    else if (mode === "pan") page.settle();
    else if (press) page.click(press.row, x, y, press.isTouch);
    this.end();
  }

  cancel(event) {
    this.pointers.delete(event.pointerId);
    clearTimeout(this.press?.timer);
    if (this.mode === "carry") this.page.carrying.putBack();
    if (this.mode === "thread") this.page.threads.drop();
    if (!this.pointers.size) this.end();
  }

  end() {
    this.mode = "";
    this.press = null;
    this.stage.classList.remove("is-panning", "is-carrying");
  }

  beginPinch() {
    clearTimeout(this.press?.timer);
    if (this.mode === "carry") this.page.carrying.putBack();
    if (this.mode === "thread") this.page.threads.drop();
    this.mode = "pinch";
    this.press = null;
    const [a, b] = [...this.pointers.values()];
    this.pinched = { far: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  }

  pinch() {
    if (this.pointers.size < 2) return;
    const [a, b] = [...this.pointers.values()];
    const now = { far: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    this.page.pan(now.x - this.pinched.x, now.y - this.pinched.y);
    this.page.zoom(now.far / Math.max(1, this.pinched.far), now.x, now.y);
    this.pinched = now;
  }

  /** The wheel zooms; a page that is being scrolled goes on scrolling, and so does one whose drawing is whole. */
  wheel(event) {
    const { page } = this;
    const isMeant = event.ctrlKey || page.camera.touched;
    if (!isMeant && performance.now() - (this.scrolled ?? -1e9) < SCROLLED_LATELY) return;
    if (event.deltaY > 0 && page.camera.isWhole && !event.ctrlKey) return;
    event.preventDefault();
    const [x, y] = this.at(event);
    const turned = event.deltaMode === 1 ? event.deltaY * 18 : event.deltaY;
    page.zoom(Math.exp(-Math.max(-300, Math.min(300, turned)) * WHEEL * (event.ctrlKey ? 4 : 1)), x, y);
  }

  key(event) {
    if (event.target !== this.stage || event.metaKey || event.ctrlKey || event.altKey) return;
    const { page } = this;
    const way = ARROWS[event.key];
    const acts = {
      "+": () => page.zoom(1.4), "=": () => page.zoom(1.4), "-": () => page.zoom(1 / 1.4), _: () => page.zoom(1 / 1.4), 0: () => page.fit(),
      Home: () => page.step(null), Enter: () => page.enter(), " ": () => page.enter(), m: () => page.carrying.take(page.choice.row), M: () => page.carrying.take(page.choice.row),
      t: () => page.threads.turn(!page.threads.isOn), T: () => page.threads.turn(!page.threads.isOn),
    };
    if (way && page.carrying.isTaken) page.carrying.nudge(way[0] * NUDGE, way[1] * NUDGE);
    else if (way && event.shiftKey) { page.pan(-way[0] * 80, -way[1] * 80); page.settle(); }
    else if (way) page.step(way);
    else if (event.key === "Escape") { if (!this.escape()) return; }
    else if (acts[event.key]) acts[event.key]();
    else return;
    event.preventDefault();
  }

  /** Whether there was something to leave. */
  escape() {
    if (this.mode === "carry" || this.mode === "thread") {
      if (this.mode === "carry") this.page.carrying.putBack(); else this.page.threads.drop();
      this.pointers.clear();
      this.end();
      return true;
    }
    return this.page.escape();
  }
}
