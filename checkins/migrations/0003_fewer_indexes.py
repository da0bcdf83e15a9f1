"""Fewer indexes on what the clock writes at every turn: each of them is written to, and one finds what two did."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from web import folding

# Django makes these for the keys of audit rows; nobody asks by them, and the clock writes one for every check-in.
DROP_OF_EVENTS = """
DO $$
DECLARE
    unused regclass;
BEGIN
    FOR unused IN
        SELECT index.indexrelid FROM pg_index AS index
        JOIN pg_attribute AS named ON named.attrelid = index.indrelid AND named.attnum = index.indkey[0]
        WHERE index.indrelid = 'checkins_checkinevent'::regclass AND index.indnatts = 1
        AND named.attname IN ('owner_id', 'workspace_id')
    LOOP
        EXECUTE format('DROP INDEX %s', unused);
    END LOOP;
END
$$
"""


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("checkins", "0002_isolation"),
        ("stakeholders", "0025_contacts_in_their_workspace"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="checkinplan",
            name="check_in_plan_follows",
        ),
        migrations.AlterField(
            model_name="checkin",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="checkinplan",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="checkinplan",
            name="stakeholder",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="stakeholders.stakeholder",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkinplan",
            constraint=models.UniqueConstraint(fields=("workspace", "stakeholder"), name="check_in_plan_of_a_person"),
        ),
        # The constraint begins an index of the same columns.
        migrations.RunSQL(
            sql="DROP INDEX checkinplan_stakeholder_id_by_workspace",
            reverse_sql="CREATE INDEX checkinplan_stakeholder_id_by_workspace"
            " ON checkins_checkinplan (workspace_id, stakeholder_id)",
        ),
        # A list: a string would be split at its semicolons.
        migrations.RunSQL(sql=[DROP_OF_EVENTS], reverse_sql=migrations.RunSQL.noop),
    ]
