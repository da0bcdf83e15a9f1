// Words to start from come into the empty box, and into one that still holds others as they were offered; where nothing
// is decided yet, what they are for is chosen with them.
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-reason]");
  if (!form || !event.target.name.endsWith("-offer")) return;
  const offered = new Map([...document.querySelectorAll("[data-offer]")].map((each) => [each.dataset.offer, each]));
  const chosen = offered.get(event.target.value);
  if (chosen && !form.querySelector("[type=radio]:checked")) form.querySelector(`[type=radio][value="${chosen.dataset.state}"]`).checked = true;
  const box = form.querySelector("textarea");
  if (box.value.trim() && ![...offered.values()].some((each) => each.content.textContent === box.value)) return;
  box.value = chosen?.content.textContent ?? "";
});
