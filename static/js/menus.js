// Menus and hints are <details data-menu>: one open at a time, closed by Escape, a click elsewhere, or leaving them.
const open = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("focusin", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
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
