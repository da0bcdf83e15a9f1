"""The two windows that pages are looked at in, what does not fit into them, and when nothing in them moves."""

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


def still(page: Page) -> None:
    """Wait until no piece of the page is asked for or being put in its place: where things are is not known before."""
    moving = ", ".join(f".htmx-{state}" for state in ("request", "swapping", "settling", "added"))
    page.wait_for_function("(moving) => !document.querySelector(moving)", arg=moving)
