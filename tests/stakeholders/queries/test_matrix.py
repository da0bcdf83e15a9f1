"""The order of the engagement matrix, page by page."""

import pytest

from stakeholders.models import Stakeholder
from stakeholders.queries.matrix import GapsFirst, only, summary

IN_ORDER = (
    ("Three steps, more influence", 4, "resistant", "leading"),
    ("Three steps", 2, "unaware", "leading"),
    ("Three steps, influence unknown", None, "unaware", "leading"),
    ("Two steps", 5, "resistant", "supportive"),
    ("One step, Ana", 3, "supportive", "leading"),
    ("One step, Ben", 3, "neutral", "supportive"),
    ("Unaware, where resistant would do", 5, "unaware", "resistant"),
    ("One step further", 5, "leading", "supportive"),
    ("Two steps further", 5, "leading", "neutral"),
    ("Reached", 1, "neutral", "neutral"),
    ("Unknown, more influence", 2, "unknown", "leading"),
    ("Unknown", 1, "neutral", "unknown"),
)


@pytest.fixture
def people(add_person, workspace):
    for name, influence, now, desired in reversed(IN_ORDER):
        add_person(name, influence=influence, engagement_now=now, engagement_desired=desired)
    return Stakeholder.objects.filter(workspace=workspace)


def named(pks) -> list[str]:
    people = Stakeholder.objects.in_bulk(list(pks))
    return [people[pk].name for pk in pks]


@pytest.mark.parametrize("per_page", [1, 2, 5, 12, 50])
def test_pages_make_one_order(people, per_page):
    ordered = GapsFirst(people, summary(people))
    assert len(ordered) == len(IN_ORDER)
    pages = [ordered[start : start + per_page] for start in range(0, len(IN_ORDER), per_page)]
    assert named([pk for page in pages for pk in page]) == [name for name, *_ in IN_ORDER]


def test_beyond_the_end_is_nobody(people):
    assert list(GapsFirst(people, summary(people))[12:24]) == []


@pytest.mark.parametrize(
    ("levels", "names"),
    [
        ({"now": "unaware", "desired": ""},
         ["Three steps", "Three steps, influence unknown", "Unaware, where resistant would do"]),
        ({"now": "", "desired": "supportive"}, ["Two steps", "One step, Ben", "One step further"]),
        ({"now": "neutral", "desired": "neutral"}, ["Reached"]),
        ({"now": "neutral", "desired": "leading"}, []),
    ],
)  # fmt: skip
def test_one_level_leaves_those_at_it(people, levels, names):
    ordered = GapsFirst(people, only(summary(people), **levels))
    assert (len(ordered), named(ordered[0:50])) == (len(names), names)
