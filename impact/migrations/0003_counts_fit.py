"""Counts of an observation fit only where they are known: a check lets pass what it cannot work out."""

from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [("impact", "0002_isolation")]

    operations = [
        migrations.RemoveConstraint(model_name="observation", name="observation_counts_fit"),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(ahead=None, behind=None)
                | models.Q(n__isnull=False, n__gt=0, ahead__isnull=False, ahead__lte=models.F("n"), behind=None)
                | models.Q(
                    n__isnull=False,
                    n__gt=0,
                    ahead__isnull=False,
                    behind__isnull=False,
                    behind__lte=models.F("n") - models.F("ahead"),
                ),
                name="observation_counts_fit",
            ),
        ),
    ]
