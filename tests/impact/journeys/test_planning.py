"""The dry run of a file of journeys: what it holds, what is left out and why, and what only a person can say."""
# ruff: noqa: E501 - a case a line

import datetime as dt
import io

import pytest
from openpyxl import Workbook

from impact.files.days import Order
from impact.files.figures import Decimal
from impact.files.reading import read
from impact.journeys import columns, life
from impact.journeys.columns import Choices
from impact.journeys.planning import Plan

D = dt.date


def plan_of(content: str | bytes, **answers) -> Plan:
    sheet = read(content.encode() if isinstance(content, str) else content)
    return life.make_plan(sheet, Choices(columns.guess(sheet).columns, **answers))


def held(plan: Plan) -> list[tuple]:
    return [
        (one.deal, one.journey.path, one.journey.conversions, one.journey.value, one.journey.nulls)
        for one in plan.journeys
    ]


def wrong(plan: Plan) -> list[tuple[int, str]]:
    return [(one.line, one.sentence) for one in plan.problems]


def test_paths_with_what_came_of_them():
    plan = plan_of("path,total_conversions,total_conversion_value,total_null\nEmail > Search,3,1200,7\nEvent,1,0,2\n")
    assert held(plan) == [
        ("", ("Email", "Search"), 3.0, 1200.0, 7.0),
        ("", ("Event",), 1.0, 0.0, 2.0),
    ]
    assert (wrong(plan), plan.channels, plan.questions, plan.asks) == ([], 3, [], [])


def test_deals_won_and_lost():
    plan = plan_of(
        "Opportunity,Touchpoints,Amount,Stage\nAcme,Email > Event,€1.200,Closed Won\nBlue,Search,€900,Closed Lost\n"
        "Carla & Co,Search,€100,Proposal\nDelta,Email,,won\n",
        decimal=Decimal.COMMA,
    )
    assert held(plan) == [("Acme", ("Email", "Event"), 1.0, 1200.0, 0.0), ("Blue", ("Search",), 0.0, 0.0, 1.0)]
    assert wrong(plan) == [
        (4, "“Proposal” is neither won nor lost. A deal that is still open belongs to no journey yet."),
        (5, "It converted, and its value is blank. Write 0 if it brought nothing, or leave the column out."),
    ]
    assert plan.currency == "EUR"
    assert [one.sentence for one in plan.remarks] == [
        "One deal that was lost has a value. It counts for nothing: it was not earned."
    ]


@pytest.mark.parametrize(
    ("path", "dates"),
    [
        ("Email (2026-01-03) > Event (2026-01-10)", None),
        ("2026-01-03 Email > 2026-01-10: Event", None),
        ("Email > Event", "2026-01-03 > 2026-01-10"),
    ],
)
def test_touches_with_dates(path, dates):
    head, cell = ("Deal,Path,Won", "") if dates is None else ("Deal,Path,Won,Dates", f",{dates}")
    plan = plan_of(f"{head}\nAcme,{path},yes{cell}\n")
    [found] = plan.journeys
    assert (found.journey.path, found.journey.days_before) == (("Email", "Event"), (7.0, 0.0))
    assert (plan.first_on, plan.last_on) == (D(2026, 1, 3), D(2026, 1, 10))


def test_dates_that_can_be_two_days_are_asked_about():
    content = "Deal,Path,Dates,Won\nAcme,Email > Event,03/01/2026 > 04/02/2026,yes\n"
    plan = plan_of(content)
    assert [(one.name, one.sentence) for one in plan.questions] == [
        ("order", "“03/01/2026” can be two different days, and no other date of the file says which.")
    ]
    assert plan_of(content, order=Order.DAY_FIRST).journeys[0].journey.days_before == (32.0, 0.0)
    assert plan_of(content, order=Order.MONTH_FIRST).journeys[0].journey.days_before == (32.0, 0.0)
    assert plan_of(content, order=Order.MONTH_FIRST).first_on == D(2026, 3, 1)


def test_numbers_that_can_be_two_are_asked_about():
    content = 'path,conversions,value\nEmail,2,"1.234"\n'
    assert [(one.name, one.sentence) for one in plan_of(content).questions] == [
        ("decimal", "“1.234” can be two different numbers, and no other number says which.")
    ]
    assert plan_of(content, decimal=Decimal.COMMA).journeys[0].journey.value == 1234.0
    assert plan_of(content, decimal=Decimal.POINT).journeys[0].journey.value == 1.234


def test_decimal_commas_are_read():
    plan = plan_of('path;conversions;value\nEmail;2;"1.234,50"\nEvent;1;"12,5"\n')
    assert [one.journey.value for one in plan.journeys] == [1234.5, 12.5]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",1", "The path is blank: a journey has one touch at least."),
        ("Email > > Event,1", "A channel is missing between two “>”."),
        ("=A1&B1,1", "“=A1&B1” is a formula. Save the sheet with its values and try that."),
        ("#REF!,1", "“#REF!” is an error of the spreadsheet, not a path."),
        ("Email,", "A count is blank: write 0 where there was none."),
        ("Email,-1", "“-1” is below zero."),
        ("Email,12 %", "“12 %” is no count: write the number alone."),
        ("Email,=B2*2", "“=B2*2” is a formula. Save the sheet with its values and try that."),
        ("Email,many", "“many” is no number. Leave the cell blank where nothing was measured."),
        (f"{'x' * 101},1", f"“{'x' * 39}…” is longer than a channel’s name may be: 100 letters."),
        (" > ".join(["a"] * 501) + ",1", "The path has 501 touches; at most 500 can be read."),
        ("kim@acme.example > Email,1", "“kim@acme.example” is an e-mail address, not a channel."),
    ],
)
def test_a_line_that_cannot_be_read_is_left_out_with_its_reason(row, sentence):
    plan = plan_of(f"path,conversions\nSearch,5\n{row}\n")
    assert (wrong(plan), len(plan.journeys)) == ([(3, sentence)], 1)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Acme,Email (2026-02-30),yes", "“2026-02-30” does not exist in the calendar."),
        (
            "Acme,Email (2026-03-02) > Event (2026-03-01),yes",
            "Its dates run backwards: write touches from the first to the last.",
        ),
        (
            "Acme,Email (2026-03-02) > Event,yes",
            "Some of its touches have a date and some have none. Date all of them, or none.",
        ),
        ("Acme,Email,", "It does not say whether the deal was won."),
        (",Email,yes", "The deal has no name, so nobody could find it again."),
        (
            "kim@acme.example,Email,yes",
            "The deal is named by an e-mail address. Name the company or the opportunity, and no person.",
        ),
        ("First,Email,yes", "The same as line 2: a deal counts once."),
    ],
)
def test_a_deal_that_cannot_be_read_is_left_out_with_its_reason(row, sentence):
    plan = plan_of(f"deal,path,won\nFirst,Email,yes\n{row}\n")
    assert (wrong(plan), len(plan.journeys)) == ([(3, sentence)], 1)


def test_a_deal_in_lines_that_differ_is_remarked_on():
    plan = plan_of("deal,path,won\nAcme,Email,yes\nAcme,Event,no\n")
    assert [(one.value, one.sentence) for one in plan.remarks] == [
        ("Acme", "Stands in several lines that differ. Each counts as a deal of its own.")
    ]
    assert len(plan.journeys) == 2


def test_columns_about_people_are_not_read_and_said_to_be():
    plan = plan_of("deal,contact name,path,won\nAcme,Kim Roe,Email,yes\nBlue,Bo Li,Email,no\n")
    assert [(one.value, one.sentence) for one in plan.remarks] == [
        (
            "contact name",
            "This column seems to name people. It was not read: attribution needs no person. Leave it out next time.",
        )
    ]
    assert "Kim" not in repr(plan.journeys)


def test_what_is_not_known_of_all_is_known_of_none():
    plan = plan_of("deal,path,dates,won\nAcme,Email,2026-01-01,yes\nBlue,Event,,yes\n")
    assert [(one.journey.days_before, one.journey.nulls) for one in plan.journeys] == [(None, None), (None, None)]
    assert [one.sentence for one in plan.remarks] == [
        "1 of 2 journeys have no dates, so time decay goes by place in the path in all of them.",
        "No lost deal is among them, so Markov cannot count who did not convert.",
    ]


def test_spellings_of_a_channel_are_pointed_out():
    plan = plan_of("path,conversions\nEmail > Event,1\nemail,2\n")
    assert [one.sentence for one in plan.remarks] == [
        "“Email” and “email” count as different channels. If they are one, spell it alike."
    ]


@pytest.mark.parametrize(
    ("content", "asks"),
    [
        ("a,b\nx,1\n", ["Say which column holds the path: the channels of a journey with “ > ” between them. Where a line is one touch, say which holds its channel.",
                        "Say which column counts conversions on each path, or which names the deal of each line."]),
        ("path,note\nEmail,x\n", ["Say which column counts conversions on each path, or which names the deal of each line."]),
        ("path,conversions\nEmail,0\n", ["Nobody converted, so there is nothing to credit."]),
        ("deal,path,won,value\nA,Email,yes,€1\nB,Email,yes,$1\n", ["The values are in several currencies: EUR, USD. Convert them into one."]),
        ("path,conversions\n" + "".join(f"c{number},1\n" for number in range(1001)), ["There are 1,001 channels; at most 1,000 can be held side by side."]),
    ],
)  # fmt: skip
def test_what_has_to_be_said_first(content, asks):
    assert plan_of(content).asks == asks


def test_a_workbook_is_read_like_a_table():
    book, packed = Workbook(), io.BytesIO()
    for row in (["Deal", "Path", "Won", "Dates"], ["Acme", "Email", True, dt.datetime(2026, 1, 3)], ["Blue", "Event", False, dt.datetime(2026, 2, 3)]):  # fmt: skip
        book.active.append(row)
    book.save(packed)
    plan = plan_of(packed.getvalue())
    assert held(plan) == [("Acme", ("Email",), 1.0, None, 0.0), ("Blue", ("Event",), 0.0, None, 1.0)]
    assert [one.journey.days_before for one in plan.journeys] == [(0.0,), (0.0,)]
    assert (plan.first_on, plan.last_on) == (D(2026, 1, 3), D(2026, 2, 3))
