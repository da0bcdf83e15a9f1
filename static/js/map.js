// The investor map: takes the drawing of the server over, or draws what the server left to it.
import { Carry } from "./map-carry.js";
import { CALM, Drawing } from "./map-draw.js";
import { byWeight, Frame } from "./map-geometry.js";
import { People, placeWords } from "./map-people.js";
import { fetchInto, forgo } from "./pieces.js";
import { dayWords, Time, toDay, toText } from "./map-time.js";
import { Tip } from "./map-tip.js";

const SIZES = [1, 1.5, 2.2, 3.2, 4.6];
const NARROW = 560;
const WALK = 420;
const drafts = new Map(); // what was typed and not stored, by person

class InvestorMap {
  constructor(root) {
    this.root = root;
    this.presented = root.hasAttribute("data-map-presented");
    const find = (name) => root.querySelector(`[data-map-${name}]`);
    Object.assign(this, { stage: find("stage"), scroll: find("scroll"), svg: find("svg"), live: find("live"), problem: find("problem"), past: find("past") });
    this.dialog = document.querySelector("dialog[data-map-move]");
    this.today = toDay(root.dataset.today);
    this.at = toDay(root.dataset.at);
    // A comparison goes along with the day shown, or is one fixed day.
    const fixed = toDay(root.dataset.since), span = Number(root.dataset.span);
    this.since = (day) => (span ? day - span : fixed);
    this.size = 0;
    this.who = Number(root.dataset.who) || null;
    const embedded = root.querySelector("#map-json");
    if (embedded) this.begin(JSON.parse(embedded.textContent), true); else this.load();
    find("retry")?.addEventListener("click", () => this.load());
  }

  // Data ------------------------------------------------------------------------------------------------------------

  url(extra = {}) {
    const query = new URLSearchParams(location.search);
    if (this.presented) query.set("present", "1");
    for (const [name, value] of Object.entries(extra)) if (value === null) query.delete(name); else query.set(name, value);
    return `${this.root.dataset.dataUrl}?${query}`;
  }

  async fetch(extra) {
    const answer = await fetch(this.url(extra), { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  async load() {
    this.problem.hidden = true;
    try {
      this.begin(await this.fetch());
    } catch {
      this.fail("The people of this map did not arrive. Check the connection.");
    }
  }

  fail(sentence) {
    this.root.querySelector("[data-map-wait]")?.remove();
    this.problem.hidden = false;
    this.problem.querySelector("p").textContent = sentence;
  }

  begin({ people }, embedded = false) {
    this.root.querySelector("[data-map-wait]")?.remove();
    this.people = new People(people);
    if (this.drawing) return this.redraw();
    this.svg.setAttribute("role", this.presented ? "group" : "application");
    if (!this.presented) this.svg.setAttribute("aria-describedby", "map-help");
    this.drawing = new Drawing(this.svg, { presented: this.presented });
    this.tip = new Tip(this.root.querySelector("[data-map-tip]"), this.stage, this.scroll);
    this.root.classList.add("is-live");
    this.root.classList.toggle("is-past", this.at < this.today);
    this.measure();
    this.redraw();
    this.listen();
    this.time = new Time(this, { first: toDay(this.root.dataset.first), today: this.today, at: this.at });
    if (!this.presented) this.carry = new Carry(this);
    this.sizes();
    if (this.who) this.choose(this.who);
    this.count();
    performance.mark("map:usable");
    if (embedded) (window.requestIdleCallback ?? setTimeout)(() => this.loadHistory());
  }

  // Drawing ---------------------------------------------------------------------------------------------------------

  measure() {
    const width = Math.max(280, this.stage.clientWidth);
    const least = this.presented ? innerHeight - this.stage.getBoundingClientRect().top - scrollY - 130 : 0;
    const height = this.presented ? Math.max(360, least)
      : width < NARROW ? Math.min(620, width * 1.28) : Math.min(width * 0.72, Math.max(500, innerHeight * 0.72));
    const factor = SIZES[this.size];
    // On a wall everything is larger, so the drawing is laid out smaller and scaled up.
    this.scale = this.presented ? Math.max(1, Math.min(1.6, width / 900)) : 1;
    this.frame = new Frame(Math.round((width * factor) / this.scale), Math.round((height * factor) / this.scale), width < NARROW ? 34 : 46);
    this.width = width;
    this.drawing.setFrame(this.frame, this.scale);
    this.scroll.classList.toggle("is-larger", factor > 1);
    this.scroll.style.maxBlockSize = factor > 1 ? `${Math.round(height)}px` : "";
  }

  redraw(duration = 0) {
    this.drawing.draw(this.people.placed, { duration, first: this.who });
    this.rove();
  }

  /** One mark at a time can be reached by Tab: the one last used, else the one with most influence. */
  rove(mark = null) {
    if (this.presented) return;
    const { marks } = this.drawing;
    const next = mark ?? (this.roving && marks.get(this.roving.person.id)) ?? marks.get(this.people.placed.sort(byWeight)[0]?.id);
    if (this.roving && this.roving !== next) this.roving.group.setAttribute("tabindex", "-1");
    next?.group.setAttribute("tabindex", "0");
    this.roving = next ?? null;
  }

  sizes() {
    const group = this.root.querySelector("[data-map-zoom]");
    if (!group) return;
    group.hidden = false;
    group.addEventListener("click", (event) => {
      const button = event.target.closest("[data-zoom]");
      if (button) this.resize(this.size + (button.dataset.zoom === "in" ? 1 : -1));
    });
    this.markSizes();
  }

  markSizes() {
    const [smaller, larger] = ["out", "in"].map((name) => this.root.querySelector(`[data-zoom=${name}]`));
    if (!smaller) return;
    smaller.setAttribute("aria-disabled", this.size === 0);
    larger.setAttribute("aria-disabled", this.size === SIZES.length - 1);
  }

  resize(size) {
    const { scroll } = this;
    if (size < 0 || size >= SIZES.length) return;
    const x = (scroll.scrollLeft + scroll.clientWidth / 2) / this.frame.width;
    const y = (scroll.scrollTop + scroll.clientHeight / 2) / this.frame.height;
    const focused = this.roving && this.size === 0 && size > 0 ? this.roving : null;
    this.size = size;
    this.tip.hide();
    this.measure();
    this.redraw();
    const [toX, toY] = focused ? [focused.x / this.frame.width, focused.y / this.frame.height] : [x, y];
    scroll.scrollTo(toX * this.frame.width - scroll.clientWidth / 2, toY * this.frame.height - scroll.clientHeight / 2);
    this.markSizes();
    this.say(size ? `The map at ${SIZES[size]} times its size.` : "The whole map.");
  }

  say(text) {
    this.live.textContent = "";
    requestAnimationFrame(() => { this.live.textContent = text; });
  }

  hint(mark, words) {
    if (!mark) return this.tip.hide();
    this.tip.show(mark, words);
    const { influence, interest } = this.carry.held?.scores ?? mark.person.shown;
    const cell = this.frame.cell(influence, interest);
    this.tip.at(cell.cx, cell.y + 10, 20);
  }

  // Looking ---------------------------------------------------------------------------------------------------------

  listen() {
    const { svg, drawing } = this;
    const markOf = (event) => drawing.marks.get(Number(event.target.closest?.(".map-mark")?.dataset.id));
    const reveal = (mark) => { this.tip.show(mark); this.tip.at(mark.x * this.scale, mark.y * this.scale); };
    svg.addEventListener("pointerover", (event) => {
      const mark = markOf(event);
      if (mark && event.pointerType !== "touch" && !this.carry?.held) reveal(mark);
    });
    svg.addEventListener("pointerout", (event) => {
      if (this.carry?.held || event.pointerType === "touch") return;
      const focused = drawing.marks.get(Number(document.activeElement?.closest?.(".map-mark")?.dataset.id));
      if (focused && document.activeElement.matches(":focus-visible")) reveal(focused); else this.tip.hide();
    });
    svg.addEventListener("focusin", (event) => {
      const mark = markOf(event);
      if (!mark || this.carry?.held) return;
      this.rove(mark);
      if (event.target.matches(":focus-visible")) reveal(mark);
    });
    svg.addEventListener("focusout", () => { if (!this.carry?.held) this.tip.hide(); });
    svg.addEventListener("click", (event) => {
      const mark = markOf(event);
      if (mark && !this.presented && (event.ctrlKey || event.metaKey)) window.open(this.address("person", mark.person.id), "_blank", "noopener");
    });
    svg.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.tip.hide();
      if (event.key === "+" || event.key === "-") this.resize(this.size + (event.key === "+" ? 1 : -1));
    });
    this.scroll.addEventListener("scroll", () => { if (!this.carry?.held) this.tip.hide(); }, { passive: true });
    this.observer = new ResizeObserver(() => {
      if (!this.root.isConnected) return this.observer.disconnect();
      if (Math.abs(this.stage.clientWidth - this.width) < 2 || this.stage.clientWidth === 0) return;
      this.measure();
      this.redraw();
    });
    this.observer.observe(this.stage);
  }

  focus(mark, seen = false) {
    this.rove(mark);
    mark.group.focus({ preventScroll: !seen, focusVisible: seen });
  }

  address(name, id) {
    return this.root.dataset[`${name}Url`].replace("/0/", `/${id}/`);
  }

  choose(id) {
    this.who = id;
    this.drawing.find(id);
    const beyond = document.querySelector("[data-map-beyond]");
    if (beyond) beyond.hidden = this.drawing.marks.has(id);
  }

  /** Show somebody's card beside the map. */
  async select(mark, fromKeys) {
    if (this.presented) return;
    const { id } = mark.person;
    this.choose(id);
    this.remember("who", id);
    if (!fromKeys) { this.tip.show(mark); this.tip.at(mark.x, mark.y); }
    const isHere = await this.refreshCard();
    const card = document.querySelector("#map-person .map-card");
    if (!isHere || !card) return;
    if (fromKeys) card.querySelector(".map-card-name").focus();
    const { top, bottom } = card.getBoundingClientRect();
    if (top > innerHeight - 120 || bottom < 0) card.scrollIntoView({ block: "nearest", behavior: CALM.matches ? "auto" : "smooth" });
  }

  /** The card as it was known on the day shown. */
  refreshCard() {
    const day = this.at >= this.today ? "" : `?at=${toText(this.at)}`;
    return fetchInto(document.getElementById("map-person"), `${this.address("moves", this.who)}${day}`);
  }

  unselect(back) {
    const mark = this.drawing.marks.get(this.who);
    const place = document.getElementById("map-person");
    forgo(place);
    place.replaceChildren();
    this.choose(null);
    this.remember("who", null);
    if (back && mark) this.focus(mark, true);
  }

  remember(name, value) {
    const url = new URL(location.href);
    if (value === null) url.searchParams.delete(name); else url.searchParams.set(name, value);
    history.replaceState(history.state, "", url);
    // The filter form carries along what the address says.
    document.dispatchEvent(new CustomEvent("htmx:pushedIntoHistory"));
  }

  // Moving ----------------------------------------------------------------------------------------------------------

  mayMove() {
    return this.at >= this.today && !this.dialog.open;
  }

  whyNot() {
    if (this.at >= this.today) return;
    this.say("This is the past: nobody can be moved here. Go back to today first.");
    this.past.classList.remove("is-told");
    requestAnimationFrame(() => this.past.classList.add("is-told"));
  }

  async drop(mark, scores) {
    const { dialog } = this;
    const { id, name } = mark.person;
    const moving = (this.moving = { mark, scores });
    dialog.querySelector("[data-map-move-title]").textContent = `${name}: ${placeWords(scores)}`;
    const form = dialog.querySelector("#map-move-form");
    form.replaceChildren();
    dialog.showModal();
    this.beside(scores);
    await fetchInto(form, `${this.address("move", id)}?influence=${scores.influence}&interest=${scores.interest}`);
    if (this.moving !== moving) return;
    if (!form.firstElementChild) return this.closeDialog();
    const why = form.querySelector("textarea");
    why.value = drafts.get(id) ?? why.value;
    this.beside(scores);
    why.focus();
  }

  /** The form stands beside the place it is about; on phones the stylesheet puts it at the foot. */
  beside({ influence, interest }) {
    const { dialog } = this;
    const box = this.svg.getBoundingClientRect();
    const cell = this.frame.cell(influence, interest);
    // From the top it may be as tall as it wants; lower down it would scroll, with its buttons out of sight.
    dialog.style.setProperty("--top", "8px");
    const width = dialog.offsetWidth, height = dialog.offsetHeight;
    const right = box.left + cell.right + 12;
    const left = right + width < innerWidth - 8 ? right : Math.max(8, box.left + cell.x - width - 12);
    dialog.style.setProperty("--left", `${Math.round(left)}px`);
    dialog.style.setProperty("--top", `${Math.round(Math.max(8, Math.min(innerHeight - height - 8, box.top + cell.cy - height / 3)))}px`);
  }

  keepDraft() {
    const why = this.dialog.querySelector("textarea");
    if (this.moving && why) drafts.set(this.moving.mark.person.id, why.value);
  }

  closeDialog() {
    const { moving } = this;
    forgo(this.dialog.querySelector("#map-move-form"));
    this.keepDraft();
    this.moving = null;
    this.carry.putBack();
    if (this.dialog.open) this.dialog.close();
    if (moving) this.backTo(moving.mark);
  }

  /** Focus where a move began: on the mark, or in the tray. */
  backTo(mark) {
    if (mark.row) mark.row.querySelector("[data-map-place]")?.focus(); else this.focus(mark, true);
  }

  /** The server refused: they stand where they stood, and what was typed stays to be sent again. */
  refused() {
    const { moving } = this;
    if (!moving) return;
    this.carry.putBack();
    this.beside(moving.scores); // the sentence made the form taller
    const said = this.dialog.querySelector(".field-problem, .problem")?.textContent ?? "Nothing was stored.";
    this.say(`${moving.mark.person.name} is back ${moving.mark.row ? "among those without a place" : "where they stood"}. ${said.trim()}`);
  }

  retarget(select) {
    if (!this.moving) return;
    this.moving.scores = { ...this.moving.scores, [select.name]: Number(select.value) };
    this.dialog.querySelector("[data-map-move-title]").textContent = `${this.moving.mark.person.name}: ${placeWords(this.moving.scores)}`;
    if (!this.carry.held) return;
    this.carry.held.scores = this.moving.scores;
    this.carry.settle();
  }

  moved({ id, influence, interest }) {
    const held = this.carry.held;
    const person = this.people.byId.get(id) ?? held?.mark.person;
    const mark = this.drawing.marks.get(id);
    drafts.delete(id);
    this.moving = null;
    if (held && mark) {
      const { cx, cy } = this.frame.room(influence, interest);
      this.drawing.moveTo(mark, cx, cy);
    }
    this.carry.release();
    if (this.dialog.open) this.dialog.close();
    held?.mark.row?.remove();
    if (!person) return;
    this.people.byId.set(id, person);
    person.now = { ...person.now, influence, interest };
    person.past.push([this.today, person.now]);
    person.shown = person.now;
    this.redraw(WALK);
    this.choose(this.who);
    this.count();
    const now = this.drawing.marks.get(id);
    if (now) this.focus(now, true);
    this.say(`Stored. ${person.name} now stands at ${placeWords(person.now)}.`);
    this.refreshWords({ just: id });
  }

  // Time ------------------------------------------------------------------------------------------------------------

  /** Resolves to whether the map can be replayed here; a longer history is fetched day by day. */
  async loadHistory() {
    this.loading ??= (async () => {
      try {
        const answer = await this.fetch({ history: "1", at: null });
        if (!answer.history) return "by day";
        this.people.remember(answer);
        this.time?.drawPulse(this.people.days);
        return "here";
      } catch {
        this.loading = null;
        this.fail("The history of this map did not arrive. Check the connection.");
        return "";
      }
    })();
    return this.loading;
  }

  async show(day, duration) {
    this.at = day;
    const past = day < this.today;
    if (this.past) this.past.hidden = !past;
    this.root.classList.toggle("is-past", past);
    this.carry?.putBack();
    for (const part of document.querySelectorAll("[data-map-now]")) part.hidden = past;
    // Sentences, card and table speak of another day until the server has told them of this one.
    this.root.closest("[data-map-split]")?.classList.add("is-behind");
    document.getElementById("map-says")?.classList.add("is-behind");
    const asked = (this.asked = (this.asked ?? 0) + 1);
    const found = await this.loadHistory();
    if (asked !== this.asked || !found) return;
    if (found === "by day") return this.showFetched(day, asked, duration);
    this.people.show(day, this.since(day), this.today);
    this.redraw(duration);
    this.count();
  }

  async showFetched(day, asked, duration) {
    await new Promise((done) => { setTimeout(done, 150); });
    if (asked !== this.asked) return;
    const { people } = await this.fetch({ at: day >= this.today ? null : toText(day) });
    if (asked !== this.asked) return;
    this.people = new People(people);
    for (const mark of this.drawing.marks.values()) mark.person = this.people.byId.get(mark.person.id) ?? mark.person;
    this.redraw(duration);
    this.count();
  }

  /** Everything that counts, of those who are drawn now. */
  count() {
    const { placed } = this.people;
    const number = (count) => count.toLocaleString("en");
    const find = (name) => this.root.querySelector(`[data-map-${name}]`);
    const many = number(placed.length);
    const counts = new Array(6).fill(0);
    for (const person of placed) counts[person.shown.segment] += 1;
    for (const key of this.root.querySelectorAll("[data-map-count]")) {
      const count = counts[Number(key.dataset.mapCount)];
      key.hidden = !count;
      key.querySelector(".num").textContent = number(count);
    }
    this.svg.setAttribute("aria-label", `Influence over interest, ${many} ${placed.length === 1 ? "person" : "people"}`);
    const shown = find("shown"), foot = find("foot"), day = document.querySelector("[data-map-day]");
    if (shown && !("mapLimit" in shown.dataset && this.at >= this.today)) shown.textContent = `${many} placed`;
    const leftOut = this.at >= this.today ? Number(foot?.dataset.leftOut) : 0;
    if (foot) foot.textContent = `${many} placed${leftOut ? `, ${number(leftOut)} not shown` : ""} · ${dayWords(this.at)} · Confidential`;
    if (day) day.textContent = dayWords(this.at);
  }

  settled(day) {
    this.rememberDay(day);
    this.refreshWords();
  }

  rememberDay(day) { this.remember("at", day >= this.today ? null : toText(day)); }

  /** Sentences, movers, tray, table and card, from the server; `extra` is asked for and not kept in the address. */
  async refreshWords(extra = {}) {
    const day = this.at;
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(extra)) url.searchParams.set(name, value);
    if (this.presented) {
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      if (!answer.ok || day !== this.at) return;
      const says = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("map-says");
      if (says) document.getElementById("map-says").replaceWith(says);
      return;
    }
    // Fewer words below must not pull the slider away from under the hand.
    const split = this.root.closest("[data-map-split]");
    split.style.minHeight = `${split.offsetHeight}px`;
    const [isTold] = await Promise.all([
      fetchInto(document.getElementById("map-words"), url.href),
      this.who && document.querySelector(".map-card") ? this.refreshCard() : null,
    ]);
    if (isTold && day === this.at) split.classList.remove("is-behind");
  }
}

// The page ----------------------------------------------------------------------------------------------------------

const maps = new WeakMap();
const current = () => maps.get(document.querySelector("[data-map]"));

function start() {
  for (const root of document.querySelectorAll("[data-map]")) if (!maps.has(root)) maps.set(root, new InvestorMap(root));
}

start();
document.addEventListener("htmx:load", start);

document.addEventListener("map:moved", (event) => current()?.moved(event.detail));
document.addEventListener("cancel", (event) => {
  if (!event.target.matches?.("dialog[data-map-move]")) return;
  event.preventDefault();
  current()?.closeDialog();
}, true);
document.addEventListener("htmx:afterRequest", (event) => {
  const { target, requestConfig, xhr } = event.detail;
  if (target?.id === "map-move-form" && requestConfig.verb === "post" && !(xhr.status >= 200 && xhr.status < 400)) setTimeout(() => current()?.refused());
});
document.addEventListener("change", (event) => {
  if (event.target.closest("[data-map-move-form]") && event.target.matches("select")) current()?.retarget(event.target);
  if (event.target.matches("[data-map-since]")) {
    current()?.remember("since", event.target.value);
    htmx.ajax("GET", location.href, { target: "#map-area", source: "#map-area" });
  }
});
document.addEventListener("click", (event) => {
  const map = current();
  if (!map) return;
  const place = event.target.closest("[data-map-place]");
  if (place && map.carry && !event.ctrlKey && !event.metaKey && map.carry.takeByKeys(place.closest("[data-map-take]"))) event.preventDefault();
  if (event.target.closest("[data-map-close]")) map.unselect(true);
  if (event.target.closest("[data-map-move-cancel]") && map.dialog?.open) { event.preventDefault(); map.closeDialog(); }
  const show = event.target.closest("[data-map-show]");
  const mark = show && map.drawing?.marks.get(Number(show.dataset.mapShow));
  if (mark && !event.ctrlKey && !event.metaKey) { event.preventDefault(); map.select(mark, true); }
  if (event.target.closest("[data-map-today]") && map.time?.slider) {
    event.preventDefault();
    map.time.stop();
    map.time.go(map.today, WALK);
    map.settled(map.today);
  }
});
document.addEventListener("pointerdown", (event) => {
  const row = event.target.closest?.("[data-map-take]");
  const carry = current()?.carry;
  if (row && !event.target.closest("[data-map-place]")) carry?.takeByPointer(row, event);
  else if (carry?.isOffered && !event.target.closest("[data-map-svg]")) carry.putBack();
});
document.addEventListener("keydown", (event) => {
  const carry = current()?.carry;
  if (event.key !== "Escape" || event.defaultPrevented || !carry?.held?.mark.row || carry.held.dropped) return;
  event.preventDefault();
  carry.press = null;
  carry.putBack();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const leave = document.querySelector("[data-map-leave]");
  if (leave) return location.assign(leave.href);
  if (event.target.closest?.(".map-card")) { event.preventDefault(); current()?.unselect(true); }
});
// A download leaves the page where it is: its button may be pressed again, and it exports what is shown now.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-map-export]")) return;
  // The slider may have stopped a moment ago.
  if (current()) current().rememberDay(current().at);
  form.action = `${new URL(form.action).pathname}${location.search}`;
  form.closest("details")?.removeAttribute("open");
  setTimeout(() => { delete form.dataset.sending; form.querySelector(".is-busy")?.classList.remove("is-busy"); form.querySelector("button")?.removeAttribute("aria-disabled"); }, 1200);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-map-present]");
  if (link) {
    if (current()) current().rememberDay(current().at);
    const query = new URLSearchParams(location.search);
    query.delete("who");
    query.set("present", "1");
    link.href = `?${query}`;
  }
}, true);
