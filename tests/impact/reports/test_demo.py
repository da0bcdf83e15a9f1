"""The demo's reports can be read, printed and written on, on any day; what executives find from there tells nothing of
how anybody is judged."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils.html import strip_tags

from accounts.isolation import enter
from accounts.models import User
from discussions.demo.making import discuss_demo
from impact.demo import measure_demo
from impact.models import Audience, IssuedReport, Report
from impact.reports.demo import ASK, report_demo
from impact.reports.document import Part, restored
from impact.reports.pdf import is_of
from impact.reports.restating import restatements
from planning.demo import plan_demo
from stakeholders.demo.workspace import AIKO, make_demo
from stakeholders.models import Concern, Segment

JUDGED = [str(each.label) for each in (*Segment, *Concern.Cause)]
STANDS = ("opposed", "sceptical", "detractor", "champion")


@pytest.mark.parametrize("today", [dt.date(2026, 11, 23), dt.date(2026, 10, 1)])
def test_one_is_issued_and_one_is_being_written(db, sign_in, today):
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
    tells_nothing_of_how_anybody_is_judged(sign_in(User.objects.get(email=AIKO)), f"/w/{workspace.slug}/impact/")


def tells_nothing_of_how_anybody_is_judged(browser: Client, home: str) -> None:
    """Whatever an executive comes to from the overview, one page of each kind."""
    assert Concern.objects.count() > 0
    left, opened = [home], {}
    while left:
        path = left.pop(0)
        kind = resolve(path).url_name
        if kind in opened:
            continue
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(path)
        opened[kind] = asked
        said = strip_tags(page.text).casefold()
        assert (path, [word for word in (*JUDGED, *STANDS) if word.casefold() in said]) == (path, [])
        left += [one for one in re.findall(r'href="(/w/[^"?#]+/)"', page.text) if one.startswith(home)]
    assert {"overview", "metrics", "metric", "explore", "initiatives", "initiative", "reports", "issued"} <= set(opened)
    statements = [one["sql"] for asked in opened.values() for one in asked]
    assert [one for one in statements if "stakeholders_assessment" in one or "stakeholders_concern" in one] == []
