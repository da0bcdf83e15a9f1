"""What people wrote, as the team may read it: names only as the prompt's mode allows, nothing anonymous from so few
that it could be told whose it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value
from django.utils.formats import date_format

from accounts.models import User
from discussions.models import Answer, DifferentIdeas, Discussion, Idea, Prompt, Response, Wording
from discussions.running.duplicates import alike
from discussions.voices import SMALLEST_CROWD, shows_name_to_team

IDEAS, RESPONSES, ANSWERS, HIDDEN, SAME = "ideas", "responses", "answers", "hidden", "same"
SHOWS = {IDEAS: "Ideas", RESPONSES: "Replies", ANSWERS: "Answers", HIDDEN: "Hidden", SAME: "Alike"}
WITH_NAME, WITHOUT = "With their name", "Without a name"


@dataclass(frozen=True)
class Written:
    """One idea, reply or answer. `by` and `segment` are empty where they may not be read."""

    kind: str
    pk: UUID
    above: str
    words: tuple[str, ...]
    by: str
    segment: str
    whose: str
    is_hidden: bool
    because: str
    hidden_by: str
    earlier: tuple[tuple[str, str], ...]
    note: str = ""


@dataclass(frozen=True)
class Suggested:
    one: Idea
    other: Idea
    likeness: int


@dataclass(frozen=True)
class Reading:
    """Somebody of the team reading a discussion: its prompts, and those whose answers they may read. Of a prompt whose
    names they may not see, answers are read only from five people on."""

    discussion: Discussion
    reader: User
    prompts: Mapping[int, Prompt]
    readable: tuple[int, ...]


def prompts_of(discussion: Discussion) -> dict[int, Prompt]:
    return {prompt.pk: prompt for prompt in discussion.version.prompts.all()}


def reading_of(discussion: Discussion, reader: User) -> Reading:
    prompts = prompts_of(discussion)
    given = Answer.objects.given().filter(discussion=discussion).order_by()
    # The database knows one answer of a voice to a prompt: answers counted are voices counted.
    return reading_with(discussion, reader, prompts, dict(given.values_list("prompt").annotate(Count("pk"))))


def reading_with(
    discussion: Discussion, reader: User, prompts: Mapping[int, Prompt], voices: Mapping[int, int]
) -> Reading:
    """`voices` are how many have answered each prompt, words or not."""
    readable = tuple(
        pk
        for pk, prompt in prompts.items()
        if shows_name_to_team(prompt.mode, discussion, reader) or voices.get(pk, 0) >= SMALLEST_CROWD
    )
    return Reading(discussion, reader, prompts, readable)


def ideas(discussion: Discussion) -> QuerySet[Idea]:
    """Those that stand or were hidden by the team; what its author took back is nobody's to read."""
    return _theirs(Idea.objects.all(), discussion).select_related(
        "invitation__stakeholder", "same_as", "hidden_by"
    )  # fmt: skip


def responses(discussion: Discussion) -> QuerySet[Response]:
    return _theirs(Response.objects.all(), discussion).select_related("invitation__stakeholder", "idea", "hidden_by")


def answers(reading: Reading) -> QuerySet[Answer]:
    """Given answers with words in them that this reader may read."""
    given = Answer.objects.given().filter(~Q(text="") | ~Q(why="") | ~Q(why_after=""), prompt__in=reading.readable)
    found = _theirs(given, reading.discussion)
    return found.select_related("invitation__stakeholder", "hidden_by").order_by("prompt__place", "pk")


def _theirs(rows: QuerySet[Any], discussion: Discussion) -> QuerySet[Any]:
    return rows.filter(discussion=discussion).exclude(hidden_at__isnull=False, hidden_by=None)


def counts(reading: Reading) -> dict[str, int]:
    """Of each choice; one query."""
    kinds = {IDEAS: ideas(reading.discussion), RESPONSES: responses(reading.discussion), ANSWERS: answers(reading)}
    first, *rest = (_tally(rows, kind) for kind, rows in kinds.items())
    told: Counter[str] = Counter()
    for kind, is_hidden, is_same, count in first.union(*rest, all=True):
        told[HIDDEN if is_hidden else SAME if is_same else kind] += count
    return {show: told[show] for show in SHOWS}


def _tally(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    is_same = Q(same_as__isnull=False) if kind == IDEAS else Q(pk=None)
    tallied = rows.order_by().annotate(of=Value(kind), is_hidden=Q(hidden_at__isnull=False), is_same=is_same)
    grouped: QuerySet[Any] = tallied.values("of", "is_hidden", "is_same").annotate(count=Count("pk"))
    return grouped.values_list("of", "is_hidden", "is_same", "count")


def listed(reading: Reading, show: str) -> QuerySet[Any]:
    """Rows of one kind in the order of their random ids, which tells nobody when they were written."""
    if show == RESPONSES:
        return responses(reading.discussion).filter(hidden_at=None)
    if show == ANSWERS:
        return answers(reading).filter(hidden_at=None)
    return ideas(reading.discussion).filter(hidden_at=None, same_as=None)


def hidden(reading: Reading) -> list[Any]:
    found: list[Any] = []
    for rows in (ideas(reading.discussion), responses(reading.discussion), answers(reading)):
        found += rows.exclude(hidden_at=None)
    return found


def written(
    rows: Iterable[Answer | Idea | Response],
    discussion: Discussion,
    reader: User,
    prompts: Mapping[int, Prompt],
    *,
    as_asked: bool = False,
) -> list[Written]:
    """`as_asked`: named answers below the words that were put to their author; one query more."""
    found = list(rows)
    asked = {row.prompt_id for row in found if isinstance(row, Answer)} if as_asked else set()
    worded = Wording.objects.filter(prompt__in=asked).values_list("prompt", "segment", "text") if asked else ()
    wordings = {(prompt, segment): text for prompt, segment, text in worded}
    return [_written(row, discussion, reader, prompts, wordings) for row in found]


def _written(
    row: Any,
    discussion: Discussion,
    reader: User,
    prompts: Mapping[int, Prompt],
    wordings: Mapping[tuple[int, str], str],
) -> Written:
    mode = mode_of(row, prompts)
    is_named = row.invitation is not None and shows_name_to_team(mode, discussion, reader)
    prompt = prompts.get(getattr(row, "prompt_id", None) or 0)
    is_seed = isinstance(row, Idea) and row.is_seed
    return Written(
        kind=type(row).__name__.lower(),
        pk=row.pk,
        # As it was put to them; above nameless words the core's, since a segment's own would tell the segment.
        above=(is_named and wordings.get((getattr(row, "prompt_id", 0), row.segment))) or _above(row, prompt, prompts),
        words=_words(row, prompt, is_named=is_named),
        by=row.invitation.stakeholder.name if is_named else "",
        # Beside nameless words a segment would narrow down who wrote them.
        segment=row.segment if is_named else "",
        whose="Put in by the team" if is_seed else WITH_NAME if is_named else WITHOUT,
        is_hidden=row.hidden_at is not None,
        because=row.hidden_because,
        hidden_by=str(row.hidden_by) if row.hidden_by else "",
        earlier=_earlier(row) if is_named else (),
        note=row.get_kind_display() if isinstance(row, Response) else "",
    )


def _above(row: Any, prompt: Prompt | None, prompts: Mapping[int, Prompt]) -> str:
    """What was answered: of ideas only where the guide asks for them twice."""
    if isinstance(row, Response):
        return str(row.idea.text)
    asks_once = sum(each.gives_ideas for each in prompts.values()) < 2
    return "" if prompt is None or (isinstance(row, Idea) and asks_once) else prompt.text


def mode_of(row: Answer | Idea | Response, prompts: Mapping[int, Prompt]) -> str:
    """The promise under which something was written. A reply's is that of the prompt that shows others' ideas, the
    closest one where there are several; whoever offers help does so with their name."""
    if isinstance(row, Response):
        if row.kind == Response.Kind.HELP:
            return Prompt.Mode.ATTRIBUTED
        modes = {prompt.mode for prompt in prompts.values() if prompt.kind == Prompt.Kind.IDEAS}
        closest = (Prompt.Mode.ANONYMOUS, Prompt.Mode.CONFIDENTIAL, Prompt.Mode.ATTRIBUTED)
        return next((mode for mode in closest if mode in modes), Prompt.Mode.ANONYMOUS)
    prompt = prompts.get(row.prompt_id or 0)
    return prompt.mode if prompt else Prompt.Mode.ANONYMOUS


def _words(row: Any, prompt: Prompt | None, *, is_named: bool) -> tuple[str, ...]:
    """Numbers only beside a name: nameless ones, less those that are counted by segment, are the others'."""
    if isinstance(row, Response):
        return tuple(each for each in (row.text, row.would_solve and f"What would solve it: {row.would_solve}") if each)
    if isinstance(row, Idea):
        return (row.text,)
    said = [row.text]
    if is_named and prompt is not None and prompt.kind == Prompt.Kind.SCALE:
        said += [_rated(row.number, row.why), _rated(row.number_after, row.why_after, again=True)]
    else:
        said += [row.why, row.why_after]
    return tuple(each for each in said if each)


def _rated(number: int | None, why: str, *, again: bool = False) -> str:
    if number is None:
        return why
    rated = f"{'Then ' if again else ''}{number} of 10"
    return f"{rated}: {why}" if why else rated


def _earlier(row: Any) -> tuple[tuple[str, str], ...]:
    """Day and words, the latest first."""
    found = [
        (
            _day(each.get("on")),
            " · ".join(str(each[name]) for name in ("text", "why", "why_after") if each.get(name)),
        )
        for each in row.earlier
    ]
    return tuple((on, words) for on, words in reversed(found) if words)


def _day(kept: Any) -> str:
    try:
        return date_format(dt.date.fromisoformat(str(kept)), "j F Y")
    except ValueError:
        return ""


# Duplicates ----------------------------------------------------------------------------------------------------------


def suggested(discussion: Discussion) -> list[Suggested]:
    """Pairs that look alike and were not told apart yet. The one with more votes is first: it is offered to stay."""
    voted = Count("votes", filter=~Q(votes__value=None))
    rows: QuerySet[Any] = (
        Idea.objects.filter(discussion=discussion, hidden_at=None, same_as=None).annotate(voted=voted).order_by("pk")
    )
    votes, standing = Counter({each.pk: each.voted for each in rows}), {each.pk: each for each in rows}
    apart = {
        frozenset(pair) for pair in DifferentIdeas.objects.filter(discussion=discussion).values_list("one", "other")
    }
    found = []
    for pair in alike({pk: idea.text for pk, idea in standing.items()}):
        if frozenset((pair.one, pair.other)) in apart:
            continue
        one, other = standing[pair.one], standing[pair.other]
        if votes[other.pk] > votes[one.pk]:
            one, other = other, one
        found.append(Suggested(one, other, round(100 * pair.likeness)))
    return found


def settled(discussion: Discussion) -> list[tuple[Idea, list[Idea]]]:
    """Ideas that others were said to be the same as, with those."""
    found: dict[Idea, list[Idea]] = defaultdict(list)
    for idea in ideas(discussion).exclude(same_as=None):
        if idea.same_as is not None:
            found[idea.same_as].append(idea)
    return sorted(found.items(), key=lambda each: each[0].pk)
