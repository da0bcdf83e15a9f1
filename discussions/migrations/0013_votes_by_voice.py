"""What was shown to somebody is found by their voice, however many votes a discussion has."""

from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("discussions", "0012_insights_say_when_written"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="vote",
            index=models.Index(fields=["workspace", "voice"], name="vote_by_voice"),
        ),
    ]
