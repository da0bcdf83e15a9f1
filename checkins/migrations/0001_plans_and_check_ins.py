"""Rules, plans, check-ins, the changes that call for them, and what the clock keeps."""

import datetime
import uuid

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import checkins.models.plan
from web import folding


class Migration(folding.Migration):
    initial = True

    dependencies = [
        ("accounts", "0009_written"),
        ("impact", "0013_coalition"),
        ("planning", "0005_stakes_in_their_workspace"),
        ("stakeholders", "0024_created_rows_noted_together"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = folding.folded(
        "checkins",
        [
            migrations.CreateModel(
                name="ChangeEvent",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("joined", "Joined"),
                                ("left", "Left"),
                                ("promoted", "Promoted"),
                                ("reports_elsewhere", "Reports to somebody else"),
                                ("goal_added", "New goal"),
                                ("goal_dropped", "Goal dropped"),
                                ("goal_reordered", "Goals in another order"),
                                ("goal_owner", "Goal changed hands"),
                                ("champion_lost", "Champion lost"),
                                ("position_dropped", "Turned against it"),
                                ("silence", "Not heard from"),
                                ("target_missed", "Target missed"),
                                ("target_beaten", "Target beaten"),
                                ("budget_near", "Budget is near"),
                                ("other", "Something else"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("key", models.CharField(max_length=200)),
                    ("happened_on", models.DateField(default=django.utils.timezone.localdate)),
                    ("says", models.CharField(max_length=500)),
                    ("noticed_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("dismissed_on", models.DateField(blank=True, null=True)),
                    ("dismissed_why", models.TextField(blank=True)),
                    (
                        "author",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "goal",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="planning.goal",
                        ),
                    ),
                    (
                        "metric",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="impact.metric",
                        ),
                    ),
                    (
                        "stakeholder",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="stakeholders.stakeholder",
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
                    "ordering": ["-happened_on", "-pk"],
                },
            ),
            migrations.CreateModel(
                name="ChangeEventEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("joined", "Joined"),
                                ("left", "Left"),
                                ("promoted", "Promoted"),
                                ("reports_elsewhere", "Reports to somebody else"),
                                ("goal_added", "New goal"),
                                ("goal_dropped", "Goal dropped"),
                                ("goal_reordered", "Goals in another order"),
                                ("goal_owner", "Goal changed hands"),
                                ("champion_lost", "Champion lost"),
                                ("position_dropped", "Turned against it"),
                                ("silence", "Not heard from"),
                                ("target_missed", "Target missed"),
                                ("target_beaten", "Target beaten"),
                                ("budget_near", "Budget is near"),
                                ("other", "Something else"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("key", models.CharField(max_length=200)),
                    ("happened_on", models.DateField(default=django.utils.timezone.localdate)),
                    ("says", models.CharField(max_length=500)),
                    ("noticed_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("dismissed_on", models.DateField(blank=True, null=True)),
                    ("dismissed_why", models.TextField(blank=True)),
                    (
                        "author",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "goal",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="planning.goal",
                        ),
                    ),
                    (
                        "metric",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="impact.metric",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="checkins.changeevent",
                        ),
                    ),
                    (
                        "stakeholder",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="stakeholders.stakeholder",
                        ),
                    ),
                    (
                        "workspace",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="accounts.workspace",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="CheckIn",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ("for_on", models.DateField()),
                    (
                        "origin",
                        models.CharField(
                            choices=[("planned", "Planned"), ("change", "After a change"), ("extra", "Extra")],
                            max_length=7,
                        ),
                    ),
                    ("due_on", models.DateField()),
                    ("due_at", models.DateTimeField()),
                    ("zone", models.CharField(max_length=64, verbose_name="time zone")),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("meeting", "Meeting"),
                                ("call", "Call"),
                                ("mail", "E-mail"),
                                ("message", "Message"),
                            ],
                            default="meeting",
                            max_length=7,
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("due", "Due"),
                                ("prepared", "Prepared"),
                                ("held", "Held"),
                                ("skipped", "Skipped"),
                                ("missed", "Missed"),
                            ],
                            default="due",
                            max_length=8,
                        ),
                    ),
                    ("moved_times", models.PositiveSmallIntegerField(default=0)),
                    ("periods_missed", models.PositiveSmallIntegerField(default=0)),
                    ("prepared_at", models.DateTimeField(blank=True, null=True)),
                    ("brief", models.JSONField(blank=True, null=True)),
                    ("held_on", models.DateField(blank=True, null=True)),
                    ("outcome", models.TextField(blank=True)),
                    ("next_step", models.TextField(blank=True)),
                    ("next_step_by", models.DateField(blank=True, null=True)),
                    ("skipped_why", models.TextField(blank=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "assessment",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="stakeholders.assessment",
                        ),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "stakeholder",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="stakeholders.stakeholder",
                        ),
                    ),
                    (
                        "touchpoint",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="stakeholders.touchpoint",
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
                    "ordering": ["due_at", "pk"],
                },
            ),
            migrations.CreateModel(
                name="CheckInPlan",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("unit", models.CharField(choices=[("weeks", "weeks"), ("months", "months")], max_length=6)),
                    ("interval", models.PositiveSmallIntegerField()),
                    (
                        "by",
                        models.CharField(
                            choices=[("day", "on a day of the month"), ("weekday", "on a day of the week")],
                            max_length=7,
                        ),
                    ),
                    ("day", models.PositiveSmallIntegerField(blank=True, null=True)),
                    (
                        "nth",
                        models.SmallIntegerField(
                            blank=True,
                            choices=[(1, "first"), (2, "second"), (3, "third"), (4, "fourth"), (-1, "last")],
                            null=True,
                        ),
                    ),
                    (
                        "weekday",
                        models.PositiveSmallIntegerField(
                            blank=True,
                            choices=[
                                (0, "Monday"),
                                (1, "Tuesday"),
                                (2, "Wednesday"),
                                (3, "Thursday"),
                                (4, "Friday"),
                                (5, "Saturday"),
                                (6, "Sunday"),
                            ],
                            null=True,
                        ),
                    ),
                    ("starts_on", models.DateField()),
                    ("at", models.TimeField(default=datetime.time(9, 30))),
                    (
                        "zone",
                        models.CharField(
                            max_length=64, validators=[checkins.models.plan.known_zone], verbose_name="time zone"
                        ),
                    ),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("meeting", "Meeting"),
                                ("call", "Call"),
                                ("mail", "E-mail"),
                                ("message", "Message"),
                            ],
                            default="meeting",
                            max_length=7,
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "follows",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("decision_maker", "Decision maker"),
                                ("champion", "Champion"),
                                ("influencer", "Influencer"),
                                ("detractor", "Detractor"),
                                ("participant", "Participant"),
                                ("unknown", "No segment yet"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("paused_on", models.DateField(blank=True, null=True)),
                    ("paused_until", models.DateField(blank=True, null=True)),
                    ("paused_why", models.CharField(blank=True, max_length=300)),
                    ("opened_for", models.DateField(blank=True, editable=False, null=True)),
                    ("next_for", models.DateField(blank=True, editable=False, null=True)),
                    ("next_due_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ("opens_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ("trouble", models.CharField(blank=True, editable=False, max_length=300)),
                    (
                        "owner",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "stakeholder",
                        models.OneToOneField(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="stakeholders.stakeholder",
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
                },
            ),
            migrations.CreateModel(
                name="CheckInEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                    ("for_on", models.DateField()),
                    (
                        "origin",
                        models.CharField(
                            choices=[("planned", "Planned"), ("change", "After a change"), ("extra", "Extra")],
                            max_length=7,
                        ),
                    ),
                    ("due_on", models.DateField()),
                    ("due_at", models.DateTimeField()),
                    ("zone", models.CharField(max_length=64, verbose_name="time zone")),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("meeting", "Meeting"),
                                ("call", "Call"),
                                ("mail", "E-mail"),
                                ("message", "Message"),
                            ],
                            default="meeting",
                            max_length=7,
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("due", "Due"),
                                ("prepared", "Prepared"),
                                ("held", "Held"),
                                ("skipped", "Skipped"),
                                ("missed", "Missed"),
                            ],
                            default="due",
                            max_length=8,
                        ),
                    ),
                    ("moved_times", models.PositiveSmallIntegerField(default=0)),
                    ("periods_missed", models.PositiveSmallIntegerField(default=0)),
                    ("prepared_at", models.DateTimeField(blank=True, null=True)),
                    ("held_on", models.DateField(blank=True, null=True)),
                    ("outcome", models.TextField(blank=True)),
                    ("next_step", models.TextField(blank=True)),
                    ("next_step_by", models.DateField(blank=True, null=True)),
                    ("skipped_why", models.TextField(blank=True)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "assessment",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="stakeholders.assessment",
                        ),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="checkins.checkin",
                        ),
                    ),
                    (
                        "stakeholder",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="stakeholders.stakeholder",
                        ),
                    ),
                    (
                        "touchpoint",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="stakeholders.touchpoint",
                        ),
                    ),
                    (
                        "workspace",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="accounts.workspace",
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="checkins.checkinplan",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.AddField(
                model_name="checkin",
                name="plan",
                field=models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="checkins.checkinplan",
                ),
            ),
            migrations.CreateModel(
                name="CheckInPlanEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("unit", models.CharField(choices=[("weeks", "weeks"), ("months", "months")], max_length=6)),
                    ("interval", models.PositiveSmallIntegerField()),
                    (
                        "by",
                        models.CharField(
                            choices=[("day", "on a day of the month"), ("weekday", "on a day of the week")],
                            max_length=7,
                        ),
                    ),
                    ("day", models.PositiveSmallIntegerField(blank=True, null=True)),
                    (
                        "nth",
                        models.SmallIntegerField(
                            blank=True,
                            choices=[(1, "first"), (2, "second"), (3, "third"), (4, "fourth"), (-1, "last")],
                            null=True,
                        ),
                    ),
                    (
                        "weekday",
                        models.PositiveSmallIntegerField(
                            blank=True,
                            choices=[
                                (0, "Monday"),
                                (1, "Tuesday"),
                                (2, "Wednesday"),
                                (3, "Thursday"),
                                (4, "Friday"),
                                (5, "Saturday"),
                                (6, "Sunday"),
                            ],
                            null=True,
                        ),
                    ),
                    ("starts_on", models.DateField()),
                    ("at", models.TimeField(default=datetime.time(9, 30))),
                    (
                        "zone",
                        models.CharField(
                            max_length=64, validators=[checkins.models.plan.known_zone], verbose_name="time zone"
                        ),
                    ),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("meeting", "Meeting"),
                                ("call", "Call"),
                                ("mail", "E-mail"),
                                ("message", "Message"),
                            ],
                            default="meeting",
                            max_length=7,
                        ),
                    ),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "follows",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("decision_maker", "Decision maker"),
                                ("champion", "Champion"),
                                ("influencer", "Influencer"),
                                ("detractor", "Detractor"),
                                ("participant", "Participant"),
                                ("unknown", "No segment yet"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("paused_on", models.DateField(blank=True, null=True)),
                    ("paused_until", models.DateField(blank=True, null=True)),
                    ("paused_why", models.CharField(blank=True, max_length=300)),
                    (
                        "owner",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="checkins.checkinplan",
                        ),
                    ),
                    (
                        "stakeholder",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="stakeholders.stakeholder",
                        ),
                    ),
                    (
                        "workspace",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="accounts.workspace",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="CheckInReason",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("why", models.CharField(max_length=500)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "check_in",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="reasons",
                            to="checkins.checkin",
                        ),
                    ),
                    (
                        "event",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="reasons",
                            to="checkins.changeevent",
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
                    "ordering": ["created_at", "pk"],
                },
            ),
            migrations.CreateModel(
                name="CheckInRule",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("unit", models.CharField(choices=[("weeks", "weeks"), ("months", "months")], max_length=6)),
                    ("interval", models.PositiveSmallIntegerField()),
                    (
                        "by",
                        models.CharField(
                            choices=[("day", "on a day of the month"), ("weekday", "on a day of the week")],
                            max_length=7,
                        ),
                    ),
                    ("day", models.PositiveSmallIntegerField(blank=True, null=True)),
                    (
                        "nth",
                        models.SmallIntegerField(
                            blank=True,
                            choices=[(1, "first"), (2, "second"), (3, "third"), (4, "fourth"), (-1, "last")],
                            null=True,
                        ),
                    ),
                    (
                        "weekday",
                        models.PositiveSmallIntegerField(
                            blank=True,
                            choices=[
                                (0, "Monday"),
                                (1, "Tuesday"),
                                (2, "Wednesday"),
                                (3, "Thursday"),
                                (4, "Friday"),
                                (5, "Saturday"),
                                (6, "Sunday"),
                            ],
                            null=True,
                        ),
                    ),
                    ("starts_on", models.DateField()),
                    ("at", models.TimeField(default=datetime.time(9, 30))),
                    (
                        "zone",
                        models.CharField(
                            max_length=64, validators=[checkins.models.plan.known_zone], verbose_name="time zone"
                        ),
                    ),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("meeting", "Meeting"),
                                ("call", "Call"),
                                ("mail", "E-mail"),
                                ("message", "Message"),
                            ],
                            default="meeting",
                            max_length=7,
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "segment",
                        models.CharField(
                            choices=[
                                ("decision_maker", "Decision maker"),
                                ("champion", "Champion"),
                                ("influencer", "Influencer"),
                                ("detractor", "Detractor"),
                                ("participant", "Participant"),
                                ("unknown", "No segment yet"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("is_on", models.BooleanField(default=True)),
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
                },
            ),
            migrations.CreateModel(
                name="CheckInRuleEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("unit", models.CharField(choices=[("weeks", "weeks"), ("months", "months")], max_length=6)),
                    ("interval", models.PositiveSmallIntegerField()),
                    (
                        "by",
                        models.CharField(
                            choices=[("day", "on a day of the month"), ("weekday", "on a day of the week")],
                            max_length=7,
                        ),
                    ),
                    ("day", models.PositiveSmallIntegerField(blank=True, null=True)),
                    (
                        "nth",
                        models.SmallIntegerField(
                            blank=True,
                            choices=[(1, "first"), (2, "second"), (3, "third"), (4, "fourth"), (-1, "last")],
                            null=True,
                        ),
                    ),
                    (
                        "weekday",
                        models.PositiveSmallIntegerField(
                            blank=True,
                            choices=[
                                (0, "Monday"),
                                (1, "Tuesday"),
                                (2, "Wednesday"),
                                (3, "Thursday"),
                                (4, "Friday"),
                                (5, "Saturday"),
                                (6, "Sunday"),
                            ],
                            null=True,
                        ),
                    ),
                    ("starts_on", models.DateField()),
                    ("at", models.TimeField(default=datetime.time(9, 30))),
                    (
                        "zone",
                        models.CharField(
                            max_length=64, validators=[checkins.models.plan.known_zone], verbose_name="time zone"
                        ),
                    ),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("meeting", "Meeting"),
                                ("call", "Call"),
                                ("mail", "E-mail"),
                                ("message", "Message"),
                            ],
                            default="meeting",
                            max_length=7,
                        ),
                    ),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "segment",
                        models.CharField(
                            choices=[
                                ("decision_maker", "Decision maker"),
                                ("champion", "Champion"),
                                ("influencer", "Influencer"),
                                ("detractor", "Detractor"),
                                ("participant", "Participant"),
                                ("unknown", "No segment yet"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("is_on", models.BooleanField(default=True)),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="checkins.checkinrule",
                        ),
                    ),
                    (
                        "workspace",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="accounts.workspace",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Holiday",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("day", models.DateField()),
                    ("name", models.CharField(max_length=120)),
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
                    "ordering": ["day"],
                },
            ),
            migrations.CreateModel(
                name="SchedulePulse",
                fields=[
                    (
                        "id",
                        models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False),
                    ),
                    ("ticked_at", models.DateTimeField()),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=models.Q(("pk", 1)), name="schedule_pulse_is_one")
                    ],
                },
            ),
            migrations.CreateModel(
                name="SegmentMark",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "stakeholder",
                        models.OneToOneField(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="stakeholders.stakeholder",
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
                },
            ),
            migrations.AddIndex(
                model_name="changeevent",
                index=models.Index(fields=["workspace", "-happened_on", "-id"], name="change_event_recent"),
            ),
            migrations.AddConstraint(
                model_name="changeevent",
                constraint=models.UniqueConstraint(fields=("workspace", "key"), name="change_event_once"),
            ),
            migrations.AddConstraint(
                model_name="changeevent",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "kind__in",
                            [
                                "joined",
                                "left",
                                "promoted",
                                "reports_elsewhere",
                                "goal_added",
                                "goal_dropped",
                                "goal_reordered",
                                "goal_owner",
                                "champion_lost",
                                "position_dropped",
                                "silence",
                                "target_missed",
                                "target_beaten",
                                "budget_near",
                                "other",
                            ],
                        )
                    ),
                    name="change_event_kind_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="changeevent",
                constraint=models.CheckConstraint(
                    condition=models.Q(models.Q(("key", ""), _negated=True), models.Q(("says", ""), _negated=True)),
                    name="change_event_says_what",
                ),
            ),
            migrations.AddConstraint(
                model_name="changeevent",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("dismissed_on", None), ("dismissed_why", "")),
                        models.Q(("dismissed_on__isnull", False), models.Q(("dismissed_why", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="change_event_dismissed_for_a_reason",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="changeevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="590ea43a5e6b5381db5f08fe7a4c5910e530abfe",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_04ab0",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_changeevent",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="changeevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="bc8292ec1ad57bc9a87573b4ef2b3e17e5372b31",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_5d887",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_changeevent",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="changeevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="652d6c439563e3c45f76f44ceb4a13aa9e516165",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_87c7a",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="checkins_changeevent",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="changeevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "checkins_changeeventevent" ("author_id", "dismissed_on", "dismissed_why", "goal_id", "happened_on", "id", "key", "kind", "metric_id", "noticed_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "says", "stakeholder_id", "workspace_id") SELECT new_values."author_id", new_values."dismissed_on", new_values."dismissed_why", new_values."goal_id", new_values."happened_on", new_values."id", new_values."key", new_values."kind", new_values."metric_id", new_values."noticed_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."says", new_values."stakeholder_id", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="98982a90599df0a9e28df134c9931498e97b2e5a",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_0a374",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_changeevent",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="changeevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "checkins_changeeventevent" ("author_id", "dismissed_on", "dismissed_why", "goal_id", "happened_on", "id", "key", "kind", "metric_id", "noticed_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "says", "stakeholder_id", "workspace_id") VALUES (NEW."author_id", NEW."dismissed_on", NEW."dismissed_why", NEW."goal_id", NEW."happened_on", NEW."id", NEW."key", NEW."kind", NEW."metric_id", NEW."noticed_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."says", NEW."stakeholder_id", NEW."workspace_id"); RETURN NULL;',
                        hash="a9339bf1a52827edfc09c13e464f383763e2955b",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_a6705",
                        table="checkins_changeevent",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="changeevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "checkins_changeeventevent" ("author_id", "dismissed_on", "dismissed_why", "goal_id", "happened_on", "id", "key", "kind", "metric_id", "noticed_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "says", "stakeholder_id", "workspace_id") SELECT old_values."author_id", old_values."dismissed_on", old_values."dismissed_why", old_values."goal_id", old_values."happened_on", old_values."id", old_values."key", old_values."kind", old_values."metric_id", old_values."noticed_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."says", old_values."stakeholder_id", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="4c5b8d75ad034ba458c6df330f4e0013ffb324a9",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_56965",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="checkins_changeevent",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="changeeventevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="changeevent_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="changeeventevent",
                index=models.Index(fields=["pgh_obj"], name="changeevent_audit_object"),
            ),
            migrations.AddIndex(
                model_name="checkinplan",
                index=models.Index(
                    condition=models.Q(("opens_at__isnull", False)),
                    fields=["workspace", "opens_at"],
                    name="check_in_plan_opens",
                ),
            ),
            migrations.AddIndex(
                model_name="checkinplan",
                index=models.Index(
                    condition=models.Q(("trouble", ""), _negated=True),
                    fields=["workspace"],
                    name="check_in_plan_troubled",
                ),
            ),
            migrations.AddIndex(
                model_name="checkinplan",
                index=models.Index(fields=["workspace", "follows"], name="check_in_plan_follows"),
            ),
            migrations.AddConstraint(
                model_name="checkinplan",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("channel__in", ["meeting", "call", "mail", "message"]),
                        ("interval__range", (1, 60)),
                        models.Q(
                            models.Q(
                                ("by", "day"),
                                ("day__range", (1, 31)),
                                ("nth", None),
                                ("unit", "months"),
                                ("weekday", None),
                            ),
                            models.Q(
                                ("by", "weekday"),
                                ("day", None),
                                ("nth", None),
                                ("unit", "weeks"),
                                ("weekday__range", (0, 6)),
                            ),
                            models.Q(
                                ("by", "weekday"),
                                ("day", None),
                                ("nth__in", [1, 2, 3, 4, -1]),
                                ("unit", "months"),
                                ("weekday__range", (0, 6)),
                            ),
                            _connector="OR",
                        ),
                    ),
                    name="check_in_plan_recurs",
                ),
            ),
            migrations.AddConstraint(
                model_name="checkinplan",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("next_due_at", None), ("next_for", None), ("opens_at", None)),
                        models.Q(
                            ("next_due_at__isnull", False), ("next_for__isnull", False), ("opens_at__isnull", False)
                        ),
                        _connector="OR",
                    ),
                    name="check_in_plan_clock_whole",
                ),
            ),
            migrations.AddConstraint(
                model_name="checkinplan",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("paused_on__isnull", False),
                        models.Q(("paused_until", None), ("paused_why", "")),
                        _connector="OR",
                    ),
                    name="check_in_plan_pause_has_its_day",
                ),
            ),
            migrations.AddConstraint(
                model_name="checkinplan",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("paused_until", None), ("paused_until__gt", models.F("paused_on")), _connector="OR"
                    ),
                    name="check_in_plan_pause_ends_later",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinplan",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="2079112f3117f9c471453d4928c89150f791a9c2",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_a5fc9",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_checkinplan",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinplan",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="6c95838be35f12f37618c6addc3719b8aa4ec531",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_4ba10",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_checkinplan",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinplan",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="3e3eade9de88565be52ab51f1ecf2510001209fe",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_ab35a",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="checkins_checkinplan",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinplan",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "checkins_checkinplanevent" ("at", "by", "channel", "created_at", "day", "follows", "id", "interval", "nth", "owner_id", "paused_on", "paused_until", "paused_why", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "starts_on", "unit", "weekday", "workspace_id", "zone") SELECT new_values."at", new_values."by", new_values."channel", new_values."created_at", new_values."day", new_values."follows", new_values."id", new_values."interval", new_values."nth", new_values."owner_id", new_values."paused_on", new_values."paused_until", new_values."paused_why", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."stakeholder_id", new_values."starts_on", new_values."unit", new_values."weekday", new_values."workspace_id", new_values."zone" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="1b441d5c5d6617e69e040a586936269d2686f25a",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_71c28",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_checkinplan",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinplan",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by" IS DISTINCT FROM (NEW."by") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."day" IS DISTINCT FROM (NEW."day") OR OLD."follows" IS DISTINCT FROM (NEW."follows") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interval" IS DISTINCT FROM (NEW."interval") OR OLD."nth" IS DISTINCT FROM (NEW."nth") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."paused_on" IS DISTINCT FROM (NEW."paused_on") OR OLD."paused_until" IS DISTINCT FROM (NEW."paused_until") OR OLD."paused_why" IS DISTINCT FROM (NEW."paused_why") OR OLD."stakeholder_id" IS DISTINCT FROM (NEW."stakeholder_id") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."weekday" IS DISTINCT FROM (NEW."weekday") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id") OR OLD."zone" IS DISTINCT FROM (NEW."zone"))',
                        func='INSERT INTO "checkins_checkinplanevent" ("at", "by", "channel", "created_at", "day", "follows", "id", "interval", "nth", "owner_id", "paused_on", "paused_until", "paused_why", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "starts_on", "unit", "weekday", "workspace_id", "zone") VALUES (NEW."at", NEW."by", NEW."channel", NEW."created_at", NEW."day", NEW."follows", NEW."id", NEW."interval", NEW."nth", NEW."owner_id", NEW."paused_on", NEW."paused_until", NEW."paused_why", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."stakeholder_id", NEW."starts_on", NEW."unit", NEW."weekday", NEW."workspace_id", NEW."zone"); RETURN NULL;',
                        hash="68f3409f658b4f5201aed2b2bce7f40930429ac9",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_5b19e",
                        table="checkins_checkinplan",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinplan",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "checkins_checkinplanevent" ("at", "by", "channel", "created_at", "day", "follows", "id", "interval", "nth", "owner_id", "paused_on", "paused_until", "paused_why", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "starts_on", "unit", "weekday", "workspace_id", "zone") SELECT old_values."at", old_values."by", old_values."channel", old_values."created_at", old_values."day", old_values."follows", old_values."id", old_values."interval", old_values."nth", old_values."owner_id", old_values."paused_on", old_values."paused_until", old_values."paused_why", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."stakeholder_id", old_values."starts_on", old_values."unit", old_values."weekday", old_values."workspace_id", old_values."zone" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="3f9b073b0ece0295a23e1a6805c2f93971f899be",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_f921d",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="checkins_checkinplan",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="checkinevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="checkin_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="checkinevent",
                index=models.Index(fields=["pgh_obj"], name="checkin_audit_object"),
            ),
            migrations.AddIndex(
                model_name="checkin",
                index=models.Index(
                    condition=models.Q(("state__in", ["due", "prepared"])),
                    fields=["workspace", "due_at"],
                    name="check_in_open",
                ),
            ),
            migrations.AddIndex(
                model_name="checkin",
                index=models.Index(fields=["workspace", "due_on"], name="check_in_by_day"),
            ),
            migrations.AddIndex(
                model_name="checkin",
                index=models.Index(fields=["workspace", "stakeholder", "-due_on"], name="check_in_by_person"),
            ),
            migrations.AddConstraint(
                model_name="checkin",
                constraint=models.UniqueConstraint(
                    fields=("workspace", "plan", "for_on"), name="check_in_once_an_occurrence"
                ),
            ),
            migrations.AddConstraint(
                model_name="checkin",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("origin", "change"), ("state__in", ["due", "prepared"])),
                    fields=("workspace", "stakeholder"),
                    name="check_in_one_open_after_changes",
                ),
            ),
            migrations.AddConstraint(
                model_name="checkin",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("channel__in", ["meeting", "call", "mail", "message"]),
                        ("origin__in", ["planned", "change", "extra"]),
                    ),
                    name="check_in_words_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="checkin",
                constraint=models.CheckConstraint(
                    condition=models.Q(("origin", "planned"), ("plan", None), _connector="OR"),
                    name="check_in_of_a_plan_is_planned",
                ),
            ),
            migrations.AddConstraint(
                model_name="checkin",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("held_on", None), ("skipped_why", ""), ("state__in", ["due", "missed"])),
                        models.Q(
                            ("held_on", None),
                            ("prepared_at__isnull", False),
                            ("skipped_why", ""),
                            ("state", "prepared"),
                        ),
                        models.Q(("held_on__isnull", False), ("skipped_why", ""), ("state", "held")),
                        models.Q(("held_on", None), ("state", "skipped"), models.Q(("skipped_why", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="check_in_state_says_what_came",
                ),
            ),
            migrations.AddConstraint(
                model_name="checkin",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("state", "held"),
                        models.Q(
                            ("assessment", None),
                            ("next_step", ""),
                            ("next_step_by", None),
                            ("outcome", ""),
                            ("touchpoint", None),
                        ),
                        _connector="OR",
                    ),
                    name="check_in_held_has_an_outcome",
                ),
            ),
            migrations.AddConstraint(
                model_name="checkin",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("next_step_by", None), models.Q(("next_step", ""), _negated=True), _connector="OR"
                    ),
                    name="check_in_next_step_by_says_what",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkin",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="784fab95aadf6571d20bfc458756ac6edb167e8b",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_e2c8d",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_checkin",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkin",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="d733d36c4b7367e9ac54735be64aea093ff0e5e4",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_c2335",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_checkin",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkin",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="bb60736c2efc7605cf531ca31f8494f2310da5a4",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_b9d59",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="checkins_checkin",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkin",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "checkins_checkinevent" ("assessment_id", "channel", "created_at", "due_at", "due_on", "for_on", "held_on", "id", "moved_times", "next_step", "next_step_by", "origin", "outcome", "owner_id", "periods_missed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "prepared_at", "skipped_why", "stakeholder_id", "state", "touchpoint_id", "workspace_id", "zone") SELECT new_values."assessment_id", new_values."channel", new_values."created_at", new_values."due_at", new_values."due_on", new_values."for_on", new_values."held_on", new_values."id", new_values."moved_times", new_values."next_step", new_values."next_step_by", new_values."origin", new_values."outcome", new_values."owner_id", new_values."periods_missed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."prepared_at", new_values."skipped_why", new_values."stakeholder_id", new_values."state", new_values."touchpoint_id", new_values."workspace_id", new_values."zone" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="3da4467422d6e8baf5a60ddb774ebe08e8ef45f2",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_b9714",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_checkin",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkin",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."assessment_id" IS DISTINCT FROM (NEW."assessment_id") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."for_on" IS DISTINCT FROM (NEW."for_on") OR OLD."held_on" IS DISTINCT FROM (NEW."held_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."moved_times" IS DISTINCT FROM (NEW."moved_times") OR OLD."next_step" IS DISTINCT FROM (NEW."next_step") OR OLD."next_step_by" IS DISTINCT FROM (NEW."next_step_by") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."periods_missed" IS DISTINCT FROM (NEW."periods_missed") OR OLD."plan_id" IS DISTINCT FROM (NEW."plan_id") OR OLD."prepared_at" IS DISTINCT FROM (NEW."prepared_at") OR OLD."skipped_why" IS DISTINCT FROM (NEW."skipped_why") OR OLD."stakeholder_id" IS DISTINCT FROM (NEW."stakeholder_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."touchpoint_id" IS DISTINCT FROM (NEW."touchpoint_id") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id") OR OLD."zone" IS DISTINCT FROM (NEW."zone"))',
                        func='INSERT INTO "checkins_checkinevent" ("assessment_id", "channel", "created_at", "due_at", "due_on", "for_on", "held_on", "id", "moved_times", "next_step", "next_step_by", "origin", "outcome", "owner_id", "periods_missed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "prepared_at", "skipped_why", "stakeholder_id", "state", "touchpoint_id", "workspace_id", "zone") VALUES (NEW."assessment_id", NEW."channel", NEW."created_at", NEW."due_at", NEW."due_on", NEW."for_on", NEW."held_on", NEW."id", NEW."moved_times", NEW."next_step", NEW."next_step_by", NEW."origin", NEW."outcome", NEW."owner_id", NEW."periods_missed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."prepared_at", NEW."skipped_why", NEW."stakeholder_id", NEW."state", NEW."touchpoint_id", NEW."workspace_id", NEW."zone"); RETURN NULL;',
                        hash="f5781bb051ff2ab6af0279c9984bacf9f420154b",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_5ff78",
                        table="checkins_checkin",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkin",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "checkins_checkinevent" ("assessment_id", "channel", "created_at", "due_at", "due_on", "for_on", "held_on", "id", "moved_times", "next_step", "next_step_by", "origin", "outcome", "owner_id", "periods_missed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "prepared_at", "skipped_why", "stakeholder_id", "state", "touchpoint_id", "workspace_id", "zone") SELECT old_values."assessment_id", old_values."channel", old_values."created_at", old_values."due_at", old_values."due_on", old_values."for_on", old_values."held_on", old_values."id", old_values."moved_times", old_values."next_step", old_values."next_step_by", old_values."origin", old_values."outcome", old_values."owner_id", old_values."periods_missed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."prepared_at", old_values."skipped_why", old_values."stakeholder_id", old_values."state", old_values."touchpoint_id", old_values."workspace_id", old_values."zone" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="40f46248a03eb6fe187b5aef17c5bcd3d13b29d5",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_1a88f",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="checkins_checkin",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="checkinplanevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="checkinplan_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="checkinplanevent",
                index=models.Index(fields=["pgh_obj"], name="checkinplan_audit_object"),
            ),
            migrations.AddConstraint(
                model_name="checkinreason",
                constraint=models.UniqueConstraint(fields=("check_in", "event"), name="check_in_reason_once"),
            ),
            migrations.AddConstraint(
                model_name="checkinreason",
                constraint=models.CheckConstraint(
                    condition=models.Q(("why", ""), _negated=True), name="check_in_reason_says_why"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinreason",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="8befb7dc0cd22a26359fd4e8572f17b383dcb87c",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_aeee4",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_checkinreason",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinreason",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="3750e3cc308f510171d0b450d9574e04b885e5d8",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_de5e6",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_checkinreason",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinreason",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="ca24f37d5825af6c471eed752bc084b2adffba66",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_8a526",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="checkins_checkinreason",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="checkinrule",
                constraint=models.UniqueConstraint(fields=("workspace", "segment"), name="check_in_rule_of_a_segment"),
            ),
            migrations.AddConstraint(
                model_name="checkinrule",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("segment__in", ["decision_maker", "champion", "influencer", "detractor", "participant"])
                    ),
                    name="check_in_rule_segment_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="checkinrule",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("channel__in", ["meeting", "call", "mail", "message"]),
                        ("interval__range", (1, 60)),
                        models.Q(
                            models.Q(
                                ("by", "day"),
                                ("day__range", (1, 31)),
                                ("nth", None),
                                ("unit", "months"),
                                ("weekday", None),
                            ),
                            models.Q(
                                ("by", "weekday"),
                                ("day", None),
                                ("nth", None),
                                ("unit", "weeks"),
                                ("weekday__range", (0, 6)),
                            ),
                            models.Q(
                                ("by", "weekday"),
                                ("day", None),
                                ("nth__in", [1, 2, 3, 4, -1]),
                                ("unit", "months"),
                                ("weekday__range", (0, 6)),
                            ),
                            _connector="OR",
                        ),
                    ),
                    name="check_in_rule_recurs",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinrule",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="37c80639a07f2b941636e981877d9cef9003180e",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_e1904",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_checkinrule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinrule",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="b8e3765708b174bdc2bafc5540174a467da1b3ec",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_f2664",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_checkinrule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinrule",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="16b584dd2a6cacc79392083280316a2ce212e933",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_b3bcc",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="checkins_checkinrule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinrule",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "checkins_checkinruleevent" ("at", "by", "channel", "created_at", "day", "id", "interval", "is_on", "nth", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "segment", "starts_on", "unit", "weekday", "workspace_id", "zone") SELECT new_values."at", new_values."by", new_values."channel", new_values."created_at", new_values."day", new_values."id", new_values."interval", new_values."is_on", new_values."nth", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."segment", new_values."starts_on", new_values."unit", new_values."weekday", new_values."workspace_id", new_values."zone" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="314d9c4be062816459134d5fc87d2a4feefddbe4",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_f816f",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_checkinrule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinrule",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by" IS DISTINCT FROM (NEW."by") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."day" IS DISTINCT FROM (NEW."day") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interval" IS DISTINCT FROM (NEW."interval") OR OLD."is_on" IS DISTINCT FROM (NEW."is_on") OR OLD."nth" IS DISTINCT FROM (NEW."nth") OR OLD."segment" IS DISTINCT FROM (NEW."segment") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."weekday" IS DISTINCT FROM (NEW."weekday") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id") OR OLD."zone" IS DISTINCT FROM (NEW."zone"))',
                        func='INSERT INTO "checkins_checkinruleevent" ("at", "by", "channel", "created_at", "day", "id", "interval", "is_on", "nth", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "segment", "starts_on", "unit", "weekday", "workspace_id", "zone") VALUES (NEW."at", NEW."by", NEW."channel", NEW."created_at", NEW."day", NEW."id", NEW."interval", NEW."is_on", NEW."nth", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."segment", NEW."starts_on", NEW."unit", NEW."weekday", NEW."workspace_id", NEW."zone"); RETURN NULL;',
                        hash="bbd3b057949feb1fc5a255694a67e7c30d0091b5",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_9b8b9",
                        table="checkins_checkinrule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="checkinrule",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "checkins_checkinruleevent" ("at", "by", "channel", "created_at", "day", "id", "interval", "is_on", "nth", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "segment", "starts_on", "unit", "weekday", "workspace_id", "zone") SELECT old_values."at", old_values."by", old_values."channel", old_values."created_at", old_values."day", old_values."id", old_values."interval", old_values."is_on", old_values."nth", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."segment", old_values."starts_on", old_values."unit", old_values."weekday", old_values."workspace_id", old_values."zone" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="0e6e27feeef0a485a9a90873bf92bf1faceb80b1",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_111a8",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="checkins_checkinrule",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="checkinruleevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="checkinrule_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="checkinruleevent",
                index=models.Index(fields=["pgh_obj"], name="checkinrule_audit_object"),
            ),
            migrations.AddConstraint(
                model_name="holiday",
                constraint=models.UniqueConstraint(fields=("workspace", "day"), name="holiday_once"),
            ),
            migrations.AddConstraint(
                model_name="holiday",
                constraint=models.CheckConstraint(
                    condition=models.Q(("name", ""), _negated=True), name="holiday_has_a_name"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="holiday",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="fc4f2fc24f86728c795691a8cbb30e1f73ab99dc",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_f9ca7",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_holiday",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="holiday",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="2253bd7df89eb18a2b9f556f157d1cd2e3fd98af",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_a5644",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="checkins_holiday",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="holiday",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="48ab1d60576ceedba71e5ff046a6bd692bf7fac6",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_7800c",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="checkins_holiday",
                        when="AFTER",
                    ),
                ),
            ),
        ],
    )
