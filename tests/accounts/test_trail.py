"""The audit trail in words: old and new values, names of what is gone, pages by key, one workspace."""

import datetime as dt

import pghistory
import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.utils import timezone

from accounts import audit, members, trail
from accounts.isolation import scope
from accounts.models import AuditEntry, Membership
from accounts.trail import Change, Cursor, Wanted
from stakeholders.models import Relationship, Stakeholder
from stakeholders.register import edit_stakeholder

pytestmark = pytest.mark.django_db
ALL = Wanted()


def entries(workspace, wanted=ALL, **options) -> list[trail.Entry]:
    page = trail.read(workspace, wanted, **options)
    return [entry for group in page.groups for entry in (*group.shown, *group.rest)]


def newest(workspace, source: str) -> trail.Entry:
    return entries(workspace, Wanted(source=source))[0]


def test_every_event_table_of_a_workspace_is_a_source():
    assert [source.key for source in trail.sources()] == [
        "annotation", "apitoken", "assessment", "audience", "audiencemetric", "audienceperson", "changeevent",
        "checkin", "checkinplan", "checkinrule", "commitment", "concern", "discussion", "followup", "goal",
        "goalowner", "goalposition", "guide", "guideversion", "initiative", "initiativemetric", "insight",
        "invitation", "membership", "metric", "note", "planningsession", "playbook", "prompt", "rebase", "relationship",
        "report", "reportitem", "request", "requestdesk", "saliencejudgement", "seat", "shift", "stake", "stakeholder",
        "target", "touchpoint", "variant", "wording", "act",
    ]  # fmt: skip
    assert {source.table for source in trail.sources() if source.model} == {
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event) and hasattr(model, "workspace_id")
    }


def test_an_addition_names_who_what_and_why(workspace, leader, add_person):
    with pghistory.context(user=leader.pk, why="Met at the kick-off"):
        add_person("Marcus Hale", job_title="Head of Sales", department="Sales")
    entry = newest(workspace, "stakeholder")
    assert (entry.who, entry.subject, entry.what, entry.why) == (
        "Ines Rourke", "Marcus Hale", "stakeholder added", "Met at the kick-off",
    )  # fmt: skip
    assert entry.changes == (
        Change("Kind", None, "Internal"),
        Change("Job title", None, "Head of Sales"),
        Change("Department", None, "Sales"),
    )


def test_a_change_says_what_was_and_what_is(workspace, leader, add_person):
    person = add_person("Marcus Hale", job_title="Head of Sales")
    with pghistory.context(user=leader.pk):
        edit_stakeholder(person, expected_version=person.version, job_title="CRO", owner=leader)
    entry = newest(workspace, "stakeholder")
    assert (entry.what, entry.subject, entry.why) == ("stakeholder changed", "Marcus Hale", "Edited by hand")
    assert entry.changes == (
        Change("Job title", "Head of Sales", "CRO"),
        Change("Owner", "not set", "Ines Rourke"),
    )


def test_an_assessment_is_told_in_words(workspace, add_person):
    add_person("Marcus Hale", segment="detractor", influence=4, position=0, approves=False, resists=True)
    entry = newest(workspace, "assessment")
    assert entry.subject == "Marcus Hale"
    told = {change.label: change.after for change in entry.changes}
    assert (told["Segment"], told["Influence"], told["Position"]) == ("Detractor", "4", "Neutral")
    assert (told["Approves"], told["Resists"], told["Why"]) == ("no", "yes", "First look")
    assert "Interest" not in told


def test_a_role_is_told_with_the_name_of_the_person(workspace, leader, member):
    with pghistory.context(user=leader.pk):
        members.change_role(Membership.objects.get(user=member, workspace=workspace), to="leader")
    entry = newest(workspace, "membership")
    assert (entry.subject, entry.what, entry.why) == ("Sam Ferris", "membership changed", "Changed the role")
    assert entry.changes == (Change("Role", "Member", "Leader"),)


def test_a_tie_names_both_ends_also_when_they_are_gone(workspace, add_person):
    first, second = add_person("Ada"), add_person("Bo")
    Relationship.objects.create(workspace=workspace, source=first, target=second, kind="trusts")
    assert newest(workspace, "relationship").subject == "Ada → Bo"
    Stakeholder.objects.filter(pk=second.pk).delete()
    removed = newest(workspace, "relationship")
    assert (removed.subject, removed.what) == ("Ada → Bo", "relationship removed")
    assert newest(workspace, "stakeholder").subject == "Bo"


def test_who_is_erased_is_named_no_more(workspace, add_person):
    first, second = add_person("Ada"), add_person("Bo")
    Relationship.objects.create(workspace=workspace, source=first, target=second, kind="trusts")
    Stakeholder.objects.filter(pk=second.pk).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_stakeholder_events(%s)", [second.pk])
    told = [str(entry) for entry in entries(workspace)]
    assert [text for text in told if "'Bo'" in text or "→ Bo" in text] == []


def test_what_a_program_did_is_not_ascribed_to_a_person(workspace):
    with connection.cursor() as cursor:
        # As in a transaction of its own: the fixtures share this one.
        cursor.execute(
            "SELECT set_config('pghistory.context_metadata', '', true), set_config('pghistory.context_id', '', true)"
        )
    Stakeholder.objects.create(workspace=workspace, name="Ada")
    assert newest(workspace, "stakeholder").who == "The system"


def test_acts_that_change_no_row_are_told(workspace, leader):
    audit.note(workspace, actor=leader, act=AuditEntry.Act.EXPORTED, detail="workspace.json")
    entry = newest(workspace, "act")
    assert (entry.subject, entry.what, entry.who) == ("Exported the workspace", "workspace.json", "Ines Rourke")


def test_nothing_of_another_workspace(workspace, foreign_stakeholder, add_person):
    add_person("Ada")
    assert "Foreign Person" not in {entry.subject for entry in entries(workspace)}


def test_pages_by_key_give_every_entry_once(workspace, leader, add_person):
    for number in range(7):
        add_person(f"Person {number}", segment="champion")
        audit.note(workspace, actor=leader, act=AuditEntry.Act.EXPORTED, detail=str(number))
    everything = [(e.at, e.source, e.subject, e.what) for e in entries(workspace, limit=1000)]
    collected, after = [], None
    for _ in range(20):
        page = trail.read(workspace, Wanted(), after, limit=4)
        collected += [(e.at, e.source, e.subject, e.what) for g in page.groups for e in (*g.shown, *g.rest)]
        after = page.older
        if after is None:
            break
    assert collected == everything
    assert len(everything) == 7 * 3 + 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~",
        "yesterday~1~1",
        "2026-01-01T00:00:00~1~1",
        "2026-01-01T00:00:00+00:00~x~1",
        "2026-99-01T00:00:00+00:00~1~1",
    ],
)
def test_a_cursor_that_makes_no_sense_starts_at_the_newest(text):
    assert Cursor.read(text) is None


def test_a_cursor_reads_back_what_it_wrote():
    cursor = Cursor(timezone.now(), 3, 41)
    assert Cursor.read(str(cursor)) == cursor


def test_filters_by_who_and_day(workspace, leader, member):
    noted = [
        (leader, "2026-03-01 23:59"),
        (member, "2026-03-02 00:00"),
        (leader, "2026-03-02 23:59"),
        (leader, "2026-03-03 00:00"),
    ]
    for actor, at in noted:
        with time_machine.travel(f"{at}+00:00", tick=False):
            audit.note(workspace, actor=actor, act=AuditEntry.Act.EXPORTED, detail=at)

    def told(**wanted) -> list[str]:
        return [entry.what for entry in entries(workspace, Wanted(source="act", **wanted))]

    day = dt.date(2026, 3, 2)
    assert told(since=day, until=day) == ["2026-03-02 23:59", "2026-03-02 00:00"]
    assert told(user=member.pk) == ["2026-03-02 00:00"]
    assert told(user=leader.pk, until=day) == ["2026-03-02 23:59", "2026-03-01 23:59"]


def test_many_equal_changes_of_one_act_stand_together(workspace, leader):
    with pghistory.context(user=leader.pk, why="Imported people.csv"):
        Stakeholder.objects.bulk_create(Stakeholder(workspace=workspace, name=f"P{n}") for n in range(9))
    page = trail.read(workspace, Wanted(source="stakeholder"), limit=5)
    [group] = page.groups
    assert (group.count, len(group.shown), len(group.rest)) == (5, 3, 2)
    assert page.past_the_act is not None
    beyond = trail.read(workspace, Wanted(source="stakeholder"), page.past_the_act)
    assert beyond.groups == ()


def test_everybody_who_ever_belonged_can_be_chosen(workspace, leader, member, stranger):
    Membership.objects.filter(user=member).delete()
    assert [str(person) for person in trail.people(workspace)] == ["Ines Rourke", "Sam Ferris"]


def test_another_workspaces_people_are_not_listed(workspace, stranger):
    with scope(workspace=workspace.pk, user=stranger.pk):
        assert "Mallory Quick" not in {str(person) for person in trail.people(workspace)}
