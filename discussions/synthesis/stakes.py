"""Stakes that answers name, on their way to the page of whoever gave them: the return they expect in their words, and
what they put in where they said so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Left, Length

from accounts.models import User
from discussions.models import Answer, Commitment, Discussion, Prompt, Response
from planning.models import Goal, Stake
from planning.stakes import add_stake
from stakeholders.models import Stakeholder

# What success is to somebody, and what moves them: the return they look for.
PURPOSES = (Prompt.Purpose.SUCCESS, Prompt.Purpose.MOTIVATION)
# A longer answer is cut: it stands whole in the discussion.
LONGEST = 1_800


@dataclass(frozen=True)
class Stated:
    """A draft of a stake. `what` is what they promised or offered in the same discussion, "" where they did neither:
    then nobody knows what they invest before somebody says so."""

    answer: Answer
    person: Stakeholder
    goal: Goal | None
    expects: str
    what: str
    is_carried: bool

    @property
    def words(self) -> str:
        return self.answer.text

    @property
    def invests(self) -> str:
        """Whoever promises to do something puts in their time at least."""
        return Stake.Invests.TIME if self.what else ""

    @property
    def drafted(self) -> dict[str, Any]:
        return {"invests": self.invests, "what": self.what, "goal": self.goal, "expects": self.expects}


def stated(discussion: Discussion) -> QuerySet[Any]:
    """Answers given openly about what somebody hopes for; those on nobody's page yet in front. What was told in
    confidence or without a name is on nobody's page."""
    rows = Answer.objects.shown().filter(
        discussion=discussion,
        prompt__purpose__in=PURPOSES,
        prompt__mode=Prompt.Mode.ATTRIBUTED,
        invitation__isnull=False,
    )
    cut = Case(When(long__gt=LONGEST, then=Value("…")), default=Value(""))
    said = Concat(Left("text", LONGEST), cut, Value(discussion.as_source))
    rows = rows.exclude(text="").alias(long=Length("text")).alias(said=said)
    held = Stake.objects.filter(stakeholder=OuterRef("invitation__stakeholder"), expects=OuterRef("said"))
    # Found once for all of them: asked of each of thousands, it took longer than the rest of the page.
    carried = rows.filter(Exists(held)).order_by().values("pk")
    is_carried = ExpressionWrapper(Q(pk__in=carried), output_field=BooleanField())
    return rows.annotate(is_carried=is_carried).order_by("is_carried", "prompt__place", "pk")


def drafts(rows: QuerySet[Any], discussion: Discussion) -> list[Stated]:
    found = list(rows.select_related("invitation__stakeholder", "prompt"))
    puts_in = _put_in(discussion, [row.invitation_id for row in found if row.invitation_id])
    return [_draft(row, discussion, puts_in) for row in found]


def _draft(row: Answer, discussion: Discussion, puts_in: Mapping[UUID, str]) -> Stated:
    assert row.invitation is not None
    return Stated(
        answer=row,
        person=row.invitation.stakeholder,
        goal=discussion.goal,
        expects=f"{row.text[:LONGEST]}{'…' if len(row.text) > LONGEST else ''}{discussion.as_source}",
        what=puts_in.get(row.invitation.pk, ""),
        is_carried=getattr(row, "is_carried", False),
    )


def _put_in(discussion: Discussion, invitations: Sequence[UUID]) -> dict[UUID, str]:
    """What they promised openly, else the help they offered; by invitation."""
    offers = Response.objects.filter(
        discussion=discussion, kind=Response.Kind.HELP, hidden_at=None, invitation__in=invitations
    ).order_by("-pk")
    promises = Commitment.objects.filter(
        discussion=discussion,
        answer__invitation__in=invitations,
        answer__prompt__mode=Prompt.Mode.ATTRIBUTED,
        state__in=[Commitment.State.CONFIRMED, Commitment.State.KEPT],
    ).order_by("-pk")
    found = dict(offers.values_list("invitation", "text"))
    return found | dict(promises.values_list("answer__invitation", "what"))


def carry(stake: Stated, *, by: User, fields: Mapping[str, Any]) -> Stake | None:
    """Put it on their page as `fields` say; None when these words are there already."""
    with transaction.atomic():
        # Their row is held, so that pressing twice adds it once.
        person = Stakeholder.objects.select_for_update(of=("self",)).get(pk=stake.person.pk)
        if Stake.objects.filter(stakeholder=person, expects=stake.expects).exists():
            return None
        return add_stake(person, author=by, **fields)
