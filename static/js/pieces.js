// Pieces of a page that scripts fetch again: one request at a time for each place, and of what is asked for meanwhile only
// the last. htmx would queue by who asks: it drops what waits when the same one asks for another place, and calls it done.

class Place {
  constructor(target) {
    Object.assign(this, { target, asked: null, wanted: null, running: null });
    target.addEventListener("htmx:beforeSwap", (event) => {
      if (event.target === target && event.detail.requestConfig.elt === target && this.asked !== this.wanted) event.detail.shouldSwap = false;
    });
  }

  async ask() {
    while (this.wanted && this.asked !== this.wanted) {
      this.asked = this.wanted;
      try {
        await htmx.ajax("GET", this.asked.address, { target: this.target, source: this.target });
      } catch {
        // The reader has been told; what was asked for since is still tried.
        if (this.wanted === this.asked) this.wanted = null;
      }
    }
    this.running = null;
  }
}

const places = new WeakMap();

/** Fetch `address` into `target`. Resolves to whether it stands there: not when it failed or something else was asked. */
export async function fetchInto(target, address) {
  if (!places.has(target)) places.set(target, new Place(target));
  const place = places.get(target);
  const wanted = (place.wanted = { address });
  place.running ??= place.ask();
  await place.running;
  return place.wanted === wanted;
}

/** Let nothing that is on its way arrive in `target`. */
export function forgo(target) {
  const place = places.get(target);
  if (place) place.wanted = null;
}
