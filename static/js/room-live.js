// A participant's phone in a room. The part that follows the room is fetched again by itself; the request says which
// question stands below it and whether somebody is writing there, and then that box is left as it is.
const form = () => document.querySelector("#room-form [data-showing]");
const writable = "textarea, input:not([type=hidden]), select";

function isChanged(field) {
  if (field.matches("[type=radio], [type=checkbox]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected && option.value !== "");
  return field.value !== field.defaultValue;
}

function keeps() {
  const shown = form();
  if (!shown) return false;
  if (shown.hasAttribute("data-unsent")) return true;
  const fields = [...shown.querySelectorAll(writable)];
  return fields.some((field) => isChanged(field) || (field === document.activeElement && field.value !== "" && field.matches("textarea")));
}

document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.id !== "room-now") return;
  event.detail.parameters.showing = form()?.dataset.showing ?? "0";
  event.detail.parameters.keeps = keeps() ? "1" : "0";
});

// What the page asks by itself and gets no answer to is said in a line of its own, not over the box in which somebody
// writes.
const isByItself = (event) => event.target.matches?.("#room-now, .room-here");

document.addEventListener("htmx:sendError", (event) => {
  if (!isByItself(event)) return;
  event.stopPropagation();
  document.querySelector("[data-room-away]").textContent = "No connection. What you write stays here, and this page goes on by itself.";
}, true);
document.addEventListener("htmx:afterRequest", (event) => {
  if (isByItself(event) && event.detail.successful) document.querySelector("[data-room-away]").textContent = "";
});

// A phone that was put away comes back to where the room is by now.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && window.htmx) window.htmx.trigger("#room-now", "live");
});
