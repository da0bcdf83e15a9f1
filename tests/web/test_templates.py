"""What every template must keep: nothing inline, comments on components, everything in the style guide."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
ALL = sorted(path for path in TEMPLATES.rglob("*.html") if "email" not in path.parent.name)
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
# drawn by base.html on every page, the style guide's included
IN_BASE = {"account_menu", "brand", "confirm", "loop", "palette", "rail", "theme", "toasts"}
DRAWN_AS = {"empty": "empty_state"}
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL)


def written(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


def problems(find: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """What `find` objects to, template by template: one test over all, so that a new file needs no new test."""
    found = {str(path.relative_to(TEMPLATES)): find(written(path)) for path in ALL}
    return {name: objections for name, objections in found.items() if objections}


INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style\b|<[^>]*\sstyle\s*=|<[a-z][^>]*\son[a-z]+\s*="
    r"|javascript:|hx-on\b|hx-vals=['\"]js:|\|safe\b"
)


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        '<p style="color:red">',
        '<p class="x" onclick="y()">',
        "<style>p{}</style>",
        "{{ name|safe }}",
        '<a href="javascript:x">',
        '<i hx-on:click="x">',
    ],
)
def test_the_pattern_finds_what_is_inline(html):
    assert INLINE.findall(html)


def test_nothing_inline():
    assert len(ALL) > 30
    assert problems(INLINE.findall) == {}


def test_no_comment_runs_over_a_line_end():
    """Django shows such a comment instead of hiding it."""
    open_ended = {
        str(path.relative_to(TEMPLATES)): line
        for path in ALL
        for line in path.read_text().splitlines()
        if line.count("{#") != line.count("#}")
    }
    assert open_ended == {}


def only_with_script(html: str) -> list[str]:
    tags = re.findall(r"<(?:a|form)\b[^>]*\bhx-(?:get|post)=[^>]*>", html)
    return [tag for tag in tags if ("action=" if tag.startswith("<form") else "href=") not in tag]


def test_what_htmx_does_a_browser_without_script_can_do():
    assert only_with_script('<a hx-get="/x/">') == ['<a hx-get="/x/">']
    assert problems(only_with_script) == {}


def name_of(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_a_component_opens_with_what_it_is_and_its_arguments(path):
    first, *_ = path.read_text().splitlines()
    assert re.match(r"\{# .{20,} #\}$", first)
    assert "{%" in path.read_text().split("<")[0], "the comment shows how to write it"


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_a_component_is_in_the_style_guide(path):
    guide = (TEMPLATES / "styleguide.html").read_text()
    name = DRAWN_AS.get(path.stem, path.stem)
    assert path.stem in IN_BASE or f"{{% {name} " in guide or f"components/{path.stem}.html" in guide


def test_the_base_page_draws_what_the_guide_leaves_to_it():
    base = (TEMPLATES / "base.html").read_text() + (TEMPLATES / "components/rail.html").read_text()
    base += (TEMPLATES / "components/account_menu.html").read_text()
    assert {name for name in IN_BASE if f"components/{name}.html" not in base} == set()
