// The facilitator's keys: each presses the button that carries it, so that a key does what its button says; and the
// wall's button for the whole screen.
import { isModalOpen } from "./dialogs.js";
import { off } from "./shortcuts.js";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.metaKey || event.ctrlKey || event.altKey || isModalOpen() || off()) return;
  const { target } = event;
  if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
  // The space bar presses what has the focus.
  if (event.key === " " && /^(A|BUTTON|SUMMARY)$/.test(target.tagName)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const button = document.querySelector(`[data-room] [data-key="${CSS.escape(key)}"]`);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
});

// A press with the mouse leaves the keys to the room: else the space bar would press that button again, where it is
// said to pause. A click that keys make has no detail.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-room] button");
  // After the form has been sent with it: htmx forgets a button that loses the focus.
  if (button && event.detail > 0) setTimeout(() => button.blur());
});

// While somebody is asked whether they are sure, the form that asks stays where it is; what has been unfolded stays so.
let unfolded = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "board") return;
  if (event.detail.requestConfig.verb === "get" && isModalOpen()) event.detail.shouldSwap = false;
  unfolded = [...document.querySelectorAll("#board details[open][id]")].map((each) => each.id);
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "board") return;
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
});

for (const button of document.querySelectorAll("[data-fullscreen]")) {
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}
