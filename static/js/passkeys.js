/* Says in the page why a passkey did not work; allauth's own scripts would only write it to the console. */
document.addEventListener("allauth.error", (event) => {
  const place = document.querySelector("[data-passkey-problem]");
  if (!place) return;
  event.preventDefault();
  place.textContent = place.dataset.passkeyProblem;
  place.hidden = false;
});
