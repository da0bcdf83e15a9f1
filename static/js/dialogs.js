// Modal dialogs: opened by data-open="id", closed by data-close, Escape or a click beside them; and the question of data-confirm.
export const isModalOpen = () => document.querySelector("dialog:modal") !== null;

/** Ask `text`; resolves to true for yes. */
export function ask(text, { title = "Are you sure?", yes = "Continue", no = "Cancel" } = {}) {
  const dialog = document.getElementById("confirm");
  document.getElementById("confirm-title").textContent = title;
  document.getElementById("confirm-text").textContent = text;
  const [yesButton, noButton] = [dialog.querySelector("[data-confirm-yes]"), dialog.querySelector("[data-confirm-no]")];
  yesButton.textContent = yes;
  noButton.textContent = no;
  return new Promise((resolve) => {
    const choose = (event) => {
      if (!event.target.closest("[data-confirm-yes], [data-confirm-no]")) return;
      // answered before the dialog is seen to be gone: what was asked about may be exchanged as soon as it is
      resolve(event.target.closest("[data-confirm-yes]") !== null);
      dialog.close();
    };
    dialog.addEventListener("click", choose);
    dialog.addEventListener("close", () => { dialog.removeEventListener("click", choose); resolve(false); }, { once: true });
    dialog.showModal();
    noButton.focus();
  });
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.open)?.showModal();
    return;
  }
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog").close();
  // a click on the dialog element itself, not on its content, is a click on the backdrop
  else if (event.target instanceof HTMLDialogElement && event.target.matches(":modal:not(#confirm, #panel)")) {
    const { left, right, top, bottom } = event.target.getBoundingClientRect();
    const beside = event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
    if (beside && event.detail > 0) event.target.close();
  }
});
