// Asks for a suggestion as answers change, and takes it over without leaving the form.
const WAIT = 120;
let timer;

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form.assess");
  const suggestion = form?.querySelector("#suggestion");
  if (!suggestion || !event.target.closest("[data-answers], [data-stance]")) return;
  clearTimeout(timer);
  timer = setTimeout(() => htmx.trigger(suggestion, "answered"), WAIT);
});
document.addEventListener("click", (event) => {
  const take = event.target.closest?.("[data-take]");
  const radio = take?.form?.querySelector(`[name="segment"][value="${CSS.escape(take.value)}"]`);
  if (!radio) return;
  event.preventDefault();
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
});
