// Answering behind a personal link. Everything works without this file; with it what is typed is kept as it is typed,
// an order is made by moving, and the next idea is read out.
const WAIT = 1200;
const TRY_AGAIN = 4000;
const AT_MOST = 30000;
const PRESS = 250;
const NOT_SENT = "Not sent: no connection. Your words stay here; press again when it is back.";
let wasPressed = false;

const kept = () => document.querySelector("[data-kept]");

function say(text, state = "") {
  const place = kept();
  if (!place) return;
  place.dataset.state = state;
  // The same words twice are announced once: an unchanged text is no change.
  if (place.textContent !== text) place.textContent = text;
}

// Drafts: one timer and one request at a time for each part that has an address of its own.
const parts = new Map();

function fieldsOf(part) {
  const data = new FormData(part.closest("form"));
  const own = new Set([...part.querySelectorAll("[name]")].map((field) => field.name));
  const body = new URLSearchParams();
  for (const [name, value] of data) if (own.has(name) || name === "csrfmiddlewaretoken") body.append(name, value);
  return body;
}

function stateOf(part) {
  if (!parts.has(part)) parts.set(part, { timer: 0, sending: false, dirty: false, delay: TRY_AGAIN });
  return parts.get(part);
}

async function store(part) {
  const state = stateOf(part);
  if (state.sending || !state.dirty || !part.isConnected) return;
  clearTimeout(state.timer);
  state.sending = true;
  state.dirty = false;
  // What is tried again says nothing new: lines that come and go would move the button below away from a finger.
  if (kept()?.dataset.state !== "failed") say("Keeping it…");
  try {
    const answer = await fetch(part.dataset.draft, { method: "POST", body: fieldsOf(part), headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "error" });
    const isOurs = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
    if (answer.ok && isOurs) {
      state.delay = TRY_AGAIN;
      wasPressed = false;
      say(state.dirty ? "" : (await answer.json()).says);
    } else if (isOurs) {
      // Trying again changes nothing before they do.
      state.refused = true;
      say((await answer.json()).says, "failed");
    } else throw new Error(String(answer.status));
  } catch {
    state.dirty = true;
    say(wasPressed ? NOT_SENT : "Not stored yet: no connection. Your words stay here, and we keep trying.", "failed");
    state.timer = setTimeout(() => store(part), state.delay);
    state.delay = Math.min(state.delay * 2, AT_MOST);
  } finally {
    state.sending = false;
  }
  if (state.dirty && state.delay === TRY_AGAIN) state.timer = setTimeout(() => store(part), WAIT);
}

function changed(target) {
  const form = target.closest?.("form[data-answer]");
  if (!form) return;
  const part = target.closest("[data-draft]") ?? form;
  const state = stateOf(part);
  state.refused = false;
  if (!part.dataset.draft) {
    state.unsent = true;
    if (part.dataset.draft === "") say("Changed, and not stored yet: press the button below.");
    return;
  }
  state.dirty = true;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => store(part), WAIT);
}

document.addEventListener("input", (event) => changed(event.target));
document.addEventListener("change", (event) => changed(event.target));
// Leaving a box is a good moment, once the press that left it has reached its button; and so is coming back to a
// connection or putting the phone away.
document.addEventListener("focusout", (event) => {
  const part = event.target.closest?.("[data-draft]");
  if (part?.dataset.draft) setTimeout(() => parts.get(part)?.dirty && store(part), PRESS);
});
function storeAll() {
  for (const [part, state] of parts) if (state.dirty) store(part);
}
window.addEventListener("online", storeAll);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) storeAll();
});

// Without a connection the browser would put a page of its own in the place of what was typed.
document.addEventListener("submit", (event) => {
  if (navigator.onLine || !event.target.matches("form[data-answer]:not([hx-post])")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  wasPressed = true;
  say(NOT_SENT, "failed");
}, true);

document.addEventListener("submit", (event) => {
  for (const [part, state] of parts) {
    if (!event.target.contains(part)) continue;
    clearTimeout(state.timer);
    parts.delete(part);
  }
});

window.addEventListener("beforeunload", (event) => {
  const unsaved = [...parts].some(([part, state]) => part.isConnected && (state.dirty || state.sending || state.refused || state.unsent));
  if (unsaved && !document.querySelector("form[data-sending]")) event.preventDefault();
});

// "Why a 7, and not lower?"
document.addEventListener("change", (event) => {
  if (!event.target.closest?.("[data-points]")) return;
  const label = event.target.closest(".prompt")?.querySelector("[data-why]");
  const number = Number(event.target.value);
  if (label) label.textContent = number === 0 ? "Why 0? What would make it more?" : `Why ${number === 8 ? "an" : "a"} ${number}, and not lower?`;
});

// An order: the boxes for numbers stay what is sent, buttons move the rows and fill them in.
const rows = (list) => [...list.querySelectorAll("[data-order-row]")];

function prepare(list) {
  if (list.classList.contains("is-moving") || list.closest("fieldset[disabled]")) return;
  list.classList.add("is-moving");
  for (const moves of list.querySelectorAll(".order-moves")) moves.hidden = false;
  const field = list.closest(".field");
  field.querySelector("[data-order-how]").textContent = "Move them until the most important one is on top.";
  const keep = field.querySelector("[data-order-keep]");
  const isSet = rows(list).every((row) => row.querySelector("select").value);
  list.classList.toggle("is-set", isSet);
  keep.hidden = isSet;
}

function number(list) {
  rows(list).forEach((row, place) => { row.querySelector("select").value = String(place + 1); });
  list.classList.add("is-set");
  list.closest(".field").querySelector("[data-order-keep]").hidden = true;
  changed(list);
}

document.addEventListener("click", (event) => {
  const keep = event.target.closest?.("[data-order-keep]");
  if (keep) {
    const list = keep.closest(".field").querySelector("[data-order]");
    number(list);
    list.focus();
    return;
  }
  const button = event.target.closest?.("[data-move]");
  if (!button) return;
  const row = button.closest("[data-order-row]");
  const list = row.closest("[data-order]");
  const other = button.dataset.move === "up" ? row.previousElementSibling : row.nextElementSibling;
  const says = list.closest(".field").querySelector("[data-order-says]");
  const words = row.querySelector(".order-words").textContent;
  if (other) {
    if (button.dataset.move === "up") other.before(row); else other.after(row);
    for (const each of rows(list)) each.classList.toggle("has-moved", each === row);
    number(list);
    button.focus();
    says.textContent = `${words}: now ${rows(list).indexOf(row) + 1} of ${rows(list).length}.`;
  } else says.textContent = `${words} is ${button.dataset.move === "up" ? "first" : "last"} already.`;
});

// The next idea takes the place of the one that was voted on: readers of the page are taken there.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "ideas") return;
  const wrong = event.detail.target.querySelector("[data-autofocus]");
  const next = wrong ?? event.detail.target.querySelector("[data-moved]");
  next?.focus({ preventScroll: !wrong });
  next?.scrollIntoView({ block: "nearest" });
});

// How long is too long is said before it is refused.
document.addEventListener("input", (event) => {
  const limit = Number(event.target.dataset?.limit);
  if (!limit) return;
  const long = event.target.value.length;
  let note = event.target.parentElement.querySelector(".counted");
  if (long < limit * 0.9) return void note?.remove();
  if (!note) {
    note = document.createElement("p");
    note.className = "counted";
    note.setAttribute("role", "status");
    event.target.after(note);
  }
  note.classList.toggle("is-over", long > limit);
  note.textContent = `${long.toLocaleString("en")} of ${limit.toLocaleString("en")} characters`;
});

document.querySelectorAll("[data-order]").forEach(prepare);
document.addEventListener("htmx:load", (event) => event.target.querySelectorAll?.("[data-order]").forEach(prepare));
