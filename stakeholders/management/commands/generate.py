"""Makes a workspace of a size to measure on."""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, TypeVar

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import User, Workspace
from accounts.workspaces import create_workspace, memberships_of
from stakeholders.generation import PEOPLE, Generated, generate
from stakeholders.models import (
    Assessment,
    Department,
    ImportBatch,
    ImportChange,
    ImportedProject,
    Relationship,
    Stakeholder,
    Touchpoint,
)

LEADER = "leader@generated.example"
BATCH = 5_000
# One look-up by index for each person: a join would be planned on statistics of a table that was empty before.
POINT_TO_CURRENT = """
    UPDATE stakeholders_stakeholder AS person SET
        current_id = (
            SELECT id FROM stakeholders_assessment WHERE stakeholder_id = person.id
            ORDER BY assessed_on DESC, id DESC LIMIT 1
        ),
        version = 1 + (SELECT count(*) FROM stakeholders_assessment WHERE stakeholder_id = person.id)
"""
Row = TypeVar("Row")
# What a workspace holds, in the order in which it can go.
EMPTIED: tuple[type[models.Model], ...] = (
    ImportChange, ImportedProject, ImportBatch, Relationship, Touchpoint, Assessment, Stakeholder, Department,
)  # fmt: skip


class Command(BaseCommand):
    help = "Make a workspace of 60 (S), 1,000 (M) or 10,000 (L) people, five ties and ten assessments for each."

    # It reads no URL: checking them all would be most of its time.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=list(PEOPLE), required=True)
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same rows (1)")
        parser.add_argument("--workspace", metavar="SLUG", help="its address (generated-s, -m or -l)")
        parser.add_argument(
            "--leader",
            metavar="EMAIL",
            default=LEADER,
            help=f"an account that will lead it ({LEADER}, made if missing)",
        )
        parser.add_argument("--replace", action="store_true", help="empty a generated workspace of that address first")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        size = options["size"]
        slug = options["workspace"] or f"generated-{size.lower()}"
        generated = generate(size, seed=options["seed"], today=timezone.localdate())
        with transaction.atomic():
            leader = self._leader(options["leader"])
            workspace = self._workspace(leader, slug, size, replace=options["replace"])
            with (
                scope(workspace=workspace.pk, user=leader.pk),
                pghistory.context(user=leader.pk, why=f"Generated, size {size}, seed {options['seed']}"),
            ):
                write(generated, workspace, leader)
                self.add(workspace, leader, size=size, seed=options["seed"])
        self.stdout.write(
            f"/w/{slug}/: {len(generated.people):,} people, {len(generated.ties):,} ties, "
            f"{sum(len(each.assessments) for each in generated.people):,} assessments "
            f"in {time.monotonic() - began:.1f} s; led by {leader.email}."
        )

    def _leader(self, email: str) -> User:
        leader = User.objects.filter(email=email.lower()).first()
        if leader is None and email == LEADER:
            leader = User.objects.create_user(LEADER, name="Generated Leader")
        if leader is None:
            raise CommandError(f"No account has the address {email}.")
        return leader

    def _workspace(self, leader: User, slug: str, size: str, *, replace: bool) -> Workspace:
        """The empty workspace to write into."""
        found = next((each.workspace for each in memberships_of(leader.pk) if each.workspace.slug == slug), None)
        if found is None:
            made = create_workspace(f"Generated {size}", leader=leader, slug=slug)
            if made.slug != slug:
                raise CommandError(f"The address /w/{slug}/ belongs to others; choose another with --workspace.")
            return made
        if not replace:
            raise CommandError(f"/w/{slug}/ exists; --replace empties it first, or choose another with --workspace.")
        with scope(workspace=found.pk, user=leader.pk), pghistory.context(user=leader.pk, why="Generated anew"):
            if Stakeholder.objects.exclude(external_id__startswith="G-").exists():
                raise CommandError(f"/w/{slug}/ holds people who were not generated; nothing was touched.")
            self.clear()
        return found

    def add(self, workspace: Workspace, leader: User, *, size: str, seed: int) -> None:
        """What apps above add, of the same size and seed: see the command of `config`."""

    def clear(self) -> None:
        empty()


def empty() -> None:
    """Remove all stakeholders of the workspace that is in scope, with everything about them."""
    Stakeholder.objects.update(current=None)
    for model in EMPTIED:
        model._base_manager.all()._raw_delete(model._base_manager.db)


def write(generated: Generated, workspace: Workspace, leader: User) -> None:
    """The rows of a generated workspace, in bulk."""
    departments = {
        row.name: row
        for row in Department.objects.bulk_create(
            Department(workspace=workspace, name=n) for n in generated.departments
        )
    }
    people = Stakeholder.objects.bulk_create(
        (
            Stakeholder(
                workspace=workspace,
                external_id=each.key,
                kind=each.kind,
                is_group=each.is_group,
                name=each.name,
                email=each.email,
                job_title=each.job_title,
                department=departments.get(each.department),
                owner=leader if each.owned else None,
            )
            for each in generated.people
        ),
        batch_size=BATCH,
    )
    keys = [person.pk for person in people]
    fixed = {"workspace_id": workspace.pk, "attributes": "{}"}
    for ties in batches(generated.ties):
        insert(
            Relationship,
            {
                "source_id": [keys[tie.source] for tie in ties],
                "target_id": [keys[tie.target] for tie in ties],
                "kind": [tie.kind for tie in ties],
                "weight": [tie.weight for tie in ties],
            },
            fixed,
        )
    fixed = {"workspace_id": workspace.pk, "author_id": leader.pk}
    looks = [(key, each) for key, person in zip(keys, generated.people, strict=True) for each in person.assessments]
    for batch in batches(looks):
        judged = {name: [each.get(name) for _, each in batch] for name in batch[0][1]}
        insert(Assessment, {"stakeholder_id": [key for key, _ in batch], **judged}, fixed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT refresh_stakeholder_statistics()")
        # Not one subquery a row: rows this new have no statistics, and that took minutes where this takes a second.
        cursor.execute(POINT_TO_CURRENT)


def batches(rows: list[Row]) -> Iterator[list[Row]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def insert(model: type[models.Model], columns: dict[str, list[Any]], fixed: dict[str, Any]) -> None:
    """Rows by column, past the models: a third of the time where there are a hundred thousand."""
    types = {field.column: field.db_type(connection) for field in model._meta.concrete_fields}
    missing = {field.column: field.get_default() for field in model._meta.concrete_fields if not field.primary_key}
    fixed = {name: value for name, value in {**missing, **fixed}.items() if name not in columns}
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join([*columns, *fixed])})"
            f" SELECT *, {', '.join(f'%s::{types[name]}' for name in fixed)}"
            f" FROM unnest({', '.join(f'%s::{types[name]}[]' for name in columns)})",
            [*fixed.values(), *columns.values()],
        )
