"""The station's first page; preparing, opening, moving, closing a discussion, and telling what became of it."""

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from discussions.forms.running import values_of
from discussions.models import Discussion, Guide, GuideVersion, Invitation
from discussions.running.preparing import edit, prepare
from mail.models import Message
from planning.forms.edited import opened_with
from planning.models import Goal

LIST, NEW = "/w/northwind/discuss/", "/w/northwind/discuss/new/"
HOSTILE = "<script>alert(1)</script> & “Ω” ‮x"
DAY = dt.timedelta(days=1)


def typed(version, leader, /, **fields) -> dict[str, object]:
    return {
        "title": "Better leads", "guide": version.pk, "facilitator": leader.pk, "held": "async", "sees": "ideas",
        "reveal": "after_own", "remind_before": ["3", "1"], "key": uuid.uuid4(), **fields,
    }  # fmt: skip


def local(moment: dt.datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def errors(response) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_an_empty_station_says_what_to_do_first(as_leader):
    page = as_leader.get(LIST)
    assert page.context["says"] == ""
    assert "What would you like to work out together?" in page.content.decode()


def test_the_list(as_leader, discussion, asked, guide, leader, workspace):
    asked("Ada A", started_at=timezone.now())
    asked("Bo B", segment="decision_maker")
    prepare(workspace, version=guide, title="Next", facilitator=leader)
    over = prepare(workspace, version=guide, title="Before", facilitator=leader)
    Discussion.objects.filter(pk=over.pk).update(opens_at=timezone.now() - 9 * DAY, closes_at=timezone.now() - DAY)
    page = as_leader.get(LIST)
    assert page.context["says"] == "One discussion is open; 1 of 2 invited have answered."
    assert [(row.discussion.title, row.phase, row.says) for row in page.context["running"]] == [
        ("Better leads", "open", "1 of 2 has answered; no decision maker yet."),
        ("Next", "draft", "Nobody is chosen yet."),
    ]
    assert [(row.discussion.title, row.says) for row in page.context["over"]] == [("Before", "Nobody was invited.")]
    assert "Nobody was told yet what became of it" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queries(as_leader, workspace, guide, leader, add_person, django_assert_num_queries, count):
    for number in range(count):
        made = prepare(workspace, version=guide, title=f"D{number}", facilitator=leader)
        person = add_person(f"P{number}", segment="champion")
        Invitation.objects.create(workspace=workspace, discussion=made, stakeholder=person)
        ended = prepare(workspace, version=guide, title=f"E{number}", facilitator=leader)
        Discussion.objects.filter(pk=ended.pk).update(closed_at=timezone.now())
    as_leader.get(LIST)
    with django_assert_num_queries(12):
        as_leader.get(LIST)


def test_preparing(as_leader, guide, leader, workspace):
    goal = Goal.objects.create(
        workspace=workspace, statement="Win", rank=1, starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 12, 31)
    )
    form = as_leader.get(f"{NEW}?goal={goal.pk}&title=Win+together").context["form"]
    assert (form.initial["goal"], form.initial["title"]) == (str(goal.pk), "Win together")
    sent = typed(guide, leader, title=f"  {HOSTILE} ", goal=goal.pk, remind_before=["1"])
    done = as_leader.post(NEW, sent)
    made = Discussion.objects.get()
    assert (done.status_code, done.headers["Location"]) == (302, f"{LIST}{made.pk}/")
    assert (made.title, made.goal, made.remind_before, made.opens_at, made.steps.count()) == (
        HOSTILE, goal, [1], None, 6,
    )  # fmt: skip
    # The same form once more is the same discussion.
    as_leader.post(NEW, sent)
    assert Discussion.objects.count() == 1
    page = as_leader.get(f"{LIST}{made.pk}/").content.decode()
    assert "<script>alert" not in page


def test_what_is_wrong_is_said_in_a_sentence(as_leader, guide, leader):
    sent = typed(guide, leader, title="", guide="0", facilitator="", held="nonsense", goal="\x00", remind_before=["9"])
    answer = as_leader.post(NEW, sent)
    assert answer.status_code == 422
    assert errors(answer) == {
        "title": ["Give it a title; people read it in the invitation."],
        "guide": ["Choose one of the answers."],
        "facilitator": ["Choose who holds it."],
        "held": ["Choose one of the answers."],
        "goal": ["Choose one of the answers."],
        "remind_before": ["Choose one of the answers."],
    }


def test_without_a_guide_it_says_where_to_begin(as_leader):
    assert "A discussion is held by a guide" in as_leader.get(NEW).content.decode()


def test_only_the_newest_version_of_a_guide_in_use_is_offered(as_leader, guide, workspace, leader):
    newer = GuideVersion.objects.create(workspace=workspace, guide=guide.guide, number=2)
    archived = Guide.objects.create(workspace=workspace, name="Old", author=leader, archived_at=timezone.now())
    GuideVersion.objects.create(workspace=workspace, guide=archived, number=1)
    form = as_leader.get(NEW).context["form"]
    assert list(form.fields["guide"].queryset) == [newer]


def test_editing_and_two_at_once(as_leader, discussion, guide, leader, page):
    Discussion.objects.update(opens_at=None)
    discussion.refresh_from_db()
    opened = opened_with(values_of(discussion), 1)
    edit(discussion, expected_revision=1, now=timezone.now(), title="Theirs", where="Room 4")
    answer = as_leader.post(f"{page}edit/", typed(guide, leader, title="Mine", **opened))
    assert answer.status_code == 409
    assert [(each.label, each.theirs, each.is_taken_over) for each in answer.context["differences"]] == [
        ("Title", "Theirs", False), ("Where", "Room 4", True),
    ]  # fmt: skip
    assert answer.context["form"]["title"].value() == "Mine"
    # Stored on top of what stands now.
    now = Discussion.objects.get()
    done = as_leader.post(
        f"{page}edit/", typed(guide, leader, title="Mine", where="Room 4", **opened_with(values_of(now), now.revision))
    )
    assert done.status_code == 302
    assert Discussion.objects.get().title == "Mine"


def test_what_was_promised_cannot_be_changed_by_a_form(as_leader, discussion, guide, member, leader, page):
    shown = as_leader.get(f"{page}edit/")
    assert "who holds it and what people see of each other stay as they were told" in shown.content.decode()
    sent = typed(guide, leader, title="New title", facilitator=member.pk, sees="answers", version=1, opened="")
    assert as_leader.post(f"{page}edit/", sent).status_code == 302
    held = Discussion.objects.get()
    assert (held.title, held.facilitator, held.sees) == ("New title", leader, "ideas")


def test_opening_writes_the_letters(as_leader, discussion, asked, page):
    Discussion.objects.update(opens_at=None, closes_at=None)
    asked("Ada A", invited_at=None)
    asked("Bo B", email="", invited_at=None)
    proposed = as_leader.get(f"{page}open/").context["form"].initial["closes_at"]
    assert (timezone.localtime(proposed).hour, timezone.localtime(proposed).weekday() < 5) == (18, True)
    closes = timezone.now() + 5 * DAY
    done = as_leader.post(f"{page}open/", {"opens_at": "", "closes_at": local(closes)}, follow=True)
    assert "The discussion is open. One letter leaves now." in done.content.decode()
    assert [each.recipient for each in Message.objects.all()] == ["ada@northwind.example"]
    held = Discussion.objects.get()
    assert held.is_open(timezone.now())
    assert local(held.closes_at) == local(closes)


def test_opening_later_writes_nothing_yet(as_leader, discussion, asked, page):
    Discussion.objects.update(opens_at=None, closes_at=None)
    asked("Ada A", invited_at=None)
    now = timezone.now()
    sent = {"opens_at": local(now + DAY), "closes_at": local(now + 3 * DAY)}
    assert "Letters leave when it opens." in as_leader.post(f"{page}open/", sent, follow=True).content.decode()
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("opens", "closes", "problem"),
    [
        ("", "", {"closes_at": ["Choose a moment."]}),
        ("", "yesterday", {"closes_at": ["This is not a moment. Write it as 2026-11-25 18:00."]}),
        ("", "2001-01-01T10:00", {"closes_at": ["This moment is over already. Choose one to come."]}),
        ("", "9999-01-01T10:00", {"closes_at": ["Choose a moment within a year."]}),
    ],
)
def test_dates_that_cannot_be(as_leader, discussion, page, opens, closes, problem):
    Discussion.objects.update(opens_at=None, closes_at=None)
    answer = as_leader.post(f"{page}open/", {"opens_at": opens, "closes_at": closes})
    assert (answer.status_code, errors(answer)) == (422, problem)


def test_closing_and_opening_again(as_leader, discussion, page):
    as_leader.post(f"{page}close/")
    assert Discussion.objects.get().closed_at is not None
    assert "Tell what became of it" in as_leader.get(page).content.decode()
    closes = timezone.now() + 5 * DAY
    as_leader.post(f"{page}dates/", {"closes_at": local(closes)})
    assert Discussion.objects.get().is_open(timezone.now())


def test_ways_lead_on(as_leader, discussion, page):
    shown = as_leader.get(page).content.decode()
    assert f'<li><a href="{page}synthesis/">' in shown
    # Beside the title, and where nobody is invited yet.
    assert shown.count(f'href="{page}invite/"') == 2
    assert f'href="{page}room/"' not in shown
    Discussion.objects.update(held="live", opens_at=None)
    shown = as_leader.get(page).content.decode()
    assert f'<li><a href="{page}room/">' in shown
    assert f'href="{page}synthesis/"' not in shown


def test_what_people_are_told_of_a_room(as_leader, discussion, page):
    Discussion.objects.update(sees="answers", reveal="after_own")
    assert "as soon as they have answered themselves" in as_leader.get(page).content.decode()
    Discussion.objects.update(held="live")
    shown = as_leader.get(page).content.decode()
    assert "as soon as they have answered themselves" not in shown
    assert "when the facilitator reveals them" in shown
    assert "Nothing is seen before you show it, prompt by prompt." in shown


def test_revealing_over_days(as_leader, discussion, page):
    assert "What others may see" not in as_leader.get(page).content.decode()
    Discussion.objects.update(reveal="by_facilitator")
    assert ">Reveal<" in as_leader.get(page).content.decode()
    as_leader.post(f"{page}reveal/", {"part": "ideas"})
    shown = as_leader.get(page).content.decode()
    assert ">Reveal<" not in shown
    assert "What others may see" in shown
    refused = as_leader.post(f"{page}reveal/", {"part": "1"}, follow=True)
    assert "That is not shown to others in this discussion." in refused.content.decode()


def test_a_draft_is_not_closed(as_leader, discussion, page):
    Discussion.objects.update(opens_at=None)
    assert "A draft cannot be closed" in as_leader.post(f"{page}close/", follow=True).content.decode()


def test_telling_what_became_of_it(as_leader, discussion, asked, page):
    asked("Ada A", started_at=timezone.now())
    asked("Bo B")
    loop = as_leader.get(f"{page}loop/").content.decode()
    assert "It can be told once the discussion is closed: from" in loop
    assert 'name="outcome"' not in loop
    early = as_leader.post(f"{page}outcome/", {"outcome": "Decided."})
    body = early.content.decode()
    assert (early.status_code, "Close the discussion first" in body, "Decided.</textarea>" in body) == (422, True, True)
    as_leader.post(f"{page}close/")
    assert as_leader.post(f"{page}outcome/", {"outcome": ""}).status_code == 422
    done = as_leader.post(f"{page}outcome/", {"outcome": f"We stopped nine. {HOSTILE}"}, follow=True)
    assert "It is told" in done.content.decode()
    assert [each.recipient for each in Message.objects.all()] == ["ada@northwind.example"]
    assert "<script>alert" not in done.content.decode()
    as_leader.post(f"{page}outcome/", {"outcome": "We stopped nine of them."})
    assert (Message.objects.count(), Discussion.objects.get().outcome) == (1, "We stopped nine of them.")


def test_a_meeting_for_ones_own_calendar(as_leader, discussion, page):
    Discussion.objects.update(held="live")
    answer = as_leader.get(f"{page}calendar.ics")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert re.search(rb"METHOD:PUBLISH", answer.content)
    assert b"ATTENDEE" not in answer.content
    Discussion.objects.update(opens_at=None)
    assert as_leader.get(f"{page}calendar.ics").status_code == 302


def test_reminding_is_offered_when_somebody_may_be_reminded(as_leader, discussion, asked, page):
    long_ago = timezone.now() - dt.timedelta(days=5)
    asked("Ada A", invited_at=long_ago)
    assert "Remind the silent" in as_leader.get(page).content.decode()
    Invitation.objects.update(reminded_at=timezone.now(), reminders=1)
    body = as_leader.get(page).content.decode()
    assert "Remind the silent" not in body
    assert "Nobody can be reminded now. One is left alone" in body
