// The upload: says which files were chosen and whether they fit; dropping works without this, the input covers the area.
const size = (bytes) => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

function show(form) {
  const input = form.querySelector('input[type="file"]');
  const list = form.querySelector("[data-drop-list]");
  const files = [...input.files];
  list.replaceChildren(
    ...files.map((file) => {
      const item = document.createElement("li");
      const name = document.createElement("bdi");
      name.textContent = file.name;
      const note = document.createElement("span");
      note.className = "num muted small";
      note.textContent = size(file.size);
      item.append(name, note);
      return item;
    }),
  );
  list.hidden = files.length === 0;
  form.querySelector("[data-drop]").classList.toggle("has-files", files.length > 0);
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const most = Number(form.dataset.mostBytes);
  const mostFiles = Number(form.dataset.mostFiles);
  let problem = "";
  if (total > most) problem = `This is ${size(total)}; at most ${Math.round(most / 1024 / 1024)} MB can be imported at once. Split it into several files.`;
  else if (files.length > mostFiles) problem = `These are ${files.length} files; at most ${mostFiles} can be imported together.`;
  input.setCustomValidity(problem);
  if (problem) input.reportValidity();
}

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-upload]");
  if (form && event.target.type === "file") show(form);
});
for (const [type, on] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(type, (event) => event.target.closest?.("[data-drop]")?.classList.toggle("is-over", on));
}
