"""The style guide in a real browser: no accessibility violation in either theme or size, and its parts behave."""

import os
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
pytestmark = [
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium on this machine"),
    pytest.mark.django_db(transaction=True),
]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="module")
def browser():
    # Playwright's loop makes Django believe that it runs inside an async program
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture
def open_guide(browser, live_server):
    pages = []

    def open_page(width=1440, scheme="light"):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.goto(f"{live_server.url}/styleguide/")
        page.wait_for_function("window.htmx")
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_accessibility_violation_and_nothing_sideways(open_guide, width, scheme):
    page = open_guide(width, scheme)
    found = axe.Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.complaints == []


@pytest.mark.parametrize("width", [1440, 390])
def test_the_panel_keeps_what_was_typed_until_one_says_so(open_guide, width):
    page = open_guide(width)
    panel, question = page.locator("#panel[open]"), page.locator("#confirm[open]")
    page.get_by_role("link", name="Open the panel").click()
    panel.wait_for()
    playwright.expect(page.locator("#panel-title")).to_be_focused()
    assert page.evaluate("document.querySelector('.app').inert") is (width == 390)

    page.locator("#panel").get_by_label("Name").fill("Nina")
    page.keyboard.press("Escape")
    question.wait_for()
    page.keyboard.press("Escape")
    playwright.expect(question).to_have_count(0)
    playwright.expect(page.locator("#panel").get_by_label("Name")).to_have_value("Nina")

    page.locator("[data-panel-close]").first.click()
    page.locator("[data-confirm-yes]").click()
    playwright.expect(panel).to_have_count(0)
    playwright.expect(page.get_by_role("link", name="Open the panel")).to_be_focused()
    assert page.evaluate("document.querySelector('.app').inert") is False
    assert page.complaints == []


def test_a_dialog_takes_the_focus_and_gives_it_back(open_guide):
    page = open_guide()
    opener = page.get_by_role("button", name="Ask a question")
    opener.click()
    playwright.expect(page.locator("#sample-dialog[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    playwright.expect(page.locator("#sample-dialog[open]")).to_have_count(0)
    playwright.expect(opener).to_be_focused()


def test_the_theme_changes_at_once_and_is_there_after_reloading(open_guide):
    page = open_guide()
    page.locator(".menu-account summary").click()
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 21, 18)"


def test_a_request_that_gets_no_answer_says_so_and_can_be_tried_again(open_guide):
    page = open_guide()
    page.route("**/styleguide/?panel", lambda route: route.abort())
    page.get_by_role("link", name="Open the panel").click()
    message = page.locator("#toasts [data-toast=error]")
    playwright.expect(message).to_contain_text("No answer from the server")
    page.unroute("**/styleguide/?panel")
    message.get_by_role("button", name="Try again").click()
    page.locator("#panel[open]").wait_for()


def test_single_keys_can_be_switched_off(open_guide):
    page = open_guide()
    page.keyboard.press("?")
    page.locator("#keys[open]").wait_for()
    page.locator("[data-single-keys]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    playwright.expect(page.locator("#keys[open]")).to_have_count(0)


def test_the_page_works_without_script(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/styleguide/")
    page.locator(".menu-account summary").click()
    page.get_by_role("button", name="Dark").click()
    playwright.expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    context.close()
