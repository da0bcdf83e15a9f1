"""An issued report outside of the house: shared with a passphrase, read on a phone, printed by a browser, ended."""

import re
import unicodedata

import pytest
from playwright.sync_api import expect

from impact.models import IssuedReport, ReportShare, ReportView
from impact.reports import sharing
from tests.e2e.windows import overflow
from tests.impact.reports.conftest import audience, issue, issued, tomas  # noqa: F401
from tests.impact.reports.documents import a_document
from tests.impact.reports.pages import plain, read_pdf

SECRET = "copper kettle"


@pytest.fixture
def edition(inside, request) -> IssuedReport:
    with inside():
        request.getfixturevalue("tomas")
        return request.getfixturevalue("issued")


@pytest.fixture
def shared(inside, edition, leader):
    """`shared(passphrase=…)`: the path of a new link."""

    def made(**fields) -> str:
        with inside():
            _, address = sharing.share(edition, author=leader, label="The auditors", **fields)
        return "/" + address.split("/", 3)[3]

    return made


def in_letters(words: str) -> str:
    """A browser breaks lines where it likes and joins letters: fi is one sign."""
    return unicodedata.normalize("NFKC", plain(words)).replace(" ", "")


def test_from_the_desk_to_a_phone_and_closed_again(open_page, axe, edition, inside, leader, troubles) -> None:
    desk = open_page(f"/w/northwind/impact/reports/issued/{edition.pk}/")
    assert [*axe(desk), *overflow(desk)] == []
    desk.locator("#shares").get_by_role("link", name="Make a link").click()
    panel = desk.locator("#panel")
    panel.get_by_label("Who that is").fill("The auditors")
    panel.get_by_label("Passphrase").fill("short")
    panel.get_by_role("button", name="Make the link").click()
    expect(panel.get_by_role("alert")).to_contain_text("Take at least 8 letters or signs")
    expect(panel.get_by_label("Who that is")).to_have_value("The auditors")
    panel.get_by_label("Passphrase").fill(SECRET)
    panel.get_by_role("button", name="Make the link").click()
    address = panel.get_by_label("The link").input_value()
    assert axe(desk) == []

    path = re.sub(r"^https?://[^/]+", "", address)
    phone = open_page(path, user=None, width=390, touch=True, scheme="dark")
    phone.get_by_role("button", name="Continue").tap()
    expect(phone.get_by_label("Passphrase")).to_be_visible()
    assert [*axe(phone), *overflow(phone)] == []
    assert "quarter" not in phone.content()
    troubles.expect("422")
    phone.get_by_label("Passphrase").fill("copper cattle")
    phone.get_by_role("button", name="Continue").tap()
    expect(phone.get_by_text("This is not the passphrase.")).to_be_visible()
    assert [*axe(phone), *overflow(phone)] == []
    phone.get_by_label("Passphrase").fill(SECRET)
    phone.get_by_role("button", name="Continue").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("The third quarter for the CFO")
    assert [*axe(phone), *overflow(phone)] == []
    phone.get_by_text("Number by number").first.tap()
    expect(phone.get_by_role("rowheader", name="September 2026").first).to_be_visible()
    assert [*axe(phone), *overflow(phone)] == []
    with phone.expect_download() as taken:
        phone.get_by_role("button", name="Download the PDF").tap()
    assert taken.value.suggested_filename == "the-third-quarter-for-the-cfo-edition-1.pdf"

    desk = open_page(f"/w/northwind/impact/reports/issued/{edition.pk}/")
    row = desk.locator("#shares li").filter(has_text="The auditors")
    row.get_by_role("link", name="Read 1 time, PDF taken 1 time").click()
    expect(desk.locator("#panel").get_by_text("took the PDF")).to_be_visible()
    assert axe(desk) == []
    desk.keyboard.press("Escape")
    row.get_by_role("button", name="End the link for The auditors").click()
    desk.get_by_role("dialog").get_by_role("button", name=re.compile("End|Yes|Confirm|Go on")).click()
    expect(row).to_contain_text("Ended on")

    troubles.expect("404")
    for closed in (phone.url, path):
        phone.goto(closed)
        expect(phone.get_by_role("heading", level=1)).to_have_text("This link leads nowhere any more")
    with inside():
        assert ReportShare.objects.get().revoked_at is not None
        assert sorted(ReportView.objects.values_list("with_pdf", flat=True)) == [False, True]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (2560, "dark")])
def test_it_reads_well_everywhere(open_page, axe, shared, width, scheme) -> None:
    page = open_page(shared(), user=None, width=width, scheme=scheme)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The third quarter for the CFO")
    assert [*axe(page), *overflow(page)] == []
    wide, narrow = page.locator(".xmr-wide").first, page.locator(".xmr-narrow").first
    assert (wide.is_visible(), narrow.is_visible()) == (width > 390, width <= 390)


def test_a_browser_prints_it_whole(open_page, edition) -> None:
    """The report's own page, by headless Chromium as anybody prints: tags, title, language and every number."""
    page = open_page(f"/w/northwind/impact/reports/issued/{edition.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("The third quarter for the CFO")
    pages = read_pdf(page.pdf(tagged=True, outline=True, format="A4", prefer_css_page_size=True))
    assert (pages.title, pages.language, pages.is_tagged) == ("The third quarter for the CFO · Coalition", "en", True)
    document = a_document()
    assert pages.outline[:4] == [
        "The third quarter for the CFO",
        "What changed",
        "New business",
        "Deals won in mid-market",
    ]
    drawn = [figure for figure in document.figures if figure.wide]
    # Of the two sizes of a chart paper has the wide one.
    assert pages.alts == [f"{figure.name}. {figure.verdict.alt}" for figure in drawn]
    assert pages.tags["Table"] == 2
    said = [document.question, *document.answer.splitlines(), document.oldest]
    for figure in document.figures:
        said += [figure.shown, figure.verdict.sentence]
        said += [part for row in figure.rows for part in (row.name, row.shown, row.n, row.interval)]
    said += [words for one in document.definitions for words in (one.words, one.formula, one.source)]
    text = in_letters(pages.text)
    assert [words for words in said if in_letters(words) not in text] == []
    # Nothing of the product around it.
    for words in ("Stakeholders", "Make a link", "Send it", "Skip to the content", "Number by number"):
        assert words not in pages.text
