"""Files of journeys, the sets that were stored of them with their results, and the journeys themselves."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from accounts.isolation import isolate
from web import folding

# What was stored is taken back, never changed: of a set it alone, that it was.
NEVER_CHANGED = (
    "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'coalition_app') THEN "
    "REVOKE UPDATE ON impact_journeyset, impact_journey FROM coalition_app; "
    "GRANT UPDATE (taken_back_at, taken_back_why, taken_back_by_id) ON impact_journeyset TO coalition_app; "
    "END IF; END $$;"
)
# (table, column, referenced table, what becomes of the row when the referenced one goes)
KEYS = [
    ("journeyset", "file_id", "impact_journeyfile", "NO ACTION"),
    ("journey", "journey_set_id", "impact_journeyset", "CASCADE"),
]


def within(table: str, column: str, to: str, on_delete: str) -> migrations.RunSQL:
    name = f"impact_{table}_{column.removesuffix('_id')}_same_workspace"
    return migrations.RunSQL(
        sql=[
            f"ALTER TABLE {to} ADD CONSTRAINT {to.removeprefix('impact_')}_in_workspace UNIQUE (workspace_id, id)",
            f"ALTER TABLE impact_{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES {to} (workspace_id, id) ON DELETE {on_delete} DEFERRABLE INITIALLY DEFERRED",
            f"CREATE INDEX {table}_{column}_by_workspace ON impact_{table} (workspace_id, {column})",
        ],
        reverse_sql=[
            f"DROP INDEX {table}_{column}_by_workspace",
            f"ALTER TABLE impact_{table} DROP CONSTRAINT {name}",
            f"ALTER TABLE {to} DROP CONSTRAINT {to.removeprefix('impact_')}_in_workspace",
        ],
    )


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("impact", "0009_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *folding.folded(
            "impact",
            [
                migrations.CreateModel(
                    name="JourneyFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("filename", models.CharField(max_length=255)),
                        ("format", models.CharField(blank=True, max_length=20)),
                        ("content", models.BinaryField(null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("reading", "Reading"),
                                    ("previewed", "Ready to check"),
                                    ("storing", "Storing"),
                                    ("stored", "Stored"),
                                    ("failed", "Failed"),
                                    ("discarded", "Forgotten"),
                                ],
                                default="reading",
                                max_length=10,
                            ),
                        ),
                        ("choices", models.JSONField(blank=True, default=dict)),
                        ("plan", models.JSONField(blank=True, default=dict)),
                        ("details", models.BinaryField(null=True)),
                        ("error", models.TextField(blank=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "author",
                            models.ForeignKey(
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
                        "ordering": ["-created_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="JourneySet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("conversion", models.CharField(max_length=120, verbose_name="what a conversion is")),
                        ("currency", models.CharField(blank=True, max_length=3)),
                        ("first_on", models.DateField(verbose_name="from")),
                        ("last_on", models.DateField(verbose_name="to")),
                        ("holds", models.CharField(choices=[("deals", "Deals"), ("paths", "Paths")], max_length=5)),
                        ("filename", models.CharField(max_length=255)),
                        ("rules_version", models.PositiveSmallIntegerField()),
                        ("results", models.JSONField()),
                        ("says", models.TextField()),
                        ("conversions", models.FloatField()),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                        ("taken_back_why", models.TextField(blank=True, verbose_name="why it was taken back")),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "file",
                            models.OneToOneField(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="made",
                                to="impact.journeyfile",
                            ),
                        ),
                        (
                            "taken_back_by",
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
                        "verbose_name": "set of journeys",
                        "verbose_name_plural": "sets of journeys",
                        "ordering": ["-last_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Journey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("path", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                        (
                            "days_before",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.FloatField(), blank=True, null=True, size=None
                            ),
                        ),
                        ("conversions", models.FloatField()),
                        ("value", models.FloatField(blank=True, null=True)),
                        ("nulls", models.FloatField(blank=True, null=True)),
                        ("deal", models.CharField(blank=True, max_length=200)),
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
                            "journey_set",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="journeys",
                                to="impact.journeyset",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.AddIndex(
                    model_name="journeyfile",
                    index=models.Index(fields=["workspace", "-created_at"], name="journey_file_recent"),
                ),
                migrations.AddConstraint(
                    model_name="journeyfile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["reading", "previewed", "storing", "stored", "failed", "discarded"])
                        ),
                        name="journey_file_state_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journeyset",
                    constraint=models.UniqueConstraint(
                        models.F("workspace"),
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("taken_back_at", None)),
                        name="journeyset_named_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journeyset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("conversion", ""), _negated=True)
                        ),
                        name="journey_set_says_what_it_is",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journeyset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))), name="journey_set_ends_after_start"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journeyset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("holds__in", ["deals", "paths"])), name="journey_set_holds_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journeyset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("conversions__gt", 0), ("conversions__lte", 1000000000000000.0)),
                        name="journey_set_has_conversions",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journeyset",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_back_at", None), ("taken_back_by", None), ("taken_back_why", "")),
                            models.Q(("taken_back_at__isnull", False), models.Q(("taken_back_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="journey_set_taken_back_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journey",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("conversions__gte", 0), ("conversions__lte", 1000000000000000.0)),
                        name="journey_conversions_counted",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journey",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("value", None),
                            models.Q(("value__gte", 0), ("value__lte", 1000000000000000.0)),
                            _connector="OR",
                        ),
                        name="journey_value_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journey",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("nulls", None),
                            models.Q(("nulls__gte", 0), ("nulls__lte", 1000000000000000.0)),
                            _connector="OR",
                        ),
                        name="journey_nulls_counted",
                    ),
                ),
            ],
        ),
        *(isolate(f"impact_{table}") for table in ["journeyfile", "journeyset", "journey"]),
        *(within(*key) for key in KEYS),
        # A list: a string would be split at its semicolons.
        migrations.RunSQL(sql=[NEVER_CHANGED], reverse_sql=migrations.RunSQL.noop),
    ]
