"""Others' ideas: which are shown to somebody, how they vote on them, and what they reply."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from discussions.answering.answers import began, check_open
from discussions.answering.script import Question, Script
from discussions.answering.typed import LONGEST
from discussions.models import Discussion, Idea, Prompt, Response, Vote
from discussions.reveal import may_see
from discussions.voices import Voice, is_by, key_of, named_key_of, shows_name_to_others, voice_of
from web.live import publish

AT_FIRST, AT_ONCE_MORE = 4, 3
AGREE, PASS, DISAGREE = 1, 0, -1


@dataclass(frozen=True)
class Reply:
    key: UUID
    kind: str
    label: str
    text: str
    would_solve: str
    by: str
    is_mine: bool
    hidden_because: str = ""


@dataclass(frozen=True)
class Shown:
    """An idea as it stands before one participant. `by` is a name only where others may read it."""

    key: UUID
    text: str
    value: int | None
    by: str

    @property
    def is_open(self) -> bool:
        return self.value is None


def may_be_shown(script: Script, question: Question, at: dt.datetime) -> bool:
    """Whether anything of others may be seen under this prompt now."""
    return may_see(script.discussion, question.step, question.prompt, answered=script.own_ideas_given, at=at)


def shown_to(script: Script, question: Question, *, at: dt.datetime) -> list[Shown]:
    """The ideas picked for them, in the order in which they were, as far as they may still be seen."""
    key = key_of(script.invitation, question.prompt)
    found = Vote.objects.filter(revealed(script, question, at, of="idea__"), discussion=script.discussion, voice=key)
    # A phone waits for it: nothing is read but what it shows, and the few rows are put in order here.
    columns = ["place", "pk", "idea", "idea__text", "value", "idea__prompt"]
    signed = _signed(script)
    rows = found.order_by().values_list(*columns, *(["idea__invitation__stakeholder__name"] if signed else []))
    return [
        Shown(idea, text, value, by=(name[0] or "") if prompt in signed else "")
        for _, _, idea, text, value, prompt, *name in sorted(rows, key=itemgetter(0, 1))
    ]


def _signed(script: Script) -> set[int]:
    """The prompts whose ideas others read with the name of whoever wrote them."""
    prompts = [step.prompt for step in script.steps if step.prompt]
    return {prompt.pk for prompt in prompts if prompt.gives_ideas and shows_name_to_others(prompt.mode)}


def revealed(script: Script, question: Question, at: dt.datetime, of: str = "") -> Q:
    """The ideas of a discussion that this person may see now: neither hidden nor duplicates, and revealed. `of` leads
    to them from what is asked for."""

    def where(**conditions: object) -> Q:
        return Q(**{f"{of}{name}": value for name, value in conditions.items()})

    # An idea without an answer has no hidden one either.
    shown = where(hidden_at=None, same_as=None, answer__hidden_at=None)
    if may_be_shown(script, question, at):
        return shown
    prompts = [
        each.prompt.pk
        for each in script.questions
        if each.prompt.gives_ideas and may_see(script.discussion, each.step, each.prompt, answered=each.is_given, at=at)
    ]
    return shown & where(prompt__in=prompts)


def replies_below(script: Script, question: Question, shown: Iterable[Shown]) -> Mapping[UUID, Sequence[Reply]]:
    """By idea, their own and those of others: the latter only once they have voted, so that nobody's vote follows
    somebody's argument."""
    asked = list(shown)
    keys = {key_of(script.invitation, question.prompt), named_key_of(script.invitation, question.prompt)}
    rows = [
        *_own_replies([each.key for each in asked if each.is_open], keys),
        *replies_to([each.key for each in asked if not each.is_open]),
    ]
    found: dict[UUID, list[Reply]] = {}
    for row in rows:
        is_mine = row.voice in keys
        if is_mine or row.hidden_at is None:
            found.setdefault(row.idea_id, []).append(reply_of(row, script, is_mine=is_mine))
    return found


def _own_replies(ideas: Collection[UUID], keys: Collection[str]) -> list[Response]:
    return list(Response.objects.filter(idea__in=ideas, voice__in=keys).order_by("pk")) if ideas else []


def replies_to(ideas: Collection[UUID]) -> list[Response]:
    """With whoever wrote them, of whom nothing but the name is read."""
    if not ideas:
        return []
    found = Response.objects.filter(idea__in=ideas).select_related("invitation__stakeholder").order_by()
    rows = found.only(
        "idea", "voice", "kind", "text", "would_solve", "hidden_at", "hidden_because", "invitation__stakeholder__name"
    )
    return sorted(rows, key=attrgetter("pk"))


def reply_of(row: Response, script: Script, *, is_mine: bool) -> Reply:
    # Whoever offers help says who they are, whatever the prompt's mode.
    is_named = not is_mine and (row.kind == Response.Kind.HELP or _was_attributed(row, script))
    name = row.invitation.stakeholder.name if row.invitation and is_named else ""
    return Reply(
        key=row.pk,
        kind=row.kind,
        label=(OWN_LABELS if is_mine else LABELS)[row.kind],
        text=row.text,
        would_solve=row.would_solve,
        by=name,
        is_mine=is_mine,
        hidden_because=row.hidden_because,
    )


def _was_attributed(row: Response, script: Script) -> bool:
    """Whether the prompt under which it was written shows names: the row does not name the prompt, its voice does."""
    if row.invitation is None:
        return False
    under = (each.prompt for each in script.questions if each.prompt.kind == Prompt.Kind.IDEAS)
    return any(shows_name_to_others(prompt.mode) and is_by(row, row.invitation, prompt) for prompt in under)


def show(script: Script, question: Question) -> int:
    """Pick ideas for them, those that fewest have seen first: four, then three more each time; says how many were
    found. The ones they have not voted on yet come before new ones."""
    check_open(script.discussion)
    with transaction.atomic():
        # One after another, or two who come at once would be shown the same ones.
        _one_at_a_time(script.discussion)
        voice = voice_of(script.invitation, question.prompt)
        held = list(Vote.objects.filter(discussion=script.discussion, voice=voice.key).values_list("idea", "place"))
        count = AT_ONCE_MORE if held else AT_FIRST
        candidates = list(_least_seen(script, question).exclude(pk__in=[idea for idea, _ in held])[:count])
        first = max((place for _, place in held), default=-1) + 1
        Vote.objects.bulk_create(
            [_vote(script, voice, idea, place) for place, idea in enumerate(candidates, first)], ignore_conflicts=True
        )
    return len(candidates)


def has_more(script: Script, question: Question, shown: Collection[Shown]) -> bool:
    """Whether there are ideas that they could be shown beside those that they were shown."""
    return _least_seen(script, question).exclude(pk__in=[each.key for each in shown]).exists()


def show_at_first(script: Script, question: Question) -> bool:
    """Pick the first ideas for somebody who has come to where they are shown, when they may see them and have none;
    whether any were picked."""
    if not may_be_shown(script, question, timezone.now()):
        return False
    key = key_of(script.invitation, question.prompt)
    if Vote.objects.filter(discussion=script.discussion, voice=key).exists():
        return False
    return show(script, question) > 0


def _least_seen(script: Script, question: Question) -> QuerySet[Idea]:
    own = {key_of(script.invitation, each.prompt) for each in script.questions if each.prompt.gives_ideas}
    return (
        Idea.objects.filter(revealed(script, question, timezone.now()), discussion=script.discussion)
        .exclude(voice__in=own)
        .alias(seen=Count("votes"))
        .order_by("seen", "pk")
    )


def _vote(script: Script, voice: Voice, idea: Idea, place: int) -> Vote:
    return Vote(
        workspace_id=script.invitation.workspace_id,
        discussion=script.discussion,
        invitation=voice.invitation,
        voice=voice.key,
        segment=voice.segment,
        idea=idea,
        place=place,
    )


def _one_at_a_time(discussion: Discussion) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ideas {discussion.pk}"])


def vote(script: Script, question: Question, idea: UUID, value: int) -> bool:
    """Cast or change a vote on an idea that was shown to them; False when it was not, or may not be seen now."""
    check_open(script.discussion)
    if value not in {AGREE, PASS, DISAGREE}:
        raise ValidationError("Agree, disagree or pass.")
    if idea not in {each.key for each in shown_to(script, question, at=timezone.now())}:
        return False
    key = key_of(script.invitation, question.prompt)
    Vote.objects.filter(discussion=script.discussion, idea=idea, voice=key).update(value=value)
    began(script.invitation)
    publish(script.discussion.channel, "answers")
    return True


def respond(
    script: Script, question: Question, idea: UUID, kind: str, text: str, *, would_solve: str = ""
) -> Response | None:
    """Store a reply: one of each kind for an idea; sent again, it takes the place of what stood, which is kept.
    None when the idea was not shown to them. Raises ValidationError by field."""
    check_open(script.discussion)
    would_solve = would_solve if kind == Response.Kind.CONCERN else ""
    _check_reply(kind, text, would_solve)
    if idea not in {each.key for each in shown_to(script, question, at=timezone.now())}:
        return None
    voice = voice_of(script.invitation, question.prompt)
    if kind == Response.Kind.HELP and voice.invitation is None:
        voice = Voice(named_key_of(script.invitation, question.prompt), script.invitation, script.invitation.segment)
    with transaction.atomic():
        made = Response(
            workspace_id=script.invitation.workspace_id,
            discussion=script.discussion,
            invitation=voice.invitation,
            voice=voice.key,
            segment=voice.segment,
            idea_id=idea,
            kind=kind,
            text=text,
            would_solve=would_solve,
        )
        Response.objects.bulk_create([made], ignore_conflicts=True)
        held = Response.objects.select_for_update().get(idea=idea, voice=voice.key, kind=kind)
        if (held.text, held.would_solve) != (text, would_solve):
            stood = {"on": held.said_on.isoformat(), "text": held.text, "would_solve": held.would_solve}
            held.earlier = [*held.earlier, {name: value for name, value in stood.items() if value}]
            held.text, held.would_solve, held.said_on = text, would_solve, timezone.localdate()
            held.save(update_fields=["text", "would_solve", "said_on", "earlier"])
        began(script.invitation)
    publish(script.discussion.channel, "answers")
    return held


LABELS: dict[str, str] = {
    Response.Kind.BUILD: "Builds on it",
    Response.Kind.QUESTION: "Asks",
    Response.Kind.CONCERN: "Is concerned",
    Response.Kind.HELP: "Offers help",
}
OWN_LABELS: dict[str, str] = {
    Response.Kind.BUILD: "You build on it",
    Response.Kind.QUESTION: "You ask",
    Response.Kind.CONCERN: "You are concerned",
    Response.Kind.HELP: "You offer help",
}


def _check_reply(kind: str, text: str, would_solve: str) -> None:
    found = {}
    if kind not in Response.Kind.values:
        found["kind"] = "Say what it is: do you build on it, ask, raise a concern, or offer help?"
    if not text:
        found["text"] = "Write a few words."
    if kind == Response.Kind.CONCERN and not would_solve:
        found["would_solve"] = "Say what would solve it, even if it is only a beginning."
    for name, value in (("text", text), ("would_solve", would_solve)):
        if len(value) > LONGEST:
            found[name] = f"This may be {LONGEST:,} characters long at most; it is {len(value):,} long."
    if found:
        raise ValidationError(found)
