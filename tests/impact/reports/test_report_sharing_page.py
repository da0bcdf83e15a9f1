"""Who reads an issued report, as the team has it beside the report: links, their log, letters."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.models import PersonalLink
from accounts.tokens import hashed
from impact.models import ReportSending, ReportShare
from impact.reports import sending, sharing
from mail.models import Message
from tests.impact.reports.documents import revenue, with_figure

State = ReportSending.State


@pytest.fixture
def page(issued) -> str:
    return f"/w/northwind/impact/reports/issued/{issued.pk}/"


def text_of(response, part: str) -> str:
    """The words of a card of the page, by its id."""
    card = re.search(rf'<section class="card" id="{part}".*?</section>', response.text, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", card).split())


def test_where_nobody_is_named_nobody_has_it(as_member, page, issued):
    seen = as_member.get(f"{page}send/").text
    assert "Nobody is named in this audience yet." in seen
    assert f'href="/w/northwind/impact/audiences/{issued.report.audience_id}/"' in seen
    assert "has it, or it is on its way" not in seen


# Links ---------------------------------------------------------------------------------------------------------------


def test_a_link_is_shown_once_and_opens_the_report(as_member, page, issued, client):
    in_two_weeks = timezone.localdate() + dt.timedelta(days=14)
    fields = {"label": "The auditors", "expires_on": in_two_weeks.isoformat(), "passphrase": "copper kettle"}
    answer = as_member.post(f"{page}share/", fields)
    address = re.search(r'id="link" readonly value="https?://[^/]+(/l/[^"]+)"', answer.text)[1]
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "copper kettle" not in answer.text
    one = ReportShare.objects.get()
    assert (one.label, timezone.localtime(one.expires_at).date(), one.issued) == ("The auditors", in_two_weeks, issued)
    assert PersonalLink.objects.get().token_hash == hashed(address.split("/")[2])
    assert client.post(address).headers["Location"] == f"/r/{one.pk}/"
    assert address not in as_member.get(page).text


def test_a_link_for_somebody_of_the_audience(as_leader, page, tomas):
    day = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    assert as_leader.post(f"{page}share/", {"stakeholder": tomas.pk, "expires_on": day}).status_code == 200
    assert ReportShare.objects.get().stakeholder == tomas


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"label": ""}, "Say whom it is for, so that you know later whose link to end."),
        ({"passphrase": "short"}, "Take at least 8 letters or signs: short ones are guessed."),
        ({"expires_on": "2020-01-01"}, "Choose a moment within the next year."),
        ({"expires_on": "soon"}, "This is not a date. Write it as 2026-11-20."),
        ({"stakeholder": "999999"}, "Choose"),
    ],
    ids=["nobody", "short", "over", "no day", "not theirs"],
)
def test_a_form_that_is_not_right_comes_back_as_it_was(as_leader, page, fields, says):
    typed = {"label": "The auditors", "expires_on": (timezone.localdate() + dt.timedelta(days=9)).isoformat()}
    answer = as_leader.post(f"{page}share/", typed | fields)
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{(typed | fields)["label"]}"' in answer.text or not (typed | fields)["label"]
    assert not ReportShare.objects.exists()


def test_its_log_tells_when_and_how_and_nothing_else(as_leader, share, visit, page):
    one, path = share()
    visit(path).post(f"/r/{one.pk}/pdf/")
    assert "Read 1 time , PDF taken 1 time" in text_of(as_leader.get(page), "shares").replace("time,", "time ,")
    log = as_leader.get(f"/w/northwind/impact/reports/shares/{one.pk}/")
    assert re.findall(r'<span class="muted">(took the PDF|read it)</span>', log.text) == ["took the PDF", "read it"]


def test_ending_a_link(as_leader, share, visit, page):
    one, path = share()
    browser = visit(path)
    answer = as_leader.post(f"/w/northwind/impact/reports/shares/{one.pk}/end/")
    assert answer.headers["Location"] == f"{page}#shares"
    assert "Ended on" in text_of(as_leader.get(page), "shares")
    assert browser.get(f"/r/{one.pk}/").status_code == 404


def test_an_executive_reads_the_report_and_not_who_reads_it(as_executive, share, page):
    share()
    seen = as_executive.get(page)
    assert seen.status_code == 200
    assert "The third quarter for the CFO" in seen.text
    assert 'id="shares"' not in seen.text
    assert "The auditors" not in seen.text


# Letters -------------------------------------------------------------------------------------------------------------


def test_sending_now_writes_the_letter_at_once(as_member, page, tomas):
    answer = as_member.post(f"{page}send/", {"people": [tomas.pk]})
    assert answer.headers["Location"] == f"{page}#sendings"
    assert ReportSending.objects.get().state == State.WRITTEN
    assert Message.objects.get(kind="report").recipient == "tomas@northwind.example"
    seen = as_member.get(page)
    assert "One person will be written to now, each with a link of their own." in seen.text
    assert text_of(seen, "sendings").endswith("Tomás Vidal Written, leaves in a moment")


def test_sending_later_waits_and_can_be_called_off(as_leader, page, tomas):
    due = timezone.localtime() + dt.timedelta(days=2)
    as_leader.post(f"{page}send/", {"people": [tomas.pk], "due_at": due.strftime("%Y-%m-%dT%H:%M")})
    one = ReportSending.objects.get()
    assert (one.state, Message.objects.filter(kind="report").count()) == (State.WAITING, 0)
    assert f"To be sent on {due:%-d %b %Y, %H:%M}" in text_of(as_leader.get(page), "sendings")
    answer = as_leader.post(f"/w/northwind/impact/reports/sendings/{one.pk}/call-off/")
    assert answer.headers["Location"] == f"{page}#sendings"
    seen = as_leader.get(page)
    assert "It is not sent to Tomás Vidal." in seen.text
    assert "Called off" in text_of(seen, "sendings")


def test_pressing_twice_sends_once(as_leader, page, tomas):
    for _press in range(2):
        as_leader.post(f"{page}send/", {"people": [tomas.pk]})
    assert (ReportSending.objects.count(), Message.objects.filter(kind="report").count()) == (1, 1)


def test_why_nothing_was_sent_stands_on_the_page(as_leader, issue, tomas):
    broken = issue(with_figure(revenue(wide=None)))
    page = f"/w/northwind/impact/reports/issued/{broken.pk}/"
    as_leader.post(f"{page}send/", {"people": [tomas.pk]})
    assert Message.objects.filter(kind="report").count() == 0
    assert text_of(as_leader.get(page), "sendings").endswith(
        "Tomás Vidal Stopped, nothing was sent. A part cannot be drawn. The chart of “New business” is missing."
    )


def test_who_has_no_address_is_named(as_leader, page, tomas, leader, issued):
    type(tomas).objects.filter(pk=tomas.pk).update(email="")
    seen = as_leader.get(f"{page}send/")
    assert "There is nobody left to send it to" in seen.text
    assert "No e-mail address: <bdi>Tomás Vidal</bdi>" in seen.text


def test_choosing_nobody_is_told(as_leader, page, tomas):
    answer = as_leader.post(f"{page}send/", {})
    assert answer.status_code == 422
    assert "Choose at least one person." in answer.text


def test_the_panel_has_few_questions_for_the_database(
    as_leader, page, share, tomas, issued, leader, django_assert_max_num_queries
):
    for number in range(5):
        share(f"Reader {number}")
    sending.schedule(issued, [tomas], author=leader)
    sharing.end_share(ReportShare.objects.order_by("label")[0])
    # Drawn once, the document is read no more.
    as_leader.get(page)
    with django_assert_max_num_queries(13):
        assert as_leader.get(page).status_code == 200
