"""A file from its arrival to its undoing: nothing is stored before it is said, all of it or nothing, and once."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.isolation import enter, scope
from accounts.models import AuditEntry, Workspace
from accounts.workspaces import create_workspace
from impact.files import life
from impact.metrics import add_metric
from impact.models import FromFile, Observation, ObservationFile
from impact.observations import correct_observation, number, record_observation, withdraw_observation
from tests.conftest import make_user
from tests.impact.rows import FIELDS

pytestmark = pytest.mark.django_db

MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)
TWO = "Metric,Period,Value\nWin rate,2026-03,12.5\nWin rate,2026-04,13\n"


def counts(file) -> tuple[int, int, int, int]:
    """New, differing, there already, lines that cannot be read."""
    found = file.plan["counts"]
    return found["new"], found["differs"], found["same"], found["problems"]


def test_a_preview_stores_nothing(metrics, previewed, standing):
    file = previewed(TWO)
    assert (file.state, file.format, counts(file)) == ("previewed", "CSV table", (2, 0, 0, 0))
    assert standing() == []


def test_storing_keeps_the_numbers_and_forgets_the_file(metrics, stored, standing, leader):
    file = stored(TWO)
    assert standing() == [
        ("Win rate", "2026-03-01", 12.5, None, None, None),
        ("Win rate", "2026-04-01", 13.0, None, None, None),
    ]
    assert (file.state, file.content, file.choices, file.plan["stored"], file.plan["corrected"]) == (
        "applied", None, {}, 2, 0,
    )  # fmt: skip
    row = Observation.objects.get(starts_on=MARCH)
    assert (row.author, row.definition_version, row.from_file.file) == (leader, 1, file)
    entry = AuditEntry.objects.get(act="imported")
    assert (entry.actor, entry.detail) == (leader, "2 numbers stored, 0 corrected")


def test_the_same_file_again_changes_nothing(metrics, stored, previewed, standing, leader):
    stored(TWO)
    before = standing()
    again = previewed(TWO)
    assert counts(again) == (0, 0, 2, 0)
    assert life.apply(again.pk, actor=leader, fingerprint=again.plan["fingerprint"]).state == "applied"
    assert standing() == before
    assert Observation.objects.count() == 2


def test_what_differs_is_corrected_only_when_it_is_said_and_for_a_reason(metrics, stored, standing):
    stored(TWO)
    other = TWO.replace("12.5", "14")
    for decided in ({}, {"corrects": True}, {"why": "The CRM was wrong"}):
        assert counts(stored(other, **decided)) == (0, 1, 1, 0)
        assert standing()[0] == ("Win rate", "2026-03-01", 12.5, None, None, None)
    file = stored(other, corrects=True, why=" The CRM was wrong ")
    assert standing()[0] == ("Win rate", "2026-03-01", 14.0, None, None, None)
    old = Observation.objects.get(value=12.5)
    assert (old.ended_why, old.corrected_by.value, old.corrected_by.from_file.file) == ("The CRM was wrong", 14.0, file)
    assert (file.plan["stored"], file.plan["corrected"]) == (0, 1)


def test_undoing_takes_back_what_it_stored_and_brings_back_what_it_corrected(metrics, leader, stored, standing):
    by_hand = record_observation(
        metrics["Win rate"], number(12.5, n=40), starts_on=MARCH, author=leader, note="By hand"
    )
    file = stored(TWO.replace("12.5", "14"), corrects=True, why="The CRM was wrong")
    assert [row[2] for row in standing()] == [14.0, 13.0]
    assert life.start_undoing(file)
    assert life.undo(file.pk, actor=leader) == 0
    assert standing() == [("Win rate", "2026-03-01", 12.5, 40, None, None)]
    back = Observation.objects.standing().get()
    assert (back.note, back.corrects.value, back.corrects.corrects) == ("By hand", 14.0, by_hand)
    assert {row.ended_why for row in Observation.objects.filter(from_file__file=file)} == {
        "Taken back with the file “numbers.csv”."
    }
    file.refresh_from_db()
    assert (file.state, file.plan["taken"], file.plan["left_total"]) == ("undone", 2, 0)
    assert AuditEntry.objects.get(act="import_undone").detail == "2 numbers taken back, 0 corrected since were left"


def test_undoing_leaves_what_was_corrected_or_taken_back_since(metrics, leader, stored, standing):
    file = stored(TWO)
    march, april = Observation.objects.order_by("starts_on")
    correct_observation(march, number(99), why="Counted again", author=leader)
    withdraw_observation(april, why="No such month", author=leader)
    life.start_undoing(file)
    assert life.undo(file.pk, actor=leader) == 2
    assert standing() == [("Win rate", "2026-03-01", 99.0, None, None, None)]
    file.refresh_from_db()
    assert [row[1:] for row in file.plan["left"]] == [
        ["Win rate", "March 2026", "Counted again"],
        ["Win rate", "April 2026", "No such month"],
    ]


def test_undoing_twice_is_undoing_once(metrics, leader, stored, standing):
    file = stored(TWO)
    assert life.start_undoing(file)
    life.undo(file.pk, actor=leader)
    assert not life.start_undoing(ObservationFile.objects.get(pk=file.pk))
    assert life.undo(file.pk, actor=leader) == 0
    assert (standing(), Observation.objects.count()) == ([], 2)


def test_a_file_can_be_stored_again_after_it_was_undone(metrics, leader, stored, standing):
    file = stored(TWO)
    life.start_undoing(file)
    life.undo(file.pk, actor=leader)
    assert counts(stored(TWO)) == (2, 0, 0, 0)
    assert [row[2] for row in standing()] == [12.5, 13.0]


def test_storing_a_preview_that_was_made_before_something_changed_shows_it_anew(metrics, leader, previewed, standing):
    file = previewed(TWO)
    record_observation(metrics["Win rate"], number(1), starts_on=MARCH, author=leader)
    outcome = life.apply(file.pk, actor=leader, fingerprint=file.plan["fingerprint"])
    assert (outcome.state, outcome.is_renewed) == ("previewed", True)
    file.refresh_from_db()
    assert (counts(file), file.plan["renewed"]) == ((1, 1, 0, 0), True)
    assert standing() == [("Win rate", "2026-03-01", 1.0, None, None, None)]


def test_another_preview_than_the_page_showed_stores_nothing(metrics, leader, previewed, standing):
    file = previewed(TWO)
    assert life.apply(file.pk, actor=leader, fingerprint="another").state == "previewed"
    assert standing() == []


def test_whoever_comes_second_finds_it_stored(metrics, leader, previewed):
    file = previewed(TWO)
    fingerprint = file.plan["fingerprint"]
    assert [life.apply(file.pk, actor=leader, fingerprint=fingerprint).state for _ in range(2)] == ["applied"] * 2
    assert Observation.objects.count() == 2
    assert not life.start_applying(file, fingerprint)


def test_a_claimed_file_is_stored_once_by_its_task(metrics, leader, previewed):
    file = previewed(TWO)
    assert life.start_applying(file, file.plan["fingerprint"])
    assert not life.start_applying(file, file.plan["fingerprint"])
    # A second tab that still shows the preview.
    assert life.apply(file.pk, actor=leader, fingerprint=file.plan["fingerprint"]).state == "applying"
    assert life.apply(file.pk, actor=leader).state == "applied"
    assert life.apply(file.pk, actor=leader).state == "applied"
    assert Observation.objects.count() == 2


def test_a_file_with_questions_stores_nothing(metrics, leader, previewed, standing):
    file = previewed('Metric,Period,Value\nPipeline,2026-03,"1,234"\n')
    assert [name for name, _sentence, _options in file.plan["questions"]] == ["decimal"]
    assert life.apply(file.pk, actor=leader, fingerprint=file.plan["fingerprint"]).state == "previewed"
    assert standing() == []


@pytest.fixture
def many(workspace, leader) -> str:
    """More numbers than are written at once: one a week."""
    add_metric(workspace, author=leader, **FIELDS | {"name": "Calls", "every": "week"})
    weeks = (dt.date(2026, 3, 2) - place * dt.timedelta(days=7) for place in range(life.BATCH + 1))
    return "Metric,Period,Value\n" + "".join(f"Calls,{week},{place}\n" for place, week in enumerate(weeks))


class Killed(Exception):  # noqa: N818
    pass


def test_storing_that_dies_half_way_stores_nothing(many, leader, previewed, standing):
    file = previewed(many)

    def die(done: int, total: int) -> None:
        if FromFile.objects.exists():
            raise Killed

    with pytest.raises(Killed):
        life.apply(file.pk, actor=leader, fingerprint=file.plan["fingerprint"], report=die)
    assert standing() == []
    file.refresh_from_db()
    assert file.state == "previewed"
    assert life.apply(file.pk, actor=leader, fingerprint=file.plan["fingerprint"]).state == "applied"
    assert len(standing()) == life.BATCH + 1


def test_a_number_that_comes_in_the_middle_leaves_nothing_half_stored(many, leader, workspace, previewed, standing):
    file = previewed(many)

    def rival(done: int, total: int) -> None:
        if FromFile.objects.exists():
            last = Observation.objects.latest("starts_on")
            Observation.objects.create(
                workspace=workspace,
                metric_id=last.metric_id,
                starts_on=last.starts_on + dt.timedelta(days=7),
                value=-1,
                definition_version=1,
                author=leader,
            )

    assert life.apply(file.pk, actor=leader, fingerprint=file.plan["fingerprint"], report=rival).state == "failed"
    assert standing() == []
    file.refresh_from_db()
    assert (file.error, life.has_content(file)) == (life.MEANWHILE, True)


def test_a_broken_file_fails_with_its_sentence_and_is_not_kept(metrics, previewed):
    file = previewed(b"%PDF-1.7 ...", name="report.csv")
    assert (file.state, file.error, file.content) == (
        "failed",
        "This is no table, whatever its name says. Choose a CSV or an Excel workbook (.xlsx).",
        None,
    )


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        (0, "“numbers.csv” is empty."),
        (200 * 1024 * 1024, "This is 200.0 MB; at most 20 MB can be read at once. Split it into several files."),
    ],
)
def test_a_size_beyond_the_limit_is_refused_before_anything_is_read(size, sentence):
    with pytest.raises(ValidationError) as caught:
        life.check_size("numbers.csv", size)
    assert caught.value.messages == [sentence]


def test_a_forgotten_file_leaves_nothing(metrics, previewed):
    file = previewed(TWO)
    assert life.discard(file)
    file.refresh_from_db()
    assert (file.state, file.content, file.details, file.plan, file.choices) == ("discarded", None, None, {}, {})
    assert not life.discard(file)


def test_a_stored_file_cannot_be_forgotten(metrics, stored):
    assert not life.discard(stored(TWO))


def test_files_that_nobody_decides_on_are_forgotten_after_seven_days(metrics, previewed, stored, workspace):
    old, fresh, done = previewed(TWO), previewed(TWO), stored(TWO)
    now = timezone.now()
    ObservationFile.objects.exclude(pk=fresh.pk).update(updated_at=now - dt.timedelta(days=8))
    assert life.sweep(workspace, now=now) == {"forgotten": 1, "abandoned": 0}
    states = dict(ObservationFile.objects.values_list("pk", "state"))
    assert states == {old.pk: "discarded", fresh.pk: "previewed", done.pk: "applied"}


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("reading", "failed", life.READING_STOPPED),
        ("applying", "failed", life.STOPPED),
        ("undoing", "applied", life.UNDO_STOPPED),
    ],
)
def test_work_that_died_is_said_to_have(metrics, previewed, workspace, before, after, sentence):
    file = previewed(TWO)
    now = timezone.now()
    ObservationFile.objects.update(state=before, updated_at=now - dt.timedelta(minutes=21))
    assert life.sweep(workspace, now=now) == {"forgotten": 0, "abandoned": 1}
    file.refresh_from_db()
    assert (file.state, file.error) == (after, sentence)
    assert life.read_again(file) == (after == "failed")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_store_it_once():
    leader = make_user("ines@northwind.example")
    workspace = create_workspace("Northwind", leader=leader, slug="northwind")
    with scope(workspace=workspace.pk, user=leader.pk):
        add_metric(workspace, author=leader, **FIELDS)
        file = life.receive(workspace, author=leader, name="numbers.csv", content=TWO.encode())
        life.prepare(file)
        fingerprint = ObservationFile.objects.get().plan["fingerprint"]
    states, barrier = [], threading.Barrier(4)

    def store():
        try:
            barrier.wait()
            with scope(workspace=workspace.pk, user=leader.pk):
                states.append(life.apply(file.pk, actor=leader, fingerprint=fingerprint).state)
        finally:
            connection.close()

    threads = [threading.Thread(target=store) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states == ["applied"] * 4
    with scope(workspace=workspace.pk, user=leader.pk):
        assert (Observation.objects.count(), FromFile.objects.count()) == (2, 2)
        assert AuditEntry.objects.filter(act="imported").count() == 1


def test_another_workspace_sees_neither_files_nor_what_they_stored(stored, metrics, stranger):
    stored(TWO)
    with scope(user=stranger.pk):
        foreign = Workspace.objects.get(slug="elsewhere")
    enter(workspace=foreign.pk, user=stranger.pk)
    assert (ObservationFile.objects.count(), FromFile.objects.count(), Observation.objects.count()) == (0, 0, 0)
