// A desk where a guide, a report or an audience is written: better words go into their box, the box a finding is about is shown, nothing typed is lost unasked.
import { focusFirst } from "./forms.js";

const desk = () => document.querySelector("[data-desk]");
const box = (name) => document.querySelector(`[data-desk] [name="${CSS.escape(name)}"]`);

function show(segment) {
  const tab = document.getElementById(`for-${segment}`);
  if (tab && !tab.checked) tab.checked = true;
}

// Into the box as if it were typed, so that Ctrl+Z takes it back.
function write(field, words) {
  field.focus();
  field.select();
  if (!document.execCommand("insertText", false, words)) {
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

document.addEventListener("click", (event) => {
  const use = event.target.closest("[data-use]");
  const field = use && box(use.dataset.use);
  if (field) {
    event.preventDefault();
    if (use.dataset.in) show(use.dataset.in);
    const more = field.closest("details");
    if (more) more.open = true;
    write(field, use.dataset.words);
    return;
  }
  const preview = event.target.closest("[data-preview]");
  if (preview) {
    const open = document.querySelector(".desk-tab :checked")?.value;
    preview.search = open && open !== "core" ? `?for=${open}` : "";
    return;
  }
  const link = event.target.closest("#checked a[href^='#']");
  if (!link) return;
  if (link.dataset.show) show(link.dataset.show);
  const target = document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  const more = target.closest("details");
  if (more) more.open = true;
  target.scrollIntoView({ block: "center" });
  target.focus?.({ preventScroll: true });
});

// A button pressed while the desk is being drawn anew is pressed again when it stands: no press is lost.
let drawing = false;
const pressed = [];
const isOfDesk = (event) => event.detail.requestConfig?.target?.id === "desk" || event.detail.target?.id === "desk";
function again() {
  drawing = false;
  const next = pressed.shift();
  if (next) document.getElementById(next)?.click();
}
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.("#desk button[name=do]");
    if (!button?.id || !drawing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed.push(button.id);
  },
  true,
);
document.addEventListener("htmx:beforeSend", (event) => {
  if (isOfDesk(event)) drawing = true;
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (isOfDesk(event)) again();
});
for (const gone of ["htmx:sendError", "htmx:responseError", "htmx:timeout", "htmx:sendAbort"])
  document.addEventListener(gone, (event) => {
    if (!isOfDesk(event)) return;
    pressed.length = 0;
    drawing = false;
  });

document.addEventListener("input", (event) => {
  if (event.target.closest("[data-desk]") && event.target.name !== "for") desk().dataset.changed = "";
});
// Choosing whose words are shown changes nothing that could be checked.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.id === "checked" && event.detail.requestConfig.triggeringEvent?.target?.name === "for") event.preventDefault();
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "desk") return;
  const here = desk()?.querySelector("[data-focus] textarea");
  // An arrow keeps the focus, so that it can be pressed again; what was added or split is written in next.
  if (here && !/^(up|down)-/.test(document.activeElement?.id ?? "")) {
    here.focus({ preventScroll: true });
    // A prompt begins with words to be written over.
    here.select();
  }
  here?.closest("li").scrollIntoView({ block: "nearest" });
  if (!here) focusFirst(desk());
});
window.addEventListener("beforeunload", (event) => {
  const form = desk();
  if (form && "changed" in form.dataset && !form.dataset.sending) event.preventDefault();
});
