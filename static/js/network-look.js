// The colours and lines of the drawing, read from the stylesheet's tokens so that both themes hold.
import { fillOf, PATHS, TONES } from "./marks.js";

const RING = ["", "solid", "dashed"]; // internal, customer, partner
const REACH = 7.45; // how far the shapes go from their middle
const RING_SHARE = 0.72;
export const DEPARTMENTS = 8;

// A dash in units of the line's width, the tone of each kind of tie, and how loud it is among the others.
export const TIES = [
  { tone: "reports", dash: [], alpha: 0.62, wide: 0.9 },
  { tone: "ink-2", dash: [], alpha: 0.8, wide: 1 },
  { tone: "good", dash: [7, 3.5], alpha: 0.9, wide: 1 },
  { tone: "accent", dash: [1.6, 3], alpha: 0.95, wide: 1.15 },
  { tone: "concern", dash: [], alpha: 0.95, wide: 1.35 },
  { tone: "ink-3", dash: [8, 3, 1.6, 3], alpha: 0.85, wide: 0.9 },
];
export const widthOf = (kind, weight) => TIES[kind].wide * (weight === 0 ? 1.05 : 0.5 + weight * 0.34);

export class Look {
  constructor(root) {
    this.root = root;
    this.probe = root.querySelector("[data-network-probe]");
    this.sprites = new Map();
    this.read();
  }

  read() {
    const value = (token) => {
      this.probe.style.color = `var(--${token})`;
      return getComputedStyle(this.probe).color;
    };
    const tokens = ["surface", "ink", "ink-2", "ink-3", "line", "line-strong", "accent", "good", "concern", "focus", ...TONES, "department-none"];
    for (let i = 1; i <= DEPARTMENTS; i += 1) tokens.push(`department-${i}`);
    this.colours = Object.fromEntries(tokens.map((token) => [token, value(token)]));
    this.colours.reports = this.colours["line-strong"];
    this.ties = TIES.map((tie) => ({ ...tie, colour: this.colours[tie.tone] }));
    const { fontFamily } = getComputedStyle(this.root);
    this.font = (weight, size) => `${weight} ${size}px ${fontFamily}`;
    this.sprites.clear();
  }

  /** Somebody's mark as a small picture: `{canvas, size}`, drawn once for everybody who looks the same. */
  sprite(tone, segment, position, kind, radius, ratio) {
    const step = radius < 4 ? 4 : 2;
    const drawn = Math.max(0.75, Math.round(radius * step) / step);
    const key = `${tone}|${segment}|${fillOf({ position })}|${kind}|${drawn}`;
    let made = this.sprites.get(key);
    if (!made) {
      made = this.draw(this.colours[tone], TONES[segment], fillOf({ position }), kind, drawn, ratio);
      this.sprites.set(key, made);
    }
    return made;
  }

  draw(colour, shape, fill, kind, radius, ratio) {
    const canvas = document.createElement("canvas");
    const size = Math.ceil((radius * 1.12 + 2.5) * 2 * ratio);
    canvas.width = canvas.height = size;
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, size / 2, size / 2);
    context.strokeStyle = context.fillStyle = colour;
    if (radius < 2.4) { // too small for a shape: a dot says where
      context.beginPath();
      context.arc(0, 0, radius, 0, 7);
      context.fill();
      return { canvas, size: size / ratio };
    }
    const { surface } = this.colours;
    if (RING[kind]) {
      context.lineWidth = Math.min(1.3, radius / 5);
      context.beginPath();
      context.arc(0, 0, radius - context.lineWidth / 2, 0, 7);
      context.fillStyle = surface;
      context.fill();
      if (RING[kind] === "dashed") context.setLineDash([radius / 4, radius / 4]);
      context.stroke();
      context.setLineDash([]);
    }
    const scale = (radius / REACH) * (RING[kind] ? RING_SHARE : 1);
    const path = new Path2D(PATHS[shape]);
    context.scale(scale, scale);
    context.lineJoin = "round";
    context.lineWidth = Math.min(Math.max(1.7, 1.1 / scale), 2.3 / scale);
    context.fillStyle = surface;
    context.fill(path);
    if (fill === "filled" || fill === "half") {
      context.globalAlpha = fill === "half" ? 0.38 : 1;
      context.fillStyle = colour;
      context.fill(path);
      context.globalAlpha = 1;
    }
    if (fill === "dashed" && radius > 4) context.setLineDash([2.2, 1.7]);
    context.stroke(path);
    return { canvas, size: size / ratio };
  }
}
