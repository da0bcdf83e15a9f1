"""Closing the loop, as the team sees it: what became of each idea, and who hears of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from discussions.models import Discussion, Evidence, Idea, Insight, Invitation


@dataclass(frozen=True)
class Step:
    """One line of who hears what. `name` is the page on which it is done."""

    what: str
    says: str
    is_done: bool
    name: str


def ideas(discussion: Discussion, show: str) -> QuerySet[Idea]:
    """The most agreed with first: counting them shows no more than the order of the page about agreement."""
    found = Idea.objects.shown().filter(discussion=discussion)
    if show != "all":
        found = found.filter(became=show)
    return found.select_related("prompt").order_by("pk")


def shows(discussion: Discussion) -> list[tuple[str, str, int]]:
    counted = Idea.objects.shown().filter(discussion=discussion).order_by().values_list("became").annotate(Count("pk"))
    by = dict(counted)
    return [
        *((value, label, by.get(value, 0)) for value, label in Idea.Became.choices),
        ("all", "All", sum(by.values())),
    ]


def chosen(discussion: Discussion, keys: Sequence[str]) -> list[Idea]:
    found = []
    for key in keys:
        try:
            found.append(UUID(key))
        except ValueError:
            continue
    return list(Idea.objects.shown().filter(discussion=discussion, pk__in=found))


def checklist(discussion: Discussion, now: dt.datetime, counted: Sequence[tuple[str, str, int]]) -> list[Step]:
    """`counted` is what `shows` gave."""
    by = {key: many for key, _, many in counted}
    drawn = Insight.objects.filter(discussion=discussion).aggregate(
        all=Count("pk"), undecided=Count("pk", filter=Q(decided=""))
    )
    insights, undecided = drawn["all"], drawn["undecided"]
    waiting = Evidence.objects.filter(insight__discussion=discussion, meant=Evidence.Meant.ASKED).count()
    answered = Invitation.objects.standing().answered().filter(discussion=discussion)
    heard = answered.aggregate(all=Count("pk"), untold=Count("pk", filter=Q(told_at=None)))
    untold, everybody = heard["untold"], heard["all"]
    told = discussion.outcome_told_at is not None
    return [
        Step("Whoever had an idea", _left(by["open"], "idea is", "ideas are", "undecided"), not by["open"], "loop"),
        Step("Whoever is quoted", _quoted(insights, undecided, waiting), bool(insights) and not undecided, "coding"),
        Step(
            "Everybody who answered",
            f"{everybody - untold:,} of {everybody:,} were written to." if told else "The outcome is not told yet.",
            told and not untold,
            "outcome",
        ),
        Step(
            "The discussion",
            "It is closed." if discussion.is_over(now) else "It is still open.",
            discussion.is_over(now),
            "discussion",
        ),
    ]


def _left(count: int, one: str, many: str, what: str) -> str:
    return f"Nothing is {what}." if not count else f"{count:,} {one if count == 1 else many} {what}."


def _quoted(insights: int, undecided: int, waiting: int) -> str:
    if not insights:
        return "No insight is drawn yet."
    said = "Each insight says what follows."
    if undecided:
        said = f"{undecided:,} insight{' does' if undecided == 1 else 's do'} not say what follows."
    return f"{said} {waiting:,} quoted were asked and have not answered." if waiting else said
