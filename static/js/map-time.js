// Replays the map: a slider over all days since the first assessment, a play button, and the day in the address.
import { CALM } from "./map-draw.js";

const DAY = 86400000;
const PLAYED_IN = 16000; // milliseconds from the first day to today
const BARS = 60;

export const toDay = (text) => (text ? Math.round(Date.parse(`${text}T00:00:00Z`) / DAY) : null);
export const toText = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const words = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });
export const dayWords = (day) => words.format(new Date(day * DAY));

export class Time {
  /** map: {root, people, show(day, duration), settled(day), loadHistory(), fetchDay(day), say(text)} */
  constructor(map, { first, today, at }) {
    this.map = map;
    Object.assign(this, { first, today, day: at });
    const find = (name) => map.root.querySelector(`[data-map-${name}]`);
    this.form = find("time");
    if (!this.form || first === null || first >= today) return;
    this.slider = find("slider");
    this.date = find("date");
    this.play = find("play");
    this.pulse = find("pulse");
    this.form.hidden = false;
    this.form.classList.add("is-live");
    find("range").hidden = this.play.hidden = false;
    find("from").textContent = short.format(new Date(first * DAY));
    Object.assign(this.slider, { min: first, max: today, step: 1, value: at });
    this.label();
    this.slider.addEventListener("pointerdown", () => this.map.loadHistory());
    this.slider.addEventListener("focus", () => this.map.loadHistory());
    this.slider.addEventListener("keydown", (event) => this.key(event));
    this.slider.addEventListener("input", () => { this.stop(); this.go(Number(this.slider.value)); });
    this.slider.addEventListener("change", () => this.map.settled(this.day));
    this.play.addEventListener("click", () => (this.playing ? this.stop(true) : this.start()));
    this.form.addEventListener("submit", (event) => event.preventDefault());
  }

  key(event) {
    const step = { ArrowLeft: -7, ArrowDown: -7, ArrowRight: 7, ArrowUp: 7, PageDown: -30, PageUp: 30 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.stop();
    this.go(Math.min(this.today, Math.max(this.first, this.day + step)));
    this.settleSoon();
  }

  settleSoon() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.map.settled(this.day), 400);
  }

  label() {
    const said = this.day >= this.today ? "today" : dayWords(this.day);
    this.slider.value = this.day;
    this.slider.setAttribute("aria-valuetext", said);
    this.date.textContent = this.day >= this.today ? `${dayWords(this.today)}` : said;
    this.slider.style.setProperty("--share", (this.day - this.first) / (this.today - this.first));
  }

  go(day, duration = 280) {
    if (!this.slider) return;
    this.day = day;
    this.label();
    this.map.show(day, duration);
  }

  async start() {
    if (!(await this.map.loadHistory())) return;
    if (this.day >= this.today) this.go(this.first, 600);
    this.playing = true;
    this.mark();
    this.map.say(`Replaying from ${dayWords(this.day)}.`);
    const perDay = PLAYED_IN / (this.today - this.first);
    // Without motion: a step a month, with time to look.
    const [days, pause] = CALM.matches ? [30, 1200] : [Math.max(1, Math.round(260 / perDay)), 260];
    this.timer = setInterval(() => {
      this.go(Math.min(this.today, this.day + days), pause);
      if (this.day >= this.today) this.stop(true);
    }, pause);
  }

  stop(settle = false) {
    if (!this.playing) return;
    clearInterval(this.timer);
    this.playing = false;
    this.mark();
    if (settle) {
      this.map.settled(this.day);
      this.map.say(`The map of ${this.day >= this.today ? "today" : dayWords(this.day)}.`);
    }
  }

  mark() {
    this.play.classList.toggle("is-playing", this.playing);
    this.play.querySelector("[data-map-play-word]").textContent = this.playing ? "Stop the replay" : "Replay from the start";
  }

  /** When people were assessed, as a row of bars behind the slider. */
  drawPulse(days) {
    if (!this.pulse || !days.length) return;
    const counts = new Array(BARS).fill(0);
    const span = this.today - this.first + 1;
    for (const day of days) counts[Math.min(BARS - 1, Math.max(0, Math.floor(((day - this.first) / span) * BARS)))] += 1;
    const most = Math.max(...counts);
    this.pulse.setAttribute("viewBox", `0 0 ${BARS} 10`);
    const bars = counts.map((count, i) => (count ? `M${i + 0.2},10V${(10 - 1 - 9 * Math.sqrt(count / most)).toFixed(2)}h.6V10Z` : "")).join("");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", bars);
    this.pulse.replaceChildren(path);
  }
}
