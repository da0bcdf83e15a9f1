"""axe on a page, and the colours of its text: the same ink on the same ground is looked at once.

Two thirds of axe's time go into the contrast of every piece of text, and most of it stands on every page. So it is
asked for contrast only of text whose colours, size and ground no page has shown yet in this run, and of all the rest
for everything else. Words in a box that is positioned may lie over what is not their ground: there they count as seen
only under the same class. What stands around the content, the same to the letter on many pages, is looked at once in
each window and scheme. ALL_LOOKS=1 asks everything of everything."""

import os

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.windows import still

ALL_LOOKS = bool(os.environ.get("ALL_LOOKS"))
SCRIPT = Axe().axe_script.encode()
# Where the live server of these tests has it.
AXE = "/axe.js"
# axe measures every element: the rows of a long list are like those above.
ROWS_LIKE_THOSE_ABOVE = ":is(tr, li, article, section):nth-of-type(n+9)"
LOOK = """async ({ known, rows, all }) => {
    const short = rows ? [...document.querySelectorAll(rows)].map((row) => [row, row.style.display]) : [];
    for (const [row] of short) row.style.display = "none";
    const options = { resultTypes: ["violations"], preload: false };
    const seen = new Set(known.split("\\n")), grounds = new Map(), fresh = new Map();
    const ground = (element) => {
        if (!element) return "";
        if (!grounds.has(element)) {
            const style = getComputedStyle(element), still = style.position === "static";
            const own = [
                style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode,
                still ? "" : `@${style.position} ${element.getAttribute("class")}`,
            ].join();
            const plain = own === "rgba(0, 0, 0, 0),none,1,none,normal,";
            grounds.set(element, `${ground(element.parentElement)}${plain ? "" : `/${own}`}`);
        }
        return grounds.get(element);
    };
    const ink = (element) => {
        const style = getComputedStyle(element);
        const own = [style.color, style.fontSize, style.fontWeight, style.textShadow, style.fill].join();
        const where = ground(element), name = `${element.tagName}.${element.getAttribute("class")}`;
        return `${where.includes("@") ? name : ""} ${own} on ${where}`.replace(/\\s+/g, " ");
    };
    const fields = "input, select, textarea";
    const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    // What a page fetches again by itself would take away what axe is just measuring.
    const hold = (event) => { event.detail.shouldSwap = false; };
    document.addEventListener("htmx:beforeSwap", hold);
    const look = `${innerWidth} ${matchMedia("(prefers-color-scheme: dark)").matches}`;
    // Tokens and addresses to come back to are others on every page.
    const signed = (html) => html.replace(/ value="[^"]*"/g, "");
    const hash = (text) => {
        let [high, low] = [0xdeadbeef, 0x41c6ce57];
        for (let at = 0; at < text.length; at++) {
            high = Math.imul(high ^ text.charCodeAt(at), 2654435761);
            low = Math.imul(low ^ text.charCodeAt(at), 1597334677);
        }
        return `${high >>> 0} ${low >>> 0}`;
    };
    const main = document.querySelector("main"), around = new Map();
    const collect = (element) => {
        for (const child of element.children) {
            if (child === main) continue;
            if (child.contains(main)) collect(child);
            else if (child.childElementCount) around.set(child, `piece ${look} ${hash(signed(child.outerHTML))}`);
        }
    };
    if (main && !all) collect(document.body);
    const exclude = [...around.keys()].filter((piece) => seen.has(around.get(piece)));
    let found;
    if (all) {
        found = (await axe.run(options)).violations;
    } else {
        const contrast = axe._audit.getRule("color-contrast"), { matches } = contrast;
        // One of each, of those that axe would look at.
        contrast.matches = (element, ...more) => {
            if (!element.matches(fields) && !hasText(element)) return false;
            const look = ink(element);
            if (seen.has(look) || fresh.has(look) || !matches.call(contrast, element, ...more)) return false;
            fresh.set(look, element);
            return true;
        };
        const both = { ...options, resultTypes: ["violations", "incomplete"], elementRef: true };
        const told = await axe.run(exclude.length ? { exclude } : document, both);
        contrast.matches = matches;
        found = told.violations;
        // What axe could not decide here is asked again where it stands next.
        const unsure = told.incomplete.filter((rule) => rule.id === "color-contrast");
        const undecided = new Set(unsure.flatMap((rule) => rule.nodes.map((node) => node.element)));
        for (const [look, element] of fresh) if (undecided.has(element)) fresh.delete(look);
    }
    document.removeEventListener("htmx:beforeSwap", hold);
    for (const [row, display] of short) row.style.display = display;
    const told = found.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}`));
    return [told, [...fresh.keys(), ...around.values()]];
}"""

_known: dict[str, None] = {}


def violations(page: Page, *, all_rows: bool = True) -> list[str]:
    """Every violation with the elements that show it; an empty list when there is none."""
    # A page is looked at with the pieces that it fetches when it is loaded.
    still(page)
    if page.evaluate("!window.axe"):
        page.add_script_tag(url=AXE)
    rows = "" if all_rows else ROWS_LIKE_THOSE_ABOVE
    found, fresh = page.evaluate(LOOK, {"known": "\n".join(_known), "rows": rows, "all": ALL_LOOKS})
    if not found:
        _known.update(dict.fromkeys(fresh))
    return found
