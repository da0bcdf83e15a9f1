// Keeps the filter form and the address in step: clean addresses on the way out, the form set right after a chip,
// a column or a saved view changed the address.
const FORM = "form[data-filters]";

// What was chosen since the last request is not undone by the answer to it. The form waits a quarter of a second with
// what it sends; what was taken back meanwhile is not sent.
const unsent = new WeakSet();
let waiting;
for (const name of ["input", "change"]) {
  document.addEventListener(name, ({ target: { form } }) => {
    if (!form?.matches(FORM)) return;
    unsent.add(form);
    clearTimeout(waiting);
    waiting = setTimeout(() => unsent.delete(form), 600);
  });
}

document.addEventListener("htmx:configRequest", (event) => {
  if (!(event.target instanceof Element) || !event.target.matches(FORM)) return;
  unsent.delete(event.target);
  const parameters = event.detail.parameters;
  for (const name of new Set(Object.keys(parameters))) {
    const value = parameters[name];
    if (value === "" || (Array.isArray(value) && value.every((item) => item === ""))) delete parameters[name];
  }
});

function sync(form, search) {
  const query = new URLSearchParams(search);
  const known = new Set();
  for (const control of form.elements) {
    if (!control.name || control.type === "hidden") continue;
    known.add(control.name);
    const values = query.getAll(control.name);
    if (unsent.has(form)) continue;
    if (control.type === "checkbox") control.checked = values.includes(control.value);
    else if (control.type === "radio") control.checked = control.value === (values[0] ?? "");
    else if (control !== document.activeElement) control.value = values[0] ?? "";
  }
  const kept = form.querySelector("[data-kept]");
  kept.replaceChildren(
    ...[...query].filter(([name]) => !known.has(name) && name !== "page").map(([name, value]) => {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      return input;
    }),
  );
}

document.addEventListener("htmx:pushedIntoHistory", () => {
  document.querySelectorAll(FORM).forEach((form) => sync(form, location.search));
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-filters-open]");
  if (opener) opener.setAttribute("aria-expanded", String(opener.getAttribute("aria-expanded") !== "true"));
});
