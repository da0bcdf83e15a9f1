"""The page on which somebody chooses what they hear of, and when."""

import datetime as dt

import pytest

from checkins.models import CheckInRule, NoticePreference
from checkins.plans import begin
from mail.models import Suppression

pytestmark = pytest.mark.django_db

URL = "/w/northwind/check-ins/notices/"
CHOSEN = {
    "briefs_a_day": "3", "digest": "week", "weekdays": ["1", "3"], "hours_begin": "07:30", "hours_end": "16:00",
    "zone": "Europe/Lisbon",
}  # fmt: skip


def test_it_offers_what_is_usual_and_stores_what_is_chosen(workspace, as_member, member):
    begin(workspace, zone="Europe/Berlin")
    assert CheckInRule.objects.exists()
    page = as_member.get(URL)
    assert page.context["form"]["zone"].value() == "Europe/Berlin"
    assert "You have chosen nothing yet" in page.content.decode()
    assert not NoticePreference.objects.exists()
    assert as_member.post(URL, CHOSEN).headers["Location"] == URL
    stands = NoticePreference.objects.get()
    assert (stands.user, stands.briefs, stands.briefs_a_day, stands.digest, stands.weekdays, stands.zone) == (
        member, False, 3, "week", [1, 3], "Europe/Lisbon",
    )  # fmt: skip
    assert (stands.hours_begin, stands.hours_end) == (dt.time(7, 30), dt.time(16))
    assert stands.digest_for.weekday() == 1
    assert as_member.get(URL).context["form"]["weekdays"].value() == ["1", "3"]


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"weekdays": []}, "weekdays", "Choose at least one day on which mails may come."),
        ({"hours_end": "07:30"}, "hours_end", "Choose a time later than the one from which mails may come."),
        ({"hours_begin": ""}, "hours_begin", "Say at what time."),
        ({"zone": ""}, "zone", "Choose a time zone of the list."),
        ({"digest": ""}, "digest", "Choose one of the answers."),
        ({"hours_begin": "soon"}, "hours_begin", "This is no time of day. Write it as 09:30."),
        ({"briefs_a_day": "0"}, "briefs_a_day", "Choose a number from 1 to 50."),
        ({"zone": "Nowhere/Land"}, "zone", "Choose one of the answers."),
    ],
)
def test_what_makes_no_sense_comes_back_as_it_was_typed(as_leader, changes, field, says):
    response = as_leader.post(URL, CHOSEN | changes)
    assert (response.status_code, response.context["form"].errors) == (422, {field: [says]})
    assert not NoticePreference.objects.exists()


def test_whoever_ended_all_mails_is_told_and_takes_it_back(workspace, as_leader, leader):
    Suppression.objects.create(workspace=workspace, address=leader.email)
    assert as_leader.get(URL).context["gets_none"] is True
    assert as_leader.post(f"{URL}again/").headers["Location"] == URL
    assert as_leader.get(URL).context["gets_none"] is False
