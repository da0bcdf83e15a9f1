// Words to start from come into the empty box, and into one that still holds others as they were offered.
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-reason]");
  if (!form || !event.target.name.endsWith("-offer")) return;
  const offered = new Map([...document.querySelectorAll("[data-offer]")].map((each) => [each.dataset.offer, each.content.textContent]));
  const box = form.querySelector("textarea");
  if (box.value.trim() && ![...offered.values()].includes(box.value)) return;
  box.value = offered.get(event.target.value) ?? "";
});
