"""The demo's reports can be read, printed and written on, on any day."""

import datetime as dt

import pytest

from accounts.isolation import enter
from discussions.demo.making import discuss_demo
from impact.demo import measure_demo
from impact.models import Audience, IssuedReport, Report
from impact.reports.demo import ASK, report_demo
from impact.reports.document import Part, restored
from impact.reports.pdf import is_of
from impact.reports.restating import restatements
from planning.demo import plan_demo
from stakeholders.demo.workspace import make_demo


@pytest.mark.parametrize("today", [dt.date(2026, 11, 23), dt.date(2026, 10, 1)])
def test_one_is_issued_and_one_is_being_written(db, today):
    workspace, _ = make_demo(today=today)
    plan_demo(workspace, today=today)
    discuss_demo(workspace, today=today)
    measure_demo(workspace, today=today)
    assert (report_demo(workspace, today=today), report_demo(workspace, today=today)) == (True, False)
    enter(workspace=workspace.pk)
    assert sorted(Audience.objects.values_list("name", flat=True)) == ["Board and chief executive", "CFO"]
    assert Report.objects.count() == 2
    edition = IssuedReport.objects.get()
    document = restored(edition.document)
    assert document.period == "Q3 2026"
    assert is_of(bytes(edition.pdf), document)
    names = ["Cost of a new customer", "Customers who left", "Business in sight", "Hours saved"]
    assert [figure.name for figure in document.figures] == names
    assert all(figure.wide is not None for figure in document.figures)
    asked = [item for section in document.sections if section.part == Part.ASK for item in section.items]
    assert [item.words or item.title for item in asked][-1] == ASK
    assert restatements(edition) == []
