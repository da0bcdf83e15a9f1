// Somebody carried to another place, by hand or by keys, and pinned there; or let go again.
import { toast } from "./toast.js";

export class Carry {
  constructor(page) {
    this.page = page;
    this.held = null; // {row, x, y}: who, and where they were
    this.isTaken = false; // by keys or from the card: a click or Enter puts them down
  }

  start(row) {
    const { page } = this;
    page.camera.stop();
    page.tip.hide();
    this.held = { row, x: page.network.x[row], y: page.network.y[row] };
    page.drawing.lift(row);
    page.redraw();
  }

  take(row) {
    if (row < 0 || this.held) return;
    const { page } = this;
    this.start(row);
    this.isTaken = true;
    page.stage.classList.add("is-carrying");
    page.stage.focus({ preventScroll: true });
    page.say(`${page.network.people.name[row]} picked up. Arrow keys or a click move them, Enter pins, Escape puts back.`);
  }

  to(px, py) {
    if (!this.held) return;
    const { page, held } = this;
    [page.network.x[held.row], page.network.y[held.row]] = page.camera.toNetwork(px, py);
    page.redraw();
  }

  nudge(dx, dy) {
    this.page.network.x[this.held.row] += dx;
    this.page.network.y[this.held.row] += dy;
    this.page.redraw();
  }

  dropAt(px, py) {
    this.to(px, py);
    this.drop();
  }

  /** Whether there was somebody to put back. */
  putBack() {
    const { held, page } = this;
    if (!held) return false;
    this.letGo();
    this.stand(held.row, held.x, held.y);
    page.say(`${page.network.people.name[held.row]} is back where they were.`);
    return true;
  }

  stand(row, x, y) {
    const { network } = this.page;
    network.x[row] = x;
    network.y[row] = y;
    network.moved();
    this.page.redraw();
  }

  forget() {
    this.held = null;
    this.isTaken = false;
    this.page.stage.classList.remove("is-carrying");
    this.page.drawing.drop();
  }

  letGo() {
    this.forget();
    this.page.network.moved();
    this.page.redraw();
  }

  async drop() {
    const { held, page } = this;
    if (!held) return;
    const { network } = page;
    const { row } = held;
    const [id, x, y, was] = [network.people.id[row], network.x[row], network.y[row], network.people.pinned[row]];
    network.people.pinned[row] = 1;
    this.letGo();
    page.keep();
    const problem = await this.send(id, { x, y });
    if (!problem) {
      [network.people.x[row], network.people.y[row]] = [x, y];
      page.say(`${network.people.name[row]} is pinned here.`);
      page.choice.openAgain(id);
      return;
    }
    network.people.pinned[row] = was;
    this.stand(row, held.x, held.y);
    toast(problem, "error");
  }

  async release(id) {
    const problem = await this.send(id, { release: "1" });
    if (problem) return toast(problem, "error");
    this.page.say("The layout places them again.");
    await this.page.load();
    this.page.choice.openAgain(id);
  }

  /** What went wrong, in words; nothing when it is stored. */
  async send(id, values) {
    const body = new FormData(this.page.root.querySelector("[data-network-token]"));
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    try {
      const answer = await fetch(this.page.address("pinUrl", id), { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.ok) return "";
      return answer.status === 422 ? await answer.text() : "The place could not be stored. Reload the page and try again.";
    } catch {
      return "No answer from the server: the place is not stored. Check the connection.";
    }
  }
}
