"""Each key inside a workspace is checked once and found by one index: importing 50,000 rows checked them three times."""

import django.db.models.deletion
from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0006_audit_by_time_and_key"),
        ("stakeholders", "0012_standing_beside_the_name"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assessment",
            name="stakeholder",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assessments",
                to="stakeholders.stakeholder",
            ),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="workspace",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.workspace",
            ),
        ),
        migrations.AlterField(
            model_name="importchange",
            name="batch",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="stakeholders.importbatch",
            ),
        ),
        migrations.AlterField(
            model_name="importchange",
            name="workspace",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.workspace",
            ),
        ),
        migrations.AlterField(
            model_name="relationship",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ties_out",
                to="stakeholders.stakeholder",
            ),
        ),
        migrations.AlterField(
            model_name="relationship",
            name="target",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ties_in",
                to="stakeholders.stakeholder",
            ),
        ),
        migrations.AlterField(
            model_name="relationship",
            name="workspace",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.workspace",
            ),
        ),
        migrations.AlterField(
            model_name="stakeholder",
            name="department",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stakeholders",
                to="stakeholders.department",
            ),
        ),
        migrations.AlterField(
            model_name="stakeholder",
            name="workspace",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.workspace"
            ),
        ),
        migrations.AlterField(
            model_name="touchpoint",
            name="stakeholder",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="touchpoints",
                to="stakeholders.stakeholder",
            ),
        ),
        migrations.AlterField(
            model_name="touchpoint",
            name="workspace",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.workspace",
            ),
        ),
    ]
