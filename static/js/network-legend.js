// The legend: kinds of ties that can be hidden, departments that can be brought forward, and how much is shown.
const number = (count) => count.toLocaleString("en");

export class Legend {
  constructor(root, { changed, department }) {
    Object.assign(this, { root, changed });
    this.kinds = new Set();
    for (const button of root.querySelectorAll("[data-network-kind]")) this.kinds.add(Number(button.dataset.networkKind));
    root.addEventListener("click", (event) => {
      const kind = event.target.closest("[data-network-kind]");
      if (kind) this.toggle(kind);
      const one = event.target.closest("[data-network-department]");
      if (one) {
        const isOn = one.getAttribute("aria-pressed") === "true";
        this.press(isOn ? null : one);
        department(isOn ? -2 : Number(one.dataset.networkDepartment));
      }
    });
  }

  toggle(button) {
    const kind = Number(button.dataset.networkKind);
    if (this.kinds.has(kind)) this.kinds.delete(kind); else this.kinds.add(kind);
    button.setAttribute("aria-pressed", String(this.kinds.has(kind)));
    this.changed();
  }

  set(kinds) {
    this.kinds = new Set(kinds);
    for (const button of this.root.querySelectorAll("[data-network-kind]")) button.setAttribute("aria-pressed", String(this.kinds.has(Number(button.dataset.networkKind))));
  }

  press(button) {
    for (const other of this.root.querySelectorAll("[data-network-department]")) other.setAttribute("aria-pressed", String(other === button));
  }

  /** Counts of kinds and segments, and the departments with their colours. */
  use(network, drawing) {
    const counts = new Array(6).fill(0), segments = new Array(6).fill(0), outside = [0, 0, 0];
    for (const kind of network.ties.kind) counts[kind] += 1;
    for (const segment of network.people.segment) segments[segment] += 1;
    for (const kind of network.people.kind) outside[kind] += 1;
    for (const button of this.root.querySelectorAll("[data-network-kind]")) {
      const count = counts[Number(button.dataset.networkKind)];
      button.hidden = !count;
      button.querySelector(".num").textContent = number(count);
    }
    for (const key of this.root.querySelectorAll("[data-network-segment]")) {
      const count = segments[Number(key.dataset.networkSegment)];
      key.hidden = !count;
      key.querySelector(".num").textContent = number(count);
    }
    for (const key of this.root.querySelectorAll("[data-network-outside]")) key.hidden = !outside[Number(key.dataset.networkOutside)];
    this.root.querySelector("[data-network-outsiders]").hidden = !outside[1] && !outside[2];
    this.departments(network, drawing);
  }

  departments(network, drawing) {
    const list = this.root.querySelector("[data-network-departments]");
    const without = network.people.department.filter((index) => index < 0).length;
    const rows = [...drawing.departmentCounts, ...(without ? [[-1, without]] : [])];
    list.replaceChildren(...rows.map(([index, count]) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "network-key" });
      button.dataset.networkDepartment = index;
      button.setAttribute("aria-pressed", String(drawing.department === index));
      const swatch = document.createElement("i");
      swatch.className = `network-swatch is-${drawing.departmentTone.get(index) ?? "department-none"}`;
      const name = document.createElement("bdi");
      name.textContent = index < 0 ? "No department" : network.departments[index];
      const many = document.createElement("span");
      many.className = "num faint";
      many.textContent = number(count);
      button.append(swatch, name, " ", many);
      return button;
    }));
  }
}
