"""Reading a playbook: points, objections with answers, and whose words stand."""

import re

import pytest

from planning.playbooks.book import Objection, book_of, objections, points, tidy
from planning.playbooks.texts import HEADINGS, ORIGINALS, PARTS, TITLES
from stakeholders.models import Segment


def test_text_is_compared_without_what_nobody_sees():
    assert tidy(" \r\nFirst  \r\n\r\nSecond\t\n\n") == "First\n\nSecond"
    assert tidy(" \n ") == ""


def test_a_line_is_a_point():
    assert points("First\n\n  Second  \n") == ("First", "Second")
    assert points("") == ()


def test_a_paragraph_is_an_objection_and_its_answer():
    assert objections("“Why?”\nBecause.\nTruly.\n\n \n“Who pays?”\n\n“No.”\nYes.") == (
        Objection("“Why?”", "Because. Truly."),
        Objection("“Who pays?”", ""),
        Objection("“No.”", "Yes."),
    )
    assert objections(" \n") == ()


def test_own_words_take_the_place_of_the_original_part_by_part():
    book = book_of(Segment.CHAMPION, {"ask": "How are you?", "objections": "“No.”\nYes."})
    assert {part.name: part.is_own for part in book.parts} == {
        "approach": False, "say": False, "objections": True, "ask": True, "avoid": False, "proof": False,
    }  # fmt: skip
    assert (book.own, book.parts[3].points, book.parts[2].objections) == (
        2, ("How are you?",), (Objection("“No.”", "Yes."),),
    )  # fmt: skip
    assert book.parts[5].points == points(ORIGINALS[Segment.CHAMPION]["proof"])


def test_whoever_has_no_segment_gets_how_to_find_out():
    labels = [part.label for part in book_of(Segment.UNKNOWN, {}).parts]
    assert labels == [
        "How to find out", "What to say, in their terms", "What they may object, and what to answer", "What to ask",
        "What to avoid", "What tells you that you are right",
    ]  # fmt: skip
    assert book_of(Segment.CHAMPION, {}).parts[0].label == "How to approach them"


# The original texts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("segment", list(Segment))
def test_every_segment_has_all_parts_each_with_a_few_lines(segment):
    assert tuple(ORIGINALS[segment]) == PARTS == tuple(heading.name for heading in HEADINGS)
    assert TITLES[segment].startswith("How to ")
    for part in book_of(segment, {}).parts:
        assert 2 <= len(part.points or part.objections) <= 5, part.name
        assert max(map(len, part.points), default=0) <= 130, part.name
        assert all(objection.answer for objection in part.objections), part.name


@pytest.mark.parametrize("segment", list(Segment))
def test_texts_are_stored_as_they_are_compared(segment):
    assert {name: tidy(text) for name, text in ORIGINALS[segment].items()} == ORIGINALS[segment]


@pytest.mark.parametrize("segment", list(Segment))
def test_what_one_says_and_hears_stands_in_quotes_and_what_one_asks_is_a_question(segment):
    book = {part.name: part for part in book_of(segment, {}).parts}
    said = [*book["say"].points, *(objection.said for objection in book["objections"].objections)]
    assert [line for line in said if not re.fullmatch(r"“[^”]+”", line)] == []
    assert [line for line in book["ask"].points if not line.endswith("?")] == []


def test_the_texts_speak_plainly():
    words = " ".join(text for parts in ORIGINALS.values() for text in parts.values()).lower()
    jargon = r"\b(leverage|synergy|synergies|stakeholder|alignment|align|buy-in|roi|kpis?|touchpoint|funnel|persona|"
    jargon += r"engagement|awareness|customer journey|brand|content|campaigns?|value proposition|win-win|onboard)\b"
    assert re.findall(jargon, words) == []
    # Colleagues are investors: the only customers are those who buy.
    assert re.findall(r"internal customers?|our customers in|serve them", words) == []
