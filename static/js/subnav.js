// Pages in a row that scrolls, as on a phone: the one you are on is in sight.
for (const row of document.querySelectorAll(".subnav, .tabs")) {
  const here = row.querySelector("[aria-current]");
  if (!here) continue;
  const [page, seen] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += page.left + page.width / 2 - (seen.left + seen.width / 2);
}
