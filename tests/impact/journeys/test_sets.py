"""A set of journeys as it is stored: its results are those of the rules, its rows are whole, and nothing changes."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.utils import timezone

from accounts.models import AuditEntry, Workspace
from impact import tasks
from impact.attribution.journeys import Journey as Plain
from impact.attribution.journeys import collect
from impact.attribution.side_by_side import side_by_side
from impact.files import progress
from impact.journeys import life, results
from impact.journeys.sets import take_back
from impact.models import Journey, JourneyFile, JourneySet
from stakeholders.imports.preview import expand
from tests.impact.journeys.conftest import ABOUT

pytestmark = pytest.mark.django_db

DEALS = (
    "Deal,Path,Value,Won\nAcme,Email > Event,1200,yes\nBlue,Search > Email,300,yes\nCity,Search,,no\n"
    "Dane,Event,900,yes\n"
)


def test_what_is_stored_is_what_the_rules_find(stored):
    made = stored(DEALS)
    plain = [
        Plain(("Email", "Event"), 1, 1200, 0), Plain(("Search", "Email"), 1, 300, 0), Plain(("Search",), 0, 0, 1),
        Plain(("Event",), 1, 900, 0),
    ]  # fmt: skip
    found, read = side_by_side(collect(plain)), results.read(made.results)
    assert read.sentence == found.sentence
    assert [one.name for one in read.channels] == [one.channel for one in found.standings]
    for one in read.channels:
        place = found.channels.index(one.name)
        assert {rule: pytest.approx(by[place] / 3) for rule, by in found.conversions.items()} == one.shares
        assert {rule: pytest.approx(by[place]) for rule, by in found.value.items()} == one.values
    assert (read.journeys, read.paths, read.conversions, read.value, read.nulls) == (4, 4, 3.0, 2400.0, 1.0)
    assert (made.conversions, made.currency, made.holds, made.rules_version) == (3.0, "EUR", "deals", 3)
    assert list(Journey.objects.values_list("deal", "path", "conversions", "value", "nulls")) == [
        ("Acme", ["Email", "Event"], 1.0, 1200.0, 0.0),
        ("Blue", ["Search", "Email"], 1.0, 300.0, 0.0),
        ("City", ["Search"], 0.0, 0.0, 1.0),
        ("Dane", ["Event"], 1.0, 900.0, 0.0),
    ]


def test_the_file_goes_when_its_set_is_stored(stored):
    made = stored(DEALS)
    file = JourneyFile.objects.get()
    assert (file.state, file.content, file.details, file.choices, file.made) == ("stored", None, None, {}, made)
    assert "Acme" not in repr(file.plan)
    entry = AuditEntry.objects.filter(act=AuditEntry.Act.IMPORTED).get()
    assert entry.detail == "4 journeys stored as “Deals of spring”"


def test_a_file_is_stored_once_however_often_it_is_asked(previewed, leader):
    file = previewed(DEALS)
    asked = [life.store(file.pk, ABOUT, actor=leader, fingerprint=file.plan["fingerprint"]) for _ in range(2)]
    assert [one.state for one in asked] == ["stored", "stored"]
    assert asked[0].made == asked[1].made == JourneySet.objects.get()


def test_another_plan_than_the_page_showed_is_not_stored(previewed, leader):
    file = previewed(DEALS)
    assert life.store(file.pk, ABOUT, actor=leader, fingerprint="another") == life.Outcome("previewed")
    assert not JourneySet.objects.exists()


@pytest.mark.parametrize(
    ("about", "field", "sentence"),
    [
        ({"name": "DEALS OF SPRING"}, "name", "There is a set of journeys of this name already."),
        ({"name": "B", "last_on": dt.date(2025, 1, 1)}, "last_on", "It ends on the day it starts, or later."),
        ({"name": "B", "first_on": dt.date(1200, 1, 1)}, "first_on", "The year 1200 cannot be meant."),
        (
            {"name": "B", "first_on": dt.date(2999, 1, 1), "last_on": dt.date(2999, 2, 1)},
            "first_on",
            "Nobody converted yet on days to come.",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_stored(stored, previewed, leader, about, field, sentence):
    stored(DEALS)
    file = previewed(DEALS)
    with pytest.raises(ValidationError) as refused:
        life.store(file.pk, replace(ABOUT, **about), actor=leader, fingerprint=file.plan["fingerprint"])
    assert refused.value.message_dict == {field: [sentence]}
    file.refresh_from_db()
    assert (file.state, JourneySet.objects.count()) == ("previewed", 1)


def test_a_set_taken_back_keeps_its_results_and_loses_its_deals(stored, leader):
    made = stored(DEALS)
    take_back(made, why=" Wrong quarter ", actor=leader)
    made.refresh_from_db()
    assert (made.taken_back_why, made.taken_back_by, made.is_taken_back) == ("Wrong quarter", leader, True)
    assert (Journey.objects.count(), results.read(made.results).journeys) == (0, 4)
    with pytest.raises(ValidationError, match="Somebody else has taken it back already"):
        take_back(made, why="Again", actor=leader)
    assert stored(DEALS).name == made.name


def test_nothing_is_taken_back_without_a_reason(stored, leader):
    made = stored(DEALS)
    with pytest.raises(ValidationError, match="Say why it is taken back"):
        take_back(made, why="  ", actor=leader)
    assert Journey.objects.count() == 4


@pytest.mark.parametrize(
    "change",
    [
        lambda: JourneySet.objects.update(results={}),
        lambda: JourneySet.objects.update(name="Other"),
        lambda: Journey.objects.update(conversions=9),
    ],
)
def test_the_database_refuses_to_change_what_was_stored(stored, change):
    stored(DEALS)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        change()


def test_a_long_file_goes_its_way_by_tasks(workspace, leader, member):
    rows = "".join(f"Email > c{number % 40} > Event,1\n" for number in range(2500))
    file = life.receive(workspace, author=leader, name="long.csv", content=f"path,conversions\n{rows}".encode())
    at, key = {"workspace_id": str(workspace.pk), "file_id": file.pk}, life.progress_key(file.pk)
    progress.tell(key, 0)
    tasks.read_journeys(**at)
    file.refresh_from_db()
    assert (file.state, life.is_large(file), progress.percent([key])) == ("previewed", True, {})
    assert life.start_storing(file, file.plan["fingerprint"], ABOUT)
    assert not life.start_storing(file, file.plan["fingerprint"], ABOUT)
    tasks.store_journeys(**at, actor_id=member.pk)
    made = JourneySet.objects.get()
    assert (made.author, made.conversions, Journey.objects.count()) == (member, 2500.0, 2500)


def test_a_name_taken_while_a_task_waits_fails_it_with_a_sentence(previewed, stored, workspace, leader):
    file = previewed(DEALS)
    life.start_storing(file, file.plan["fingerprint"], ABOUT)
    stored(DEALS)
    tasks.store_journeys(workspace_id=str(workspace.pk), file_id=file.pk, actor_id=leader.pk)
    file.refresh_from_db()
    assert (file.state, file.error) == ("failed", "There is a set of journeys of this name already.")
    assert life.read_again(file)


def test_old_files_are_forgotten_in_every_workspace(previewed, workspace):
    file = previewed(DEALS)
    JourneyFile.objects.update(updated_at=timezone.now() - dt.timedelta(days=8))
    tasks.sweep_files()
    file.refresh_from_db()
    assert (file.state, file.content, Workspace.objects.get()) == ("discarded", None, workspace)


def test_lists_that_were_kept_with_stored_files_are_forgotten(stored, workspace):
    stored(DEALS)
    JourneyFile.objects.update(details=b"Acme", plan={"columns": [["Deal", ["Acme"]]]})
    life.sweep(workspace, now=timezone.now())
    file = JourneyFile.objects.get()
    assert (file.state, file.details, file.plan) == ("stored", None, {})


def test_deals_and_channels_that_are_called_like_people_are_pointed_out(previewed, add_person):
    add_person("Kim Roe")
    add_person("Bo Li")
    add_person("Acme", is_group=True)
    file = previewed(
        "Deal,Path,Won\nAcme,Email > KIM  ROE,yes\nRoe, Kim,Email,yes\nBlue,Email,no\n".replace(
            "Roe, Kim", '"Roe, Kim"'
        )
    )
    assert file.plan["people"] == 2
    remarks = [row for row in expand(bytes(file.details))["remarks"] if row[2] == life.NAMED]
    assert remarks == [[2, "KIM ROE", life.NAMED], [3, "Roe, Kim", life.NAMED]]


def test_work_that_died_is_told(previewed, workspace):
    file = previewed(DEALS)
    JourneyFile.objects.update(state="storing", updated_at=timezone.now() - dt.timedelta(minutes=30))
    assert life.sweep(workspace, now=timezone.now()) == {"forgotten": 0, "abandoned": 1}
    file.refresh_from_db()
    assert (file.state, file.error) == ("failed", life.STOPPED)


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        # One model in nine has another one ahead: the choice of a model decides how much, and not who.
        (
            [("ab", 3), ("cb", 2), ("ac", 1), ("a", 2)],
            [
                "a is first in eight of the nine models and b in two, in some of them together, "
                "so no channel stands out.",
                "By the nine models a is credited with between 25\u00a0% and 75\u00a0% of the conversions: "
                "how much depends on the model.",
                "On the order of all channels they agree in part.",
            ],
        ),
        (
            [("a", 80), ("b", 10)],
            [
                "a stands out: it is first in all nine models, with 88.9\u00a0% to 88.9\u00a0% of the conversions.",
                "All models put the channels in the same order.",
            ],
        ),
    ],
)
def test_what_is_said_of_a_set_says_one_thing(paths, said):
    journeys = [Plain(tuple(path), conversions, nulls=0) for path, conversions in paths]
    assert results.says(results.read(results.work_out(journeys))) == said


def test_a_set_that_was_stored_in_other_words_keeps_them(previewed, stored):
    made = stored(DEALS)
    kept = made.results | {"sentence": "No channel stands out: of nine models a in eight and b in one rank first."}
    assert results.says(results.read(kept))[0] == kept["sentence"]
