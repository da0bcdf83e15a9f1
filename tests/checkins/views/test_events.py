"""Changes: listed, entered in seconds, shown with whom they touch, dismissed; what a successor takes over."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from checkins.events.opening import record
from checkins.events.touching import Change
from checkins.models import ChangeEvent, CheckIn, CheckInReason, Inherited
from discussions.models import Commitment
from planning.goals import add_goal
from planning.stakes import add_stake
from stakeholders.models import Relationship

LIST, NEW = "/w/northwind/check-ins/changes/", "/w/northwind/check-ins/changes/new/"


@pytest.fixture
def ann(add_person):
    return add_person("Ann", segment="champion", position=2, influence=4, interest=4)


def told(workspace, ann, *, key="a", kind="promoted", **more) -> ChangeEvent:
    event, _ = record(workspace, Change(kind, ann.pk, **more), key=key, says=f"{ann.name} is CFO now.")
    return event


def test_an_empty_list_says_what_is_noticed(as_leader):
    page = as_leader.get(LIST)
    assert [each[2] for each in page.context["shows"]] == [0, 0, 0, 0]
    assert "Nothing has changed yet" in page.content.decode()


def test_the_list_by_what_became_of_them(workspace, as_member, leader, ann, add_person):
    told(workspace, ann)
    done = told(workspace, add_person("Bo"), key="b", kind="silence")
    CheckIn.objects.filter(reasons__event=done).update(state="skipped", skipped_why="Retired")
    told(workspace, ann, key="c")
    ChangeEvent.objects.filter(key="c").update(dismissed_on=timezone.localdate(), dismissed_why="A slip")
    nobody, _ = record(workspace, Change("other"), key="d", says="The building moved.")

    def rows(query: str) -> list[tuple[str, list[str], str]]:
        page = as_member.get(f"{LIST}{query}")
        return [(row.event.key, [person.name for person in row.people], row.says) for row in page.context["rows"]]

    assert rows("") == [("a", ["Ann"], "1 check-in open")]
    assert rows("?show=answered") == [
        ("d", [], "Touches nobody whom we know to have a part in it."), ("b", ["Bo"], "The check-in is done"),
    ]  # fmt: skip
    assert rows("?show=dismissed") == [("c", ["Ann"], "Dismissed: A slip")]
    assert rows("?show=all&about=support") == [("b", ["Bo"], "The check-in is done")]
    assert rows("?show=nonsense&about=nonsense&page=9") == rows("")
    shown = as_member.get(LIST).context["shows"]
    assert [(key, count) for key, _, count in shown] == [("new", 1), ("answered", 2), ("dismissed", 1), ("all", 4)]
    assert str(nobody) == "The building moved."


@pytest.mark.parametrize("many", [1, 40])
def test_a_page_asks_as_often_however_many_there_are(workspace, as_leader, ann, many, django_assert_num_queries):
    for number in range(many):
        told(workspace, ann, key=str(number))
    as_leader.get(LIST)
    with django_assert_num_queries(QUERIES):
        as_leader.get(LIST)


QUERIES = 12


def typed(**fields) -> dict[str, object]:
    return {"key": str(uuid.uuid4()), "kind": "left", "happened_on": timezone.localdate().isoformat(), **fields}


def test_one_is_entered_and_twice_is_once(workspace, as_member, member, ann, add_person):
    dana = add_person("Dana")
    form = typed(person="Ann", other="Dana", words="To a competitor")
    answer = as_member.post(NEW, form)
    # From a panel on top of the list one goes on to it too.
    on_top = {"HX-Request": "true", "HX-Target": "panel", "HX-Current-URL": f"http://testserver{LIST}"}
    again = as_member.post(NEW, form, headers=on_top)
    event = ChangeEvent.objects.get()
    assert (answer.status_code, answer["Location"], again["HX-Redirect"]) == (302, *[f"{LIST}{event.pk}/"] * 2)
    assert (event.says, event.stakeholder, event.other, event.author) == (
        "Ann left. To a competitor.", ann, dana, member,
    )  # fmt: skip
    assert list(CheckInReason.objects.values_list("check_in__stakeholder__name", "why")) == [
        ("Dana", "Takes the place of Ann and does not know yet what was agreed.")
    ]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"kind": ""}, ("kind", "Choose what happened.")),
        ({"kind": "target_missed"}, ("kind", "Choose one of the answers.")),
        ({}, ("person", "Name who it is about: type a part of the name.")),
        ({"person": "Zed"}, ("person", "Nobody here is called “Zed”. Add them first, or check the spelling.")),
        ({"person": "Ann", "other": "Ann"}, ("other", "Nobody takes their own place.")),
        ({"kind": "goal_dropped"}, ("goal", "Choose the goal it is about.")),
        ({"kind": "other"}, ("words", "Say in a few words what happened.")),
        ({"person": "Ann", "happened_on": "1999-01-01"}, ("happened_on", "Choose a day within a year of today.")),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_lost(as_leader, ann, fields, problem):
    answer = as_leader.post(
        NEW, typed(words="She told us", **fields) if fields != {"kind": "other"} else typed(**fields)
    )
    errors = {name: list(found) for name, found in answer.context["form"].errors.items()}
    assert (answer.status_code, errors, ChangeEvent.objects.count()) == (422, {problem[0]: [problem[1]]}, 0)
    if fields != {"kind": "other"}:
        assert answer.context["form"]["words"].value() == "She told us"


def test_it_is_said_as_it_was_entered(as_leader, ann, workspace):
    ahead = timezone.localdate() + dt.timedelta(days=20)
    goal = add_goal(workspace, statement="Win", starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2099, 1, 1))
    for fields in (
        {"kind": "left", "person": "Ann", "happened_on": ahead.isoformat()},
        {"kind": "goal_dropped", "goal": goal.pk, "person": "Ann"},
        {"kind": "budget_near", "happened_on": ahead.isoformat()},
        {"kind": "other", "person": "Ann", "words": "Moves to Oslo"},
    ):
        as_leader.post(NEW, typed(**fields))
    assert list(ChangeEvent.objects.order_by("pk").values_list("says", "stakeholder", "goal")) == [
        (f"Ann leaves on {ahead:%-d %B %Y}.", ann.pk, None), ("“Win” was dropped.", None, goal.pk),
        (f"Budgets are decided on {ahead:%-d %B %Y}.", None, None), ("Moves to Oslo.", ann.pk, None),
    ]  # fmt: skip
    assert list(CheckInReason.objects.values_list("why", flat=True)) == ["Moves to Oslo."]


def test_one_shows_whom_it_touches_and_what_it_leaves_void(workspace, as_leader, leader, ann, add_person):
    bo, dana = add_person("Bo", segment="decision_maker"), add_person("Dana")
    Relationship.objects.create(workspace=workspace, source=bo, target=ann, kind="trusts", weight=4)
    goal = add_goal(
        workspace, statement="Win", owners=[ann], starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2099, 1, 1)
    )
    stake = add_stake(ann, author=leader, goal=goal, invests="budget", what="50,000", expects="Pipeline")
    Commitment.objects.create(workspace=workspace, stakeholder=ann, what="Opens the pipeline review")
    event = told(workspace, ann, kind="left", other=dana.pk)
    page = as_leader.get(f"{LIST}{event.pk}/")
    assert [(each.check_in.stakeholder, each.why) for each in page.context["reasons"]] == [
        (bo, "Trusted Ann, who left."), (dana, "Takes the place of Ann and does not know yet what was agreed."),
    ]  # fmt: skip
    assert [(heir.says, heir.note) for heir in page.context["heirs"]] == [
        ("Budget: 50,000", "For “Win”; expects Pipeline"), ("Bo trusts Dana", "Strength 4 of 5"),
    ]  # fmt: skip
    void = page.context["void"]
    assert ([str(one) for one in void.commitments], void.stakes, void.goals) == (
        ["Opens the pipeline review"], (), (goal,),
    )  # fmt: skip
    card = as_leader.get(f"{LIST}inherited/for/{dana.pk}/", headers={"HX-Request": "true", "HX-Target": "heritage"})
    assert [heir.says for heir in card.context["heirs"]] == ["Budget: 50,000", "Bo trusts Dana"]
    gift, tie = Inherited.objects.order_by("pk")
    for thing, verb in ((tie, "confirm"), (gift, "let-go")):
        answer = as_leader.post(f"{LIST}inherited/{thing.pk}/{verb}/")
        assert (answer.status_code, answer["Location"]) == (302, f"{LIST}{event.pk}/#inherited")
    assert set(Relationship.objects.values_list("source__name", "target__name")) == {("Bo", "Ann"), ("Bo", "Dana")}
    after = as_leader.get(f"{LIST}{event.pk}/").context
    assert (after["heirs"], after["void"].stakes) == ([], (stake,))
    card = as_leader.get(f"{LIST}inherited/for/{dana.pk}/", headers={"HX-Request": "true", "HX-Target": "heritage"})
    assert card.content.decode().strip() == ""


def test_a_promise_made_in_confidence_is_named_to_its_facilitator_alone(workspace, as_member, as_leader, in_confidence):
    event = told(workspace, in_confidence.stakeholder, kind="left")
    seen = [
        [str(one) for one in browser.get(f"{LIST}{event.pk}/").context["void"].commitments]
        for browser in (as_leader, as_member)
    ]
    assert seen == [["Leave by June"], []]


def test_dismissing_says_what_closes_and_asks_why(workspace, as_member, ann):
    event = told(workspace, ann)
    address = f"{LIST}{event.pk}/dismiss/"
    assert [one.stakeholder for one in as_member.get(address).context["closes"]] == [ann]
    assert as_member.post(address, {"why": " "}).status_code == 422
    assert as_member.post(address, {"why": "An old title"})["Location"] == f"{LIST}{event.pk}/"
    assert (CheckIn.objects.get().state, ChangeEvent.objects.get().dismissed_why) == ("skipped", "An old title")
    page = as_member.get(f"{LIST}{event.pk}/").content.decode()
    assert "Not called for any more: An old title" in page


def test_what_would_change_reads_and_says(workspace, as_leader, leader, ann, add_person):
    bo = add_person("Bo", segment="decision_maker", influence=5, position=1)
    period = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2099, 1, 1)}
    win = add_goal(workspace, statement="Win", owners=[ann], **period)
    keep = add_goal(workspace, statement="Keep", owners=[bo], **period)
    add_stake(bo, author=leader, goal=win, invests="budget", what="50,000", expects="Pipeline")
    address = f"/w/northwind/check-ins/changes/what-if/{win.pk}/"
    page = as_leader.get(address)
    assert page.context["says"] == (
        "One person loses the return they expect",
        ". 1 person supports the goals that are left (before: 2), 1 of them deciding (before: 1); their influence comes"
        " to 5 (before: 9).",
    )
    assert [(person.name, [one.expects for one in put_in]) for person, put_in in page.context["broken"]] == [
        ("Bo", ["Pipeline"])
    ]
    assert [person.name for person in page.context["lost"]] == ["Ann"]
    assert [(person.name, why) for person, why in page.context["called"]] == [
        ("Bo", "Put budget into “Win”, which was dropped: the return they expect breaks."),
        ("Ann", "Owned “Win”, which was dropped."),
    ]
    moved = as_leader.get(f"{address}?to=2")
    assert moved.context["says"][0] == "The goals of two people come later"
    assert [(row.goal.pk, row.before, row.after) for row in moved.context["found"].places] == [
        (win.pk, 1, 2), (keep.pk, 2, 1),
    ]  # fmt: skip
    assert as_leader.get(f"{address}?to=1").context["says"][0] == "Nothing changes"
    assert (ChangeEvent.objects.count(), CheckIn.objects.count()) == (0, 0)
