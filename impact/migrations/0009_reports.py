"""Audiences, reports as they are written, editions as they were issued, and the ways in which those reach people."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.isolation import append_only, isolate
from web import folding

# What was issued and who opened it stays as it was: of an edition it alone, that it was withdrawn.
NEVER_CHANGED = (
    "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'coalition_app') THEN "
    "REVOKE UPDATE ON impact_issuedreport, impact_reportview FROM coalition_app; "
    "GRANT UPDATE (withdrawn_at, withdrawn_by_id, withdrawn_why) ON impact_issuedreport TO coalition_app; "
    "END IF; END $$;"
)
AUDITED = ["audience", "audienceperson", "audiencemetric", "report", "reportitem"]
TABLES = [*AUDITED, "issuedreport", "reportshare", "reportview", "reportsending", "stakemeasure"]
POINTED_AT = ["audience", "report", "issuedreport", "reportshare"]
GOES, STAYS = "CASCADE", "NO ACTION"
STAKEHOLDER = "stakeholders_stakeholder"
# (table, column, referenced table, what becomes of the row when the referenced one goes)
KEYS = [
    ("audienceperson", "audience_id", "impact_audience", GOES),
    ("audienceperson", "stakeholder_id", STAKEHOLDER, GOES),
    ("audiencemetric", "audience_id", "impact_audience", GOES),
    ("audiencemetric", "metric_id", "impact_metric", GOES),
    ("report", "audience_id", "impact_audience", STAYS),
    ("report", "stakeholder_id", STAKEHOLDER, GOES),
    ("reportitem", "report_id", "impact_report", GOES),
    ("reportitem", "metric_id", "impact_metric", GOES),
    ("reportitem", "initiative_id", "impact_initiative", GOES),
    ("reportitem", "stake_id", "planning_stake", GOES),
    ("reportitem", "commitment_id", "discussions_commitment", GOES),
    ("issuedreport", "report_id", "impact_report", GOES),
    ("reportshare", "issued_id", "impact_issuedreport", GOES),
    ("reportshare", "stakeholder_id", STAKEHOLDER, GOES),
    ("reportview", "share_id", "impact_reportshare", GOES),
    ("reportsending", "issued_id", "impact_issuedreport", GOES),
    ("reportsending", "stakeholder_id", STAKEHOLDER, GOES),
    ("reportsending", "share_id", "impact_reportshare", GOES),
    ("stakemeasure", "stake_id", "planning_stake", GOES),
    ("stakemeasure", "metric_id", "impact_metric", GOES),
]


def within(table: str, column: str, to: str, on_delete: str) -> migrations.RunSQL:
    name = f"impact_{table}_{column.removesuffix('_id')}_same_workspace"
    return migrations.RunSQL(
        sql=[
            f"ALTER TABLE impact_{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES {to} (workspace_id, id) ON DELETE {on_delete} DEFERRABLE INITIALLY DEFERRED",
            f"CREATE INDEX {table}_{column}_by_workspace ON impact_{table} (workspace_id, {column})",
        ],
        reverse_sql=[
            f"DROP INDEX {table}_{column}_by_workspace",
            f"ALTER TABLE impact_{table} DROP CONSTRAINT {name}",
        ],
    )


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("discussions", "0010_discussions_say_when_written"),
        ("impact", "0008_initiatives"),
        ("planning", "0005_stakes_in_their_workspace"),
        ("stakeholders", "0023_carried_by_who_moves_somebody"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *folding.folded(
            "impact",
            [
                migrations.CreateModel(
                    name="Audience",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("role", models.CharField(blank=True, max_length=120, verbose_name="who, by their role")),
                        ("question", models.CharField(max_length=300, verbose_name="the question they ask")),
                        (
                            "cadence",
                            models.CharField(
                                choices=[
                                    ("month", "Every month"),
                                    ("quarter", "Every quarter"),
                                    ("year", "Every year"),
                                    ("asked", "When they ask"),
                                ],
                                default="quarter",
                                max_length=7,
                            ),
                        ),
                        ("from_library", models.CharField(blank=True, max_length=60)),
                        ("retired_on", models.DateField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "signs_off",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
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
                    name="AudienceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120)),
                        ("role", models.CharField(blank=True, max_length=120, verbose_name="who, by their role")),
                        ("question", models.CharField(max_length=300, verbose_name="the question they ask")),
                        (
                            "cadence",
                            models.CharField(
                                choices=[
                                    ("month", "Every month"),
                                    ("quarter", "Every quarter"),
                                    ("year", "Every year"),
                                    ("asked", "When they ask"),
                                ],
                                default="quarter",
                                max_length=7,
                            ),
                        ),
                        ("from_library", models.CharField(blank=True, max_length=60)),
                        ("retired_on", models.DateField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="impact.audience",
                            ),
                        ),
                        (
                            "signs_off",
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
                    name="AudienceMetric",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("called", models.CharField(blank=True, max_length=120)),
                        ("means", models.TextField(blank=True)),
                        (
                            "scale",
                            models.IntegerField(
                                choices=[(1, "As it is"), (1000, "In thousands"), (1000000, "In millions")], default=1
                            ),
                        ),
                        (
                            "audience",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="metric_rows",
                                to="impact.audience",
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="impact.metric",
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
                        "verbose_name": "metric of an audience",
                        "verbose_name_plural": "metrics of audiences",
                        "ordering": ["place", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AudienceMetricEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("place", models.PositiveIntegerField()),
                        ("called", models.CharField(blank=True, max_length=120)),
                        ("means", models.TextField(blank=True)),
                        (
                            "scale",
                            models.IntegerField(
                                choices=[(1, "As it is"), (1000, "In thousands"), (1000000, "In millions")], default=1
                            ),
                        ),
                        (
                            "audience",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="impact.audience",
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="impact.metric",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="impact.audiencemetric",
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
                    name="AudiencePerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "audience",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="people",
                                to="impact.audience",
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="stakeholders.stakeholder",
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
                        "verbose_name": "person of an audience",
                        "verbose_name_plural": "people of audiences",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AudiencePersonEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "audience",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="impact.audience",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="impact.audienceperson",
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="stakeholders.stakeholder",
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
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("answer", models.TextField(blank=True)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("compared_from", models.DateField(blank=True, null=True)),
                        ("compared_to", models.DateField(blank=True, null=True)),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
                        ("signed_version", models.PositiveIntegerField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "audience",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="impact.audience",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "ordering": ["-ends_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="IssuedReport",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("edition", models.PositiveIntegerField()),
                        ("why", models.TextField(blank=True, verbose_name="why there is another edition")),
                        ("document", models.JSONField()),
                        ("pdf", models.BinaryField()),
                        ("issued_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_why", models.TextField(blank=True)),
                        (
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
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
                            "report",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="editions",
                                to="impact.report",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-issued_at", "-edition"],
                    },
                ),
                migrations.CreateModel(
                    name="ReportEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("title", models.CharField(max_length=200)),
                        ("answer", models.TextField(blank=True)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("compared_from", models.DateField(blank=True, null=True)),
                        ("compared_to", models.DateField(blank=True, null=True)),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
                        ("signed_version", models.PositiveIntegerField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "audience",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="impact.audience",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="impact.report",
                            ),
                        ),
                        (
                            "signed_by",
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
                    name="ReportItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("changed", "What changed"),
                                    ("why", "Why"),
                                    ("next", "What we do next"),
                                    ("ask", "What we ask"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("words", models.TextField(blank=True)),
                        (
                            "commitment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="discussions.commitment",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="impact.initiative",
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="impact.metric",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="impact.report",
                            ),
                        ),
                        (
                            "stake",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="planning.stake",
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
                        "verbose_name": "piece of a report",
                        "verbose_name_plural": "pieces of reports",
                        "ordering": ["place", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReportItemEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("changed", "What changed"),
                                    ("why", "Why"),
                                    ("next", "What we do next"),
                                    ("ask", "What we ask"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("words", models.TextField(blank=True)),
                        (
                            "commitment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="discussions.commitment",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="impact.initiative",
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="impact.metric",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="impact.reportitem",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="impact.report",
                            ),
                        ),
                        (
                            "stake",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="planning.stake",
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
                    name="ReportShare",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("label", models.CharField(blank=True, max_length=120)),
                        ("passphrase_hash", models.CharField(blank=True, max_length=200)),
                        ("expires_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "issued",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shares",
                                to="impact.issuedreport",
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
                        "ordering": ["-created_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReportSending",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("written", "Written"),
                                    ("stopped", "Stopped"),
                                    ("called_off", "Called off"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("stopped_why", models.TextField(blank=True)),
                        ("message", models.UUIDField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "issued",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sendings",
                                to="impact.issuedreport",
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="stakeholders.stakeholder",
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
                            "share",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="impact.reportshare",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReportView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("with_pdf", models.BooleanField(default=False)),
                        (
                            "share",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="views",
                                to="impact.reportshare",
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
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="StakeMeasure",
                    fields=[
                        (
                            "stake",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="proved_by",
                                serialize=False,
                                to="planning.stake",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proves",
                                to="impact.metric",
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
                        "verbose_name": "measure of a stake",
                        "verbose_name_plural": "measures of stakes",
                        "ordering": ["pk"],
                    },
                ),
                migrations.AddConstraint(
                    model_name="audience",
                    constraint=models.UniqueConstraint(
                        models.F("workspace"), django.db.models.functions.text.Lower("name"), name="audience_named_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="audience",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("question", ""), _negated=True)
                        ),
                        name="audience_asks",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="audience",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("cadence__in", ["month", "quarter", "year", "asked"])),
                        name="audience_cadence_known",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="audience",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="244e67824c827e1e0d1b87cfe7b6c68240070980",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_0d83c",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_audience",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="audience",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="9cc71091582010bee560492a9bed1bfd2a4c9d4e",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_91d62",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_audience",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="audience",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="82418d41d3f333ddbdf7ac7357ba2a5de7029548",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_28484",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="impact_audience",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="audience",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_audienceevent" ("cadence", "created_at", "from_library", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "retired_on", "role", "signs_off_id", "workspace_id") SELECT new_values."cadence", new_values."created_at", new_values."from_library", new_values."id", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."question", new_values."retired_on", new_values."role", new_values."signs_off_id", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="cb3af4641c8a1c6f867968490266d91801e25971",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2e283",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_audience",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="audience",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."cadence" IS DISTINCT FROM (NEW."cadence") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."from_library" IS DISTINCT FROM (NEW."from_library") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."question" IS DISTINCT FROM (NEW."question") OR OLD."retired_on" IS DISTINCT FROM (NEW."retired_on") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."signs_off_id" IS DISTINCT FROM (NEW."signs_off_id") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                            func='INSERT INTO "impact_audienceevent" ("cadence", "created_at", "from_library", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "retired_on", "role", "signs_off_id", "workspace_id") VALUES (NEW."cadence", NEW."created_at", NEW."from_library", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."question", NEW."retired_on", NEW."role", NEW."signs_off_id", NEW."workspace_id"); RETURN NULL;',
                            hash="7bd7f6ca10112e8a36ef1bc2d60d9b6bc0f1f36e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_60d94",
                            table="impact_audience",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="audience",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_audienceevent" ("cadence", "created_at", "from_library", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "retired_on", "role", "signs_off_id", "workspace_id") SELECT old_values."cadence", old_values."created_at", old_values."from_library", old_values."id", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."question", old_values."retired_on", old_values."role", old_values."signs_off_id", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="d33cb968833fb960edd9b634f4815185c1ae255f",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ef391",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="impact_audience",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="audienceevent",
                    index=models.Index(
                        fields=["workspace", "-pgh_created_at", "-pgh_id"], name="audience_audit_recent"
                    ),
                ),
                migrations.AddIndex(
                    model_name="audienceevent",
                    index=models.Index(fields=["pgh_obj"], name="audience_audit_object"),
                ),
                migrations.AddConstraint(
                    model_name="audiencemetric",
                    constraint=models.UniqueConstraint(fields=("audience", "metric"), name="metric_once_in_audience"),
                ),
                migrations.AddConstraint(
                    model_name="audiencemetric",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("scale__in", [1, 1000, 1000000])), name="audience_scale_known"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="audiencemetric",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_audiencemetricevent" ("audience_id", "called", "id", "means", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "scale", "workspace_id") SELECT new_values."audience_id", new_values."called", new_values."id", new_values."means", new_values."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."place", new_values."scale", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d986b59709475115a9c244848e6fcd71797143ab",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4db3c",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_audiencemetric",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="audiencemetric",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "impact_audiencemetricevent" ("audience_id", "called", "id", "means", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "scale", "workspace_id") VALUES (NEW."audience_id", NEW."called", NEW."id", NEW."means", NEW."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."scale", NEW."workspace_id"); RETURN NULL;',
                            hash="9edf8dd94c5fb4008daa5b79b52784736deb4a28",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_23c42",
                            table="impact_audiencemetric",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="audiencemetric",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_audiencemetricevent" ("audience_id", "called", "id", "means", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "scale", "workspace_id") SELECT old_values."audience_id", old_values."called", old_values."id", old_values."means", old_values."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."place", old_values."scale", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="b38376c443ede542f4a7f69c57a717d28bd0fa70",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_a7bce",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="impact_audiencemetric",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="audiencemetricevent",
                    index=models.Index(
                        fields=["workspace", "-pgh_created_at", "-pgh_id"], name="audiencemetric_audit_recent"
                    ),
                ),
                migrations.AddIndex(
                    model_name="audiencemetricevent",
                    index=models.Index(fields=["pgh_obj"], name="audiencemetric_audit_object"),
                ),
                migrations.AddConstraint(
                    model_name="audienceperson",
                    constraint=models.UniqueConstraint(
                        fields=("audience", "stakeholder"), name="person_once_in_audience"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="audienceperson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_audiencepersonevent" ("audience_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "workspace_id") SELECT new_values."audience_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."stakeholder_id", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="a0badcd3beed70c1a13f4a4ada65eafa58531774",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b3168",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_audienceperson",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="audienceperson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "impact_audiencepersonevent" ("audience_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "workspace_id") VALUES (NEW."audience_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."stakeholder_id", NEW."workspace_id"); RETURN NULL;',
                            hash="5d8dde16ac1fc7373e99f6411a07601aaa2a8e1a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d859e",
                            table="impact_audienceperson",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="audienceperson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_audiencepersonevent" ("audience_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "workspace_id") SELECT old_values."audience_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."stakeholder_id", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="977baf3513e40d6c72d0a320daa6c7cdd1ccaf9a",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ef949",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="impact_audienceperson",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="audiencepersonevent",
                    index=models.Index(
                        fields=["workspace", "-pgh_created_at", "-pgh_id"], name="audienceperson_audit_recent"
                    ),
                ),
                migrations.AddIndex(
                    model_name="audiencepersonevent",
                    index=models.Index(fields=["pgh_obj"], name="audienceperson_audit_object"),
                ),
                migrations.AddConstraint(
                    model_name="report",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="report_has_a_title"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="report",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience__isnull", False), ("stakeholder", None)),
                            models.Q(("audience", None), ("stakeholder__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_is_for_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="report",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="report_ends_after_start"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="report",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("compared_from", None), ("compared_to", None)),
                            models.Q(
                                ("compared_from__isnull", False),
                                ("compared_from__lt", models.F("starts_on")),
                                ("compared_to__gte", models.F("compared_from")),
                                ("compared_to__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="report_compared_with_earlier",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="report",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None), ("signed_version", None)),
                            models.Q(
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                ("signed_version__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="report_signed_by_somebody",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="f60e967bb63010df8f62b0626ecbb4f826245ac5",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_94409",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_report",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="20a636f271bcd9dfdae9c44551a74e89592afcbf",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_2b3d7",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_report",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="1aa62bd3c2daaa0ac13061214510f626eb0cd6f0",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_e50bf",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="impact_report",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_reportevent" ("answer", "audience_id", "author_id", "compared_from", "compared_to", "created_at", "ends_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_at", "signed_by_id", "signed_version", "stakeholder_id", "starts_on", "title", "workspace_id") SELECT new_values."answer", new_values."audience_id", new_values."author_id", new_values."compared_from", new_values."compared_to", new_values."created_at", new_values."ends_on", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."signed_at", new_values."signed_by_id", new_values."signed_version", new_values."stakeholder_id", new_values."starts_on", new_values."title", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1efa9fee9c04ec3e69ebd034a3ec4e2a93af9ec0",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cafe5",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_report",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."audience_id" IS DISTINCT FROM (NEW."audience_id") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."compared_from" IS DISTINCT FROM (NEW."compared_from") OR OLD."compared_to" IS DISTINCT FROM (NEW."compared_to") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."signed_at" IS DISTINCT FROM (NEW."signed_at") OR OLD."signed_by_id" IS DISTINCT FROM (NEW."signed_by_id") OR OLD."signed_version" IS DISTINCT FROM (NEW."signed_version") OR OLD."stakeholder_id" IS DISTINCT FROM (NEW."stakeholder_id") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                            func='INSERT INTO "impact_reportevent" ("answer", "audience_id", "author_id", "compared_from", "compared_to", "created_at", "ends_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_at", "signed_by_id", "signed_version", "stakeholder_id", "starts_on", "title", "workspace_id") VALUES (NEW."answer", NEW."audience_id", NEW."author_id", NEW."compared_from", NEW."compared_to", NEW."created_at", NEW."ends_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."signed_at", NEW."signed_by_id", NEW."signed_version", NEW."stakeholder_id", NEW."starts_on", NEW."title", NEW."workspace_id"); RETURN NULL;',
                            hash="2785b07bae69a94ef6a06c0c6e37584f090b3edd",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_05c1d",
                            table="impact_report",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_reportevent" ("answer", "audience_id", "author_id", "compared_from", "compared_to", "created_at", "ends_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_at", "signed_by_id", "signed_version", "stakeholder_id", "starts_on", "title", "workspace_id") SELECT old_values."answer", old_values."audience_id", old_values."author_id", old_values."compared_from", old_values."compared_to", old_values."created_at", old_values."ends_on", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."signed_at", old_values."signed_by_id", old_values."signed_version", old_values."stakeholder_id", old_values."starts_on", old_values."title", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="698e27acfa19b6188de9ea430c97f1a1dd84e56e",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_a25b4",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="impact_report",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="issuedreport",
                    constraint=models.UniqueConstraint(fields=("report", "edition"), name="report_edition_once"),
                ),
                migrations.AddConstraint(
                    model_name="issuedreport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("edition", 1), models.Q(("why", ""), _negated=True), _connector="OR"),
                        name="report_reissued_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="issuedreport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_why", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_withdrawn_for_a_reason",
                    ),
                ),
                migrations.AddIndex(
                    model_name="reportevent",
                    index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="report_audit_recent"),
                ),
                migrations.AddIndex(
                    model_name="reportevent",
                    index=models.Index(fields=["pgh_obj"], name="report_audit_object"),
                ),
                migrations.AddConstraint(
                    model_name="reportitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("part__in", ["changed", "why", "next", "ask"])), name="report_part_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("commitment", None), ("initiative", None)),
                            models.Q(("initiative", None), ("metric", None), ("stake", None)),
                            models.Q(("commitment", None), ("metric", None), ("stake", None)),
                            _connector="OR",
                        ),
                        name="report_item_of_one_thing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("commitment", None),
                            ("initiative", None),
                            ("metric", None),
                            ("stake", None),
                            ("words", ""),
                            _negated=True,
                        ),
                        name="report_item_says_something",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportitem",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_reportitemevent" ("commitment_id", "id", "initiative_id", "metric_id", "part", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "report_id", "stake_id", "words", "workspace_id") SELECT new_values."commitment_id", new_values."id", new_values."initiative_id", new_values."metric_id", new_values."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."place", new_values."report_id", new_values."stake_id", new_values."words", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="913769e9a647bd4dc208cb3c7448ff560efe3a4d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_88769",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_reportitem",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportitem",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "impact_reportitemevent" ("commitment_id", "id", "initiative_id", "metric_id", "part", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "report_id", "stake_id", "words", "workspace_id") VALUES (NEW."commitment_id", NEW."id", NEW."initiative_id", NEW."metric_id", NEW."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."report_id", NEW."stake_id", NEW."words", NEW."workspace_id"); RETURN NULL;',
                            hash="3fc2ab5f69a741890d4dbefa509d288bab3c953a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_be63a",
                            table="impact_reportitem",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportitem",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_reportitemevent" ("commitment_id", "id", "initiative_id", "metric_id", "part", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "report_id", "stake_id", "words", "workspace_id") SELECT old_values."commitment_id", old_values."id", old_values."initiative_id", old_values."metric_id", old_values."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."place", old_values."report_id", old_values."stake_id", old_values."words", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="8ae64af247dccda4c8f3dc1453da80d30997b161",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_554ac",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="impact_reportitem",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="reportitemevent",
                    index=models.Index(
                        fields=["workspace", "-pgh_created_at", "-pgh_id"], name="reportitem_audit_recent"
                    ),
                ),
                migrations.AddIndex(
                    model_name="reportitemevent",
                    index=models.Index(fields=["pgh_obj"], name="reportitem_audit_object"),
                ),
                migrations.AddConstraint(
                    model_name="reportshare",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("stakeholder__isnull", False), models.Q(("label", ""), _negated=True), _connector="OR"
                        ),
                        name="share_is_for_somebody",
                    ),
                ),
                migrations.AddIndex(
                    model_name="reportsending",
                    index=models.Index(
                        condition=models.Q(("state", "waiting")), fields=["due_at"], name="report_sending_due"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportsending",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "written"])),
                        fields=("issued", "stakeholder"),
                        name="report_sent_once_to_each",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportsending",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "written", "stopped", "called_off"])),
                        name="report_sending_state_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reportsending",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "stopped"), _negated=True),
                            models.Q(("stopped_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="report_stopped_for_a_reason",
                    ),
                ),
            ],
        ),
        *(isolate(f"impact_{table}") for table in [*TABLES, *(f"{table}event" for table in AUDITED)]),
        *(append_only(f"impact_{table}event") for table in AUDITED),
        *(
            migrations.RunSQL(
                sql=f"ALTER TABLE impact_{table} ADD CONSTRAINT {table}_in_workspace UNIQUE (workspace_id, id)",
                reverse_sql=f"ALTER TABLE impact_{table} DROP CONSTRAINT {table}_in_workspace",
            )
            for table in POINTED_AT
        ),
        *(within(*key) for key in KEYS),
        # A list: a string would be split at its semicolons.
        migrations.RunSQL(sql=[NEVER_CHANGED], reverse_sql=migrations.RunSQL.noop),
    ]
