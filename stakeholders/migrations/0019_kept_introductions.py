"""A reading keeps who can take a message to whom, so that a way is found without reading every tie again."""

from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("stakeholders", "0018_concerns"),
    ]

    operations = [
        migrations.AddField(
            model_name="networkreading",
            name="introductions",
            field=models.JSONField(default=dict),
        ),
        # Readings made before hold none of it: everything is read once more.
        migrations.RunSQL(
            sql=[
                "ALTER TABLE stakeholders_networkreading NO FORCE ROW LEVEL SECURITY",
                "UPDATE stakeholders_networkreading SET read_at = NULL",
                "ALTER TABLE stakeholders_networkreading FORCE ROW LEVEL SECURITY",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
