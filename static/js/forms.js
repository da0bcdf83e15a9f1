// Forms: sent once however often they are clicked, asked first where they say so, and the focus goes to what is wrong.
import { ask } from "./dialogs.js";

const confirmed = new WeakSet();

function busy(form, submitter, on) {
  if (on) form.dataset.sending = "true"; else delete form.dataset.sending;
  const button = submitter ?? form.querySelector("button.is-busy");
  button?.classList?.toggle("is-busy", on);
  if (on) button?.setAttribute("aria-disabled", "true"); else button?.removeAttribute("aria-disabled");
}

const usesHtmx = (form) => form.matches("[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete], [data-hx-post]");

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (question && !confirmed.has(form)) {
    // capture: htmx listens on the form itself and must not hear of it before the answer
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    if (await ask(question, { yes: submitter?.textContent.trim() || "Continue" })) {
      confirmed.add(form);
      form.requestSubmit(submitter);
      confirmed.delete(form);
    }
    return;
  }
  if (form.dataset.sending) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || usesHtmx(form) || form.method === "dialog" || form.method === "get" || form.target) return;
  busy(form, event.submitter, true);
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  if (elt.matches("form") && requestConfig.verb !== "get") busy(elt, requestConfig.triggeringEvent?.submitter, true);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  if (elt.matches("form") && requestConfig.verb !== "get") busy(elt, requestConfig.triggeringEvent?.submitter, false);
});
// the back button may show this page as it was when it left
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.querySelectorAll("form[data-sending]")) busy(form, null, false);
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-confirm]");
  if (!link || confirmed.has(link)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (await ask(link.dataset.confirm, { yes: link.textContent.trim() })) {
    confirmed.add(link);
    link.click();
    confirmed.delete(link);
  }
}, true);

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && (form.hasAttribute("data-submit-on-change") || event.target.hasAttribute("data-submit-on-change"))) form.requestSubmit();
});

export function focusFirst(root) {
  const wanted = root.querySelector("[data-autofocus]") ?? root.querySelector("[autofocus]");
  wanted?.focus({ preventScroll: false });
  return wanted !== null;
}
focusFirst(document);
