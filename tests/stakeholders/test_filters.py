"""What each filter means, and what an address that means nothing does."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.http import QueryDict

from stakeholders.filters import StakeholderFilter
from stakeholders.freshness import cadence_of, freshness
from stakeholders.models import Assessment, FollowUp, Stakeholder, Touchpoint
from stakeholders.touchpoints import log_touchpoint

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def filtered(workspace, leader):
    """`filtered("segment=champion")`: the names that remain, in order; `.filter` beside them."""

    def run(query: str) -> StakeholderFilter:
        request = SimpleNamespace(GET=QueryDict(query), workspace=workspace, user=leader)
        return StakeholderFilter(
            request.GET, Stakeholder.objects.filter(workspace=workspace), request=request, today=TODAY
        )

    return run


def names(narrowed: StakeholderFilter) -> list[str]:
    return sorted(narrowed.qs.values_list("name", flat=True))


@pytest.fixture
def people(add_person, leader):
    add_person(
        "Zoë Müller",
        department="Sales",
        job_title="Head of Sales",
        email="zoe@x.example",
        tags=["élan", "q3"],
        segment="champion",
        position=2,
        influence=4,
        interest=4,
        engagement_now="resistant",
        engagement_desired="supportive",
        assessed_on=dt.date(2026, 11, 1),
        owner=leader,
    )
    add_person(
        "Ann Ott",
        department="Finance",
        segment="decision_maker",
        position=-1,
        engagement_now="neutral",
        engagement_desired="neutral",
        assessed_on=dt.date(2026, 1, 1),
    )
    add_person("Bo Customer", kind="customer")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Ann Ott", "Bo Customer", "Zoë Müller"]),
        ("q=muller", ["Zoë Müller"]),
        ("q=MÜLLER+zoe", ["Zoë Müller"]),
        ("q=müller+ann", []),
        ("q=head+of+sales", ["Zoë Müller"]),
        ("q=sale", ["Zoë Müller"]),
        ("q=zoe@x", ["Zoë Müller"]),
        ("q=elan", ["Zoë Müller"]),
        ("q=finance", ["Ann Ott"]),
        ("q=%25", []),
        ("q=_", []),
        ("segment=champion", ["Zoë Müller"]),
        ("segment=champion&segment=decision_maker", ["Ann Ott", "Zoë Müller"]),
        ("segment=unknown", ["Bo Customer"]),
        ("department=none", ["Bo Customer"]),
        ("kind=customer", ["Bo Customer"]),
        ("kind=customer&kind=internal", ["Ann Ott", "Bo Customer", "Zoë Müller"]),
        ("position=2", ["Zoë Müller"]),
        ("position=unknown", ["Bo Customer"]),
        ("position=unknown&position=-1", ["Ann Ott", "Bo Customer"]),
        ("gap=any", ["Zoë Müller"]),
        ("gap=resistant", ["Zoë Müller"]),
        ("gap=none", ["Ann Ott"]),
        ("gap=unknown", ["Bo Customer"]),
        ("unassessed=1", ["Bo Customer"]),
        ("unplaced=1", ["Ann Ott", "Bo Customer"]),
        ("stale=1", ["Ann Ott"]),
        ("unowned=1", ["Ann Ott", "Bo Customer"]),
        ("due=1", []),
        ("segment=champion&kind=customer", []),
    ],
)
def test_each_filter_narrows_to(people, filtered, query, expected):
    assert names(filtered(query)) == expected


def test_department_and_owner_by_id(people, filtered, leader):
    finance = Stakeholder.objects.get(name="Ann Ott").department_id
    assert names(filtered(f"department={finance}")) == ["Ann Ott"]
    assert names(filtered(f"department={finance}&department=none")) == ["Ann Ott", "Bo Customer"]
    assert names(filtered(f"owner={leader.pk}")) == ["Zoë Müller"]
    assert names(filtered(f"owner={leader.pk}&unowned=1")) == ["Ann Ott", "Bo Customer", "Zoë Müller"]


def test_a_promised_follow_up_is_due(people, filtered, leader):
    person = Stakeholder.objects.get(name="Ann Ott")
    log_touchpoint(person, author=leader, kind="call", happened_on=dt.date(2026, 11, 1), follow_up_by=TODAY)
    assert names(filtered("due=1")) == ["Ann Ott"]


def test_a_follow_up_planned_by_itself_is_due_too(people, filtered, leader, workspace):
    person = Stakeholder.objects.get(name="Bo Customer")
    planned = {"workspace": workspace, "stakeholder": person, "author": leader, "words": "Call"}
    FollowUp.objects.create(**planned, due_on=TODAY + dt.timedelta(days=1))
    FollowUp.objects.create(**planned, due_on=TODAY, done_on=TODAY)
    assert names(filtered("due=1")) == []
    FollowUp.objects.create(**planned, due_on=TODAY)
    assert names(filtered("due=1")) == ["Bo Customer"]


def test_who_has_gone_quiet_is_found_as_their_page_says(filtered, add_person, leader, workspace):
    """The database and the pure rule agree, wherever somebody stands, whatever was decided, whenever they were met."""
    quiet, matter, contacts = set(), set(), []
    about = {"workspace": workspace, "author": leader, "kind": "call"}
    met = (None, 1, 2, 10, 11, 45, 46, 90, 91, 135, 136, 270, 271)
    for influence, interest in ((None, None), (5, None), (4, 4), (5, 3), (3, 4), (1, 1)):
        judged = {"influence": influence, "interest": interest} if influence else {"segment": "champion"}
        for decided in (None, 1, 7, 90):
            first = add_person(f"{influence} {interest} {decided}", cadence_days=decided, **judged)
            alike = {"current": None, "workspace": workspace, "cadence_days": decided}
            people = Stakeholder.objects.bulk_create(Stakeholder(name=f"{first.name} {days}", **alike) for days in met)
            Assessment.objects.bulk_create(
                Assessment(workspace=workspace, stakeholder=person, assessed_on=TODAY, **judged) for person in people
            )
            for person, days in zip(people, met, strict=True):
                person.current = person.assessments.get()
                cadence = cadence_of(decided, influence, interest)
                last = None if days is None else TODAY - dt.timedelta(days=days)
                if freshness(last, cadence=cadence, today=TODAY).is_quiet:
                    quiet.add(person.name)
                    matter |= {person.name} if (influence or 0) >= 4 else set()
                # An older contact changes nothing.
                days_met = [last, last - dt.timedelta(days=400)] if last else []
                contacts += [Touchpoint(**about, stakeholder=person, happened_on=day) for day in days_met]
            Stakeholder.objects.bulk_update(people, ["current"])
    Touchpoint.objects.bulk_create(contacts)
    # A cadence of 1, 7 and 90 days finds 11, 9 and 3 of the twelve days quiet; those of 30, 60, 90 and 180: 7, 5, 3, 1.
    assert (len(quiet), len(matter)) == (6 * 23 + 16, 3 * 23 + 12)
    assert set(names(filtered("quiet=1"))) == quiet
    assert set(names(filtered("quiet=matters"))) == matter
    assert set(names(filtered("quiet=matters&quiet=1"))) == quiet
    assert [item.label + item.value for item in filtered("quiet=matters").active] == ["Gone quiet, of influence 4 or 5"]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("segment=king", "The filter “Segment” was left out: its value means nothing here."),
        ("department=999999", "The filter “Department” was left out: its value means nothing here."),
        ("q=%00", "The filter “Search” was left out: a null character can be neither stored nor found."),
        ("q=" + "x" * 201, "The filter “Search” was left out: it is longer than 200 characters."),
        ("gap=%00", "The filter “Engagement” was left out: its value means nothing here."),
        ("stale=yes", "The filter “Not assessed for 120 days” was left out: its value means nothing here."),
    ],
)
def test_what_means_nothing_is_left_out_and_said(people, filtered, query, problem):
    narrowed = filtered(query)
    assert names(narrowed) == ["Ann Ott", "Bo Customer", "Zoë Müller"]
    assert narrowed.problems == [problem]


def test_active_filters_can_be_removed_one_by_one(people, filtered):
    narrowed = filtered("q=a&segment=champion&segment=unknown&stale=1&sort=-name&page=3")
    assert [(item.label, item.value, item.href) for item in narrowed.active] == [
        ("Search", "“a”", "?segment=champion&segment=unknown&stale=1&sort=-name"),
        ("Segment", "Champion", "?q=a&segment=unknown&stale=1&sort=-name"),
        ("Segment", "No segment yet", "?q=a&segment=champion&stale=1&sort=-name"),
        ("", "Not assessed for 120 days", "?q=a&segment=champion&segment=unknown&sort=-name"),
    ]
    assert narrowed.clear_href == "?sort=-name"
    assert narrowed.kept == [("sort", "-name")]
