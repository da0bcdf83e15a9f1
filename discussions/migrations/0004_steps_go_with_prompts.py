"""A draft's step goes with the prompt that its guide loses."""

import django.db.models.deletion
from django.db import migrations, models

from web import folding

NAME = "step_prompt_id_same_workspace"


def keyed(becomes: str) -> list[str]:
    return [
        f"ALTER TABLE discussions_step DROP CONSTRAINT {NAME}",
        f"ALTER TABLE discussions_step ADD CONSTRAINT {NAME} FOREIGN KEY (workspace_id, prompt_id)"
        f" REFERENCES discussions_prompt (workspace_id, id) ON DELETE {becomes} DEFERRABLE INITIALLY DEFERRED",
    ]


class Migration(folding.Migration):
    dependencies = [("discussions", "0003_reminders_and_different_ideas")]

    operations = [
        migrations.AlterField(
            model_name="step",
            name="prompt",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="discussions.prompt",
            ),
        ),
        migrations.RunSQL(sql=keyed("CASCADE"), reverse_sql=keyed("NO ACTION")),
    ]
