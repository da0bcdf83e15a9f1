"""A mail that the mail server did not take waits until its next try, and is late by that from the first one on."""

from importlib import import_module

from django.db import migrations

HEALTH = """
CREATE OR REPLACE FUNCTION mail_health(OUT oldest_waiting double precision, OUT failed bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM set_config('app.dispatch', 'on', true);
    SELECT extract(epoch FROM greatest(
        statement_timestamp() - (
            SELECT min(due_at) FROM mail_message
            WHERE state IN ('waiting', 'sending') AND due_at <= statement_timestamp()
        ), (
            -- while it is being sent, its due_at is the end of the lease
            SELECT greatest(statement_timestamp(), CASE state WHEN 'waiting' THEN due_at END) - tried_since
            FROM mail_message
            WHERE state IN ('waiting', 'sending') AND refusals = 0 AND tried_since IS NOT NULL
            ORDER BY tried_since LIMIT 1
        )
    )) INTO oldest_waiting;
    SELECT count(*) INTO failed FROM mail_message WHERE state = 'failed';
    PERFORM set_config('app.dispatch', '', true);
END
$$
"""
BEFORE: str = import_module("mail.migrations.0003_written_as_they_leave").HEALTH


class Migration(migrations.Migration):
    dependencies = [("mail", "0005_cheaper_to_write")]

    operations = [
        migrations.RunSQL(sql=[HEALTH], reverse_sql=[BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")]),
    ]
