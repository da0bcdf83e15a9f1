// Pictures to explore: <div data-plot="<a figure as JSON>"> is drawn by Plotly over the drawing that stands in it.
// Colours of a figure are names of tokens, "--accent", and follow the theme. Without Plotly the drawing stays.

const CONFIG = {
  displaylogo: false,
  showSendToCloud: false,
  plotlyServerURL: "",
  responsive: true,
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "toImage"],
};

const NARROW = 520;

const probe = document.createElement("span");
probe.hidden = true;

function colour(token) {
  probe.style.color = "";
  probe.style.setProperty("color", `var(${token})`);
  return getComputedStyle(probe).color;
}

function coloured(value) {
  if (typeof value === "string") return value.startsWith("--") ? colour(value) : value;
  if (Array.isArray(value)) return value.map(coloured);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, coloured(each)]));
  }
  return value;
}

// On a phone the marks are smaller, and the figures of the axis nearer.
function tighten(figure) {
  Object.assign(figure.layout.margin, { l: 40, r: 8 });
  figure.layout.font.size = 12;
  for (const { marker } of figure.data) {
    if (Array.isArray(marker?.size)) marker.size = marker.size.map((size) => Math.max(4, size * 0.65));
  }
}

function draw(element) {
  if (!window.Plotly) return;
  const figure = coloured(JSON.parse(element.dataset.plot));
  const styles = getComputedStyle(element);
  figure.layout.font.family = styles.fontFamily;
  figure.layout.autosize = true;
  if (element.clientWidth < NARROW) tighten(figure);
  if (!element.classList.contains("is-drawn")) {
    element.replaceChildren();
    element.classList.add("is-drawn");
  }
  window.Plotly.react(element, figure.data, figure.layout, CONFIG);
}

function drawAll(root = document) {
  document.body.append(probe);
  for (const element of root.querySelectorAll("[data-plot]")) draw(element);
}

// As many as can be drawn may be chosen; the rest wait until one is let go.
function limit(form) {
  const boxes = [...form.querySelectorAll("input[data-most]")];
  const full = boxes.filter((box) => box.checked).length >= Number(boxes[0]?.dataset.most);
  for (const box of boxes) box.disabled = full && !box.checked;
}

drawAll();
document.addEventListener("htmx:afterSwap", (event) => drawAll(event.target));
document.addEventListener("htmx:beforeCleanupElement", (event) => {
  if (event.target.matches?.("[data-plot].is-drawn")) window.Plotly?.purge(event.target);
});
document.addEventListener("theme:change", () => drawAll());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll());
document.querySelector(".explore-form")?.addEventListener("change", (event) => limit(event.currentTarget));
