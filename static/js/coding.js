// Coding by keyboard: j and k walk through what was said, selected words are taken up, 1–9 put them under an insight,
// n draws a new one. Everything is a form, so it works by hand as well.
import { off } from "./shortcuts.js";

const root = () => document.querySelector("[data-coding]");
const items = () => [...(root()?.querySelectorAll("[data-coding-item]") ?? [])];
const chosen = () => items().find((item) => item.querySelector("input").checked);
const says = (text) => {
  const line = document.querySelector("[data-coding-says]");
  if (line) line.textContent = text;
};
let place = 0;

function choose(item) {
  const input = item.querySelector("input");
  if (!input.checked) {
    input.checked = true;
    root().querySelector("[data-coding-quote]").value = "";
  }
  place = items().indexOf(item);
}

function step(by) {
  const all = items();
  if (!all.length) return;
  const at = Math.max(0, Math.min(all.length - 1, all.indexOf(chosen()) + by));
  choose(all[at]);
  all[at].scrollIntoView({ block: "nearest" });
  all[at].querySelector("input").focus({ preventScroll: true });
}

// What is selected within the text of one item.
function takeUp() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return;
  const text = selection.getRangeAt(0).commonAncestorContainer;
  const within = (text.nodeType === Node.TEXT_NODE ? text.parentElement : text)?.closest("[data-coding-text]");
  if (!within || !root().contains(within)) return;
  choose(within.closest("[data-coding-item]"));
  root().querySelector("[data-coding-quote]").value = selection.toString().trim();
}

document.addEventListener("pointerup", () => setTimeout(takeUp));
document.addEventListener("keyup", (event) => event.shiftKey && takeUp());
document.addEventListener("change", (event) => {
  const item = event.target.closest?.("[data-coding-item]");
  if (item) {
    place = items().indexOf(item);
    root().querySelector("[data-coding-quote]").value = "";
  }
});

document.addEventListener("keydown", (event) => {
  if (!root() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || off()) return;
  const at = event.target;
  const typing = at.closest?.("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");
  if (typing || at.closest?.("dialog")) return;
  const key = event.key;
  if (key === "j" || key === "k") {
    event.preventDefault();
    step(key === "j" ? 1 : -1);
  } else if (key === "ArrowDown" || key === "ArrowUp") {
    if (!at.closest?.("[data-coding-item]")) return;
    event.preventDefault();
    step(key === "ArrowDown" ? 1 : -1);
  } else if (key === "n") {
    event.preventDefault();
    takeUp();
    const fields = root().querySelector("[data-coding-new]");
    if (!fields) return;
    fields.open = true;
    root().querySelector("[data-coding-statement]").focus();
  } else if (/^[1-9]$/.test(key)) {
    const button = root().querySelector(`[data-coding-key="${key}"]`);
    if (!button || !chosen()) return;
    event.preventDefault();
    takeUp();
    button.click();
  }
});

// After words were attached the page is drawn anew: go on where one was.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "coding" && event.detail.target?.id !== "coding") return;
  const all = items();
  if (!all.length) return;
  const at = all[Math.min(place, all.length - 1)];
  choose(at);
  at.querySelector("input").focus({ preventScroll: true });
  says("Stored");
});
