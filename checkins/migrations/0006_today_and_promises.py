"""In which check-in something was promised; what counts on Today, and who is set aside for a week."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from accounts.isolation import isolate
from web import folding

TABLES = ["checkinpromise", "rankingweight", "setaside"]
KEYS = [
    ("checkinpromise", "check_in_id", "checkins_checkin"),
    ("checkinpromise", "commitment_id", "discussions_commitment"),
    ("setaside", "stakeholder_id", "stakeholders_stakeholder"),
]


def same_workspace(table: str, column: str, referenced: str) -> migrations.RunSQL:
    name = f"{table}_{column}_same_workspace"
    return migrations.RunSQL(
        sql=(
            f"ALTER TABLE checkins_{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES {referenced} (workspace_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
        ),
        reverse_sql=f"ALTER TABLE checkins_{table} DROP CONSTRAINT {name}",
    )


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("checkins", "0005_clocks_check_ins_untold"),
        ("discussions", "0012_insights_say_when_written"),
        ("stakeholders", "0025_contacts_in_their_workspace"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckInPromise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "check_in",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promises",
                        to="checkins.checkin",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="discussions.commitment",
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
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "check_in", "commitment"), name="check_in_promise_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RankingWeight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("factor", models.CharField(max_length=12)),
                ("weight", models.PositiveSmallIntegerField()),
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
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "factor"), name="ranking_weight_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "factor__in",
                                [
                                    "decides",
                                    "changed",
                                    "due",
                                    "carries",
                                    "against",
                                    "unanswered",
                                    "quiet",
                                    "alone",
                                    "untold",
                                ],
                            )
                        ),
                        name="ranking_factor_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("weight__lte", 5)), name="ranking_weight_within_scale"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week_on", models.DateField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "stakeholder",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stakeholders.stakeholder",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
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
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "stakeholder", "user"), name="set_aside_once"),
                    models.CheckConstraint(
                        condition=models.Q(("week_on__iso_week_day", 1)), name="set_aside_from_a_monday"
                    ),
                ],
            },
        ),
        *(isolate(f"checkins_{table}") for table in TABLES),
        *(same_workspace(*key) for key in KEYS),
        # The other keys begin an index already.
        migrations.RunSQL(
            sql="CREATE INDEX checkinpromise_commitment ON checkins_checkinpromise (workspace_id, commitment_id)",
            reverse_sql="DROP INDEX checkinpromise_commitment",
        ),
    ]
