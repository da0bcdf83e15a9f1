"""Quarterly planning sessions, behind row-level security."""

import uuid

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.isolation import append_only, isolate
from web import folding

TABLES = [
    "planningsession",
    "sessionstage",
    "seat",
    "proposal",
    "boardnote",
    "boardmove",
    "ballot",
    "pokerround",
    "estimate",
    "confidence",
]
EVENTS = ["planningsessionevent", "seatevent"]
REFERENCED = ["planningsession", "seat", "proposal", "boardnote", "pokerround"]
SESSION = "planning_planningsession (workspace_id, id)"
SEAT = "planning_seat (workspace_id, id)"
PROPOSAL = "planning_proposal (workspace_id, id)"
MEMBER = "accounts_membership (workspace_id, user_id)"
# (table, column, referenced table, what becomes of the row when the referenced one goes)
KEYS = [
    ("planningsession", "follows_id", SESSION, "NO ACTION"),
    ("planningsession", "facilitator_id", MEMBER, "SET NULL (facilitator_id)"),
    ("sessionstage", "session_id", SESSION, "CASCADE"),
    ("seat", "session_id", SESSION, "CASCADE"),
    ("seat", "stakeholder_id", "stakeholders_stakeholder (workspace_id, id)", "CASCADE"),
    ("seat", "user_id", MEMBER, "SET NULL (user_id)"),
    ("proposal", "session_id", SESSION, "CASCADE"),
    ("proposal", "goal_id", "planning_goal (workspace_id, id)", "NO ACTION"),
    ("proposal", "owner_id", MEMBER, "SET NULL (owner_id)"),
    ("boardnote", "session_id", SESSION, "CASCADE"),
    ("boardnote", "seat_id", SEAT, "CASCADE"),
    ("boardnote", "request_id", "planning_request (workspace_id, id)", "CASCADE"),
    ("boardnote", "proposal_id", PROPOSAL, "CASCADE"),
    ("boardmove", "session_id", SESSION, "CASCADE"),
    ("boardmove", "note_id", "planning_boardnote (workspace_id, id)", "CASCADE"),
    ("boardmove", "proposal_id", PROPOSAL, "CASCADE"),
    ("boardmove", "seat_id", SEAT, "CASCADE"),
    ("boardmove", "user_id", MEMBER, "SET NULL (user_id)"),
    ("boardmove", "source_id", PROPOSAL, "CASCADE"),
    ("boardmove", "target_id", PROPOSAL, "CASCADE"),
    ("ballot", "session_id", SESSION, "CASCADE"),
    ("ballot", "seat_id", SEAT, "CASCADE"),
    ("pokerround", "session_id", SESSION, "CASCADE"),
    ("pokerround", "proposal_id", PROPOSAL, "CASCADE"),
    ("estimate", "round_id", "planning_pokerround (workspace_id, id)", "CASCADE"),
    ("estimate", "seat_id", SEAT, "CASCADE"),
    ("confidence", "session_id", SESSION, "CASCADE"),
    ("confidence", "seat_id", SEAT, "CASCADE"),
]
ABOUT_PEOPLE = ["goalownerevent", "stakeevent", "goalpositionevent"]
# Theirs before it was known whose they are, too.
FOUND_LATER = ["requestevent", "seatevent"]
DELETE = "".join(
    f"""
    DELETE FROM planning_{table} WHERE {whose};
    GET DIAGNOSTICS counted = ROW_COUNT; removed := removed + counted;"""
    for table, whose in [
        *((table, "stakeholder_id = erased") for table in ABOUT_PEOPLE),
        *(
            (table, f"pgh_obj_id IN (SELECT pgh_obj_id FROM planning_{table} WHERE stakeholder_id = erased)")
            for table in FOUND_LATER
        ),
    ]
)
ERASE = f"""
CREATE OR REPLACE FUNCTION erase_planning_events(erased bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    removed bigint := 0;
    counted bigint;
BEGIN{DELETE}
    RETURN removed;
END
$$
"""


def same_workspace(table: str, column: str, referenced: str, becomes: str) -> migrations.RunSQL:
    name = f"{table}_{column}_same_workspace"
    return migrations.RunSQL(
        sql=(
            f"ALTER TABLE planning_{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES {referenced} ON DELETE {becomes} DEFERRABLE INITIALLY DEFERRED"
        ),
        reverse_sql=f"ALTER TABLE planning_{table} DROP CONSTRAINT {name}",
    )


def index(name: str, table: str, columns: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=f"CREATE INDEX {name} ON planning_{table} ({columns})", reverse_sql=f"DROP INDEX {name}"
    )


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0010_calendar_acts"),
        ("planning", "0007_requests"),
        ("stakeholders", "0026_ties_in_their_workspace"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *folding.folded(
            "planning",
            [
                migrations.CreateModel(
                    name="PlanningSession",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("title", models.CharField(max_length=200)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        (
                            "held",
                            models.CharField(
                                choices=[("room", "In one room, or one call"), ("days", "Over days")],
                                default="room",
                                max_length=4,
                            ),
                        ),
                        (
                            "deck",
                            models.CharField(
                                choices=[
                                    ("fibonacci", "Days: 0 ½ 1 2 3 5 8 13 20 40 100"),
                                    ("shirts", "T-shirts: XS S M L XL"),
                                ],
                                default="fibonacci",
                                max_length=9,
                            ),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="days of work there are"
                            ),
                        ),
                        ("current_place", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("planned_at", models.DateTimeField(blank=True, null=True)),
                        ("where", models.CharField(blank=True, max_length=300)),
                        ("begun_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("outcome", models.TextField(blank=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "facilitator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="planning.planningsession",
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-starts_on", "-created_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PlanningSessionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("title", models.CharField(max_length=200)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        (
                            "held",
                            models.CharField(
                                choices=[("room", "In one room, or one call"), ("days", "Over days")],
                                default="room",
                                max_length=4,
                            ),
                        ),
                        (
                            "deck",
                            models.CharField(
                                choices=[
                                    ("fibonacci", "Days: 0 ½ 1 2 3 5 8 13 20 40 100"),
                                    ("shirts", "T-shirts: XS S M L XL"),
                                ],
                                default="fibonacci",
                                max_length=9,
                            ),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="days of work there are"
                            ),
                        ),
                        ("current_place", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("planned_at", models.DateTimeField(blank=True, null=True)),
                        ("where", models.CharField(blank=True, max_length=300)),
                        ("begun_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("outcome", models.TextField(blank=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "facilitator",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="planning.planningsession",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="planning.planningsession",
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("title", models.CharField(max_length=200)),
                        ("place", models.FloatField()),
                        ("size", models.CharField(blank=True, max_length=4)),
                        ("size_why", models.TextField(blank=True)),
                        (
                            "decision",
                            models.CharField(blank=True, choices=[("in", "In"), ("out", "Not in")], max_length=3),
                        ),
                        ("why", models.TextField(blank=True)),
                        ("gone_at", models.DateTimeField(blank=True, null=True)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "goal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="planning.goal",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proposals",
                                to="planning.planningsession",
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["place", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PokerRound",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("revealed_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "session",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rounds",
                                to="planning.planningsession",
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rounds",
                                to="planning.proposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["opened_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("name", models.CharField(max_length=300)),
                        ("is_observer", models.BooleanField(default=False)),
                        ("invited_at", models.DateTimeField(blank=True, null=True)),
                        ("joined_at", models.DateTimeField(blank=True, null=True)),
                        ("gone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "session",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seats",
                                to="planning.planningsession",
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="stakeholders.stakeholder",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Estimate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.CharField(max_length=4)),
                        ("chosen_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="estimates",
                                to="planning.pokerround",
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="planning.seat",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Confidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.PositiveSmallIntegerField()),
                        ("why", models.TextField(blank=True)),
                        ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="confidences",
                                to="planning.planningsession",
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="planning.seat",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "vote of confidence",
                        "verbose_name_plural": "votes of confidence",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="BoardNote",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("question", "Question"), ("idea", "Idea")], default="idea", max_length=8
                            ),
                        ),
                        ("text", models.CharField(max_length=500)),
                        ("answer", models.TextField(blank=True)),
                        ("place", models.FloatField()),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("gone_at", models.DateTimeField(blank=True, null=True)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="planning.request",
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="planning.planningsession",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="planning.proposal",
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="planning.seat",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["place", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="BoardMove",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("source_place", models.FloatField()),
                        ("target_place", models.FloatField()),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="planning.boardnote",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moves",
                                to="planning.planningsession",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="planning.proposal",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="planning.proposal",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="planning.proposal",
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="planning.seat",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Ballot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.JSONField(default=list)),
                        ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ballots",
                                to="planning.planningsession",
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="planning.seat",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SeatEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("name", models.CharField(max_length=300)),
                        ("is_observer", models.BooleanField(default=False)),
                        ("invited_at", models.DateTimeField(blank=True, null=True)),
                        ("joined_at", models.DateTimeField(blank=True, null=True)),
                        ("gone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="planning.seat",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="planning.planningsession",
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="stakeholders.stakeholder",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SessionStage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("goals", "Goals"),
                                    ("questions", "Questions and answers"),
                                    ("ideas", "Ideas"),
                                    ("order", "Order"),
                                    ("size", "Size"),
                                    ("commit", "Commit"),
                                    ("close", "Close"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("minutes", models.PositiveSmallIntegerField(default=10)),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("paused_at", models.DateTimeField(blank=True, null=True)),
                        ("revealed_at", models.DateTimeField(blank=True, null=True)),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "session",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stages",
                                to="planning.planningsession",
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["place"],
                    },
                ),
                migrations.AddIndex(
                    model_name="planningsession",
                    index=models.Index(fields=["workspace", "-starts_on"], name="planning_session_recent"),
                ),
                migrations.AddConstraint(
                    model_name="planningsession",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="planning_session_has_a_title"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="planningsession",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="planning_session_ends_after_start",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="planningsession",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("held__in", ["room", "days"])), name="planning_session_held_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="planningsession",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("deck__in", ["fibonacci", "shirts"])), name="planning_session_deck_known"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planningsession",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="88d328172b696d6bf970f7e92432cbc7c777b799",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_028dc",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_planningsession",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planningsession",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="ad7e1b5d98ced6b8d9827d589d7abaee131f4ea1",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_50a52",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_planningsession",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planningsession",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="74d5f4e35093382b4f8cb3a84f871c8b16d8509a",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_8c3da",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_planningsession",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planningsession",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_planningsessionevent" ("begun_at", "closed_at", "created_at", "current_place", "days", "deck", "ends_on", "facilitator_id", "follows_id", "held", "id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "starts_on", "title", "where", "workspace_id") SELECT new_values."begun_at", new_values."closed_at", new_values."created_at", new_values."current_place", new_values."days", new_values."deck", new_values."ends_on", new_values."facilitator_id", new_values."follows_id", new_values."held", new_values."id", new_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."planned_at", new_values."starts_on", new_values."title", new_values."where", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="171c779e2a69c0cdb5b5d0f37c1b0b7be0dad04d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4dce4",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_planningsession",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planningsession",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."begun_at" IS DISTINCT FROM (NEW."begun_at") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."current_place" IS DISTINCT FROM (NEW."current_place") OR OLD."days" IS DISTINCT FROM (NEW."days") OR OLD."deck" IS DISTINCT FROM (NEW."deck") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."facilitator_id" IS DISTINCT FROM (NEW."facilitator_id") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id") OR OLD."held" IS DISTINCT FROM (NEW."held") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."planned_at" IS DISTINCT FROM (NEW."planned_at") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."where" IS DISTINCT FROM (NEW."where") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                            func='INSERT INTO "planning_planningsessionevent" ("begun_at", "closed_at", "created_at", "current_place", "days", "deck", "ends_on", "facilitator_id", "follows_id", "held", "id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "starts_on", "title", "where", "workspace_id") VALUES (NEW."begun_at", NEW."closed_at", NEW."created_at", NEW."current_place", NEW."days", NEW."deck", NEW."ends_on", NEW."facilitator_id", NEW."follows_id", NEW."held", NEW."id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."planned_at", NEW."starts_on", NEW."title", NEW."where", NEW."workspace_id"); RETURN NULL;',
                            hash="f1dcf6c5e1c98f07bb255a5b80b8fd8b32d654df",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3012a",
                            table="planning_planningsession",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planningsession",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_planningsessionevent" ("begun_at", "closed_at", "created_at", "current_place", "days", "deck", "ends_on", "facilitator_id", "follows_id", "held", "id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "starts_on", "title", "where", "workspace_id") SELECT old_values."begun_at", old_values."closed_at", old_values."created_at", old_values."current_place", old_values."days", old_values."deck", old_values."ends_on", old_values."facilitator_id", old_values."follows_id", old_values."held", old_values."id", old_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."planned_at", old_values."starts_on", old_values."title", old_values."where", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="dc3a58b5cb3666e4c00d327938f12c5602e6145b",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_4b29c",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_planningsession",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="planningsessionevent",
                    index=models.Index(
                        fields=["workspace", "-pgh_created_at", "-pgh_id"], name="planningsession_audit_recent"
                    ),
                ),
                migrations.AddIndex(
                    model_name="planningsessionevent",
                    index=models.Index(fields=["pgh_obj"], name="planningsession_audit_object"),
                ),
                migrations.AddIndex(
                    model_name="proposal",
                    index=models.Index(fields=["session", "revision"], name="proposal_changed_since"),
                ),
                migrations.AddConstraint(
                    model_name="proposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="proposal_has_a_title"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="proposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("decision__in", ["", "in", "out"])), name="proposal_decision_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="proposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "out"), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_left_out_for_a_reason",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="proposal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="92d717c1326134cb2314d44d1ecc21ec684ea6d2",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_cab5b",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_proposal",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="proposal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="a9775a841abcac81e7717e24580f5a85b3d0dc59",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_fcebc",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_proposal",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="proposal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="9fce253b3a2468766c8b8c2df61a35026205fa7b",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_2bda9",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_proposal",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pokerround",
                    constraint=models.UniqueConstraint(fields=("proposal", "number"), name="poker_round_number_once"),
                ),
                migrations.AddConstraint(
                    model_name="pokerround",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("session",), name="poker_round_one_at_a_time"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="pokerround",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="64220f704f39a34b8af07642c4c16fed0ce8f47b",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_36ba0",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_pokerround",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="pokerround",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="71236f27998cd2509ac85ba6589cd1e02c2610cc",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_e5a4b",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_pokerround",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="pokerround",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="3de1f861753f58e7c16742159ce09ef568591b4f",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_4e4cc",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_pokerround",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="seat",
                    constraint=models.UniqueConstraint(
                        fields=("session", "stakeholder"), name="seat_once_a_stakeholder"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="seat",
                    constraint=models.UniqueConstraint(fields=("session", "user"), name="seat_once_a_user"),
                ),
                migrations.AddConstraint(
                    model_name="seat",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="seat_has_a_name"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="f4ff35276a4c7558844ee1815e36d3211780db85",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_c2f8f",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_seat",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="f81fe7a4cd1239feda9c48e6e0d346dbcf2499d2",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_fc166",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_seat",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="dc3e57948d7283c0c2336ea3e117997f2470f9e0",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_cc740",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_seat",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_seatevent" ("gone_at", "id", "invited_at", "is_observer", "joined_at", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "stakeholder_id", "user_id", "workspace_id") SELECT new_values."gone_at", new_values."id", new_values."invited_at", new_values."is_observer", new_values."joined_at", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."session_id", new_values."stakeholder_id", new_values."user_id", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="099d04af656318d8379f5a35f5124628dc67ae18",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c12b2",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_seat",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "planning_seatevent" ("gone_at", "id", "invited_at", "is_observer", "joined_at", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "stakeholder_id", "user_id", "workspace_id") VALUES (NEW."gone_at", NEW."id", NEW."invited_at", NEW."is_observer", NEW."joined_at", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."session_id", NEW."stakeholder_id", NEW."user_id", NEW."workspace_id"); RETURN NULL;',
                            hash="edde01005566120fb7bcb28c1d4a6340d1c21d16",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9f305",
                            table="planning_seat",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_seatevent" ("gone_at", "id", "invited_at", "is_observer", "joined_at", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "stakeholder_id", "user_id", "workspace_id") SELECT old_values."gone_at", old_values."id", old_values."invited_at", old_values."is_observer", old_values."joined_at", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."session_id", old_values."stakeholder_id", old_values."user_id", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="a34c22c66955adc715e54c912a6a3d8dfd7dd41e",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_854da",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_seat",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="estimate",
                    constraint=models.UniqueConstraint(fields=("round", "seat"), name="estimate_once_a_seat"),
                ),
                migrations.AddConstraint(
                    model_name="estimate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("value", ""), _negated=True), name="estimate_is_a_card"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="estimate",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="67edc02f310125d93e6617f91ba867bcd11f7bfb",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_80dd1",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_estimate",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="estimate",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="dea6124e717b2273be135ee5f43134b97d3fa14c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_4b676",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_estimate",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="estimate",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="af64401ecc9e062adc20cd12507dc915f1befcb1",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_6ca01",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_estimate",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="confidence",
                    constraint=models.UniqueConstraint(fields=("session", "seat"), name="confidence_once_a_seat"),
                ),
                migrations.AddConstraint(
                    model_name="confidence",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("value__range", (1, 5))), name="confidence_on_scale"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="confidence",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="e70deed18d1f6dbdcac72e64d38627f3779d0da3",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_d1d41",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_confidence",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="confidence",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="0b3b4cb3211ba5a647d3449aa2ccd73c7dac62a6",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_9cae2",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_confidence",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="confidence",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="1875e8178145026d06a7371d6f75a65b678e0ed3",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_4eb41",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_confidence",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="boardnote",
                    index=models.Index(fields=["session", "revision"], name="board_note_changed_since"),
                ),
                migrations.AddConstraint(
                    model_name="boardnote",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="board_note_says_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="boardnote",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["question", "idea"])), name="board_note_kind_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="boardnote",
                    constraint=models.UniqueConstraint(fields=("session", "request"), name="board_note_once_a_request"),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="boardnote",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="619a113f0f2948ad21f17c91f4158a0bcb92485d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_26ee2",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_boardnote",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="boardnote",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="feee44288d8e0a1566d0d145ccb98e32e4dd238f",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_4a78c",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_boardnote",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="boardnote",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="b993a3330d486854ddb88f7787d931308704a3cd",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_ead95",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_boardnote",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="boardmove",
                    index=models.Index(fields=["session", "at"], name="board_move_recent"),
                ),
                migrations.AddConstraint(
                    model_name="boardmove",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("note__isnull", True), ("proposal__isnull", True), _connector="XOR"),
                        name="board_move_of_one_thing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ballot",
                    constraint=models.UniqueConstraint(fields=("session", "seat"), name="ballot_once_a_seat"),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="ballot",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="3ad109373f8405f634095409aaf5a5d863a6ce45",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_b6605",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_ballot",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="ballot",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="8e7838101542e86b5abb1c62fe59cb4b46fec5b3",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_c4273",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_ballot",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="ballot",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="ab7ab72514c2c31b6ec283dd19de8fe8864804c7",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_60a08",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_ballot",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="seatevent",
                    index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="seat_audit_recent"),
                ),
                migrations.AddIndex(
                    model_name="seatevent",
                    index=models.Index(fields=["pgh_obj"], name="seat_audit_object"),
                ),
                migrations.AddConstraint(
                    model_name="sessionstage",
                    constraint=models.UniqueConstraint(
                        fields=("session", "place"), name="session_stage_place_taken_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sessionstage",
                    constraint=models.UniqueConstraint(fields=("session", "kind"), name="session_stage_once_a_kind"),
                ),
                migrations.AddConstraint(
                    model_name="sessionstage",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["goals", "questions", "ideas", "order", "size", "commit", "close"])
                        ),
                        name="session_stage_kind_known",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sessionstage",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="70beea9aac4f51ed019c6fc52a12f587d4b68f63",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_3585e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_sessionstage",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sessionstage",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="c27a870d869ff0dbec22fe5ab0a0f2eab3f66475",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_716fa",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_sessionstage",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sessionstage",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="03f04e74572f95298b0fe838b5b21bb5017009e1",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_5fea3",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_sessionstage",
                            when="AFTER",
                        ),
                    ),
                ),
            ],
        ),
        *(isolate(f"planning_{table}") for table in [*TABLES, *EVENTS]),
        *(append_only(f"planning_{table}") for table in EVENTS),
        *(
            migrations.RunSQL(
                sql=f"ALTER TABLE planning_{table} ADD CONSTRAINT {table}_in_workspace UNIQUE (workspace_id, id)",
                reverse_sql=f"ALTER TABLE planning_{table} DROP CONSTRAINT {table}_in_workspace",
            )
            for table in REFERENCED
        ),
        *(same_workspace(*key) for key in KEYS),
        *(
            index(f"{table}_{column}_by_workspace", table, f"workspace_id, {column}")
            for table, column, _referenced, _becomes in KEYS
        ),
        index("seatevent_stakeholder", "seatevent", "stakeholder_id"),
        migrations.RunSQL(sql=[ERASE], reverse_sql=migrations.RunSQL.noop),
    ]
