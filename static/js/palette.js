// Ctrl/⌘ K: a combobox over the find page's results. Without script the chip is a link to that page.
//
// The server answers GET <data-find>?q=… with HX-Target: find-results by <div id="find-results"> holding sections of links
// (components/find_results.html); roles, ids and the selection are added here.
import { isModalOpen } from "./dialogs.js";

const WAIT = 110;
const MAC = /mac|iphone|ipad/i.test(navigator.platform ?? "");
const palette = () => document.getElementById("palette");
const input = () => document.getElementById("palette-input");
const results = () => palette().querySelector("[data-palette-results]");
const options = () => [...results().querySelectorAll('[role="option"]')];

let timer;
let request;
// What is shown answers what is typed; Enter pressed before that waits for the answer.
let answered = false;
let enter = null;

export function openPalette() {
  if (!palette() || palette().open || isModalOpen()) return;
  palette().showModal();
  Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": "find-results", "aria-autocomplete": "list", "aria-haspopup": "listbox" })
    .forEach(([name, value]) => input().setAttribute(name, value));
  input().value = "";
  input().focus();
  results().replaceChildren();
  find();
}

function say(text) { palette().querySelector("[data-palette-status]").textContent = text; }

function dress(list) {
  const links = [...list.querySelectorAll("a")];
  if (!links.length) return links;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Found");
  list.querySelectorAll("section").forEach((section, index) => {
    const title = section.querySelector(".find-group-title");
    section.setAttribute("role", "group");
    if (title) { title.id = `find-group-${index}`; title.setAttribute("role", "presentation"); section.setAttribute("aria-labelledby", title.id); }
  });
  for (const item of list.querySelectorAll("ul, li")) item.setAttribute("role", "presentation");
  links.forEach((link, index) => {
    link.id = `find-option-${index}`;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.tabIndex = -1;
  });
  return links;
}

function select(option) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === option));
  if (option) { input().setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
  else input().removeAttribute("aria-activedescendant");
}

async function find() {
  clearTimeout(timer);
  request?.abort();
  request = new AbortController();
  answered = false;
  const query = input().value.trim();
  const url = `${palette().dataset.find}?${new URLSearchParams({ q: query })}`;
  palette().classList.add("is-finding");
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true", "HX-Target": "find-results" }, credentials: "same-origin", signal: request.signal });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    results().innerHTML = await answer.text();
    const list = results().querySelector("#find-results");
    const found = list ? dress(list) : [];
    input().setAttribute("aria-expanded", String(found.length > 0));
    select(found[0] ?? null);
    answered = query === input().value.trim();
    if (answered && enter && found[0]) follow(found[0], enter);
    say(query ? (found.length ? `${found.length} found` : "Nothing found") : "");
  } catch (error) {
    if (error.name === "AbortError") return;
    enter = null;
    const sentence = document.createElement("p");
    sentence.className = "find-nothing";
    sentence.textContent = "No answer from the server. Type again to try again.";
    results().replaceChildren(sentence);
    input().setAttribute("aria-expanded", "false");
    say(sentence.textContent);
  } finally {
    palette().classList.remove("is-finding");
  }
}

function follow(option, { newTab }) {
  enter = null;
  if (newTab) window.open(option.href, "_blank", "noopener"); else option.click();
}

document.addEventListener("input", (event) => {
  if (event.target.id !== "palette-input") return;
  answered = false;
  enter = null;
  clearTimeout(timer);
  timer = setTimeout(find, WAIT);
});
document.addEventListener("keydown", (event) => {
  if ((event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    if (!palette()) return;
    event.preventDefault();
    if (palette().open) palette().close(); else openPalette();
    return;
  }
  if (event.target.id !== "palette-input" || event.isComposing) return;
  const all = options();
  const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: Math.min(at + 8, all.length - 1), PageUp: Math.max(at - 8, 0) }[event.key];
  if (to !== undefined && all.length) {
    event.preventDefault();
    select(all[(to + all.length) % all.length]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    const how = { newTab: event.metaKey || event.ctrlKey };
    if (!answered) { enter = how; find(); } else if (all[at]) follow(all[at], how);
  }
});
document.addEventListener("pointermove", (event) => {
  const option = event.target.closest?.('#palette [role="option"]');
  if (option && option.getAttribute("aria-selected") !== "true") select(option);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-palette-open]");
  if (link && palette() && !event.metaKey && !event.ctrlKey) { event.preventDefault(); openPalette(); }
  else if (event.target.closest("#palette a")) palette().close();
});

function nameKeys() {
  if (MAC) for (const kbd of document.querySelectorAll("[data-keys] kbd")) if (kbd.textContent === "Ctrl") kbd.textContent = "⌘";
}
document.addEventListener("htmx:load", nameKeys);
nameKeys();
