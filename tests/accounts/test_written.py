"""Who keeps what was made from a workspace's rows learns of every transaction that wrote some of them."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import Membership, Workspace, Written
from accounts.written import each_unless_written, revision, unless_written
from stakeholders.models import Department, Relationship, Stakeholder
from web.remembered import Remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(transactional_db, workspace, leader):
    def told(*tables) -> str | None:
        with scope(workspace=workspace.pk, user=leader.pk):
            return revision(workspace, *(tables or (Stakeholder, Department)))

    return told


@pytest.fixture
def store(workspace, leader):
    def stored(name: str) -> None:
        with scope(workspace=workspace.pk, user=leader.pk):
            Department.objects.create(workspace=workspace, name=name)

    return stored


def test_a_set_of_transactions_never_comes_back(now, store, workspace, leader) -> None:
    seen = [now()]
    for number in range(4):
        store(f"Department {number}")
        seen.append(now())
    with scope(workspace=workspace.pk, user=leader.pk):
        Department.objects.all().delete()
    seen.append(now())
    assert len(set(seen)) == 6
    assert now() == seen[-1]


def test_what_everybody_sees_is_taken_away_by_whoever_writes_next(now, store, workspace, leader) -> None:
    mark = {"what": "stakeholders_department"}
    # What is seen by everybody depends on who else works on this server, as the tests beside these do: the first
    # transactions of all are.
    with scope(workspace=workspace.pk, user=leader.pk):
        for xact in (3, 4):
            Written.objects.create(workspace=workspace, xact=xact, at=timezone.now(), **mark)
    store("Sales")
    with scope(workspace=workspace.pk, user=leader.pk):
        assert Written.objects.filter(xact__gt=4, **mark).count() == Written.objects.filter(**mark).count() == 1


def test_another_table_and_another_workspace_say_nothing(now, store, workspace, leader, stranger) -> None:
    before = now(Stakeholder, Relationship)
    store("Sales")
    with scope(user=stranger.pk):
        other = Workspace.objects.get(slug="elsewhere")
    with scope(workspace=other.pk, user=stranger.pk):
        Stakeholder.objects.create(workspace=other, name="Somebody else")
    assert now(Stakeholder, Relationship) == before


def test_two_at_once_neither_wait_nor_hide_each_other(now, store, workspace, leader) -> None:
    store("Before")
    began, done = threading.Event(), threading.Event()

    def slow() -> None:
        with scope(workspace=workspace.pk, user=leader.pk):
            Department.objects.create(workspace=workspace, name="Slow")
            began.set()
            done.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert began.wait(20)
    # Neither is there to be waited for: the other has taken the earlier row for itself.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '3s'")
        store("Quick")
    quick = now()
    done.set()
    thread.join()
    both = now()
    store("After")
    assert len({quick, both, now()}) == 3


def test_what_was_made_is_kept_until_a_row_is_written(now, store, workspace, leader) -> None:
    latest: Remembered[int] = Remembered(2)
    made = []

    def count() -> int:
        with scope(workspace=workspace.pk, user=leader.pk):
            return unless_written(latest, workspace, (Department,), "count", make=make)

    def make() -> int:
        made.append(1)
        return Department.objects.count()

    assert (count(), count(), len(made)) == (0, 0, 1)
    store("Sales")
    assert (count(), count(), len(made)) == (1, 1, 2)
    with scope(workspace=workspace.pk, user=leader.pk):
        Department.objects.create(workspace=workspace, name="Legal")
        # Not kept: the transaction may write again.
        assert unless_written(latest, workspace, (Department,), "count", make=make) == 2
        assert len(made) == 3
    assert (count(), len(made)) == (2, 4)


def test_of_several_only_what_is_not_kept_is_made_and_all_at_once(now, store, workspace, leader) -> None:
    latest: Remembered[str] = Remembered(8)
    made: list[list[int]] = []

    def make(keys):
        made.append(list(keys))
        return {key: f"{key} of {Department.objects.count()}" for key in keys}

    def told(*keys: int) -> dict[int, str]:
        return each_unless_written(latest, workspace, (Department,), "count", wanted=keys, make=make)

    def asked(*keys: int) -> dict[int, str]:
        with scope(workspace=workspace.pk, user=leader.pk):
            return told(*keys)

    assert asked(1, 2) == {1: "1 of 0", 2: "2 of 0"}
    assert asked(2, 3, 1) == {2: "2 of 0", 3: "3 of 0", 1: "1 of 0"}
    assert (asked(1), asked(), made) == ({1: "1 of 0"}, {}, [[1, 2], [3]])
    store("Sales")
    assert (asked(3), made[2:]) == ({3: "3 of 1"}, [[3]])
    with scope(workspace=workspace.pk, user=leader.pk):
        Department.objects.create(workspace=workspace, name="Legal")
        assert (told(3), told(3), made[3:]) == ({3: "3 of 2"}, {3: "3 of 2"}, [[3], [3]])
    assert (asked(3), made[5:]) == ({3: "3 of 2"}, [[3]])


def test_a_table_that_does_not_say_when_it_was_written_is_refused(workspace) -> None:
    with pytest.raises(LookupError, match=r"^accounts_membership does not say when it was written$"):
        revision(workspace, Stakeholder, Membership)
