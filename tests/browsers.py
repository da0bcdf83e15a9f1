"""Which Chromium drives the pages under test, and how it is started."""

import shutil

# The shell is the same engine without a window around it: a page opens in a third of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def installed() -> str | None:
    """The path of a Chromium on this machine; None leaves the choice to Playwright's own, if it has one."""
    return next(filter(None, map(shutil.which, NAMES)), None)
