"""Somebody's ties: by what they mean, strongest first, and of hundreds only those that are shown."""

import pytest

from stakeholders.models import Relationship
from stakeholders.queries.ties import SHOWN_TIES, ties

pytestmark = pytest.mark.django_db


@pytest.fixture
def tie(workspace):
    def make(source, target, *, kind="influences", direction="directed", weight=None, label=""):
        return Relationship.objects.create(
            workspace=workspace,
            source=source,
            target=target,
            kind=kind,
            direction=direction,
            weight=weight,
            label=label,
        )

    return make


def told(groups) -> list[tuple[str, list[str], int]]:
    return [(group.heading, [tie.name for tie in group.ties], group.rest) for group in groups]


def keys(people) -> list[str]:
    return [str(person.pk) for person in people]


def test_ties_are_grouped_by_what_they_mean_strongest_first(add_person, tie) -> None:
    ana, bo, cy, di = (add_person(name) for name in ("Ana", "Bo", "Cy", "Di"))
    tie(ana, cy, weight=None)
    tie(ana, bo, weight=2)
    tie(ana, di, weight=5)
    tie(bo, ana, weight=3)
    tie(cy, ana, kind="trusts", direction="mutual")
    tie(ana, di, kind="reports_to")
    assert told(ties(ana)) == [
        ("Reports to", ["Di"], 0),
        ("Influences", ["Di", "Bo", "Cy"], 0),
        ("Is influenced by", ["Bo"], 0),
        ("Trusts, and is trusted by", ["Cy"], 0),
    ]


def test_of_many_ties_the_strongest_are_shown_and_all_when_asked(add_person, tie, django_assert_num_queries) -> None:
    ana = add_person("Ana")
    others = [add_person(f"Person {number:03}") for number in range(SHOWN_TIES + 7)]
    for other in others:
        tie(ana, other, weight=1)
    Relationship.objects.filter(target=others[-1]).update(weight=5)
    with django_assert_num_queries(1):
        (group,) = ties(ana)
    assert (len(group.ties), group.rest, group.count) == (SHOWN_TIES, 7, SHOWN_TIES + 7)
    assert [one.other for one in group.ties] == keys([others[-1], *others[: SHOWN_TIES - 1]])
    (group,) = ties(ana, every=True)
    assert ([one.other for one in group.ties], group.rest) == (keys([others[-1], *others[:-1]]), 0)
