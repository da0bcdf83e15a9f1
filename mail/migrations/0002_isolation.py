"""Row-level security for the outbox: a workspace sees its own mails, a sender the one it holds, the holder of an
unsubscribe link the one it came with; what is due in all of them is told by one function, by its ids alone."""

from django.db import migrations

from accounts.isolation import CURRENT_WORKSPACE, isolate

CURRENT_MESSAGE = "NULLIF(current_setting('app.message', true), '')::uuid"
CURRENT_LINK = "NULLIF(current_setting('app.unsubscribe', true), '')"

SQL = [
    # Seeing one message is no leave to write one for another workspace.
    "CREATE POLICY own_workspace ON mail_message AS RESTRICTIVE FOR INSERT"
    f" WITH CHECK (workspace_id IS NULL OR workspace_id = {CURRENT_WORKSPACE})",
    # The functions below run as the owner, who is behind the wall too and gets over it nowhere else.
    "CREATE POLICY owner_dispatches ON mail_message TO CURRENT_USER"
    " USING (current_setting('app.dispatch', true) = 'on') WITH CHECK (current_setting('app.dispatch', true) = 'on')",
    """
    CREATE FUNCTION claim_mail(at_most integer, lease interval) RETURNS TABLE (id uuid, attempt bigint)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public
    -- The table turns over faster than statistics do, by which all that is due would be read and sorted for a few: walk
    -- along the index of what is due.
    SET enable_sort = off SET enable_seqscan = off SET enable_bitmapscan = off AS $$
    #variable_conflict use_column
    BEGIN
        PERFORM set_config('app.dispatch', 'on', true);
        RETURN QUERY WITH due AS (
            SELECT message.id
              FROM mail_message AS message
             WHERE message.state IN ('waiting', 'sending') AND message.due_at <= statement_timestamp()
             ORDER BY message.due_at
             LIMIT at_most
               FOR UPDATE SKIP LOCKED
        )
        UPDATE mail_message AS message
           SET attempts = message.attempts + 1,
               -- a sender that held it died: that may be the mail's doing
               refusals = message.refusals + (message.state = 'sending')::integer,
               state = 'sending',
               tried_since = COALESCE(message.tried_since, statement_timestamp()),
               lease_until = statement_timestamp() + lease,
               due_at = statement_timestamp() + lease
          FROM due
         WHERE message.id = due.id
        RETURNING message.id, message.attempts::bigint;
        PERFORM set_config('app.dispatch', '', true);
    END
    $$
    """,
    """
    CREATE FUNCTION tidy_mail() RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
    BEGIN
        PERFORM set_config('app.dispatch', 'on', true);
        UPDATE mail_message SET mime = ''::bytea
         WHERE state IN ('failed', 'bounced') AND mime <> ''::bytea
           AND due_at < statement_timestamp() - interval '14 days';
        DELETE FROM mail_message
         WHERE workspace_id IS NULL AND state NOT IN ('waiting', 'sending')
           AND due_at < statement_timestamp() - interval '30 days';
        PERFORM set_config('app.dispatch', '', true);
    END
    $$
    """,
]
BACK = [
    "DROP FUNCTION tidy_mail()",
    "DROP FUNCTION claim_mail(integer, interval)",
    "DROP POLICY owner_dispatches ON mail_message",
    "DROP POLICY own_workspace ON mail_message",
]


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_outbox")]

    operations = [
        isolate(
            "mail_message",
            f"workspace_id = {CURRENT_WORKSPACE} OR id = {CURRENT_MESSAGE} OR unsubscribe_hash = {CURRENT_LINK}",
        ),
        isolate("mail_suppression"),
        migrations.RunSQL(sql=SQL, reverse_sql=BACK),
    ]
