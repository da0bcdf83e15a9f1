"""The ordered list of goals: shown, filtered, put in order; added and edited, two people at once."""

import uuid

import pytest
from django.utils import timezone

from planning.forms.goal import values_of
from planning.goals import close_goal, edit_goal
from planning.models import Goal, GoalOwner

LIST, NEW = "/w/northwind/goals/", "/w/northwind/goals/new/"
NUL = "This holds a null character, which cannot be stored. Remove it and store again."
HOSTILE = "<script>alert(1)</script> & “Ω” ‮x"


def order() -> list[str]:
    return list(Goal.objects.order_by("rank").values_list("statement", flat=True))


def errors(response) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def typed(**fields) -> dict[str, object]:
    return {"statement": "Win more deals", "period": str(timezone.localdate().year), **fields}


def test_doors(as_leader, as_member, as_executive, as_stranger, client, new_goal):
    goal = new_goal()
    for page in (LIST, NEW, f"{LIST}{goal.pk}/", f"{LIST}{goal.pk}/edit/"):
        assert as_leader.get(page).status_code == 200
        assert as_member.get(page).status_code == 200
        assert as_executive.get(page).status_code == 403
        assert as_stranger.get(page).status_code == 404
        assert client.get(page).status_code == 302
        assert as_leader.delete(page).status_code == 405
    for verb in ("close", "reopen", "move"):
        address = f"{LIST}{goal.pk}/{verb}/"
        assert as_leader.get(address).status_code == 405
        assert as_executive.post(address).status_code == 403
        assert as_stranger.post(address).status_code == 404
        assert client.post(address).status_code == 302
        assert as_leader.post(f"{LIST}999999/{verb}/").status_code == 404


def test_an_empty_list_says_what_to_do_first(as_leader):
    page = as_leader.get(LIST)
    assert page.context["says"] == ()
    assert "What does the business want this quarter?" in page.content.decode()


def test_the_list(as_leader, new_goal, new_stake, add_person):
    ann, bo = add_person("Ann", segment="champion"), add_person("Bo")
    goal = new_goal("Win more", owners=[ann, bo], customer_outcome="Answers in days")
    new_goal("Lose less")
    new_stake(ann, goal, invests="time")
    new_stake(ann, goal, invests="budget")
    page = as_leader.get(LIST)
    assert [(row.goal.statement, [each.name for each in row.owners], row.investors, row.sorts) for row in page.context[
        "rows"
    ]] == [("Win more", ["Ann", "Bo"], 1, ("Budget", "Time")), ("Lose less", [], 0, ())]  # fmt: skip
    assert page.context["says"] == (
        "One of two goals serves no customer outcome anybody named.",
        "One has no owner, and one has no investor.",
    )
    text = page.content.decode()
    assert text.count("No customer outcome said") == 1
    assert "Answers in days" in text


@pytest.mark.parametrize("goals", [1, 3])
def test_queries(as_leader, new_goal, new_stake, add_person, django_assert_num_queries, goals):
    for number in range(goals):
        person = add_person(f"Ann {number}", department="Sales")
        new_stake(person, new_goal(f"Goal {number}", owners=[person]))
    as_leader.get(LIST)
    with django_assert_num_queries(12):
        as_leader.get(LIST)


def test_what_is_shown(as_leader, new_goal):
    year = timezone.localdate().year
    new_goal("Now")
    new_goal("Next", starts_on=f"{year + 1}-01-01", ends_on=f"{year + 1}-03-31")
    new_goal("Past", starts_on="1999-01-01", ends_on="1999-03-31")
    close_goal(new_goal("Closed"))

    def shown(query):
        return [row.goal.statement for row in as_leader.get(f"{LIST}?show={query}").context["rows"]]

    assert [shown(query) for query in ("", "coming", "over", "all", "nonsense")] == [
        ["Now"], ["Next"], ["Past", "Closed"], ["Now", "Next", "Past", "Closed"], ["Now"],
    ]  # fmt: skip
    assert [(key, count) for key, _, count in as_leader.get(LIST).context["shows"]] == [
        ("current", 1), ("coming", 1), ("over", 2), ("all", 4),
    ]  # fmt: skip


def test_nothing_of_a_choice_is_said(as_leader, new_goal):
    new_goal("Past", starts_on="1999-01-01", ends_on="1999-03-31")
    assert "No goal here" in as_leader.get(LIST).content.decode()


def test_moving_without_a_script(as_leader, new_goal):
    one, two = new_goal("One"), new_goal("Two")
    done = as_leader.post(f"{LIST}{two.pk}/move/", {"before": one.pk, "show": "all"})
    assert (done.status_code, done.headers["Location"], order()) == (302, f"{LIST}?show=all", ["Two", "One"])


def test_moving_serves_the_list_and_says_where_it_is(as_leader, new_goal):
    one, two = new_goal("One"), new_goal("Two")
    answer = as_leader.post(f"{LIST}{one.pk}/move/", {"after": two.pk}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="goals")
    text = answer.content.decode()
    assert (answer.status_code, order()) == (200, ["Two", "One"])
    assert text.lstrip().startswith("<ol")
    assert '<p hx-swap-oob="innerHTML:#goals-said">“One” is number 2 of 2.</p>' in text
    # What is swapped in is not read out; what is put into a region that stands already is.
    assert '<p class="visually-hidden" role="status" id="goals-said"></p>' in as_leader.get(LIST).content.decode()


@pytest.mark.parametrize("named", [{}, {"before": "x"}, {"after": "9" * 30}])
def test_a_move_next_to_nothing_changes_nothing(as_leader, new_goal, named):
    new_goal("One")
    two = new_goal("Two")
    assert as_leader.post(f"{LIST}{two.pk}/move/", named).status_code == 302
    assert order() == ["One", "Two"]


def test_a_move_next_to_what_is_elsewhere_is_not_found(as_leader, new_goal):
    goal = new_goal()
    assert as_leader.post(f"{LIST}{goal.pk}/move/", {"before": 999999}).status_code == 404
    # Next to itself is where it is.
    assert as_leader.post(f"{LIST}{goal.pk}/move/", {"before": goal.pk}).status_code == 302


def test_adding(as_leader, add_person):
    ann, bo = add_person("Ann Ott"), add_person("Bo Li")
    year = timezone.localdate().year
    fields = typed(owners=["ann ott", "Bo", ""], measured_by="Win rate", customer_outcome="Days", key=str(uuid.uuid4()))
    for _ in range(2):
        done = as_leader.post(NEW, fields)
        assert (done.status_code, done.headers["Location"]) == (302, LIST)
    goal = Goal.objects.get()
    assert (goal.statement, goal.starts_on.isoformat(), goal.ends_on.isoformat()) == (
        "Win more deals", f"{year}-01-01", f"{year}-12-31",
    )  # fmt: skip
    assert (goal.measured_by, goal.customer_outcome) == ("Win rate", "Days")
    assert [row.stakeholder for row in GoalOwner.objects.order_by("pk")] == [ann, bo]


def test_adding_for_other_dates(as_leader):
    as_leader.post(NEW, typed(period="other", starts_on="2026-11-03", ends_on="2027-02-02"))
    assert Goal.objects.get().period == "3 Nov 2026 – 2 Feb 2027"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"statement": " "}, {"statement": ["Say what is wanted, in one sentence."]}),
        ({"statement": "a\x00b"}, {"statement": [NUL]}),
        ({"statement": "x" * 301}, {"statement": ["This may be 300 characters long at most; it is 301 long."]}),
        ({"period": ""}, {"period": ["Choose one of the answers."]}),
        ({"period": "soon"}, {"period": ["Choose one of the answers."]}),
        ({"period": "other"}, {"starts_on": ["Choose the day on which it starts."]}),
        (
            {"period": "other", "starts_on": "2026-02-01"},
            {"ends_on": ["Choose the day by which it is done."]},
        ),
        (
            {"period": "other", "starts_on": "2026-02-01", "ends_on": "2026-01-01"},
            {"ends_on": ["A goal ends on the day it starts, or later."]},
        ),
        (
            {"owners": ["Nobody Known"]},
            {"owners": ["Nobody here is called “Nobody Known”. Add them first, or check the spelling."]},
        ),
        ({"owners": ["a\x00"]}, {"owners": ["A null character is in no name. Type the name again."]}),
    ],
)
def test_bad_input_comes_back_as_typed(as_leader, fields, wrong):
    again = as_leader.post(NEW, typed(**fields))
    assert (again.status_code, errors(again), Goal.objects.count()) == (422, wrong, 0)
    if "owners" in fields and "\x00" not in fields["owners"][0]:
        assert f'value="{fields["owners"][0]}"' in again.content.decode()


def test_the_panel_is_the_same_form(as_leader):
    panel = as_leader.get(NEW, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="panel").content.decode()
    assert panel.lstrip().startswith('<section class="panel-page">') or '<section class="panel-page">' in panel[:400]
    assert "<html" not in panel


def test_editing_shows_what_stands(as_leader, new_goal, add_person):
    ann, other = add_person("Ann Ott"), add_person("Ann Ott")
    goal = new_goal("Win more", owners=[ann, other])
    page = as_leader.get(f"{LIST}{goal.pk}/edit/")
    # Two of one name are told apart by their number.
    assert page.context["form"].owner_lines == [f"Ann Ott #{ann.pk}", f"Ann Ott #{other.pk}", "", ""]
    fields = typed(statement="Win", owners=[f"Ann Ott #{other.pk}"], version=1)
    done = as_leader.post(f"{LIST}{goal.pk}/edit/", fields)
    assert (done.status_code, done.headers["Location"]) == (302, f"{LIST}{goal.pk}/")
    assert (Goal.objects.get().statement, GoalOwner.objects.get().stakeholder) == ("Win", other)


def test_the_second_of_two_loses_nothing(as_leader, as_member, new_goal, add_person):
    ann, bo = add_person("Ann"), add_person("Bo")
    goal = new_goal("Win more", owners=[ann], measured_by="Win rate", customer_outcome="Days")
    opened = as_leader.get(f"{LIST}{goal.pk}/edit/").context["form"]
    theirs = typed(statement="Win most", owners=["Bo"], measured_by="Deals", customer_outcome="Days", version=1)
    assert as_member.post(f"{LIST}{goal.pk}/edit/", theirs).status_code == 302
    mine = typed(
        statement="Win all", owners=["Ann"], measured_by="Win rate", customer_outcome="Hours", version=1,
        opened=opened.initial["opened"],
    )  # fmt: skip
    told = as_leader.post(f"{LIST}{goal.pk}/edit/", mine)
    assert (told.status_code, told.context["editor"], Goal.objects.get().statement) == (409, "Sam Ferris", "Win most")
    assert [(d.label, d.was, d.theirs, d.yours, d.is_taken_over) for d in told.context["differences"]] == [
        ("Goal", "Win more", "Win most", "Win all", False),
        ("Owners", "Ann", "Bo", "Ann", True),
        ("How we will know", "Win rate", "Deals", "Win rate", True),
    ]
    form = told.context["form"]
    assert [form["statement"].value(), form["measured_by"].value(), form["customer_outcome"].value()] == [
        "Win all", "Deals", "Hours",
    ]  # fmt: skip
    assert (form.owner_lines, form["version"].value()) == (["Bo", "", ""], 2)
    again = {"statement": "Win all", "period": mine["period"], "owners": ["Bo"], "measured_by": "Deals"}
    assert as_leader.post(f"{LIST}{goal.pk}/edit/", {**again, "version": 2}).status_code == 302
    assert (Goal.objects.get().statement, GoalOwner.objects.get().stakeholder) == ("Win all", bo)


def test_a_change_that_touches_nothing_of_mine_is_said(as_leader, as_member, new_goal):
    goal = new_goal("Win more")
    opened = as_leader.get(f"{LIST}{goal.pk}/edit/").context["form"].initial["opened"]
    edit_goal(goal, expected_version=1, statement="Win more deals")
    told = as_leader.post(f"{LIST}{goal.pk}/edit/", typed(version=1, opened=opened))
    assert (told.status_code, told.context["differences"]) == (409, [])
    assert "It touched none of your fields" in told.content.decode()


def test_a_forged_memory_of_what_stood_takes_nothing_over(as_leader, new_goal):
    goal = new_goal("Win more")
    edit_goal(goal, expected_version=1, statement="Win most")
    told = as_leader.post(f"{LIST}{goal.pk}/edit/", typed(statement="Win more", version=1, opened="forged"))
    assert [(d.theirs, d.yours, d.is_taken_over) for d in told.context["differences"]] == [
        ("Win most", "Win more", False)
    ]


def test_closing_and_opening_again(as_leader, new_goal):
    goal = new_goal()
    done = as_leader.post(f"{LIST}{goal.pk}/close/")
    assert (done.status_code, done.headers["Location"]) == (302, f"{LIST}{goal.pk}/")
    assert Goal.objects.get().closed_on == timezone.localdate()
    assert "Open it again" in as_leader.get(f"{LIST}{goal.pk}/").content.decode()
    as_leader.post(f"{LIST}{goal.pk}/reopen/")
    assert Goal.objects.get().closed_on is None


def test_hostile_words_stay_words(as_leader, add_person, new_goal):
    person = add_person(HOSTILE)
    goal = new_goal(HOSTILE, owners=[person], measured_by=HOSTILE, customer_outcome=HOSTILE)
    for page in (LIST, f"{LIST}{goal.pk}/", f"{LIST}{goal.pk}/edit/"):
        text = as_leader.get(page).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in text
        assert "<script>alert" not in text


def test_what_a_goal_holds_can_be_kept_in_a_form(new_goal, add_person):
    bo, ann = add_person("Bo"), add_person("Ann")
    year = timezone.localdate().year
    assert values_of(new_goal("Win more", owners=[ann, bo])) == {
        "statement": "Win more", "starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31", "owners": [bo.pk, ann.pk],
        "measured_by": "", "customer_outcome": "",
    }  # fmt: skip
