"""Long files are read, stored and taken back by tasks, each in a scope of its own."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Workspace
from impact import tasks
from impact.files import life, progress
from impact.models import ObservationFile

pytestmark = pytest.mark.django_db

TWO = "Metric,Period,Value\nWin rate,2026-03,12.5\nWin rate,2026-04,13\n"


def test_a_file_goes_its_whole_way_by_tasks(metrics, workspace, leader, member, standing):
    file = life.receive(workspace, author=leader, name="numbers.csv", content=TWO.encode())
    at = {"workspace_id": str(workspace.pk), "file_id": file.pk}
    progress.tell(file.pk, 0)
    tasks.read_file(**at)
    file.refresh_from_db()
    assert (file.state, progress.percent([file.pk])) == ("previewed", {})
    life.start_applying(file, file.plan["fingerprint"])
    tasks.store_file(**at, actor_id=member.pk)
    file.refresh_from_db()
    assert (file.state, [row[2] for row in standing()]) == ("applied", [12.5, 13.0])
    assert {row.observation.author for row in file.stored.select_related("observation__author")} == {member}
    life.start_undoing(file)
    tasks.undo_file(**at, actor_id=leader.pk)
    file.refresh_from_db()
    assert (file.state, standing()) == ("undone", [])


def test_how_far_it_is_is_told(metrics, workspace, leader):
    rows = "".join(f"Win rate,{1900 + place // 12}-{place % 12 + 1:02},{place}\n" for place in range(1200)) * 2
    file = life.receive(workspace, author=leader, name="numbers.csv", content=f"Metric,Period,Value\n{rows}".encode())
    told = []
    life.prepare(file, report=lambda done, total: told.append(round(100 * done / total)))
    assert told == sorted(told)
    assert (told[0] > 0, told[-1] <= 100) == (True, True)


def test_old_files_are_forgotten_in_every_workspace(metrics, previewed, workspace):
    file = previewed(TWO)
    ObservationFile.objects.update(updated_at=timezone.now() - dt.timedelta(days=8))
    tasks.sweep_files()
    file.refresh_from_db()
    assert (file.state, file.content, Workspace.objects.get()) == ("discarded", None, workspace)
