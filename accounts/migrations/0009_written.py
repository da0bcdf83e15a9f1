"""Which transactions wrote to a table of a workspace."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.isolation import isolate
from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0008_personal_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="Written",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=63)),
                ("xact", models.BigIntegerField()),
                ("at", models.DateTimeField()),
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
                    models.UniqueConstraint(fields=("workspace", "what", "xact", "at"), name="written_once")
                ],
            },
        ),
        isolate("accounts_written"),
    ]
