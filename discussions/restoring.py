"""Guides and discussions of a backup (discussions.backup) on their way into an empty workspace. A guide or a discussion
comes back as a whole or not at all. What was open is over there: its personal links stay where they were."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from accounts.models import User
from discussions import backup
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
    Step,
    Variant,
    Vote,
    Wording,
)
from discussions.models.answer import Voiced
from discussions.models.segments import SEGMENTS
from discussions.synthesis.agreement import votes_prompt
from discussions.voices import key_of, named_key_of
from planning.models import Goal, Request
from stakeholders.held_about import Refused, Restoring, Written, at, day_of, moment_of, number_of, point
from stakeholders.models import Assessment

Made = TypeVar("Made", bound=models.Model)
AT_ONCE = 5_000
# How a key is made under which nobody's link finds a row.
NOBODYS = 32
NOT_AS_WRITTEN = "This entry is not as a backup has it."
ORDER: tuple[type[models.Model], ...] = (
    Guide, GuideVersion, Variant, Prompt, Wording, Discussion, Step, Invitation, Answer, Idea, Response, Vote, Insight,
    Evidence, Commitment, Shift,
)  # fmt: skip


def unpack(packed: Any, restoring: Restoring) -> tuple[Callable[[], Written], Refused]:
    restored = _Restored(restoring)
    for part, take in (
        ("guides", restored.guide),
        ("discussions", restored.discussion),
        ("commitments", restored.commitment),
    ):
        rows = packed.get(part, []) if isinstance(packed, dict) else []
        for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
            restored.take(f"{part.removesuffix('s').capitalize()} {number}", take, row)
    return restored.write, restored.refused


def take_back(created: Mapping[str, Iterable[int]]) -> None:
    """Remove restored discussions in which nobody has worked since, and restored guides that none is held with; what
    was about people went with them."""
    worked_on = Insight.objects.exclude(pk__in=list(created["insight"])).values("discussion")
    alone = Discussion.objects.filter(pk__in=list(created["discussion"]), revision=1, invitations=None)
    alone.exclude(pk__in=worked_on).delete()
    unused = Guide.objects.filter(pk__in=list(created["guide"])).exclude(versions__discussions__isnull=False)
    unused.exclude(versions__revision__gt=1).delete()
    came = set(created["commitment"])
    ours = Commitment.objects.filter(stakeholder=None, discussion=None, revision=1).values_list("pk", flat=True)
    Commitment.objects.filter(pk__in=[key for key in ours if number_of(key) in came]).delete()


class _Rows:
    """Rows of one guide or discussion, by model; they join the others when all of it is in order."""

    def __init__(self) -> None:
        self.made: dict[type[models.Model], list[Any]] = {model: [] for model in ORDER}
        self.seen: set[Hashable] = set()

    def add(self, row: Made, *, once: Hashable = None) -> Made:
        """Checked field by field; two with the same `once` are refused."""
        if once is not None:
            if (type(row), once) in self.seen:
                raise ValidationError("Something stands in it twice.")
            self.seen.add((type(row), once))
        relations = [field.name for field in row._meta.fields if field.is_relation]
        row.clean_fields(exclude=relations)
        self.made[type(row)].append(row)
        return row


class _Restored:
    def __init__(self, restoring: Restoring) -> None:
        self.to = restoring
        self.refused: Refused = []
        self.rows = _Rows()
        self.guides: list[dict[int, list[Prompt]] | None] = []
        self.versions: dict[tuple[int, int], GuideVersion] = {}
        # By their place in the backup; one that was refused leaves a gap.
        self.told: list[_Discussion | None] = []
        self.promises: list[Commitment | None] = []
        self.instead: list[tuple[Commitment, int]] = []

    def take(self, where: str, take: Callable[[Mapping[str, Any]], None], row: Any) -> None:
        try:
            take(row)
        except ValidationError as error:
            self.refused.append((where, " ".join(error.messages)))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            self.refused.append((where, NOT_AS_WRITTEN))

    def user(self, email: Any) -> User:
        """Whoever it was may not be a member here: then it is whoever restores it."""
        return self.to.users.get(email or "") or self.to.author

    def join(self, rows: _Rows) -> None:
        for model, made in rows.made.items():
            self.rows.made[model] += made

    # Guides -----------------------------------------------------------------------------------------------------------

    def guide(self, row: Mapping[str, Any]) -> None:
        self.guides.append(None)
        rows, place, workspace = _Rows(), len(self.guides) - 1, self.to.workspace
        guide = rows.add(Guide(workspace=workspace, author=self.user(row["author"]), **_of(row, backup.GUIDE)))
        asked: dict[int, list[Prompt]] = {}
        versions = {}
        for words in row["versions"]:
            made = GuideVersion(workspace=workspace, guide=guide, **_of(words, backup.VERSION))
            version = rows.add(made, once=words["number"])
            versions[place, version.number] = version
            for each in words["variants"]:
                variant = Variant(workspace=workspace, version=version, **_of(each, backup.VARIANT))
                rows.add(variant, once=(version.number, variant.segment))
            asked[version.number] = [self._prompt(rows, version, each) for each in words["prompts"]]
        self.join(rows)
        self.guides[place] = asked
        self.versions |= versions

    def _prompt(self, rows: _Rows, version: GuideVersion, row: Mapping[str, Any]) -> Prompt:
        made = Prompt(workspace=self.to.workspace, version=version, **_of(row, backup.PROMPT))
        prompt = rows.add(made, once=(version.number, row["place"]))
        if prompt.asked_again and prompt.kind != Prompt.Kind.SCALE:
            raise ValidationError("Only a scale is asked again.")
        if prompt.kind == Prompt.Kind.COMMITMENT and prompt.mode == Prompt.Mode.ANONYMOUS:
            raise ValidationError("A commitment is somebody's.")
        for each in row["wordings"]:
            wording = Wording(workspace=self.to.workspace, prompt=prompt, **_of(each, backup.WORDING))
            rows.add(wording, once=(version.number, prompt.place, wording.segment))
        return prompt

    # Discussions ------------------------------------------------------------------------------------------------------

    def discussion(self, row: Mapping[str, Any]) -> None:
        self.told.append(None)
        asked = self.guides[row["guide"]] if row["guide"] >= 0 else None
        version = self.versions.get((row["guide"], row["version"]))
        if asked is None or version is None:
            raise ValidationError("The guide it was held with is missing.")
        told = _Discussion(self, row, version, asked[version.number])
        self.join(told.rows)
        self.told[-1] = told

    def commitment(self, row: Mapping[str, Any]) -> None:
        self.promises.append(None)
        told = None if row["discussion"] is None else self.told[row["discussion"]]
        if row["discussion"] is not None and told is None:
            raise ValidationError("The discussion it was made in is missing.")
        promised = Commitment(
            workspace=self.to.workspace,
            stakeholder=self.to.people[row["stakeholder"]] if row["stakeholder"] else None,
            user=None if row["stakeholder"] else self.user(row["user"]),
            discussion=told.discussion if told else None,
            answer=told.answers[row["answer"]] if told and row["answer"] is not None else None,
            **_of(row, backup.COMMITMENT),
        )
        if promised.confidence is not None and not 0 <= promised.confidence <= 10:
            raise ValidationError("How sure somebody is goes from 0 to 10.")
        rows = _Rows()
        rows.add(promised)
        # Whoever promised it is reminded where they did, and not by a copy as well.
        promised.reminded_on = promised.due_on + dt.timedelta(days=1) if promised.due_on else None
        self.join(rows)
        self.promises[-1] = promised
        if row["instead"] is not None:
            self.instead.append((promised, row["instead"]))

    def write(self) -> Written:
        for told in self.told:
            if told is not None:
                told.find_goal()
                told.find_request()
                told.find_assessments()
        for model in ORDER:
            for told in self.told:
                if told is not None and model is Answer:
                    told.key()
            rows = self.rows.made[model]
            for row in rows:
                point(row)
            for start in range(0, len(rows), AT_ONCE):
                model._default_manager.bulk_create(rows[start : start + AT_ONCE])
        self._link()
        noted = (Guide, Discussion, Invitation, Insight, Commitment)
        return [(str(model._meta.model_name), self.rows.made[model]) for model in noted]

    def _link(self) -> None:
        """What points to rows of its own kind, or to later ones."""
        for promised, place in self.instead:
            promised.instead = self.promises[place] if place >= 0 else None
        Commitment.objects.bulk_update([promised for promised, _ in self.instead], ["instead"])
        for told in self.told:
            if told is not None:
                told.link()


class _Discussion:
    """One discussion of a backup as rows that refer to each other."""

    def __init__(self, to: _Restored, row: Mapping[str, Any], version: GuideVersion, prompts: Sequence[Prompt]) -> None:
        self.to, self.row, self.rows = to, row, _Rows()
        self.workspace = to.to.workspace
        self.prompts = {prompt.place: prompt for prompt in prompts}
        self.voting = votes_prompt(list(prompts))
        self.discussion = self.rows.add(self._discussion(row, version))
        self.today = timezone.localdate(self.discussion.closed_at or self.discussion.closes_at)
        for each in row["steps"]:
            step = Step(workspace=self.workspace, discussion=self.discussion, **_of(each, backup.STEP))
            step.prompt = None if each["prompt"] is None else self.prompts[each["prompt"]]
            self.rows.add(step, once=each["place"])
        self.invitations = [self._invitation(each) for each in row["invitations"]]
        self.answers = [self._answer(each) for each in row["answers"]]
        self.ideas = [self._idea(each) for each in row["ideas"]]
        self.responses = [self._response(each) for each in row["responses"]]
        self._votes(row["voters"], row["votes"])
        self._insights(row["insights"])
        self.moved: list[tuple[Answer, Idea, Response | None]] = []
        self.same: list[tuple[Idea, Idea]] = []
        self.shifts: list[tuple[Shift, dt.datetime | None]] = []
        self._links()

    def _discussion(self, row: Mapping[str, Any], version: GuideVersion) -> Discussion:
        # Archives of before do not say when people were told it would begin.
        row = {"told_opens_at": None, **row}
        found = Discussion(
            workspace=self.workspace,
            version=version,
            facilitator=self.to.user(row["facilitator"]),
            **_of(row, backup.DISCUSSION),
        )
        for name in ("opens_at", "told_opens_at", "closes_at", "closed_at", "outcome_told_at"):
            setattr(found, name, moment_of(row[name]) if row[name] else None)
        if found.opens_at and found.closes_at and found.closes_at <= found.opens_at:
            raise ValidationError("A discussion closes after it opens.")
        if found.opens_at and not found.is_over(timezone.now()):
            found.closed_at = timezone.now()
        return found

    def find_goal(self) -> None:
        """Goals are stored by now; the newest of the same words and beginning is the one that came along."""
        goal = self.row["goal"]
        if goal is not None:
            same = Goal.objects.filter(workspace=self.workspace, statement=goal["statement"])
            self.discussion.goal = same.filter(starts_on=day_of(goal["starts_on"])).order_by("-pk").first()

    def find_request(self) -> None:
        """Stored by now, as the goals are; files of before requests were shaped together name none."""
        if asked := self.row.get("request"):
            same = Request.objects.filter(workspace=self.workspace, name=asked["name"])
            self.discussion.request = same.filter(received_at=moment_of(asked["received_at"])).first()

    def _invitation(self, row: Mapping[str, Any]) -> Invitation:
        # When somebody answered is not in the file; that they did is.
        ended = self.discussion.closed_at or self.discussion.closes_at
        made = Invitation(
            workspace=self.workspace,
            discussion=self.discussion,
            stakeholder=self.to.to.people[row["stakeholder"]],
            started_at=ended if row["has_begun"] else None,
            finished_at=ended if row["has_finished"] else None,
            **_of(row, backup.INVITATION),
        )
        return self.rows.add(made, once=row["stakeholder"])

    def _by(self, row: Mapping[str, Any]) -> dict[str, Any]:
        by = row["by"]
        return {
            "workspace": self.workspace,
            "discussion": self.discussion,
            "invitation": None if by is None else at(self.invitations, by),
            "segment": row["segment"],
            # Nobody's link finds what has no name; `key` gives the others theirs.
            "voice": secrets.token_hex(NOBODYS),
        }

    def _said(self, row: Mapping[str, Any]) -> dict[str, Any]:
        hidden_at = moment_of(row["hidden_at"]) if row["hidden_at"] else None
        if hidden_at and not row["hidden_because"]:
            raise ValidationError("What is hidden is hidden for a reason.")
        return self._by(row) | {
            "said_on": day_of(row["said_on"]) if row["by"] is not None else self.today,
            "earlier": row["earlier"] if row["by"] is not None else [],
            "hidden_at": hidden_at,
            "hidden_because": row["hidden_because"],
            "hidden_by": self.to.user(row["hidden_by"]) if hidden_at else None,
        }

    def _answer(self, row: Mapping[str, Any]) -> Answer:
        prompt = self.prompts[row["prompt"]]
        made = Answer(**self._said(row), **_of(row, backup.ANSWER), prompt=prompt, is_draft=False)
        self._promised(made.invitation, prompt.mode)
        for number in (made.number, made.number_after):
            if number is not None and not 0 <= number <= 10:
                raise ValidationError("A scale goes from 0 to 10.")
        return self.rows.add(made, once=None if row["by"] is None else (row["by"], row["prompt"]))

    def _promised(self, invitation: Invitation | None, mode: str) -> None:
        if invitation is not None and mode != Prompt.Mode.ATTRIBUTED:
            raise ValidationError("It names somebody who was promised not to be named.")

    def _idea(self, row: Mapping[str, Any]) -> Idea:
        answer = None if row["answer"] is None else at(self.answers, row["answer"])
        prompt = None if row["prompt"] is None else self.prompts[row["prompt"]]
        made = Idea(**self._said(row), **_of(row, backup.IDEA), answer=answer, prompt=prompt)
        self._promised(made.invitation, prompt.mode if prompt else "")
        if answer is not None:
            made.voice = answer.voice
        return self.rows.add(made, once=None if answer is None else (row["answer"], row["place"]))

    def _response(self, row: Mapping[str, Any]) -> Response:
        made = Response(**self._said(row), **_of(row, backup.RESPONSE), idea=at(self.ideas, row["idea"]))
        if made.kind == Response.Kind.HELP and made.invitation is None:
            raise ValidationError("Whoever offers help says who they are.")
        if made.kind != Response.Kind.HELP:
            self._promised(made.invitation, self.voting.mode if self.voting else "")
        return self.rows.add(made, once=None if row["by"] is None else (row["idea"], row["by"], row["kind"]))

    def _votes(self, voters: Sequence[Mapping[str, Any]], votes: Sequence[Sequence[int]]) -> None:
        by = [self._by(each) for each in voters]
        for whose in by:
            self._promised(whose["invitation"], self.voting.mode if self.voting else "")
        for idea, voter, value in votes:
            if value not in (-1, 0, 1):
                raise ValidationError("A vote agrees, disagrees or passes.")
            if (Vote, idea, voter) in self.rows.seen:
                raise ValidationError("Something stands in it twice.")
            self.rows.seen.add((Vote, idea, voter))
            # Not checked field by field: there may be 100,000 of them.
            self.rows.made[Vote].append(Vote(**at(by, voter), idea=at(self.ideas, idea), value=value))
        for each in voters:
            if each["segment"] not in SEGMENTS:
                raise ValidationError("A voter's segment is none.")

    def _insights(self, rows: Sequence[Mapping[str, Any]]) -> None:
        held: dict[str, Sequence[Any]] = {"answer": self.answers, "idea": self.ideas, "response": self.responses}
        for row in rows:
            resting = row["evidence"]
            if not resting:
                # What it rests on is in no file; without it it would be a claim.
                continue
            author = self.to.user(row["author"])
            made = Insight(
                workspace=self.workspace, discussion=self.discussion, author=author, **_of(row, backup.INSIGHT)
            )
            insight = self.rows.add(made)
            for each in resting:
                ((name, place),) = [(name, each[name]) for name in held if name in each]
                evidence = Evidence(
                    workspace=self.workspace,
                    insight=insight,
                    added_by=self.to.user(each["added_by"]),
                    **{name: at(held[name], place)},
                    **_of(each, backup.EVIDENCE),
                )
                if evidence.is_votes and name != "idea":
                    raise ValidationError("Only ideas are voted on.")
                self.rows.add(evidence)

    def key(self) -> None:
        """Whose rows they are, as their own link would find them: prompts have their numbers by now."""
        voting = self.voting
        for answer in self.answers:
            if answer.invitation is not None:
                answer.voice = key_of(answer.invitation, answer.prompt)
        for idea in self.ideas:
            if idea.answer is not None:
                idea.voice = idea.answer.voice
        if voting is None:
            return
        said: list[Voiced] = [*self.responses, *self.rows.made[Vote]]
        keys: dict[Any, str] = {}
        for row in said:
            if row.invitation is not None:
                of = named_key_of if voting.mode == Prompt.Mode.ANONYMOUS else key_of
                if row.invitation.pk not in keys:
                    keys[row.invitation.pk] = of(row.invitation, voting)
                row.voice = keys[row.invitation.pk]

    def _links(self) -> None:
        for row, answer in zip(self.row["answers"], self.answers, strict=True):
            if row["moved_by"] is not None:
                reply = row["moved_by_reply"]
                by_reply = None if reply is None else at(self.responses, reply)
                self.moved.append((answer, at(self.ideas, row["moved_by"]), by_reply))
        for row, idea in zip(self.row["ideas"], self.ideas, strict=True):
            if row["same_as"] is not None:
                self.same.append((idea, at(self.ideas, row["same_as"])))
        for decided in self.row["shifts"]:
            answer = at(self.answers, decided["answer"])
            if answer.invitation is None:
                raise ValidationError("A shift on the map is somebody's.")
            shift = Shift(
                workspace=self.workspace,
                answer=answer,
                decided_by=self.to.user(decided["decided_by"]),
                decided_at=moment_of(decided["decided_at"]),
            )
            self.shifts.append(
                (
                    self.rows.add(shift, once=decided["answer"]),
                    decided["assessment"] and moment_of(decided["assessment"]),
                )
            )

    def find_assessments(self) -> None:
        """Judgements are stored by now, each at the moment it was made at."""
        for shift, recorded_at in self.shifts:
            if recorded_at and shift.answer.invitation is not None:
                judged = Assessment.objects.filter(stakeholder=shift.answer.invitation.stakeholder)
                shift.assessment = judged.filter(recorded_at=recorded_at).first()

    def link(self) -> None:
        for answer, idea, reply in self.moved:
            answer.moved_by, answer.moved_by_reply = idea, reply
        for idea, other in self.same:
            idea.same_as = other
        moved, same = [answer for answer, _, _ in self.moved], [idea for idea, _ in self.same]
        Answer.objects.bulk_update(moved, ["moved_by", "moved_by_reply"], batch_size=AT_ONCE)
        Idea.objects.bulk_update(same, ["same_as"], batch_size=AT_ONCE)


def _of(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}
