"""A report that was issued to the CFO, as its readers get it."""

import datetime as dt
import re

import pytest
from django.test import Client

from accounts.isolation import scope
from impact.models import Audience, AudiencePerson, IssuedReport, Report
from impact.reports import sharing
from impact.reports.document import plain
from impact.reports.pdf import typeset
from tests.impact.reports.documents import a_document

PAGES = typeset(a_document())


@pytest.fixture
def audience(workspace) -> Audience:
    return Audience.objects.create(workspace=workspace, name="CFO", question="Did we get what we paid for?")


@pytest.fixture
def tomas(audience, add_person):
    person = add_person("Tomás Vidal", email="tomas@northwind.example", job_title="CFO")
    AudiencePerson.objects.create(workspace=audience.workspace, audience=audience, stakeholder=person)
    return person


@pytest.fixture
def issue(audience, leader):
    """`issue(document, pdf=…)`: the next edition of one report."""

    def made(document=None, *, pdf: bytes | None = None, **fields) -> IssuedReport:
        report, _ = Report.objects.get_or_create(
            workspace=audience.workspace, audience=audience, title="The third quarter", author=leader,
            starts_on=dt.date(2026, 7, 1), ends_on=dt.date(2026, 9, 30),
        )  # fmt: skip
        number = report.editions.count() + 1
        document = document or a_document()
        return IssuedReport.objects.create(
            workspace=audience.workspace, report=report, edition=number, why="" if number == 1 else "August was wrong.",
            document=plain(document), pdf=PAGES if pdf is None else pdf, issued_by=leader, **fields,
        )  # fmt: skip

    return made


@pytest.fixture
def issued(issue) -> IssuedReport:
    return issue()


@pytest.fixture
def share(issued, leader):
    """`share("Their board", passphrase=…)`: a share, and the path of its link."""

    def made(label: str = "The auditors", *, of: IssuedReport | None = None, **fields):
        one, address = sharing.share(of or issued, author=leader, label=label, **fields)
        return one, "/" + address.split("/", 3)[3]

    return made


@pytest.fixture
def visit(workspace):
    """`visit("/l/…/")`: a browser of somebody without an account who went on behind the link."""

    def opened(path: str) -> Client:
        browser = Client()
        browser.post(path)
        return browser

    return opened


def h1(response) -> str:
    return re.search(r"<h1[^>]*>(.*?)</h1>", response.text, re.DOTALL)[1].strip()


def withdraw(issued: IssuedReport, by) -> None:
    with scope(workspace=issued.workspace_id):
        IssuedReport.objects.filter(pk=issued.pk).update(
            withdrawn_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC), withdrawn_by=by, withdrawn_why="It was wrong."
        )
