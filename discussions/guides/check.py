"""The guide check: what a guide would do better, where, why, and what to write instead. Pure; nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from discussions.guides import minutes as time
from discussions.guides.rules import DEFAULT, language
from discussions.guides.rules.language import Language, Line, TextRule
from discussions.guides.text import SEGMENTS, GuideText, PromptText
from stakeholders.models import Segment


@dataclass(frozen=True)
class Place:
    """Where words of a guide stand: a part of its core, of a segment's variant, or of a prompt."""

    part: str
    prompt: str = ""
    segment: str = ""

    @property
    def field(self) -> str:
        """The name of the box in which they are written."""
        return "-".join(filter(None, (f"p{self.prompt}" if self.prompt else "", self.part, self.segment)))


GUIDE = Place("guide")
# A longer text is no question; the editor refuses it, and it is not read here.
LONGEST = 2000
SAYS_WHAT_THEY_GIVE = frozenset({"text", "choice"})


@dataclass(frozen=True)
class Finding:
    """`rewrite` goes into the box of its place; `adds` is a prompt to add, `moves` the key of one to put right behind
    the prompt `behind`, or last."""

    rule: str
    label: str
    place: Place
    words: str
    reason: str
    rewrite: str = ""
    adds: PromptText | None = None
    moves: str = ""
    behind: str = ""

    @property
    def key(self) -> str:
        return f"{self.rule}:{self.place.field}"


def check(guide: GuideText, *, code: str = DEFAULT) -> list[Finding]:
    """All findings: those about words in the order in which they are read, then those about the guide as a whole."""
    rules = language(code)
    found: list[Finding] = []
    for place, kind, text in words_of(guide):
        here: list[Finding] = []
        for rule in rules.text_rules:
            fits = place.part in rule.parts and kind in rule.kinds
            if fits and not (rule.after and any(each.rule == rule.after for each in here)):
                here += _in_text(rule, rules, place, kind, text)
        found += here
    return [
        *found,
        *_of_outcome(guide, rules),
        *_missing(guide, rules),
        *_of_ideas(guide, rules),
        *_of_close(guide, rules),
        *_too_long(guide, rules),
    ]


def words_of(guide: GuideText) -> Iterator[tuple[Place, str, str]]:
    """Every text of a guide with its place and, in a prompt, the prompt's kind."""
    yield Place("problem"), "text", guide.problem
    yield Place("outcome"), "text", guide.outcome
    for segment in SEGMENTS:
        yield Place("opening", segment=segment), "text", guide.variant(segment).opening
    for prompt in guide.prompts:
        yield Place("text", prompt.key), prompt.kind, prompt.text
        for part in ("help", "low", "high"):
            yield Place(part, prompt.key), prompt.kind, getattr(prompt, part)
        yield Place("options", prompt.key), prompt.kind, "\n".join(prompt.options)
        for segment in SEGMENTS:
            yield Place("wording", prompt.key, segment), prompt.kind, prompt.wordings.get(segment, "")
    for segment in SEGMENTS:
        yield Place("close", segment=segment), "text", guide.variant(segment).close


def _in_text(rule: TextRule, rules: Language, place: Place, kind: str, text: str) -> Iterator[Finding]:
    if not text or len(text) > LONGEST or (rule.gate is not None and not rule.gate.search(text)):
        return
    lines = [each for each in rule.lines if kind in each.kinds]
    if rule.every:
        yield from _every(rule, lines, place, text)
        return
    start = 0
    for sentence in [text] if rule.whole else rules.sentence_end.split(text):
        start = text.index(sentence, start)
        after = text[start + len(sentence) :]
        hit = next(((each, found) for each in lines if (found := each.find.search(sentence))), None)
        if hit is None or (rule.unless_then is not None and rule.unless_then.search(after)):
            continue
        each, found = hit
        written = (
            sentence[: found.start()] + _expanded(found, each.rewrite, lowers=not rule.whole) + sentence[found.end() :]
        )
        rewrite = text[:start] + _tidy(written) + after
        other = _other_half(found, each, place)
        yield Finding(rule.name, rule.label, place, found[0].strip(), rule.reason, rewrite.strip(), adds=other)
        return


def _every(rule: TextRule, lines: Sequence[Line], place: Place, text: str) -> Iterator[Finding]:
    said: list[tuple[int, str]] = []
    rewrite = text
    for each in lines:
        for found in each.find.finditer(rewrite):
            said.append((found.start(), found[0].strip(" ,")))
        rewrite = each.find.sub(lambda found, each=each: _like(found[0], found.expand(each.rewrite)), rewrite)  # type: ignore[misc]
    if said:
        words = ", ".join(dict.fromkeys(word for _, word in sorted(said)))
        yield Finding(rule.name, rule.label, place, words, rule.reason, _tidy(rewrite))


def _expanded(found: re.Match[str], template: str, *, lowers: bool) -> str:
    """The template with the groups of what was found; one that began its sentence stands inside another one now."""

    def group(named: re.Match[str]) -> str:
        words = found[named[1]] or ""
        began = lowers and found.start(named[1]) == found.start() and not words.startswith(("I ", "I’", "I'"))
        return words[:1].lower() + words[1:] if began else words

    return re.sub(r"\\g<(\w+)>", group, template)


def _like(said: str, plain: str) -> str:
    """With a capital where what it replaces had one, unless that was an abbreviation."""
    return plain[:1].upper() + plain[1:] if said[:1].isupper() and not re.match(r"[A-Z\d]", said[1:2]) else plain


def _tidy(sentence: str) -> str:
    sentence = re.sub(r"[^\S\n]{2,}", " ", sentence).strip()
    sentence = re.sub(r"\s+([?,.!])", r"\1", sentence)
    sentence = re.sub(r"(“)(\w)", lambda found: found[1] + found[2].upper(), sentence)
    return sentence[:1].upper() + sentence[1:]


def _other_half(found: re.Match[str], each: Line, place: Place) -> PromptText | None:
    if not each.other:
        return None
    return PromptText(f"other-{place.prompt}", "challenge", "text", "attributed", _tidy(found.expand(each.other)))


def _of_outcome(guide: GuideText, rules: Language) -> Iterator[Finding]:
    place, said = Place("outcome"), guide.outcome.strip()
    if not said:
        yield Finding("outcome", rules.outcome_label, place, "", rules.outcome_missing, rules.example_outcome)
        return
    if rules.business.search(said):
        return
    for pattern, follows in rules.activities:
        if found := pattern.search(said):
            rewrite = f"{said.rstrip('.')}{follows}."
            yield Finding("outcome", rules.outcome_label, place, found[0], rules.outcome_is_activity, rewrite)
            return


def _missing(guide: GuideText, rules: Language) -> Iterator[Finding]:
    for name, missing in rules.missing.items():
        lacking = [segment for segment in SEGMENTS if not _has(name, guide, segment, rules)]
        if not lacking:
            continue
        everybody = len(lacking) == len(SEGMENTS)
        who = "" if everybody else rules.not_asked_of.format(who=", ".join(Segment(each).label for each in lacking))
        prompt = missing.prompt if everybody else replace(missing.prompt, asked_of=tuple(lacking))
        reason = f"{who} {missing.reason}".strip()
        yield Finding(name, missing.label, GUIDE, "", reason, adds=prompt)


def _has(name: str, guide: GuideText, segment: str, rules: Language) -> bool:
    asked = guide.asked_of(segment)
    if name == "others_ideas":
        return any(prompt.kind == "ideas" for prompt in asked)
    if name == "own_idea":
        shows = any(prompt.kind == "ideas" for prompt in guide.prompts)
        # What they can give is an idea as well, and asking for it mends both.
        mended = not _has("own_capacity", guide, segment, rules)
        return not shows or mended or any(prompt.gives_ideas for prompt in guide.prompts)
    if name == "success":
        return any(prompt.purpose == "success" for prompt in asked)
    if name == "commitment":
        return any(prompt.kind == "commitment" for prompt in asked)
    return any(rules.own_capacity.search(each.words_for(segment)) for each in asked if each.kind in SAYS_WHAT_THEY_GIVE)


def _of_ideas(guide: GuideText, rules: Language) -> Iterator[Finding]:
    """Others' ideas that somebody meets before they are asked for their own: they could not be shown there."""
    for segment in SEGMENTS:
        asked = list(guide.asked_of(segment))
        own = [place for place, prompt in enumerate(asked) if prompt.gives_ideas]
        for prompt in asked[: own[-1]] if own else ():
            if prompt.kind == "ideas":
                place, behind = Place("text", prompt.key), asked[own[-1]].key
                yield Finding(
                    "blind", rules.blind_label, place, prompt.text, rules.blind_reason, moves=prompt.key, behind=behind
                )
                return


def _of_close(guide: GuideText, rules: Language) -> Iterator[Finding]:
    """A commitment that somebody meets before the end of theirs; who meets none is said elsewhere."""
    for segment in SEGMENTS:
        asked = list(guide.asked_of(segment))
        promises = [prompt for prompt in asked if prompt.kind == "commitment"]
        if promises and asked[-1].kind != "commitment":
            last = promises[-1]
            place = Place("text", last.key)
            yield Finding("close", rules.close_label, place, last.text, rules.close_reason, moves=last.key)
            return


def _too_long(guide: GuideText, rules: Language) -> Iterator[Finding]:
    if guide.minutes < 1:
        return
    long = {segment: time.minutes(guide, segment) for segment in SEGMENTS if time.breaks_promise(guide, segment)}
    if not long:
        return
    longest = max(long.values())
    who = ", ".join(Segment(segment).label for segment, taken in long.items() if taken == longest)
    reason = rules.minutes_reason.format(minutes=longest, promised=guide.minutes, who=who)
    yield Finding("minutes", rules.minutes_label, Place("minutes"), str(guide.minutes), reason, str(longest))


def rewritten(guide: GuideText, finding: Finding) -> GuideText:
    """The guide with what a finding offers."""
    place, words = finding.place, finding.rewrite
    if finding.moves:
        return guide.moved_behind(finding.moves, finding.behind)
    if not words:
        return guide.with_prompt(finding.adds) if finding.adds else guide
    if place.part in {"opening", "close"}:
        variant = replace(guide.variant(place.segment), **{place.part: words})
        return replace(guide, variants={**guide.variants, place.segment: variant})
    if place.prompt:
        return _in_prompt(guide, place, words)
    if place.part == "minutes":
        return replace(guide, minutes=int(words))
    return replace(guide, problem=words) if place.part == "problem" else replace(guide, outcome=words)


def _in_prompt(guide: GuideText, place: Place, words: str) -> GuideText:
    prompt = guide.prompt(place.prompt)
    assert prompt is not None
    if place.part == "wording":
        return guide.changed(place.prompt, wordings={**prompt.wordings, place.segment: words})
    if place.part == "options":
        return guide.changed(place.prompt, options=tuple(words.splitlines()))
    return guide.changed(place.prompt, **{place.part: words})
