"""A person's stakes beside their numbers: chosen by the team, read by the team alone, written to that one person."""

import datetime as dt
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from discussions.models import Commitment
from impact.contributions import Evidence, add_contribution
from impact.evidence import Grade
from impact.initiatives import add_initiative
from impact.metrics import add_metric
from impact.models import IssuedReport, Report, ReportItem, StakeMeasure
from impact.queries import reports as report_reads
from impact.queries.returns import first_pieces, waiting, waiting_says
from impact.reports import sending, sharing
from impact.reports.document import restored
from impact.reports.issuing import issue
from impact.reports.pdf import is_of
from impact.reports.spans import Span
from impact.reports.writing import Text, begin_report, text_of, write
from impact.returns.measures import choose_measure, drop_measure, offers
from impact.returns.telling import of_another
from planning.models import Stake
from planning.stakes import add_stake, end_stake
from stakeholders.erasure import erase, everything_about
from tests.impact.reports.pages import read_pdf
from tests.impact.rows import FIELDS

D = dt.date
Q3 = Span(D(2026, 7, 1), D(2026, 9, 30))
HIDDEN = ("etractor", "burns money", "fights every euro", "pposed", "nfluence", "resist")
COURSE = "Win rate was 18\u00a0% (February 2026), it is 24\u00a0% (September 2026) now: within what chance brings."


@pytest.fixture
def proved(stake, win_rate, leader):
    choose_measure(stake, win_rate, author=leader)
    return stake


@pytest.fixture
def to_tomas(proved, tomas, workspace, leader):
    """`to_tomas()`: an edition of what was written to him."""

    def issued(answer="Not yet, but it holds.") -> IssuedReport:
        report = begin_report(
            workspace, author=leader, stakeholder=tomas, title="What became of what you put in", span=Q3,
            compared=None, pieces=first_pieces(tomas, last=Q3.last),
        )  # fmt: skip
        text = text_of(report, list(report.items.all()))
        now = write(report, Text(text.title, answer, text.pieces), expected_version=1)
        return issue(now, actor=leader, expected_version=2)

    return issued


def test_their_page_tells_what_became_of_each(as_leader, proved, tomas, win_rate, workspace, leader):
    trial = add_initiative(workspace, name="Trial", what="A trial", starts_on=D(2026, 4, 1))
    about = {"first_on": D(2026, 5, 1), "last_on": D(2026, 5, 31), "says": "Looked at"}
    add_contribution(trial, win_rate, Evidence(Grade.ASSERTED, None, **about), author=leader)
    add_contribution(
        trial, win_rate, Evidence(Grade.EXPERIMENT, 0.02, link="https://x.example", **about), author=leader
    )
    before = {**about, "first_on": D(2026, 1, 1), "last_on": D(2026, 1, 31)}
    add_contribution(trial, win_rate, Evidence(Grade.ASSERTED, None, **before), author=leader)
    page = as_leader.get(f"/w/northwind/impact/returns/{tomas.pk}/")
    (found,) = page.context["returns"]
    assert (
        found.put_in == "In March 2026 Tomás Vidal put in budget for “One in four deals is won”: €40,000 for the trial."
    )
    assert found.course.sentence == COURSE.replace("September", "October")
    # The strongest first, and nothing of before it was put in.
    assert found.contributed == [
        "“Trial” caused a rise of 2 percentage points in “Win rate” in May 2026. Experiment: compared with a group"
        " drawn by lot.",
        "“Trial” is said to have moved “Win rate” in May 2026. By how much is not known. Asserted: somebody says so.",
    ]
    assert "More deals for the same money" in page.text
    assert page.context["says"] == [
        "One stake, and it has a number that would prove it.",
        "They were never told what became of it.",
    ]


def test_it_is_a_section_of_their_page(as_leader, proved, tomas):
    person = as_leader.get(f"/w/northwind/stakeholders/{tomas.pk}/")
    assert f'hx-get="/w/northwind/impact/returns/{tomas.pk}/"' in person.text
    section = as_leader.get(
        f"/w/northwind/impact/returns/{tomas.pk}/", headers={"HX-Request": "true", "HX-Target": "returned"}
    )
    assert section.text.strip().startswith('<div class="card-head"><h2>Return on stake</h2>')


@pytest.mark.parametrize("address", ["", "{tomas}/", "{tomas}/write/", "stakes/{stake}/measure/"])
def test_executives_and_strangers_see_none_of_it(as_executive, as_stranger, tomas, stake, address):
    at = f"/w/northwind/impact/returns/{address.format(tomas=tomas.pk, stake=stake.pk)}"
    assert (as_executive.get(at).status_code, as_stranger.get(at).status_code) == (403, 404)


def test_somebody_who_put_nothing_in(as_leader, add_person):
    amara = add_person("Amara Osei")
    page = as_leader.get(f"/w/northwind/impact/returns/{amara.pk}/")
    assert "They put nothing in yet, so nothing is owed back." in page.text
    panel = as_leader.get(f"/w/northwind/impact/returns/{amara.pk}/write/")
    assert "They put nothing in yet." in panel.text


def test_queries_do_not_grow_with_stakes(as_leader, proved, tomas, leader, win_rate):
    at = f"/w/northwind/impact/returns/{tomas.pk}/"
    as_leader.get(at)
    with CaptureQueriesContext(connection) as one:
        as_leader.get(at)
    for number in range(3):
        choose_measure(add_stake(tomas, author=leader, invests="time", what=str(number)), win_rate, author=leader)
    with CaptureQueriesContext(connection) as four:
        as_leader.get(at)
    assert len(four) == len(one)


# The metric that would prove it -----------------------------------------------------------------------------------


def test_metrics_they_named_are_offered_with_the_reason(stake, win_rate, workspace, leader):
    add_metric(workspace, author=leader, **{**FIELDS, "name": "Churn rate"})
    (offer,) = offers(stake, [win_rate, *win_rate.__class__.objects.exclude(pk=win_rate.pk)])
    assert (offer.metric, offer.reason) == (win_rate, "They named “The win rate, every quarter” as the measure.")


def test_by_what_they_expect_and_by_their_goal(stake, workspace, leader):
    deals = add_metric(workspace, author=leader, **{**FIELDS, "name": "Decided deals"})
    money = add_metric(workspace, author=leader, **{**FIELDS, "name": "Same money"})
    assert [(offer.metric, offer.reason) for offer in offers(stake, [deals, money])] == [
        (money, "They expect “More deals for the same money”."),
        (deals, "The goal is measured by “Deals won of deals decided”."),
    ]


def test_an_offer_is_accepted_by_a_press(as_leader, leader, stake, tomas, win_rate):
    page = as_leader.get(f"/w/northwind/impact/returns/{tomas.pk}/")
    assert "Nobody has said which number would show it." in page.text
    assert re.search(rf'name="metric" value="{win_rate.pk}"', page.text)
    answer = as_leader.post(f"/w/northwind/impact/returns/stakes/{stake.pk}/measure/", {"metric": win_rate.pk})
    assert answer.status_code == 302
    measure = StakeMeasure.objects.get()
    assert (measure.stake, measure.metric, measure.author) == (stake, win_rate, leader)


def test_another_takes_its_place_and_none_as_well(as_leader, proved, workspace, leader):
    churn = add_metric(workspace, author=leader, **{**FIELDS, "name": "Churn"})
    at = f"/w/northwind/impact/returns/stakes/{proved.pk}/measure/"
    as_leader.post(at, {"metric": churn.pk})
    assert StakeMeasure.objects.get().metric == churn
    as_leader.post(f"{at}drop/")
    assert list(StakeMeasure.objects.all()) == []
    assert drop_measure(proved) is False


def test_what_cannot_prove_anything_is_refused(as_leader, stake, workspace, leader):
    spend = add_metric(workspace, author=leader, **{**FIELDS, "name": "Spend", "level": "input"})
    with pytest.raises(ValidationError, match="proves no return"):
        choose_measure(stake, spend, author=leader)
    answer = as_leader.post(f"/w/northwind/impact/returns/stakes/{stake.pk}/measure/", {"metric": spend.pk})
    assert (answer.status_code, "Choose a metric of yours." in answer.text) == (422, True)


def test_a_stake_that_ended_gets_none(stake, win_rate, leader):
    end_stake(stake)
    with pytest.raises(ValidationError, match="This stake has ended"):
        choose_measure(stake, win_rate, author=leader)


# Who waits --------------------------------------------------------------------------------------------------------


def test_who_waits_longest_comes_first(as_leader, to_tomas, tomas, workspace, leader, add_person):
    amara, bo = add_person("Amara Osei"), add_person("Bo Lind")
    for person, day in ((amara, dt.datetime(2026, 1, 5, 9)), (bo, dt.datetime(2025, 6, 5, 9))):
        made = add_stake(person, author=leader, invests="time", what="An evening")
        Stake.objects.filter(pk=made.pk).update(created_at=timezone.make_aware(day))
    end_stake(add_stake(add_person("Cem Aydin"), author=leader, invests="time", what="Nothing any more"))
    edition = to_tomas()
    assert [(row.person, row.many, row.measured, row.is_told) for row in waiting(workspace)] == [
        (bo.pk, 1, 0, False), (amara.pk, 1, 0, False), (tomas.pk, 1, 1, False),
    ]  # fmt: skip
    assert waiting_says(waiting(workspace)) == [
        "Three people have put something in, and none of them was ever told what became of it.",
        "Of two stakes nobody has said which number would prove them.",
    ]
    sharing.share(edition, author=leader, stakeholder=tomas)
    last = waiting(workspace)[-1]
    assert (last.person, last.is_told) == (tomas.pk, True)
    page = as_leader.get("/w/northwind/impact/returns/")
    assert [person.name for _, person in page.context["rows"]] == ["Bo Lind", "Amara Osei", "Tomás Vidal"]


def test_with_nobody_it_says_how_it_begins(as_leader):
    assert "Nobody has put anything in yet" in as_leader.get("/w/northwind/impact/returns/").text


# Written to them --------------------------------------------------------------------------------------------------


def test_it_says_you_and_nothing_of_how_they_are_judged(to_tomas, tomas):
    edition = to_tomas()
    document = restored(edition.document)
    assert (document.reader, document.question) == ("Tomás Vidal", "What became of what you put in?")
    (section,) = document.sections
    (item,) = section.items
    assert item.says == (
        "In March 2026 you put in budget for “One in four deals is won”: €40,000 for the trial.",
        "What you expect in return: More deals for the same money",
        "You would know it by: The win rate, every quarter",
        COURSE,
    )
    told = json.dumps(edition.document, ensure_ascii=False) + read_pdf(bytes(edition.pdf)).text
    assert [word for word in HIDDEN if word in told] == []
    assert is_of(bytes(edition.pdf), document)


def test_what_nobody_said_how_to_prove_is_said_to_be_unknown(to_tomas, stake):
    drop_measure(stake)
    ((item,),) = [section.items for section in restored(to_tomas().document).sections]
    assert item.figure is None
    assert item.says[-1] == (
        "We have not agreed with you on a number that would prove it, so what came back is not known."
    )


def test_no_word_of_what_others_put_in_gets_to_them(as_leader, to_tomas, tomas, workspace, leader, add_person):
    amara = add_person("Amara Osei")
    other = add_stake(amara, author=leader, invests="budget", what="Her secret reserve")
    promised = Commitment.objects.create(workspace=workspace, stakeholder=amara, what="Her secret promise")
    report = to_tomas().report
    for thing in ({"stake": other}, {"commitment": promised}):
        ReportItem.objects.create(workspace=workspace, report=report, part="ask", place=90, **thing)
    assert [row.stake and row.stake.what for row in report_reads.items(report)] == ["€40,000 for the trial."]
    desk = as_leader.get(f"/w/northwind/impact/reports/{report.pk}/")
    assert "secret" not in desk.text
    data = {
        "piece": ["new-1", "new-2"], "part-new-1": "ask", "part-new-2": "ask", "about-new-1": f"stake:{other.pk}",
        "about-new-2": f"commitment:{promised.pk}", "title": "T", "answer": "A", "version": report.version,
    }  # fmt: skip
    desk = as_leader.post(f"/w/northwind/impact/reports/{report.pk}/desk/", {**data, "do": "up:new-1"})
    assert (desk.status_code, "secret" in desk.text) == (200, False)
    preview = as_leader.get(f"/w/northwind/impact/reports/{report.pk}/preview/")
    assert "secret" not in preview.text


def test_executives_find_none_of_it(as_executive, as_leader, to_tomas):
    edition = to_tomas()
    at = f"/w/northwind/impact/reports/issued/{edition.pk}/"
    assert [as_executive.get(f"{at}{more}").status_code for more in ("", "report.pdf")] == [404, 404]
    assert [as_leader.get(f"{at}{more}").status_code for more in ("", "report.pdf")] == [200, 200]
    assert "what you put in" not in as_executive.get("/w/northwind/impact/reports/").text
    overview = as_executive.get("/w/northwind/impact/")
    assert ("what you put in" in overview.text, "Vidal" in overview.text) == (False, False)
    listed = as_leader.get("/w/northwind/impact/reports/")
    assert ([one.pk for one in listed.context["issued"]], [one.pk for one in listed.context["to_one"]]) == (
        [], [edition.pk],
    )  # fmt: skip
    assert "To one investor" in listed.text


def test_a_link_is_for_them_alone(as_leader, to_tomas, tomas, leader, add_person):
    edition = to_tomas()
    with pytest.raises(ValidationError, match="written to one person"):
        sharing.share(edition, author=leader, label="The auditors")
    with pytest.raises(ValidationError, match="written to one person"):
        sharing.share(edition, author=leader, stakeholder=add_person("Amara Osei"))
    panel = as_leader.get(f"/w/northwind/impact/reports/issued/{edition.pk}/share/")
    assert ("Who that is" in panel.text, "Tomás Vidal, CFO" in panel.text) == (False, True)
    made = as_leader.post(
        f"/w/northwind/impact/reports/issued/{edition.pk}/share/",
        {"stakeholder": tomas.pk, "expires_on": timezone.localdate() + dt.timedelta(days=5)},
    )
    assert "Copy the link now" in made.text
    assert edition.shares.get().stakeholder == tomas


def test_it_is_sent_to_them_alone(to_tomas, tomas, leader, workspace, add_person):
    edition = to_tomas()
    with pytest.raises(ValidationError):
        sending.schedule(edition, [add_person("Amara Osei", email="amara@northwind.example")], author=leader)
    sending.schedule(edition, [tomas], author=leader)
    (letter,), _ = sending.write_due(workspace)
    assert letter.recipient == "tomas@northwind.example"


def test_without_an_address_there_is_a_link_to_copy(as_leader, to_tomas, tomas):
    edition = to_tomas()
    tomas.__class__.objects.filter(pk=tomas.pk).update(email="")
    panel = as_leader.get(f"/w/northwind/impact/reports/issued/{edition.pk}/send/")
    assert re.search(r"No e-mail address: <bdi>Tomás Vidal</bdi>\. Make a link for them\.", panel.text)


def test_a_double_click_begins_it_once(as_leader, proved, tomas):
    at = f"/w/northwind/impact/returns/{tomas.pk}/write/"
    key = as_leader.get(at).context["form"]["key"].value()
    data = {"title": "To you", "starts_on": "2026-07-01", "ends_on": "2026-09-30", "key": str(key)}
    first, second = as_leader.post(at, data), as_leader.post(at, data)
    report = Report.objects.get()
    assert (first.url, second.url) == (
        f"/w/northwind/impact/reports/{report.pk}/", "/w/northwind/impact/reports/",
    )  # fmt: skip
    assert (report.stakeholder, report.audience, [row.stake for row in report.items.all()]) == (tomas, None, [proved])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "Give it a title."),
        ({"ends_on": "2026-06-30"}, "It ends on the day it starts, or later."),
        ({"starts_on": "2020-01-01"}, "A report tells of three years at most."),
        ({"starts_on": "soon"}, "This is not a date."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(as_leader, proved, tomas, changed, said):
    at = f"/w/northwind/impact/returns/{tomas.pk}/write/"
    key = as_leader.get(at).context["form"]["key"].value()
    data = {"title": "To you", "starts_on": "2026-07-01", "ends_on": "2026-09-30", "key": str(key), **changed}
    answer = as_leader.post(at, data)
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert said in answer.text


def test_words_of_another_person_are_pointed_out_and_said_otherwise_in_this_letter(
    as_leader, to_tomas, proved, tomas, workspace, leader
):
    proved.expects, proved.measure = "He expects more deals; Vidal’s team was promised theirs.", ""
    proved.save(update_fields=["expects", "measure"])
    assert of_another(proved) == ["He", "Vidal", "theirs"]
    made = [
        begin_report(
            workspace, author=leader, stakeholder=tomas, title=title, span=Q3, compared=None,
            pieces=first_pieces(tomas, last=Q3.last),
        )
        for title in ("First", "Second")
    ]  # fmt: skip
    reworded, plain = made
    (row,) = reworded.items.all()
    said = "These words speak of the person who will read them: “He”, “Vidal”, “theirs”."
    at = f"/w/northwind/impact/reports/{reworded.pk}/"
    assert said in " ".join(strip_tags(as_leader.get(at).text).split())
    ours = "You gave us €40,000 and hope for more deals."
    typed = {
        "version": 1, "title": "First", "answer": "Not yet.", "piece": row.pk, f"part-{row.pk}": row.part,
        f"about-{row.pk}": f"stake:{proved.pk}", f"to-them-{row.pk}": ours,
    }  # fmt: skip
    too_long = as_leader.post(f"{at}store/", {**typed, f"to-them-{row.pk}": "x" * 2001})
    assert (too_long.status_code, "This may be 2,000 characters long at most." in too_long.text) == (422, True)
    as_leader.post(f"{at}store/", typed)
    page = " ".join(strip_tags(as_leader.get(at).text).split())
    assert (ours in page, said in page) == (True, False)
    letters = []
    for report in made:
        if report is plain:
            text = text_of(plain, list(plain.items.all()))
            write(plain, Text("Second", "Not yet.", text.pieces), expected_version=1)
        edition = issue(Report.objects.get(pk=report.pk), actor=leader, expected_version=2)
        (item,) = (one for section in restored(edition.document).sections for one in section.items)
        letters.append((item.title, item.says[0], any("He expects" in line for line in item.says)))
    assert letters[0] == ("The budget you put in", ours, False)
    # Another letter, and the stake itself, say what they said.
    assert (letters[1][0], letters[1][2]) == (proved.what, True)


def test_sentences_are_offered_at_the_desk(as_leader, tomas, stake, workspace, leader):
    report = begin_report(
        workspace, author=leader, stakeholder=tomas, title="To you", span=Q3, compared=None,
        pieces=first_pieces(tomas, last=Q3.last),
    )  # fmt: skip
    desk = as_leader.get(f"/w/northwind/impact/reports/{report.pk}/")
    assert [draft.words for draft in desk.context["answer_drafts"]] == ["What came back of it, we cannot say yet."]
    assert "We have not agreed on the number that would show what this brought." in desk.text


# Taken out ----------------------------------------------------------------------------------------------------------


def test_it_all_goes_with_them(to_tomas, tomas, leader):
    edition = to_tomas()
    sharing.share(edition, author=leader, stakeholder=tomas)
    erase(tomas, actor=leader, typed_name="Tomás Vidal")
    assert [model.objects.count() for model in (StakeMeasure, Stake, Report, IssuedReport)] == [0, 0, 0, 0]


def test_they_get_what_was_written_to_them(to_tomas, tomas):
    to_tomas()
    told = everything_about(tomas)
    assert [row["title"] for row in told["reports_about_their_stakes"]] == ["What became of what you put in"]
    assert told["stakes"][0]["what"] == "€40,000 for the trial."
