// A personal link to copy: selected when it is entered, copied by a button where the browser allows.
const copyable = () => Boolean(navigator.clipboard?.writeText);

function ready(root) {
  for (const button of root.querySelectorAll("[data-copy]")) button.hidden = !copyable();
}

document.addEventListener("focusin", (event) => event.target.matches?.("[data-select]") && event.target.select());
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  const said = button.closest(".field")?.querySelector("[data-copied]");
  try {
    await navigator.clipboard.writeText(field.value);
    if (said) said.textContent = "Copied.";
  } catch {
    field.select();
    if (said) said.textContent = "Press Ctrl C to copy it.";
  }
});
document.addEventListener("htmx:afterSettle", (event) => ready(event.target));
ready(document);
