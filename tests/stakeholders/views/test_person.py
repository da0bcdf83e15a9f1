"""A stakeholder's page, and editing by two people at once."""

import datetime as dt

import pytest
from django.utils import timezone

from stakeholders.assessments import record_assessment
from stakeholders.follow_ups import plan_follow_up
from stakeholders.models import Assessment, Department, Stakeholder
from stakeholders.notes import add_note
from stakeholders.queries.person import changes, line_says, moved, steps
from stakeholders.relationships import add_relationship
from stakeholders.salience import judge_salience
from stakeholders.touchpoints import log_touchpoint

BASE = "/w/northwind/stakeholders/"
PANEL = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "panel"}


@pytest.mark.parametrize("page", ["", "edit/"])
def test_doors(as_leader, as_member, as_executive, as_stranger, client, add_person, page):
    url = f"{BASE}{add_person().pk}/{page}"
    assert as_leader.get(url).status_code == 200
    assert as_member.get(url).status_code == 200
    assert as_executive.get(url).status_code == 403
    assert as_stranger.get(url).status_code == 404
    assert client.get(url).status_code == 302
    assert as_leader.delete(url).status_code == 405


@pytest.mark.parametrize("page", ["", "edit/"])
def test_nobody_of_another_workspace_is_found(as_leader, foreign_stakeholder, page):
    assert as_leader.get(f"{BASE}{foreign_stakeholder.pk}/{page}").status_code == 404
    assert as_leader.get(f"{BASE}{10**30}/{page}").status_code == 404


def test_somebody_not_assessed_says_so(as_leader, add_person):
    response = as_leader.get(f"{BASE}{add_person().pk}/")
    assert response.context["says"] == "Not assessed yet. No contact logged yet."
    assert response.context["steps"] == []
    assert "Five plain questions lead to a segment" in response.content.decode()


def test_the_page_shows_authority_reach_and_stance_apart(as_leader, add_person):
    person = add_person(segment="decision_maker", approves=True, resists=True, voice="vocal", influence=4,
                        resistance_cause="nothing_in_it", attributes={"Old id": 7, "Likes": ["a", "b"]})  # fmt: skip
    context = as_leader.get(f"{BASE}{person.pk}/").context
    told = {about: [(fact.label, fact.value) for fact in facts] for about, facts in context["apart"]}
    assert told == {
        "Authority": [("Do they approve major initiatives?", "Yes")],
        "Reach": [("Do they hold budget or political capital?", "Nobody knows")],
        "Involvement": [("Do they work on execution, day to day?", "Nobody knows")],
        "Stance": [
            ("Do they already speak for marketing?", "Nobody knows"),
            ("Do they resist, out loud or by staying away?", "Yes"),
            ("How do they resist?", "Vocal"),
            ("Why?", "Sees nothing in it for them"),
        ],
    }
    assert context["contradictions"] == (
        "A decision maker who is also a detractor: they approve major initiatives and resist out loud, because they "
        "see nothing in it for them.",
    )
    assert context["extras"] == [("Likes", "a, b"), ("Old id", "7")]


def test_what_kumu_needs_to_be_written_again_is_not_shown(as_leader, add_person):
    person = add_person("Ann", attributes={"Old id": "7", "_kumu": {"id": "elem-1", "scale": 2}})
    page = as_leader.get(f"{BASE}{person.pk}/")
    assert page.context["extras"] == [("Old id", "7")]
    assert "elem-1" not in page.content.decode()


def test_history_says_what_changed_and_is_paged(as_leader, add_person, leader):
    person = add_person(influence=1, assessed_on=dt.date(2026, 1, 1))
    for month in range(2, 10):
        record_assessment(person, author=leader, why=f"Month {month}", influence=1 + month % 5,
                          assessed_on=dt.date(2026, month, 1))  # fmt: skip
    first = as_leader.get(f"{BASE}{person.pk}/").context["steps"]
    assert [step.assessment.why for step in first] == [f"Month {month}" for month in range(9, 3, -1)]
    assert (first[0].changes, first[0].is_current, first[-1].changes) == (
        ("Influence 4 → 5",), True, ("Influence 4 → 5",),
    )  # fmt: skip
    second = as_leader.get(f"{BASE}{person.pk}/?page=2")
    assert [step.assessment.why for step in second.context["steps"]] == ["Month 3", "Month 2", "First look"]
    assert (second.context["steps"][-1].is_first, second.context["steps"][-1].changes) == (True, ("Influence: 1",))
    part = as_leader.get(f"{BASE}{person.pk}/?page=2", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="history")
    assert ("<html" in part.content.decode(), "Month 3" in part.content.decode()) == (False, True)


def test_changes_in_words(add_person, leader):
    person = add_person(segment="detractor", position=-1)
    before = person.current
    after = record_assessment(
        person, author=leader, why="x", segment="champion", position=None, resists=False, interest=2
    )
    assert changes(before, after) == (
        "Segment Detractor → Champion",
        "Interest unknown → 2",
        "Position Sceptical → unknown",
        "Resists nobody knows → No",
    )
    step = steps([after], before, current=after.pk)[0]
    # The position is told as the move it is.
    assert step.changes == ("Segment Detractor → Champion", "Interest unknown → 2", "Resists nobody knows → No")
    assert step.moved == ("plain", "Sceptical → position unknown")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (-1, 1, ("good-rise", "Sceptical → supportive")),
        (2, 0, ("concern-fall", "Advocate → neutral")),
        (None, -2, ("plain", "Position unknown → opposed")),
        (1, 1, None),
    ],
)
def test_how_a_position_moved(before, after, told):
    assert moved(Assessment(position=before), Assessment(position=after)) == told
    assert moved(None, Assessment(position=after)) is None


def test_a_step_names_the_contacts_that_led_to_it(as_leader, add_person, leader):
    person = add_person(position=0, assessed_on=dt.date(2026, 2, 1))
    for day, mood in ((1, "unknown"), (2, "good"), (28, "mixed")):
        log_touchpoint(person, author=leader, kind="call", happened_on=dt.date(2026, 2, day), mood=mood)
    record_assessment(person, author=leader, why="Came round", position=1, assessed_on=dt.date(2026, 2, 20))
    response = as_leader.get(f"{BASE}{person.pk}/")
    after, first = response.context["steps"]
    assert [contact.happened_on for contact in after.contacts] == [dt.date(2026, 2, 2)]
    assert (first.contacts, after.moved) == ((), ("good-rise", "Neutral → supportive"))
    assert "After a call on 2 Feb (went well)" in response.content.decode()


@pytest.mark.parametrize(
    ("title", "values", "says"),
    [
        ("Influence", [None, None], "Not known yet."),
        ("Influence", [None, 3], "Known once: 3."),
        ("Influence", [3, 3], "Stays at 3."),
        ("Influence", [3, 5, 3], "Back at 3."),
        ("Interest", [2, None, 4], "Rose from 2 to 4."),
        ("Position", [2, -1], "Fell from advocate to sceptical."),
    ],
)
def test_what_a_line_says(title, values, says):
    assert line_says(title, values) == says


def test_ties_are_told_from_both_ends(as_leader, add_person):
    ann, bo, cy = add_person("Ann"), add_person("Bo"), add_person("Cy")
    add_relationship(ann, target=bo, kind="reports_to")
    add_relationship(cy, target=ann, kind="advises", weight=4, label="weekly")
    add_relationship(bo, target=ann, kind="trusts", direction="mutual")
    groups = as_leader.get(f"{BASE}{ann.pk}/").context["ties"]
    assert [(g.heading, [(t.name, t.weight, t.label) for t in g.ties]) for g in groups] == [
        ("Reports to", [("Bo", "strength unknown", "")]),
        ("Is advised by", [("Cy", "strong", "weekly")]),
        ("Trusts, and is trusted by", [("Bo", "strength unknown", "")]),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(as_leader, add_person, leader, django_assert_num_queries, count):
    person = add_person("Ann", department="Sales", owner=leader, influence=2)
    for number in range(count):
        other = add_person(f"P{number}", influence=3)
        add_relationship(person, target=other, kind="advises")
        record_assessment(person, author=leader, why="x", influence=1 + number)
        log_touchpoint(person, author=leader, kind="call", follow_up_by=timezone.localdate())
        plan_follow_up(person, author=leader, due_on=timezone.localdate(), words="Call")
        add_note(person, author=leader, kind="fact", words="Says the intranet")
        judge_salience(person, author=leader, power=True, legitimacy=None, urgency=None)
    as_leader.get(f"{BASE}{person.pk}/")
    # Of these 4 are the test's own: a savepoint for the transaction, and the scope around it put back.
    with django_assert_num_queries(15):
        as_leader.get(f"{BASE}{person.pk}/")


# Editing -----------------------------------------------------------------------------------------------------------


def typed_into(response, **changed) -> dict:
    """What the form holds, as a browser would send it back, with some fields typed over."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    prepared = {name: form.fields[name].prepare_value(value) for name, value in values.items()}
    return {name: value for name, value in {**prepared, **changed}.items() if value not in (None, False)}


def test_an_edit_is_stored(as_leader, add_person):
    person = add_person("Ann", tags=["a, b", "c"])
    url = f"{BASE}{person.pk}/edit/"
    done = as_leader.post(url, typed_into(as_leader.get(url), name="Anna", department="New one"))
    assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}{person.pk}/")
    person.refresh_from_db()
    assert (person.name, person.department.name, person.tags, person.version) == ("Anna", "New one", ["a, b", "c"], 2)


def test_two_people_edit_one_person_at_once(as_leader, as_member, add_person, member):
    person = add_person("Ann", job_title="Buyer", email="a@x.example")
    url = f"{BASE}{person.pk}/edit/"
    first, second = as_member.get(url), as_leader.get(url)
    assert as_member.post(url, typed_into(first, job_title="Head of Buying", email="new@x.example")).status_code == 302

    refused = as_leader.post(url, typed_into(second, job_title="Chief Buyer", name="Anna", department="Unborn"))
    assert refused.status_code == 409
    told = [(d.label, d.was, d.theirs, d.yours, d.is_taken_over) for d in refused.context["differences"]]
    assert told == [
        ("E-mail", "a@x.example", "new@x.example", "a@x.example", True),
        ("Title", "Buyer", "Head of Buying", "Chief Buyer", False),
    ]
    assert refused.context["editor"] == str(member)
    kept = typed_into(refused)
    assert (kept["name"], kept["job_title"], kept["email"], kept["department"], kept["version"]) == (
        "Anna", "Chief Buyer", "new@x.example", "Unborn", 2,
    )  # fmt: skip
    assert Department.objects.count() == 0
    assert Stakeholder.objects.get().job_title == "Head of Buying"

    assert as_leader.post(url, kept).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.job_title, person.email, person.version) == ("Anna", "Chief Buyer", "new@x.example", 3)


def test_an_assessment_meanwhile_is_no_conflict(as_leader, as_member, add_person, member):
    person = add_person("Ann")
    url = f"{BASE}{person.pk}/edit/"
    opened = as_leader.get(url)
    record_assessment(person, author=member, why="x", influence=3)
    assert as_leader.post(url, typed_into(opened, name="Anna")).status_code == 302


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"name": ""}, "Give this stakeholder a name."),
        ({"name": "a\x00"}, "This holds a null character, which cannot be stored. Remove it and store again."),
        ({"email": "x"}, "This is not an e-mail address. It looks like name@company.com."),
    ],
)
def test_bad_input(as_leader, add_person, typed, problem):
    url = f"{BASE}{add_person('Ann').pk}/edit/"
    response = as_leader.post(url, {**typed_into(as_leader.get(url), job_title="Kept"), **typed})
    errors = [error for found in response.context["form"].errors.values() for error in found]
    assert (response.status_code, errors) == (422, [problem])
    assert 'value="Kept"' in response.content.decode()
    assert Stakeholder.objects.get().name == "Ann"


def test_in_the_panel_only_the_panel_is_sent(as_leader, add_person):
    url = f"{BASE}{add_person('Ann').pk}/edit/"
    shown = as_leader.get(url, **PANEL).content.decode()
    assert ("<html" in shown, 'id="panel-title"' in shown) == (False, True)
    refused = as_leader.post(url, {"name": ""}, **PANEL)
    assert (refused.status_code, "Give this stakeholder a name." in refused.content.decode()) == (422, True)


def test_a_tampered_form_is_told_of_every_difference(as_leader, add_person):
    person = add_person("Ann")
    url = f"{BASE}{person.pk}/edit/"
    typed = typed_into(as_leader.get(url), name="Anna", opened="forged", version=99)
    response = as_leader.post(url, typed)
    assert response.status_code == 409
    assert [(d.label, d.theirs, d.yours, d.is_taken_over) for d in response.context["differences"]] == [
        ("Name", "Ann", "Anna", False)
    ]


def test_a_relationship_is_changed_from_either_persons_page(as_leader, add_person) -> None:
    ana, bo = add_person("Ana"), add_person("Bo")
    tie = add_relationship(ana, target=bo, kind="advises", weight=3)
    for person in (ana, bo):
        page = as_leader.get(f"/w/northwind/stakeholders/{person.pk}/").content.decode()
        assert f'hx-get="/w/northwind/ties/{tie.pk}/edit/?from={person.pk}"' in page
