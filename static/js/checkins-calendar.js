// Moving a check-in to another day of the calendar: dragged by mouse or touch, or picked up and moved by keys. Both end
// in the form that moves one, in the side panel, which asks on when the day is off and stores at once when it is not.
const THRESHOLD = 6; // pixels until a press is a drag
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

let held = null; // {item, from, over, by: "keys" | "pointer"}
let press = null;
let moved = false; // a drag ends with a click that is none

const days = () => [...document.querySelectorAll("[data-calendar] [data-day]")];
const dayOf = (element) => element?.closest?.("[data-day]") ?? null;
const say = (text) => { const line = document.querySelector("[data-cal-says]"); if (line) line.textContent = text; };

function hold(item, by) {
  const from = dayOf(item);
  if (!from) return false;
  held = { item, from, over: from, by };
  item.classList.add("is-held");
  document.body.classList.add("cal-carrying");
  aim(from);
  return true;
}

function aim(day) {
  if (!held || !day) return;
  held.over?.classList.remove("is-aimed");
  held.over = day;
  day.classList.add("is-aimed");
}

function release() {
  held?.item.classList.remove("is-held");
  held?.over?.classList.remove("is-aimed");
  held?.item.removeAttribute("style");
  document.body.classList.remove("cal-carrying");
  held = null;
}

function putBack() {
  if (!held) return;
  const { item, from } = held;
  release();
  say(`${item.dataset.name} is back on ${from.dataset.dayName}.`);
}

function drop() {
  const { item, from, over } = held;
  if (from === over) return putBack();
  release();
  say(`${item.dataset.name} put down on ${over.dataset.dayName}.`);
  const grip = item.querySelector(".cal-grip");
  grip.focus({ preventScroll: true });
  htmx.ajax("POST", item.dataset.calItem, { source: grip, target: "#panel", swap: "innerHTML", values: { to: over.dataset.day, version: item.dataset.version, csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value } });
}

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.(".cal-grip");
  const item = grip?.closest("[data-cal-item]");
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && dayOf(item)) {
    event.preventDefault();
    if (held) return drop();
    if (hold(item, "keys")) say(`${item.dataset.name} picked up from ${held.from.dataset.dayName}. Arrow keys move, Enter puts down, Escape puts back.`);
  } else if (held?.by === "keys" && STEPS[event.key]) {
    event.preventDefault();
    const all = days();
    const next = all[all.indexOf(held.over) + STEPS[event.key]];
    if (!next) return say("That is the end of what is shown.");
    aim(next);
    next.scrollIntoView({ block: "nearest" });
    say(next.dataset.dayName);
  } else if (held && event.key === "Escape") {
    event.preventDefault();
    putBack();
  }
});
// Before htmx, which would fetch the form that works without any of this.
document.addEventListener("click", (event) => {
  if (moved && event.target.closest?.("[data-cal-item]")) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  moved = false;
}, true);
document.addEventListener("focusout", (event) => { if (held?.by === "keys" && !held.item.contains(event.relatedTarget)) putBack(); });

document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest?.("[data-cal-item]");
  moved = false;
  if (!item || !dayOf(item) || event.button !== 0 || !event.isPrimary || held) return;
  // A finger elsewhere scrolls the page.
  if (event.pointerType === "touch" && !event.target.closest(".cal-grip")) return;
  press = { item, x: event.clientX, y: event.clientY, id: event.pointerId };
});
document.addEventListener("dragstart", (event) => { if (event.target.closest?.("[data-cal-item]")) event.preventDefault(); });
document.addEventListener("pointermove", (event) => {
  if (!press || event.pointerId !== press.id) return;
  const [dx, dy] = [event.clientX - press.x, event.clientY - press.y];
  if (!held) {
    if (Math.hypot(dx, dy) < THRESHOLD || !hold(press.item, "pointer")) return;
    moved = true;
  }
  held.item.style.translate = `${dx}px ${dy}px`;
  aim(dayOf(document.elementsFromPoint(event.clientX, event.clientY).find((element) => !held.item.contains(element) && dayOf(element))));
});
document.addEventListener("pointerup", (event) => {
  if (!press || event.pointerId !== press.id) return;
  press = null;
  if (held?.by === "pointer") drop();
});
document.addEventListener("pointercancel", () => { press = null; if (held?.by === "pointer") putBack(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && held?.by === "pointer") { press = null; putBack(); } });
