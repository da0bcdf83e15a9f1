// "/" goes to the page's search, "?" shows the keys. Single keys can be switched off (in that list), as some speak or shake.
import { isModalOpen } from "./dialogs.js";

const STORE = "single-keys";
export const off = () => localStorage.getItem(STORE) === "off";
const TICKED = "input:is([type=checkbox], [type=radio], [type=range], [type=file])";
const writes = (element) => element.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && !element.matches(TICKED));

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || writes(event.target) || isModalOpen() || off()) return;
  if (event.key === "?") {
    event.preventDefault();
    showKeys();
  } else if (event.key === "/") {
    const search = document.querySelector("main [data-search], main input[type=search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select?.();
  }
});

function showKeys() {
  const dialog = document.getElementById("keys");
  if (!dialog) return;
  dialog.querySelector("[data-single-keys]").checked = !off();
  dialog.showModal();
}

document.addEventListener("click", (event) => { if (event.target.closest("[data-show-keys]")) showKeys(); });
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-single-keys]")) localStorage.setItem(STORE, event.target.checked ? "on" : "off");
});
