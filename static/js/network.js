// The network: its drawing, what is chosen in it, and how the page around goes along.
import { animate, Camera, isCalm } from "./network-camera.js";
import { Network } from "./network-data.js";
import { Drawing } from "./network-draw.js";
import { Hands } from "./network-hands.js";
import { Legend } from "./network-legend.js";
import { Look } from "./network-look.js";
import { Search } from "./network-search.js";
import { standing, Tip } from "./network-tip.js";
import { toast } from "./toast.js";

const GLIDE = 700;
const COSTLY = 14; // milliseconds for a picture that hands need not wait for
const REST = 110;
const PHONE = matchMedia("(max-width: 760px)");
const STEP_WORDS = ["one step", "two", "three"];
// A page that htmx draws anew goes on where it was: view, settings and the people where they stood.
const kept = new Map();
const number = (count) => count.toLocaleString("en");
const many = (count) => `${number(count)} ${count === 1 ? "person" : "people"}`;

class NetworkPage {
  constructor(root) {
    this.root = root;
    const find = (name) => root.querySelector(`[data-network-${name}]`);
    Object.assign(this, { stage: find("stage"), canvas: find("canvas"), live: find("live"), problem: find("problem"), empty: find("empty"), reachLine: find("reach"), steps: find("steps"), tying: find("tie") });
    this.camera = new Camera();
    this.look = new Look(root);
    this.drawing = new Drawing(this.canvas, this.camera, this.look);
    this.tip = new Tip(find("tip"), this.stage);
    this.search = new Search(root, { choose: (row) => this.go(row), say: (text) => this.say(text) });
    this.legend = new Legend(root, { changed: () => this.filter(true), department: (index) => this.highlight(index) });
    Object.assign(this, { chosen: -1, hovered: -1, taken: -1, held: null, isTying: false, least: 0, readAt: readAt() });
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
    const chosen = before && this.chosen >= 0 ? before.people.id[this.chosen] : Number(this.root.dataset.who) || null;
    this.network = network;
    this.camera.stop();
    this.hover(-1);
    this.held = null;
    this.drawing.drop();
    this.drawing.use(network);
    network.measure(this.measure.value);
    network.filter(this.legend.kinds, this.least);
    this.legend.use(network, this.drawing);
    this.search.use(network);
    this.empty.hidden = network.size > 0;
    this.root.querySelector("[data-network-few]").hidden = !network.size || network.many > 0;
    this.stage.dataset.state = network.size ? "ready" : "empty";
    this.chosen = -1;
    if (chosen && network.rowOf.has(chosen)) this.mark(network.rowOf.get(chosen)); else this.mark(-1);
    const moved = before ? this.from(before) : null;
    if (!before || !this.camera.touched || (!before.isRead && network.isRead)) this.frame(!before); else this.measureWhole();
    this.count();
    if (moved?.length) this.glide(moved); else this.render();
    this.remember();
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

  remember() {
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
    this.picture = this.drawing.cost > COSTLY && this.drawing.lifted < 0 ? this.drawing.keep() : null;
    this.stage.dataset.zoom = (this.camera.scale / this.camera.whole).toFixed(2);
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
    this.stage.classList.toggle("is-near", !this.camera.isWhole);
    this.redraw(true);
    clearTimeout(this.remembering);
    this.remembering = setTimeout(() => this.remember(), 300);
  }

  settle() {
    this.stage.classList.toggle("is-near", !this.camera.isWhole);
    this.redraw();
    this.remember();
  }

  // Looking ---------------------------------------------------------------------------------------------------------

  pick(x, y, room) {
    return this.network ? this.drawing.pick(x, y, room) : -1;
  }

  point(x, y) {
    if (!this.network) return;
    if (this.thread) return this.threadTo(x, y);
    if (this.taken >= 0) return this.carryTo(x, y);
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
    return `${option.dataset.term}: ${value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
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
    if (this.isTying) return this.tieClick(row);
    if (row >= 0) return this.choose(row, { card: true });
    const tie = this.drawing.pickTie(x, y, isTouch ? 12 : 5);
    if (tie >= 0) return this.editTie(tie);
    if (this.chosen >= 0) this.unchoose();
  }

  editTie(tie) {
    const { ties, people } = this.network;
    const from = this.chosen >= 0 ? this.chosen : ties.from[tie];
    this.openPanel(`${this.address("editUrl", ties.id[tie])}?from=${people.id[from]}&back=network`);
  }

  /** Who stands out, without a word about it. */
  mark(row) {
    const { network, drawing } = this;
    this.chosen = drawing.chosen = row;
    drawing.reached = row >= 0 ? network.reach(row) : null;
    drawing.own = new Set();
    if (row >= 0) for (const tie of network.tiesOf(row)) if (network.shown[tie]) drawing.own.add(network.other(tie, row));
    this.stage.dataset.selected = row >= 0 ? network.people.id[row] : "";
    this.steps.hidden = row < 0;
    this.tellReach();
  }

  choose(row, { card = false, focus = false, flies = false } = {}) {
    const id = this.network.people.id[row];
    this.tip.hide();
    if (this.drawing.department >= -1) { this.drawing.department = -2; this.legend.press(null); }
    this.mark(row);
    remember("who", id);
    if (flies || !this.isInSight(row)) this.fly(row); else this.redraw();
    this.say(this.spoken(row));
    clearTimeout(this.opening);
    if (card) this.open(id, focus);
    // Who steps through people with a card open wants theirs, once at rest.
    else if (this.hasCard()) this.opening = setTimeout(() => this.open(id, false), 300);
  }

  unchoose() {
    const had = this.hasCard();
    clearTimeout(this.opening);
    this.mark(-1);
    remember("who", null);
    document.getElementById("network-person").replaceChildren();
    if (had) this.stage.focus({ preventScroll: true });
    this.say("Nobody chosen.");
    this.redraw();
    this.remember();
  }

  spoken(row) {
    const { network } = this;
    const ties = network.tiesOf(row).length;
    const where = network.departments[network.people.department[row]];
    return [`${network.people.name[row]}, ${standing(network, row).toLowerCase()}${where ? `, ${where}` : ""}`, `${number(ties)} ${ties === 1 ? "tie" : "ties"}`, this.reachWords()].join(". ");
  }

  reachWords() {
    const { counts } = this.drawing.reached;
    if (!counts[0]) return "Moves nobody directly.";
    const [one, ...more] = counts;
    const parts = [`${many(one)} in ${STEP_WORDS[0]}`, ...more.map((count, at) => (count > counts[at] ? `${number(count)} in ${STEP_WORDS[at + 1]}` : "")).filter(Boolean)];
    const last = parts.pop();
    return `Reaches ${parts.length ? `${parts.join(", ")} and ${last}` : last}${this.network.hiddenTies ? ", along the ties shown" : ""}.`;
  }

  tellReach() {
    const words = this.chosen >= 0 ? this.reachWords() : "";
    this.reachLine.replaceChildren();
    if (words) {
      const name = document.createElement("b");
      name.textContent = this.network.people.name[this.chosen];
      name.dir = "auto";
      this.reachLine.append(name, ` ${words.charAt(0).toLowerCase()}${words.slice(1)}`);
    }
    const onCard = document.querySelector("[data-network-card-reach]");
    if (onCard && Number(onCard.dataset.networkCardReach) === this.network.people.id[this.chosen]) onCard.textContent = words;
    this.stage.dataset.reach = this.chosen >= 0 ? this.drawing.reached.counts.join(" ") : "";
  }

  hasCard() {
    return document.querySelector(".network-card") !== null;
  }

  async open(id, focus) {
    await htmx.ajax("GET", this.address("personUrl", id), { target: "#network-person", source: this.root });
    if (this.chosen < 0 || this.network.people.id[this.chosen] !== id) return;
    this.tellReach();
    const card = document.querySelector(".network-card");
    if (!card) return;
    card.scrollTop = 0;
    if (focus) card.querySelector("h2").focus();
    if (!PHONE.matches) return;
    // The sheet lies over the foot of the window: the drawing goes up to what is left.
    this.stage.scrollIntoView({ block: "start", behavior: "instant" });
    if (!this.isInSight(this.chosen)) this.fly(this.chosen, true);
  }

  /** From a link or the search: the drawing comes into sight, flies to them, and their card opens. */
  go(row) {
    const box = this.stage.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight + box.height / 3) this.root.scrollIntoView({ block: "start", behavior: isCalm() ? "auto" : "smooth" });
    this.choose(row, { card: true, flies: true });
    this.stage.focus({ preventScroll: true });
  }

  /** What of the drawing can be seen: a phone's sheet lies over its foot. */
  free() {
    const box = this.stage.getBoundingClientRect();
    const card = PHONE.matches && document.querySelector(".network-card")?.getBoundingClientRect();
    return { width: this.camera.width, height: card ? Math.max(120, Math.min(box.height, card.top - box.top)) : this.camera.height };
  }

  isInSight(row) {
    const [x, y] = this.camera.toScreen(this.network.x[row], this.network.y[row]);
    const { width, height } = this.free();
    return x > 24 && y > 24 && x < width - 24 && y < height - 24;
  }

  fly(row, keepsScale = false) {
    const { camera, network } = this;
    const scale = keepsScale ? camera.scale : camera.comfortable();
    const off = (camera.height - this.free().height) / 2;
    camera.touched = true;
    return camera.fly({ x: network.x[row], y: network.y[row] + off / scale, scale }, () => this.redraw(true)).then(() => this.settle());
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
    const next = way && this.chosen >= 0 ? this.network.neighbour(this.chosen, way) : this.network.order[0];
    if (next < 0) return this.say("Nobody further that way.");
    this.choose(next);
  }

  enter() {
    if (this.taken >= 0) return this.drop();
    if (this.isTying && this.chosen >= 0) return this.tieClick(this.chosen);
    if (this.chosen >= 0) this.open(this.network.people.id[this.chosen], true); else this.step(null);
  }

  escape() {
    if (this.taken >= 0) { this.putBack(); return true; }
    if (this.thread) { this.dropThread(); return true; }
    if (this.isTying) { this.setTying(false); return true; }
    if (this.chosen >= 0) { this.unchoose(); return true; }
    return false;
  }

  // Pinning ---------------------------------------------------------------------------------------------------------

  carry(row) {
    const { network } = this;
    this.camera.stop();
    this.held = { row, x: network.x[row], y: network.y[row] };
    this.tip.hide();
    this.drawing.lift(row);
    this.redraw();
  }

  carryTo(px, py) {
    if (!this.held) return;
    [this.network.x[this.held.row], this.network.y[this.held.row]] = this.camera.toNetwork(px, py);
    this.redraw();
  }

  take(row = this.chosen) {
    if (row < 0 || this.taken >= 0) return;
    this.taken = row;
    this.carry(row);
    this.stage.classList.add("is-carrying");
    this.stage.focus({ preventScroll: true });
    this.say(`${this.network.people.name[row]} picked up. Arrow keys or a click move them, Enter pins, Escape puts back.`);
  }

  nudge(dx, dy) {
    this.network.x[this.held.row] += dx;
    this.network.y[this.held.row] += dy;
    this.redraw();
  }

  putDownAt(px, py) {
    this.carryTo(px, py);
    this.drop();
  }

  putBack() {
    const { held, network } = this;
    if (!held) return;
    network.x[held.row] = held.x;
    network.y[held.row] = held.y;
    this.letGo();
    this.say(`${network.people.name[held.row]} is back where they were.`);
  }

  letGo() {
    this.held = null;
    this.taken = -1;
    this.stage.classList.remove("is-carrying");
    this.drawing.drop();
    this.network.moved();
    this.redraw();
  }

  async drop() {
    const { held, network } = this;
    if (!held) return;
    const [x, y] = [network.x[held.row], network.y[held.row]];
    const was = network.people.pinned[held.row];
    network.people.pinned[held.row] = 1;
    this.letGo();
    this.remember();
    const id = network.people.id[held.row];
    const said = await this.send(id, { x, y });
    if (said === null) {
      network.people.x[held.row] = x;
      network.people.y[held.row] = y;
      this.say(`${network.people.name[held.row]} is pinned here.`);
      if (this.network.people.id[this.chosen] === id && this.hasCard()) this.open(id, false);
      return;
    }
    network.people.pinned[held.row] = was;
    network.x[held.row] = held.x;
    network.y[held.row] = held.y;
    network.moved();
    this.redraw();
    toast(said, "error");
  }

  /** What went wrong, in words; null when it is stored. */
  async send(id, values) {
    const body = new FormData(this.root.querySelector("[data-network-token]"));
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    try {
      const answer = await fetch(this.address("pinUrl", id), { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.ok) return null;
      return answer.status === 422 ? await answer.text() : "The place could not be stored. Reload the page and try again.";
    } catch {
      return "No answer from the server: the place is not stored. Check the connection.";
    }
  }

  async release(id) {
    const said = await this.send(id, { release: "1" });
    if (said) return toast(said, "error");
    this.say("The layout places them again.");
    await this.load();
    if (this.network.people.id[this.chosen] === id) this.open(id, false);
  }

  // Drawing ties ----------------------------------------------------------------------------------------------------

  setTying(isOn) {
    this.isTying = isOn;
    this.tying.setAttribute("aria-pressed", String(isOn));
    this.stage.classList.toggle("is-tying", isOn);
    if (!isOn) this.dropThread();
    else this.say("Draw a tie: drag from one person to another, or choose one and then the other.");
  }

  beginThread(row) {
    this.thread = this.drawing.thread = { row, x: this.drawing.sx[row], y: this.drawing.sy[row], to: -1 };
    this.say(`From ${this.network.people.name[row]} to …`);
    this.redraw();
  }

  threadTo(x, y) {
    if (!this.thread) return;
    const to = this.pick(x, y, 9);
    Object.assign(this.thread, { x, y, to: to === this.thread.row ? -1 : to });
    this.redraw();
  }

  endThread(x, y) {
    this.threadTo(x, y);
    this.tieTo(this.thread?.to ?? -1);
  }

  tieClick(row) {
    if (row < 0 || row === this.thread?.row) return this.dropThread();
    if (!this.thread) return this.beginThread(row);
    this.tieTo(row);
  }

  tieTo(to) {
    const from = this.thread?.row ?? -1;
    this.dropThread();
    if (from < 0 || to < 0) return;
    const { id } = this.network.people;
    this.setTying(false);
    this.openPanel(`${this.address("tieUrl", id[from])}?to=${id[to]}&back=network`);
  }

  dropThread() {
    this.thread = this.drawing.thread = null;
    this.redraw();
  }

  openPanel(url) {
    this.tip.hide();
    htmx.ajax("GET", url, { target: "#panel", source: this.stage });
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
    if (event.target.closest("[data-network-tie]")) this.setTying(!this.isTying);
    if (event.target.closest("[data-network-retry]")) this.load();
    const steps = event.target.closest("[data-network-step]");
    if (steps) {
      this.drawing.steps = Number(steps.dataset.networkStep);
      this.markSteps();
      this.redraw();
      this.remember();
    }
  }

  markSteps() {
    for (const button of this.root.querySelectorAll("[data-network-step]")) button.setAttribute("aria-pressed", String(Number(button.dataset.networkStep) === this.drawing.steps));
  }

  resize() {
    this.network?.measure(this.measure.value);
    remember("by", this.measure.value === "pagerank" ? null : this.measure.value);
    if (this.measure.value) htmx.ajax("GET", location.href, { target: "#network-people", source: this.root });
    this.redraw();
    this.remember();
  }

  recolour() {
    this.drawing.colourBy = this.colour.value;
    this.root.classList.toggle("is-by-department", this.colour.value === "department");
    remember("colour", this.colour.value === "department" ? "department" : null);
    this.highlight(-2);
    this.legend.press(null);
    this.remember();
  }

  highlight(index) {
    this.drawing.department = index;
    if (index >= -1 && this.chosen >= 0) this.unchoose();
    this.redraw();
  }

  filter(isTold) {
    if (!this.network) return;
    this.network.filter(this.legend.kinds, this.least);
    this.mark(this.chosen);
    this.count();
    if (isTold) this.say(this.counted);
    this.redraw();
    this.remember();
  }

  count() {
    const { network } = this;
    const shown = network.many - network.hiddenTies;
    this.counted = `${many(network.size)}, ${network.hiddenTies ? `${number(shown)} of ${number(network.many)}` : number(shown)} ${network.many === 1 ? "tie" : "ties"}`;
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
    if (this.chosen >= 0 && this.hasCard()) this.open(this.network.people.id[this.chosen], false);
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

function remember(name, value) {
  const url = new URL(location.href);
  if (value === null) url.searchParams.delete(name); else url.searchParams.set(name, value);
  history.replaceState(history.state, "", url);
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
  if (row !== undefined) { event.preventDefault(); page.go(row); }
  if (event.target.closest("[data-network-close]")) page.unchoose();
  if (event.target.closest("[data-network-take]")) page.take();
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-network-release]") || !current()?.network) return;
  event.preventDefault();
  current().release(current().network.people.id[current().chosen]);
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !event.target.closest?.(".network-card")) return;
  event.preventDefault();
  current()?.unchoose();
});
document.addEventListener("theme:change", () => current()?.recoloured());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => current()?.recoloured());
document.fonts?.ready.then(() => { const page = current(); page?.drawing.labels.forget(); page?.redraw(); });
