// Counts [data-clock] down. The server says how many seconds are left when it draws the clock, so that a phone whose own
// clock is wrong counts right; whatever is drawn anew begins anew.
const begun = new WeakMap();

function label(seconds) {
  const left = Math.max(seconds, 0);
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

function tick() {
  for (const clock of document.querySelectorAll("[data-clock]:not([data-paused])")) {
    if (!begun.has(clock)) begun.set(clock, performance.now());
    const left = Math.ceil(Number(clock.dataset.seconds) - (performance.now() - begun.get(clock)) / 1000);
    const place = clock.querySelector("[data-clock-left]");
    const text = label(left);
    if (place.textContent !== text) place.textContent = text;
    clock.classList.toggle("is-up", left <= 0);
    clock.classList.toggle("is-short", left > 0 && left <= 30);
  }
}

setInterval(tick, 250);
document.addEventListener("htmx:load", tick);
tick();
