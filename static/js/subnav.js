// On a phone the pages of a station are a row that scrolls: the one you are on is in sight.
const here = document.querySelector(".subnav [aria-current]");
const row = here?.closest(".subnav");
if (row) {
  const [page, seen] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += page.left + page.width / 2 - (seen.left + seen.width / 2);
}
