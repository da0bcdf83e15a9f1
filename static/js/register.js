// Selecting rows: the whole page by the head's box, a range with Shift, and a count that says how many.
const picks = () => [...document.querySelectorAll('#rows [name="pick"]')];
const word = (count) => (count === 1 ? "1 selected" : `${count} selected`);

let last = null;

function count() {
  const all = picks();
  const chosen = all.filter((pick) => pick.checked);
  const whole = document.querySelector("[data-pick-page]");
  if (whole) {
    whole.checked = all.length > 0 && chosen.length === all.length;
    whole.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }
  const everybody = document.getElementById("pick-all");
  if (everybody && chosen.length < all.length) everybody.checked = false;
  const said = document.querySelector("[data-pick-count]");
  if (said) said.textContent = everybody?.checked ? "All that match" : word(chosen.length);
}

document.addEventListener("click", (event) => {
  const pick = event.target.closest?.('#rows [name="pick"]');
  if (!pick) return;
  const all = picks();
  if (event.shiftKey && last && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(pick)].sort((a, b) => a - b);
    for (const between of all.slice(from, to + 1)) between.checked = pick.checked;
  }
  last = pick;
  count();
});
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-pick-page]")) for (const pick of picks()) pick.checked = event.target.checked;
  if (event.target.id === "pick-all" && event.target.checked) for (const pick of picks()) pick.checked = true;
  if (event.target.closest?.("#rows")) count();
});
document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.target?.id === "rows") { last = null; count(); } });
