"""What moved somebody may be a reply to an idea."""

import django.db.models.deletion
from django.db import migrations, models

from web import folding

TABLE = "discussions_answer"
KEY = "answer_moved_by_reply_id_same_workspace"


class Migration(folding.Migration):
    dependencies = [("discussions", "0006_steps_pause")]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="moved_by_reply",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="discussions.response",
            ),
        ),
        migrations.RunSQL(
            sql=[
                f"ALTER TABLE {TABLE} ADD CONSTRAINT {KEY} FOREIGN KEY (workspace_id, moved_by_reply_id)"
                " REFERENCES discussions_response (workspace_id, id) ON DELETE SET NULL (moved_by_reply_id)"
                " DEFERRABLE INITIALLY DEFERRED",
                f"CREATE INDEX answer_moved_by_reply_id_by_workspace ON {TABLE} (workspace_id, moved_by_reply_id)",
            ],
            reverse_sql=[
                "DROP INDEX answer_moved_by_reply_id_by_workspace",
                f"ALTER TABLE {TABLE} DROP CONSTRAINT {KEY}",
            ],
        ),
    ]
