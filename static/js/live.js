// Elements with data-live="<stream address>" get a "live" event (hx-trigger="live") whenever the server says that
// something changed, and every five seconds while its stream is away. data-live-refresh="<selector>" sends the event
// to other elements instead; data-live-on="step revealed" hears only events of these names, and data-live-pause="1000"
// at most one in so many milliseconds. Events carry no content: whoever hears one fetches the page again.

const POLL_EVERY = 5000;
const TRY_AGAIN_AFTER = 60000;

// One connection an address, shared by all its elements, so that a page that swaps an element keeps its stream.
const streams = new Map();

function listeners(address) {
  return [...document.querySelectorAll("[data-live]")].filter((element) => element.dataset.live === address);
}

const heard = new WeakMap();

// The first of many events is passed on at once, the others together when the pause is over.
function hear(element) {
  const pause = Number(element.dataset.livePause ?? 0);
  const state = heard.get(element) ?? { last: 0, timer: 0 };
  heard.set(element, state);
  if (state.timer) return;
  const wait = state.last + pause - Date.now();
  const pass = () => {
    Object.assign(state, { last: Date.now(), timer: 0 });
    passOn(element);
  };
  if (pause && wait > 0) state.timer = setTimeout(pass, wait);
  else pass();
}

const named = (message) => {
  try {
    return JSON.parse(message.data).event;
  } catch {
    return "refetch";
  }
};

function tell(address, name = "refetch") {
  for (const element of listeners(address)) {
    const names = element.dataset.liveOn?.split(" ");
    if (!names || name === "refetch" || names.includes(name)) hear(element);
  }
}

function passOn(element) {
  const selector = element.dataset.liveRefresh;
  const targets = selector ? document.querySelectorAll(selector) : [element];
  for (const target of targets) {
    if (window.htmx) window.htmx.trigger(target, "live");
    else target.dispatchEvent(new CustomEvent("live", { bubbles: true }));
  }
}

// What a page shows is as old as the page, or as the piece of it that brought the address: never younger than it says.
function open(address) {
  const stream = { source: new EventSource(`${address}&age=${Math.ceil(performance.now())}`), since: Date.now() };
  // the browser kept trying: events of the meantime went by unheard
  stream.source.addEventListener("open", () => { if (Date.now() - stream.since > 500) tell(address); }, { once: true });
  stream.source.addEventListener("message", (message) => tell(address, named(message)));
  streams.set(address, stream);
}

function connect() {
  for (const element of document.querySelectorAll("[data-live]")) {
    const address = element.dataset.live;
    if (address && !streams.has(address)) open(address);
  }
}

function disconnect() {
  for (const [address, stream] of streams) {
    if (listeners(address).length === 0) {
      stream.source.close();
      streams.delete(address);
    }
  }
}

function poll() {
  disconnect();
  for (const [address, stream] of streams) {
    if (stream.source.readyState === EventSource.OPEN) continue;
    if (!document.hidden) tell(address);
    // Refused (expired, or too many): the browser has given up, so we ask again, seldom.
    if (stream.source.readyState === EventSource.CLOSED && Date.now() - stream.since > TRY_AGAIN_AFTER) open(address);
  }
}

// Elements come and go with every swap; the swap itself is over when the next task runs.
let sweep = 0;
function later() {
  clearTimeout(sweep);
  sweep = setTimeout(() => {
    connect();
    disconnect();
  }, 50);
}

document.addEventListener("htmx:load", later);
new MutationObserver(later).observe(document.documentElement, { childList: true, subtree: true });
window.addEventListener("pagehide", () => {
  for (const stream of streams.values()) stream.source.close();
  streams.clear();
});
window.addEventListener("pageshow", connect);
connect();
setInterval(poll, POLL_EVERY);
