"""Audiences and reports in the archive of a workspace: whole again elsewhere, gone again when taken back, and what is
hostile in them left out."""
# ruff: noqa: E501 - a case a line

import datetime as dt
import json

import pytest

from accounts.isolation import enter
from accounts.workspaces import create_workspace
from discussions.models import Commitment
from impact import backup
from impact.contributions import Evidence, add_contribution, withdraw_contribution
from impact.evidence import Grade
from impact.initiatives import add_initiative
from impact.metrics import add_metric
from impact.models import (
    Audience,
    AudienceMetric,
    AudiencePerson,
    Initiative,
    IssuedReport,
    Metric,
    Report,
    ReportItem,
    StakeMeasure,
)
from impact.observations import correct_observation, number, record_observation
from impact.reports import sharing
from impact.reports.audiences import Leading, add_audience
from impact.reports.document import restored
from impact.reports.issuing import issue, withdraw
from impact.reports.pdf import is_of
from impact.reports.restating import restatements
from impact.reports.sending import check_edition
from impact.reports.spans import Span
from impact.reports.writing import Piece, Text, begin_report, sign_off, text_of, write
from impact.targets import set_target
from planning.models import Stake
from planning.stakes import add_stake
from stakeholders.held_about import Restoring
from stakeholders.imports import batches
from stakeholders.imports.preview import expand
from stakeholders.models import ImportBatch, Stakeholder
from tests.impact.rows import FIELDS
from tests.impact.test_backup import received, written

pytestmark = pytest.mark.django_db
D = dt.date
Q2, Q3 = Span(D(2026, 4, 1), D(2026, 6, 30)), Span(D(2026, 7, 1), D(2026, 9, 30))
MODELS = (Audience, AudiencePerson, AudienceMetric, Report, ReportItem, IssuedReport, StakeMeasure)

# What is changed in the file, and what is said of it first.
HOSTILE = [
    (lambda held: held["audiences"][0].update(name=""), ("Audience 1", "This field cannot be blank.")),
    (lambda held: held["audiences"][0].update(cadence="daily"), ("Audience 1", "Value 'daily' is not a valid choice.")),
    (lambda held: held["audiences"][0]["metrics"][0].update(scale=7), ("Audience 1", "Choose the size from the list.")),
    (lambda held: held["audiences"][0]["metrics"][0].update(metric="Nothing"), ("Audience 1", "There is no metric called “Nothing” that a report could tell of.")),
    (lambda held: held["reports"][0].update(audience="Nobody"), ("Report 1", "There is no audience called “Nobody”.")),
    (lambda held: held["reports"][0].update(title=" "), ("Report 1", "Give it a title.")),
    (lambda held: held["reports"][0].update(starts_on="2999-01-01", ends_on="2999-02-01"), ("Report 1", "These years cannot be meant.")),
    (lambda held: held["reports"][0].update(ends_on="2026-01-01"), ("Report 1", "This entry is not as a backup has it.")),
    (lambda held: held["reports"][0]["pieces"][0].update(part="end"), ("Report 1, piece 1", "This entry is not as a backup has it.")),
    (lambda held: held["reports"][0]["pieces"][1].update(metric="Win rate"), ("Report 1, piece 2", "A piece is about one thing, or is words.")),
    (lambda held: held["reports"][0]["pieces"][1].update(initiative="Nothing"), ("Report 1, piece 2", "There is no initiative called “Nothing”.")),
    (lambda held: held["reports"][0]["pieces"][2]["stake"].update(what=["a"]), ("Report 1, piece 3", "This entry is not as a backup has it.")),
    (lambda held: held["reports"][0]["editions"][0]["document"].update(answer="No."), ("Report 1, edition 1", "Its PDF does not say what the report says.")),
    (lambda held: held["reports"][0]["editions"][0]["document"].update(answer=7), ("Report 1, edition 1", "This entry is not as a backup has it.")),
    (lambda held: held["reports"][0]["editions"][0]["document"].update(more="x"), ("Report 1, edition 1", "This entry is not as a backup has it.")),
    (lambda held: held["reports"][0]["editions"][0]["document"]["sections"][0]["items"][0].update(stakeholder=["s1"]), ("Report 1, edition 1", "This entry is not as a backup has it.")),
    (lambda held: held["reports"][0]["editions"][0]["document"]["sections"][0]["items"][0]["figure"]["verdict"].update(icon="../x"), ("Report 1, edition 1", "This entry is not as a backup has it.")),
    (lambda held: held["reports"][0]["editions"][0].update(pdf="%%%"), ("Report 1, edition 1", "This entry is not as a backup has it.")),
    (lambda held: held["reports"][0]["editions"][0].pop("withdrawn_why"), ("Report 1, edition 1", "This entry is not as a backup has it.")),
    (lambda held: held["reports"][0]["editions"][1].update(edition=1), ("Report 1, edition 2", "It is another edition than it says.")),
    (lambda held: held["reports"][0]["editions"][1].update(why=" "), ("Report 1, edition 2", "Another edition is issued for a reason.")),
    (lambda held: held["measures"][0].update(metric="Nothing"), ("Measure of a stake 1", "There is no metric called “Nothing” that a report could tell of.")),
]  # fmt: skip


@pytest.fixture
def told(workspace, leader, add_person) -> Report:
    """Issued twice and written on since; the first edition was withdrawn, and a number of it corrected."""
    tomas, amara = add_person("Tomás Vidal"), add_person("Amara Osei")
    metric = add_metric(workspace, author=leader, **{**FIELDS, "unit_kind": "money", "currency": "EUR"})
    add_metric(workspace, author=leader, **{**FIELDS, "name": "Margin"})
    rows = [
        record_observation(metric, number(1000.0 * month), starts_on=D(2026, month, 1), author=leader)
        for month in range(1, 10)
    ]
    set_target(metric, 100_000, starts_on=D(2026, 1, 1), ends_on=D(2026, 12, 31), author=leader)
    begun = add_initiative(workspace, name="Trial", what="Shorter calls", starts_on=D(2026, 1, 1), metrics=[metric])
    claim = add_contribution(
        begun, metric, Evidence(Grade.ASSERTED, None, D(2026, 7, 1), D(2026, 7, 31), "Sales says so"), author=leader
    )
    stake = add_stake(tomas, author=leader, invests="budget", what="A tenth of the reserve")
    StakeMeasure.objects.create(workspace=workspace, stake=stake, metric=metric, author=leader)
    promised = Commitment.objects.create(workspace=workspace, stakeholder=amara, what="Name a contact")
    ours = Commitment.objects.create(workspace=workspace, user=leader, what="Answer by Friday")
    audience = add_audience(
        workspace, name="CFO", role="Finance", question="What came back?", people=[tomas, amara], signs_off=leader,
        leads=[Leading(metric, "Cash", "What is in the bank", 1_000)], from_library="cfo",
    )  # fmt: skip
    add_audience(workspace, name="Board", question="Do we grow?", cadence="asked")
    report = begin_report(
        workspace, author=leader, audience=audience, title="The quarter", span=Q3, compared=Q2,
        pieces=[
            Piece("new-1", "changed", "It doubled.", metric=metric.pk),
            Piece("new-2", "why", initiative=begun.pk),
            Piece("new-3", "why", "He kept us going.", stake=stake.pk),
            Piece("new-4", "next", "We go on."),
            Piece("new-5", "ask", commitment=promised.pk),
            Piece("new-6", "ask", commitment=ours.pk),
        ],
    )  # fmt: skip
    text = text_of(report, list(report.items.all()))
    report = write(report, Text("The quarter", "Yes.", text.pieces), expected_version=1)
    first = issue(sign_off(report, actor=leader, expected_version=2), actor=leader, expected_version=2)
    correct_observation(rows[7], number(9000), why="Counted once only", author=leader)
    sign_off(report, actor=leader, expected_version=2)
    issue(report, actor=leader, expected_version=2, why="August was wrong")
    withdraw(first, actor=leader, why="August was wrong")
    set_target(metric, 90_000, starts_on=D(2026, 1, 1), ends_on=D(2026, 12, 31), author=leader, why="Less to hope for")
    withdraw_contribution(claim, why="Nobody can say so", author=leader)
    about = begin_report(
        workspace, author=leader, stakeholder=tomas, title="Your stakes", span=Q3, compared=None,
        pieces=[Piece("new-1", "changed", stake=stake.pk, metric=metric.pk, to_them="Your tenth of the reserve")],
    )  # fmt: skip
    assert about.audience is None
    return report


def counts() -> list[int]:
    return [model.objects.count() for model in MODELS]


def elsewhere(leader, packed: bytes) -> ImportBatch:
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    batch = received(empty, leader, packed)
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    return batch


def undone(batch, leader) -> list:
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    return batches.undo(batch.pk, actor=leader)


def refused(batch) -> list[tuple[str, str]]:
    return [(row[0], row[2]) for row in expand(batch.reasons) if row[3]]


def test_reports_come_back_as_they_were_and_go_again(workspace, leader, told):
    before, here = written(workspace), counts()
    assert here == [2, 2, 1, 2, 7, 2, 1]
    then = {
        one.edition: (restored(one.document), bytes(one.pdf), one.withdrawn_at) for one in IssuedReport.objects.all()
    }
    changed = [
        (one.what, one.was, one.now, one.why, one.at, one.who)
        for one in restatements(IssuedReport.objects.get(edition=1))
    ]
    batch = elsewhere(leader, before)
    assert refused(batch) == []
    assert counts() == here
    now = json.loads(written(batch.workspace))["project"]["impact"]
    was = json.loads(before)["project"]["impact"]
    assert {part: now[part] for part in ("audiences", "reports", "measures")} == {
        part: was[part] for part in ("audiences", "reports", "measures")
    }
    assert [len(was[part]) for part in ("audiences", "reports", "measures")] == [2, 2, 1]
    metric = Metric.objects.get(name="Win rate")
    tomas = Stakeholder.objects.get(name="Tomás Vidal")
    for one in IssuedReport.objects.all():
        document, pages, withdrawn_at = then[one.edition]
        assert (bytes(one.pdf), one.withdrawn_at) == (pages, withdrawn_at)
        again = restored(one.document)
        assert is_of(pages, again)
        assert (again.sections[0].items[0].figure.wide, again.as_of) == (
            document.sections[0].items[0].figure.wide,
            document.as_of,
        )
        figure, _ = again.figures
        assert figure.metric == metric.pk
        held = metric.observations.in_bulk([row.observation for row in figure.rows])
        assert [held[row.observation].starts_on for row in figure.rows] == [row.starts_on for row in figure.rows]
        quoted = [item.stakeholder for section in again.sections for item in section.items]
        assert quoted[2] == tomas.pk
    # What was corrected is told there too, and what stands can be sent.
    first, second = IssuedReport.objects.order_by("edition")
    assert [(one.what, one.was, one.now, one.why, one.at, one.who) for one in restatements(first)] == changed
    assert [one[:4] for one in changed] == [
        ("Its evidence", "“Trial” is said to have moved “Cash” in July 2026. By how much is not known. "
         "Asserted: somebody says so.", "", "Nobody can say so"),
        ("Its target", "€100\u00a0thousand in 2026", "€90\u00a0thousand in 2026", "Less to hope for"),
        ("August 2026", "€8\u00a0thousand", "€9\u00a0thousand", "Counted once only"),
    ]  # fmt: skip
    assert [one.what for one in restatements(second)] == ["Its evidence", "Its target"]
    assert check_edition(second).edition == 2
    report = Report.objects.get(title="The quarter")
    assert (report.version, report.is_signed, report.audience.name, report.audience.signs_off) == (
        1,
        True,
        "CFO",
        leader,
    )
    assert Stake.objects.get().proved_by.metric == metric
    assert undone(batch, leader) == []
    assert (counts(), Metric.objects.count(), Initiative.objects.count()) == ([0] * 7, 0, 0)


def test_a_report_that_was_passed_on_since_stays_with_all_it_tells_of(workspace, leader, told):
    batch = elsewhere(leader, written(workspace))
    sharing.share(IssuedReport.objects.get(edition=2), author=leader, label="The auditors")
    undone(batch, leader)
    assert [report.title for report in Report.objects.all()] == ["The quarter"]
    assert (IssuedReport.objects.count(), [one.name for one in Audience.objects.all()]) == (2, ["CFO"])
    assert [metric.name for metric in Metric.objects.all()] == ["Win rate"]
    assert [one.name for one in Initiative.objects.all()] == ["Trial"]


def test_what_was_promised_in_confidence_is_in_no_file(workspace, leader, told, in_confidence):
    ReportItem.objects.create(
        workspace=workspace, report=told, part="ask", place=9, words="As they said", commitment=in_confidence
    )
    packed = json.loads(written(workspace))["project"]["impact"]["reports"][0]["pieces"]
    assert [piece.get("words") for piece in packed] == [
        "It doubled.",
        None,
        "He kept us going.",
        "We go on.",
        None,
        None,
    ]


def test_what_is_wrong_is_left_out_with_a_sentence(workspace, leader, told):
    before = written(workspace)
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    people = {f"s{number}": Stakeholder(workspace=empty, name=f"S{number}") for number in (1, 2)}
    restoring = Restoring(empty, people, {leader.email: leader}, leader)
    assert backup.unpack(json.loads(before)["project"]["impact"], restoring)[1] == []
    for change, said in HOSTILE:
        packed = json.loads(before)["project"]["impact"]
        change(packed)
        assert backup.unpack(packed, restoring)[1][:1] == [said]


def test_numbers_that_were_not_restored_are_pointed_to_no_more(workspace, leader, told):
    packed = json.loads(written(workspace))
    packed["project"]["impact"]["metrics"][0]["observations"][3]["value"] = "many"
    elsewhere(leader, json.dumps(packed).encode())
    second = IssuedReport.objects.get(edition=2)
    for figure in restored(second.document).figures:
        assert [row.name for row in figure.rows if row.observation is None] == ["April 2026"]
    assert check_edition(second).edition == 2
    assert [one.what for one in restatements(second)] == ["Its evidence", "Its target"]
