"""A person who is erased is quoted in no report any more, and the pages are set again without them."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import PersonalLink
from discussions.models import Commitment
from impact.models import AudiencePerson, IssuedReport, Report, ReportShare
from impact.reports import sharing
from impact.reports.audiences import add_audience
from impact.reports.document import restored
from impact.reports.issuing import issue
from impact.reports.pdf import is_of
from impact.reports.sending import schedule
from impact.reports.spans import Span
from impact.reports.writing import Piece, Text, begin_report, text_of, write
from planning.stakes import add_stake
from stakeholders.erasure import erase, everything_about, mentions

Q3 = Span(dt.date(2026, 7, 1), dt.date(2026, 9, 30))


@pytest.fixture
def edition(workspace, leader, add_person):
    tomas, amara = add_person("Tomás Vidal"), add_person("Amara Osei")
    audience = add_audience(workspace, name="CFO", question="What came back?", people=[tomas, amara])
    promised = Commitment.objects.create(workspace=workspace, stakeholder=tomas, what="Release the second half")
    other = Commitment.objects.create(workspace=workspace, stakeholder=amara, what="Name a contact")
    stake = add_stake(tomas, author=leader, invests="budget", what="A tenth of the reserve")
    report = begin_report(
        workspace, author=leader, audience=audience, title="Q3", span=Q3, compared=None,
        pieces=[
            Piece("new-1", "why", "He kept us going.", stake=stake.pk),
            Piece("new-2", "ask", "By Friday, please.", commitment=promised.pk),
            Piece("new-3", "ask", commitment=other.pk),
        ],
    )  # fmt: skip
    text = text_of(report, list(report.items.all()))
    return issue(write(report, Text("Q3", "Yes.", text.pieces), expected_version=1), actor=leader, expected_version=2)


def count(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_nothing_of_them_is_left_and_all_else_stays(edition, leader):
    tomas = AudiencePerson.objects.get(stakeholder__name="Tomás Vidal").stakeholder
    before = restored(edition.document)
    erase(tomas, actor=leader, typed_name="Tomás Vidal")
    after = IssuedReport.objects.get(pk=edition.pk)
    document = restored(after.document)
    assert [[item.title for item in section.items] for section in document.sections] == [[], [], [], ["Name a contact"]]
    assert "Vidal" not in json.dumps(after.document, ensure_ascii=False)
    assert (document.answer, document.as_of) == (before.answer, before.as_of)
    assert is_of(bytes(after.pdf), document)
    assert [row.commitment.what for row in Report.objects.get().items.all()] == ["Name a contact"]
    # Of what the database wrote down, what is about Amara alone.
    assert (count("impact_audiencepersonevent"), count("impact_reportitemevent")) == (1, 1)


def test_a_report_about_their_stakes_goes_with_them(workspace, leader, edition):
    tomas = AudiencePerson.objects.get(stakeholder__name="Tomás Vidal").stakeholder
    about = begin_report(workspace, author=leader, stakeholder=tomas, title="Your stakes", span=Q3, compared=None)
    erase(tomas, actor=leader, typed_name="Tomás Vidal")
    assert not Report.objects.filter(pk=about.pk).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM impact_reportevent WHERE stakeholder_id IS NOT NULL")
        assert cursor.fetchone() == (0,)


def test_they_are_told_which_audiences_they_are_in(edition):
    tomas = AudiencePerson.objects.get(stakeholder__name="Tomás Vidal").stakeholder
    assert everything_about(tomas)["places_in_audiences"] == [
        {"audience": "CFO", "question": "What came back?", "reports": []}
    ]


def test_where_their_name_stands_is_told(edition, workspace):
    tomas = AudiencePerson.objects.get(stakeholder__name="Tomás Vidal").stakeholder
    assert (None, "Q3", "a report as it was issued") in mentions(tomas)


def test_a_page_that_was_drawn_before_quotes_them_no_more(as_leader, leader, workspace, edition):
    tomas = AudiencePerson.objects.get(stakeholder__name="Tomás Vidal").stakeholder
    quoted = ("Release the second half", "Name a contact")

    def shown():
        body = as_leader.get(f"/w/{workspace.slug}/impact/reports/issued/{edition.pk}/").content.decode()
        return [words in body for words in quoted]

    assert [shown(), shown()] == [[True, True]] * 2
    erase(tomas, actor=leader, typed_name="Tomás Vidal")
    assert shown() == [False, True]


def test_links_made_for_them_end_and_others_stay(edition, leader):
    tomas, amara = (row.stakeholder for row in AudiencePerson.objects.order_by("stakeholder__name").reverse())
    for person in (tomas, amara):
        sharing.share(edition, author=leader, stakeholder=person)
    sharing.share(edition, author=leader, label="Their board")
    _, address = sharing.share(edition, author=leader, stakeholder=tomas)
    door = "/" + address.split("/", 3)[3]
    assert Client().get(door).status_code == 200
    erase(tomas, actor=leader, typed_name="Tomás Vidal")
    assert Client().get(door).status_code == Client().get("/l/nobody/").status_code
    assert PersonalLink.objects.open().filter(purpose="report").count() == 2
    assert [str(share) for share in ReportShare.objects.open().order_by("created_at")] == ["Amara Osei", "Their board"]


def test_a_link_to_what_was_written_to_them_ends_with_it(workspace, leader, edition):
    tomas = AudiencePerson.objects.get(stakeholder__name="Tomás Vidal").stakeholder
    about = begin_report(workspace, author=leader, stakeholder=tomas, title="Your stakes", span=Q3, compared=None)
    text = Text("Your stakes", "Yes.", (Piece("new-1", "next", "We go on."),))
    theirs = issue(write(about, text, expected_version=1), actor=leader, expected_version=2)
    sharing.share(theirs, author=leader, stakeholder=tomas)
    erase(tomas, actor=leader, typed_name="Tomás Vidal")
    assert not PersonalLink.objects.open().filter(purpose="report").exists()


def test_they_are_told_what_is_on_its_way_to_them(edition, leader):
    tomas = AudiencePerson.objects.get(stakeholder__name="Tomás Vidal").stakeholder
    tomas.email = "tomas@northwind.example"
    tomas.save()
    due = timezone.now() + dt.timedelta(days=3)
    schedule(edition, [tomas], author=leader, due_at=due)
    # Whoever is not of the audience any more is told as well.
    AudiencePerson.objects.filter(stakeholder=tomas).delete()
    assert everything_about(tomas)["scheduled_mails"] == [{"report": "Q3", "due": due, "state": "Waiting"}]
