"""The initiatives, one of them, and what it contributed, each sentence no stronger than its evidence."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from impact.contributions import Evidence, add_contribution
from impact.evidence import Grade
from impact.initiatives import add_initiative, edit_initiative, move_stage
from impact.models import Contribution, Initiative
from planning.models import Goal
from tests.impact.views.test_metrics import words_of

pytestmark = pytest.mark.django_db
URL = "/w/northwind/impact/initiatives/"
CONTRIBUTION = "/w/northwind/impact/contributions/"
TODAY = dt.datetime(2026, 6, 15, 9, tzinfo=dt.UTC)
D = dt.date
KEY = "6f0c1f5e-0d5b-4c39-8e9a-2b7d1c3a4f50"
TYPED = {
    "name": "Spring fair",
    "what": "A stand of our own.",
    "goal": "",
    "owner": "",
    "stage": "production",
    "starts_on": "2026-03-01",
    "ends_on": "",
    "cost": "",
    "currency": "",
    "how_known": "Orders of those who came.",
    "hypothesis": "",
    "guard_rails": "",
}
SAID = {
    "grade": "asserted",
    "amount": "",
    "first_on": "2026-05-01",
    "last_on": "2026-05-31",
    "says": "Sales says so.",
    "link": "",
}


@pytest.fixture(autouse=True)
def _today():
    # Of a form that is sent twice the second time is told by its moment.
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def begin(workspace):
    def begun(**fields) -> Initiative:
        plain = {"name": "Spring fair", "what": "A stand of our own.", "starts_on": D(2026, 3, 1)}
        return add_initiative(workspace, **{**plain, **fields})

    return begun


@pytest.fixture
def say(leader):
    def said(initiative, metric, grade=Grade.ASSERTED, amount=None, **fields) -> Contribution:
        found = Evidence(grade, amount, D(2026, 5, 1), D(2026, 5, 31), **{"says": "Sales says so.", **fields})
        return add_contribution(initiative, metric, found, author=leader)

    return said


@pytest.fixture
def goal(workspace) -> Goal:
    days = {"starts_on": D(2026, 1, 1), "ends_on": D(2026, 12, 31)}
    return Goal.objects.create(workspace=workspace, statement="Win more", rank=1, **days)


def test_no_initiative_yet(as_leader, as_executive, workspace) -> None:
    assert "What do you do so that a number moves?" in words_of(as_leader.get(URL))
    seen = words_of(as_executive.get(URL))
    assert "The marketing team has not told what it does." in seen
    assert "Add an initiative" not in seen


def test_what_is_missing_is_said_first_and_what_only_the_team_can_mend_to_it_alone(
    as_executive, as_member, begin, say, add, goal
) -> None:
    begin(name="A", goal=goal, cost=1200.0, currency="EUR")
    begin(name="B")
    fair = begin(name="C", is_experiment=True, hypothesis="More come back.", ends_on=D(2026, 5, 1))
    say(fair, add(name="Deals"))
    move_stage(begin(name="Over"), Initiative.Stage.FINISHED, expected_version=1)
    over, rest = (
        "One experiment is over, and nobody has decided what follows.",
        "Two have no evidence yet. What two cost is not known.",
    )
    seen, ours = words_of(as_executive.get(URL)), words_of(as_member.get(URL))
    assert f"{over} Two of three initiatives serve no goal. {rest}" in ours
    assert f"{over} {rest}" in seen
    assert [(words.count("Serves no goal"), words.count("No metric said")) for words in (ours, seen)] == [
        (2, 3),
        (0, 0),
    ]
    assert "Over" not in re.findall(r"<bdi>(.*?)</bdi>", as_executive.get(URL).content.decode())


def test_days_of_work_are_for_the_team_and_unknown_is_not_none(as_leader, as_executive, workspace) -> None:
    for days, said in (("some", "Write whole days, such as 20."), ("-1", "Days cannot be fewer than none.")):
        wrong = as_leader.post(URL + "new/", {**TYPED, "key": KEY, "days": days})
        assert (wrong.status_code, said in wrong.text) == (422, True)
    found = []
    for number, days in enumerate(("20", "0", "")):
        typed = {**TYPED, "key": f"{KEY[:-1]}{number}", "name": f"Fair {number}", "days": days}
        assert as_leader.post(URL + "new/", typed).status_code == 302
        made = Initiative.objects.get(name=f"Fair {number}")
        found.append(
            (made.days, *("<dt>Work</dt>" in who.get(f"{URL}{made.pk}/").text for who in (as_leader, as_executive)))
        )
    assert found == [(20, True, False), (0, True, False), (None, True, False)]
    assert "Work Not sized" in words_of(as_leader.get(f"{URL}{made.pk}/"))


def test_nothing_missing_is_said_too(as_leader, begin, say, add, goal) -> None:
    say(begin(goal=goal, cost=0.0, currency="EUR"), add(name="Deals"))
    assert "Each serves a goal, has evidence, and its cost is known." in words_of(as_leader.get(URL))


def test_they_stand_by_stage_and_those_that_ended_apart(as_leader, begin) -> None:
    for name, stage in (("M", "measurement"), ("B", "creation"), ("a", "creation"), ("D", "distribution")):
        begin(name=name, stage=stage)
    move_stage(begin(name="Gone"), Initiative.Stage.STOPPED, expected_version=1, why="Nobody came.")
    page = as_leader.get(URL).content.decode()
    found = re.findall(r"<h2 id=\"stage-(\w+)\">|class=\"initiative-name\"><a [^>]+><bdi>(.*?)</bdi>", page)
    assert ["".join(one) for one in found] == ["creation", "a", "B", "distribution", "D", "measurement", "M"]
    ended = as_leader.get(URL + "?show=ended").content.decode()
    assert re.findall(r"class=\"initiative-name\"><a [^>]+><bdi>(.*?)</bdi>", ended) == ["Gone"]
    assert re.search(r"\d+ (initiatives )?(finished|done|ended|completed)", words_of(as_leader.get(URL))) is None


def test_a_page_holds_twenty_four(as_leader, begin) -> None:
    for number in range(25):
        begin(name=f"I{number:02}")
    names = r"class=\"initiative-name\"><a [^>]+><bdi>(.*?)</bdi>"
    assert re.findall(names, as_leader.get(URL).content.decode()) == [f"I{number:02}" for number in range(24)]
    second = as_leader.get(URL + "?page=2", headers={"HX-Request": "true", "HX-Target": "initiatives"})
    assert b"<html" not in second.content
    assert re.findall(names, second.content.decode()) == ["I24"]


@pytest.mark.parametrize("many", [1, 3])
def test_queries_do_not_grow_with_initiatives(as_leader, begin, say, add, many, django_assert_num_queries) -> None:
    metric = add(name="Deals")
    for number in range(many):
        say(begin(name=f"I{number}", metrics=[metric]), metric)
    as_leader.get(URL)
    with django_assert_num_queries(14):
        as_leader.get(URL)


@pytest.mark.parametrize("many", [1, 3])
def test_queries_of_one_do_not_grow(as_leader, begin, say, add, many, django_assert_num_queries) -> None:
    metrics = [add(name=f"M{number}", values=[1, 2, 3]) for number in range(many)]
    initiative = begin(metrics=metrics)
    for metric in metrics:
        say(initiative, metric)
    as_leader.get(f"{URL}{initiative.pk}/")
    with django_assert_num_queries(21):
        as_leader.get(f"{URL}{initiative.pk}/")


def test_one_says_what_it_is_and_what_nobody_knows(as_executive, as_leader, begin, add) -> None:
    initiative = begin(how_known="Orders of those who came.", metrics=[add(name="Deals", values=[1])])
    seen = words_of(as_executive.get(f"{URL}{initiative.pk}/"))
    lacking = "There is no evidence yet that it moved anything."
    assert f"It serves no goal. {lacking}" in words_of(as_leader.get(f"{URL}{initiative.pk}/"))
    assert (lacking in seen, "serves no goal" in seen, "Nobody yet" in seen) == (True, False, False)
    assert "Cost Not known" in seen
    assert "How we would know Orders of those who came." in seen
    assert "These say how the metrics moved, not that it was this." in seen
    assert "History" not in seen
    assert "Add evidence" not in seen
    own = words_of(as_leader.get(f"{URL}{initiative.pk}/"))
    assert "Should move Deals" in own


def test_a_contribution_is_told_as_its_grade_allows(as_executive, begin, say, add) -> None:
    metric = add(name="Deals")
    initiative = begin(metrics=[metric])
    say(initiative, metric, Grade.QUASI_EXPERIMENT, 12.0, link="https://example.org/study")
    say(initiative, metric)
    for page in (f"{URL}{initiative.pk}/", f"/w/northwind/impact/metrics/{metric.pk}/"):
        response = as_executive.get(page)
        seen = words_of(response)
        assert "“Spring fair” contributed to the rise of “Deals” in May 2026, by an estimated 12." in seen
        assert "“Spring fair” is said to have moved “Deals” in May 2026. By how much is not known." in seen
        assert "Nothing to look at" in seen
        assert b'href="https://example.org/study" rel="noopener noreferrer nofollow"' in response.content
    assert "The best evidence there is: quasi-experiment." in words_of(as_executive.get(f"{URL}{initiative.pk}/"))


def test_a_metric_to_which_nothing_contributed_says_so(as_leader, add) -> None:
    assert "Nothing is said to have moved it." in words_of(as_leader.get(f"/w/northwind/impact/metrics/{add().pk}/"))


def test_an_initiative_is_added_once(as_member, member, add, goal) -> None:
    metric = add(name="Deals")
    key = as_member.get(URL + "new/").context["form"]["key"].value()
    typed = {
        **TYPED,
        "goal": goal.pk,
        "owner": member.pk,
        "metrics": [metric.pk],
        "cost": "€1,200.50",
        "currency": "EUR",
    }
    asked = as_member.post(URL + "new/", {**typed, "key": str(key), "cost": "€1.200"})
    assert asked.context["form"].errors == {"cost": ["€1.200 can be two numbers, so nothing is stored yet."]}
    assert 'name="cost-meant" value="1200"' in asked.text
    for _ in range(2):
        assert as_member.post(URL + "new/", {**typed, "key": str(key)}).status_code == 302
    made = Initiative.objects.get()
    assert (made.name, made.stage, made.goal, made.owner, made.cost, made.currency, made.ends_on) == (
        "Spring fair", "production", goal, member, 1200.5, "EUR", None,
    )  # fmt: skip
    assert [row.metric for row in made.metric_rows.all()] == [metric]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Give it a name that people will say."),
        ({"name": "SUMMER FAIR"}, "There is an initiative called “SUMMER FAIR” already."),
        ({"what": " "}, "Say in a sentence or two what is done."),
        ({"starts_on": "yesterday"}, "This is not a date."),
        ({"ends_on": "2026-02-01"}, "It ends on the day it starts, or later."),
        ({"starts_on": "0026-03-01"}, "The year 26 cannot be meant."),
        ({"cost": "1200"}, "Choose its currency."),
        ({"cost": "1.2.3,5", "currency": "EUR"}, "This is not a number."),
        ({"cost": "-5", "currency": "EUR"}, "What it costs is zero or more."),
        ({"is_experiment": "on"}, "Say what you expect to happen: otherwise nobody can be wrong."),
        ({"hypothesis": "More"}, "Say that it is an experiment, or take what you expect from it away."),
        ({"metrics": "x"}, "Choose metrics of yours."),
        ({"goal": "99"}, "Choose a goal of yours, or none."),
        ({"stage": "finished"}, "Choose one of the answers."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(as_leader, begin, typed, sentence) -> None:
    begin(name="Summer fair")
    response = as_leader.post(URL + "new/", {**TYPED, "how_known": "Orders, counted.", **typed})
    assert response.status_code == 422
    assert sentence in words_of(response)
    assert "Orders, counted." in response.content.decode()
    assert Initiative.objects.count() == 1


def test_effort_is_nothing_to_move(as_leader, add) -> None:
    spend = add(name="Spend", level="input")
    response = as_leader.post(URL + "new/", {**TYPED, "metrics": [spend.pk]})
    assert (response.status_code, Initiative.objects.count()) == (422, 0)


def test_who_comes_second_sees_what_the_first_one_stored(as_leader, begin, add) -> None:
    initiative = begin()
    form = as_leader.get(f"{URL}{initiative.pk}/edit/").context["form"]
    assert form["version"].value() == 1
    edit_initiative(initiative, expected_version=1, metrics=[add(name="Deals")], what="A bigger stand.")
    typed = {**TYPED, "what": "A smaller stand.", "version": 1}
    response = as_leader.post(f"{URL}{initiative.pk}/edit/", typed)
    seen = words_of(response)
    assert response.status_code == 409
    assert "theirs: A bigger stand." in seen
    assert "Metrics theirs: Deals" in seen
    assert "A smaller stand." in seen
    assert as_leader.post(f"{URL}{initiative.pk}/edit/", {**typed, "version": 2}).status_code == 302
    initiative.refresh_from_db()
    assert (initiative.what, initiative.version, initiative.metric_rows.count()) == ("A smaller stand.", 3, 0)


def test_a_stage_is_moved_and_stopping_needs_a_reason(as_leader, begin) -> None:
    initiative = begin()
    url = f"{URL}{initiative.pk}/stage/"
    refused = as_leader.post(url, {"stage": "stopped", "why": " ", "version": 1})
    assert refused.status_code == 422
    assert "Say why it is stopped" in words_of(refused)
    as_leader.post(url, {"stage": "stopped", "why": "Nobody came.", "version": 1})
    initiative.refresh_from_db()
    assert (initiative.stage, initiative.ended_on, initiative.ended_why) == ("stopped", D(2026, 6, 15), "Nobody came.")
    late = as_leader.post(url, {"stage": "finished", "why": "Mine", "version": 1})
    assert late.status_code == 409
    assert "Somebody stored a change of this initiative" in words_of(late)
    assert "Mine" in late.content.decode()
    as_leader.post(url, {"stage": "measurement", "why": "left over", "version": 2})
    initiative.refresh_from_db()
    assert (initiative.stage, initiative.ended_on, initiative.ended_why) == ("measurement", None, "")


def test_an_experiment_is_decided_on_with_a_reason(as_leader, begin) -> None:
    plain, trial = begin(name="Plain"), begin(name="Trial", is_experiment=True, hypothesis="More come back.")
    typed = {"decision": "change", "why": "Half of them came back.", "on": "2026-06-14", "version": 1}
    refused = as_leader.post(f"{URL}{plain.pk}/decision/", typed)
    assert "Only an experiment is decided on." in words_of(refused)
    url = f"{URL}{trial.pk}/decision/"
    assert as_leader.post(url, {**typed, "why": ""}).status_code == 422
    assert "today or before" in words_of(as_leader.post(url, {**typed, "on": "2026-06-16"}))
    assert as_leader.post(url, typed).status_code == 302
    trial.refresh_from_db()
    assert (trial.decision, trial.decided_why, trial.decided_on) == (
        "change", "Half of them came back.", D(2026, 6, 14),
    )  # fmt: skip
    assert "Change it, 14 Jun 2026 Half of them came back." in words_of(as_leader.get(f"{URL}{trial.pk}/"))


def test_a_contribution_is_added_with_its_file(as_member, member, begin, add) -> None:
    metric = add(name="Would stay", unit_kind="share")
    initiative = begin(metrics=[metric])
    url = f"{URL}{initiative.pk}/contributions/new/"
    form = as_member.get(url).context["form"]
    assert (form["first_on"].value(), form["last_on"].value()) == (D(2026, 5, 1), D(2026, 5, 31))
    typed = {**SAID, "metric": metric.pk, "grade": "experiment", "amount": "2 %", "key": str(form["key"].value())}
    for _ in range(2):
        file = SimpleUploadedFile("study.html", b"<script>alert(1)</script>", content_type="text/html")
        assert as_member.post(url, {**typed, "file": file}).status_code == 302
    made = Contribution.objects.get()
    assert (made.grade, made.amount, made.filename, made.author) == ("experiment", 0.02, "study.html", member)
    seen = words_of(as_member.get(f"{URL}{initiative.pk}/"))
    assert "“Spring fair” caused a rise of 2 percentage points in “Would stay” in May 2026." in seen


def test_a_file_is_kept_and_never_run(as_executive, begin, say, add) -> None:
    row = say(begin(), add(), Grade.EXPERIMENT, filename="studie ä.html", content=b"<script>alert(1)</script>")
    response = as_executive.get(f"{CONTRIBUTION}{row.pk}/file/")
    assert response.content == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''studie%20%C3%A4.html"
    assert response["X-Content-Type-Options"] == "nosniff"
    without = say(row.initiative, row.metric)
    assert as_executive.get(f"{CONTRIBUTION}{without.pk}/file/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"says": ""}, "Say what speaks for it."),
        ({"grade": "proven"}, "Choose one of the answers."),
        ({"grade": "attributed"}, "Show what it rests on: a link or a file."),
        ({"grade": "experiment"}, "Show what it rests on: a link or a file."),
        ({"link": "javascript:alert(1)"}, "This is no address of the web."),
        ({"link": "https://"}, "This is no address of the web."),
        ({"link": "https://[x/"}, "This is no address of the web."),
        ({"amount": "many"}, "This is not a number."),
        ({"amount": "2 %"}, "This metric is not counted in percent."),
        ({"last_on": "2026-04-01"}, "It ends on the day it starts, or later."),
        ({"first_on": "2026-07-01", "last_on": "2026-07-02"}, "Nothing is contributed yet on days to come."),
        ({"metric": "999"}, "Choose one of the answers."),
    ],
)
def test_what_cannot_be_a_contribution_is_refused(as_leader, begin, add, typed, sentence) -> None:
    url = f"{URL}{begin().pk}/contributions/new/"
    response = as_leader.post(url, {**SAID, "metric": add(name="Deals").pk, **typed})
    assert response.status_code == 422
    assert sentence in words_of(response)
    assert Contribution.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_with_what_was_typed(as_leader, begin, add) -> None:
    file = SimpleUploadedFile("big.pdf", b"x" * (5 * 1024 * 1024 + 1))
    url = f"{URL}{begin().pk}/contributions/new/"
    response = as_leader.post(url, {**SAID, "metric": add(name="Deals").pk, "file": file})
    assert response.status_code == 422
    assert "This file has 5.0 MB; it may have 5 MB." in words_of(response)
    assert "Sales says so." in response.content.decode()


def test_a_contribution_is_replaced_with_a_reason_and_kept(as_leader, begin, say, add) -> None:
    row = say(begin(), add(name="Deals"), Grade.EXPERIMENT, 12.0, filename="study.csv", content=b"a,b\n")
    url = f"{CONTRIBUTION}{row.pk}/replace/"
    form = as_leader.get(url).context["form"]
    assert (form["grade"].value(), form["amount"].value(), form["keep"].value()) == ("experiment", "12", True)
    typed = {**SAID, "grade": "modelled", "amount": "9", "keep": "on"}
    refused = as_leader.post(url, {**typed, "why": ""})
    assert "Say why it is said otherwise now." in words_of(refused)
    assert as_leader.post(url, {**typed, "why": "Nobody had drawn lots."}).status_code == 302
    row.refresh_from_db()
    assert (row.amount, row.ended_why) == (12.0, "Nobody had drawn lots.")
    now = Contribution.objects.standing().get()
    assert (now.grade, now.amount, now.replaces, bytes(now.content)) == ("modelled", 9.0, row, b"a,b\n")
    seen = words_of(as_leader.get(f"{URL}{row.initiative_id}/"))
    assert "“Spring fair” was associated with a rise of 9 in “Deals” in May 2026 in a model." in seen
    assert "“Spring fair” caused a rise of 12 in “Deals” in May 2026." in seen
    assert "Replaced: Nobody had drawn lots." in seen
    assert as_leader.get(url).status_code == 404
    assert as_leader.get(f"{CONTRIBUTION}{row.pk}/file/").content == b"a,b\n"


def test_a_contribution_is_taken_back_with_a_reason_and_kept(as_leader, leader, begin, say, add) -> None:
    deals = add(name="Deals")
    row = say(begin(), deals, Grade.EXPERIMENT, 12.0, link="https://example.com/study")
    url = f"{CONTRIBUTION}{row.pk}/withdraw/"
    told = "“Spring fair” caused a rise of 12 in “Deals” in May 2026."
    assert f"{told} It will count no more" in words_of(as_leader.get(url))
    refused = as_leader.post(url, {"why": " "})
    assert (refused.status_code, "Say why it holds no more." in words_of(refused)) == (422, True)
    assert as_leader.post(url, {"why": "The lots were not drawn."}).status_code == 302
    row.refresh_from_db()
    assert (row.ended_why, row.ended_by) == ("The lots were not drawn.", leader)
    assert Contribution.objects.standing().count() == 0
    seen = words_of(as_leader.get(f"{URL}{row.initiative_id}/"))
    assert "There is no evidence yet that it moved anything." in seen
    assert f"Taken back Said once, and said no more. {told} The lots were not drawn." in seen
    assert told not in words_of(as_leader.get(f"/w/northwind/impact/metrics/{deals.pk}/"))
    assert as_leader.post(url, {"why": "Again"}).status_code == 404


def test_the_forms_come_alone_into_the_panel(as_leader, begin, say, add) -> None:
    row = say(begin(is_experiment=True, hypothesis="Yes"), add())
    one = f"{URL}{row.initiative_id}/"
    for url in (
        URL + "new/", f"{one}edit/", f"{one}stage/", f"{one}decision/", f"{one}contributions/new/",
        f"{CONTRIBUTION}{row.pk}/replace/", f"{CONTRIBUTION}{row.pk}/withdraw/",
    ):  # fmt: skip
        part = as_leader.get(url, headers={"HX-Request": "true", "HX-Target": "panel"}).content.decode()
        assert "<html" not in part
        assert '<form method="post"' in part
