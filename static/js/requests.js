// htmx's requests made visible: a bar while they run, aria-busy on what will change, and a sentence when they fail.
import { toast } from "./toast.js";

let running = 0;

function bar() {
  const element = document.getElementById("request-bar");
  element?.classList.toggle("is-busy", running > 0);
  element?.classList.toggle("is-done", running === 0);
}

// What a page asks again by itself is no reason to dim what somebody is reading.
const ASKED_WHEN_ANSWERED = "[hx-trigger='answered']";
const isUnasked = ({ requestConfig: { verb, elt } }) => verb === "get" && elt.matches(`[data-live], [hx-trigger*='every '], ${ASKED_WHEN_ANSWERED}`);

document.addEventListener("htmx:beforeSend", (event) => {
  running += 1;
  if (!isUnasked(event.detail)) event.detail.target?.setAttribute("aria-busy", "true");
  bar();
});
document.addEventListener("htmx:afterRequest", (event) => {
  running = Math.max(0, running - 1);
  event.detail.target?.removeAttribute("aria-busy");
  bar();
});

// A press is down and up again on one button: what a page asked by itself does not take the button away in between.
const LONGEST_PRESS = 2000;
let pressed = -LONGEST_PRESS;
const kept = new Set();

function released() {
  // the click comes after it
  setTimeout(() => {
    pressed = -LONGEST_PRESS;
    for (const element of kept) if (element.isConnected) htmx.trigger(element, element.matches(ASKED_WHEN_ANSWERED) ? "answered" : "live");
    kept.clear();
  }, 50);
}

document.addEventListener("pointerdown", () => { pressed = performance.now(); }, true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, released, true);
document.addEventListener("htmx:beforeSwap", (event) => {
  if (performance.now() - pressed > LONGEST_PRESS || !isUnasked(event.detail)) return;
  event.detail.shouldSwap = false;
  kept.add(event.detail.requestConfig.elt);
});

function retry({ elt, requestConfig, target }) {
  if (requestConfig.verb !== "get") return null;
  return { label: "Try again", run: () => htmx.ajax("GET", requestConfig.path, { source: elt.isConnected ? elt : document.body, target }) };
}

const SENTENCES = {
  400: "That could not be read. Reload the page and try again.",
  403: "Your role does not allow this, or the form is out of date. Reload the page and try again.",
  404: "It is not there any more. Reload the page to see what is.",
  405: "This cannot be done here. Reload the page and try again.",
  413: "That is too large to send.",
  429: "Too many tries in a short time. Wait a minute.",
  502: "The server is restarting. Try again in a moment.",
  503: "The server is busy or restarting. Try again in a moment.",
};

document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  const unchanged = event.detail.requestConfig.verb === "get" ? "" : " Nothing was stored; what you typed is still here.";
  const sentence = SENTENCES[status] ?? (status >= 500 ? "Something broke on our side." : "That did not work.");
  toast(sentence + (status >= 500 ? unchanged : ""), "error", status >= 500 ? retry(event.detail) : null);
});
document.addEventListener("htmx:sendError", (event) => toast("No answer from the server. Check the connection; what you typed is still here.", "error", retry(event.detail)));
document.addEventListener("htmx:timeout", (event) => toast("The server takes too long to answer. It may still finish: look before you send it again.", "error", retry(event.detail)));
document.addEventListener("htmx:swapError", () => toast("The answer could not be shown. Reload the page.", "error"));
