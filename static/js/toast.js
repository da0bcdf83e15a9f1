// Toasts: successes leave by themselves, warnings and errors stay until dismissed.
const STAYS = new Set(["error", "warning"]);
const SECONDS = 7;

const box = () => document.getElementById("toasts");

function leave(toast) {
  if (toast.classList.contains("is-leaving")) return;
  toast.classList.add("is-leaving");
  setTimeout(() => toast.remove(), 250);
}

function settle(toast) {
  if (toast.dataset.settled) return;
  toast.dataset.settled = "true";
  if (STAYS.has(toast.dataset.toast)) return;
  let timer;
  const start = () => { timer = setTimeout(() => leave(toast), SECONDS * 1000); };
  const stop = () => clearTimeout(timer);
  for (const event of ["pointerenter", "focusin"]) toast.addEventListener(event, stop);
  for (const event of ["pointerleave", "focusout"]) toast.addEventListener(event, start);
  start();
}

export function settleToasts() {
  for (const toast of box()?.querySelectorAll("[data-toast]") ?? []) settle(toast);
}

// A live region speaks only of what is added to it: what came with the page is taken out and put back.
function announceAgain() {
  const toasts = [...(box()?.querySelectorAll("[data-toast]:not([data-settled])") ?? [])];
  if (!toasts.length) return;
  for (const toast of toasts) toast.remove();
  setTimeout(() => { box().append(...toasts); settleToasts(); }, 120);
}

/** Say `text`. `action`: {label, run} adds a button. Returns the toast. */
export function toast(text, level = "success", action = null) {
  const made = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  made.className = `toast toast-${level}`;
  made.dataset.toast = level;
  made.querySelector("p").textContent = text;
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "toast-action";
    button.textContent = action.label;
    button.addEventListener("click", () => { leave(made); action.run(); });
    made.querySelector("p").append(" ", button);
  }
  for (const same of box().querySelectorAll("[data-toast]")) if (same.textContent === made.textContent) same.remove();
  box().append(made);
  settle(made);
  return made;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-toast-dismiss]");
  if (button) leave(button.closest("[data-toast]"));
});
document.addEventListener("htmx:oobAfterSwap", settleToasts);
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === document.body) announceAgain(); else settleToasts();
});
announceAgain();
