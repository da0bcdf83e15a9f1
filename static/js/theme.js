// The theme changes at once and is kept in the cookie the server reads; without script the form does the same.
const YEAR = 60 * 60 * 24 * 365;

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-theme-form]")) return;
  event.preventDefault();
  const chosen = event.submitter?.value ?? "";
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${chosen}; Path=/; Max-Age=${chosen ? YEAR : 0}; SameSite=Lax${secure}`;
  if (chosen) document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
  for (const button of document.querySelectorAll("[data-theme-form] button")) {
    button.setAttribute("aria-pressed", String(button.value === chosen));
  }
  document.dispatchEvent(new CustomEvent("theme:change", { detail: { theme: chosen } }));
}, true);
