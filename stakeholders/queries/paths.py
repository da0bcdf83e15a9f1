"""What the page of warm paths reads: who is on our side, and the ways from them to somebody, with names and ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower

from accounts.models import Membership, Role, Workspace
from stakeholders.analysis.warm_paths import WarmPath, warm_paths
from stakeholders.models import Relationship, Segment, Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet
from stakeholders.network.flow import Tie, introductions
from stakeholders.network.reading import introduction_network
from stakeholders.queries.ties import TIE_HEADINGS, WEIGHTS

SUGGESTED = 12
NEAR = 4
MOST_INFLUENCE = F("influence").desc(nulls_last=True)


@dataclass(frozen=True)
class Step:
    """Who passes it on to whom, and by which tie."""

    carrier: Stakeholder
    receiver: Stakeholder
    tie: str


@dataclass(frozen=True)
class Way:
    people: tuple[Stakeholder, ...]
    steps: tuple[Step, ...]
    # The product of strengths and positions: comparable among ways, and no probability.
    warmth: int
    reason: str
    has_opposed: bool

    @property
    def chain(self) -> str:
        """The ids along the way, as an address holds them."""
        return ",".join(str(person.pk) for person in self.people)


def our_team(workspace: Workspace) -> StakeholderQuerySet:
    """Those of the marketing team who are stakeholders themselves: known by their e-mail address."""
    people = Stakeholder.objects.filter(workspace=workspace).alias(address=Lower("email"))
    return people.filter(address__in=_addresses(workspace))


def _addresses(workspace: Workspace) -> QuerySet[Membership, Any]:
    team = Membership.objects.filter(workspace=workspace).exclude(role=Role.EXECUTIVE)
    return team.values(address=Lower("user__email"))


def our_side(workspace: Workspace) -> StakeholderQuerySet:
    """From whom a message starts: champions, and the team."""
    people = Stakeholder.objects.filter(workspace=workspace).alias(address=Lower("email"))
    return people.filter(Q(segment=Segment.CHAMPION) | Q(address__in=_addresses(workspace)))


def ears(workspace: Workspace, target: Stakeholder) -> tuple[list[Stakeholder], list[Stakeholder]]:
    """Who has the ear of somebody, and whose ear they have: whom to ask when no way leads there."""
    ties = introduction_network(workspace)
    place = ties.index[target.pk]
    near = [ties.incoming.lists[place], ties.outgoing.lists[place]]
    pks = [[int(str(ties.people[person])) for person in some[:NEAR]] for some in near]
    people = Stakeholder.objects.in_bulk([pk for some in pks for pk in some])
    heard, moved = ([people[pk] for pk in some if pk in people] for some in pks)
    return heard, moved


def worth_reaching(workspace: Workspace) -> StakeholderQuerySet:
    """Decision makers and influencers, those with most influence first, and of them whoever is least with us."""
    people = Stakeholder.objects.filter(workspace=workspace, segment__in=[Segment.DECISION_MAKER, Segment.INFLUENCER])
    return people.select_related("department").order_by(MOST_INFLUENCE, "position", "folded", "pk")[:SUGGESTED]


def ways_to(workspace: Workspace, target: Stakeholder, *, begin: Sequence[int] | None = None) -> tuple[Way, ...]:
    """The warmest way to `target` from our side, or from those of `begin`, and up to two others."""
    ties = introduction_network(workspace)
    if begin is None:
        begin = list(our_side(workspace).order_by().values_list("pk", flat=True))
    everybody = Stakeholder.objects.filter(workspace=workspace).order_by().values_list("pk", "name", "position")
    known = {pk: (name, position) for pk, name, position in everybody.iterator(5_000)}
    found = warm_paths(
        ties,
        [ties.index[pk] for pk in begin],
        ties.index[target.pk],
        positions=[known[int(str(pk))][1] for pk in ties.people],
        name=lambda person: known[int(str(ties.people[person]))][0],
    )
    chains = [[int(str(ties.people[person])) for person in way.people] for way in found]
    people = Stakeholder.objects.select_related("department").in_bulk({pk for chain in chains for pk in chain})
    words = _words({pair for chain in chains for pair in pairwise(chain)})
    return tuple(_way(way, [people[pk] for pk in chain], words) for way, chain in zip(found, chains, strict=True))


def _way(way: WarmPath, people: Sequence[Stakeholder], words: dict[tuple[int, int], str]) -> Way:
    steps = tuple(Step(one, other, words[one.pk, other.pk]) for one, other in pairwise(people))
    return Way(tuple(people), steps, round(100 * way.warmth), way.reason, bool(way.opposed))


def _words(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """The strongest tie along which each pair's message goes, in words."""
    people = {pk for pair in pairs for pk in pair}
    rows = Relationship.objects.filter(source__in=people, target__in=people).order_by("pk")
    best: dict[tuple[int, int], tuple[float, str]] = {}
    for row in rows.values_list("source_id", "target_id", "kind", "direction", "weight"):
        tie = Tie(*row)
        for carrier, receiver, strength in introductions([tie]):
            if (carrier, receiver) in pairs and strength > best.get((carrier, receiver), (0.0, ""))[0]:
                best[carrier, receiver] = strength, f"{_heading(tie, carrier)}, {WEIGHTS[tie.weight]}"
    return {pair: said for pair, (_, said) in best.items()}


def _heading(tie: Tie, carrier: int) -> str:
    if tie.direction != Relationship.Direction.DIRECTED and tie.kind != Relationship.Kind.REPORTS_TO:
        return TIE_HEADINGS[tie.kind, "both"].lower()
    return TIE_HEADINGS[tie.kind, "out" if tie.source == carrier else "in"].lower()
