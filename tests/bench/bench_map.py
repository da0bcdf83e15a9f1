"""How soon the map can be used and how smoothly a mark is dragged, in headless Chromium.

    python tests/bench/bench_map.py http://localhost:8000 <sessionid> /w/generated-m/map/ …

Prints figures, one line a page; a loaded machine gives other figures, so nothing here passes or fails.
"""

import sys
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.browsers import ARGUMENTS, installed

RUNS = 3
DRAGGED_FOR = 1500
FRAMES = """(duration) => new Promise((done) => {
    const times = [];
    const step = (now) => {
        times.push(now);
        if (now - times[0] < duration) requestAnimationFrame(step); else done(times);
    };
    requestAnimationFrame(step);
})"""


def usable(page: Page, path: str) -> tuple[float, float]:
    """Milliseconds from the answer's first byte, and from the click, until the map can be used."""
    page.goto(path)
    page.wait_for_selector("[data-map].is-live")
    mark, answered = page.evaluate(
        "[performance.getEntriesByName('map:usable')[0].startTime,"
        " performance.getEntriesByType('navigation')[0].responseStart]"
    )
    return mark - answered, mark


def dragging(page: Page) -> tuple[float, float]:
    """Frames per second while a mark is dragged, and the longest frame in milliseconds."""
    box = page.locator(".map-mark .map-shape").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.evaluate(f"window.measured = ({FRAMES})({DRAGGED_FOR})")
    for step in range(90):
        page.mouse.move(box["x"] + 4 * step, box["y"] + 60 + 3 * (step % 40))
    times = page.evaluate("window.measured")
    page.keyboard.press("Escape")
    page.mouse.up()
    gaps = [after - before for before, after in pairwise(times)]
    return 1000 * len(gaps) / sum(gaps), max(gaps)


def main(base: str, session: str, *paths: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        for path in paths:
            context = browser.new_context(base_url=base, viewport={"width": 1440, "height": 900})
            context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
            page = context.new_page()
            runs = sorted(usable(page, path) for _ in range(RUNS))
            frames, longest = dragging(page)
            people = page.locator(".map-svg .map-mark").count()
            after, whole = runs[RUNS // 2]
            print(  # noqa: T201
                f"{path}: {people} people, usable {after:.0f} ms after the answer ({whole:.0f} ms after the click), "
                f"dragging {frames:.0f} frames/s, longest frame {longest:.0f} ms"
            )
            context.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
