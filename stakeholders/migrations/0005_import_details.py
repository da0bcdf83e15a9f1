"""An import keeps the lists behind its counts; how far it is, is told live."""

from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [("stakeholders", "0004_search_without_accents")]

    operations = [
        migrations.RemoveConstraint(model_name="importbatch", name="progress_in_percent"),
        migrations.RemoveField(model_name="importbatch", name="progress"),
        migrations.AddField(model_name="importbatch", name="details", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="importbatch", name="reasons", field=models.BinaryField(null=True)),
    ]
