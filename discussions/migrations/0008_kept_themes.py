"""Themes among thousands of answers are found beforehand."""

from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [("discussions", "0007_moved_by_a_reply")]

    operations = [
        migrations.AddField(
            model_name="agreementreading", name="themes", field=models.JSONField(blank=True, default=dict)
        ),
    ]
