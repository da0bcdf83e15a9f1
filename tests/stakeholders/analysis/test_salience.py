"""Salience by attributes, and the survey that StakeholderAnalysis for R prints figures for."""

import csv
import io
from decimal import ROUND_HALF_EVEN, Decimal

import pytest

from stakeholders.analysis.salience import Salience, salience
from stakeholders.analysis.salience_survey import (
    Answers,
    agreed_impact,
    agreement,
    impact,
    influence,
    sign,
    standing,
    student_t,
    weighed,
)

# Which questions ask for what (the package's own example; its columns count from 1 and the first names the group).
QUESTIONS = {
    "attitude": (2, 11, 13, 15),
    "power": (3, 8, 14, 16),
    "urgency": (4, 6, 10, 12),
    "legitimacy": (5, 7, 9, 17),
    "benefits": range(18, 23),
    "costs": range(23, 28),
}
MINE, ON_ME = range(28, 34), range(34, 40)
TESTS = ["mean", "fraction"]


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        ((True, True, True), "definitive"),
        ((True, True, False), "dominant"),
        ((True, False, True), "dangerous"),
        ((False, True, True), "dependent"),
        ((True, False, False), "dormant"),
        ((False, True, False), "discretionary"),
        ((False, False, True), "demanding"),
        ((False, False, False), "non-stakeholder"),
    ],
)
def test_eight_classes(attributes, name):
    assert (salience(*attributes).name, salience(*attributes).possible) == (name, (name,))


def test_what_is_unknown_leaves_several_classes():
    assert salience(True, None, True) == Salience(None, ("definitive", "dangerous"), "expectant", "definitive")
    assert salience(False, None, False) == Salience(None, ("discretionary", "non-stakeholder"), "none", "latent")
    assert len(salience(None, None, None).possible) == 8
    assert not salience(None, None, None).known


@pytest.fixture
def survey(shared_file):
    rows = list(csv.reader(io.StringIO(shared_file("salience/DataExp.csv")[1].decode())))[1:]
    return {group: [row for row in rows if row[0] == group] for group in sorted({row[0] for row in rows})}


@pytest.fixture
def answers(survey):
    def of(rows, columns):
        return [int(row[column - 1]) for row in rows for column in columns]

    return {
        group: Answers(**{name: of(rows, columns) for name, columns in QUESTIONS.items()})
        for group, rows in survey.items()
    }


@pytest.fixture
def tables(shared_file):
    """The printed tables in order: {row: cells}."""
    text = shared_file("salience/reference_output.txt")[1].decode()
    printed, found = [], {}
    for line in text.splitlines():
        cells = line.split()
        if line.startswith(" ") and cells:
            found = {}
            printed.append(found)
        elif len(cells) > 1:
            found[cells[0]] = cells[1:]
    return printed


def truncated(value):
    """As R's substr(…, 1, 5) prints it."""
    return f"{value:.10f}"[:5]


@pytest.mark.parametrize(("test", "place"), [("mean", 0), ("fraction", 1)])
def test_signs(test, place, answers, tables):
    marks = {1: "+", 0: "0", -1: "-"}
    names = {
        "Att": "attitude",
        "Pow": "power",
        "Urg": "urgency",
        "Leg": "legitimacy",
        "Ben": "benefits",
        "Cos": "costs",
    }
    assert {
        group: [f"{short}({marks[getattr(standing(given, test), name)]})" for short, name in names.items()]
        for group, given in answers.items()
    } == tables[place]


@pytest.mark.parametrize(("test", "place"), [("mean", 2), ("fraction", 3)])
def test_collaboration(test, place, answers, tables):
    found = {group: standing(given, test).collaboration for group, given in answers.items()}
    assert found == {group: cells[-1] for group, cells in tables[place].items()}


@pytest.mark.parametrize(("test", "place"), [("mean", 6), ("fraction", 7)])
def test_classes_attitudes_and_communication(test, place, answers, tables):
    found = {group: standing(given, test) for group, given in answers.items()}
    spelled = {"Dependant": "dependent"}
    assert {group: [who.name, who.support, who.communication] for group, who in found.items()} == {
        group: [spelled.get(cells[0], cells[0].lower()), *(cell.lower() for cell in cells[1:])]
        for group, cells in tables[place].items()
    }
    assert sorted(who.name for who in found.values()) == sorted(
        ["definitive", "definitive", "dependent", "dependent", "demanding", "demanding"]
    )


def test_benefits_and_costs(answers, tables):
    assert {
        group: [f"{agreement(given.benefits):.3f}", f"{agreement(given.costs):.3f}"] for group, given in answers.items()
    } == tables[4]
    compared = {group: weighed(given.benefits, given.costs) for group, given in answers.items()}
    assert {
        group: [truncated(found.benefit), truncated(found.cost), truncated(found.t), truncated(found.probability), "+"]
        for group, found in compared.items()
    } == tables[5]
    assert {found.sign for found in compared.values()} == {1}


def test_influence_passed_on(survey, answers, tables):
    def about(columns):
        return {group: [[int(row[column - 1]) for row in rows] for column in columns] for group, rows in survey.items()}

    mine, on_me = impact(about(MINE)), impact(about(ON_ME))
    agreed = agreed_impact(mine, on_me)
    for found, printed in zip((mine, on_me, agreed), tables[9:12], strict=True):
        assert found.tolist() == [[float(cell) for cell in cells] for cells in printed.values()]
    moved = influence(agreed)
    for (group, cells), value in zip(tables[8].items(), moved, strict=True):
        benefit, cost = agreement(answers[group].benefits), agreement(answers[group].costs)
        rounded = [Decimal(f"{figure:.3f}") for figure in (benefit, cost, value)]
        # The published products are of figures already rounded; halves go to the even digit.
        products = [(figure * rounded[2]).quantize(Decimal("0.001"), ROUND_HALF_EVEN) for figure in rounded[:2]]
        assert cells == [str(figure) for figure in (*rounded, *products)]


@pytest.mark.parametrize("test", TESTS)
def test_unanimous_and_neutral_answers(test):
    assert sign([5, 5, 5], test) == 1
    assert sign([1, 1], test) == -1
    assert sign([3, 3, 3], test) == 0
    assert sign([1, 5], test) == 0
    with pytest.raises(ValueError, match=r"^A sign needs at least one answer\.$"):
        sign([], test)


def test_against_us_or_undecided():
    def group(attitude, power):
        return standing(Answers([attitude] * 4, [power] * 4, [1] * 4, [1] * 4, [4, 5], [1, 2]))

    assert (group(1, 5).name, group(1, 5).support, group(1, 5).communication) == ("dormant", "non-supportive", "defend")
    assert (group(3, 5).support, group(3, 5).communication) == ("neutral", "no action")
    assert (group(5, 1).name, group(5, 1).communication) == ("non-stakeholder", "no action")


def test_students_t_has_the_values_of_every_table():
    """Two-sided 5 % points: 12.706, 4.303, 2.228, 2.042 for 1, 2, 10 and 30 degrees of freedom."""
    for freedom, point in ((1, 12.706205), (2, 4.302653), (3, 3.182446), (10, 2.228139), (30, 2.042272)):
        assert student_t(point, freedom) == pytest.approx(0.05, abs=1e-6)
    assert student_t(0, 5) == 1.0


def test_a_comparison_needs_answers_that_differ():
    for benefits, costs in (([4], [1, 2]), ([4, 4], [2, 2])):
        with pytest.raises(ValueError, match=r"^(Benefits and costs need|Answers that are all)"):
            weighed(benefits, costs)
