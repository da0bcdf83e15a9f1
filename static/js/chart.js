// The organisation chart: branches that are loaded fold and unfold here; the first opening of a branch is htmx's.
// Arrow keys walk the chart as it is drawn: down and up between people in sight, right into a branch, left out of it.
const FOLD = "[data-fold]";

function fold(toggle, open) {
  toggle.setAttribute("aria-expanded", String(open));
  const node = toggle.closest(".node");
  node.classList.toggle("is-open", open);
  document.getElementById(toggle.getAttribute("aria-controls")).hidden = !open;
}

document.addEventListener("click", (event) => {
  const toggle = event.target.closest(FOLD);
  if (!toggle || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  fold(toggle, toggle.getAttribute("aria-expanded") !== "true");
});

document.addEventListener("keydown", (event) => {
  const here = event.target.closest?.(".node-toggle, .node-name");
  if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
  const node = here.closest(".node");
  if (event.key === " " && here.matches(".node-toggle")) {
    event.preventDefault(); // it is announced as a button, so Space presses it
    here.click();
    return;
  }
  if (!node) return;
  const move = { ArrowDown: () => beside(node, 1), ArrowUp: () => beside(node, -1), ArrowRight: () => into(node), ArrowLeft: () => out(node), Home: () => inSight()[0], End: () => inSight().at(-1) }[event.key];
  if (!move) return;
  event.preventDefault();
  move()?.querySelector(":scope > .node-card .node-name")?.focus();
});

const inSight = () => [...document.querySelectorAll(".chart-roots .node")].filter((node) => !node.closest("[hidden]"));

function beside(node, step) {
  const all = inSight();
  return all[all.indexOf(node) + step];
}

function into(node) {
  const toggle = node.querySelector(":scope > .node-card .node-toggle");
  if (!toggle) return null;
  if (toggle.getAttribute("aria-expanded") === "true") return node.querySelector(":scope > .under > .node");
  toggle.click();
  return null;
}

function out(node) {
  const toggle = node.querySelector(":scope > .node-card .node-toggle");
  if (toggle?.getAttribute("aria-expanded") === "true") {
    if (toggle.matches(FOLD)) fold(toggle, false);
    return node;
  }
  return node.parentElement.closest(".node");
}

function show() {
  const sought = document.querySelector("[data-sought]");
  sought?.closest(".node-card").scrollIntoView({ block: "center", inline: "center" });
}
document.addEventListener("htmx:load", show);
show();
