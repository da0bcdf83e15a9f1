"""The numbers of a metric one by one, its targets, notes on days, and where it is judged anew."""

import datetime as dt
import re

import pytest
import time_machine

from impact.metrics import retire_metric
from impact.models import Annotation, Observation, Rebase, Target
from tests.impact.rows import FLOW, PROMOTERS, SHARE
from tests.impact.views.test_metrics import words_of

pytestmark = pytest.mark.django_db
URL = "/w/northwind/impact/"
TODAY = dt.datetime(2026, 6, 15, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def standing(metric) -> list[tuple[str, float]]:
    rows = Observation.objects.standing().filter(metric=metric).order_by("starts_on")
    return [(f"{row.starts_on:%Y-%m}", row.value) for row in rows]


def test_the_next_period_is_offered(as_member, add) -> None:
    def offered(metric) -> str:
        return as_member.get(f"{URL}metrics/{metric.pk}/observe/").context["form"]["starts_on"].value()

    assert offered(add(name="Never")) == "2026-05-01"
    assert offered(add(name="Up to May", values=[1])) == "2026-06-01"


def test_a_number_is_stored_once(as_member, add) -> None:
    metric = add(name="Pipeline")
    typed = {"starts_on": "2026-05-01", "value": "1,204.5", "n": "12", "note": "CRM was down"}
    for word in ("May 2026 is stored.", "May 2026 is as it was."):
        page = as_member.post(f"{URL}metrics/{metric.pk}/observe/", typed, follow=True)
        assert word in words_of(page)
    assert standing(metric) == [("2026-05", 1204.5)]
    assert "May 2026 1,204.5 12 CRM was down" in words_of(as_member.get(f"{URL}metrics/{metric.pk}/"))


def test_what_can_be_two_numbers_is_asked_about_with_both_and_nothing_is_lost(as_member, add) -> None:
    metric = add(name="Pipeline", **FLOW)
    at = f"{URL}metrics/{metric.pk}/observe/"
    typed = {"starts_on": "2026-05-01", "value": "1.200", "n": "1.000", "note": "CRM was down"}
    asked = as_member.post(at, typed)
    said = "1.200 can be two numbers, so nothing is stored yet."
    offered = "Which one is meant? 1,200 the point separates thousands 1.200 the point is the decimal one"
    assert (asked.status_code, said in words_of(asked), offered in words_of(asked)) == (422, True, True)
    assert {name: asked.context["form"][name].value() for name in typed} == typed
    assert re.findall(r'name="value-meant" value="([^"]+)"', asked.text) == ["1200", "1.2"]
    assert standing(metric) == []
    # Another number was typed after that: the choice was about the first one.
    assert as_member.post(at, {**typed, "value": "7.500", "value-meant": "1200"}).status_code == 422
    as_member.post(at, {**typed, "value-meant": "1200"})
    assert [(*row, Observation.objects.get().n) for row in standing(metric)] == [("2026-05", 1200.0, 1000)]
    # A number with three decimals stands in its form so that it can be stored again as it is.
    exact = add(name="Ratio", values=[1.235])
    form = as_member.get(f"{URL}metrics/{exact.pk}/observe/?on=2026-05-01").context["form"]
    assert form["value"].value() == "1.2350"
    target = {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "course": "even", "baseline": "2.500"}
    page = as_member.post(f"{URL}metrics/{metric.pk}/targets/new/", {**target, "value": "9.000", "value-meant": "9000"})
    assert page.context["form"].errors == {"baseline": ["2.500 can be two numbers, so nothing is stored yet."]}
    assert 'name="baseline-meant" value="2500"' in page.text
    assert 'name="value-meant"' not in page.text


ABOUT_SIXTY = [60, 57, 62, 55, 64, 61, 58, 68, 52, 63, 59]


def test_a_number_far_from_all_the_others_is_asked_about_and_stored_when_it_is_right(as_member, add) -> None:
    metric = add(name="Satisfaction", values=ABOUT_SIXTY)
    at = f"{URL}metrics/{metric.pk}/observe/"
    typed = {"starts_on": "2026-06-01", "value": "1", "n": "12", "note": "CRM was down"}
    asked = as_member.post(at, typed)
    assert asked.status_code == 422
    sentence = "1 is far below what this metric has been, 52 to 68. Is it right?"
    assert f"{sentence} Nothing you typed is lost, and nothing is stored yet. Yes, store it" in words_of(asked)
    form = asked.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert len(standing(metric)) == len(ABOUT_SIXTY)
    sure = asked.context["certainty"]
    # What was said of another number holds for this one no more.
    assert as_member.post(at, {**typed, "value": "2", "sure": sure}).status_code == 422
    page = as_member.post(at, {**typed, "sure": sure}, follow=True)
    assert "June 2026 is stored." in words_of(page)
    assert standing(metric)[-1] == ("2026-06", 1)
    # It stands: nobody is asked a second time.
    assert "June 2026 is as it was." in words_of(as_member.post(at, typed, follow=True))


def test_what_was_said_to_be_right_is_not_asked_again_beside_another_number_of_the_period(as_member, add) -> None:
    metric = add(name="Satisfaction", values=ABOUT_SIXTY)
    at = f"{URL}metrics/{metric.pk}/observe/"
    typed = {"starts_on": "2026-05-01", "value": "1"}
    sure = as_member.post(at, typed).context["certainty"]
    news = as_member.post(at, {**typed, "sure": sure})
    assert (news.status_code, "There is a number of this period already: 59." in words_of(news)) == (409, True)
    assert f'name="sure" value="{sure}"' in news.content.decode().replace("&#x27;", "'")


def test_it_is_asked_while_somebody_types(as_member, add) -> None:
    metric = add(name="Satisfaction", values=ABOUT_SIXTY)

    def told(value: str, **more: str) -> str:
        typed = {"starts_on": "2026-06-01", "value": value, **more}
        headers = {"HX-Request": "true", "HX-Target": "doubt"}
        return words_of(as_member.post(f"{URL}metrics/{metric.pk}/observe/check/", typed, headers=headers))

    assert told("1") == "1 is far below what this metric has been, 52 to 68. Is it right?"
    assert [told("61"), told(""), told("0,125"), told("1", starts_on="2031-01-01")] == ["", "", "", ""]
    assert len(standing(metric)) == len(ABOUT_SIXTY)


def test_what_has_not_added_up_yet_is_not_too_little(as_member, add) -> None:
    metric = add(name="Orders", values=[*ABOUT_SIXTY, 61], **FLOW)
    at = f"{URL}metrics/{metric.pk}/observe/"
    assert as_member.post(at, {"starts_on": "2026-06-01", "value": "1"}).status_code == 302
    assert as_member.post(at, {"starts_on": "2025-05-01", "value": "1"}).status_code == 422


def test_a_note_stands_beside_the_verdict_and_a_step_leads_to_judging_it_anew(as_member, as_executive, add) -> None:
    metric = add(name="Satisfaction", values=[10, 12] * 6 + [20, 22] * 4)
    at = f"{URL}metrics/{metric.pk}/"
    as_member.post(f"{at}notes/new/", {"says": "The survey’s day moved", "on": "2025-10-03"})
    page = as_member.get(at)
    note = "Note of 3 October 2025: The survey’s day moved"
    assert note in words_of(page)
    step = (
        "It may be another process since October 2025. If you know what changed then, judge it anew from October 2025"
    )
    assert step in words_of(page)
    offered = as_member.get(f"{at}rebases/new/?from=2025-10-01").context["form"]
    assert offered["starts_on"].value() == "2025-10-01"
    assert (note in words_of(as_executive.get(at)), step in words_of(as_executive.get(at))) == (True, False)
    assert note in words_of(as_executive.get(f"{URL}metrics/"))
    as_member.post(f"{at}lead/")
    assert note in words_of(as_executive.get(URL))


def test_counts_make_a_share_and_a_score(as_member, add) -> None:
    share, score = add(name="Satisfied", **SHARE), add(name="NPS", **PROMOTERS)
    as_member.post(f"{URL}metrics/{share.pk}/observe/", {"starts_on": "2026-05-01", "ahead": "82", "n": "100"})
    as_member.post(
        f"{URL}metrics/{score.pk}/observe/",
        {"starts_on": "2026-05-01", "promoting": "50", "passive": "30", "detracting": "20"},
    )
    assert standing(share) == [("2026-05", 0.82)]
    assert standing(score) == [("2026-05", 30.0)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"value": "0,125"}, "Write 0.125 with a point"),
        ({"value": ""}, "when nothing was measured, leave the period out"),
        ({"value": "3", "starts_on": "2026-07-01"}, "Choose one of the answers."),
        ({"value": "3", "starts_on": "2026-05-02"}, "Choose one of the answers."),
        ({"value": "3", "n": "-1"}, "A count of people is zero or more."),
    ],
)
def test_bad_numbers_come_back(as_member, add, typed, sentence) -> None:
    metric = add(name="Pipeline")
    response = as_member.post(
        f"{URL}metrics/{metric.pk}/observe/", {"starts_on": "2026-05-01", "note": "Kept words", **typed}
    )
    assert response.status_code == 422
    assert sentence in words_of(response)
    assert "Kept words" in response.content.decode()
    assert standing(metric) == []


def test_more_than_all_cannot_be(as_member, add) -> None:
    metric = add(name="Satisfied", **SHARE)
    response = as_member.post(f"{URL}metrics/{metric.pk}/observe/", {"starts_on": "2026-05-01", "ahead": "9", "n": "8"})
    assert "9 of 8 cannot be." in words_of(response)
    assert response.context["form"].errors.keys() == {"ahead"}


def test_a_number_that_stands_is_shown_before_it_is_corrected(as_member, add) -> None:
    metric = add(name="Pipeline", values=[10, 11])
    at = f"{URL}metrics/{metric.pk}/observe/"
    typed = {"starts_on": "2026-05-01", "value": "12"}
    told = as_member.post(at, typed)
    assert told.status_code == 409
    assert "There is a number of this period already: 11." in words_of(told)
    assert standing(metric)[-1] == ("2026-05", 11)
    [may] = Observation.objects.filter(starts_on=dt.date(2026, 5, 1))
    refused = as_member.post(at, {**typed, "corrects": may.pk})
    assert refused.status_code == 422
    assert "Say what was wrong with it." in words_of(refused)
    page = as_member.post(at, {**typed, "corrects": may.pk, "why": "Counted twice"}, follow=True)
    assert "May 2026 is corrected." in words_of(page)
    assert standing(metric)[-1] == ("2026-05", 12)
    seen = words_of(page)
    assert "May 2026: 11 12 Counted twice" in seen


def test_a_correction_of_another_number_than_was_shown_is_not_stored(as_member, add) -> None:
    metric = add(name="Pipeline", values=[10, 11])
    at = f"{URL}metrics/{metric.pk}/observe/"
    april = Observation.objects.get(starts_on=dt.date(2026, 4, 1))
    told = as_member.post(at, {"starts_on": "2026-05-01", "value": "12", "corrects": april.pk, "why": "Typing"})
    assert told.status_code == 422
    assert "You are correcting April 2026. Add a number of another period by itself." in words_of(told)
    assert 'value="12"' in told.content.decode()
    assert standing(metric) == [("2026-04", 10), ("2026-05", 11)]


def test_what_stands_is_typed_in_already(as_member, add) -> None:
    metric = add(name="Satisfied", **SHARE, counts=[(82, 100)])
    page = as_member.get(f"{URL}metrics/{metric.pk}/observe/?on=2026-05-01")
    assert "It stands at 82 %, 82 of 100" in words_of(page)
    assert page.context["form"]["ahead"].value() == 82
    assert as_member.get(f"{URL}metrics/{metric.pk}/observe/?on=2026-13-01").status_code == 200


def test_what_is_measured_no_more_takes_no_number_by_its_address(as_member, add) -> None:
    metric = add(name="Pipeline", values=[10, 11])
    retire_metric(metric)
    at = f"{URL}metrics/{metric.pk}/observe/"
    told = "It is measured no more since 15 June 2026, so no number is added."
    assert told in words_of(as_member.get(f"{at}?on=2026-01-01"))
    refused = as_member.post(at, {"starts_on": "2026-01-01", "value": "12", "note": "Kept words"})
    assert (refused.status_code, "Kept words" in refused.content.decode()) == (422, True)
    assert "“Pipeline” is measured no more since 15 June 2026. Measure it again first." in words_of(refused)
    assert standing(metric) == [("2026-04", 10), ("2026-05", 11)]
    assert "It stands at 11" in words_of(as_member.get(f"{at}?on=2026-05-01"))


def test_a_number_is_taken_back_for_a_reason(as_member, member, add) -> None:
    metric = add(name="Pipeline", values=[10, 11])
    may = Observation.objects.get(starts_on=dt.date(2026, 5, 1))
    at = f"{URL}observations/{may.pk}/withdraw/"
    assert "May 2026 stands at 11." in words_of(as_member.get(at))
    assert as_member.post(at, {"why": " "}).status_code == 422
    page = as_member.post(at, {"why": "Of another region"}, follow=True)
    assert "May 2026: 11, taken back Of another region 15 Jun 2026" in words_of(page)
    assert f"by {member}" in words_of(page).partition("Corrected and taken back")[2]
    assert standing(metric) == [("2026-04", 10)]
    assert as_member.post(at, {"why": "Again"}).status_code == 404


def test_a_target_is_set_and_takes_the_place_of_another_for_a_reason(as_member, add) -> None:
    metric = add(name="Pipeline", values=[10, 11])
    at = f"{URL}metrics/{metric.pk}/targets/new/"
    typed = {"value": "15", "starts_on": "2026-04-01", "ends_on": "2026-06-30", "course": "throughout"}
    assert as_member.post(at, typed).status_code == 302
    refused = as_member.post(at, {**typed, "value": "14"})
    assert refused.status_code == 422
    assert "There is a target for these days already. Say why it is another one now." in words_of(refused)
    page = as_member.post(at, {**typed, "value": "14", "why": "Fewer people"}, follow=True)
    assert "14 Q2 2026 In every period Fewer people" in words_of(page)
    assert "15 Q2 2026 given up on 15 Jun 2026" in words_of(page)
    as_member.post(f"{URL}targets/{Target.objects.standing().get().pk}/end/")
    assert not Target.objects.standing().exists()


def test_a_target_that_cannot_be_is_refused_in_its_field(as_member, add) -> None:
    metric = add(name="Pipeline")
    typed = {"value": "15", "starts_on": "2026-06-30", "ends_on": "2026-04-01", "course": "even"}
    response = as_member.post(f"{URL}metrics/{metric.pk}/targets/new/", typed)
    assert response.context["form"].errors == {"ends_on": ["A target ends on the day it starts, or later."]}
    neither = add(name="Spend", good="neither")
    response = as_member.post(f"{URL}metrics/{neither.pk}/targets/new/", {**typed, "ends_on": "2026-07-01"})
    assert "Say first whether more or less of it is better" in words_of(response)


def test_a_note_beside_one_metric_and_beside_all(as_member, add) -> None:
    one, other = add(name="Pipeline", values=[1, 2]), add(name="Churn", values=[1, 2])
    at = f"{URL}metrics/{one.pk}/notes/new/"
    as_member.post(at, {"on": "2026-05-09", "says": "New lead definition"})
    as_member.post(at, {"on": "2026-05-10", "says": "New prices", "everywhere": "on"})
    assert as_member.post(at, {"on": "2026-05-10", "says": ""}).status_code == 422
    later = as_member.post(at, {"on": "2026-06-16", "says": "Not yet"})
    assert "A note tells what has happened: choose a day up to today." in words_of(later)
    seen = words_of(as_member.get(f"{URL}metrics/{other.pk}/"))
    assert "New prices 10 May 2026, beside every metric" in seen
    assert "New lead definition" not in seen
    everywhere = Annotation.objects.get(metric=None)
    gone = as_member.post(f"{URL}notes/{everywhere.pk}/back/", {"beside": other.pk})
    assert gone["Location"] == f"/w/northwind/impact/metrics/{other.pk}/"
    assert as_member.post(f"{URL}notes/{Annotation.objects.get().pk}/back/")["Location"].endswith(f"/{one.pk}/")


def test_limits_are_never_moved_without_a_reason(as_member, add) -> None:
    metric = add(name="Pipeline", values=[1, 2, 1, 2, 9, 8, 9, 8])
    at = f"{URL}metrics/{metric.pk}/rebases/new/"
    assert len(as_member.get(at).context["form"].fields["starts_on"].choices) == 7
    assert as_member.post(at, {"starts_on": "2026-02-01", "reason": " "}).status_code == 422
    assert as_member.post(at, {"starts_on": "2025-10-01", "reason": "Nothing before it"}).status_code == 422
    assert not Rebase.objects.exists()
    page = as_member.post(at, {"starts_on": "2026-02-01", "reason": "Sales counts otherwise"}, follow=True)
    assert "Sales counts otherwise 1 Feb 2026, judged anew from here, by Sam Ferris" in words_of(page)
    as_member.post(f"{URL}rebases/{Rebase.objects.get().pk}/back/")
    assert not Rebase.objects.exists()


def test_executives_change_nothing(as_executive, add) -> None:
    metric = add(name="Pipeline", values=[1, 2])
    for path in ("observe", "targets/new", "notes/new", "rebases/new", "edit"):
        assert as_executive.get(f"{URL}metrics/{metric.pk}/{path}/").status_code == 403
