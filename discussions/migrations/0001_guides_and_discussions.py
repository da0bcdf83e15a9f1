"""Guides, discussions, invitations, what was said, and what was made of it, with the audit tables of what the team writes."""

import uuid

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    initial = True

    dependencies = [
        ("accounts", "0008_personal_links"),
        ("planning", "0003_playbooks"),
        ("stakeholders", "0019_kept_introductions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = folding.folded(
        "discussions",
        [
            migrations.CreateModel(
                name="Answer",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ("voice", models.CharField(max_length=64)),
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
                            default="unknown",
                            max_length=16,
                        ),
                    ),
                    ("said_on", models.DateField(default=django.utils.timezone.localdate)),
                    ("earlier", models.JSONField(blank=True, default=list)),
                    ("hidden_at", models.DateTimeField(blank=True, null=True)),
                    ("hidden_because", models.TextField(blank=True)),
                    ("is_draft", models.BooleanField(default=True)),
                    ("text", models.TextField(blank=True)),
                    ("number", models.SmallIntegerField(blank=True, null=True)),
                    ("why", models.TextField(blank=True)),
                    (
                        "chosen",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None
                        ),
                    ),
                    ("due_on", models.DateField(blank=True, null=True)),
                    ("number_after", models.SmallIntegerField(blank=True, null=True)),
                    ("why_after", models.TextField(blank=True)),
                    (
                        "hidden_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
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
                },
            ),
            migrations.CreateModel(
                name="Discussion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("title", models.CharField(max_length=200)),
                    (
                        "held",
                        models.CharField(
                            choices=[("async", "Over days, by personal link"), ("live", "Live, in a room")],
                            default="async",
                            max_length=5,
                        ),
                    ),
                    (
                        "sees",
                        models.CharField(
                            choices=[
                                ("nothing", "Nothing of each other"),
                                ("ideas", "Each other's ideas"),
                                ("answers", "Each other's ideas and answers"),
                            ],
                            default="ideas",
                            max_length=8,
                        ),
                    ),
                    (
                        "reveal",
                        models.CharField(
                            choices=[
                                ("after_own", "As soon as they have answered themselves"),
                                ("by_facilitator", "When the facilitator reveals them"),
                                ("at_close", "When the discussion has closed"),
                            ],
                            default="after_own",
                            max_length=14,
                        ),
                    ),
                    ("opens_at", models.DateTimeField(blank=True, null=True)),
                    ("closes_at", models.DateTimeField(blank=True, null=True)),
                    ("closed_at", models.DateTimeField(blank=True, null=True)),
                    ("current_place", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("outcome", models.TextField(blank=True)),
                    ("outcome_told_at", models.DateTimeField(blank=True, null=True)),
                    ("revision", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "facilitator",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "goal",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="planning.goal",
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
                    "ordering": ["-created_at", "-pk"],
                },
            ),
            migrations.CreateModel(
                name="Commitment",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ("what", models.TextField()),
                    ("due_on", models.DateField(blank=True, null=True)),
                    ("confidence", models.SmallIntegerField(blank=True, null=True)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("proposed", "Waits for their yes"),
                                ("confirmed", "Confirmed"),
                                ("kept", "Kept"),
                                ("broken", "Not kept"),
                                ("changed", "Changed"),
                                ("declined", "Not agreed to"),
                            ],
                            default="proposed",
                            max_length=9,
                        ),
                    ),
                    ("happened", models.TextField(blank=True, verbose_name="what happened")),
                    ("settled_on", models.DateField(blank=True, null=True)),
                    ("reminded_on", models.DateField(blank=True, null=True)),
                    ("revision", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "answer",
                        models.OneToOneField(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="commitment",
                            to="discussions.answer",
                        ),
                    ),
                    (
                        "instead",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="discussions.commitment",
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
                        "user",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
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
                    (
                        "discussion",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="commitments",
                            to="discussions.discussion",
                        ),
                    ),
                ],
                options={
                    "ordering": ["due_on", "created_at", "pk"],
                },
            ),
            migrations.AddField(
                model_name="answer",
                name="discussion",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="discussions.discussion",
                ),
            ),
            migrations.CreateModel(
                name="Guide",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("name", models.CharField(max_length=200)),
                    ("taken_from", models.CharField(blank=True, max_length=40)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("archived_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "ordering": ["name", "pk"],
                },
            ),
            migrations.CreateModel(
                name="GuideEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("name", models.CharField(max_length=200)),
                    ("taken_from", models.CharField(blank=True, max_length=40)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("archived_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "author",
                        models.ForeignKey(
                            db_constraint=False,
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
                            to="discussions.guide",
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
                name="GuideVersion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("number", models.PositiveIntegerField()),
                    ("problem", models.TextField(blank=True, verbose_name="shared problem, in one sentence")),
                    ("outcome", models.TextField(blank=True, verbose_name="business outcome it leads to")),
                    ("minutes", models.PositiveSmallIntegerField(default=5, verbose_name="minutes promised")),
                    ("frozen_at", models.DateTimeField(blank=True, null=True)),
                    ("revision", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "guide",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="versions",
                            to="discussions.guide",
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
                    "ordering": ["-number"],
                },
            ),
            migrations.CreateModel(
                name="DiscussionEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("title", models.CharField(max_length=200)),
                    (
                        "held",
                        models.CharField(
                            choices=[("async", "Over days, by personal link"), ("live", "Live, in a room")],
                            default="async",
                            max_length=5,
                        ),
                    ),
                    (
                        "sees",
                        models.CharField(
                            choices=[
                                ("nothing", "Nothing of each other"),
                                ("ideas", "Each other's ideas"),
                                ("answers", "Each other's ideas and answers"),
                            ],
                            default="ideas",
                            max_length=8,
                        ),
                    ),
                    (
                        "reveal",
                        models.CharField(
                            choices=[
                                ("after_own", "As soon as they have answered themselves"),
                                ("by_facilitator", "When the facilitator reveals them"),
                                ("at_close", "When the discussion has closed"),
                            ],
                            default="after_own",
                            max_length=14,
                        ),
                    ),
                    ("opens_at", models.DateTimeField(blank=True, null=True)),
                    ("closes_at", models.DateTimeField(blank=True, null=True)),
                    ("closed_at", models.DateTimeField(blank=True, null=True)),
                    ("outcome", models.TextField(blank=True)),
                    ("outcome_told_at", models.DateTimeField(blank=True, null=True)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "facilitator",
                        models.ForeignKey(
                            db_constraint=False,
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
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="discussions.discussion",
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
                        "version",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="discussions.guideversion",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.AddField(
                model_name="discussion",
                name="version",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="discussions",
                    to="discussions.guideversion",
                ),
            ),
            migrations.CreateModel(
                name="GuideVersionEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("number", models.PositiveIntegerField()),
                    ("problem", models.TextField(blank=True, verbose_name="shared problem, in one sentence")),
                    ("outcome", models.TextField(blank=True, verbose_name="business outcome it leads to")),
                    ("minutes", models.PositiveSmallIntegerField(default=5, verbose_name="minutes promised")),
                    ("frozen_at", models.DateTimeField(blank=True, null=True)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "guide",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="discussions.guide",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="discussions.guideversion",
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
                name="Idea",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ("voice", models.CharField(max_length=64)),
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
                            default="unknown",
                            max_length=16,
                        ),
                    ),
                    ("said_on", models.DateField(default=django.utils.timezone.localdate)),
                    ("earlier", models.JSONField(blank=True, default=list)),
                    ("hidden_at", models.DateTimeField(blank=True, null=True)),
                    ("hidden_because", models.TextField(blank=True)),
                    ("place", models.PositiveSmallIntegerField(default=0)),
                    ("text", models.TextField()),
                    (
                        "became",
                        models.CharField(
                            choices=[
                                ("open", "Not decided yet"),
                                ("considered", "Being looked at"),
                                ("planned", "Planned"),
                                ("done", "Done"),
                                ("declined", "Not pursued"),
                            ],
                            default="open",
                            max_length=10,
                        ),
                    ),
                    ("became_because", models.TextField(blank=True)),
                    ("became_on", models.DateField(blank=True, null=True)),
                    (
                        "answer",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="ideas",
                            to="discussions.answer",
                        ),
                    ),
                    (
                        "discussion",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="discussions.discussion",
                        ),
                    ),
                    (
                        "hidden_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "same_as",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="discussions.idea",
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
            migrations.AddField(
                model_name="answer",
                name="moved_by",
                field=models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="discussions.idea",
                ),
            ),
            migrations.CreateModel(
                name="Insight",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("motivation", "Motivation"),
                                ("roadblock", "Roadblock"),
                                ("shift", "Shift"),
                                ("idea", "Idea"),
                                ("tension", "Tension"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("statement", models.TextField()),
                    ("decided", models.TextField(blank=True)),
                    ("decided_on", models.DateField(blank=True, null=True)),
                    ("revision", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "discussion",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="insights",
                            to="discussions.discussion",
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
                name="InsightEvent",
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
                                ("motivation", "Motivation"),
                                ("roadblock", "Roadblock"),
                                ("shift", "Shift"),
                                ("idea", "Idea"),
                                ("tension", "Tension"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("statement", models.TextField()),
                    ("decided", models.TextField(blank=True)),
                    ("decided_on", models.DateField(blank=True, null=True)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "author",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "discussion",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="discussions.discussion",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="discussions.insight",
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
                name="Invitation",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                            default="unknown",
                            max_length=16,
                        ),
                    ),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("invited_at", models.DateTimeField(blank=True, null=True)),
                    ("reminded_at", models.DateTimeField(blank=True, null=True)),
                    ("reminders", models.PositiveSmallIntegerField(default=0)),
                    ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ("started_at", models.DateTimeField(blank=True, null=True)),
                    ("finished_at", models.DateTimeField(blank=True, null=True)),
                    ("last_place", models.PositiveSmallIntegerField(default=0)),
                    (
                        "discussion",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="invitations",
                            to="discussions.discussion",
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
            migrations.AddField(
                model_name="idea",
                name="invitation",
                field=models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="discussions.invitation",
                ),
            ),
            migrations.AddField(
                model_name="answer",
                name="invitation",
                field=models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="discussions.invitation",
                ),
            ),
            migrations.CreateModel(
                name="InvitationEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
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
                            default="unknown",
                            max_length=16,
                        ),
                    ),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("invited_at", models.DateTimeField(blank=True, null=True)),
                    ("reminded_at", models.DateTimeField(blank=True, null=True)),
                    ("reminders", models.PositiveSmallIntegerField(default=0)),
                    ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "discussion",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="discussions.discussion",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="discussions.invitation",
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
                name="Prompt",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("place", models.PositiveSmallIntegerField()),
                    (
                        "purpose",
                        models.CharField(
                            choices=[
                                ("success", "Success"),
                                ("challenge", "Challenge"),
                                ("past", "Past experience"),
                                ("motivation", "Motivation"),
                                ("roadblock", "Roadblock"),
                                ("shift", "Shift"),
                                ("idea", "Idea"),
                                ("commitment", "Commitment"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("text", "Open text"),
                                ("scale", "Scale 0-10"),
                                ("choice", "Choice"),
                                ("order", "Put in order"),
                                ("ideas", "Others' ideas"),
                                ("commitment", "Commitment"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "mode",
                        models.CharField(
                            choices=[
                                ("attributed", "With your name"),
                                ("confidential", "Your name for the facilitator only"),
                                ("anonymous", "Without your name"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("text", models.TextField()),
                    ("help", models.TextField(blank=True)),
                    ("required", models.BooleanField(default=False)),
                    (
                        "options",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                        ),
                    ),
                    ("many", models.BooleanField(default=False, verbose_name="more than one may be chosen")),
                    ("low", models.CharField(blank=True, max_length=80)),
                    ("high", models.CharField(blank=True, max_length=80)),
                    ("asked_again", models.BooleanField(default=False)),
                    (
                        "asked_of",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
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
                            blank=True,
                            default=list,
                            size=None,
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="prompts",
                            to="discussions.guideversion",
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
                    "ordering": ["place"],
                },
            ),
            migrations.AddField(
                model_name="idea",
                name="prompt",
                field=models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="discussions.prompt",
                ),
            ),
            migrations.AddField(
                model_name="answer",
                name="prompt",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="discussions.prompt",
                ),
            ),
            migrations.CreateModel(
                name="PromptEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("place", models.PositiveSmallIntegerField()),
                    (
                        "purpose",
                        models.CharField(
                            choices=[
                                ("success", "Success"),
                                ("challenge", "Challenge"),
                                ("past", "Past experience"),
                                ("motivation", "Motivation"),
                                ("roadblock", "Roadblock"),
                                ("shift", "Shift"),
                                ("idea", "Idea"),
                                ("commitment", "Commitment"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("text", "Open text"),
                                ("scale", "Scale 0-10"),
                                ("choice", "Choice"),
                                ("order", "Put in order"),
                                ("ideas", "Others' ideas"),
                                ("commitment", "Commitment"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "mode",
                        models.CharField(
                            choices=[
                                ("attributed", "With your name"),
                                ("confidential", "Your name for the facilitator only"),
                                ("anonymous", "Without your name"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("text", models.TextField()),
                    ("help", models.TextField(blank=True)),
                    ("required", models.BooleanField(default=False)),
                    (
                        "options",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                        ),
                    ),
                    ("many", models.BooleanField(default=False, verbose_name="more than one may be chosen")),
                    ("low", models.CharField(blank=True, max_length=80)),
                    ("high", models.CharField(blank=True, max_length=80)),
                    ("asked_again", models.BooleanField(default=False)),
                    (
                        "asked_of",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
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
                            blank=True,
                            default=list,
                            size=None,
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="discussions.prompt",
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="discussions.guideversion",
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
                name="Response",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ("voice", models.CharField(max_length=64)),
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
                            default="unknown",
                            max_length=16,
                        ),
                    ),
                    ("said_on", models.DateField(default=django.utils.timezone.localdate)),
                    ("earlier", models.JSONField(blank=True, default=list)),
                    ("hidden_at", models.DateTimeField(blank=True, null=True)),
                    ("hidden_because", models.TextField(blank=True)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("build", "Build on it"),
                                ("question", "Ask"),
                                ("concern", "Raise a concern"),
                                ("help", "I can help"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("text", models.TextField()),
                    ("would_solve", models.TextField(blank=True, verbose_name="what would solve it")),
                    (
                        "discussion",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="discussions.discussion",
                        ),
                    ),
                    (
                        "hidden_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "idea",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="responses",
                            to="discussions.idea",
                        ),
                    ),
                    (
                        "invitation",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="discussions.invitation",
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
                name="Evidence",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("is_votes", models.BooleanField(default=False)),
                    ("quote", models.TextField(blank=True)),
                    ("starts", models.PositiveIntegerField(default=0)),
                    (
                        "meant",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("", "Not asked"),
                                ("asked", "Asked"),
                                ("yes", "Yes, that is what I meant"),
                                ("corrected", "Corrected"),
                            ],
                            default="",
                            max_length=9,
                        ),
                    ),
                    ("correction", models.TextField(blank=True)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "answer",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="discussions.answer",
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
                    (
                        "idea",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="discussions.idea",
                        ),
                    ),
                    (
                        "insight",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="evidence",
                            to="discussions.insight",
                        ),
                    ),
                    (
                        "response",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="discussions.response",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "piece of evidence",
                    "verbose_name_plural": "evidence",
                    "ordering": ["created_at", "pk"],
                },
            ),
            migrations.CreateModel(
                name="Shift",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "answer",
                        models.OneToOneField(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="shift",
                            to="discussions.answer",
                        ),
                    ),
                    (
                        "assessment",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="stakeholders.assessment",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ShiftEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "answer",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="discussions.answer",
                        ),
                    ),
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
                        "decided_by",
                        models.ForeignKey(
                            db_constraint=False,
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
                            to="discussions.shift",
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
                name="Step",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("place", models.PositiveSmallIntegerField()),
                    ("title", models.CharField(blank=True, max_length=200)),
                    ("says", models.TextField(blank=True, verbose_name="what everybody is asked to do")),
                    (
                        "setting",
                        models.CharField(
                            choices=[
                                ("all", "Everybody together"),
                                ("alone", "Alone, in silence"),
                                ("pairs", "In pairs"),
                                ("fours", "In fours"),
                            ],
                            default="all",
                            max_length=5,
                        ),
                    ),
                    ("minutes", models.PositiveSmallIntegerField(default=5)),
                    ("started_at", models.DateTimeField(blank=True, null=True)),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ("revealed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "discussion",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="steps",
                            to="discussions.discussion",
                        ),
                    ),
                    (
                        "prompt",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="discussions.prompt",
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
                    "ordering": ["place"],
                },
            ),
            migrations.CreateModel(
                name="Variant",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
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
                    ("opening", models.TextField(blank=True)),
                    ("close", models.TextField(blank=True)),
                    (
                        "version",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="variants",
                            to="discussions.guideversion",
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
                name="VariantEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
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
                    ("opening", models.TextField(blank=True)),
                    ("close", models.TextField(blank=True)),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="discussions.variant",
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="discussions.guideversion",
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
                name="Vote",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ("voice", models.CharField(max_length=64)),
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
                            default="unknown",
                            max_length=16,
                        ),
                    ),
                    ("value", models.SmallIntegerField(blank=True, null=True)),
                    ("place", models.PositiveSmallIntegerField(default=0)),
                    (
                        "discussion",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="discussions.discussion",
                        ),
                    ),
                    (
                        "idea",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="votes",
                            to="discussions.idea",
                        ),
                    ),
                    (
                        "invitation",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="discussions.invitation",
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
                name="Wording",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
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
                    ("text", models.TextField()),
                    (
                        "prompt",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="wordings",
                            to="discussions.prompt",
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
                name="WordingEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
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
                    ("text", models.TextField()),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="discussions.wording",
                        ),
                    ),
                    (
                        "prompt",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="discussions.prompt",
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
                name="CommitmentEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                    ("what", models.TextField()),
                    ("due_on", models.DateField(blank=True, null=True)),
                    ("confidence", models.SmallIntegerField(blank=True, null=True)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("proposed", "Waits for their yes"),
                                ("confirmed", "Confirmed"),
                                ("kept", "Kept"),
                                ("broken", "Not kept"),
                                ("changed", "Changed"),
                                ("declined", "Not agreed to"),
                            ],
                            default="proposed",
                            max_length=9,
                        ),
                    ),
                    ("happened", models.TextField(blank=True, verbose_name="what happened")),
                    ("settled_on", models.DateField(blank=True, null=True)),
                    ("reminded_on", models.DateField(blank=True, null=True)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "answer",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="discussions.answer",
                        ),
                    ),
                    (
                        "instead",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="discussions.commitment",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="discussions.commitment",
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
                        "user",
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
                        "discussion",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="discussions.discussion",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [
                        models.Index(
                            fields=["workspace", "-pgh_created_at", "-pgh_id"], name="commitment_audit_recent"
                        ),
                        models.Index(fields=["pgh_obj"], name="commitment_audit_object"),
                    ],
                },
            ),
            migrations.AddIndex(
                model_name="commitment",
                index=models.Index(
                    condition=models.Q(("state__in", ["proposed", "confirmed"])),
                    fields=["workspace", "due_on"],
                    name="commitment_open",
                ),
            ),
            migrations.AddConstraint(
                model_name="commitment",
                constraint=models.CheckConstraint(
                    condition=models.Q(("what", ""), _negated=True), name="commitment_says_what"
                ),
            ),
            migrations.AddConstraint(
                model_name="commitment",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("stakeholder__isnull", False), ("user", None)),
                        models.Q(("stakeholder", None), ("user__isnull", False)),
                        _connector="OR",
                    ),
                    name="commitment_has_one_owner",
                ),
            ),
            migrations.AddConstraint(
                model_name="commitment",
                constraint=models.CheckConstraint(
                    condition=models.Q(("confidence__range", (0, 10))), name="confidence_within_10"
                ),
            ),
            migrations.AddConstraint(
                model_name="commitment",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("state__in", ["proposed", "confirmed", "kept", "broken", "changed", "declined"])
                    ),
                    name="commitment_state_known",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="commitment",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_commitmentevent" ("answer_id", "confidence", "created_at", "discussion_id", "due_on", "happened", "id", "instead_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_on", "settled_on", "stakeholder_id", "state", "user_id", "what", "workspace_id") SELECT new_values."answer_id", new_values."confidence", new_values."created_at", new_values."discussion_id", new_values."due_on", new_values."happened", new_values."id", new_values."instead_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reminded_on", new_values."settled_on", new_values."stakeholder_id", new_values."state", new_values."user_id", new_values."what", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="8eb61b3b10771c3bc0b07cd50d7d9694b31d0834",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_e3869",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="discussions_commitment",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="commitment",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."answer_id" IS DISTINCT FROM (NEW."answer_id") OR OLD."confidence" IS DISTINCT FROM (NEW."confidence") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."discussion_id" IS DISTINCT FROM (NEW."discussion_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."happened" IS DISTINCT FROM (NEW."happened") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."instead_id" IS DISTINCT FROM (NEW."instead_id") OR OLD."reminded_on" IS DISTINCT FROM (NEW."reminded_on") OR OLD."settled_on" IS DISTINCT FROM (NEW."settled_on") OR OLD."stakeholder_id" IS DISTINCT FROM (NEW."stakeholder_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                        func='INSERT INTO "discussions_commitmentevent" ("answer_id", "confidence", "created_at", "discussion_id", "due_on", "happened", "id", "instead_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_on", "settled_on", "stakeholder_id", "state", "user_id", "what", "workspace_id") VALUES (NEW."answer_id", NEW."confidence", NEW."created_at", NEW."discussion_id", NEW."due_on", NEW."happened", NEW."id", NEW."instead_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reminded_on", NEW."settled_on", NEW."stakeholder_id", NEW."state", NEW."user_id", NEW."what", NEW."workspace_id"); RETURN NULL;',
                        hash="9313d00e4cdbb8a4d6af9771454cc8159b292d09",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_19538",
                        table="discussions_commitment",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="commitment",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_commitmentevent" ("answer_id", "confidence", "created_at", "discussion_id", "due_on", "happened", "id", "instead_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_on", "settled_on", "stakeholder_id", "state", "user_id", "what", "workspace_id") SELECT old_values."answer_id", old_values."confidence", old_values."created_at", old_values."discussion_id", old_values."due_on", old_values."happened", old_values."id", old_values."instead_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reminded_on", old_values."settled_on", old_values."stakeholder_id", old_values."state", old_values."user_id", old_values."what", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="46d2096a089c1bffa151589042878fd8719c5b6b",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_9de44",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="discussions_commitment",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="guide",
                index=models.Index(fields=["workspace", "name"], name="guide_by_name"),
            ),
            migrations.AddConstraint(
                model_name="guide",
                constraint=models.CheckConstraint(
                    condition=models.Q(("name", ""), _negated=True), name="guide_has_a_name"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="guide",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_guideevent" ("archived_at", "author_id", "created_at", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_from", "workspace_id") SELECT new_values."archived_at", new_values."author_id", new_values."created_at", new_values."id", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."taken_from", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="6bc7b0302dfff681b1eb3555229092c328d1088b",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_52118",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="discussions_guide",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="guide",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "discussions_guideevent" ("archived_at", "author_id", "created_at", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_from", "workspace_id") VALUES (NEW."archived_at", NEW."author_id", NEW."created_at", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."taken_from", NEW."workspace_id"); RETURN NULL;',
                        hash="d75571af5c2add278100f532d5aae1048b1433c2",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_3618c",
                        table="discussions_guide",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="guide",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_guideevent" ("archived_at", "author_id", "created_at", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_from", "workspace_id") SELECT old_values."archived_at", old_values."author_id", old_values."created_at", old_values."id", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."taken_from", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="10555daafa45c0d7ecd93b4fc09b6ab910940f55",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_e3d09",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="discussions_guide",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="guideevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="guide_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="guideevent",
                index=models.Index(fields=["pgh_obj"], name="guide_audit_object"),
            ),
            migrations.AddConstraint(
                model_name="guideversion",
                constraint=models.UniqueConstraint(fields=("guide", "number"), name="guide_version_numbered_once"),
            ),
            migrations.AddConstraint(
                model_name="guideversion",
                constraint=models.CheckConstraint(
                    condition=models.Q(("minutes__range", (1, 120))), name="guide_minutes_within_120"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="guideversion",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_guideversionevent" ("created_at", "frozen_at", "guide_id", "id", "minutes", "number", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "workspace_id") SELECT new_values."created_at", new_values."frozen_at", new_values."guide_id", new_values."id", new_values."minutes", new_values."number", new_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."problem", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="d4a849500ed6161479366314cfb3d0f67d3e67f2",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_79774",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="discussions_guideversion",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="guideversion",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."frozen_at" IS DISTINCT FROM (NEW."frozen_at") OR OLD."guide_id" IS DISTINCT FROM (NEW."guide_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."problem" IS DISTINCT FROM (NEW."problem") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                        func='INSERT INTO "discussions_guideversionevent" ("created_at", "frozen_at", "guide_id", "id", "minutes", "number", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "workspace_id") VALUES (NEW."created_at", NEW."frozen_at", NEW."guide_id", NEW."id", NEW."minutes", NEW."number", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."problem", NEW."workspace_id"); RETURN NULL;',
                        hash="d27b5090aaed8badc91658b94a9109f29c045f92",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_7fcf2",
                        table="discussions_guideversion",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="guideversion",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_guideversionevent" ("created_at", "frozen_at", "guide_id", "id", "minutes", "number", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "workspace_id") SELECT old_values."created_at", old_values."frozen_at", old_values."guide_id", old_values."id", old_values."minutes", old_values."number", old_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."problem", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="10469bb32f7ec677c7b390242d308db2d23cf1f4",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_4be91",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="discussions_guideversion",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="discussionevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="discussion_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="discussionevent",
                index=models.Index(fields=["pgh_obj"], name="discussion_audit_object"),
            ),
            migrations.AddIndex(
                model_name="discussion",
                index=models.Index(fields=["workspace", "-created_at", "-id"], name="discussion_recent"),
            ),
            migrations.AddConstraint(
                model_name="discussion",
                constraint=models.CheckConstraint(
                    condition=models.Q(("title", ""), _negated=True), name="discussion_has_a_title"
                ),
            ),
            migrations.AddConstraint(
                model_name="discussion",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("closes_at", None),
                        ("opens_at", None),
                        ("closes_at__gt", models.F("opens_at")),
                        _connector="OR",
                    ),
                    name="discussion_closes_after_opening",
                ),
            ),
            migrations.AddConstraint(
                model_name="discussion",
                constraint=models.CheckConstraint(
                    condition=models.Q(("held__in", ["async", "live"])), name="discussion_held_known"
                ),
            ),
            migrations.AddConstraint(
                model_name="discussion",
                constraint=models.CheckConstraint(
                    condition=models.Q(("sees__in", ["nothing", "ideas", "answers"])), name="discussion_sees_known"
                ),
            ),
            migrations.AddConstraint(
                model_name="discussion",
                constraint=models.CheckConstraint(
                    condition=models.Q(("reveal__in", ["after_own", "by_facilitator", "at_close"])),
                    name="discussion_reveal_known",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="discussion",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_discussionevent" ("closed_at", "closes_at", "created_at", "facilitator_id", "goal_id", "held", "id", "opens_at", "outcome", "outcome_told_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reveal", "sees", "title", "version_id", "workspace_id") SELECT new_values."closed_at", new_values."closes_at", new_values."created_at", new_values."facilitator_id", new_values."goal_id", new_values."held", new_values."id", new_values."opens_at", new_values."outcome", new_values."outcome_told_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reveal", new_values."sees", new_values."title", new_values."version_id", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="9bed9fe2f20b406e212bee731226e6fb30fd3149",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_8ae62",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="discussions_discussion",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="discussion",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closes_at" IS DISTINCT FROM (NEW."closes_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."facilitator_id" IS DISTINCT FROM (NEW."facilitator_id") OR OLD."goal_id" IS DISTINCT FROM (NEW."goal_id") OR OLD."held" IS DISTINCT FROM (NEW."held") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."opens_at" IS DISTINCT FROM (NEW."opens_at") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."outcome_told_at" IS DISTINCT FROM (NEW."outcome_told_at") OR OLD."reveal" IS DISTINCT FROM (NEW."reveal") OR OLD."sees" IS DISTINCT FROM (NEW."sees") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                        func='INSERT INTO "discussions_discussionevent" ("closed_at", "closes_at", "created_at", "facilitator_id", "goal_id", "held", "id", "opens_at", "outcome", "outcome_told_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reveal", "sees", "title", "version_id", "workspace_id") VALUES (NEW."closed_at", NEW."closes_at", NEW."created_at", NEW."facilitator_id", NEW."goal_id", NEW."held", NEW."id", NEW."opens_at", NEW."outcome", NEW."outcome_told_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reveal", NEW."sees", NEW."title", NEW."version_id", NEW."workspace_id"); RETURN NULL;',
                        hash="5e04be2937d9e9679851f99995d4fdedb3ed6f9d",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_f55ab",
                        table="discussions_discussion",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="discussion",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_discussionevent" ("closed_at", "closes_at", "created_at", "facilitator_id", "goal_id", "held", "id", "opens_at", "outcome", "outcome_told_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reveal", "sees", "title", "version_id", "workspace_id") SELECT old_values."closed_at", old_values."closes_at", old_values."created_at", old_values."facilitator_id", old_values."goal_id", old_values."held", old_values."id", old_values."opens_at", old_values."outcome", old_values."outcome_told_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reveal", old_values."sees", old_values."title", old_values."version_id", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="e79e6e863a22cca766837f42f381ac67613b8035",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_79444",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="discussions_discussion",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="guideversionevent",
                index=models.Index(
                    fields=["workspace", "-pgh_created_at", "-pgh_id"], name="guideversion_audit_recent"
                ),
            ),
            migrations.AddIndex(
                model_name="guideversionevent",
                index=models.Index(fields=["pgh_obj"], name="guideversion_audit_object"),
            ),
            migrations.AddIndex(
                model_name="insight",
                index=models.Index(fields=["workspace", "discussion"], name="insight_by_discussion"),
            ),
            migrations.AddConstraint(
                model_name="insight",
                constraint=models.CheckConstraint(
                    condition=models.Q(("kind__in", ["motivation", "roadblock", "shift", "idea", "tension"])),
                    name="insight_kind_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="insight",
                constraint=models.CheckConstraint(
                    condition=models.Q(("statement", ""), _negated=True), name="insight_says_something"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="insight",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_insightevent" ("author_id", "created_at", "decided", "decided_on", "discussion_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement", "workspace_id") SELECT new_values."author_id", new_values."created_at", new_values."decided", new_values."decided_on", new_values."discussion_id", new_values."id", new_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."statement", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="3152abee25d351efb746f6f367ab9f1cbb460f09",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_d3132",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="discussions_insight",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="insight",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided" IS DISTINCT FROM (NEW."decided") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."discussion_id" IS DISTINCT FROM (NEW."discussion_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."statement" IS DISTINCT FROM (NEW."statement") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                        func='INSERT INTO "discussions_insightevent" ("author_id", "created_at", "decided", "decided_on", "discussion_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement", "workspace_id") VALUES (NEW."author_id", NEW."created_at", NEW."decided", NEW."decided_on", NEW."discussion_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."statement", NEW."workspace_id"); RETURN NULL;',
                        hash="b4d689284c3641408afb6a2319e18364b9696d7c",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_42def",
                        table="discussions_insight",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="insight",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_insightevent" ("author_id", "created_at", "decided", "decided_on", "discussion_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement", "workspace_id") SELECT old_values."author_id", old_values."created_at", old_values."decided", old_values."decided_on", old_values."discussion_id", old_values."id", old_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."statement", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="9f35b27008e90f28c4ef0e07076ce63b3471878e",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_5b52b",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="discussions_insight",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="insightevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="insight_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="insightevent",
                index=models.Index(fields=["pgh_obj"], name="insight_audit_object"),
            ),
            migrations.AddConstraint(
                model_name="invitation",
                constraint=models.UniqueConstraint(
                    fields=("discussion", "stakeholder"), name="invited_once_to_a_discussion"
                ),
            ),
            migrations.AddConstraint(
                model_name="invitation",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "segment__in",
                            ["decision_maker", "champion", "influencer", "detractor", "participant", "unknown"],
                        )
                    ),
                    name="invitation_segment_known",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="invitation",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_invitationevent" ("created_at", "discussion_id", "id", "invited_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminders", "segment", "stakeholder_id", "withdrawn_at", "workspace_id") SELECT new_values."created_at", new_values."discussion_id", new_values."id", new_values."invited_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reminded_at", new_values."reminders", new_values."segment", new_values."stakeholder_id", new_values."withdrawn_at", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="bf8bfaedcb4200a842abc4b596ff6b5ca7ce5f30",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_69b74",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="discussions_invitation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="invitation",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."discussion_id" IS DISTINCT FROM (NEW."discussion_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invited_at" IS DISTINCT FROM (NEW."invited_at") OR OLD."reminded_at" IS DISTINCT FROM (NEW."reminded_at") OR OLD."reminders" IS DISTINCT FROM (NEW."reminders") OR OLD."segment" IS DISTINCT FROM (NEW."segment") OR OLD."stakeholder_id" IS DISTINCT FROM (NEW."stakeholder_id") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                        func='INSERT INTO "discussions_invitationevent" ("created_at", "discussion_id", "id", "invited_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminders", "segment", "stakeholder_id", "withdrawn_at", "workspace_id") VALUES (NEW."created_at", NEW."discussion_id", NEW."id", NEW."invited_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reminded_at", NEW."reminders", NEW."segment", NEW."stakeholder_id", NEW."withdrawn_at", NEW."workspace_id"); RETURN NULL;',
                        hash="590d353a7b9e4ae1f76afdcbb679a26243e81088",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_f5bac",
                        table="discussions_invitation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="invitation",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_invitationevent" ("created_at", "discussion_id", "id", "invited_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminders", "segment", "stakeholder_id", "withdrawn_at", "workspace_id") SELECT old_values."created_at", old_values."discussion_id", old_values."id", old_values."invited_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reminded_at", old_values."reminders", old_values."segment", old_values."stakeholder_id", old_values."withdrawn_at", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="62566cab20635ab5c7aff6690d4b16567dd74cad",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_fdbce",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="discussions_invitation",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="invitationevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="invitation_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="invitationevent",
                index=models.Index(fields=["pgh_obj"], name="invitation_audit_object"),
            ),
            migrations.AddConstraint(
                model_name="prompt",
                constraint=models.UniqueConstraint(
                    deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                    fields=("version", "place"),
                    name="prompt_place_taken_once",
                ),
            ),
            migrations.AddConstraint(
                model_name="prompt",
                constraint=models.CheckConstraint(
                    condition=models.Q(("text", ""), _negated=True), name="prompt_asks_something"
                ),
            ),
            migrations.AddConstraint(
                model_name="prompt",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "purpose__in",
                            ["success", "challenge", "past", "motivation", "roadblock", "shift", "idea", "commitment"],
                        )
                    ),
                    name="prompt_purpose_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="prompt",
                constraint=models.CheckConstraint(
                    condition=models.Q(("kind__in", ["text", "scale", "choice", "order", "ideas", "commitment"])),
                    name="prompt_kind_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="prompt",
                constraint=models.CheckConstraint(
                    condition=models.Q(("mode__in", ["attributed", "confidential", "anonymous"])),
                    name="prompt_mode_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="prompt",
                constraint=models.CheckConstraint(
                    condition=models.Q(("kind", "commitment"), ("mode", "anonymous"), _negated=True),
                    name="commitment_is_somebodys",
                ),
            ),
            migrations.AddConstraint(
                model_name="prompt",
                constraint=models.CheckConstraint(
                    condition=models.Q(("asked_again", False), ("kind", "scale"), _connector="OR"),
                    name="only_a_scale_is_asked_again",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="prompt",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_promptevent" ("asked_again", "asked_of", "help", "high", "id", "kind", "low", "many", "mode", "options", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "purpose", "required", "text", "version_id", "workspace_id") SELECT new_values."asked_again", new_values."asked_of", new_values."help", new_values."high", new_values."id", new_values."kind", new_values."low", new_values."many", new_values."mode", new_values."options", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."place", new_values."purpose", new_values."required", new_values."text", new_values."version_id", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="7c862b26a2aa4a334b089596d0dabc5e54959027",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_867e0",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="discussions_prompt",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="prompt",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "discussions_promptevent" ("asked_again", "asked_of", "help", "high", "id", "kind", "low", "many", "mode", "options", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "purpose", "required", "text", "version_id", "workspace_id") VALUES (NEW."asked_again", NEW."asked_of", NEW."help", NEW."high", NEW."id", NEW."kind", NEW."low", NEW."many", NEW."mode", NEW."options", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."purpose", NEW."required", NEW."text", NEW."version_id", NEW."workspace_id"); RETURN NULL;',
                        hash="e88d64e83f551216407b8990822ac84b01947e22",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_b04ca",
                        table="discussions_prompt",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="prompt",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_promptevent" ("asked_again", "asked_of", "help", "high", "id", "kind", "low", "many", "mode", "options", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "purpose", "required", "text", "version_id", "workspace_id") SELECT old_values."asked_again", old_values."asked_of", old_values."help", old_values."high", old_values."id", old_values."kind", old_values."low", old_values."many", old_values."mode", old_values."options", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."place", old_values."purpose", old_values."required", old_values."text", old_values."version_id", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="cee17c9d57198483849ee77192cf44d52a92f462",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_b501b",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="discussions_prompt",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="idea",
                index=models.Index(fields=["workspace", "discussion"], name="idea_by_discussion"),
            ),
            migrations.AddConstraint(
                model_name="idea",
                constraint=models.UniqueConstraint(fields=("answer", "place"), name="idea_place_in_its_answer"),
            ),
            migrations.AddConstraint(
                model_name="idea",
                constraint=models.CheckConstraint(
                    condition=models.Q(("text", ""), _negated=True), name="idea_says_something"
                ),
            ),
            migrations.AddConstraint(
                model_name="idea",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "segment__in",
                            ["decision_maker", "champion", "influencer", "detractor", "participant", "unknown"],
                        )
                    ),
                    name="idea_segment_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="idea",
                constraint=models.CheckConstraint(
                    condition=models.Q(("became__in", ["open", "considered", "planned", "done", "declined"])),
                    name="idea_became_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="idea",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("hidden_at", None), models.Q(("hidden_because", ""), _negated=True), _connector="OR"
                    ),
                    name="idea_hidden_for_a_reason",
                ),
            ),
            migrations.AddIndex(
                model_name="answer",
                index=models.Index(fields=["workspace", "discussion", "prompt"], name="answer_by_prompt"),
            ),
            migrations.AddConstraint(
                model_name="answer",
                constraint=models.UniqueConstraint(fields=("discussion", "prompt", "voice"), name="one_answer_a_voice"),
            ),
            migrations.AddConstraint(
                model_name="answer",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "segment__in",
                            ["decision_maker", "champion", "influencer", "detractor", "participant", "unknown"],
                        )
                    ),
                    name="answer_segment_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="answer",
                constraint=models.CheckConstraint(
                    condition=models.Q(("number__range", (0, 10))), name="answer_number_within_10"
                ),
            ),
            migrations.AddConstraint(
                model_name="answer",
                constraint=models.CheckConstraint(
                    condition=models.Q(("number_after__range", (0, 10))), name="answer_number_after_within_10"
                ),
            ),
            migrations.AddConstraint(
                model_name="answer",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("hidden_at", None), models.Q(("hidden_because", ""), _negated=True), _connector="OR"
                    ),
                    name="answer_hidden_for_a_reason",
                ),
            ),
            migrations.AddIndex(
                model_name="promptevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="prompt_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="promptevent",
                index=models.Index(fields=["pgh_obj"], name="prompt_audit_object"),
            ),
            migrations.AddIndex(
                model_name="response",
                index=models.Index(fields=["workspace", "idea"], name="response_by_idea"),
            ),
            migrations.AddConstraint(
                model_name="response",
                constraint=models.UniqueConstraint(
                    fields=("idea", "voice", "kind"), name="one_response_of_a_kind_a_voice"
                ),
            ),
            migrations.AddConstraint(
                model_name="response",
                constraint=models.CheckConstraint(
                    condition=models.Q(("kind__in", ["build", "question", "concern", "help"])),
                    name="response_kind_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="response",
                constraint=models.CheckConstraint(
                    condition=models.Q(("text", ""), _negated=True), name="response_says_something"
                ),
            ),
            migrations.AddConstraint(
                model_name="response",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", "help"), _negated=True), ("invitation__isnull", False), _connector="OR"
                    ),
                    name="help_is_somebodys",
                ),
            ),
            migrations.AddConstraint(
                model_name="response",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("hidden_at", None), models.Q(("hidden_because", ""), _negated=True), _connector="OR"
                    ),
                    name="response_hidden_for_a_reason",
                ),
            ),
            migrations.AddConstraint(
                model_name="evidence",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("answer__isnull", False), ("idea", None), ("response", None)),
                        models.Q(("answer", None), ("idea__isnull", False), ("response", None)),
                        models.Q(("answer", None), ("idea", None), ("response__isnull", False)),
                        _connector="OR",
                    ),
                    name="evidence_is_of_one_thing",
                ),
            ),
            migrations.AddConstraint(
                model_name="evidence",
                constraint=models.CheckConstraint(
                    condition=models.Q(("is_votes", False), ("idea__isnull", False), _connector="OR"),
                    name="only_ideas_have_votes",
                ),
            ),
            migrations.AddConstraint(
                model_name="evidence",
                constraint=models.CheckConstraint(
                    condition=models.Q(("meant__in", ["", "asked", "yes", "corrected"])), name="evidence_meant_known"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="shift",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_shiftevent" ("answer_id", "assessment_id", "decided_at", "decided_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "workspace_id") SELECT new_values."answer_id", new_values."assessment_id", new_values."decided_at", new_values."decided_by_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="2cc03781347e3bd2ef0cefbbe48cab49364ddf67",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_c9d8d",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="discussions_shift",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="shift",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "discussions_shiftevent" ("answer_id", "assessment_id", "decided_at", "decided_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "workspace_id") VALUES (NEW."answer_id", NEW."assessment_id", NEW."decided_at", NEW."decided_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."workspace_id"); RETURN NULL;',
                        hash="5e5b419c0ce6b5a2723bf2339354daf6d1f7e535",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_3cd61",
                        table="discussions_shift",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="shift",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_shiftevent" ("answer_id", "assessment_id", "decided_at", "decided_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "workspace_id") SELECT old_values."answer_id", old_values."assessment_id", old_values."decided_at", old_values."decided_by_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="d9580b885701b3198fede6dfa0c645d50c75a885",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_484a7",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="discussions_shift",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="shiftevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="shift_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="shiftevent",
                index=models.Index(fields=["pgh_obj"], name="shift_audit_object"),
            ),
            migrations.AddConstraint(
                model_name="step",
                constraint=models.UniqueConstraint(
                    deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                    fields=("discussion", "place"),
                    name="step_place_taken_once",
                ),
            ),
            migrations.AddConstraint(
                model_name="step",
                constraint=models.CheckConstraint(
                    condition=models.Q(("setting__in", ["all", "alone", "pairs", "fours"])), name="step_setting_known"
                ),
            ),
            migrations.AddConstraint(
                model_name="step",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("title", ""), _negated=True), ("prompt__isnull", False), _connector="OR"
                    ),
                    name="step_says_something",
                ),
            ),
            migrations.AddConstraint(
                model_name="variant",
                constraint=models.UniqueConstraint(fields=("version", "segment"), name="one_variant_a_segment"),
            ),
            migrations.AddConstraint(
                model_name="variant",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "segment__in",
                            ["decision_maker", "champion", "influencer", "detractor", "participant", "unknown"],
                        )
                    ),
                    name="variant_segment_known",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="variant",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_variantevent" ("close", "id", "opening", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "segment", "version_id", "workspace_id") SELECT new_values."close", new_values."id", new_values."opening", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."segment", new_values."version_id", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="2b8440410c475973f0da8b3f14496d2581854fbf",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_e6154",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="discussions_variant",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="variant",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "discussions_variantevent" ("close", "id", "opening", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "segment", "version_id", "workspace_id") VALUES (NEW."close", NEW."id", NEW."opening", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."segment", NEW."version_id", NEW."workspace_id"); RETURN NULL;',
                        hash="c1bcac6994c6b6e72cc8c0a0ced2e9f4c81e1c59",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_3c082",
                        table="discussions_variant",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="variant",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_variantevent" ("close", "id", "opening", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "segment", "version_id", "workspace_id") SELECT old_values."close", old_values."id", old_values."opening", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."segment", old_values."version_id", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="ad334409ba42117731373a90f4c53cd3cff4be98",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_f298f",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="discussions_variant",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="variantevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="variant_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="variantevent",
                index=models.Index(fields=["pgh_obj"], name="variant_audit_object"),
            ),
            migrations.AddIndex(
                model_name="vote",
                index=models.Index(fields=["workspace", "discussion"], include=("idea",), name="vote_by_discussion"),
            ),
            migrations.AddConstraint(
                model_name="vote",
                constraint=models.UniqueConstraint(fields=("idea", "voice"), name="one_vote_an_idea_a_voice"),
            ),
            migrations.AddConstraint(
                model_name="vote",
                constraint=models.CheckConstraint(condition=models.Q(("value__in", [-1, 0, 1])), name="vote_known"),
            ),
            migrations.AddConstraint(
                model_name="vote",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "segment__in",
                            ["decision_maker", "champion", "influencer", "detractor", "participant", "unknown"],
                        )
                    ),
                    name="vote_segment_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="wording",
                constraint=models.UniqueConstraint(fields=("prompt", "segment"), name="prompt_worded_once_a_segment"),
            ),
            migrations.AddConstraint(
                model_name="wording",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "segment__in",
                            ["decision_maker", "champion", "influencer", "detractor", "participant", "unknown"],
                        )
                    ),
                    name="wording_segment_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="wording",
                constraint=models.CheckConstraint(
                    condition=models.Q(("text", ""), _negated=True), name="wording_says_something"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="wording",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_wordingevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prompt_id", "segment", "text", "workspace_id") SELECT new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."prompt_id", new_values."segment", new_values."text", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="c285940c212d5bb301dcdb922474b8574781b046",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_8c204",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="discussions_wording",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="wording",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "discussions_wordingevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prompt_id", "segment", "text", "workspace_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prompt_id", NEW."segment", NEW."text", NEW."workspace_id"); RETURN NULL;',
                        hash="22c9f2315d82a1de768ce41841253bdb2243aa70",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_05602",
                        table="discussions_wording",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="wording",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_wordingevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prompt_id", "segment", "text", "workspace_id") SELECT old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."prompt_id", old_values."segment", old_values."text", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="8464fa91462cace34ea3181c73c2d8e03298de9a",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_88da1",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="discussions_wording",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="wordingevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="wording_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="wordingevent",
                index=models.Index(fields=["pgh_obj"], name="wording_audit_object"),
            ),
        ],
    )
