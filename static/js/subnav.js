// On a phone the pages of a station are a row that scrolls: the one you are on is in sight.
const here = document.querySelector(".subnav [aria-current]");
const row = here?.closest("ul");
if (row) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
