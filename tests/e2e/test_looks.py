"""What looks at pages in the other tests sees what it should: once each ink, and again where the ground is another."""

from tests.e2e.looks import violations

# A sheet made by script is nobody's style attribute: the page's policy lets it be.
STYLE = """(css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""
WORDS = """(html) => { document.querySelector("main").insertAdjacentHTML("beforeend", html); }"""


def test_pale_words_are_seen_wherever_their_ground_is_pale(open_page) -> None:
    page = open_page("/accounts/logout/")
    assert violations(page) == []
    page.evaluate(STYLE, ".dark-ground { background: #000 } .pale { color: #aaa }")
    page.evaluate(WORDS, '<div class="dark-ground"><p class="pale">Read me</p></div>')
    assert violations(page) == []
    page.evaluate(WORDS, '<div id="here"><p class="pale">Read me</p></div>')
    pale = ['color-contrast: <p class="pale">Read me</p>']
    assert violations(page) == pale
    # What was found stays found, also by those who look later.
    assert violations(page) == pale
    page.evaluate("() => document.getElementById('here').remove()")
    page.evaluate(WORDS, '<div id="here"><input type="text"></div>')
    assert [found.partition(":")[0] for found in violations(page)] == ["label"]
