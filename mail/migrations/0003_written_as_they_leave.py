"""Mails that are written as they leave, and what may be known of the outbox of all workspaces: numbers."""

from django.db import migrations, models

from web import folding

# How many seconds the mail waits that should have left first, unless its own recipient put it off; how many failed.
HEALTH = """
CREATE FUNCTION mail_health(OUT oldest_waiting double precision, OUT failed bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM set_config('app.dispatch', 'on', true);
    SELECT extract(epoch FROM statement_timestamp() - least(
        (SELECT min(due_at) FROM mail_message WHERE state IN ('waiting', 'sending') AND due_at <= statement_timestamp()),
        (SELECT min(tried_since) FROM mail_message
            WHERE state IN ('waiting', 'sending') AND refusals = 0 AND tried_since IS NOT NULL)
    )) INTO oldest_waiting;
    SELECT count(*) INTO failed FROM mail_message WHERE state = 'failed';
    PERFORM set_config('app.dispatch', '', true);
END
$$
"""


class Migration(folding.Migration):
    dependencies = [("mail", "0002_isolation")]

    operations = [
        migrations.AddField("message", "about", models.JSONField(null=True)),
        migrations.AddIndex(
            "message",
            models.Index(
                fields=["tried_since"],
                condition=models.Q(state__in=["waiting", "sending"], refusals=0, tried_since__isnull=False),
                name="message_held_up",
            ),
        ),
        migrations.AddIndex(
            "message", models.Index(fields=["due_at"], condition=models.Q(state="failed"), name="message_failed")
        ),
        migrations.RunSQL(sql=[HEALTH], reverse_sql="DROP FUNCTION mail_health()"),
    ]
