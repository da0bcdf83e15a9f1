"""What was worked out about the ties, what changed since, and pins; kept true by triggers on ties and people."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from accounts.isolation import isolate
from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0007_reasons_stay_behind_the_wall"),
        ("stakeholders", "0014_first_assessed_on"),
    ]

    operations = folding.folded(
        "stakeholders",
        [
            migrations.CreateModel(
                name="NetworkChange",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "people",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(), null=True, size=None
                        ),
                    ),
                    ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ],
                options={
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="NetworkPin",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("x", models.FloatField()),
                    ("y", models.FloatField()),
                ],
                options={
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="NetworkReading",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("read_at", models.DateTimeField(null=True)),
                    ("columns", models.JSONField(default=dict)),
                    ("findings", models.JSONField(default=dict)),
                ],
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="relationship",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_added",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO stakeholders_networkchange (workspace_id, people, at)\n            SELECT workspace_id, CASE WHEN count(*) <= 500 THEN array_agg(DISTINCT person) END, now()\n            FROM (SELECT workspace_id, unnest(ARRAY[source_id, target_id]) AS person FROM new_values) AS touched\n            GROUP BY workspace_id;\n            RETURN NULL;\n        ",
                        hash="48a04ab7261707201b5bb718bf8aab8b82908201",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_added_7829d",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_relationship",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="relationship",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_changed",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO stakeholders_networkchange (workspace_id, people, at)\n            SELECT workspace_id, CASE WHEN count(*) <= 500 THEN array_agg(DISTINCT person) END, now()\n            FROM (SELECT workspace_id, unnest(ARRAY[source_id, target_id]) AS person FROM (SELECT * FROM old_values UNION ALL SELECT * FROM new_values) AS changed) AS touched\n            GROUP BY workspace_id;\n            RETURN NULL;\n        ",
                        hash="ee9aee3958a90f65d558cdc644523f8158c44d94",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_changed_4935c",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="stakeholders_relationship",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="relationship",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_removed",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO stakeholders_networkchange (workspace_id, people, at)\n            SELECT workspace_id, CASE WHEN count(*) <= 500 THEN array_agg(DISTINCT person) END, now()\n            FROM (SELECT workspace_id, unnest(ARRAY[source_id, target_id]) AS person FROM old_values) AS touched\n            GROUP BY workspace_id;\n            RETURN NULL;\n        ",
                        hash="846eb18812a33666c06e1c829d047709ee8d50c6",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_removed_81479",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_relationship",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stakeholder",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_person_added",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO stakeholders_networkchange (workspace_id, people, at)\n            SELECT workspace_id, CASE WHEN count(*) <= 500 THEN array_agg(DISTINCT person) END, now()\n            FROM (SELECT workspace_id, unnest(ARRAY[id]) AS person FROM new_values) AS touched\n            GROUP BY workspace_id;\n            RETURN NULL;\n        ",
                        hash="e98638d0b445cce668cabde1dbf74495839c9eb4",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_person_added_41071",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_stakeholder",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stakeholder",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_person_removed",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO stakeholders_networkchange (workspace_id, people, at)\n            SELECT workspace_id, CASE WHEN count(*) <= 500 THEN array_agg(DISTINCT person) END, now()\n            FROM (SELECT workspace_id, unnest(ARRAY[id]) AS person FROM old_values) AS touched\n            GROUP BY workspace_id;\n            RETURN NULL;\n        ",
                        hash="90fffc7fa4c3d61c25bdae9ccb4111efafe05540",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_person_removed_94c1f",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_stakeholder",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stakeholder",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_person_moved",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."department_id" IS DISTINCT FROM (NEW."department_id"))',
                        func="\n            INSERT INTO stakeholders_networkchange (workspace_id, people, at)\n            VALUES (NEW.workspace_id, ARRAY[NEW.id], now());\n            RETURN NULL;\n        ",
                        hash="8b545fc35b4d110e4c88ab77500154d211db05c7",
                        operation='UPDATE OF "department_id"',
                        pgid="pgtrigger_mark_person_moved_6cbad",
                        table="stakeholders_stakeholder",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddField(
                model_name="networkchange",
                name="workspace",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="accounts.workspace",
                ),
            ),
            migrations.AddField(
                model_name="networkpin",
                name="stakeholder",
                field=models.OneToOneField(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="pin",
                    to="stakeholders.stakeholder",
                ),
            ),
            migrations.AddField(
                model_name="networkpin",
                name="workspace",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="accounts.workspace",
                ),
            ),
            migrations.AddField(
                model_name="networkreading",
                name="workspace",
                field=models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.workspace"
                ),
            ),
            migrations.AddIndex(
                model_name="networkpin",
                index=models.Index(fields=["workspace", "stakeholder"], name="pin_by_person"),
            ),
            migrations.AddConstraint(
                model_name="networkpin",
                constraint=models.CheckConstraint(
                    condition=models.Q(("x__range", (-1000000.0, 1000000.0)), ("y__range", (-1000000.0, 1000000.0))),
                    name="pin_on_the_sheet",
                ),
            ),
            *(isolate(f"stakeholders_{table}") for table in ["networkchange", "networkreading", "networkpin"]),
            migrations.RunSQL(
                sql="ALTER TABLE stakeholders_networkpin ADD CONSTRAINT networkpin_stakeholder_id_same_workspace"
                " FOREIGN KEY (workspace_id, stakeholder_id) REFERENCES stakeholders_stakeholder (workspace_id, id)"
                " ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
                reverse_sql="ALTER TABLE stakeholders_networkpin DROP CONSTRAINT networkpin_stakeholder_id_same_workspace",
            ),
        ],
    )
