"""A judgement may come from a discussion."""

from django.conf import settings
from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0008_personal_links"),
        ("stakeholders", "0020_lighter_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="assessment",
            name="assessment_words_known",
        ),
        migrations.AlterField(
            model_name="assessment",
            name="source",
            field=models.CharField(
                choices=[
                    ("judgement", "Our judgement"),
                    ("conversation", "A conversation"),
                    ("observation", "Something we saw"),
                    ("hearsay", "Told by others"),
                    ("survey", "A survey"),
                    ("discussion", "A discussion"),
                    ("import", "An imported file"),
                ],
                default="judgement",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="assessmentevent",
            name="source",
            field=models.CharField(
                choices=[
                    ("judgement", "Our judgement"),
                    ("conversation", "A conversation"),
                    ("observation", "Something we saw"),
                    ("hearsay", "Told by others"),
                    ("survey", "A survey"),
                    ("discussion", "A discussion"),
                    ("import", "An imported file"),
                ],
                default="judgement",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confidence__in", ["low", "medium", "high", "unknown"]),
                    ("resistance_cause__in", ["nothing_in_it", "fears_losing_control", "unknown"]),
                    (
                        "source__in",
                        ["judgement", "conversation", "observation", "hearsay", "survey", "discussion", "import"],
                    ),
                    ("voice__in", ["vocal", "quiet", "unknown"]),
                ),
                name="assessment_words_known",
            ),
        ),
    ]
