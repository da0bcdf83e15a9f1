// A button that prints the page: [data-print], hidden until there is somebody to press it for.
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) window.print();
});
