"""A report is sent whole, once, to those it is for, or it is not sent and says why."""

import datetime as dt
import re
import threading
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import PersonalLink, Workspace
from impact import tasks
from impact.models import AudiencePerson, IssuedReport, Report, ReportSending, ReportShare
from impact.reports import sending, sharing
from impact.reports.document import plain
from impact.reports.sending import call_off, readers, schedule, write_due
from mail import suppressions
from mail.models import Message, Suppression
from tests.impact.reports.conftest import withdraw
from tests.impact.reports.documents import a_document, revenue

State = ReportSending.State


def states() -> list[tuple[str, str]]:
    return list(ReportSending.objects.order_by("pk").values_list("state", "stopped_why"))


def letters() -> list[Message]:
    return list(Message.objects.filter(kind="report").order_by("key"))


@pytest.fixture
def asked(issued, tomas, leader) -> ReportSending:
    schedule(issued, [tomas], author=leader)
    return ReportSending.objects.get()


def test_each_gets_a_letter_with_a_link_of_their_own(issued, tomas, leader, add_person, workspace, audience):
    aiko = add_person("Aiko Tanabe", email="aiko@northwind.example")
    AudiencePerson.objects.create(workspace=workspace, audience=audience, stakeholder=aiko)
    asked = schedule(issued, [tomas, aiko], author=leader)
    assert (asked.new, asked.before, asked.without_address) == (2, 0, 0)
    written, looked_at = write_due(workspace)
    assert ([message.recipient for message in written], looked_at) == (
        ["tomas@northwind.example", "aiko@northwind.example"], 2,
    )  # fmt: skip
    shares = list(ReportShare.objects.order_by("pk").values_list("stakeholder", flat=True))
    assert sorted(shares) == sorted([tomas.pk, aiko.pk])
    texts = [bytes(message.mime).decode() for message in written]
    assert len({text.split("/l/")[1][:43] for text in texts}) == 2
    assert PersonalLink.objects.filter(purpose="report").count() == 2


def test_the_letter_names_the_report_and_tells_none_of_its_numbers(asked, workspace):
    (message,), _ = write_due(workspace)
    mail = message_from_bytes(bytes(message.mime), policy=policy.default)
    parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    text = " ".join(" ".join([str(mail), *parts]).split())
    assert len(parts) == 2
    assert message.subject == "The third quarter for the CFO"
    assert "Did we get what we paid for?" in text
    assert mail["List-Unsubscribe"].strip().startswith("<http")
    assert mail["Reply-To"] == "ines@northwind.example"
    # Tokens and boundaries are random, and hold any three digits now and then.
    words = re.sub(r"https?://\S+", "", " ".join([message.subject, *parts]))
    for number in ("633", "18 %", "Yes on new business", "mid-market"):
        assert number not in words
    sent = ReportSending.objects.get()
    assert (sent.state, sent.message, sent.share.stakeholder) == (State.WRITTEN, message.pk, sent.stakeholder)


def test_what_is_due_later_waits(issued, tomas, leader, workspace, time_machine):
    due = timezone.now() + dt.timedelta(days=3)
    schedule(issued, [tomas], author=leader, due_at=due)
    assert write_due(workspace) == ([], 0)
    time_machine.move_to(due + dt.timedelta(seconds=1))
    ReportSending.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
    assert len(write_due(workspace)[0]) == 1


def test_asking_twice_sends_once(issued, tomas, leader, workspace):
    assert schedule(issued, [tomas], author=leader).new == 1
    again = schedule(issued, [tomas, tomas], author=leader)
    assert (again.new, again.before) == (0, 1)
    write_due(workspace)
    assert schedule(issued, [tomas], author=leader).new == 0
    assert write_due(workspace) == ([], 0)
    assert len(letters()) == 1


def test_a_retry_makes_the_same_letter(asked, workspace):
    (first,), _ = write_due(workspace)
    before = bytes(first.mime)
    # As if the worker had died after the outbox had it and before it was noted.
    ReportSending.objects.update(state=State.WAITING)
    (again,), _ = write_due(workspace)
    assert (again.pk, bytes(again.mime)) == (first.pk, before)


def test_who_is_not_of_the_audience_is_not_written_to(issued, leader, add_person):
    with pytest.raises(ValidationError, match="sent to the people of its audience alone"):
        schedule(issued, [add_person("Somebody Else", email="else@northwind.example")], author=leader)
    assert not ReportSending.objects.exists()


def test_who_has_no_address_is_counted_and_left_out(issued, leader, add_person, audience, workspace):
    person = add_person("Bo")
    AudiencePerson.objects.create(workspace=workspace, audience=audience, stakeholder=person)
    asked = schedule(issued, [person], author=leader)
    assert (asked.new, asked.without_address) == (0, 1)


def test_what_cannot_be_asked(issued, tomas, leader):
    with pytest.raises(ValidationError, match="Choose at least one person"):
        schedule(issued, [], author=leader)
    with pytest.raises(ValidationError, match="within the next year"):
        schedule(issued, [tomas], author=leader, due_at=timezone.now() + dt.timedelta(days=400))
    withdraw(issued, leader)
    with pytest.raises(ValidationError, match="withdrawn"):
        schedule(issued, [tomas], author=leader)


def test_a_report_for_one_stakeholder_goes_to_them(workspace, leader, add_person, issued):
    ada = add_person("Ada", email="ada@northwind.example")
    report = Report.objects.create(
        workspace=workspace, stakeholder=ada, title="Your return", author=leader,
        starts_on=dt.date(2026, 7, 1), ends_on=dt.date(2026, 9, 30),
    )  # fmt: skip
    edition = IssuedReport(workspace=workspace, report=report)
    assert list(readers(edition)) == [ada]


# Whole, or not at all ------------------------------------------------------------------------------------------------


def test_a_missing_chart_stops_the_mail(issue, tomas, leader, workspace):
    """The edition was made before somebody broke it: no part of it leaves."""
    whole = a_document()
    first, *rest = whole.sections[0].items
    broken = replace(first, figure=revenue(wide=None))
    section = replace(whole.sections[0], items=(broken, *rest))
    issued = issue(replace(whole, sections=(section, *whole.sections[1:])))
    schedule(issued, [tomas], author=leader)
    assert write_due(workspace) == ([], 1)
    assert states() == [(State.STOPPED, "A part cannot be drawn. The chart of “New business” is missing.")]
    assert (letters(), ReportShare.objects.count(), PersonalLink.objects.count()) == ([], 0, 0)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (
            lambda kept: kept | {"format": 99},
            "The report cannot be read as it was issued. A report of format 99 cannot be read.",
        ),
        (lambda kept: {"format": 1}, "The report cannot be read as it was issued. This is no report as it was issued."),
        (lambda kept: kept | {"answer": "No."}, "The PDF does not say what the report says."),
        (lambda kept: kept | {"definitions": []}, "A part cannot be drawn. What “New business” means is missing."),
    ],
    ids=["format", "nothing", "other words", "no meaning"],
)  # fmt: skip
def test_a_document_that_is_not_whole_stops_the_mail(issue, tomas, leader, workspace, spoil, why):
    issued = issue()
    other = IssuedReport(
        workspace=workspace, report=issued.report, edition=2, why="x", document=spoil(plain(a_document())),
        pdf=issued.pdf, issued_by=leader,
    )  # fmt: skip
    other.save()
    schedule(other, [tomas], author=leader)
    assert write_due(workspace) == ([], 1)
    assert (states(), letters()) == ([(State.STOPPED, why)], [])


@pytest.mark.parametrize(
    ("pages", "why"),
    [(b"", "The PDF is missing."), (b"%PDF-1.7 of something else", "The PDF does not say what the report says.")],
    ids=["none", "another"],
)
def test_a_pdf_that_is_not_of_it_stops_the_mail(issue, tomas, leader, workspace, pages, why):
    schedule(issue(pdf=pages), [tomas], author=leader)
    assert write_due(workspace) == ([], 1)
    assert (states(), letters()) == ([(State.STOPPED, why)], [])


def test_what_was_withdrawn_meanwhile_is_not_sent(asked, issued, leader, workspace):
    withdraw(issued, leader)
    assert write_due(workspace) == ([], 1)
    assert (states(), letters()) == ([(State.STOPPED, "The edition was withdrawn.")], [])


def test_somebody_who_left_the_audience_is_not_written_to(asked, workspace):
    AudiencePerson.objects.all().delete()
    assert write_due(workspace) == ([], 1)
    assert (states(), letters()) == ([(State.STOPPED, "Tomás Vidal is not of this audience any more.")], [])


def test_somebody_who_lost_their_address_is_not_written_to(asked, tomas, workspace):
    type(tomas).objects.filter(pk=tomas.pk).update(email="")
    assert write_due(workspace) == ([], 1)
    assert (states(), letters()) == ([(State.STOPPED, "Tomás Vidal has no e-mail address any more.")], [])


def test_somebody_who_unsubscribed_is_not_written_to(asked, workspace):
    Suppression.objects.create(workspace=workspace, address="tomas@northwind.example")
    assert suppressions.holds(workspace, "Tomas@northwind.example")
    assert write_due(workspace) == ([], 1)
    assert states() == [
        (State.STOPPED, "Tomás Vidal wants no more mails from here. Make a link and pass it on.")
    ]  # fmt: skip
    assert letters() == []


def test_what_breaks_stops_itself_and_not_the_others(issue, tomas, leader, workspace, monkeypatch):
    first, second = issue(), issue()
    schedule(first, [tomas], author=leader)
    schedule(second, [tomas], author=leader)
    real = sharing.share

    def breaks(issued, **fields):
        if issued.pk == first.pk:
            raise RuntimeError("a cable")
        return real(issued, **fields)

    monkeypatch.setattr(sharing, "share", breaks)
    written, looked_at = write_due(workspace)
    assert (len(written), looked_at) == (1, 2)
    assert states() == [
        (State.STOPPED, "Something went wrong that nobody thought of. Nothing was sent."), (State.WRITTEN, ""),
    ]  # fmt: skip


def test_what_was_stopped_can_be_asked_for_again(asked, tomas, issued, leader, workspace):
    type(tomas).objects.filter(pk=tomas.pk).update(email="")
    write_due(workspace)
    type(tomas).objects.filter(pk=tomas.pk).update(email="tomas@northwind.example")
    tomas.refresh_from_db()
    assert schedule(issued, [tomas], author=leader).new == 1
    assert len(write_due(workspace)[0]) == 1


# Calling off, and the sweep ------------------------------------------------------------------------------------------


def test_what_is_called_off_is_not_sent(asked, workspace):
    assert call_off(asked)
    assert not call_off(asked)
    assert write_due(workspace) == ([], 0)
    assert (states(), letters()) == ([(State.CALLED_OFF, "")], [])


def test_what_was_written_cannot_be_called_off(asked, workspace):
    write_due(workspace)
    assert not call_off(asked)


def test_the_sweep_writes_what_is_due_in_every_workspace(asked, workspace, monkeypatch, foreign_stakeholder):
    monkeypatch.setattr(sending, "AT_MOST", 1)
    tasks.sweep_report_sendings()
    assert [message.recipient for message in letters()] == ["tomas@northwind.example"]


def test_ways_tell_what_became_of_each(asked, issued, workspace):
    assert [way.state for way in sending.ways_of(issued)] == ["waiting"]
    write_due(workspace)
    assert [way.state for way in sending.ways_of(issued)] == ["written"]
    Message.objects.filter(kind="report").update(state=Message.State.SENT, sent_at=timezone.now())
    assert [way.state for way in sending.ways_of(issued)] == ["sent"]
    Message.objects.filter(kind="report").update(state=Message.State.BOUNCED)
    assert [way.state for way in sending.ways_of(issued)] == ["trouble"]


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_write_one_letter(leader, workspace, request):
    with scope(workspace=workspace.pk):
        schedule(request.getfixturevalue("issued"), [request.getfixturevalue("tomas")], author=leader)
    together, written = threading.Barrier(4), []

    def write() -> None:
        together.wait()
        try:
            with scope(workspace=workspace.pk):
                written.extend(write_due(Workspace.objects.get(pk=workspace.pk))[0])
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    with scope(workspace=workspace.pk):
        assert (len(written), len(letters()), ReportShare.objects.count()) == (1, 1, 1)
        assert states() == [(State.WRITTEN, "")]
