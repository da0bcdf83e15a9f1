// The network: its drawing, what is chosen in it, and how the page around goes along.
import { animate, Camera, isCalm } from "./network-camera.js";
import { Carry } from "./network-carry.js";
import { Choice, free, people, remember } from "./network-choice.js";
import { Network } from "./network-data.js";
import { Drawing } from "./network-draw.js";
import { Hands } from "./network-hands.js";
import { Legend } from "./network-legend.js";
import { Look } from "./network-look.js";
import { fetchInto } from "./pieces.js";
import { Search } from "./network-search.js";
import { Tip } from "./network-tip.js";
import { Threads } from "./network-thread.js";

const GLIDE = 700;
const COSTLY = 14; // milliseconds for a picture that hands need not wait for
const REST = 110;
// A page that htmx draws anew goes on where it was: view, settings and the people where they stood.
const kept = new Map();
const number = (count) => count.toLocaleString("en");

class NetworkPage {
  constructor(root) {
    this.root = root;
    const find = (name) => root.querySelector(`[data-network-${name}]`);
    Object.assign(this, { stage: find("stage"), canvas: find("canvas"), live: find("live"), problem: find("problem"), empty: find("empty") });
    this.camera = new Camera();
    this.look = new Look(root);
    this.drawing = new Drawing(this.canvas, this.camera, this.look);
    this.tip = new Tip(find("tip"), this.stage);
    this.search = new Search(root, { choose: (row) => this.choice.go(row), say: (text) => this.say(text) });
    this.legend = new Legend(root, { changed: () => this.filter(true), department: (index) => this.highlight(index) });
    this.choice = new Choice(this);
    Object.assign(this, { hovered: -1, least: 0, readAt: readAt() });
    this.carrying = new Carry(this);
    this.threads = new Threads(this, find("tie"));
    this.controls();
    root.classList.add("is-live");
    this.drawing.resize();
    const before = kept.get(root.dataset.dataUrl);
    if (before) this.resume(before);
    this.load();
  }

  // Data ------------------------------------------------------------------------------------------------------------

  async load() {
    const { stage, problem } = this;
    problem.hidden = true;
    if (!this.network) stage.dataset.state = "loading";
    try {
      const answer = await fetch(this.root.dataset.dataUrl);
      if (!answer.ok) throw new Error(String(answer.status));
      const network = new Network(await answer.json());
      if (this.root.isConnected) this.use(network);
    } catch (error) {
      if (!(error instanceof TypeError) && !/^\d+$/.test(error.message)) throw error;
      stage.dataset.state = this.network ? stage.dataset.state : "error";
      problem.hidden = false;
    }
  }

  use(network) {
    const before = this.network;
    const chosen = (before && this.choice.id) ?? (Number(this.root.dataset.who) || null);
    this.network = network;
    this.camera.stop();
    this.hover(-1);
    this.carrying.forget();
    this.drawing.use(network);
    network.measure(this.measure.value);
    network.filter(this.legend.kinds, this.least);
    this.legend.use(network, this.drawing);
    this.search.use(network);
    this.empty.hidden = network.size > 0;
    this.root.querySelector("[data-network-few]").hidden = !network.size || network.many > 0;
    this.stage.dataset.state = network.size ? "ready" : "empty";
    this.choice.mark(network.rowOf.get(chosen) ?? -1);
    const moved = before ? this.from(before) : null;
    if (!before || !this.camera.touched || (!before.isRead && network.isRead)) this.frame(!before); else this.measureWhole();
    this.count();
    if (moved?.length) this.glide(moved); else this.render();
    if (!before) this.choice.makeRoom();
    this.keep();
    if (!performance.getEntriesByName("network:usable").length) performance.mark("network:usable");
  }

  /** Put people where they stood in the drawing before, and say who has to move. */
  from(before) {
    const { network } = this;
    const moved = [];
    for (let row = 0; row < network.size; row += 1) {
      const old = before.rowOf.get(network.people.id[row]);
      if (old === undefined) continue;
      const walk = { row, fromX: before.x[old], fromY: before.y[old], toX: network.x[row], toY: network.y[row] };
      if (walk.fromX !== walk.toX || walk.fromY !== walk.toY) moved.push(walk);
    }
    return moved;
  }

  glide(moved) {
    const { network } = this;
    this.stage.dataset.moving = moved.length;
    return animate(GLIDE, (share) => {
      for (const { row, fromX, fromY, toX, toY } of moved) {
        network.x[row] = share === 1 ? toX : fromX + (toX - fromX) * share;
        network.y[row] = share === 1 ? toY : fromY + (toY - fromY) * share;
      }
      network.moved();
      this.render();
    }, () => this.network !== network).then(() => { delete this.stage.dataset.moving; });
  }

  resume({ network, view, settings }) {
    Object.assign(this, settings.page);
    this.camera.set(view);
    this.measure.value = settings.measure;
    this.colour.value = settings.colour;
    this.strength.value = String(settings.page.least);
    this.drawing.colourBy = settings.colour;
    this.drawing.steps = settings.steps;
    this.legend.set(settings.kinds);
    this.root.classList.toggle("is-by-department", settings.colour === "department");
    this.markSteps();
    this.drawing.resize();
    this.use(network);
  }

  keep() {
    const { x, y, scale, touched } = this.camera;
    kept.set(this.root.dataset.dataUrl, {
      network: this.network, view: { x, y, scale, touched },
      settings: { page: { least: this.least }, measure: this.measure.value, colour: this.colour.value, steps: this.drawing.steps, kinds: [...this.legend.kinds] },
    });
  }

  // Drawing ---------------------------------------------------------------------------------------------------------

  redraw(isMoving = false) {
    this.moving = isMoving;
    this.due ??= requestAnimationFrame(() => {
      this.due = null;
      this.stage.dataset.zoom = (this.camera.scale / this.camera.whole).toFixed(2);
      if (this.moving && this.drawing.cost > COSTLY && this.picture && this.drawing.lifted < 0) {
        this.drawing.drawMoved(this.picture);
        clearTimeout(this.resting);
        this.resting = setTimeout(() => this.render(), REST);
      } else this.render();
    });
  }

  render() {
    if (!this.network) return;
    this.drawing.draw();
    // The copy that a moving hand sees is made when the picture stands: nobody waits for it.
    clearTimeout(this.copying);
    this.picture = null;
    if (this.drawing.cost > COSTLY) this.copying = setTimeout(() => { if (this.drawing.lifted < 0) this.picture = this.drawing.keep(); });
  }

  measureWhole() {
    const view = this.camera.all(this.network.bounds());
    this.camera.whole = view.scale;
    return view;
  }

  /** Show all of it; at once, or by gliding there. */
  frame(atOnce = false) {
    const view = this.measureWhole();
    this.camera.touched = false;
    this.stage.classList.remove("is-near");
    if (atOnce) this.camera.set(view); else this.camera.fly(view, () => this.redraw(true)).then(() => this.settle());
  }

  fit() {
    this.frame();
    this.say("The whole network.");
  }

  resized() {
    const { clientWidth, clientHeight } = this.canvas;
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    if (!clientWidth || (clientWidth === this.camera.width && clientHeight === this.camera.height && ratio === this.drawing.ratio)) return;
    this.drawing.resize();
    if (!this.network) return;
    if (this.camera.touched) this.measureWhole(); else this.frame(true);
    this.render();
  }

  pan(dx, dy) {
    if (!this.network) return;
    this.camera.pan(dx, dy);
    this.tip.hide();
    this.touched();
  }

  zoom(factor, x = this.camera.width / 2, y = this.camera.height / 2, glides = false) {
    if (!this.network) return;
    if (glides && !isCalm()) {
      const [toX, toY] = this.camera.toNetwork(x, y);
      const scale = this.camera.clamp(this.camera.scale * factor);
      this.camera.touched = true;
      this.camera.fly({ scale, x: toX - (x - this.camera.width / 2) / scale, y: toY - (y - this.camera.height / 2) / scale }, () => this.redraw(true)).then(() => this.settle());
      return;
    }
    this.camera.zoomAt(x, y, factor);
    this.tip.hide();
    this.touched();
  }

  touched() {
    this.choice.before = null;
    this.stage.classList.toggle("is-near", !this.camera.isWhole);
    this.redraw(true);
    clearTimeout(this.remembering);
    this.remembering = setTimeout(() => this.keep(), 300);
  }

  settle() {
    this.stage.classList.toggle("is-near", !this.camera.isWhole);
    this.redraw();
    this.keep();
  }

  // Looking ---------------------------------------------------------------------------------------------------------

  pick(x, y, room) {
    return this.network ? this.drawing.pick(x, y, room) : -1;
  }

  point(x, y) {
    if (!this.network) return;
    if (this.threads.from >= 0) return this.threads.to(x, y);
    if (this.carrying.isTaken) return this.carrying.to(x, y);
    const row = this.pick(x, y);
    const tie = row < 0 ? this.drawing.pickTie(x, y) : -1;
    if (row === this.hovered && tie === this.hoveredTie) return;
    this.hover(row);
    this.hoveredTie = tie;
    this.stage.classList.toggle("is-over-tie", tie >= 0);
    if (row >= 0) {
      const [px, py] = this.camera.toScreen(this.network.x[row], this.network.y[row]);
      this.tip.showPerson(this.network, row, px, py, this.drawing.radius[row], this.measureWords(row));
    } else if (tie >= 0) this.tip.showTie(this.network, tie, x, y);
    else this.tip.hide();
  }

  measureWords(row) {
    const value = this.network.people[this.measure.value]?.[row];
    if (value === null || value === undefined) return "";
    const option = this.measure.selectedOptions[0];
    const digits = Number(option.dataset.digits);
    const form = option.dataset.share ? { style: "percent", maximumSignificantDigits: 2 } : { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return `${option.dataset.plain}: ${value.toLocaleString("en", form)}`;
  }

  hover(row) {
    if (row === this.hovered) return;
    this.hovered = row;
    this.hoveredTie = -1;
    this.stage.classList.remove("is-over-tie");
    this.stage.classList.toggle("is-over", row >= 0);
    if (row < 0) this.tip.hide();
    if (this.drawing.cost > 2 * COSTLY) return;
    this.drawing.hovered = row;
    this.redraw();
  }

  click(row, x, y, isTouch) {
    if (!this.network) return;
    if (this.threads.isOn) return this.threads.click(row);
    if (row >= 0) return this.choice.choose(row, { opens: true });
    const tie = this.drawing.pickTie(x, y, isTouch ? 12 : 5);
    if (tie >= 0) return this.editTie(tie);
    this.choice.leave();
  }

  editTie(tie) {
    const { ties, people } = this.network;
    const from = this.choice.row >= 0 ? this.choice.row : ties.from[tie];
    this.openPanel(`${this.address("editUrl", ties.id[tie])}?from=${people.id[from]}&back=network`);
  }

  isInSight(row) {
    const [x, y] = this.camera.toScreen(this.network.x[row], this.network.y[row]);
    const { width, height } = free(this.stage);
    return x > 24 && y > 24 && x < width - 24 && y < height - 24;
  }

  fly(row, keepsScale = false) {
    const { camera, network } = this;
    const scale = keepsScale ? camera.scale : camera.comfortable();
    const off = (camera.height - free(this.stage).height) / 2;
    camera.touched = true;
    return camera.fly({ x: network.x[row], y: network.y[row] + off / scale, scale }, () => this.redraw(true)).then(() => this.settle());
  }

  /** To a view from which somebody was flown to. */
  flyBack({ touched, ...view }) {
    if (!touched) return this.frame();
    this.camera.fly(view, () => this.redraw(true)).then(() => this.settle());
  }

  openPanel(url) {
    this.tip.hide();
    htmx.ajax("GET", url, { target: "#panel", source: this.stage });
  }

  say(text) {
    this.live.textContent = "";
    requestAnimationFrame(() => { this.live.textContent = text; });
  }

  address(name, id) {
    return this.root.dataset[name].replace("/0/", `/${id}/`);
  }

  // Keys ------------------------------------------------------------------------------------------------------------

  /** To the next person in a direction; to the most important where nobody is chosen. */
  step(way) {
    if (!this.network?.size) return;
    const { row } = this.choice;
    const next = way && row >= 0 ? this.network.neighbour(row, way) : this.network.order[0];
    if (next < 0) return this.say("Nobody further that way.");
    this.choice.choose(next);
  }

  enter() {
    if (this.carrying.isTaken) return this.carrying.drop();
    if (this.choice.row < 0) this.step(null);
    else if (this.threads.isOn) this.threads.click(this.choice.row);
    else this.choice.open(true);
  }

  escape() {
    return this.carrying.putBack() || this.threads.leave() || this.choice.leave();
  }

  // What is shown ---------------------------------------------------------------------------------------------------

  controls() {
    const control = (name) => this.root.querySelector(`[data-network-${name}]`);
    Object.assign(this, { measure: control("measure"), colour: control("colour"), strength: control("strength") });
    const query = new URLSearchParams(location.search);
    if ([...this.measure.options].some(({ value }) => value === query.get("by"))) this.measure.value = query.get("by");
    if (query.get("colour") === "department") this.colour.value = "department";
    this.drawing.colourBy = this.colour.value;
    this.root.classList.toggle("is-by-department", this.colour.value === "department");
    this.measure.addEventListener("change", () => this.resize());
    this.colour.addEventListener("change", () => this.recolour());
    this.strength.addEventListener("change", () => { this.least = Number(this.strength.value); this.filter(true); });
    this.root.addEventListener("click", (event) => this.pressed(event));
    this.hands = new Hands(this, this.canvas, this.stage);
    this.observer = new ResizeObserver(() => { if (this.root.isConnected) this.resized(); else this.observer.disconnect(); });
    this.observer.observe(this.canvas);
    this.stage.addEventListener("network:where", (event) => this.where(event.detail));
    this.markSteps();
  }

  pressed(event) {
    const zoom = event.target.closest("[data-network-zoom]")?.dataset.networkZoom;
    if (zoom === "in" || zoom === "out") this.zoom(zoom === "in" ? 1.5 : 1 / 1.5, undefined, undefined, true);
    if (zoom === "fit") this.fit();
    if (event.target.closest("[data-network-tie]")) this.threads.turn(!this.threads.isOn);
    if (event.target.closest("[data-network-retry]")) this.load();
    const steps = event.target.closest("[data-network-step]");
    if (steps) {
      this.drawing.steps = Number(steps.dataset.networkStep);
      this.markSteps();
      this.redraw();
      this.keep();
    }
  }

  markSteps() {
    for (const button of this.root.querySelectorAll("[data-network-step]")) button.setAttribute("aria-pressed", String(Number(button.dataset.networkStep) === this.drawing.steps));
  }

  resize() {
    this.network?.measure(this.measure.value);
    remember("by", this.measure.value === "pagerank" ? null : this.measure.value);
    if (this.measure.value) fetchInto(document.getElementById("network-people"), location.href);
    this.redraw();
    this.keep();
  }

  recolour() {
    this.drawing.colourBy = this.colour.value;
    this.root.classList.toggle("is-by-department", this.colour.value === "department");
    remember("colour", this.colour.value === "department" ? "department" : null);
    this.highlight(-2);
    this.legend.press(null);
    this.keep();
  }

  highlight(index) {
    this.drawing.department = index;
    if (index >= -1) this.choice.leave();
    this.redraw();
  }

  forgetDepartment() {
    if (this.drawing.department < -1) return;
    this.drawing.department = -2;
    this.legend.press(null);
  }

  filter(isTold) {
    if (!this.network) return;
    this.network.filter(this.legend.kinds, this.least);
    this.choice.mark(this.choice.row);
    this.count();
    if (isTold) this.say(this.counted);
    this.redraw();
    this.keep();
  }

  count() {
    const { network } = this;
    const shown = network.many - network.hiddenTies;
    this.counted = `${people(network.size)}, ${network.hiddenTies ? `${number(shown)} of ${number(network.many)}` : number(shown)} ${network.many === 1 ? "tie" : "ties"}`;
    this.root.querySelector("[data-network-count]").textContent = this.counted;
    this.stage.setAttribute("aria-label", `The network: ${this.counted}`);
    this.stage.dataset.ties = shown;
  }

  recoloured() {
    this.look.read();
    this.redraw();
  }

  /** For tests: where somebody is, on the screen and in the network. */
  where(detail) {
    const row = this.network?.rowOf.get(detail.id) ?? -1;
    if (row < 0) return;
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = this.camera.toScreen(this.network.x[row], this.network.y[row]);
    detail.found = { x: box.left + x, y: box.top + y, at: [this.network.x[row], this.network.y[row]], pinned: this.network.people.pinned[row] };
  }

  // A new reading ---------------------------------------------------------------------------------------------------

  /** The layout was worked out anew: people glide to where they belong now, and the sentences follow. */
  async arrived(at) {
    if (at === this.readAt) return;
    this.readAt = at;
    await Promise.all([this.load(), this.words()]);
    this.choice.openAgain();
  }

  async words() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["network-says", "network-findings", "network-people"]) {
      const [here, there] = [document.getElementById(id), page.getElementById(id)];
      if (!here || !there) continue;
      here.replaceChildren(...there.childNodes);
      htmx.process(here);
    }
  }
}

// The page ----------------------------------------------------------------------------------------------------------

const pages = new WeakMap();
const current = () => pages.get(document.querySelector("[data-network]"));
function readAt() {
  return document.querySelector("[data-network-read]")?.dataset.networkRead ?? "";
}

function start() {
  for (const root of document.querySelectorAll("[data-network]")) if (!pages.has(root)) pages.set(root, new NetworkPage(root));
}

start();
document.addEventListener("htmx:load", start);
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "network-state" && readAt()) current()?.arrived(readAt());
});
document.addEventListener("click", (event) => {
  const page = current();
  if (!page?.network || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("[data-network-go]");
  const row = page.network.rowOf.get(Number(link?.dataset.networkGo));
  if (row !== undefined) { event.preventDefault(); page.choice.go(row); }
  if (event.target.closest("[data-network-all]")) { event.preventDefault(); page.choice.showAllTies(); }
  // Its address shows the same from the start again: only where nobody is chosen in the drawing.
  if (event.target.closest("[data-network-close]") && page.choice.leave()) event.preventDefault();
  if (event.target.closest("[data-network-take]")) page.carrying.take(page.choice.row);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-network-release]") || !current()?.network) return;
  event.preventDefault();
  current().carrying.release(current().choice.id);
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !event.target.closest?.(".network-card")) return;
  event.preventDefault();
  current()?.choice.leave();
});
document.addEventListener("theme:change", () => current()?.recoloured());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => current()?.recoloured());
document.fonts?.ready.then(() => { const page = current(); page?.drawing.labels.forget(); page?.redraw(); });
