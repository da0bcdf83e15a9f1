"""Letters: one text becomes a plain mail that is good by itself and an HTML mail in our look."""

import re
from pathlib import Path

import pytest
from django.template import engines

from accounts.models import Workspace
from mail import letters, suppressions

TEMPLATES = Path(__file__).parents[2] / "templates"
TEXT = """Subject of {{ workspace.name }} & co

Dear {{ name }}, five minutes?

https://coalition.example/l/x/

ABCD-EFGH
"""


@pytest.fixture
def house(tmp_path, settings) -> Path:
    """A folder of templates beside ours."""
    folder = tmp_path / "house" / "emails"
    folder.mkdir(parents=True)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    engines._engines = {}
    return folder


@pytest.fixture
def northwind() -> Workspace:
    return Workspace(name="North <wind>", slug="northwind")


def test_a_text_alone_makes_both(house, northwind):
    (house / "hello.txt").write_text(TEXT)
    letter = letters.render("house/emails/hello", {"name": "Ada & Bo"}, workspace=northwind)
    assert letter["subject"] == "Subject of North <wind> & co"
    token = letter["unsubscribe"]
    assert letter["text"] == (
        "Dear Ada & Bo, five minutes?\n\nhttps://coalition.example/l/x/\n\nABCD-EFGH\n"
        "\n--\nNorth <wind> sent you this with Coalition. If you want no more such mails:\n"
        f"{suppressions.address_of(token)}\n"
    )
    html = letter["html"]
    assert "Dear Ada &amp; Bo, five minutes?" in html
    assert html.count('href="https://coalition.example/l/x/"') == 2
    assert html.count(f'href="{suppressions.address_of(token)}"') == 1
    assert "North &lt;wind&gt;" in html
    assert "<wind>" not in html


def test_without_a_way_out(house, northwind):
    (house / "hello.txt").write_text(TEXT)
    letter = letters.render("house/emails/hello", {"name": "Ada"}, workspace=northwind, may_unsubscribe=False)
    assert letter["unsubscribe"] is None
    assert "unsubscribe" not in letter["text"] + letter["html"]


def test_a_letter_may_have_html_of_its_own(house, northwind):
    (house / "hello.txt").write_text(TEXT)
    (house / "hello.html").write_text(
        '{% extends "mail/emails/letter.html" %}'
        '{% block content %}<p class="lead">Own words for {{ name }}</p>{% endblock %}'
    )
    html = letters.render("house/emails/hello", {"name": "<b>"}, workspace=northwind)["html"]
    assert "Own words for &lt;b&gt;</p>" in html
    assert "five minutes?" not in html
    assert re.search(r'<p class="lead" style="[^"]*font-size: 20px', html)


def test_style_stands_at_the_elements_and_both_themes_are_there(house, northwind):
    (house / "hello.txt").write_text(TEXT)
    html = letters.render("house/emails/hello", {"name": "Ada"}, workspace=northwind)["html"]
    assert re.search(r'<div class="letter" style="[^"]*max-width: 600px', html)
    assert re.search(r'<td class="button-cell"[^>]*style="[^"]*background-color: #0b5d4d', html)
    [kept] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert "prefers-color-scheme: dark" in kept
    assert ".words" not in kept
    assert "<!--[if mso]><table" in html
    assert not re.search(r"<(script|img|link|iframe|form)\b|url\(", html)


def test_a_template_that_is_missing_inside_is_a_mistake(house, northwind):
    (house / "hello.txt").write_text(TEXT)
    (house / "hello.html").write_text('{% include "house/emails/nowhere.html" %}')
    with pytest.raises(Exception, match=r"nowhere\.html"):
        letters.render("house/emails/hello", {"name": "Ada"}, workspace=northwind)


TELLING = re.compile(r"assess|segment|position|influence|detractor|champion|concern|engagement", re.IGNORECASE)


def test_no_letter_can_say_how_somebody_is_judged():
    """Not by a word, nor by a name of what is judged that a template would print."""
    mails = [path for path in TEMPLATES.rglob("*") if path.is_file() and path.parent.name in {"emails", "email"}]
    assert len(mails) > 20
    styles = re.compile(r"-color-scheme|position:", re.IGNORECASE)
    told = {str(path.relative_to(TEMPLATES)): TELLING.findall(styles.sub("", path.read_text())) for path in mails}
    assert {name: words for name, words in told.items() if words} == {}
