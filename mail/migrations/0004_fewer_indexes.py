"""Mails of a workspace are found by another index already."""

import django.db.models.deletion
from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("mail", "0003_written_as_they_leave"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="workspace",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.workspace",
            ),
        ),
    ]
