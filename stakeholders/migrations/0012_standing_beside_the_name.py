"""What holds today stands beside the name: a page that counts thousands of people reads one table and not two."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from web import folding

# The owner looks past the wall while it copies what is stored already.
OPEN = [
    "ALTER TABLE stakeholders_stakeholder NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE stakeholders_assessment NO FORCE ROW LEVEL SECURITY",
]
CLOSE = [
    "ALTER TABLE stakeholders_stakeholder FORCE ROW LEVEL SECURITY",
    "ALTER TABLE stakeholders_assessment FORCE ROW LEVEL SECURITY",
]
# The trigger reads the values where they belong; updating any of the columns calls it.
FILL = "UPDATE stakeholders_stakeholder SET assessed_on = NULL WHERE current_id IS NOT NULL"


class Migration(folding.Migration):
    dependencies = [
        ("stakeholders", "0011_refresh_statistics"),
    ]

    operations = [
        migrations.AddField(
            model_name="stakeholder",
            name="assessed_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="stakeholder",
            name="engagement_desired",
            field=models.CharField(
                choices=[
                    ("unaware", "Unaware"),
                    ("resistant", "Resistant"),
                    ("neutral", "Neutral"),
                    ("supportive", "Supportive"),
                    ("leading", "Leading"),
                    ("unknown", "Unknown"),
                ],
                db_default="unknown",
                default="unknown",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="stakeholder",
            name="engagement_now",
            field=models.CharField(
                choices=[
                    ("unaware", "Unaware"),
                    ("resistant", "Resistant"),
                    ("neutral", "Neutral"),
                    ("supportive", "Supportive"),
                    ("leading", "Leading"),
                    ("unknown", "Unknown"),
                ],
                db_default="unknown",
                default="unknown",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="stakeholder",
            name="influence",
            field=models.SmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="stakeholder",
            name="interest",
            field=models.SmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="stakeholder",
            name="position",
            field=models.SmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="stakeholder",
            name="segment",
            field=models.CharField(
                choices=[
                    ("decision_maker", "Decision maker"),
                    ("champion", "Champion"),
                    ("influencer", "Influencer"),
                    ("detractor", "Detractor"),
                    ("participant", "Participant"),
                    ("unknown", "No segment yet"),
                ],
                db_default="unknown",
                default="unknown",
                editable=False,
                max_length=16,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stakeholder",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_standing",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        SELECT segment, influence, interest, position, engagement_now, engagement_desired, assessed_on INTO NEW.segment, NEW.influence, NEW.interest, NEW.position, NEW.engagement_now, NEW.engagement_desired, NEW.assessed_on\n        FROM stakeholders_assessment WHERE id = NEW.current_id;\n        IF NOT FOUND THEN\n            NEW.segment := 'unknown';\n            NEW.engagement_now := 'unknown';\n            NEW.engagement_desired := 'unknown';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="e12fb9ef36db1f78a737cd857f47cc3b77468f5a",
                    operation='INSERT OR UPDATE OF "current_id", "segment", "influence", "interest", "position", "engagement_now", "engagement_desired", "assessed_on"',
                    pgid="pgtrigger_keep_standing_d9f2e",
                    table="stakeholders_stakeholder",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(sql=[*OPEN, FILL, *CLOSE], reverse_sql=migrations.RunSQL.noop),
    ]
