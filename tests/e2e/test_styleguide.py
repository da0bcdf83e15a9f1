"""The parts of the style guide in a browser: the panel, dialogs, the theme, messages and keys behave."""

import re
import runpy
from pathlib import Path

import pytest
from playwright.sync_api import expect

GUIDE = "/styleguide/"


@pytest.mark.parametrize("width", [1440, 390])
def test_the_panel_keeps_what_was_typed_until_one_says_so(open_page, width):
    page = open_page(GUIDE, width=width)
    panel, question = page.locator("#panel[open]"), page.locator("#confirm[open]")
    page.get_by_role("link", name="Open the panel").click()
    panel.wait_for()
    expect(page.locator("#panel-title")).to_be_focused()
    assert page.evaluate("document.querySelector('.app').inert") is (width == 390)

    page.locator("#panel").get_by_label("Name").fill("Nina")
    page.keyboard.press("Escape")
    question.wait_for()
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(page.locator("#panel").get_by_label("Name")).to_have_value("Nina")

    page.locator("[data-panel-close]").first.click()
    page.locator("[data-confirm-yes]").click()
    expect(panel).to_have_count(0)
    expect(page.get_by_role("link", name="Open the panel")).to_be_focused()
    assert page.evaluate("document.querySelector('.app').inert") is False


def test_a_dialog_takes_the_focus_and_gives_it_back(open_page):
    page = open_page(GUIDE)
    opener = page.get_by_role("button", name="Ask a question")
    opener.click()
    expect(page.locator("#sample-dialog[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#sample-dialog[open]")).to_have_count(0)
    expect(opener).to_be_focused()


def test_the_theme_changes_at_once_and_is_there_after_reloading(open_page):
    page = open_page(GUIDE)
    page.locator(".menu-account summary").click()
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 21, 18)"


def test_a_request_that_gets_no_answer_says_so_and_can_be_tried_again(open_page, troubles):
    for expected in ("ERR_FAILED", "htmx:sendError", "htmx:afterRequest"):
        troubles.expect(expected)
    page = open_page(GUIDE)
    page.route("**/styleguide/?panel", lambda route: route.abort())
    page.get_by_role("link", name="Open the panel").click()
    message = page.locator("#toasts [data-toast=error]")
    expect(message).to_contain_text("No answer from the server")
    page.unroute("**/styleguide/?panel")
    message.get_by_role("button", name="Try again").click()
    page.locator("#panel[open]").wait_for()


def test_single_keys_can_be_switched_off(open_page):
    page = open_page(GUIDE)
    assert page.evaluate("scrollY") == 0, "a form on it that is wrong takes no focus"
    page.keyboard.press("?")
    page.locator("#keys[open]").wait_for()
    expect(page.locator("#keys")).to_contain_text("Pick up; then arrows move")
    page.locator("[data-single-keys]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys[open]")).to_have_count(0)


def test_the_page_works_without_script(open_page):
    page = open_page(GUIDE, javascript=False)
    page.locator(".menu-account summary").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


UNDER_WAY = """() => {
    document.body.classList.add("htmx-request");
    setTimeout(() => document.body.classList.remove("htmx-request"), 300);
}"""


def test_the_pictures_wait_for_what_is_under_way(open_page) -> None:
    """Under the policy of our pages, which lets nobody evaluate words as a script."""
    settle = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "screenshots.py"))["settle"]
    page = open_page("/styleguide/")
    page.evaluate(UNDER_WAY)
    settle(page)
    expect(page.locator("body")).not_to_have_class(re.compile("htmx-request"))
