"""What a file would store: every layout, what is counted, and a sentence for each line that brings nothing."""

import datetime as dt
import io

import openpyxl
import pytest
import time_machine

from impact.files import life
from impact.files.mapping import Choices
from impact.metrics import retire_metric
from impact.models import ObservationFile
from impact.queries.files import says
from stakeholders.imports.preview import expand

pytestmark = pytest.mark.django_db


def new(file: ObservationFile) -> list[list[str]]:
    """[metric, period, number] of what is new."""
    return [
        [name, period, said.replace("\u00a0", " ")]
        for _pk, name, period, said, _old, _line in expand(file.details)["new"]
    ]


def problems(file: ObservationFile) -> list[tuple[int, str, str]]:
    return [tuple(one) for one in expand(file.details)["problems"]]


def remarks(file: ObservationFile) -> list[tuple[int, str, str]]:
    return [tuple(one) for one in expand(file.details)["remarks"]]


def questions(file: ObservationFile) -> list[str]:
    return [sentence for _name, sentence, _options in file.plan["questions"]]


def choose(file: ObservationFile, **chosen) -> ObservationFile:
    life.revise(file, Choices.from_json({**file.choices, **chosen}))
    file.refresh_from_db()
    return file


def workbook(*rows, titles=("Numbers",)) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = titles[0]
    for row in rows:
        book.active.append(row)
    for title in titles[1:]:
        other = book.create_sheet(title)
        other.append(["Period", "Value"])
        other.append(["2026-01", 1])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_long_table_names_the_metric_of_each_row(metrics, previewed):
    file = previewed(
        "Metric,Period,Value,n,Note\n"
        "win RATE,2026-03,12.5,40,From the CRM\n"
        'Pipeline,Mar 2026,"€1,234.50",,\n'
        "Pipeline,2026-04,,,\n"
        "Pipeline,2026-05,n/a,,\n"
    )
    assert file.choices["columns"] == ["metric", "period", "value", "n", "note"]
    assert new(file) == [
        ["Pipeline", "March 2026", "€1,234"],
        ["Win rate", "March 2026", "12.5 (n = 40)"],
    ]
    assert (file.plan["blank"], problems(file)) == (2, [])


def test_a_wide_table_has_a_column_a_metric(metrics, previewed):
    file = previewed(
        "Month;Win rate;Pipeline;CSAT how many;CSAT out of how many;Weather\n"
        "2026-03;12,5;1.234,50;41;50;rain\n2026-04;;2.000;;;sun\n"
    )
    keys = {name: metric.pk for name, metric in metrics.items()}
    assert file.choices["columns"] == [
        "period", f"value:{keys['Win rate']}", f"value:{keys['Pipeline']}", f"ahead:{keys['CSAT']}",
        f"n:{keys['CSAT']}", "",
    ]  # fmt: skip
    assert new(file) == [
        ["CSAT", "March 2026", "82 % (41 of 50)"],
        ["Pipeline", "March 2026", "€1,234"],
        ["Pipeline", "April 2026", "€2,000"],
        ["Win rate", "March 2026", "12.5"],
    ]
    assert (file.plan["blank"], problems(file)) == (2, [])


def test_a_table_of_one_metric_needs_no_more_than_two_columns(metrics, previewed):
    file = previewed("When,What we saw\n2026-03,12.5\n2026-04,13\n", metric=metrics["Win rate"])
    assert file.choices["columns"] == ["period", "value"]
    assert new(file) == [["Win rate", "March 2026", "12.5"], ["Win rate", "April 2026", "13"]]


def test_scores_of_people_are_counted_by_period(metrics, previewed):
    scores = [10, 9, 8, 7, 6, 0, "", "n/a"]
    rows = "".join(f"2026-0{1 + place % 3}-15,{score},p{place}@example.com\n" for place, score in enumerate(scores))
    file = previewed(f"Date,Score,E-mail\n{rows}", metric=metrics["NPS"])
    assert file.choices["columns"] == ["period", "answer", ""]
    assert new(file) == [["NPS", "Q1 2026", "0 from 6 answers"]]
    assert (file.plan["answers"], file.plan["blank"]) == (6, 2)
    assert b"example.com" not in repr(expand(file.details)).encode()


def test_yes_and_no_of_people_are_counted_by_period(metrics, previewed, stored, standing):
    stored("Date,Answer\n2026-03-02,yes\n2026-03-30,No\n2026-03-30,ja\n2026-04-01,0\n", metric=metrics["CSAT"])
    assert standing() == [
        ("CSAT", "2026-03-01", 2 / 3, 3, 2, None),
        ("CSAT", "2026-04-01", 0.0, 1, 0, None),
    ]


def test_answers_of_several_metrics_name_theirs(metrics, previewed):
    file = previewed(
        "Metric,Date,Answer\nNPS,2026-03-02,9\nCSAT,2026-03-02,yes\nWin rate,2026-03-02,3\nNPS,2026-03-03,11\n"
    )
    assert new(file) == [["CSAT", "March 2026", "100 % (1 of 1)"], ["NPS", "Q1 2026", "+100 from one answer"]]
    assert problems(file) == [
        (4, "", "“Win rate” is not counted from answers."),
        (5, "", "“11” is no answer from 0 to 10."),
    ]


def test_counts_make_a_promoter_score(metrics, stored, standing):
    stored(
        "Metric,Period,Promoters,Passives,Detractors,n\nNPS,Q1 2026,60,20,20,\nNPS,Q2 2026,60,,20,100\n",
    )
    assert standing() == [
        ("NPS", "2026-01-01", 40.0, 100, 60, 20),
        ("NPS", "2026-04-01", 40.0, 100, 60, 20),
    ]


def test_a_share_and_out_of_how_many_give_how_many(metrics, stored, standing):
    stored("Metric,Period,Value,n\nCSAT,2026-03,82.5 %,137\nCSAT,2026-04,80%,5\nChurn,2026-03,1.5%,\n")
    assert standing() == [
        ("CSAT", "2026-03-01", 113 / 137, 137, 113, None),
        ("CSAT", "2026-04-01", 0.8, 5, 4, None),
        ("Churn", "2026-03-01", 0.015, None, None, None),
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("CSAT,2026-03,82 %,,,,,", "“CSAT” is a share: say out of how many, so that how sure it is can be worked out."),
        ("CSAT,2026-03,,50,,,,", "“CSAT” is a share: say how many of the 50."),
        ("CSAT,2026-03,82 %,50,40,,,", "40 of 50 is not “82 %”."),
        ("CSAT,2026-03,82.4 %,137,,,,,", "“82.4 %” of 137 is no whole number of people or cases."),
        ("CSAT,2026-03,82 %,3,,,,", "“82 %” of 3 is no whole number of people or cases."),
        ("CSAT,2026-03,,50,51,,,", "51 of 50 cannot be."),
        ("CSAT,2026-03,,0,0,,,", "Of nobody there is no share: leave the period out."),
        (
            "NPS,Q1 2026,40,,,,,",
            "A promoter score is worked out from counts: give promoters, passives and detractors, or the answers.",
        ),
        ("NPS,Q1 2026,,10,,8,,5", "8 and 5 are more than 10."),
        ("NPS,Q1 2026,,10,,8,1,2", "8, 1 and 2 are not 10 together."),
        ("NPS,Q1 2026,39,,,60,20,20", "60, 20 and 20 do not come to “39”."),
        ("NPS,Q1 2026,,,,0,0,0", "Nobody answered: leave the period out."),
        ("Churn,2026-03,120 %,,,,,", "A share cannot be above 100 %."),
        ("Churn,2026-03,-1 %,,,,,", "It cannot be below zero."),
        ("Win rate,2026-03,,40,,,,", "“Win rate” is one number a period, and the line has counts alone."),
        ("Win rate,2026-03,12 %,,,,,", "“12 %” has a percent sign, and this metric is no share."),
        ("Win rate,2026-03,=A1,,,,,", "“=A1” is a formula. Save the sheet with its values and try that."),
        ("Win rate,2026-03,many,,,,,", "“many” is no number. Leave the cell blank where nothing was measured."),
        ("Pipeline,2026-03,$5,,,,,", "“$5” is in another currency: this metric is kept in EUR."),
        ("Win rate,,5,,,,,", "There is a number here and no period."),
        ("Win rate,2026-W10,5,,,,,", "“2026-W10” is a week, and this metric has one number a month."),
        ("Win rate,2026-02-30,5,,,,,", "“2026-02-30” does not exist in the calendar."),
        ("Win rate,2999-01,5,,,,,", "Nothing is measured yet of a period that has not begun."),
        ("Lose rate,2026-03,5,,,,,", "There is no metric called “Lose rate”."),
        (",2026-03,5,,,,,", "The line names no metric."),
    ],
)  # fmt: skip
def test_a_line_that_brings_nothing_says_why(metrics, previewed, row, sentence):
    file = previewed(f"Metric,Period,Value,n,Count,Promoters,Passives,Detractors\n{row}\n")
    assert [(line, said) for line, _value, said in problems(file)] == [(2, sentence)]
    assert (new(file), file.plan["counts"]["problems"], file.plan["questions"]) == ([], 1, [])


def test_a_share_without_percent_signs_is_read_as_its_column_writes_it(metrics, previewed):
    file = previewed("Metric,Period,Value\nChurn,2026-03,0.5\nChurn,2026-04,1.2\n")
    assert [row[2] for row in new(file)] == ["0.5 %", "1.2 %"]
    file = previewed("Metric,Period,Value\nChurn,2026-03,0.5\nChurn,2026-04,0.6\n")
    assert [row[2] for row in new(file)] == ["50 %", "60 %"]
    said = "There are no percent signs and nothing is above 1, so this is read as 50 %."
    assert remarks(file) == [(2, "Churn: 0.5", said)]


def test_a_share_whose_title_says_percent_is_asked_about(metrics, previewed):
    content = "Metric,Period,Value in %\nChurn,2026-03,0.5\n"
    file = previewed(content)
    file = choose(file, columns=["metric", "period", "value"])
    assert questions(file) == ["Nothing in “Value in %” is above 1. What is 0.5?"]
    assert [row[2] for row in new(choose(file, scale="percent"))] == ["0.5 %"]
    assert [row[2] for row in new(choose(file, scale="fraction"))] == ["50 %"]
    assert questions(file) == []


def test_percent_signs_are_on_all_of_a_column_or_on_none(metrics, previewed):
    file = previewed("Metric,Period,Value\nChurn,2026-03,5 %\nChurn,2026-04,0.06\n")
    assert [row[2] for row in new(file)] == ["5 %"]
    assert problems(file) == [(3, "Churn", "“0.06” has no percent sign, and others of its column have one.")]


def test_which_sign_is_the_decimal_one_is_asked_where_nothing_says_it(metrics, previewed):
    file = previewed("Metric;Period;Value\nPipeline;2026-03;1,234\n")
    assert questions(file) == ["“1,234” can be two different numbers, and no other number of the file says which."]
    assert [row[2] for row in new(choose(file, decimal="point"))] == ["€1,234"]
    assert [row[2] for row in new(choose(file, decimal="comma"))] == ["€1.23"]


def test_one_column_that_says_it_says_it_for_the_file(metrics, previewed):
    file = previewed("Period;Win rate;Pipeline\n2026-03;12,5;1.234\n")
    assert (questions(file), [row[2] for row in new(file)]) == ([], ["€1,234", "12.5"])
    said = "This is read as 1,234: other numbers of the file have a decimal comma."
    assert remarks(file) == [(2, "Pipeline: 1.234", said)]
    # What somebody was asked about needs no remark.
    assert remarks(choose(file, decimal="comma")) == []


def test_which_day_it_is_is_asked_where_nothing_says_it(metrics, previewed):
    file = previewed("Metric,Date,Value\nWin rate,03/04/2026,5\n")
    assert questions(file) == ["“03/04/2026” can be two different days, and no other date of the file says which."]
    assert [row[1] for row in new(choose(file, order="day"))] == ["April 2026"]
    assert [row[1] for row in new(choose(file, order="month"))] == ["March 2026"]


def test_both_questions_are_asked_at_once(metrics, previewed):
    file = previewed("Metric;Date;Value\nPipeline;03/04/2026;1,234\n")
    assert [name for name, _sentence, _options in file.plan["questions"]] == ["order", "decimal"]
    assert new(choose(file, order="day", decimal="comma")) == [["Pipeline", "April 2026", "€1.23"]]


def test_a_period_stands_once(metrics, previewed):
    file = previewed(
        "Metric,Period,Value\nWin rate,2026-03,5\nWin rate,2026-03-31,5.0\n"
        "Win rate,2026-04,6\nWin rate,April 2026,7\nWin rate,2026-05,8\n"
    )
    assert new(file) == [["Win rate", "March 2026", "5"], ["Win rate", "May 2026", "8"]]
    assert remarks(file) == [(3, "Win rate", "March 2026 stands in line 2 already, with the same number.")]
    assert problems(file) == [
        (4, "Win rate", "April 2026 has another number in line 5: which one counts?"),
        (5, "Win rate", "April 2026 has another number in line 4: which one counts?"),
    ]


def test_a_word_for_a_metric_can_be_said_or_left_out(metrics, previewed):
    file = previewed("Metric,Period,Value\nWins,2026-03,5\nWins,2026-04,6\nOther,2026-03,7\n")
    assert file.plan["words"] == [["Wins", 2], ["Other", 1]]
    file = choose(file, words={"Wins": metrics["Win rate"].pk, "Other": None})
    assert new(file) == [["Win rate", "March 2026", "5"], ["Win rate", "April 2026", "6"]]
    assert (problems(file), file.plan["counts"]["problems"]) == ([], 0)


@pytest.mark.parametrize(
    ("content", "asks"),
    [
        ("A,B\n1,2\n", ["Say which column holds the period, or the date.", "Say which column holds the numbers."]),
        ("Period,Value\n2026-03,2\n", ["Say which metric these are numbers of, or which column names it."]),
    ],
)
def test_what_has_to_be_said_first_is_asked(metrics, previewed, content, asks):
    file = previewed(content)
    assert (file.plan["asks"], file.plan["counts"]["new"]) == (asks, 0)


def test_choices_that_contradict_each_other_are_asked_about(metrics, previewed):
    key = metrics["Win rate"].pk
    file = previewed("Period,A,B,C\n2026-03,1,2,3\n", metric=metrics["Win rate"])
    assert choose(file, columns=["period", "value", "value", ""]).plan["asks"] == [
        "2 columns are chosen as “The number”: which one counts?"
    ]
    assert choose(file, columns=["period", "value", f"value:{key}", ""]).plan["asks"] == [
        "Some columns are a metric of their own, others are parts of a row's number: choose one way."
    ]
    assert choose(file, columns=["period", "value", "answer", ""]).plan["asks"] == [
        "A row is the answer of one person, or a number that was counted before: not both."
    ]


def test_a_workbook_keeps_its_own_dates_and_numbers(metrics, previewed):
    content = workbook(
        ["Numbers of 2026"],
        ["Period", "Win rate", "Pipeline", "Churn"],
        [dt.datetime(2026, 3, 1), 12.5, 1234, 0.015],
        [dt.date(2026, 4, 1), None, "1,234.50", "n/a"],
        titles=("Numbers", "Old"),
    )
    file = previewed(content, name="numbers.xlsx")
    assert file.format == "Excel workbook"
    assert new(file) == [
        ["Churn", "March 2026", "1.5 %"],
        ["Pipeline", "March 2026", "€1,234"],
        ["Pipeline", "April 2026", "€1,234"],
        ["Win rate", "March 2026", "12.5"],
    ]
    assert [said for _line, _value, said in remarks(file)] == [
        "The sheet “Old” was not read: one sheet of a file is.",
        "What stands above the column titles was not read.",
        "There are no percent signs and nothing is above 1, so this is read as 1.5 %.",
    ]


def test_a_formula_without_its_result_is_said_by_its_cell_and_is_no_blank(metrics, previewed):
    rows = (["Period", "Win rate", "Pipeline", "Mood"], ["2026-03", "=1+1", 5, "=2+2"], ["2026-04", None, None, "=3"])
    file = previewed(workbook(*rows), name="numbers.xlsx")
    assert (new(file), file.plan["blank"]) == ([["Pipeline", "March 2026", "€5"]], 2)
    # The column “Mood” is not read.
    said = "B2 holds a formula (=1+1) without its result. Open the file in Excel, save it and try that."
    assert problems(file) == [(2, "", said)]
    assert {name: file.plan["counts"][name] for name in ("problems", "partly")} == {"problems": 0, "partly": 1}


def test_a_percent_cell_of_a_workbook_stands_beside_typed_percent_signs(metrics, previewed):
    rows = (["Metric", "Period", "Value"], ["Churn", "2026-03", "5 %"], ["Churn", "2026-04", 0.06])
    file = previewed(workbook(*rows, ["Churn", "2026-05", 7]), name="numbers.xlsx")
    assert [row[2] for row in new(file)] == ["5 %", "6 %"]
    said = "Others of its column have a percent sign, so this cell is read as 6 %."
    assert remarks(file) == [(3, "Churn: 0.06", said)]
    assert problems(file) == [(4, "Churn", "“7” has no percent sign, and others of its column have one.")]


def test_what_a_number_rests_on_stands_below_from(metrics, previewed):
    file = previewed("Period,Number,From\n2026-03,12.5,1204\n", metric=metrics["Win rate"])
    assert new(file) == [["Win rate", "March 2026", "12.5 (n = 1,204)"]]
    days = previewed("From,Number\n2026-03-01,12.5\n", metric=metrics["Win rate"])
    assert new(days) == [["Win rate", "March 2026", "12.5"]]


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ("From;To;Value\n01.01.2026;31.01.2026;€5\n01.02.2026;28.02.2026;€6\n", ["period", "", "value"]),
        ("Month,From,Value\n2026-01,Sales,5\n2026-02,Finance,6\n", ["period", "", "value"]),
        ("Month;Growth;Sales\n2026-01;5 %;€5\n2026-02;6 %;€7\n", ["period", "", "value"]),
        ("Month;Growth in %;Sum\n2026-01;5;500\n2026-02;6;700\n", ["period", "", "value"]),
        ("Month;Amount;Total\n2026-01;5 %;€5\n2026-02;6 %;€7\n", ["period", "", "value"]),
        # Nothing of it can be money: what it is, somebody has to say.
        ("Month;Growth\n2026-01;5 %\n2026-02;6 %\n", ["period", ""]),
    ],
)
def test_a_column_is_guessed_by_what_can_stand_in_it(metrics, previewed, content, columns):
    assert previewed(content, metric=metrics["Pipeline"]).choices["columns"] == columns


def test_a_number_far_from_the_others_of_its_metric_is_pointed_out(metrics, previewed):
    amounts = [148_500, 152_000, 149_900, 149.5, 151_200, 147_300, 150_100]
    lines = "".join(f"Pipeline,2026-{month:02},{amount}\n" for month, amount in enumerate(amounts, start=1))
    file = previewed(f"Metric,Period,Value\n{lines}")
    said = "€149.50 is far below what this metric has been, €147,300 to €152,000. Is it right?"
    assert expand(file.details)["doubts"] == [[5, "Pipeline, April 2026", said]]
    assert (file.plan["doubts"], file.plan["counts"]["new"]) == (1, 7)
    sentences = "".join(part.text for part in says(file.plan))
    assert sentences == (
        "7 new numbers for one metric. 1 number is far from what its metric has been: look at it first."
    )


def test_numbers_that_stand_say_what_is_far(metrics, stored, previewed):
    months = [(f"2025-{month:02}", 60 + month % 5) for month in range(1, 13)]
    stored("Metric,Period,Value\n" + "".join(f"Win rate,{month},{value}\n" for month, value in months))
    file = previewed("Metric,Period,Value\nWin rate,2026-01,1\nWin rate,2025-12,62\n")
    assert [row[:2] for row in expand(file.details)["doubts"]] == [[2, "Win rate, January 2026"]]
    # It is stored all the same, and then it stands.
    again = stored("Metric,Period,Value\nWin rate,2026-01,1\n")
    assert again.plan["stored"] == 1
    assert previewed("Metric,Period,Value\nWin rate,2026-01,1\n").plan["doubts"] == 0


def test_a_period_that_is_not_over_is_said(metrics, previewed):
    with time_machine.travel(dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC), tick=False):
        file = previewed("Metric,Period,Value\nWin rate,2026-10,5\nWin rate,2026-11,6\n")
    assert remarks(file) == [(3, "Win rate", "November 2026 is not over yet.")]


def test_a_line_of_which_a_part_was_read_is_not_lost(metrics, previewed):
    file = previewed("Period,Win rate,Pipeline\n2026-03,rain,5\n2026-04,6,7\n2026-05,sun,rain\n")
    assert file.plan["counts"] == {"new": 3, "differs": 0, "same": 0, "problems": 1, "partly": 1}
    assert "".join(part.text for part in says(file.plan)) == (
        "3 new numbers for two metrics, 1 line that cannot be read, 1 line that can be read in part."
    )


def test_a_line_with_a_decimal_comma_too_many_is_said(metrics, previewed):
    file = previewed("Metric,Period,Value\nWin rate,2026-03,5\nWin rate,2026-04,1,5\nWin rate,2026-05,6\n")
    assert [row[1] for row in new(file)] == ["March 2026", "May 2026"]
    assert [(line, said) for line, _value, said in problems(file)] == [
        (
            3,
            "The line has 4 cells and there are 3 column titles: is there a decimal comma, or a separator that is not "
            "in quotation marks?",
        )
    ]


def test_lines_are_those_of_the_file(metrics, previewed):
    file = previewed('Metric,Period,Value,Note\n\nWin rate,2026-03,5,"two\nlines"\nWin rate,2026-04,many,\n')
    assert [(line, said[:6]) for line, _value, said in problems(file)] == [(5, "“many”")]


def test_a_promoter_score_beside_its_counts_is_held_against_them(metrics, stored, standing):
    stored("Metric,Period,Value,Promoters,Passives,Detractors\nNPS,Q1 2026,33,1,1,0\nNPS,Q2 2026,50,1,1,0\n")
    assert standing() == [("NPS", "2026-04-01", 50.0, 2, 1, 0)]


def test_more_numbers_than_can_be_stored_at_once_are_refused_before_they_are_read(metrics, previewed):
    row = ",".join("5" for _ in range(2))
    file = previewed("Period,Win rate,Churn\n" + f"2026-03,{row}\n" * 50_001)
    assert file.plan["asks"] == ["The file holds more than 100,000 numbers. Split it into several files."]
    assert file.plan["counts"] == {"new": 0, "differs": 0, "same": 0, "problems": 0, "partly": 0}


def test_a_retired_metric_takes_no_numbers(metrics, previewed):
    retire_metric(metrics["Win rate"])
    file = previewed("Metric,Period,Value\nWin rate,2026-03,5\n")
    assert problems(file) == [(2, "", "There is no metric called “Win rate”.")]
