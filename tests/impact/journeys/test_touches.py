"""A line a touch: lines of a deal brought together in the order of their dates, and what is left out as a whole."""
# ruff: noqa: E501 - a case a line

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import Workbook

from impact.files.days import Order
from impact.files.reading import read
from impact.journeys import columns, results
from impact.journeys.columns import Blanks, Choices, check
from tests.impact.journeys.test_planning import held, plan_of, wrong

D = dt.date
HEAD = "Deal,Channel,Date,Value,Won\n"


def test_lines_of_a_deal_are_one_journey_in_the_order_of_their_dates():
    plan = plan_of(
        HEAD
        + "Acme,Email,2026-03-11,1200,yes\nBlue,Search,2026-01-05,,no\nAcme,Search,2026-01-08,1200,yes\n"
        + "Acme,Webinar,2026-02-02,1200,yes\n"
    )
    assert held(plan) == [
        ("Acme", ("Search", "Webinar", "Email"), 1.0, 1200.0, 0.0),
        ("Blue", ("Search",), 0.0, 0.0, 1.0),
    ]
    assert [(one.line, one.journey.days_before) for one in plan.journeys] == [(2, (62.0, 37.0, 0.0)), (3, (0.0,))]
    assert (plan.first_on, plan.last_on, plan.touches, plan.deals_out) == (D(2026, 1, 5), D(2026, 3, 11), 4, 0)
    assert (plan.problems, plan.remarks, plan.questions, plan.asks) == ([], [], [], [])


def test_touches_of_one_day_go_by_their_time_and_then_by_their_line():
    rows = "A,Email,2026-01-05 16:10,9,yes\nA,Event,2026-01-05 09:30,9,yes\nB,Email,2026-01-05,9,no\nB,Event,2026-01-05,9,no\n"
    assert [one.journey.path for one in plan_of(HEAD + rows).journeys] == [("Event", "Email"), ("Email", "Event")]
    halves = "A,Email,01/25/2026 4:10 PM,9,yes\nA,Event,01/25/2026 11:30 AM,9,yes\nA,Call,01/25/2026 12:05 AM,9,yes\n"
    assert plan_of(HEAD + halves).journeys[0].journey.path == ("Call", "Event", "Email")


def test_value_and_outcome_may_stand_on_one_line_of_the_deal():
    plan = plan_of(HEAD + "Acme,Email,2026-01-01,,\nAcme,Event,2026-01-02,€900,won\nAcme,Search,2026-01-03,,\n")
    assert held(plan) == [("Acme", ("Email", "Event", "Search"), 1.0, 900.0, None)]
    assert plan.currency == "EUR"
    # A line without a channel and a date says something of the deal, and is no touch.
    plan = plan_of(HEAD + "Acme,,,900,won\nAcme,Event,2026-01-02,,\n")
    assert held(plan) == [("Acme", ("Event",), 1.0, 900.0, None)]


def test_without_dates_the_order_of_lines_counts_and_that_is_said():
    plan = plan_of(
        "Opportunity Name,Campaign Name,Stage\nA,Webinar,Closed Won\nB,Fair,Closed Lost\nA,Email,Closed Won\n"
    )
    assert held(plan) == [("A", ("Webinar", "Email"), 1.0, None, 0.0), ("B", ("Fair",), 0.0, None, 1.0)]
    assert [one.sentence for one in plan.remarks] == [
        "No column dates the touches, so those of a deal count in the order of their lines."
    ]


DIFFER = "Its lines say that the deal is worth 900 and 950. Give it one value."
BOTH = "By some of its lines the deal was won, by others lost. Say one of the two."
MISSES = "Line 4 of this deal cannot be read, so all of it is left out: a touch would be missing."


@pytest.mark.parametrize(
    ("rows", "left_out"),
    [
        (("X,Email,2026-01-01,900,yes", "X,Event,2026-01-02,950,yes"), [(3, DIFFER), (4, DIFFER)]),
        (("X,Email,2026-01-01,€9,yes", "X,Event,2026-01-02,$9,yes"), [(line, "Its lines say that the deal is worth €9 and $9. Give it one value.") for line in (3, 4)]),
        (("X,Email,2026-01-01,9,yes", "X,Event,2026-01-02,9,no"), [(3, BOTH), (4, BOTH)]),
        (("X,Email,2026-01-01,9,yes", "X,Event,2026-02-30,9,yes"), [(3, MISSES), (4, "“2026-02-30” does not exist in the calendar.")]),
        (("X,Email,2026-01-01,9,yes", "X,=A1,2026-01-02,9,yes"), [(3, MISSES), (4, "“=A1” is a formula. Save the sheet with its values and try that.")]),
        (("X,Email,2026-01-01,9,yes", "X,kim@acme.example,2026-01-02,9,yes"), [(3, MISSES), (4, "“kim@acme.example” is an e-mail address, not a channel.")]),
        (("X,Email,2026-01-01,9,yes", "X,Event,2026-01-02,9,Proposal"), [(3, MISSES), (4, "“Proposal” is neither won nor lost. A deal that is still open belongs to no journey yet.")]),
        (("X,Email,2026-01-01,9,yes", "X,,2026-01-02,9,yes"), [(3, MISSES), (4, "It has a date and no channel.")]),
        (("X,Email,2026-01-01,9,", "X,Event,2026-01-02,9,"), [(line, "No line says whether the deal was won.") for line in (3, 4)]),
        (("X,Email,2026-01-01,,yes",), [(3, "It converted, and its value is blank. Write 0 if it brought nothing, or leave the column out.")]),
        (("X,Email,2026-01-01,9,yes", "X,Event,,9,yes"), [(line, "Some of its touches have a date and some have none. Date all of them, or none.") for line in (3, 4)]),
        (("X,,,9,yes",), [(3, "No line of this deal names a channel.")]),
        (("X,Email,2026-01-01,9,yes",) * 501, [(line, "The deal has 501 touches; at most 500 can be read.") for line in range(3, 504)]),
    ],
)  # fmt: skip
def test_a_deal_of_which_something_cannot_be_read_is_left_out_as_a_whole(rows, left_out):
    plan = plan_of(HEAD + "First,Email,2026-01-01,5,yes\n" + "\n".join(rows) + "\n")
    assert (wrong(plan), [one.deal for one in plan.journeys], plan.deals_out) == (left_out, ["First"], 1)


def test_what_a_lost_deal_would_have_been_worth_may_differ():
    plan = plan_of(HEAD + "A,Email,2026-01-01,5,yes\nX,Email,2026-01-01,900,no\nX,Event,2026-01-02,950,no\n")
    assert held(plan)[1] == ("X", ("Email", "Event"), 0.0, 0.0, 1.0)


GROUPED = HEAD + "Acme,Email,2026-01-01,9,yes\n,Event,2026-01-02,,\nBlue,Search,2026-01-03,,no\n,Call,2026-01-04,,\n"


def test_lines_without_a_deal_are_asked_about():
    assert [(one.name, one.sentence) for one in plan_of(GROUPED).questions] == [
        ("blanks", "2 lines name a channel and no deal, line 3 first. Whose touches are they?")
    ]
    one = plan_of(HEAD + "Acme,Email,2026-01-01,9,yes\n,Event,2026-01-02,,\n").questions
    assert [each.sentence for each in one] == ["Line 3 names a channel and no deal. Whose touch is it?"]
    above = plan_of(GROUPED, blanks=Blanks.ABOVE)
    assert [(one.deal, one.journey.path) for one in above.journeys] == [
        ("Acme", ("Email", "Event")), ("Blue", ("Search", "Call")),
    ]  # fmt: skip
    nobody = plan_of(GROUPED, blanks=Blanks.NOBODY)
    assert [one.journey.path for one in nobody.journeys] == [("Email",), ("Search",)]
    assert wrong(nobody) == [(line, "The deal has no name, so nobody could find it again.") for line in (3, 5)]


def test_what_stands_below_a_deal_without_a_name_is_nobodys():
    plan = plan_of(HEAD + "kim@acme.example,Email,2026-01-01,9,yes\n,Event,2026-01-02,,\n", blanks=Blanks.ABOVE)
    assert wrong(plan) == [
        (2, "The deal is named by an e-mail address. Name the company or the opportunity, and no person."),
        (3, "It names no deal, and none that can be read is named above it."),
    ]


def test_repeats_and_spellings_are_remarked_on():
    plan = plan_of(HEAD + "Acme,Email,2026-01-01,9,yes\nAcme,Email,2026-01-01,9,yes\nACME,Email,2026-01-01,9,no\n")
    assert [(one.value, one.sentence) for one in plan.remarks] == [
        ("", "One touch stands in the file twice, with the same deal, channel and time. It counts twice as well."),
        ("Acme", "Is spelt in several ways. Each counts as a deal of its own."),
        ("ACME", "Is spelt in several ways. Each counts as a deal of its own."),
        ("", "One deal that was lost has a value. It counts for nothing: it was not earned."),
    ]


def test_dates_that_can_be_two_days_are_asked_about():
    content = HEAD + "Acme,Email,03/01/2026,9,yes\nAcme,Event,01/02/2026,9,yes\n"
    assert [one.name for one in plan_of(content).questions] == ["order"]
    assert plan_of(content, order=Order.DAY_FIRST).journeys[0].journey.path == ("Email", "Event")
    assert plan_of(content, order=Order.MONTH_FIRST).journeys[0].journey.path == ("Event", "Email")


@pytest.mark.parametrize(
    ("titles", "parts"),
    [
        ("Deal,Channel,Date,Value,Won", ["deal", "channel", "dates", "value", "converted"]),
        ("Account Name,Opportunity Name,Campaign Name,Member First Associated Date,Amount,Stage", ["", "deal", "channel", "dates", "value", "converted"]),
        ("Source,Channel,Deal ID,Timestamp,Status", ["", "channel", "deal", "dates", "converted"]),
        ("Deal,Path,Date,Won", ["deal", "path", "", "converted"]),
        ("Channel,Conversions,Date", ["", "conversions", ""]),
    ],
)  # fmt: skip
def test_what_columns_mean_is_guessed_from_their_titles(titles, parts):
    row = ",".join("x" for _ in parts)
    assert list(columns.guess(read(f"{titles}\n{row}\n".encode())).columns) == parts


def test_a_column_of_paths_is_one_whatever_its_title_is():
    plan = plan_of("Deal,Channel,Won\nAcme,Email > Event,yes\nBlue,Email,no\n")
    assert [one.journey.path for one in plan.journeys] == [("Email", "Event"), ("Email",)]


@pytest.mark.parametrize(
    ("parts", "asks"),
    [
        (("", "channel", "dates"), ["Say which column names the deal of each touch."]),
        (("deal", "channel", "path"), ["A line holds either one touch or a whole path. Leave out the column of one of the two."]),
        (("deal", "channel", "days"), ["Where a line is one touch, its date says when it was. Leave the days before the end out."]),
        (("deal", "channel", "conversions"), ["A line that is one touch has no counts. Leave them out."]),
    ],
)  # fmt: skip
def test_columns_that_do_not_go_together_are_asked_about(parts, asks):
    assert check(Choices(parts)) == asks


def test_a_workbook_of_touches():
    book, packed = Workbook(), io.BytesIO()
    for row in (
        ["Deal", "Channel", "Date", "Won"], ["Acme", "Email", dt.datetime(2026, 1, 5, 15), True],
        ["Acme", "Event", dt.datetime(2026, 1, 5, 8), True], ["Blue", "Email", dt.datetime(2026, 2, 3), False],
    ):  # fmt: skip
        book.active.append(row)
    book.save(packed)
    assert held(plan_of(packed.getvalue())) == [
        ("Acme", ("Event", "Email"), 1.0, None, 0.0), ("Blue", ("Email",), 0.0, None, 1.0),
    ]  # fmt: skip


def table(rows: list[list[object]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


CHANNELS = some.sampled_from(["Email", "Event", "Search", "Trade fair", "Partner, north"])
DAYS = some.dates(D(2025, 1, 1), D(2026, 6, 30))
DEALS = some.lists(
    some.tuples(
        some.lists(some.tuples(DAYS, CHANNELS), min_size=1, max_size=6).map(lambda touches: sorted(touches, key=lambda one: one[0])),
        some.booleans(),
        some.integers(0, 99_999),
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip


@given(deals=DEALS, data=some.data())
def test_the_same_deals_give_the_same_results_in_either_shape(deals, data):
    deals[0] = (deals[0][0], True, deals[0][2])
    is_on_each = data.draw(some.booleans())
    by_deal: list[list[object]] = [["Deal", "Path", "Dates", "Value", "Won"]]
    touches: list[tuple[float, int, list[object]]] = []
    for number, (journey, is_won, value) in enumerate(deals):
        name, outcome = f"Deal {number}", "yes" if is_won else "no"
        path, dates = (
            " > ".join(channel for _day, channel in journey),
            " > ".join(str(day) for day, _channel in journey),
        )
        by_deal.append([name, path, dates, value, outcome])
        told_on = data.draw(some.integers(0, len(journey) - 1))
        for place, (day, channel) in enumerate(journey):
            told = [value, outcome] if is_on_each or place == told_on else ["", ""]
            # Lines of one day keep their order; all others come in any.
            same_day = next(at for at, (other, _channel) in enumerate(journey) if other == day)
            shuffle = data.draw(some.floats(0, 1)) if same_day == place else touches[-1][0]
            touches.append((shuffle, len(touches), [name, channel, day, *told]))
    by_touch = [
        ["Deal", "Channel", "Date", "Value", "Won"],
        *(row for _shuffle, _number, row in sorted(touches, key=lambda one: one[:2])),
    ]
    one, other = plan_of(table(by_deal)), plan_of(table(by_touch))
    assert sorted(held(other)) == sorted(held(one))
    assert sorted((each.deal, each.journey.days_before) for each in other.journeys) == sorted(
        (each.deal, each.journey.days_before) for each in one.journeys
    )
    assert (other.problems, other.first_on, other.last_on) == ([], one.first_on, one.last_on)
    assert results.work_out([each.journey for each in other.journeys]) == results.work_out(
        [each.journey for each in one.journeys]
    )
