// The side panel: opens when #panel receives content, Escape closes it, the focus returns, and nothing typed is lost unasked.
//
// Content is fetched by <a href hx-get hx-target="#panel">. Forms in it need no htmx attributes: they get them here, so
// the same form works as a page of its own. Links with data-panel-close (Cancel) close it instead of going anywhere.
// On document: panel:open, panel:close {detail: {done}}. The server closes it by the header HX-Trigger: panel:done.
import { ask, isModalOpen } from "./dialogs.js";
import { focusFirst } from "./forms.js";

const NARROW = matchMedia("(max-width: 760px)");
const panel = () => document.getElementById("panel");
const app = () => document.querySelector(".app");

let opener = null; // {element, id, href} of what opened it
let typed = ""; // what its forms held when it opened

const written = () => JSON.stringify([...panel().querySelectorAll("form")].map((form) => [...new FormData(form)].map(([k, v]) => [k, v instanceof File ? v.name : v])));
export const isOpen = () => panel()?.open ?? false;
export const isDirty = () => isOpen() && written() !== typed;

const askToDiscard = () => ask("What you typed here has not been stored.", { title: "Leave without storing?", yes: "Discard it", no: "Keep writing" });

function focusOpener() {
  if (!opener) return;
  const again = opener.element?.isConnected ? opener.element
    : (opener.id && document.getElementById(opener.id)) || (opener.href && document.querySelector(`main a[href="${CSS.escape(opener.href)}"]`));
  (again || document.getElementById("main"))?.focus({ preventScroll: true });
}

function wire(form) {
  if (form.matches("[hx-get], [hx-post], [hx-boost], [method=dialog], [data-panel-leave]")) return;
  form.setAttribute(form.method === "post" ? "hx-post" : "hx-get", form.getAttribute("action") || panel().dataset.url || location.href);
  form.setAttribute("hx-target", "#panel");
  form.setAttribute("hx-swap", "innerHTML");
  if (form.enctype === "multipart/form-data") form.setAttribute("hx-encoding", form.enctype);
  htmx.process(form);
}

function show() {
  const element = panel();
  for (const form of element.querySelectorAll("form")) wire(form);
  if (!element.open) {
    element.show();
    document.dispatchEvent(new CustomEvent("panel:open"));
  }
  app().inert = NARROW.matches;
  if (!focusFirst(element)) (element.querySelector("#panel-title") ?? element).focus({ preventScroll: true });
}

function shut(done) {
  const element = panel();
  if (!element.open) return;
  element.close();
  element.replaceChildren();
  app().inert = false;
  focusOpener();
  document.dispatchEvent(new CustomEvent("panel:close", { detail: { done } }));
}

/** Close it; asks first when something was typed. Resolves to whether it closed. */
export async function close({ force = false } = {}) {
  if (!isOpen()) return true;
  if (!force && isDirty() && !(await askToDiscard())) return false;
  shut(force);
  return true;
}

document.addEventListener("htmx:confirm", (event) => {
  const { elt, target } = event.detail;
  if (target?.id !== "panel" || panel().contains(elt) || !isDirty()) return;
  event.preventDefault();
  askToDiscard().then((yes) => { if (yes) event.detail.issueRequest(true); });
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target, pathInfo } = event.detail;
  if (target?.id !== "panel" || panel().contains(elt)) return;
  opener = { element: elt === document.body ? document.activeElement : elt, id: elt.id, href: elt.getAttribute("href") };
  panel().dataset.url = pathInfo.requestPath;
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "panel") {
    if (!panel().childElementCount) return shut(true);
    const refused = event.detail.xhr?.status >= 400;
    show();
    if (!refused) typed = written();
  } else if (event.detail.target === document.body) {
    focusOpener();
    opener = null;
  }
});
document.addEventListener("panel:done", () => shut(true));
document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-panel-close]");
  if (!closer || !panel().contains(closer)) return;
  event.preventDefault();
  close();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || !isOpen() || isModalOpen()) return;
  event.preventDefault();
  close();
});
NARROW.addEventListener("change", () => { if (isOpen()) app().inert = NARROW.matches; });
window.addEventListener("beforeunload", (event) => { if (isDirty() && !panel().querySelector("form[data-sending]")) event.preventDefault(); });
