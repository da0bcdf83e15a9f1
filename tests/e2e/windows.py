"""The two windows that pages are looked at in, and what does not fit into them."""

from playwright.sync_api import Page

WIDE, NARROW = (1440, 900), (390, 844)


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    if page.locator("[data-map]").count():
        page.wait_for_selector("[data-map].is-live")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def overflow(page: Page) -> list[str]:
    """The elements that stand over the right edge of the document, if it can be scrolled sideways."""
    return page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= wide) return [];
            const stands = (element) => element.getBoundingClientRect().right > wide + 1;
            const over = [...document.querySelectorAll("body *")].filter(stands);
            return over.slice(-3).map((e) => `over the edge: ${e.outerHTML.slice(0, 160)}`).concat("scrolls sideways");
        }"""
    )
