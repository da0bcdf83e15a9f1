"""Row-level security for what belongs to a workspace, with the doors that have to open before one is chosen."""

from django.db import migrations

from accounts.isolation import CURRENT_INVITATION, CURRENT_USER, CURRENT_WORKSPACE, append_only, isolate


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts_and_workspaces")]

    operations = [
        # Somebody signed in sees their own memberships, and through them the workspaces they may choose from.
        isolate("accounts_membership", f"workspace_id = {CURRENT_WORKSPACE} OR user_id = {CURRENT_USER}"),
        isolate(
            "accounts_workspace",
            f"id = {CURRENT_WORKSPACE} OR id IN (SELECT workspace_id FROM accounts_membership"
            f" WHERE user_id = {CURRENT_USER})"
            f" OR id IN (SELECT workspace_id FROM accounts_invitation WHERE token_hash = {CURRENT_INVITATION})",
        ),
        # Whoever holds the token sees the one invitation it belongs to.
        isolate("accounts_invitation", f"workspace_id = {CURRENT_WORKSPACE} OR token_hash = {CURRENT_INVITATION}"),
        isolate("accounts_auditentry"),
        isolate("accounts_membershipevent"),
        append_only("accounts_auditentry"),
        append_only("accounts_membershipevent"),
    ]
