"""Files of observations, and which observations each of them stored."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("impact", "0003_counts_fit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = folding.folded(
        "impact",
        [
            migrations.CreateModel(
                name="ObservationFile",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
                                ("applying", "Storing"),
                                ("applied", "Stored"),
                                ("undoing", "Taking back"),
                                ("undone", "Taken back"),
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
                    ("applied_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                name="FromFile",
                fields=[
                    (
                        "observation",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            primary_key=True,
                            related_name="from_file",
                            serialize=False,
                            to="impact.observation",
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
                        "file",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="stored",
                            to="impact.observationfile",
                        ),
                    ),
                ],
                options={
                    "ordering": ["observation"],
                },
            ),
            migrations.AddIndex(
                model_name="observationfile",
                index=models.Index(fields=["workspace", "-created_at"], name="observation_file_recent"),
            ),
            migrations.AddConstraint(
                model_name="observationfile",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "state__in",
                            ["reading", "previewed", "applying", "applied", "undoing", "undone", "failed", "discarded"],
                        )
                    ),
                    name="observation_file_state_known",
                ),
            ),
        ],
    )
