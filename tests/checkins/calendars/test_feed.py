"""The address that a calendar reads: what is theirs and nothing else, for as long as it stands."""

import datetime as dt
from collections import Counter
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from vobject.base import getLogicalLines

from accounts.isolation import scope
from accounts.models import AuditEntry, Membership, Workspace
from accounts.tokens import hashed
from checkins import check_ins, plans, ticking
from checkins.calendars import feed
from checkins.models import CalendarFeed, CheckIn, CheckInPlan
from checkins.plans import Wish, own_pattern
from checkins.recurrences import By, Recurrence, Unit
from stakeholders import erasure

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
NAME = "Zephyrine; Quill,\nfeather"
# All within the coming two months.
MANY = """
INSERT INTO checkins_checkin (
    id, workspace_id, stakeholder_id, for_on, origin, due_on, due_at, zone, channel, owner_id, state, moved_times,
    periods_missed, outcome, next_step, skipped_why, version, created_at, updated_at
)
SELECT gen_random_uuid(), %(workspace)s, %(person)s, current_date, 'extra', current_date, now() + n * interval '15 min',
    'Europe/Berlin', 'meeting', %(owner)s, 'due', 0, 0, '', '', '', 1, now(), now()
FROM generate_series(1, %(many)s) AS n
"""


@pytest.fixture
def check_in(workspace, leader, add_person):
    person = add_person(NAME, segment="detractor", position=-2, owner=leader, email="z@northwind.example")
    day = timezone.localdate() + 3 * DAY
    return check_ins.add_extra(
        person, due_on=day, at=dt.time(10), zone="Europe/Berlin", owner=leader, key=check_ins.UUID(int=7)
    )


@pytest.fixture
def read(workspace, leader):
    """`read()` gives the response and its entries; the address is always the same."""
    path = f"/calendars/{feed.make(workspace, leader)}.ics"

    def get(**headers):
        response = Client().get(path, headers=headers)
        return response, Calendar.from_ical(response.content).walk("VEVENT") if response.status_code == 200 else []

    get.path = path
    return get


def test_it_tells_when_and_whom_and_no_more(check_in, read, member, add_person):
    other = add_person("Somebody Else's")
    check_ins.add_extra(
        other, due_on=timezone.localdate(), at=dt.time(10), zone="Etc/UTC", owner=member, key=check_ins.UUID(int=8)
    )
    response, [one] = read()
    assert (str(one["SUMMARY"]), one["SEQUENCE"], one["CLASS"]) == (f"Check-in with {NAME}", 0, "PRIVATE")
    assert one["DTSTART"].dt == check_in.due_at.astimezone(ZoneInfo("Europe/Berlin"))
    assert one["DTEND"].dt - one["DTSTART"].dt == dt.timedelta(minutes=30)
    said = response.content.decode().replace("\r\n ", "").lower()
    for secret in ("detractor", "opposed", "position", "segment", "northwind.example", "somebody"):
        assert secret not in said
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_it_follows_what_is_moved_and_drops_what_did_not_take_place(check_in, read):
    moved = check_ins.move(check_in, to=check_in.due_on + DAY, expected_version=1)
    _, [one] = read()
    assert (one["SEQUENCE"], one["DTSTART"].dt) == (1, moved.due_at)
    check_ins.skip(moved, why="Ill", expected_version=2)
    assert read()[1] == []


def test_what_a_plan_will_open_has_the_identity_that_it_keeps(workspace, leader, add_person, read):
    person = add_person("Ada Moreno", owner=leader)
    today = timezone.localdate()
    weekly = Recurrence(Unit.WEEKS, 1, By.WEEKDAY, today, weekday=(today.weekday() + 1) % 7)
    own_pattern(person, Wish(weekly, dt.time(9, 30), "Etc/UTC", "mail"), expected_version=None)
    _, before = read()
    assert {str(one["STATUS"]) for one in before} == {"TENTATIVE"}
    assert 25 <= len(before) <= 27
    assert {str(one["TRANSP"]) for one in before} == {"TRANSPARENT"}
    CheckInPlan.objects.update(opens_at=timezone.now() - dt.timedelta(seconds=1))
    assert ticking.tick() == 1
    _, after = read()
    assert [(str(one["UID"]), one["DTSTART"].dt) for one in after] == [
        (str(one["UID"]), one["DTSTART"].dt) for one in before
    ]
    assert [str(one["STATUS"]) for one in after][:2] == ["CONFIRMED", "TENTATIVE"]
    plans.pause(CheckInPlan.objects.get(), why="", until=None, expected_version=2)
    assert len(read()[1]) == 1


def test_it_is_not_sent_again_while_nothing_changed(check_in, read):
    first, _ = read()
    again, _ = read(if_none_match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    check_ins.move(check_in, to=check_in.due_on + DAY, expected_version=1)
    assert read(if_none_match=first.headers["ETag"])[0].status_code == 200


def test_a_calendar_bears_5000_entries_the_nearest_of_them(workspace, leader, add_person, read):
    person = add_person(NAME, owner=leader)
    with connection.cursor() as cursor:
        cursor.execute(MANY, {"workspace": workspace.pk, "person": person.pk, "owner": leader.pk, "many": 4_980})
    today = timezone.localdate()
    weekly = Recurrence(Unit.WEEKS, 1, By.WEEKDAY, today, weekday=(today.weekday() + 6) % 7)
    for number in range(2):
        planned = add_person(f"Person {number}", owner=leader)
        own_pattern(planned, Wish(weekly, dt.time(9, 30), "Etc/UTC", "mail"), expected_version=None)
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        response = client.get(read.path)
    assert len(asked) == 12
    # 25 weeks of two plans are 50 or 52 more: the farthest are left out. A library unfolds the lines; it would take
    # seconds to make something of each.
    lines = Counter(line for line, _ in getLogicalLines(StringIO(response.content.decode())))
    assert (lines["BEGIN:VEVENT"], lines["END:VEVENT"]) == (5_000, 5_000)
    assert (lines["STATUS:CONFIRMED"], lines["STATUS:TENTATIVE"]) == (4_980, 20)
    assert len({line for line in lines if line.startswith("UID:")}) == 5_000
    assert {line: many for line, many in lines.items() if line.startswith("SUMMARY:")} == {
        r"SUMMARY:Check-in with Zephyrine\; Quill\,\nfeather": 4_980,
        "SUMMARY:Check-in with Person 0": 10,
        "SUMMARY:Check-in with Person 1": 10,
    }
    assert 2_600_000 < len(response.content) < 2_800_000


@pytest.mark.parametrize("how", ["never there", "revoked", "made anew", "left", "executive"])
def test_an_address_that_leads_nowhere_looks_like_any_other(workspace, leader, member, how):
    path = f"/calendars/{feed.make(workspace, member)}.ics"
    unknown = Client().get(f"/calendars/{'x' * 43}.ics")
    if how == "never there":
        path = "/calendars/y.ics"
    elif how == "revoked":
        assert feed.revoke(workspace, member)
    elif how == "made anew":
        feed.make(workspace, member)
    elif how == "left":
        Membership.objects.filter(user=member).delete()
        Membership.objects.create(workspace=workspace, user=member, role="member")
    else:
        Membership.objects.filter(user=member).update(role="executive")
    response = Client().get(path)
    assert (response.status_code, response.content) == (404, b"There is no calendar here.\n")
    headers, others = (dict(one.headers) | {"X-Request-ID": ""} for one in (response, unknown))
    assert headers == others


def test_only_the_hash_of_an_address_is_kept(workspace, leader):
    token = feed.make(workspace, leader)
    assert CalendarFeed.objects.get().token_hash == hashed(token)
    assert feed.address_of(token).endswith(f"/calendars/{token}.ics")


def test_of_two_workspaces_each_has_its_own(workspace, stranger, foreign_stakeholder, check_in):
    """Somebody who is of both teams gives their calendar two addresses."""
    with scope(user=stranger.pk):
        foreign = Workspace.objects.get(slug="elsewhere")
    Membership.objects.create(workspace=workspace, user=stranger, role="member")
    CheckIn.objects.update(owner=stranger)
    with scope(workspace=foreign.pk, user=stranger.pk):
        token = feed.make(foreign, stranger)
        CheckIn.objects.create(
            workspace=foreign, stakeholder=foreign_stakeholder, origin="extra", for_on=check_in.due_on,
            due_on=check_in.due_on, due_at=check_in.due_at, zone="Etc/UTC", owner=stranger,
        )  # fmt: skip
    found = [Client().get(f"/calendars/{each}.ics").content for each in (token, feed.make(workspace, stranger))]
    assert [(b"Foreign Person" in one, b"Zephyrine" in one) for one in found] == [(True, False), (False, True)]


def test_whoever_is_erased_is_in_no_calendar(check_in, read, leader):
    erasure.erase(check_in.stakeholder, actor=leader, typed_name=check_in.stakeholder.name)
    assert read()[1] == []


def test_making_and_ending_an_address_are_in_the_audit_trail(workspace, leader):
    feed.make(workspace, leader)
    feed.make(workspace, leader)
    assert [feed.revoke(workspace, leader), feed.revoke(workspace, leader)] == [True, False]
    acts = AuditEntry.objects.order_by("pk").values_list("act", "actor")
    assert list(acts) == [("calendar_made", leader.pk), ("calendar_made", leader.pk), ("calendar_ended", leader.pk)]
