// Goals put in order by dragging their grip. It sends the form of the buttons beside it, which do the same by keyboard.
let dragged = null; // {row, list, startedAfter}

const rows = (list) => [...list.querySelectorAll(":scope > [data-goal]")];

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  const row = grip.closest("[data-goal]");
  dragged = { row, list: row.parentElement, next: row.nextElementSibling };
  grip.setPointerCapture(event.pointerId);
  row.classList.add("is-dragged");
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const { row, list } = dragged;
  for (const other of rows(list)) {
    if (other === row) continue;
    const box = other.getBoundingClientRect();
    if (event.clientY < box.top || event.clientY > box.bottom) continue;
    const below = event.clientY > box.top + box.height / 2;
    const place = below ? other.nextElementSibling : other;
    if (place !== row) list.insertBefore(row, place);
    break;
  }
});

function drop(stored) {
  if (!dragged) return;
  const { row, list, next } = dragged;
  dragged = null;
  row.classList.remove("is-dragged");
  if (!stored) return void list.insertBefore(row, next);
  if (row.nextElementSibling === next) return;
  const form = row.querySelector("[data-move]");
  const above = row.previousElementSibling;
  const neighbour = above ?? row.nextElementSibling;
  const submitter = form.appendChild(document.createElement("button"));
  submitter.hidden = true;
  submitter.name = above ? "after" : "before";
  submitter.value = neighbour.dataset.goal;
  // A click, not requestSubmit: htmx sends the value of the button that was clicked.
  submitter.click();
}

document.addEventListener("pointerup", () => drop(true));
document.addEventListener("pointercancel", () => drop(false));
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && dragged) drop(false); });
