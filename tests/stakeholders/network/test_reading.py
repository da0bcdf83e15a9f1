"""Reading a network: what is worked out, what makes it out of date, and what stays where it was."""

import time
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from stakeholders import tasks
from stakeholders.models import Department, NetworkChange, NetworkReading, Relationship, Stakeholder
from stakeholders.network import reading
from stakeholders.network.pins import pin, unpin
from stakeholders.relationships import add_relationship, remove_relationship


@pytest.fixture
def chain(add_person) -> dict[str, Stakeholder]:
    """Ana moves Bo, Bo moves Cy, Cy moves Di; Ed stands alone."""
    people = {
        name: add_person(name, department="Sales" if name < "C" else "Finance")
        for name in ("Ana", "Bo", "Cy", "Di", "Ed")
    }
    for one, other in (("Ana", "Bo"), ("Bo", "Cy"), ("Cy", "Di")):
        add_relationship(people[one], target=people[other], kind="influences", weight=4)
    return people


def stored(workspace) -> NetworkReading:
    return NetworkReading.objects.get(workspace=workspace)


def places(workspace) -> dict[int, tuple[float, float]]:
    columns = stored(workspace).columns
    return dict(zip(columns["id"], zip(columns["x"], columns["y"], strict=True), strict=True))


def test_what_is_read_of_a_chain(workspace, chain) -> None:
    told = []
    assert reading.read_network(workspace, report=lambda percent, step: told.append(percent))
    columns, findings = stored(workspace).columns, stored(workspace).findings
    ana, bo, cy, di, ed = (person.pk for person in chain.values())
    assert columns["id"] == [ana, bo, cy, di, ed]
    assert columns["influences"] == [1, 1, 1, 0, 0]
    assert columns["influenced"] == [0, 1, 1, 1, 0]
    assert columns["betweenness"] == [0, 2, 2, 0, 0]
    assert columns["constraint"] == [1.0, 0.5, 0.5, 1.0, None]
    assert (findings["people"], findings["ties"], findings["alone"], findings["islands"]) == (5, 3, 1, 1)
    # Di and Ed have a rank as everybody has, and move nobody.
    assert {pk for pk, _ in findings["top"]["pagerank"]} == {ana, bo, cy}
    assert findings["cut_points"]["count"] == 2
    assert findings["key_players"]["reach"][0]["people"] == [bo]
    assert findings["ways_into"] == {
        str(chain["Cy"].department_id): [[bo, 1], [cy, 1]],
        str(chain["Ana"].department_id): [],
    }
    assert told == sorted(told)
    assert told[-1] == 100


def test_nobody_at_all_can_be_read(workspace) -> None:
    assert reading.out_of_date(workspace)
    assert reading.read_network(workspace)
    assert not reading.out_of_date(workspace)
    assert stored(workspace).columns["id"] == []
    assert stored(workspace).findings["top"]["pagerank"] == []


@pytest.mark.parametrize("many", [1, 3])
def test_without_a_tie_nobody_carries_influence(workspace, add_person, many) -> None:
    for number in range(many):
        add_person(f"P{number}")
    reading.read_network(workspace)
    assert not any(stored(workspace).findings["top"].values())


def test_whatever_changes_the_network_makes_its_reading_out_of_date(workspace, chain) -> None:
    ana, bo = chain["Ana"], chain["Bo"]
    tie = Relationship.objects.get(source=ana, target=bo)

    def move_department() -> None:
        ana.department = Department.objects.get(name="Finance")
        ana.save()

    changes = {
        "a tie drawn": lambda: add_relationship(ana, target=chain["Ed"], kind="trusts"),
        "a strength changed": lambda: Relationship.objects.filter(pk=tie.pk).update(weight=1),
        "a tie removed": lambda: remove_relationship(tie),
        "somebody new": lambda: Stakeholder.objects.create(workspace=workspace, name="Flo"),
        "another department": move_department,
        "somebody gone": lambda: chain["Di"].delete(),
    }
    for what, change in changes.items():
        reading.read_network(workspace)
        assert not reading.out_of_date(workspace), what
        change()
        assert reading.out_of_date(workspace), what


def test_what_is_judged_of_somebody_changes_nothing_about_the_network(workspace, chain, leader) -> None:
    reading.read_network(workspace)
    Stakeholder.objects.filter(pk=chain["Ana"].pk).update(
        name="Ana Ruiz", notes="New title", department=chain["Ana"].department
    )
    assert not reading.out_of_date(workspace)


def test_a_change_names_those_it_touches_and_many_are_not_named(workspace, chain) -> None:
    reading.read_network(workspace)
    add_relationship(chain["Ana"], target=chain["Ed"], kind="trusts")
    assert [set(change.people) for change in NetworkChange.objects.all()] == [{chain["Ana"].pk, chain["Ed"].pk}]
    Stakeholder.objects.bulk_create(Stakeholder(workspace=workspace, name=f"P{n}") for n in range(501))
    assert NetworkChange.objects.last().people is None


def test_one_new_tie_moves_its_neighbourhood_and_not_the_world(workspace, add_person) -> None:
    people = [add_person(f"P{number:02}") for number in range(40)]
    for one, other in pairwise(people):
        add_relationship(one, target=other, kind="advises")
    reading.read_network(workspace)
    before = places(workspace)
    add_relationship(people[0], target=people[5], kind="trusts")
    reading.read_network(workspace)
    after = places(workspace)
    moved = {pk for pk in before if before[pk] != after[pk]}
    near = {people[number].pk for number in (0, 1, 4, 5, 6)}
    assert moved
    assert moved <= near


def test_a_pinned_person_stays_where_they_were_put(workspace, chain) -> None:
    reading.read_network(workspace)
    pin(chain["Bo"], "12.5", "-3")
    add_relationship(chain["Bo"], target=chain["Ed"], kind="advises")
    reading.read_network(workspace)
    assert places(workspace)[chain["Bo"].pk] == (12.5, -3.0)
    unpin(chain["Bo"])
    assert not hasattr(Stakeholder.objects.get(pk=chain["Bo"].pk), "pin")


@pytest.mark.parametrize("x", ["", "left", "nan", "inf", "1e300"])
def test_no_place_is_refused_with_a_sentence(workspace, chain, x: str) -> None:
    with pytest.raises(ValidationError, match="That is no place on the drawing"):
        pin(chain["Bo"], x, "0")


def test_a_reading_overtaken_by_another_is_thrown_away(workspace, chain) -> None:
    def overtaken(percent: int, step: str) -> None:
        # While this one measures, another one begins and ends.
        if step == "Measuring":
            assert reading.read_network(workspace)

    assert not reading.read_network(workspace, report=overtaken)


def test_a_change_stored_while_reading_stays_to_be_seen(workspace, chain) -> None:
    def changed(percent: int, step: str) -> None:
        if step == "Measuring":
            add_relationship(chain["Ana"], target=chain["Ed"], kind="trusts")

    assert reading.read_network(workspace, report=changed)
    assert reading.out_of_date(workspace)


def test_changes_of_another_workspace_are_not_seen(workspace, chain, foreign_stakeholder) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT workspace_id) FROM stakeholders_networkchange")
        assert cursor.fetchone()[1] == 1


def test_the_sweep_asks_once_for_each_network_that_changed(workspace, chain, foreign_stakeholder, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(tasks.read_network, "delay", lambda **arguments: asked.append(arguments["workspace_id"]))
    reading.read_network(workspace)
    tasks.sweep_networks()
    tasks.sweep_networks()
    # Ours is up to date; the stranger's was never read.
    assert asked == [str(foreign_stakeholder.workspace_id)]


def test_a_reading_that_breaks_off_says_so_and_is_not_asked_for_at_once(workspace, chain, monkeypatch) -> None:
    monkeypatch.setattr(reading, "layout", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.read_network(workspace_id=str(workspace.pk))
    assert reading.progress(workspace) == (0, reading.FAILED)
    assert not reading.ask_once(workspace)


def test_a_reading_asked_for_twice_runs_once(workspace, chain) -> None:
    reading.reporter(workspace)(55, "Measuring")
    tasks.read_network(workspace_id=str(workspace.pk))
    assert reading.out_of_date(workspace)
    reading.forget(workspace)
    tasks.read_network(workspace_id=str(workspace.pk))
    assert not reading.out_of_date(workspace)


def test_the_word_of_a_reading_lasts_while_it_runs_and_not_after_its_worker_died(workspace, monkeypatch) -> None:
    monkeypatch.setattr(reading, "BELIEVED_FOR", 1)
    monkeypatch.setattr(reading, "RENEWED_EVERY", 0.2)
    with reading.telling(workspace) as report:
        report(55, "Measuring")
        time.sleep(1.5)
        assert reading.progress(workspace) == (55, "Measuring")
    assert reading.progress(workspace) is None
    # What a worker leaves that was killed: a last word that nobody renews.
    reading.reporter(workspace)(55, "Measuring")
    time.sleep(1.2)
    assert reading.ask_once(workspace)


def test_whoever_waits_long_is_told_that_nobody_works(workspace, monkeypatch) -> None:
    reading.ask_once(workspace)
    assert reading.progress(workspace) == (0, reading.WAITING)
    monkeypatch.setattr(reading, "LONG_WAIT", -1)
    assert reading.progress(workspace) == (0, reading.NOBODY)
