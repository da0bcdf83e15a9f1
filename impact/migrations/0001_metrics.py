"""Metrics with their definitions, observations, targets, rebases and annotations, and the audit tables of some."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    initial = True

    dependencies = [
        ("accounts", "0009_written"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = folding.folded(
        "impact",
        [
            migrations.CreateModel(
                name="Annotation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("on", models.DateField()),
                    ("says", models.CharField(max_length=300)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "ordering": ["on", "pk"],
                },
            ),
            migrations.CreateModel(
                name="Metric",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("name", models.CharField(max_length=120)),
                    ("words", models.TextField(verbose_name="definition in words")),
                    ("formula", models.TextField(blank=True)),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("business_growth", "Business growth"),
                                ("revenue", "Revenue contribution"),
                                ("efficiency", "Efficiency"),
                                ("customer_satisfaction", "Customer satisfaction"),
                                ("customer_retention", "Customer retention"),
                                ("customer_advocacy", "Customer advocacy"),
                                ("employee", "Employees"),
                            ],
                            max_length=21,
                        ),
                    ),
                    (
                        "level",
                        models.CharField(
                            choices=[
                                ("input", "Input"),
                                ("output", "Output"),
                                ("out_take", "Out-take"),
                                ("outcome", "Outcome"),
                                ("impact", "Impact"),
                            ],
                            max_length=8,
                        ),
                    ),
                    (
                        "measured",
                        models.CharField(
                            choices=[
                                ("value", "One number a period"),
                                ("share", "So many of so many"),
                                ("promoters", "Answers from 0 to 10 (Net Promoter Score)"),
                            ],
                            default="value",
                            max_length=9,
                        ),
                    ),
                    (
                        "every",
                        models.CharField(
                            choices=[("week", "Week"), ("month", "Month"), ("quarter", "Quarter")],
                            default="month",
                            max_length=7,
                            verbose_name="one number a",
                        ),
                    ),
                    (
                        "nature",
                        models.CharField(
                            choices=[("flow", "Adds up over time"), ("level", "Stands at a moment")],
                            max_length=5,
                            verbose_name="flow or level",
                        ),
                    ),
                    (
                        "together",
                        models.CharField(
                            choices=[
                                ("sum", "added up"),
                                ("mean", "their mean"),
                                ("last", "the last one"),
                                ("pooled", "all answers together"),
                            ],
                            max_length=6,
                            verbose_name="several periods together",
                        ),
                    ),
                    (
                        "unit_kind",
                        models.CharField(
                            choices=[
                                ("number", "number"),
                                ("count", "count"),
                                ("share", "share"),
                                ("points", "points"),
                                ("money", "money"),
                                ("hours", "hours"),
                                ("months", "months"),
                                ("ratio", "ratio"),
                            ],
                            max_length=6,
                            verbose_name="unit",
                        ),
                    ),
                    ("currency", models.CharField(blank=True, max_length=3)),
                    (
                        "good",
                        models.CharField(
                            choices=[
                                ("up", "More is better"),
                                ("down", "Less is better"),
                                ("neither", "Neither way is better"),
                            ],
                            max_length=7,
                            verbose_name="better",
                        ),
                    ),
                    (
                        "rules",
                        models.CharField(
                            choices=[("nhs", "NHS, Making Data Count"), ("wheeler", "Wheeler")],
                            default="nhs",
                            max_length=7,
                            verbose_name="rules for signals",
                        ),
                    ),
                    ("source", models.TextField(blank=True, verbose_name="where the numbers come from")),
                    ("from_library", models.CharField(blank=True, max_length=60)),
                    ("definition_version", models.PositiveIntegerField(default=1)),
                    ("retired_on", models.DateField(blank=True, null=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "owner",
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
                name="AnnotationEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("on", models.DateField()),
                    ("says", models.CharField(max_length=300)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            to="impact.annotation",
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
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.AddField(
                model_name="annotation",
                name="metric",
                field=models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="annotations",
                    to="impact.metric",
                ),
            ),
            migrations.CreateModel(
                name="MetricDefinition",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("number", models.PositiveIntegerField()),
                    ("words", models.TextField()),
                    ("formula", models.TextField(blank=True)),
                    ("source", models.TextField(blank=True)),
                    ("why", models.TextField(blank=True, verbose_name="why it changed")),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "metric",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="definitions",
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
                    "ordering": ["metric", "-number"],
                },
            ),
            migrations.CreateModel(
                name="MetricEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("name", models.CharField(max_length=120)),
                    ("words", models.TextField(verbose_name="definition in words")),
                    ("formula", models.TextField(blank=True)),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("business_growth", "Business growth"),
                                ("revenue", "Revenue contribution"),
                                ("efficiency", "Efficiency"),
                                ("customer_satisfaction", "Customer satisfaction"),
                                ("customer_retention", "Customer retention"),
                                ("customer_advocacy", "Customer advocacy"),
                                ("employee", "Employees"),
                            ],
                            max_length=21,
                        ),
                    ),
                    (
                        "level",
                        models.CharField(
                            choices=[
                                ("input", "Input"),
                                ("output", "Output"),
                                ("out_take", "Out-take"),
                                ("outcome", "Outcome"),
                                ("impact", "Impact"),
                            ],
                            max_length=8,
                        ),
                    ),
                    (
                        "measured",
                        models.CharField(
                            choices=[
                                ("value", "One number a period"),
                                ("share", "So many of so many"),
                                ("promoters", "Answers from 0 to 10 (Net Promoter Score)"),
                            ],
                            default="value",
                            max_length=9,
                        ),
                    ),
                    (
                        "every",
                        models.CharField(
                            choices=[("week", "Week"), ("month", "Month"), ("quarter", "Quarter")],
                            default="month",
                            max_length=7,
                            verbose_name="one number a",
                        ),
                    ),
                    (
                        "nature",
                        models.CharField(
                            choices=[("flow", "Adds up over time"), ("level", "Stands at a moment")],
                            max_length=5,
                            verbose_name="flow or level",
                        ),
                    ),
                    (
                        "together",
                        models.CharField(
                            choices=[
                                ("sum", "added up"),
                                ("mean", "their mean"),
                                ("last", "the last one"),
                                ("pooled", "all answers together"),
                            ],
                            max_length=6,
                            verbose_name="several periods together",
                        ),
                    ),
                    (
                        "unit_kind",
                        models.CharField(
                            choices=[
                                ("number", "number"),
                                ("count", "count"),
                                ("share", "share"),
                                ("points", "points"),
                                ("money", "money"),
                                ("hours", "hours"),
                                ("months", "months"),
                                ("ratio", "ratio"),
                            ],
                            max_length=6,
                            verbose_name="unit",
                        ),
                    ),
                    ("currency", models.CharField(blank=True, max_length=3)),
                    (
                        "good",
                        models.CharField(
                            choices=[
                                ("up", "More is better"),
                                ("down", "Less is better"),
                                ("neither", "Neither way is better"),
                            ],
                            max_length=7,
                            verbose_name="better",
                        ),
                    ),
                    (
                        "rules",
                        models.CharField(
                            choices=[("nhs", "NHS, Making Data Count"), ("wheeler", "Wheeler")],
                            default="nhs",
                            max_length=7,
                            verbose_name="rules for signals",
                        ),
                    ),
                    ("source", models.TextField(blank=True, verbose_name="where the numbers come from")),
                    ("from_library", models.CharField(blank=True, max_length=60)),
                    ("definition_version", models.PositiveIntegerField(default=1)),
                    ("retired_on", models.DateField(blank=True, null=True)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "owner",
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
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="impact.metric",
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
                name="Observation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("starts_on", models.DateField(verbose_name="first day of its period")),
                    ("value", models.FloatField()),
                    ("n", models.PositiveIntegerField(blank=True, null=True, verbose_name="out of how many")),
                    ("ahead", models.PositiveIntegerField(blank=True, null=True)),
                    ("behind", models.PositiveIntegerField(blank=True, null=True)),
                    ("definition_version", models.PositiveIntegerField()),
                    ("note", models.TextField(blank=True)),
                    ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="corrected or taken back")),
                    ("ended_why", models.TextField(blank=True, verbose_name="why it was corrected or taken back")),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "corrects",
                        models.OneToOneField(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="corrected_by",
                            to="impact.observation",
                        ),
                    ),
                    (
                        "metric",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="observations",
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
                    "ordering": ["metric", "starts_on", "pk"],
                },
            ),
            migrations.CreateModel(
                name="Rebase",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("starts_on", models.DateField(verbose_name="from the period that begins on")),
                    ("reason", models.TextField()),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "metric",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="rebases",
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
                    "ordering": ["metric", "starts_on"],
                },
            ),
            migrations.CreateModel(
                name="RebaseEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("starts_on", models.DateField(verbose_name="from the period that begins on")),
                    ("reason", models.TextField()),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            to="impact.rebase",
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
                name="Target",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("value", models.FloatField()),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField()),
                    (
                        "course",
                        models.CharField(
                            choices=[
                                ("even", "Evenly from the start to the end"),
                                ("throughout", "In every period"),
                                ("by_the_end", "By the last day, however"),
                            ],
                            default="even",
                            max_length=10,
                        ),
                    ),
                    ("baseline", models.FloatField(blank=True, null=True)),
                    ("why", models.TextField(blank=True)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "metric",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="targets",
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
                    "ordering": ["metric", "starts_on", "pk"],
                },
            ),
            migrations.CreateModel(
                name="TargetEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("value", models.FloatField()),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField()),
                    (
                        "course",
                        models.CharField(
                            choices=[
                                ("even", "Evenly from the start to the end"),
                                ("throughout", "In every period"),
                                ("by_the_end", "By the last day, however"),
                            ],
                            default="even",
                            max_length=10,
                        ),
                    ),
                    ("baseline", models.FloatField(blank=True, null=True)),
                    ("why", models.TextField(blank=True)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                            to="impact.target",
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
            migrations.AddConstraint(
                model_name="metric",
                constraint=models.UniqueConstraint(
                    models.F("workspace"), django.db.models.functions.text.Lower("name"), name="metric_named_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="metric",
                constraint=models.CheckConstraint(
                    condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("words", ""), _negated=True)),
                    name="metric_says_what_it_is",
                ),
            ),
            migrations.AddConstraint(
                model_name="metric",
                constraint=models.CheckConstraint(
                    condition=models.Q(("unit_kind", "money"), ("currency", ""), _connector="XOR"),
                    name="metric_currency_of_money_alone",
                ),
            ),
            migrations.AddConstraint(
                model_name="metric",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("measured", "value"),
                            (
                                "unit_kind__in",
                                ["number", "count", "share", "points", "money", "hours", "months", "ratio"],
                            ),
                        ),
                        models.Q(
                            ("measured", "share"), ("nature", "level"), ("together", "pooled"), ("unit_kind", "share")
                        ),
                        models.Q(
                            ("measured", "promoters"),
                            ("nature", "level"),
                            ("together", "pooled"),
                            ("unit_kind", "points"),
                        ),
                        _connector="OR",
                    ),
                    name="metric_unit_fits_what_is_measured",
                ),
            ),
            migrations.AddConstraint(
                model_name="metric",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("nature", "level"), ("together", "sum"), _negated=True),
                        models.Q(("measured", "value"), ("together", "pooled"), _negated=True),
                    ),
                    name="metric_put_together_sensibly",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="metric",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="fe65a7509006472d3eb7a867c889fd0b83c1bc7a",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_9957b",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="impact_metric",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="metric",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="c649fc6ba1836d768f6756071b9108d92fe0999e",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_040d9",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="impact_metric",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="metric",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="106badc86ce4685db326c2609db5f92c7aa46616",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_b54c3",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="impact_metric",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="metric",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_metricevent" ("created_at", "currency", "definition_version", "every", "formula", "from_library", "good", "id", "level", "measured", "name", "nature", "outcome", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_on", "rules", "source", "together", "unit_kind", "words", "workspace_id") SELECT new_values."created_at", new_values."currency", new_values."definition_version", new_values."every", new_values."formula", new_values."from_library", new_values."good", new_values."id", new_values."level", new_values."measured", new_values."name", new_values."nature", new_values."outcome", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."retired_on", new_values."rules", new_values."source", new_values."together", new_values."unit_kind", new_values."words", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="93766a3f30a5f24405c2e347869566c442a13ef4",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_5f199",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="impact_metric",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="metric",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."definition_version" IS DISTINCT FROM (NEW."definition_version") OR OLD."every" IS DISTINCT FROM (NEW."every") OR OLD."formula" IS DISTINCT FROM (NEW."formula") OR OLD."from_library" IS DISTINCT FROM (NEW."from_library") OR OLD."good" IS DISTINCT FROM (NEW."good") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."measured" IS DISTINCT FROM (NEW."measured") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."nature" IS DISTINCT FROM (NEW."nature") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."retired_on" IS DISTINCT FROM (NEW."retired_on") OR OLD."rules" IS DISTINCT FROM (NEW."rules") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."together" IS DISTINCT FROM (NEW."together") OR OLD."unit_kind" IS DISTINCT FROM (NEW."unit_kind") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                        func='INSERT INTO "impact_metricevent" ("created_at", "currency", "definition_version", "every", "formula", "from_library", "good", "id", "level", "measured", "name", "nature", "outcome", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_on", "rules", "source", "together", "unit_kind", "words", "workspace_id") VALUES (NEW."created_at", NEW."currency", NEW."definition_version", NEW."every", NEW."formula", NEW."from_library", NEW."good", NEW."id", NEW."level", NEW."measured", NEW."name", NEW."nature", NEW."outcome", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."retired_on", NEW."rules", NEW."source", NEW."together", NEW."unit_kind", NEW."words", NEW."workspace_id"); RETURN NULL;',
                        hash="fe000faad1bac638e0e93dce8ae87b7671dcfabc",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_59934",
                        table="impact_metric",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="metric",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_metricevent" ("created_at", "currency", "definition_version", "every", "formula", "from_library", "good", "id", "level", "measured", "name", "nature", "outcome", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_on", "rules", "source", "together", "unit_kind", "words", "workspace_id") SELECT old_values."created_at", old_values."currency", old_values."definition_version", old_values."every", old_values."formula", old_values."from_library", old_values."good", old_values."id", old_values."level", old_values."measured", old_values."name", old_values."nature", old_values."outcome", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."retired_on", old_values."rules", old_values."source", old_values."together", old_values."unit_kind", old_values."words", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="9434b2bf68b05a1da230ac65218f8dc00615cc6b",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_0d151",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="impact_metric",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="annotationevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="annotation_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="annotationevent",
                index=models.Index(fields=["pgh_obj"], name="annotation_audit_object"),
            ),
            migrations.AddConstraint(
                model_name="annotation",
                constraint=models.CheckConstraint(
                    condition=models.Q(("says", ""), _negated=True), name="annotation_says_something"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="annotation",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="1c6f78c15f00eb3c3631d69bc49295b12c0197f2",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_efbe4",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="impact_annotation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="annotation",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="c896ee697839069a75c1eaae18a76836764be254",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_183f2",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="impact_annotation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="annotation",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="96099e39bd3bacb175df07d91fe93fb879cc993c",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_50cb1",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="impact_annotation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="annotation",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_annotationevent" ("author_id", "created_at", "id", "metric_id", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "says", "workspace_id") SELECT new_values."author_id", new_values."created_at", new_values."id", new_values."metric_id", new_values."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."says", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="90c9614eecee15dc4dea39690ae8b00ec0faada6",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_b38d7",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="impact_annotation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="annotation",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "impact_annotationevent" ("author_id", "created_at", "id", "metric_id", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "says", "workspace_id") VALUES (NEW."author_id", NEW."created_at", NEW."id", NEW."metric_id", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."says", NEW."workspace_id"); RETURN NULL;',
                        hash="04a6fc847e0f4f0bf9617c2f941af1de3326a7ce",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_2f242",
                        table="impact_annotation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="annotation",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_annotationevent" ("author_id", "created_at", "id", "metric_id", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "says", "workspace_id") SELECT old_values."author_id", old_values."created_at", old_values."id", old_values."metric_id", old_values."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."says", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="e2fc67f423a9081cb2da5e6719f91c39ef86364d",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_67c31",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="impact_annotation",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="metricdefinition",
                constraint=models.UniqueConstraint(fields=("metric", "number"), name="definition_numbered_once"),
            ),
            migrations.AddConstraint(
                model_name="metricdefinition",
                constraint=models.CheckConstraint(
                    condition=models.Q(("number", 1), models.Q(("why", ""), _negated=True), _connector="OR"),
                    name="definition_changed_for_a_reason",
                ),
            ),
            migrations.AddIndex(
                model_name="metricevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="metric_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="metricevent",
                index=models.Index(fields=["pgh_obj"], name="metric_audit_object"),
            ),
            migrations.AddConstraint(
                model_name="observation",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("ended_at", None)),
                    fields=("metric", "starts_on"),
                    name="observation_one_stands",
                ),
            ),
            migrations.AddConstraint(
                model_name="observation",
                constraint=models.CheckConstraint(
                    condition=models.Q(("value__gte", -1000000000000000.0), ("value__lte", 1000000000000000.0)),
                    name="observation_is_a_number",
                ),
            ),
            migrations.AddConstraint(
                model_name="observation",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ahead", None), ("behind", None)),
                        models.Q(("ahead__lte", models.F("n")), ("behind", None), ("n__gt", 0)),
                        models.Q(
                            ("ahead__gte", 0),
                            (
                                "behind__lte",
                                django.db.models.expressions.CombinedExpression(models.F("n"), "-", models.F("ahead")),
                            ),
                            ("n__gt", 0),
                        ),
                        _connector="OR",
                    ),
                    name="observation_counts_fit",
                ),
            ),
            migrations.AddConstraint(
                model_name="observation",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("ended_at", None), models.Q(("ended_why", ""), _negated=True), _connector="XOR"
                    ),
                    name="observation_ended_for_a_reason",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="observation",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="a63ee1465cf83d6998f4a6200694a431ef62f461",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_8e38d",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="impact_observation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="observation",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="492c8c182bcaeb6ab527ffe773d13805efbc4f59",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_a66cf",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="impact_observation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="observation",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="92c2c8fabed533d20d9dbf40fd6c85c929fb527d",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_45af3",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="impact_observation",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="rebase",
                constraint=models.UniqueConstraint(fields=("metric", "starts_on"), name="rebase_once_a_day"),
            ),
            migrations.AddConstraint(
                model_name="rebase",
                constraint=models.CheckConstraint(
                    condition=models.Q(("reason", ""), _negated=True), name="rebase_for_a_reason"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rebase",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="bdc257041b6e6b5fbc44f7e9e6290bf86679ec9a",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_765db",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="impact_rebase",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rebase",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="2f33d90623c05499216c3cd937338da0fb59f946",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_932d6",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="impact_rebase",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rebase",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="64c7f8037b54f8d726af92d9e43e09de13bc2295",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_e677f",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="impact_rebase",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rebase",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_rebaseevent" ("author_id", "created_at", "id", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on", "workspace_id") SELECT new_values."author_id", new_values."created_at", new_values."id", new_values."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reason", new_values."starts_on", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="c7e38a89440f7a976967403bf276fda1a0be27e1",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_f260e",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="impact_rebase",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rebase",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "impact_rebaseevent" ("author_id", "created_at", "id", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on", "workspace_id") VALUES (NEW."author_id", NEW."created_at", NEW."id", NEW."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."starts_on", NEW."workspace_id"); RETURN NULL;',
                        hash="c7e7852b00a11177f4c781726a4c0b563e3f36ef",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_43864",
                        table="impact_rebase",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rebase",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_rebaseevent" ("author_id", "created_at", "id", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on", "workspace_id") SELECT old_values."author_id", old_values."created_at", old_values."id", old_values."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reason", old_values."starts_on", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="7e5855789f68cc48c93474190245632b4e2f745e",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_7d730",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="impact_rebase",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="rebaseevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="rebase_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="rebaseevent",
                index=models.Index(fields=["pgh_obj"], name="rebase_audit_object"),
            ),
            migrations.AddConstraint(
                model_name="target",
                constraint=models.CheckConstraint(
                    condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="target_ends_after_start"
                ),
            ),
            migrations.AddConstraint(
                model_name="target",
                constraint=models.CheckConstraint(
                    condition=models.Q(("value__gte", -1000000000000000.0), ("value__lte", 1000000000000000.0)),
                    name="target_is_a_number",
                ),
            ),
            migrations.AddConstraint(
                model_name="target",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("ended_at", None)),
                    fields=("metric", "starts_on", "ends_on"),
                    name="target_one_of_a_period",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="target",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="a79a9724ffa9009b714c077aa1d4032cae9391a8",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_0dc06",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="impact_target",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="target",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="3b03dc6f2e3dbde736e91b5629adddfa6d1b21e3",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_e1cec",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="impact_target",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="target",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="dbdb3cc8c582e3d64dd70134136c146df24f1a8a",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_d5876",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="impact_target",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="target",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_targetevent" ("author_id", "baseline", "course", "created_at", "ended_at", "ends_on", "id", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "value", "why", "workspace_id") SELECT new_values."author_id", new_values."baseline", new_values."course", new_values."created_at", new_values."ended_at", new_values."ends_on", new_values."id", new_values."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."starts_on", new_values."value", new_values."why", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="b26d6f8094b51f6b225e7bfb835af342287367cc",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_fb101",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="impact_target",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="target",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "impact_targetevent" ("author_id", "baseline", "course", "created_at", "ended_at", "ends_on", "id", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "value", "why", "workspace_id") VALUES (NEW."author_id", NEW."baseline", NEW."course", NEW."created_at", NEW."ended_at", NEW."ends_on", NEW."id", NEW."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."starts_on", NEW."value", NEW."why", NEW."workspace_id"); RETURN NULL;',
                        hash="0e7dbc7879492eecb822961c08ad97890843ccc5",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_2746c",
                        table="impact_target",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="target",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_targetevent" ("author_id", "baseline", "course", "created_at", "ended_at", "ends_on", "id", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "value", "why", "workspace_id") SELECT old_values."author_id", old_values."baseline", old_values."course", old_values."created_at", old_values."ended_at", old_values."ends_on", old_values."id", old_values."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."starts_on", old_values."value", old_values."why", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="371280d741898353987705d7cadf0722ecd85035",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_10515",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="impact_target",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="targetevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="target_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="targetevent",
                index=models.Index(fields=["pgh_obj"], name="target_audit_object"),
            ),
        ],
    )
