"""The order check: what in a request is an order already, and the question that leads back to the problem. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from planning.intake.rules import DEFAULT, language
from planning.intake.rules.language import TOLD, Advice, Language, Prescription
from planning.intake.text import RequestText

# A longer text is refused before it is read here.
LONGEST = 10_000
# More than this is no problem any more but pages of instructions.
WORDS_AT_MOST, POINTS_AT_MOST = 250, 8
PIECE = 300
SOON = 7
POINT = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,2}[.)])\s+", re.MULTILINE)


@dataclass(frozen=True)
class Finding:
    """`moves` is a sentence that belongs into the box for ideas."""

    rule: str
    label: str
    field: str
    words: str
    reason: str
    ask: str
    moves: str = ""


# These say that the request came as a prescription; the others only lack something.
PRESCRIBES = frozenset({"deliverable", "channel", "wording", "long"})


def check(request: RequestText, *, code: str = DEFAULT, is_whole: bool = True) -> list[Finding]:
    """In the order of the boxes. While somebody types, what is empty `is_whole` not yet, and nothing is said of it."""
    rules = language(code)
    found: list[Finding] = []
    for field in ("problem", "for_whom", "outcome", "why_then", "otherwise"):
        text = getattr(request, field).strip()[:LONGEST]
        if field in TOLD:
            found += _prescribed(field, text, rules)
            found += _long(field, text, rules)
        if field == "for_whom" and (text or is_whole):
            found += _of_customer(text, rules)
        if field == "outcome" and (text or is_whole) and not any(each.field == field for each in found):
            found += _of_outcome(text, rules)
        if field == "why_then":
            found += _of_deadline(request, text, rules, is_whole=is_whole)
    return found


def is_prescribed(found: list[Finding]) -> bool:
    return any(each.rule in PRESCRIBES for each in found)


def _prescribed(field: str, text: str, rules: Language) -> Iterator[Finding]:
    """Of each rule the first sentence in which it is found."""
    told: set[str] = set()
    for sentence in _sentences(text, rules):
        for rule in rules.prescriptions:
            hit = None if rule.name in told else _hit(rule, sentence, rules)
            if hit is not None:
                told.add(rule.name)
                yield _finding(rule, field, sentence, hit)


def _sentences(text: str, rules: Language) -> Iterator[str]:
    """What goes on and on without an end is read piece by piece."""
    for sentence in rules.sentence_end.split(text):
        for start in range(0, len(sentence), PIECE):
            yield sentence[start : start + PIECE].strip()


def _hit(rule: Prescription, sentence: str, rules: Language) -> re.Match[str] | None:
    """What of a sentence says it: by itself, or beside something else that the sentence orders."""
    found = _first(rule, sentence, rules)
    if found is None and rule.beside is not None and (beside := rule.beside.search(sentence)):
        return beside if _first(rules.prescriptions[0], sentence, rules) else None
    return found


def _first(rule: Prescription, sentence: str, rules: Language) -> re.Match[str] | None:
    if rule.gate is not None and not rule.gate.search(sentence):
        return None
    for line in rule.lines:
        found = line.search(sentence)
        if found is not None and not rules.reports.search(sentence[: found.start()]):
            return found
    return None


def _finding(rule: Prescription, field: str, sentence: str, hit: re.Match[str]) -> Finding:
    thing = " ".join((hit.groupdict().get("thing") or "").split())
    ask = rule.ask.format(thing=thing) if thing else rule.ask_without_thing
    return Finding(rule.name, rule.label, field, hit[0].strip(" ,.:"), rule.reason, ask, moves=sentence)


def _long(field: str, text: str, rules: Language) -> Iterator[Finding]:
    points = len(POINT.findall(text))
    words = len(text.split())
    if words > WORDS_AT_MOST or points > POINTS_AT_MOST:
        said = f"{words} words" if words > WORDS_AT_MOST else f"{points} points"
        yield _advice(rules.long, field, said)


def _of_customer(text: str, rules: Language) -> Iterator[Finding]:
    if not text or (rules.inside.search(text) and not rules.outside.search(text)):
        yield _advice(rules.customer, "for_whom", text[:80])


def _of_outcome(text: str, rules: Language) -> Iterator[Finding]:
    if not text:
        yield _advice(rules.outcome, "outcome", "")
    elif (found := rules.activity_words.search(text)) and not rules.result.search(text):
        yield _advice(rules.activity, "outcome", found[0])


def _of_deadline(request: RequestText, text: str, rules: Language, *, is_whole: bool) -> Iterator[Finding]:
    is_event = bool(rules.event.search(text))
    if (found := rules.hurry.search(text)) and not is_event:
        yield _advice(rules.artificial, "why_then", found[0])
    elif request.wanted_by and not text and is_whole:
        yield _advice(rules.why_then, "why_then", "")
    elif (
        request.wanted_by
        and request.said_on
        and not is_event
        and (text or is_whole)
        and (request.wanted_by - request.said_on).days < SOON
    ):
        yield _advice(rules.soon, "why_then", request.wanted_by.isoformat())


def _advice(said: Advice, field: str, words: str) -> Finding:
    return Finding(said.name, said.label, field, words, said.reason, said.ask)
