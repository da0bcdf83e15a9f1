"""Guides and discussions in the archive of a workspace: people by their keys, everything else by its place, from 0.

guides       objects: name, taken_from, author (an e-mail), created_at, archived_at, and versions: their words, with
             variants and prompts, each prompt with its wordings
discussions  objects: title, guide and version (a place and a number), goal (statement and starts_on), the request it
             shapes (name and received_at, or null), facilitator (an e-mail), how it is held, its moments, outcome,
             steps, and
             invitations  stakeholder (a key), segment, when they were written to; has_begun and has_finished, without
                          when. No personal link: whoever is invited anew gets a new one.
             answers      by (the place of an invitation, or null), segment, prompt (its place), what was answered
             ideas        the same, with the place of their answer; null: put in by the team
             responses    by, idea, kind, text, would_solve
             voters       by and segment; votes: [idea, voter, value]
             insights     with the evidence they rest on
             shifts       answer, the moment of the assessment it became, or null
commitments  objects: stakeholder (a key) or user (an e-mail), discussion and answer (places, or null), what, due_on, …

The file is read by whoever opens it, so only what was said with a name carries one. What was said in confidence or
without a name has no author, no day and no order that tells one; it is in the file once its discussion is over, answers
and votes from five people on, and keeps a segment only where every segment under that prompt has five. A commitment
made in confidence is not in the file, nor are drafts and what its author took back.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone

from accounts.models import Workspace
from discussions.models import (
    Answer,
    Commitment,
    Discussion,
    Evidence,
    Guide,
    GuideVersion,
    Idea,
    Insight,
    Invitation,
    Prompt,
    Response,
    Shift,
    Vote,
)
from discussions.running.queries.moderating import mode_of
from discussions.synthesis.agreement import votes_prompt
from discussions.voices import SMALLEST_CROWD

GUIDE = ("name", "taken_from", "created_at", "archived_at")
VERSION = ("number", "problem", "outcome", "minutes", "frozen_at", "created_at")
VARIANT = ("segment", "opening", "close")
PROMPT = (
    "place", "purpose", "kind", "mode", "text", "help", "required", "options", "many", "low", "high", "asked_again",
    "asked_of",
)  # fmt: skip
WORDING = ("segment", "text")
DISCUSSION = (
    "title", "held", "sees", "reveal", "opens_at", "told_opens_at", "closes_at", "closed_at", "where", "remind_before",
    "outcome", "outcome_told_at", "created_at",
)  # fmt: skip
STEP = ("place", "title", "says", "setting", "minutes", "started_at", "ended_at", "revealed_at")
INVITATION = ("segment", "created_at", "invited_at", "reminded_at", "reminders", "told_at", "withdrawn_at")
NAMED = ("said_on", "earlier")
HIDDEN = ("hidden_at", "hidden_because")
ANSWER = ("text", "number", "why", "chosen", "due_on", "number_after", "why_after")
IDEA = ("place", "text", "became", "became_because", "became_on")
RESPONSE = ("kind", "text", "would_solve")
INSIGHT = ("kind", "statement", "decided", "decided_on", "created_at")
EVIDENCE = ("is_votes", "quote", "starts", "meant", "correction", "created_at")
COMMITMENT = (
    "what", "due_on", "confidence", "state", "happened", "settled_on", "created_at",
)  # fmt: skip

Row = dict[str, Any]
Rows = list[Row]


def columns(row: Any, names: Iterable[str]) -> Row:
    found = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in found.items()}


def pack(workspace: Workspace, keys: Mapping[int, str]) -> Row:
    guides, versions = _guides(workspace)
    found = Discussion.objects.filter(workspace=workspace).select_related("goal", "request", "facilitator", "version")
    told = [_Told(discussion, keys, versions) for discussion in found.order_by("created_at", "pk")]
    return {
        "guides": guides,
        "discussions": [each.packed for each in told],
        "commitments": _commitments(workspace, keys, told),
    }


def _guides(workspace: Workspace) -> tuple[Rows, dict[int, tuple[int, int]]]:
    """And by version where it stands: the place of its guide, its number."""
    whole = GuideVersion.objects.order_by("number").prefetch_related("variants", "prompts__wordings")
    found = Guide.objects.filter(workspace=workspace).select_related("author").order_by("created_at", "pk")
    guides, places = [], {}
    for place, guide in enumerate(found.prefetch_related(Prefetch("versions", queryset=whole))):
        versions = []
        for version in guide.versions.all():
            places[version.pk] = (place, version.number)
            prompts = [
                columns(prompt, PROMPT) | {"wordings": [columns(each, WORDING) for each in prompt.wordings.all()]}
                for prompt in version.prompts.all()
            ]
            variants = [columns(each, VARIANT) for each in version.variants.all()]
            versions.append(columns(version, VERSION) | {"variants": variants, "prompts": prompts})
        guides.append(columns(guide, GUIDE) | {"author": guide.author.email, "versions": versions})
    return guides, places


class _Told:
    """One discussion, as far as the file may tell it."""

    def __init__(
        self, discussion: Discussion, keys: Mapping[int, str], versions: Mapping[int, tuple[int, int]]
    ) -> None:
        self.discussion, self.keys = discussion, keys
        self.prompts = {prompt.pk: prompt for prompt in discussion.version.prompts.all()}
        self.is_over = discussion.is_over(timezone.now())
        invited = Invitation.objects.filter(discussion=discussion).order_by("created_at", "stakeholder_id")
        self.invited = {each.pk: place for place, each in enumerate(invited)}
        guide, version = versions[discussion.version_id]
        goal = discussion.goal
        self.packed = columns(discussion, DISCUSSION) | {
            "guide": guide,
            "version": version,
            "goal": None if goal is None else columns(goal, ("statement", "starts_on")),
            "request": None if discussion.request is None else columns(discussion.request, ("name", "received_at")),
            "facilitator": discussion.facilitator.email,
            "steps": [
                columns(step, STEP) | {"prompt": None if step.prompt_id is None else self.prompts[step.prompt_id].place}
                for step in discussion.steps.all()
            ],
            "invitations": [self._invitation(each) for each in invited],
        }
        # In this order: each refers to those before it, and shifts of mind to what moved them.
        answers = self._answers()
        self.packed |= {"ideas": self._ideas(), "responses": self._responses()}
        self.packed["answers"] = [packed | self._moved(row) for row, packed in answers]
        self.packed |= self._votes() | {"insights": self._insights(), "shifts": self._shifts()}

    def _invitation(self, row: Invitation) -> Row:
        # Without when: beside an answer without a name it would say whose it is.
        begun = {"has_begun": row.started_at is not None, "has_finished": row.finished_at is not None}
        return columns(row, INVITATION) | {"stakeholder": self.keys[row.stakeholder_id]} | begun

    def _is_named(self, row: Answer | Idea | Response) -> bool:
        return row.invitation_id is not None and mode_of(row, self.prompts) == Prompt.Mode.ATTRIBUTED

    def _said(self, row: Answer | Idea | Response) -> Row:
        hidden = columns(row, HIDDEN) | {"hidden_by": row.hidden_by.email if row.hidden_by else None}
        if not self._is_named(row):
            return {"by": None} | hidden
        return {"by": self.invited[row.invitation_id or UUID(int=0)]} | columns(row, NAMED) | hidden

    def _readable(self, rows: Any) -> list[Any]:
        """What is not drafted nor taken back by its author; what has no name once the discussion is over."""
        rows = rows.filter(discussion=self.discussion).exclude(hidden_at__isnull=False, hidden_by=None)
        found = rows.select_related("hidden_by").order_by("pk")
        return [row for row in found if self.is_over or self._is_named(row) or getattr(row, "is_seed", False)]

    def _answers(self) -> list[tuple[Answer, Row]]:
        readable = self._readable(Answer.objects.given())
        crowds = {prompt: [row for row in readable if row.prompt_id == prompt] for prompt in self.prompts}
        segments = {prompt: segments_kept([row.segment for row in rows]) for prompt, rows in crowds.items()}
        found = []
        for row in readable:
            prompt = self.prompts[row.prompt_id]
            few = len(crowds[row.prompt_id]) < SMALLEST_CROWD
            if prompt.kind == Prompt.Kind.COMMITMENT and not self._is_named(row):
                continue
            if not self._is_named(row) and few and not prompt.gives_ideas:
                continue
            segment = row.segment if self._is_named(row) else segments[row.prompt_id].get(row.segment, "unknown")
            packed = self._said(row) | columns(row, ANSWER) | {"prompt": prompt.place, "segment": segment}
            found.append((row, packed))
        found.sort(key=_by_words)
        self.answers = {row.pk: place for place, (row, _) in enumerate(found)}
        self.segments = {row.pk: packed["segment"] for row, packed in found}
        return found

    def _moved(self, row: Answer) -> Row:
        return {
            "moved_by": self.ideas.get(row.moved_by_id) if row.moved_by_id else None,
            "moved_by_reply": self.responses.get(row.moved_by_reply_id) if row.moved_by_reply_id else None,
        }

    def _ideas(self) -> Rows:
        readable = [row for row in self._readable(Idea.objects.all()) if row.is_seed or row.answer_id in self.answers]
        found = [
            (
                row,
                self._said(row)
                | columns(row, IDEA)
                | {
                    "prompt": self.prompts[row.prompt_id].place if row.prompt_id else None,
                    "answer": self.answers.get(row.answer_id),
                    "segment": self.segments.get(row.answer_id, "unknown"),
                },
            )
            for row in readable
        ]
        found.sort(key=_by_words)
        self.ideas = {row.pk: place for place, (row, _) in enumerate(found)}
        return [packed | {"same_as": self.ideas.get(row.same_as_id)} for row, packed in found]

    def _responses(self) -> Rows:
        readable = [row for row in self._readable(Response.objects.all()) if row.idea_id in self.ideas]
        found = [
            (
                row,
                self._said(row)
                | columns(row, RESPONSE)
                # A reply without a name has no segment either: there are few, and their words tell more than a vote.
                | {"idea": self.ideas[row.idea_id], "segment": row.segment if self._is_named(row) else "unknown"},
            )
            for row in readable
        ]
        found.sort(key=_by_words)
        self.responses = {row.pk: place for place, (row, _) in enumerate(found)}
        return [packed for _, packed in found]

    def _votes(self) -> Row:
        prompt = votes_prompt(list(self.prompts.values()))
        named = prompt is not None and prompt.mode == Prompt.Mode.ATTRIBUTED
        rows = Vote.objects.filter(discussion=self.discussion, value__isnull=False).order_by()
        by: dict[str, tuple[UUID | None, str]] = {}
        cast: dict[str, list[tuple[int, int | None]]] = {}
        told = rows.values_list("idea_id", "voice", "invitation_id", "segment", "value")
        for idea, voice, invitation, segment, value in told:
            by[voice] = (invitation, segment)
            if idea in self.ideas:
                cast.setdefault(voice, []).append((self.ideas[idea], value))
        if not named and (not self.is_over or len(by) < SMALLEST_CROWD):
            return {"voters": [], "votes": []}
        kept = segments_kept([segment for _, segment in by.values()])
        voters = []
        for voice, (author, segment) in by.items():
            whose = self.invited[author] if named and author else None
            shown = segment if whose is not None else kept.get(segment, "unknown")
            voters.append(({"by": whose, "segment": shown}, sorted(cast.get(voice, []))))
        # By what they voted: the order of the rows is nobody's to read.
        voters.sort(key=lambda voter: json.dumps(voter, sort_keys=True))
        votes = [[idea, place, value] for place, (_, each) in enumerate(voters) for idea, value in each]
        return {"voters": [voter for voter, _ in voters], "votes": votes}

    def _insights(self) -> Rows:
        rows = Evidence.objects.filter(insight__discussion=self.discussion).select_related("added_by").order_by("pk")
        resting: dict[int, Rows] = {}
        for row in rows:
            of = self._place_of(row)
            if of is not None:
                packed = columns(row, EVIDENCE) | of | {"added_by": row.added_by.email}
                resting.setdefault(row.insight_id, []).append(packed)
        insights = Insight.objects.filter(discussion=self.discussion).select_related("author")
        return [
            columns(each, INSIGHT) | {"author": each.author.email, "evidence": resting.get(each.pk, [])}
            for each in insights.order_by("created_at", "pk")
        ]

    def _place_of(self, row: Evidence) -> Row | None:
        """What it quotes, where that is in the file."""
        places = (("answer", self.answers), ("idea", self.ideas), ("response", self.responses))
        for name, held in places:
            key = getattr(row, f"{name}_id")
            if key is not None:
                return {name: held[key]} if key in held else None
        return None

    def _shifts(self) -> Rows:
        rows = Shift.objects.filter(answer__in=list(self.answers)).select_related("assessment", "answer", "decided_by")
        return [
            {
                "answer": self.answers[row.answer_id],
                "assessment": row.assessment.recorded_at.isoformat() if row.assessment else None,
                "decided_by": row.decided_by.email,
                "decided_at": row.decided_at.isoformat(),
            }
            for row in rows.order_by("pk")
            if self._is_named(row.answer)
        ]


def _by_words(row: tuple[Any, Row]) -> str:
    """An order that tells no time, and is the same after a backup came back."""
    return json.dumps(row[1], sort_keys=True, default=str)


def segments_kept(segments: Sequence[str]) -> dict[str, str]:
    """The segments that may stand beside what has no name: all of them or none, so that none is told by the rest."""
    crowds = Counter(segments)
    return {segment: segment for segment in crowds} if min(crowds.values(), default=0) >= SMALLEST_CROWD else {}


def _commitments(workspace: Workspace, keys: Mapping[int, str], told: Sequence[_Told]) -> Rows:
    places = {each.discussion.pk: place for place, each in enumerate(told)}
    answers = {key: place for each in told for key, place in each.answers.items()}
    found = Commitment.objects.openly().filter(workspace=workspace).select_related("user")
    openly = list(found.order_by("created_at", "pk"))
    own = {row.pk: place for place, row in enumerate(openly)}
    return [
        columns(row, COMMITMENT)
        | {
            "stakeholder": keys[row.stakeholder_id] if row.stakeholder_id else None,
            "user": row.user.email if row.user else None,
            "discussion": places.get(row.discussion_id) if row.discussion_id else None,
            "answer": answers.get(row.answer_id) if row.answer_id else None,
            "instead": own.get(row.instead_id) if row.instead_id else None,
        }
        for row in openly
    ]
