// Which part of the network the drawing shows: a middle, and how many pixels one length of a tie takes.
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const LARGEST = 320;
const COMFORTABLE = 62;
const MARGIN = 46;

export const isCalm = () => CALM.matches;
const ease = (share) => 1 - (1 - share) ** 3;

/** Call `step(0…1)` on each frame for `duration` milliseconds; resolves true at its end, false when stopped. */
export function animate(duration, step, isStopped = () => false) {
  return new Promise((done) => {
    if (isCalm() || duration <= 0) { step(1); done(true); return; }
    const start = performance.now();
    const frame = (now) => {
      if (isStopped()) return done(false);
      const share = Math.min(1, Math.max(0, (now - start) / duration));
      step(ease(share));
      if (share < 1) requestAnimationFrame(frame); else done(true);
    };
    requestAnimationFrame(frame);
  });
}

export class Camera {
  constructor() {
    Object.assign(this, { x: 0, y: 0, scale: 40, width: 1, height: 1, flight: 0, whole: 40, touched: false });
  }

  toScreen(x, y) {
    return [(x - this.x) * this.scale + this.width / 2, (y - this.y) * this.scale + this.height / 2];
  }

  toNetwork(px, py) {
    return [(px - this.width / 2) / this.scale + this.x, (py - this.height / 2) / this.scale + this.y];
  }

  /** The view that shows all of it. */
  all({ left, right, top, bottom }) {
    const margin = Math.min(MARGIN, this.width * 0.08);
    const scale = Math.min((this.width - 2.4 * margin) / Math.max(right - left, 0.5), (this.height - 2 * margin) / Math.max(bottom - top, 0.5), 90);
    return { x: (left + right) / 2, y: (top + bottom) / 2, scale };
  }

  set(view) {
    Object.assign(this, view);
  }

  /** The smallest and largest scale. */
  clamp(scale) {
    return Math.min(Math.max(LARGEST, this.whole * 2), Math.max(this.whole * 0.7, scale));
  }

  get isWhole() {
    return this.scale <= this.whole * 1.02;
  }

  stop() {
    this.flight += 1;
  }

  zoomAt(px, py, factor) {
    this.stop();
    const [x, y] = this.toNetwork(px, py);
    this.scale = this.clamp(this.scale * factor);
    this.x = x - (px - this.width / 2) / this.scale;
    this.y = y - (py - this.height / 2) / this.scale;
    this.touched = true;
  }

  pan(dx, dy) {
    this.stop();
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
    this.touched = true;
  }

  /** Glide to another view; `onStep` draws. */
  fly(view, onStep, duration = 420) {
    const flight = (this.flight += 1);
    const from = { x: this.x, y: this.y, scale: this.scale };
    const to = { ...from, ...view };
    return animate(duration, (share) => {
      // The middle of the window moves evenly on the screen while the scale grows by ratio.
      this.scale = from.scale * (to.scale / from.scale) ** share;
      const moved = from.scale === to.scale ? share : (1 / from.scale - 1 / this.scale) / (1 / from.scale - 1 / to.scale);
      this.x = from.x + (to.x - from.x) * moved;
      this.y = from.y + (to.y - from.y) * moved;
      onStep();
    }, () => flight !== this.flight);
  }

  comfortable() {
    return this.clamp(Math.max(this.scale, COMFORTABLE));
  }
}
