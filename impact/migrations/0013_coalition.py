"""How the coalition moved in each quarter: read once, and never changed."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from accounts.isolation import append_only, isolate
from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("impact", "0012_who_and_why"),
    ]

    operations = [
        migrations.CreateModel(
            name="CoalitionQuarter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("people", models.PositiveIntegerField()),
                ("before", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("after", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                "ordering": ["-starts_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "starts_on"), name="coalition_quarter_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after", None), ("before", None)),
                            models.Q(
                                ("after__isnull", False),
                                ("before__isnull", False),
                                ("after__range", (1, 9)),
                                ("before__range", (1, 9)),
                                ("people__gte", 20),
                            ),
                            _connector="OR",
                        ),
                        name="coalition_quarter_points_at_nobody",
                    ),
                ],
            },
        ),
        isolate("impact_coalitionquarter"),
        append_only("impact_coalitionquarter"),
    ]
