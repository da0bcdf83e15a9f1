// The search over the drawing: a combobox of people; choosing one flies there.
import { segmentWord } from "./marks.js";

const MOST = 8;
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export class Search {
  constructor(root, { choose, say }) {
    this.input = root.querySelector("[data-network-search]");
    this.list = root.querySelector("[data-network-found]");
    Object.assign(this, { choose, say });
    this.input.addEventListener("input", () => this.find());
    this.input.addEventListener("focus", () => { if (this.input.value.trim()) this.find(); });
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) { event.preventDefault(); this.take(option); }
    });
  }

  use(network) {
    this.network = network;
    this.folded = network.people.name.map((name, row) => folded(`${name} ${network.people.title[row]}`));
  }

  options() {
    return [...this.list.children].filter((option) => option.dataset.row);
  }

  find() {
    const words = folded(this.input.value).split(/\s+/).filter(Boolean);
    if (!words.length || !this.network) return this.close();
    const found = [];
    for (let row = 0; row < this.folded.length; row += 1) {
      const text = this.folded[row];
      if (!words.every((word) => text.includes(word))) continue;
      found.push([row, words.every((word) => text.startsWith(word) || text.includes(` ${word}`)) ? 0 : 1]);
    }
    found.sort((a, b) => a[1] - b[1] || this.network.share[b[0]] - this.network.share[a[0]] || a[0] - b[0]);
    const { people, departments } = this.network;
    this.list.replaceChildren(...found.slice(0, MOST).map(([row], index) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `network-option-${index}`, role: "option" });
      option.dataset.row = row;
      option.setAttribute("aria-selected", String(index === 0));
      const name = document.createElement("bdi");
      name.textContent = people.name[row];
      const note = document.createElement("span");
      note.textContent = [segmentWord({ segment: people.segment[row] }), departments[people.department[row]]].filter(Boolean).join(", ");
      option.append(name, note);
      return option;
    }));
    if (!found.length) {
      const nobody = document.createElement("li");
      nobody.setAttribute("role", "presentation");
      nobody.textContent = "Nobody here is called that.";
      this.list.append(nobody);
    } else if (found.length > MOST) {
      const more = document.createElement("li");
      more.setAttribute("role", "presentation");
      more.textContent = `and ${(found.length - MOST).toLocaleString("en")} more: type on`;
      this.list.append(more);
    }
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(this.options()[0]);
    this.say(found.length ? `${found.length} found` : "Nobody found");
  }

  mark(option) {
    for (const other of this.options()) other.setAttribute("aria-selected", String(other === option));
    if (option) this.input.setAttribute("aria-activedescendant", option.id); else this.input.removeAttribute("aria-activedescendant");
  }

  take(option) {
    const row = Number(option.dataset.row);
    this.close();
    this.input.value = "";
    this.choose(row);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.isComposing) return;
    const options = this.options();
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !this.list.hidden && options.length) {
      event.preventDefault();
      this.mark(options[(at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!this.list.hidden && options[at]) this.take(options[at]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }
}
