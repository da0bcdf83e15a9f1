"""One key less to look after for each mail: a mail of another workspace is refused by policy, as rows of all other
tables of a workspace are."""

import django.db.models.deletion
from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("mail", "0006_late_by_its_next_try"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="workspace",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.workspace",
            ),
        ),
    ]
