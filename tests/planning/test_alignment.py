"""What is counted and said of goals, people and departments."""

from planning.alignment import (
    DepartmentRow,
    Difference,
    GoalFacts,
    Part,
    closest,
    counted,
    departments,
    departments_says,
    goal_says,
    goals_says,
    listed,
    people_says,
    person_says,
    quoted,
)

ANN, BO, CEM, DEE = 1, 2, 3, 4


def goal(pk=1, statement="Win more", *, outcome=True, owners=(ANN,), investors=(BO,)) -> GoalFacts:
    return GoalFacts(pk, statement, outcome, frozenset(owners), frozenset(investors))


def test_numbers_up_to_ten_are_words():
    assert [counted(number) for number in (0, 1, 10, 11, 1200)] == ["no", "one", "ten", "11", "1,200"]


def test_lists_say_how_many_more():
    assert listed(["Ann"]) == "Ann"
    assert listed(["Ann", "Bo"]) == "Ann and Bo"
    assert listed(["Ann", "Bo", "Cem"]) == "Ann, Bo and Cem"
    assert listed(["Ann", "Bo", "Cem", "Dee"]) == "Ann, Bo, Cem and one more"
    assert listed(["Ann", "Bo"], total=9) == "Ann, Bo and seven more"
    assert quoted(["Win more.", "Lose less"]) == "“Win more” and “Lose less”"


def test_goals_without_a_customer_outcome_come_first():
    goals = [goal(outcome=pk > 2) for pk in (1, 2, 3, 4, 5)]
    assert goals_says(goals) == ("Two of five goals serve no customer outcome anybody named.",)
    assert goals_says([goal(outcome=False), goal(), goal()]) == (
        "One of three goals serves no customer outcome anybody named.",
    )
    assert goals_says([goal(), goal()]) == ("All two goals serve an outcome for customers.",)


def test_then_what_has_no_owner_and_no_investor():
    goals = [goal(owners=()), goal(investors=()), goal(investors=(), owners=())]
    assert goals_says(goals) == (
        "All three goals serve an outcome for customers.",
        "Two have no owner, and two have no investor.",
    )
    assert goals_says([goal(owners=()), goal()])[1] == "One has no owner."
    assert goals_says([goal(), goal(investors=())])[1] == "One has no investor."


def test_one_goal_and_none():
    assert goals_says([]) == ()
    assert goals_says([goal(outcome=False, owners=(), investors=())]) == (
        "The one goal serves no customer outcome anybody named.",
        "It has no owner, and nobody invests in it.",
    )
    assert goals_says([goal()]) == ("The one goal serves its customers.",)


def test_absent_deciders_are_named():
    assert people_says(deciders=12, absent=7, names=["Ann", "Bo", "Cem"], uncovered=[], goals=5) == (
        "Seven of 12 internal decision makers and influencers own no goal and invest in none: "
        "Ann, Bo, Cem and four more.",
    )
    assert people_says(deciders=4, absent=1, names=["Ann"], uncovered=["Win more."], goals=2) == (
        "One of four internal decision makers and influencers owns no goal and invests in none: Ann.",
        "“Win more” has none of them behind it.",
    )
    assert people_says(deciders=4, absent=0, names=[], uncovered=["A", "B", "C"], goals=3) == (
        "Everybody who decides or moves others owns a goal or invests in one.",
        "“A”, “B” and one more have none of them behind them.",
    )
    assert people_says(deciders=2, absent=2, names=["Ann", "Bo"], uncovered=[], goals=1) == (
        "None of two internal decision makers and influencers owns a goal or invests in one.",
    )
    assert people_says(deciders=1, absent=1, names=["Ann"], uncovered=[], goals=1) == (
        "The one internal decision maker or influencer, Ann, owns no goal and invests in none.",
    )
    assert people_says(deciders=0, absent=0, names=[], uncovered=["A"], goals=1) == ()
    assert people_says(deciders=3, absent=3, names=["Ann"], uncovered=[], goals=0) == ()


GOALS = [
    goal(1, "Win more", owners=(ANN, BO), investors=(CEM,)),
    goal(2, "Lose less", owners=(ANN,), investors=(ANN, CEM)),
    goal(3, "Stay", owners=(), investors=(DEE,)),
]
PEOPLE = {ANN: "Sales", BO: "Sales", CEM: "Product", DEE: "Finance"}
NAMES = ["Sales", "Product", "Finance", "Legal", "Operations"]


def test_departments_against_goals():
    rows = departments(GOALS, PEOPLE, NAMES)
    assert rows == (
        DepartmentRow("Legal", (Part(), Part(), Part())),
        DepartmentRow("Operations", (Part(), Part(), Part())),
        DepartmentRow("Product", (Part(0, 1), Part(0, 1), Part()), 2, ("Sales",)),
        DepartmentRow("Sales", (Part(2, 0), Part(1, 1), Part()), 2, ("Product",)),
        DepartmentRow("Finance", (Part(), Part(), Part(0, 1))),
    )
    assert [row.goals for row in rows] == [0, 0, 2, 2, 1]
    assert closest(rows) == ("Product", "Sales", 2)


def test_departments_in_sentences():
    assert departments_says(departments(GOALS, PEOPLE, NAMES), GOALS) == (
        "Legal and Operations stand outside every goal.",
        "Product and Sales share most: two goals.",
        "One goal is carried by one department alone: “Stay”.",
    )
    inside = departments(GOALS[:1], {ANN: "Sales", CEM: "Product"}, ["Sales", "Product"])
    assert departments_says(inside, GOALS[:1]) == (
        "Every department owns a goal or invests in one.",
        "Product and Sales share most: one goal.",
    )
    nobody = departments(GOALS, {}, ["Sales"])
    assert departments_says(nobody, GOALS) == ("No department owns or invests in any of three goals yet.",)
    assert departments_says([], GOALS) == ()
    assert departments_says(departments([], PEOPLE, NAMES), []) == ()


def test_one_person_in_sentences():
    assert person_says(owns=1, invests=2, differences=[Difference("Win more.", -1, 1)]) == (
        "Owns one goal and has two stakes.",
        "Sceptical on “Win more”, though supportive in general.",
    )
    assert person_says(owns=0, invests=1, differences=[]) == ("Has one stake.",)
    assert person_says(owns=2, invests=0, differences=[Difference("Win", 2, -2)]) == (
        "Owns two goals.",
        "An advocate on “Win”, though opposed in general.",
    )
    assert person_says(owns=0, invests=0, differences=[]) == ("No stake in anything, and no goal of their own.",)


def test_one_goal_in_sentences():
    assert goal_says(
        investors=2, sorts=["Budget", "Time"], unmeasured=1, differences=[Difference("Marcus Hale", -1, 0)]
    ) == (
        "Two people invest budget and time.",
        "One stake has no measure that would prove the return.",
        "Marcus Hale is sceptical here, though neutral in general.",
    )
    assert goal_says(investors=1, sorts=["Access"], unmeasured=0, differences=[]) == ("One person invests access.",)
    assert goal_says(investors=0, sorts=[], unmeasured=0, differences=[]) == ("Nobody invests in this goal yet.",)
