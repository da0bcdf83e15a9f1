"""From an audience to an edition: begun with their numbers, written by two people, signed off, issued once, frozen."""

import datetime as dt
import json
import re
import threading
from dataclasses import replace

import pghistory
import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.isolation import scope
from discussions.models import Commitment
from impact.contributions import Evidence, add_contribution, replace_contribution, withdraw_contribution
from impact.evidence import Grade
from impact.happenings import rebase, take_rebase_back
from impact.initiatives import add_initiative
from impact.metrics import add_metric, edit_metric
from impact.models import (
    Audience,
    AudienceMetric,
    AudiencePerson,
    Contribution,
    Initiative,
    IssuedReport,
    Observation,
    Report,
    ReportItem,
    Target,
)
from impact.observations import Number, correct_observation
from impact.queries import reports as reads
from impact.reports import sharing
from impact.reports.audiences import Leading, add_audience
from impact.reports.document import plain, restored
from impact.reports.issuing import issue, issue_started, start_issuing
from impact.reports.issuing import withdraw as take_back
from impact.reports.pdf import is_of
from impact.reports.restating import restatements, says
from impact.reports.spans import Span
from impact.reports.writing import Piece, Text, begin_report, merged, moved, sign_off, text_of, write
from impact.targets import end_target, set_target
from stakeholders.concerns import raise_concern
from tests.impact.rows import FIELDS, FLOW
from web.meanwhile import EditedMeanwhile

D = dt.date
Q3 = Span(D(2026, 7, 1), D(2026, 9, 30))
Q2 = Span(D(2026, 4, 1), D(2026, 6, 30))
MONEY = {**FLOW, "unit_kind": "money", "currency": "EUR"}

PART_OF_DAYS = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "report-days"}


@pytest.fixture
def at():
    def address(name, *args):
        return reverse(f"impact:{name}", args=["northwind", *args])

    return address


@pytest.fixture
def pipeline(workspace, leader):
    """From January on, a month each; the last ones after the third quarter."""
    metric = add_metric(workspace, author=leader, **{**FIELDS, "name": "Influenced pipeline", **MONEY})
    for month, value in enumerate([600_000, 640_000, 610_000, 650_000, 620_000, 630_000, 700_000, 720_000, 900_000,
                                   5_000_000], start=1):  # fmt: skip
        Observation.objects.create(
            workspace=workspace, metric=metric, author=leader, starts_on=D(2026, month, 1), value=value,
            definition_version=1, created_at=dt.datetime(2026, month + 1, 4, 8, tzinfo=dt.UTC),
        )  # fmt: skip
    return metric


@pytest.fixture
def cfo(workspace, leader, pipeline, add_person):
    person = add_person("Tomás Vidal", segment="detractor", position=-2, why="He fights every euro", influence=5)
    raise_concern(person, author=leader, said="Marketing burns money")
    leads = [Leading(pipeline, "Business in sight", "What may close", AudienceMetric.Scale.MILLIONS)]
    return add_audience(workspace, name="CFO", question="What came back?", leads=leads, people=[person])


@pytest.fixture
def report(workspace, leader, cfo, pipeline):
    return begin_report(
        workspace, author=leader, audience=cfo, title="The third quarter", span=Q3, compared=Q2,
        pieces=[Piece("new-1", "changed", metric=pipeline.pk)],
    )  # fmt: skip


def answered(report, answer="More than it cost."):
    rows = list(report.items.order_by("place"))
    return write(report, Text(report.title, answer, text_of(report, rows).pieces), expected_version=report.version)


def figure_of(edition):
    (figure,) = restored(edition.document).figures
    return figure


def test_numbers_are_those_of_its_days_in_their_words_and_size(report, leader):
    edition = issue(answered(report), actor=leader, expected_version=2)
    document, figure = restored(edition.document), figure_of(edition)
    assert (document.question, document.answer, document.period) == ("What came back?", "More than it cost.", "Q3 2026")
    assert (figure.name, figure.metric_name, figure.shown) == (
        "Business in sight", "Influenced pipeline", "€2.32\u00a0million",
    )  # fmt: skip
    assert figure.of == "3 months added up: July to September 2026"
    assert figure.compared == "Up by 22.1\u00a0% on Q2 2026 (€1.9\u00a0million)."
    # October is known today and is in nothing of it.
    assert [row.name for row in figure.rows][:2] == ["September 2026", "August 2026"]
    assert "October" not in json.dumps(edition.document)
    assert is_of(bytes(edition.pdf), document)


def test_nothing_of_how_people_are_judged_is_in_it(report, leader, workspace, cfo):
    person = cfo.people.get().stakeholder
    promised = Commitment.objects.create(workspace=workspace, stakeholder=person, what="Ask the board for the budget")
    text = text_of(report, list(report.items.all()))
    text = Text(text.title, "Yes.", (*text.pieces, Piece("new-2", "ask", commitment=promised.pk)))
    edition = issue(write(report, text, expected_version=1), actor=leader, expected_version=2)
    told = json.dumps(edition.document, ensure_ascii=False)
    assert "Tomás Vidal" in told
    for hidden in ("etractor", "burns money", "fights every euro", "opposed", "Opposed", "influence"):
        assert hidden not in told


def test_it_is_issued_once_however_often_it_is_asked(report, leader):
    now = answered(report)
    first = issue(now, actor=leader, expected_version=2)
    assert issue(now, actor=leader, expected_version=2).pk == first.pk
    assert IssuedReport.objects.count() == 1


def test_another_edition_says_why(report, leader):
    issue(answered(report), actor=leader, expected_version=2)
    report.refresh_from_db()
    now = answered(report, "Less than it cost.")
    with pytest.raises(ValidationError, match="another edition"):
        issue(now, actor=leader, expected_version=3)
    second = issue(now, actor=leader, expected_version=3, why="A return was counted twice.")
    assert (second.edition, second.why) == (2, "A return was counted twice.")
    assert restored(second.document).why == "A return was counted twice."


@pytest.mark.parametrize("answer", ["", "   "])
def test_without_an_answer_it_is_not_issued(report, leader, answer):
    with pytest.raises(ValidationError, match="The answer to their question is written"):
        issue(answered(report, answer) if answer.strip() else report, actor=leader, expected_version=1)


def test_what_changed_meanwhile_is_not_issued(report, leader):
    answered(report)
    with pytest.raises(EditedMeanwhile):
        issue(report, actor=leader, expected_version=1)


def test_a_signature_is_for_what_was_read(report, leader, member, cfo):
    Audience.objects.filter(pk=cfo.pk).update(signs_off=member)
    now = answered(report)
    with pytest.raises(ValidationError, match="Sam Ferris has signed off"):
        issue(now, actor=leader, expected_version=2)
    with pytest.raises(ValidationError, match="Somebody else signs"):
        sign_off(now, actor=leader, expected_version=2)
    assert sign_off(now, actor=member, expected_version=2).is_signed
    now.refresh_from_db()
    changed = write(now, Text(now.title, "Another answer."), expected_version=2)
    assert not changed.is_signed


def test_a_number_corrected_after_the_signature_asks_for_another(report, leader, member, cfo, pipeline):
    Audience.objects.filter(pk=cfo.pk).update(signs_off=member)
    now = sign_off(answered(report), actor=member, expected_version=2)
    wrong = Observation.objects.get(metric=pipeline, starts_on=D(2026, 9, 1))
    correct_observation(wrong, Number(800_000), why="Twice", author=leader)
    with pytest.raises(ValidationError, match="corrected after Sam Ferris signed it off"):
        issue(now, actor=leader, expected_version=2)


def test_what_was_restated_since_is_told_and_the_edition_stays(report, leader, pipeline):
    edition = issue(answered(report), actor=leader, expected_version=2)
    before = IssuedReport.objects.get(pk=edition.pk).document
    assert restatements(edition) == []
    wrong = Observation.objects.get(metric=pipeline, starts_on=D(2026, 9, 1))
    correct_observation(wrong, Number(800_000), why="One deal was counted twice.", author=leader)
    (found,) = restatements(edition)
    assert (found.name, found.what, found.was, found.now, found.why, found.who) == (
        "Business in sight", "September 2026", "€0.9\u00a0million", "€0.8\u00a0million",
        "One deal was counted twice.", "Ines Rourke",
    )  # fmt: skip
    assert IssuedReport.objects.get(pk=edition.pk).document == before
    # Whoever reads it by a link is told what became what; why stays with the team.
    one, address = sharing.share(edition, author=leader, label="The auditors")
    browser = Client()
    browser.post("/" + address.split("/", 3)[3])
    seen = " ".join(re.sub(r"<[^>]+>", " ", browser.get(f"/r/{one.pk}/").text).split())
    assert "Since it was issued one number has changed. The edition stays as it is." in seen
    assert "Business in sight , September 2026: €0.9 million €0.8 million" in seen
    assert "One deal was counted twice." not in seen


def test_limits_and_meanings_that_are_others_since_are_told(report, leader, pipeline):
    edition = issue(answered(report), actor=leader, expected_version=2)
    # What a transaction writes down has the time of its begin, and this test is one.
    document = {**edition.document, "as_of": "2026-01-01T00:00:00+00:00"}
    edited = IssuedReport(pk=edition.pk, workspace=edition.workspace, document=document)
    rebased = rebase(pipeline, starts_on=D(2026, 7, 1), reason="One list of accounts", author=leader)
    edit_metric(pipeline, expected_version=1, author=leader, words="Open deals alone.", why="Won ones were in it")
    assert [(one.what, one.was, one.now, one.why) for one in restatements(edited)] == [
        ("What it means", FIELDS["words"], "Open deals alone.", "Won ones were in it"),
        ("Its limits", "", "judged anew from July 2026", "One list of accounts"),
    ]
    take_rebase_back(rebased)
    assert [one.what for one in restatements(edited)] == ["What it means"]


def told(edition):
    return [(one.name, one.what, one.was, one.now, one.why, one.who) for one in restatements(edition)]


def test_targets_that_are_others_since_are_told(report, leader, member, pipeline):
    set_target(pipeline, 9_000_000, starts_on=D(2026, 1, 1), ends_on=D(2026, 12, 31), author=leader)
    edition = issue(answered(report), actor=leader, expected_version=2)
    assert [one.says for one in figure_of(edition).asked] == ["€9\u00a0million in 2026"]
    # Of other days: nothing of it is in the report.
    set_target(pipeline, 1_000_000, starts_on=D(2027, 1, 1), ends_on=D(2027, 3, 31), author=leader)
    assert told(edition) == []
    set_target(
        pipeline, 7_500_000, starts_on=D(2026, 1, 1), ends_on=D(2026, 12, 31), author=member, why="Two markets closed"
    )  # fmt: skip
    was, lower = "€9\u00a0million in 2026", "€7.5\u00a0million in 2026"
    of = ("Business in sight", "Its target", was)
    assert told(edition) == [(*of, lower, "Two markets closed", str(member))]
    assert says(restatements(edition)) == "Since it was issued a target is another. The edition stays as it is."
    with pghistory.context(user=leader.pk):
        end_target(Target.objects.get(value=7_500_000))
    (gone,) = restatements(edition)
    assert (gone.was, gone.now, gone.why) == (was, "No target", "")
    # One that was issued without is told of the first one, and one that nobody can follow is told nothing.
    second = issue(report, actor=leader, expected_version=2, why="The target is gone")
    assert figure_of(second).asked == ()
    set_target(pipeline, 8_000_000, starts_on=D(2026, 7, 1), ends_on=D(2026, 9, 30), author=leader)
    (found,) = restatements(second)
    assert (found.was, found.now, found.who) == ("No target", "€8\u00a0million in Q3 2026", str(leader))
    kept = plain(replace(restored(second.document), format=1))
    assert restatements(IssuedReport(pk=second.pk, workspace=second.workspace, document=kept)) == []


def test_evidence_that_is_another_since_is_told_and_to_readers_without_the_reason(
    report, leader, member, pipeline, as_leader, at
):
    of = {"first_on": D(2026, 7, 1), "last_on": D(2026, 7, 31), "says": "Sales says so"}
    asserted = Evidence(Grade.ASSERTED, 200_000, **of)
    trial, fair, idle = (
        add_initiative(report.workspace, name=name, what="It", starts_on=D(2026, 1, 1), metrics=[pipeline])
        for name in ("Trial", "Fair", "Idle")
    )
    first = add_contribution(trial, pipeline, asserted, author=leader)
    kept = add_contribution(fair, pipeline, replace(asserted, amount=None), author=leader)
    pieces = (Piece("new-2", "why", initiative=trial.pk), Piece("new-3", "why", initiative=fair.pk),
              Piece("new-4", "next", initiative=trial.pk), Piece("new-5", "next", initiative=idle.pk))  # fmt: skip
    text = text_of(report, list(report.items.all()))
    report = write(report, Text(text.title, "Yes.", (*text.pieces, *pieces)), expected_version=1)
    edition = issue(report, actor=leader, expected_version=2)
    said = "“Trial” is said to have brought a rise of €0.2\u00a0million in “Business in sight” in July 2026."
    sure = "“Trial” caused a rise of €0.1\u00a0million in “Business in sight” in July 2026."
    was, now = f"{said} Asserted: somebody says so.", f"{sure} Experiment: compared with a group drawn by lot."
    assert [claim.says for claim in restored(edition.document).sections[1].items[0].evidence] == [was]
    # What moved another quarter is in nothing of it.
    later = {**of, "first_on": D(2026, 10, 1), "last_on": D(2026, 10, 2)}
    add_contribution(trial, pipeline, Evidence(Grade.ASSERTED, 1, **later), author=leader)
    assert told(edition) == []
    measured = Evidence(Grade.EXPERIMENT, 100_000, **of, link="https://example.com/trial")
    replace_contribution(first, measured, why="It was tried by lot", author=member)
    proof = Evidence(Grade.ASSERTED, None, **{**of, "says": "Support says so too"})
    replace_contribution(kept, proof, why="Another witness", author=member)
    add_contribution(idle, pipeline, Evidence(Grade.SELF_REPORTED, None, **of), author=member)
    by = str(member)
    assert sorted(told(edition)) == sorted([
        ("Trial", "Its evidence", was, now, "It was tried by lot", by),
        ("Trial", "Its evidence", "Best evidence so far: asserted.", "Best evidence so far: experiment.",
         "Sales says so", by),
        ("Fair", "Its evidence", "what spoke for it then", "something else speaks for it, and it says the same",
         "Another witness", by),
        ("Idle", "Its evidence", "No evidence yet.", "Best evidence so far: self-reported.", "Sales says so", by),
    ])  # fmt: skip
    one, address = sharing.share(edition, author=leader, label="The auditors")
    browser = Client()
    browser.post("/" + address.split("/", 3)[3])
    read = " ".join(strip_tags(browser.get(f"/r/{one.pk}/").text).split()).replace("\u00a0", " ")
    log = read.split("Since it was issued evidence for what it says has changed.")[1].split("Ask whoever sent you")[0]
    assert was.replace("\u00a0", " ") in log
    assert now.replace("\u00a0", " ") in log
    private = "tried by lot", "Another witness", "Support says so too", by, "example.com"
    assert [word for word in private if word in log] == []
    withdraw_contribution(Contribution.objects.standing().get(initiative=fair), why="Nobody can say so", author=leader)
    gone = next(found for found in restatements(edition) if found.name == "Fair")
    assert (gone.was[:6], gone.now) == ("“Fair”", "")
    assert as_leader.get(at("issued", edition.pk)).context["restated"] == restatements(edition)


def test_issuing_tells_how_many_pieces_are_drawn(report, leader, workspace):
    others = [add_metric(workspace, author=leader, **{**FIELDS, "name": f"M{number}"}) for number in range(2)]
    text = text_of(report, list(report.items.all()))
    more = [Piece(f"new-{metric.pk}", "changed", metric=metric.pk) for metric in others]
    now = write(report, Text(text.title, "Yes.", (*text.pieces, *more)), expected_version=1)
    told = []
    issue(now, actor=leader, expected_version=2, report_progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 5), (2, 5), (3, 5), (3, 5), (4, 5), (5, 5)]


def test_a_long_one_is_issued_in_the_background_once(report, leader):
    now = answered(report)
    assert start_issuing(now, expected_version=2) is True
    assert start_issuing(now, expected_version=2) is False
    made = issue_started(report.pk, actor=leader, expected_version=2, why="")
    assert made == IssuedReport.objects.get().pk
    assert issue_started(report.pk, actor=leader, expected_version=2, why="") is None
    assert Report.objects.get(pk=report.pk).issuing_since is None


def test_why_it_came_to_nothing_is_kept(report, leader):
    start_issuing(report, expected_version=1)
    assert issue_started(report.pk, actor=leader, expected_version=1, why="") is None
    assert Report.objects.get(pk=report.pk).issuing_problem == "Not yet: The answer to their question is written."


def test_two_writers_lose_nothing():
    pieces = (Piece("1", "changed", "Old"), Piece("2", "why", "Old too"))
    opened = Text("T", "A", pieces)
    theirs = Text(
        "T", "Theirs", (Piece("1", "changed", "Theirs"), Piece("2", "why", "Old too"), Piece("3", "ask", "New"))
    )
    yours = Text("T", "Yours", (Piece("1", "changed", "Old"), Piece("2", "why", "Yours")))
    text, found = merged(opened, theirs, yours, names={"1": "Pipeline"})
    assert [(piece.key, piece.words) for piece in text.pieces] == [("1", "Theirs"), ("2", "Yours"), ("3", "New")]
    assert text.answer == "Yours"
    assert [(one.label, one.theirs, one.yours, one.is_taken_over) for one in found] == [
        ("The answer", "Theirs", "Yours", False), ("Pipeline", "Theirs", "Old", True), ("Words", "Added", "", True),
    ]  # fmt: skip


def test_a_piece_moves_within_its_part_and_on_into_the_next():
    text = Text("T", "", (Piece("1", "changed"), Piece("2", "changed"), Piece("3", "why")))
    keys = lambda found: [(piece.part, piece.key) for piece in found.pieces]  # noqa: E731
    assert keys(moved(text, "1", 1)) == [("changed", "2"), ("changed", "1"), ("why", "3")]
    assert keys(moved(text, "2", 1)) == [("changed", "1"), ("why", "2"), ("why", "3")]
    assert keys(moved(text, "3", -1)) == [("changed", "1"), ("changed", "2"), ("changed", "3")]
    assert moved(text, "1", -1) == text


def test_effort_never_leads(workspace, leader):
    spend = add_metric(workspace, author=leader, **{**FIELDS, "name": "Spend", "level": "input"})
    with pytest.raises(ValidationError, match="leads in no report"):
        add_audience(workspace, name="Team", question="What works?", leads=[Leading(spend)])


# Pages


def test_another_audience_brings_its_own_days(as_leader, at, cfo, workspace):
    yearly = add_audience(workspace, name="Board", question="Is it worth it?", cadence="year")
    year = timezone.localdate().year - 1
    part = as_leader.get(at("report-new"), {"audience": yearly.pk}, **PART_OF_DAYS).text
    assert re.findall(r'value="(\d{4}-\d\d-\d\d)"', part) == [f"{year}-01-01", f"{year}-12-31"]
    assert 'name="title"' not in part
    own = as_leader.get(at("report-new"), {"audience": cfo.pk}, **PART_OF_DAYS).text
    assert f'value="{year}-01-01"' not in own


def test_a_report_from_its_audience_in_a_few_steps(as_leader, leader, at, cfo, pipeline, workspace):
    fair = Initiative.objects.create(workspace=workspace, name="Fair", what="A stand", starts_on=D(2026, 5, 1))
    Contribution.objects.create(
        workspace=workspace, initiative=fair, metric=pipeline, grade="asserted", amount=50_000,
        first_on=D(2026, 7, 1), last_on=D(2026, 7, 31), says="Sales say so", author=leader,
    )  # fmt: skip
    days = {"starts_on": "2026-07-01", "ends_on": "2026-09-30", "compared": "before"}
    made = as_leader.post(at("report-new"), {"audience": cfo.pk, **days})
    report = Report.objects.get()
    assert (made.status_code, made.url, report.title) == (302, at("report", report.pk), "CFO, Q3 2026")
    rows = [(row.part, row.metric_id, row.initiative_id) for row in report.items.all()]
    assert rows == [("changed", pipeline.pk, None), ("why", None, fair.pk)]
    page = as_leader.get(at("report", report.pk))
    sections = page.context["sections"]
    assert sections[1].rows[0].item.says == (
        "“Fair” is said to have brought a rise of €0.05\u00a0million in “Business in sight” in July 2026. "
        "Asserted: somebody says so.",
    )
    (draft, *_) = sections[0].rows[0].drafts
    assert draft.source == "From its verdict"


def typed(page, **more):
    desk = page.context["desk"]
    found = {"version": desk.version, "opened": desk.sealed, "title": desk.text.title, "answer": desk.text.answer,
             "piece": [piece.key for piece in desk.text.pieces], "dismissed": list(desk.text.dismissed)}  # fmt: skip
    for section in page.context["sections"]:
        for row in section.rows:
            found |= {
                f"part-{row.key}": section.part,
                f"about-{row.key}": row.about,
                f"words-{row.key}": row.piece.words,
            }
    return found | more


def test_a_draft_is_taken_or_dismissed_and_nothing_is_stored_by_it(as_leader, at, report):
    page = as_leader.get(at("report", report.pk))
    (row,) = page.context["sections"][0].rows
    draft = row.drafts[0]
    name = f"{row.key}--{draft.key}"
    after = as_leader.post(
        at("report-desk", report.pk), typed(page, do=f"take:{name}", **{f"draft-{name}": draft.words})
    )
    assert after.context["sections"][0].rows[0].piece.words == draft.words
    after = as_leader.post(at("report-desk", report.pk), typed(page, do=f"dismiss:{draft.key}"))
    assert draft.key not in [one.key for one in after.context["sections"][0].rows[0].drafts]
    assert report.items.get().words == ""
    as_leader.post(at("report-store", report.pk), typed(after))
    assert Report.objects.get(pk=report.pk).dismissed == [draft.key]


def test_something_is_added_where_its_button_stands_and_an_unknown_button_does_nothing(as_leader, at, report, pipeline):
    page = as_leader.get(at("report", report.pk))
    buttons = {"add:why": {"choose-why": f"metric:{pipeline.pk}"}, "words:ask": {}, "words:nowhere": {}, "add:next": {}}
    for do, chosen in buttons.items():
        page = as_leader.post(at("report-desk", report.pk), typed(page, do=do, **chosen))
    found = [[row.about for row in section.rows] for section in page.context["sections"]]
    assert found == [[f"metric:{pipeline.pk}"], [f"metric:{pipeline.pk}"], [], [""]]


def test_what_two_write_at_once_comes_back(as_leader, as_member, at, report):
    mine, theirs = as_leader.get(at("report", report.pk)), as_member.get(at("report", report.pk))
    as_member.post(at("report-store", report.pk), typed(theirs, answer="Theirs"))
    refused = as_leader.post(at("report-store", report.pk), typed(mine, answer="Mine"))
    assert refused.status_code == 409
    assert refused.context["desk"].text.answer == "Mine"
    assert refused.context["editor"] == "Sam Ferris"
    assert Report.objects.get(pk=report.pk).answer == "Theirs"
    again = as_leader.post(at("report-store", report.pk), typed(refused))
    assert (again.status_code, Report.objects.get(pk=report.pk).answer) == (302, "Mine")


def test_too_much_comes_back_with_a_sentence(as_leader, at, report):
    page = as_leader.get(at("report", report.pk))
    refused = as_leader.post(at("report-store", report.pk), typed(page, title="", answer="x" * 2_001))
    assert refused.status_code == 422
    assert refused.context["desk"].wrong == {
        "title": ["Give it a title."], "answer": ["An answer has 2,000 characters at most; this has 2,001."],
    }  # fmt: skip


def test_what_is_of_another_workspace_or_was_said_in_confidence_is_not_shown(as_leader, at, report, workspace, cfo):
    page = as_leader.get(at("report", report.pk))
    hostile = typed(page, **{"part-new-9": "why", "about-new-9": "metric:999999", "words-new-9": "Kept"})
    hostile["piece"] = [*hostile["piece"], "new-9"]
    as_leader.post(at("report-store", report.pk), hostile)
    rows = [(row.metric_id, row.words) for row in report.items.order_by("place")]
    assert rows[1:] == [(None, "Kept")]


def test_issue_from_the_page(as_leader, at, report):
    answered(report)
    page = as_leader.get(at("report-issue", report.pk))
    assert [check.is_met for check in page.context["checks"]] == [True, True, True]
    done = as_leader.post(at("report-issue", report.pk), {"version": 2})
    edition = IssuedReport.objects.get()
    assert (done.status_code, done.url) == (302, at("issued", edition.pk))
    assert as_leader.get(at("issued-pdf", edition.pk)).content == bytes(edition.pdf)


def test_an_executive_reads_what_stands_and_no_draft(as_executive, as_leader, leader, at, report):
    edition = issue(answered(report), actor=leader, expected_version=2)
    assert [one.pk for one in as_executive.get(at("reports")).context["issued"]] == [edition.pk]
    assert as_executive.get(at("issued", edition.pk)).status_code == 200
    for name in ("report", "report-preview", "report-issue"):
        assert as_executive.get(at(name, report.pk)).status_code == 403
    take_back(edition, actor=leader, why="Wrong quarter")
    assert as_executive.get(at("issued", edition.pk)).status_code == 404
    assert as_executive.get(at("issued-pdf", edition.pk)).status_code == 404
    assert as_leader.get(at("issued", edition.pk)).context["issued"].withdrawn_why == "Wrong quarter"


def test_preview_and_lists(as_leader, at, report, cfo):
    assert as_leader.get(at("report-preview", report.pk)).context["document"].title == "The third quarter"
    page = as_leader.get(at("reports"))
    assert [draft.report.pk for draft in page.context["drafts"]] == [report.pk]
    assert as_leader.get(at("audiences")).context["lines"][0].leads == ["Business in sight"]


def test_an_audience_from_the_library(as_leader, at, pipeline, workspace):
    pipeline.from_library = "influenced-pipeline-90-days"
    pipeline.save()
    page = as_leader.get(f"{at('audience-new')}?from=sales")
    (lead,) = page.context["form"].leads
    assert (lead.called, lead.scale) == ("Pipeline with marketing in it", 1_000)
    typed_in = {
        "name": "Sales", "role": "", "question": "Does it help us win?", "cadence": "month", "signs_off": "",
        "from_library": "sales", "lead": [lead.key], f"called-{lead.key}": "Our pipeline", f"scale-{lead.key}": "1000",
    }  # fmt: skip
    moved_on = as_leader.post(at("audience-new"), {**typed_in, "do": f"remove:{lead.key}"})
    assert (moved_on.status_code, moved_on.context["form"].leads, Audience.objects.count()) == (200, [], 0)
    assert as_leader.post(at("audience-new"), typed_in).status_code == 302
    audience = Audience.objects.get()
    assert [(row.called, row.scale) for row in audience.metric_rows.all()] == [("Our pipeline", 1_000)]
    edited = {**typed_in, "version": 1, "question": "Does it?"}
    assert as_leader.post(at("audience-edit", audience.pk), edited).status_code == 302
    late = as_leader.post(at("audience-edit", audience.pk), {**edited, "question": "Late?"})
    assert (late.status_code, late.context["theirs"]) == (409, [("The question they ask", "Does it?")])
    as_leader.post(at("audience-retire", audience.pk))
    assert Audience.objects.get().retired_on is not None


def test_a_restated_number_stands_beside_what_was_issued(as_leader, as_executive, leader, at, report, pipeline):
    edition = issue(answered(report), actor=leader, expected_version=2)
    assert as_leader.get(at("issued", edition.pk)).context["restated"] == []
    august = pipeline.observations.get(starts_on=D(2026, 8, 1))
    correct_observation(august, Number(690_000), why="A deal was counted twice", author=leader)
    for reader in (as_leader, as_executive):
        page = reader.get(at("issued", edition.pk))
        words = " ".join(strip_tags(page.text.split('id="restated-title"')[1].split("</section>")[0]).split())
        assert page.context["restated_says"] in words
        # What it was, what it is now, why and by whom; and the edition says what it said.
        assert re.search(r"August 2026: €0.72.million €0.69.million ?A deal was counted twice.*by Ines Rourke", words)
        assert [row.shown for row in figure_of(edition).rows][1] == "€0.72\u00a0million"


def test_what_was_promised_in_confidence_reaches_no_report(report, leader, workspace, cfo, in_confidence):
    AudiencePerson.objects.create(workspace=workspace, audience=cfo, stakeholder=in_confidence.stakeholder)
    openly = Commitment.objects.create(workspace=workspace, stakeholder=in_confidence.stakeholder, what="Sign by May")
    told, offered = Piece("a", "ask", commitment=openly.pk), f"commitment:{openly.pk}"
    hidden = Piece("b", "ask", "They said so", commitment=in_confidence.pk)
    assert [piece.commitment for piece in reads.first_pieces(cfo, Q3) if piece.commitment] == [openly.pk]
    assert [choice.value for choice in reads.choices(report).commitments] == [offered]
    text = Text("Q3", "Yes.", (told, hidden))
    assert [row.commitment_id for row in reads.as_items(report, text)] == [openly.pk]
    assert reads.tellable(report, text).pieces == (told, Piece("words-b", "ask", "They said so"))
    # One that stands in a report from before it became a secret.
    ReportItem.objects.create(workspace=workspace, report=report, part="ask", place=8, commitment=in_confidence)
    ReportItem.objects.create(workspace=workspace, report=report, part="ask", place=9, commitment=openly)
    assert [row.commitment_id for row in reads.items(report)][1:] == [openly.pk]
    edition = issue(answered(report), actor=leader, expected_version=2)
    assert "Leave by June" not in json.dumps(edition.document)
    assert "Sign by May" in json.dumps(edition.document)


@pytest.mark.django_db(transaction=True)
def test_two_who_issue_at_the_same_moment_issue_once(workspace, leader):
    with scope(workspace=workspace.pk, user=leader.pk):
        audience = add_audience(workspace, name="CFO", question="What came back?")
        begun = begin_report(workspace, author=leader, audience=audience, title="Q3", span=Q3, compared=None)
        report = write(begun, Text("Q3", "Yes.", (Piece("new-1", "next", "We go on."),)), expected_version=1)
    together, made = threading.Barrier(3), []

    def press() -> None:
        try:
            with scope(workspace=workspace.pk, user=leader.pk):
                together.wait()
                made.append(issue(report, actor=leader, expected_version=2).pk)
        finally:
            connections.close_all()

    presses = [threading.Thread(target=press) for _ in range(3)]
    for one in presses:
        one.start()
    for one in presses:
        one.join(60)
    with scope(workspace=workspace.pk):
        assert made == [IssuedReport.objects.get().pk] * 3
