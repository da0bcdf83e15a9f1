// The engagement matrix: Escape leaves a row as it was, and the counts stay open over a change of filters.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const row = event.target.closest?.("[data-row-form]");
  if (!row) return;
  event.preventDefault();
  row.querySelector("[data-row-cancel]").click();
});

let open = false;
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("[data-heat]")) open = event.target.open;
}, true);
document.addEventListener("htmx:load", (event) => {
  const counts = event.detail.elt.querySelector?.("[data-heat]") ?? event.detail.elt.closest?.("[data-heat]");
  if (counts && open) counts.open = true;
});
