"""Works out in the background where the segments of a discussion agree, and keeps it until a vote or answer changes."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import Exists, Q, QuerySet
from numpy.typing import NDArray

from accounts.isolation import scope
from accounts.models import Workspace
from discussions.agreement.consensus import consensus
from discussions.agreement.opinion_groups import PEOPLE, NotShown, OpinionGroups, opinion_groups
from discussions.agreement.orderings import ordered
from discussions.agreement.representative import representative
from discussions.agreement.suppression import LEAST, Answer, figures, tallies_shown
from discussions.agreement.uncertainty import areas_of_uncertainty
from discussions.agreement.votes import Tallies, Votes, tally
from discussions.models import AgreementChange, AgreementReading, Discussion, Prompt, Published
from discussions.models.segments import SEGMENTS
from discussions.reveal import is_ever_shown
from discussions.synthesis.columns import Cast, Given, cast, given, heard, invited, voices
from discussions.synthesis.publishing import EVERYONE, MOST_ANSWERS, NOTHING, Publication, Said, Table, publish, said_of
from web.live import publish as tell

Findings = dict[str, Any]
# Of each segment so many things are told that it stands out by.
TOLD = 5
STEPS = 11
DISAGREES, PASSES, AGREES = 0, 1, 2


def is_out_of_date(discussion: Discussion, reading: AgreementReading | None, now: dt.datetime) -> bool:
    """Whether something was said since the last reading (as `reading_of` found it), or the discussion has ended, or
    there was no reading."""
    if reading is None or reading.findings.get("over") != discussion.is_over(now):
        return True
    return is_behind(reading)


def is_behind(reading: AgreementReading) -> bool:
    """Of a reading that `reading_of` found: whether something was said since."""
    return bool(vars(reading)["is_behind"])


def reading_of(discussion: Discussion) -> AgreementReading | None:
    """With `is_behind`: whether there are changes that it has not seen."""
    changes = AgreementChange.objects.filter(workspace=discussion.workspace_id, discussion_id=discussion.pk)
    found = AgreementReading.objects.filter(discussion=discussion, read_at__isnull=False)
    return found.annotate(is_behind=Exists(changes)).first()


def asked_key(discussion: int) -> str:
    """Of the cache: whether a reading is asked for and has not begun."""
    return f"agreement-asked-{discussion}"


def unread(workspace: Workspace, now: dt.datetime) -> QuerySet[Discussion, int]:
    """Discussions that are over and were not worked out since, or in which something was said since."""
    changed = AgreementChange.objects.filter(workspace=workspace).order_by().values("discussion_id").distinct()
    read_since = AgreementReading.objects.filter(workspace=workspace, findings__over=True).values("discussion")
    over = Q(closed_at__isnull=False) | Q(closes_at__lte=now)
    late = Q(pk__in=changed) | ~Q(pk__in=read_since)
    return Discussion.objects.filter(over, late, workspace=workspace).values_list("pk", flat=True)


def read(discussion: Discussion, *, now: dt.datetime) -> AgreementReading:
    """Bring the reading up to date, within one transaction: two at once would publish two different batches."""
    with transaction.atomic():
        AgreementReading.objects.get_or_create(workspace_id=discussion.workspace_id, discussion=discussion)
        reading = AgreementReading.objects.select_for_update().get(discussion=discussion)
        # Before the votes: what is stored in between is seen, and stays to be seen again.
        marks = AgreementChange.objects.filter(workspace=discussion.workspace_id, discussion_id=discussion.pk)
        seen = list(marks.values_list("pk", flat=True))
        reading.findings, reading.read_at = findings_of(discussion, now=now), now
        reading.save(update_fields=["findings", "read_at"])
        AgreementChange.objects.filter(pk__in=seen).delete()
    return reading


def findings_of(discussion: Discussion, *, now: dt.datetime) -> Findings:
    prompts = list(discussion.version.prompts.all())
    people = invited(discussion)
    answers, counted = given(discussion), heard(discussion)
    asked = []
    for prompt in prompts:
        found = {"prompt": prompt.pk, "kind": prompt.kind, "mode": prompt.mode, "answers": counted.get(prompt.pk, 0)}
        asked.append(found | _counted(discussion, prompt, answers.get(prompt.pk, []), people, now))
    votes = _votes(discussion, votes_prompt(prompts), people, now)
    return {"over": discussion.is_over(now), "invited": people, "prompts": asked, "votes": votes}


def votes_prompt(prompts: Sequence[Prompt]) -> Prompt | None:
    """The prompt under whose promise votes are cast; of several that show ideas the closest."""
    closest = (Prompt.Mode.ANONYMOUS, Prompt.Mode.CONFIDENTIAL, Prompt.Mode.ATTRIBUTED)
    showing = [prompt for prompt in prompts if prompt.kind == Prompt.Kind.IDEAS]
    return min(showing, key=lambda prompt: closest.index(Prompt.Mode(prompt.mode)), default=None)


# Votes ---------------------------------------------------------------------------------------------------------------


def _votes(discussion: Discussion, prompt: Prompt | None, people: Mapping[str, int], now: dt.datetime) -> Findings:
    if prompt is None:
        return {}
    votes = cast(discussion)
    groups = _in_order({*people, *votes.segment_of.values()})
    everyone = tally(votes.votes, dict(votes.segment_of.items()), groups)
    publication = None
    tallies = everyone
    if prompt.mode != Prompt.Mode.ATTRIBUTED:
        publication = _published(discussion, prompt, _said(votes), people, now, voters=votes.voices)
        tallies = tallies_shown(_tallies(publication, everyone.statements, groups))
    found: Findings = _figures(tallies)
    found |= {
        "prompt": prompt.pk,
        "mode": prompt.mode,
        "mark": _mark(votes.votes),
        "voters": len(votes.votes.participants),
        "cast": votes.votes.cells,
        "voted": {str(group): int(many) for group, many in _voters(votes, groups).items()},
        "waiting": publication.waiting if publication else 0,
        "pooled": bool(publication and publication.pooled),
        "whole": publication is not None and is_shown_whole(discussion, prompt),
    }
    return found


def _in_order(segments: set[str]) -> list[str]:
    return [segment for segment in SEGMENTS if segment in segments]


def _voters(votes: Cast, groups: Sequence[str]) -> dict[str, int]:
    counted = dict.fromkeys(groups, 0)
    for segment in votes.segment_of.values():
        counted[segment] += 1
    return counted


def _said(votes: Cast) -> Said:
    """A table an idea: everybody's vote on it."""
    columns = votes.votes
    cells = np.full((len(columns.participants), len(columns.statements)), NOTHING, dtype=np.int16)
    cells[columns.voter, columns.statement] = columns.value + 1
    voices_ = [str(voice) for voice in columns.participants]
    keys = [str(idea) for idea in columns.statements]
    return Said(voices_, [votes.segment_of[voice] for voice in voices_], keys, [3] * len(keys), cells)


def _tallies(publication: Publication, statements: tuple[Hashable, ...], groups: Sequence[str]) -> Tallies:
    published = {segment for counts in publication.counts.values() for segment in counts}
    rows = () if publication.pooled else tuple(groups)
    # Published in a segment that nobody has any more, one stays in it.
    rows += tuple(sorted(published - set(rows)))
    place = {group: row for row, group in enumerate(rows)}
    counts = np.zeros((len(rows), len(statements), 3), dtype=np.int64)
    for column, idea in enumerate(statements):
        for segment, row in publication.counts.get(str(idea), {}).items():
            counts[place[segment], column] = row
    return Tallies(rows, statements, counts[:, :, AGREES], counts[:, :, DISAGREES], counts[:, :, PASSES])


def _figures(tallies: Tallies) -> Findings:
    """Everything that is told of votes, from what may be shown of them."""
    over_all = consensus(tallies)
    heard_of = over_all.heard.any(axis=0)
    agree = np.where(heard_of, over_all.agree, -1.0)
    order = np.argsort(-agree, kind="stable").tolist()
    ideas = [str(tallies.statements[column]) for column in order]
    return {
        "groups": [str(group) for group in tallies.groups],
        "ideas": ideas,
        # One row an idea, one triple a group: agree, disagree, pass.
        "counts": np.stack([tallies.agrees, tallies.disagrees, tallies.passes], axis=2)
        .transpose(1, 0, 2)[order]
        .tolist(),
        "agree": _short(over_all.agree[order]),
        "disagree": _short(over_all.disagree[order]),
        "polis_agree": _short(np.where(heard_of, over_all.polis_agree, np.nan)[order]),
        "standing_out": {
            str(group): [_plain(asdict(finding)) for finding in findings[:TOLD]]
            for group, findings in representative(tallies).items()
        },
        "in_doubt": [_plain(asdict(one)) for one in areas_of_uncertainty(tallies)],
    }


def _plain(found: dict[str, Any]) -> dict[str, Any]:
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in found.items()
    }


def _short(values: NDArray[Any]) -> list[float | None]:
    return [None if math.isnan(value) else round(value, 6) for value in values.tolist()]


def _published(
    discussion: Discussion,
    prompt: Prompt,
    said: Said,
    people: Mapping[str, int],
    now: dt.datetime,
    *,
    voters: frozenset[str] = frozenset(),
) -> Publication:
    """Publish what may be published now, and keep what it was."""
    held, _ = Published.objects.get_or_create(
        workspace_id=discussion.workspace_id, discussion=discussion, prompt=prompt
    )
    publication = publish(
        held.kept,
        said,
        rows=voices(discussion, prompt) | voters,
        invited=people,
        is_over=discussion.is_over(now),
        is_shown_whole=is_shown_whole(discussion, prompt),
    )
    if publication.kept != held.kept:
        held.kept = publication.kept
        held.save(update_fields=["kept"])
    return publication


def is_shown_whole(discussion: Discussion, prompt: Prompt) -> bool:
    """Whether everybody's figures stand on a wall: whoever knows them has those of a segment that is left out."""
    return discussion.held == Discussion.Held.LIVE and is_ever_shown(discussion, prompt)


# Scales, choices, orders ---------------------------------------------------------------------------------------------


def _counted(
    discussion: Discussion, prompt: Prompt, answers: Sequence[Given], people: Mapping[str, int], now: dt.datetime
) -> Findings:
    found: Findings = {}
    if prompt.kind == Prompt.Kind.ORDER:
        # An order has too many outcomes to publish in batches: of unnamed ones only the last word is shown. The places
        # of each thing, which the wall of a room needs, are counted like anything else.
        shown = prompt.mode == Prompt.Mode.ATTRIBUTED or (discussion.is_over(now) and len(answers) >= LEAST)
        found["order"] = _ordered(prompt, answers) if shown else None
        if prompt.mode == Prompt.Mode.ATTRIBUTED or not is_shown_whole(discussion, prompt):
            return found
    tables = tables_of(prompt, answers)
    if not tables:
        return found
    if prompt.mode == Prompt.Mode.ATTRIBUTED:
        groups = _in_order({*people, *(each.segment for each in answers)})
        return {
            "waiting": 0,
            "pooled": False,
            "tables": {key: _as_said(table, groups) for key, table in tables.items()},
        }
    publication = _published(discussion, prompt, said_of(tables), people, now)
    shown_of = {key: _as_published(publication, key, table.answers, people) for key, table in tables.items()}
    return found | {"waiting": publication.waiting, "pooled": publication.pooled, "tables": shown_of}


def tables_of(prompt: Prompt, answers: Sequence[Given]) -> dict[str, Table]:
    """What is counted of a prompt: the steps of its scale, before and after and which way it moved; who chose what; at
    which place each thing was put."""
    if prompt.kind == Prompt.Kind.SCALE:
        tables = {"before": Table(STEPS, _each(answers, lambda one: one.number))}
        if prompt.asked_again:
            tables["after"] = Table(STEPS, _each(answers, lambda one: one.number_after))
            tables["moved"] = Table(3, _each(answers, _moved))
        return tables
    if prompt.kind == Prompt.Kind.CHOICE:
        return {
            str(option): Table(2, {one.voice: Answer(one.segment, int(option in one.chosen)) for one in answers})
            for option in range(len(prompt.options))
        }
    if prompt.kind == Prompt.Kind.ORDER:
        options, places = range(len(prompt.options)), min(len(prompt.options), MOST_ANSWERS)
        return {
            str(option): Table(places, {one.voice: _placed(one, option, places) for one in answers if one.chosen})
            for option in options
        }
    return {}


def _placed(one: Given, option: int, places: int) -> Answer:
    return Answer(one.segment, min(place_of(option, one.chosen), places - 1))


def place_of(option: int, order: Sequence[int]) -> int:
    """From 0; what is left out shares the place after the last."""
    return order.index(option) if option in order else len(order)


def _each(answers: Sequence[Given], answer_of: Any) -> dict[str, Answer]:
    found = ((one, answer_of(one)) for one in answers)
    return {one.voice: Answer(one.segment, answer) for one, answer in found if answer is not None}


def _moved(one: Given) -> int | None:
    """0 down, 1 stayed, 2 up."""
    if one.number is None or one.number_after is None:
        return None
    return int(np.sign(one.number_after - one.number)) + 1


def _as_said(table: Table, groups: Sequence[str]) -> Findings:
    counts = {group: [0] * table.answers for group in groups}
    for one in table.now.values():
        counts[str(one.segment)][one.answer] += 1
    return {
        "segments": {group: row for group, row in counts.items() if sum(row)},
        "together": [sum(column) for column in zip(*counts.values(), strict=True)] if counts else [0] * table.answers,
        "of": "everyone",
        "hidden": [],
        "unheard": [group for group, row in counts.items() if not sum(row)],
    }


def _as_published(publication: Publication, key: str, answers: int, people: Mapping[str, int]) -> Findings:
    counts = publication.counts.get(key, {})
    shown = figures(dict(counts.items()))
    heard_of = set(shown.segments)
    return {
        "segments": {str(group): list(row) for group, row in shown.segments.items()},
        "together": list(shown.together) if shown.together else [0] * answers,
        "of": shown.together_of,
        # Whether the others said nothing yet or are too few to show is not told apart: that is a figure, too.
        "hidden": [] if EVERYONE in counts else [group for group in _in_order(set(people)) if group not in heard_of],
        "unheard": [],
    }


def _ordered(prompt: Prompt, answers: Sequence[Given]) -> Findings | None:
    given_ = [one.chosen for one in answers if one.chosen]
    things = list(range(len(prompt.options)))
    found = ordered(things, [[[thing] for thing in one if thing in things] for one in given_])
    if not found.n:
        return None
    placed = [{"option": one.thing, "points": one.points, "first": one.first} for one in found.things]
    return {"n": found.n, "agreement": found.agreement, "placed": placed}


# Opinion groups ------------------------------------------------------------------------------------------------------


def may_look_for_groups(discussion: Discussion, findings: Findings, *, now: dt.datetime) -> bool:
    """From fifty voters. Of unnamed votes only once the discussion is over: groups that change with each vote would
    give the vote away."""
    votes = findings.get("votes", {})
    if votes.get("voters", 0) < PEOPLE:
        return False
    return bool(votes["mode"] == Prompt.Mode.ATTRIBUTED or discussion.is_over(now))


def find_groups(workspace: UUID, discussion: int, *, now: dt.datetime) -> bool:
    """Look for opinion groups in the votes that were read last. Seconds of work, outside of any transaction; False
    when there is nothing to look for or it was looked for in these votes."""
    with scope(workspace=workspace):
        found = Discussion.objects.get(pk=discussion)
        reading = reading_of(found)
        if reading is None or not may_look_for_groups(found, reading.findings, now=now):
            return False
        if reading.groups.get("of") == reading.findings["votes"]["mark"]:
            return False
        votes = cast(found).votes
    told = _told_groups(opinion_groups(votes)) | {"of": _mark(votes)}
    with scope(workspace=workspace):
        AgreementReading.objects.filter(discussion=discussion).update(groups=told)
        tell(found.channel, "read")
    return True


def _told_groups(found: OpinionGroups | NotShown) -> Findings:
    if isinstance(found, NotShown):
        return {"reason": found.reason, "people": found.people, "p": found.p}
    return {
        "sizes": [int(size) for size in found.sizes],
        "silhouette": found.silhouette,
        "p": found.p,
        "defining": [[_plain(asdict(one)) for one in defining] for defining in found.defining],
    }


def _mark(votes: Votes) -> str:
    """What tells these votes from others."""
    columns = hashlib.sha256()
    for column in (votes.voter, votes.statement, votes.value):
        columns.update(column.tobytes())
    return columns.hexdigest()[:16]
