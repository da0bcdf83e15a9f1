"""An import notes the rows it created alike in one line, not in one each: a large file writes half as much."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from web import folding

# The owner looks past the wall, and checks keys now: a table with checks to come cannot be altered.
OPEN = ["ALTER TABLE stakeholders_importchange NO FORCE ROW LEVEL SECURITY"]
CLOSE = [
    "SET CONSTRAINTS ALL IMMEDIATE",
    "SET CONSTRAINTS ALL DEFERRED",
    "ALTER TABLE stakeholders_importchange FORCE ROW LEVEL SECURITY",
]
TOGETHER = [
    "UPDATE stakeholders_importchange SET object_ids = ARRAY[object_id] WHERE before IS NOT NULL",
    "INSERT INTO stakeholders_importchange (workspace_id, batch_id, model, object_id, object_ids, before, after)"
    " SELECT workspace_id, batch_id, model, 0, array_agg(object_id ORDER BY id), NULL, after"
    " FROM stakeholders_importchange WHERE before IS NULL GROUP BY workspace_id, batch_id, model, after"
    " ORDER BY min(id)",
    "DELETE FROM stakeholders_importchange WHERE object_ids = '{}'",
]
EACH = [
    "INSERT INTO stakeholders_importchange (workspace_id, batch_id, model, object_id, object_ids, before, after)"
    " SELECT workspace_id, batch_id, model, unnest(object_ids), '{}', before, after FROM stakeholders_importchange"
    " ORDER BY id",
    "DELETE FROM stakeholders_importchange WHERE object_ids <> '{}'",
]
# The planner needs to know nothing of a table so small.
REFRESH = """
CREATE OR REPLACE FUNCTION refresh_stakeholder_statistics() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    ANALYZE stakeholders_stakeholder (id, workspace_id, department_id, current_id),
        stakeholders_assessment (id, workspace_id, stakeholder_id, assessed_on),
        stakeholders_relationship (id, workspace_id, source_id, target_id, kind){more};
END
$$
"""


class Migration(folding.Migration):
    dependencies = [("stakeholders", "0023_carried_by_who_moves_somebody")]

    operations = [
        migrations.AddField(
            model_name="importchange",
            name="object_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="importchange",
            name="object_id",
            field=models.BigIntegerField(default=0),
        ),
        migrations.RunSQL(sql=[*OPEN, *TOGETHER, *CLOSE], reverse_sql=[*OPEN, *EACH, *CLOSE]),
        migrations.RunSQL(
            sql=[REFRESH.format(more="")],
            reverse_sql=[REFRESH.format(more=",\n        stakeholders_importchange (batch_id, model, object_id)")],
        ),
        migrations.RemoveIndex(model_name="importchange", name="import_change_object"),
        migrations.RemoveField(model_name="importchange", name="object_id"),
        migrations.AlterField(
            model_name="importchange",
            name="batch",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="stakeholders.importbatch",
            ),
        ),
        migrations.AddIndex(
            model_name="importchange",
            index=models.Index(fields=["workspace", "batch"], name="import_change_by_batch"),
        ),
    ]
