"""The day of the first judgement stands beside the last: the map asks from when on there is one."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from web import folding

# The owner looks past the wall while the trigger copies what is stored already.
OPEN = [
    "ALTER TABLE stakeholders_stakeholder NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE stakeholders_assessment NO FORCE ROW LEVEL SECURITY",
]
FILL = "UPDATE stakeholders_stakeholder SET first_assessed_on = NULL WHERE current_id IS NOT NULL"
CLOSE = [
    "ALTER TABLE stakeholders_stakeholder FORCE ROW LEVEL SECURITY",
    "ALTER TABLE stakeholders_assessment FORCE ROW LEVEL SECURITY",
]


class Migration(folding.Migration):
    dependencies = [
        ("stakeholders", "0013_keys_checked_once"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="stakeholder",
            name="keep_standing",
        ),
        migrations.AddField(
            model_name="stakeholder",
            name="first_assessed_on",
            field=models.DateField(editable=False, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stakeholder",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_standing",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        SELECT segment, influence, interest, position, engagement_now, engagement_desired, assessed_on INTO NEW.segment, NEW.influence, NEW.interest, NEW.position, NEW.engagement_now, NEW.engagement_desired, NEW.assessed_on\n        FROM stakeholders_assessment WHERE id = NEW.current_id;\n        NEW.first_assessed_on := (\n            SELECT min(assessed_on) FROM stakeholders_assessment WHERE stakeholder_id = NEW.id\n        );\n        IF NEW.assessed_on IS NULL THEN\n            NEW.segment := 'unknown';\n            NEW.engagement_now := 'unknown';\n            NEW.engagement_desired := 'unknown';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="3e221797260d9ee758d482a51ae36a6e180a87ef",
                    operation='INSERT OR UPDATE OF "current_id", "first_assessed_on", "segment", "influence", "interest", "position", "engagement_now", "engagement_desired", "assessed_on"',
                    pgid="pgtrigger_keep_standing_d9f2e",
                    table="stakeholders_stakeholder",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(sql=[*OPEN, FILL, *CLOSE], reverse_sql=migrations.RunSQL.noop),
    ]
