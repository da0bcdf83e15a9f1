// Menus and hints are <details data-menu>: one open at a time, closed by Escape, a click elsewhere, or leaving them.
const open = () => document.querySelectorAll("details[data-menu][open]");

// What opens stays on the screen: where it would reach beyond an edge, it moves back by as much.
document.addEventListener(
  "toggle",
  (event) => {
    const box = event.target.matches?.("details[data-menu][open]") && event.target.querySelector(".menu-list, .hint-text");
    if (!box) return;
    box.style.translate = "";
    const { left, right } = box.getBoundingClientRect();
    const beyond = Math.max(0, right + 8 - document.documentElement.clientWidth);
    const shift = left < 8 ? 8 - left : -Math.min(beyond, left - 8);
    if (shift) box.style.translate = `${shift}px`;
  },
  true,
);

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
// A press on words inside a menu focuses what can be focused around it, such as <main>: the menu has not been left.
document.addEventListener("focusin", ({ target }) => {
  for (const menu of open()) if (!menu.contains(target) && !target.contains(menu)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-menu]");
  if (event.key === "Escape") {
    for (const opened of open()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      opened.open = false;
      opened.querySelector("summary").focus();
    }
  } else if (menu?.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const stops = [...menu.querySelectorAll(".menu-list :is(a, button)")];
    if (!stops.length) return;
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    const at = stops.indexOf(document.activeElement);
    stops[at === -1 ? (step > 0 ? 0 : stops.length - 1) : (at + step + stops.length) % stops.length].focus();
  }
});
