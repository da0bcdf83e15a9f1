"""How each of the team hears of check-ins, where calendars read them, and what calendars were told."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import checkins.models.notice
from accounts.isolation import CURRENT_LINK, CURRENT_WORKSPACE, isolate
from web import folding

TABLES = ["noticepreference", "calendarfeed", "calendarinvitation"]
# What somebody chose goes when they leave the workspace, and the address of their calendar with it.
OF_A_MEMBER = (
    "FOREIGN KEY (workspace_id, user_id) REFERENCES accounts_membership (workspace_id, user_id)"
    " ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
)
DISPATCHES = "current_setting('app.dispatch', true) = 'on'"
DUE = """
CREATE FUNCTION workspaces_with_due_notices() RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM set_config('app.dispatch', 'on', true);
    RETURN QUERY SELECT DISTINCT workspace_id FROM checkins_noticepreference
        WHERE digest_at <= statement_timestamp() OR invitations;
    PERFORM set_config('app.dispatch', '', true);
END
$$
"""


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("checkins", "0006_today_and_promises"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.workspace",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "user"), name="calendar_feed_of_a_member")
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_in", models.UUIDField()),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("starts_at", models.DateTimeField()),
                ("zone", models.CharField(max_length=64)),
                ("is_cancelled", models.BooleanField(default=False)),
                ("told_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.workspace",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "user", "check_in"), name="calendar_invitation_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticePreference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("briefs", models.BooleanField(default=True)),
                ("briefs_a_day", models.PositiveSmallIntegerField(default=10)),
                (
                    "digest",
                    models.CharField(
                        choices=[("none", "None"), ("day", "Every day"), ("week", "Every week")],
                        default="none",
                        max_length=6,
                    ),
                ),
                ("invitations", models.BooleanField(default=False)),
                ("zone", models.CharField(max_length=64, verbose_name="time zone")),
                ("hours_begin", models.TimeField(default=datetime.time(8, 0))),
                ("hours_end", models.TimeField(default=datetime.time(18, 0))),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=checkins.models.notice.working_days,
                        size=None,
                    ),
                ),
                ("digested_on", models.DateField(editable=False, null=True)),
                ("digest_for", models.DateField(editable=False, null=True)),
                ("digest_at", models.DateTimeField(editable=False, null=True)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.workspace",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("digest_at__isnull", False)), fields=["digest_at"], name="notice_digest_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "user"), name="notice_preference_of_a_member"),
                    models.CheckConstraint(
                        condition=models.Q(("briefs_a_day__range", (1, 50)), ("digest__in", ["none", "day", "week"])),
                        name="notice_preference_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours_begin__lt", models.F("hours_end")),
                            models.Q(("weekdays", []), _negated=True),
                            ("weekdays__contained_by", [0, 1, 2, 3, 4, 5, 6]),
                        ),
                        name="notice_preference_hours_exist",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest_at", None), ("digest_for", None)),
                            models.Q(
                                ("digest_at__isnull", False),
                                ("digest_for__isnull", False),
                                models.Q(("digest", "none"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="notice_digest_clock_whole",
                    ),
                ],
            },
        ),
        isolate("checkins_noticepreference"),
        # Whoever reads a calendar says no more than its token.
        isolate("checkins_calendarfeed", f"workspace_id = {CURRENT_WORKSPACE} OR token_hash = {CURRENT_LINK}"),
        isolate("checkins_calendarinvitation"),
        *(
            migrations.RunSQL(
                sql=f"ALTER TABLE checkins_{table} ADD CONSTRAINT {table}_of_a_member {OF_A_MEMBER}",
                reverse_sql=f"ALTER TABLE checkins_{table} DROP CONSTRAINT {table}_of_a_member",
            )
            for table in TABLES
        ),
        migrations.RunSQL(
            sql=f"CREATE POLICY owner_dispatches ON checkins_noticepreference FOR SELECT TO CURRENT_USER USING ({DISPATCHES})",
            reverse_sql="DROP POLICY owner_dispatches ON checkins_noticepreference",
        ),
        migrations.RunSQL(sql=[DUE], reverse_sql="DROP FUNCTION workspaces_with_due_notices()"),
    ]
