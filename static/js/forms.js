// Forms: sent once however often they are clicked, asked first where they say so, and the focus goes to what is wrong.
import { ask } from "./dialogs.js";
import { toast } from "./toast.js";

const confirmed = new WeakSet();

function busy(form, submitter, on) {
  if (on) form.dataset.sending = "true"; else delete form.dataset.sending;
  const button = submitter ?? form.querySelector("button.is-busy");
  button?.classList?.toggle("is-busy", on);
  if (on) button?.setAttribute("aria-disabled", "true"); else button?.removeAttribute("aria-disabled");
}

function again(submitter) {
  const button = submitter?.id ? document.getElementById(submitter.id) : null;
  return [button?.form, button];
}

const usesHtmx = (form) => form.matches("[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete], [data-hx-post]");

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (question && !confirmed.has(form)) {
    // capture: htmx listens on the form itself and must not hear of it before the answer
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    if (!(await ask(question, { yes: submitter?.textContent.trim() || "Continue" }))) return;
    // while the question stood the page may have been drawn anew
    const [sent, button] = form.isConnected ? [form, submitter] : again(submitter);
    if (!sent) {
      toast("The page has changed meanwhile: nothing was done.", "error");
      return;
    }
    confirmed.add(sent);
    sent.requestSubmit(button);
    confirmed.delete(sent);
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
// As where there is no htmx: what a GET form holds takes the place of the query in its address, and is not added to it.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb === "get" && detail.elt.matches("form")) detail.path = detail.path.replace(/\?[^#]*/, "");
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
