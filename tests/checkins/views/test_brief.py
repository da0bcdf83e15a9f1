"""The brief of a check-in: composed now, kept when somebody prepares, sent the day before; and for the team alone."""

import datetime as dt
import uuid

import pytest
from django.conf import settings
from django.utils import timezone

from accounts import links
from checkins import briefs
from checkins.brief.composing import Line
from checkins.brief.keeping import unpacked
from checkins.brief.reading import brief_of
from checkins.check_ins import Outcome, Promised, add_extra, hold
from checkins.models import CheckIn
from mail.composing import NotWantedError
from mail.models import Message
from stakeholders.concerns import raise_concern
from stakeholders.notes import add_note

DAY = dt.timedelta(days=1)
PLANTED = "they fear losing the field offices"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def person(add_person, leader):
    person = add_person(
        "Gordon Pike", job_title="CFO", department="Finance", segment="detractor", influence=5, interest=4, position=-2
    )
    raise_concern(person, author=leader, said=PLANTED, cause="losing_control")
    add_note(person, author=leader, kind="quote", words="One page, the day before")
    return person


@pytest.fixture
def check_in(person, leader, today):
    return add_extra(person, due_on=today + 3 * DAY, at=dt.time(9, 30), zone="Etc/UTC", owner=leader, key=uuid.uuid4())


def about(check_in, owner):
    day = check_in.due_on.isoformat()
    return {"check_in": str(check_in.pk), "owner": owner.pk, "due_on": day, "stakeholder": check_in.stakeholder_id}


def lines(brief, key):
    return next(part.lines for part in brief.parts if part.key == key)


def test_preparing_keeps_what_was_known_then(as_member, check_in, person, leader, today):
    url = f"/w/northwind/check-ins/{check_in.pk}/brief/"
    first = as_member.get(url).context["brief"]
    assert first == brief_of(check_in.stakeholder, check_in=check_in, today=today)
    assert (
        first.headline
        == "Gordon Pike resists and is opposed: answer their fear of losing control before asking for anything."
    )
    answer = as_member.post(f"/w/northwind/check-ins/{check_in.pk}/prepare/", {"version": check_in.version})
    assert (answer.status_code, answer.url) == (302, url)
    check_in.refresh_from_db()
    assert (check_in.state, unpacked(check_in.brief)) == ("prepared", first)
    raise_concern(person, author=leader, said="And the price", cause="unclear_value")
    kept, now = as_member.get(url), as_member.get(f"{url}?now")
    assert (kept.context["is_kept"], kept.context["brief"]) == (True, first)
    assert f"What was known on {today:%-d %B %Y}, when it was prepared." in kept.content.decode()
    assert [line.words for line in lines(now.context["brief"], "concerns")] == ["“And the price”", f"“{PLANTED}”"]
    # Pressed on a page that is older than somebody else's change.
    as_member.post(f"/w/northwind/check-ins/{check_in.pk}/prepare/", {"version": 1})
    check_in.refresh_from_db()
    assert unpacked(check_in.brief) == first


def test_today_prepares_in_one_press(as_leader, person, leader, today):
    key = uuid.uuid4()
    for _ in range(2):
        answer = as_leader.post(f"/w/northwind/check-ins/prepare/{person.pk}/", {"key": str(key)})
    made = CheckIn.objects.get()
    assert answer.url == f"/w/northwind/check-ins/{made.pk}/brief/"
    assert (made.state, made.origin, made.owner, made.pk) == ("prepared", "extra", leader, key)
    assert made.due_on >= today + 2 * DAY
    assert made.due_on.weekday() < 5


def test_what_both_sides_promised_comes_back_in_the_next_one(check_in, person, leader, today):
    came = Outcome(
        "It went well",
        held_on=today,
        next_step="Bring the pilot’s numbers",
        next_step_by=today + 9 * DAY,
        promises=[Promised("name three accounts"), Promised("send the price", due_on=today + 5 * DAY, by=leader)],
    )
    hold(check_in, came, author=leader, expected_version=check_in.version)
    brief = brief_of(person, check_in=None, today=today)
    assert lines(brief, "promises") == (
        Line("We: send the price.", f"By {today + 5 * DAY:%-d %B}."),
        Line("They: name three accounts.", "No day was agreed on."),
    )
    assert lines(brief, "since")[0] == Line(f"Agreed then by {today + 9 * DAY:%-d %B}: Bring the pilot’s numbers.")


def test_the_mail_of_the_day_before_carries_it_and_its_subject_says_nothing(check_in, workspace, leader, person):
    letter = briefs.compose(
        workspace,
        {
            "check_in": str(check_in.pk),
            "owner": leader.pk,
            "due_on": check_in.due_on.isoformat(),
            "stakeholder": person.pk,
        },
    )
    assert letter["subject"] == f"Check-in with Gordon Pike on {check_in.due_on:%A %-d %B}"
    for text in (letter["text"], letter["html"]):
        assert PLANTED in text
        assert "answer their fear of losing control" in text
    assert f"/w/northwind/check-ins/{check_in.pk}/" in letter["text"]


def test_nobody_but_the_team_ever_reads_it(
    as_leader, as_member, as_executive, as_stranger, client, check_in, person, leader, executive, workspace, today
):
    """Executives, strangers, the person themself by any personal link, and mails to anybody but the team."""
    person.email = "gordon@northwind.example"
    person.save()
    as_leader.post(f"/w/northwind/check-ins/{check_in.pk}/prepare/")
    url = f"/w/northwind/check-ins/{check_in.pk}/brief/"
    everybody = (as_leader, as_member, as_executive, as_stranger, client)
    assert [each.get(url).status_code for each in everybody] == [200, 200, 403, 404, 302]
    assert [each.post(f"/w/northwind/check-ins/prepare/{person.pk}/").status_code for each in everybody[2:]] == [
        403, 404, 302,
    ]  # fmt: skip
    # Whatever link they hold.
    for purpose in settings.LINK_PAGES:
        ends = timezone.now() + DAY
        client.post(f"/l/{links.issue(workspace, purpose=purpose, subject=check_in.pk, expires_at=ends)}/")
        assert client.get(url).url.startswith("/accounts/login/")
    # A mail about it is written for whoever has it; to a former member, or an executive, none leaves.
    CheckIn.objects.filter(pk=check_in.pk).update(owner=executive)
    with pytest.raises(NotWantedError, match="not of the team"):
        briefs.compose(workspace, about(check_in, executive))
    briefs.write_again(CheckIn.objects.filter(pk=check_in.pk))
    assert set(Message.objects.filter(kind=briefs.KIND).values_list("recipient", flat=True)) == {leader.email}
