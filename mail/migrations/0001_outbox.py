"""The outbox, the addresses that want no mails of a workspace, and the inbox of one's own machine."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    initial = True

    dependencies = [
        ("accounts", "0008_personal_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaughtMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("caught_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("recipient", models.EmailField(max_length=320)),
                ("subject", models.CharField(max_length=300)),
                ("mime", models.BinaryField()),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=40)),
                ("recipient", models.EmailField(max_length=320)),
                ("subject", models.CharField(max_length=300)),
                ("message_id", models.CharField(max_length=200)),
                ("mime", models.BinaryField(default=b"")),
                ("asked_for", models.BooleanField(default=False)),
                ("unsubscribe_hash", models.CharField(max_length=64, null=True, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("bounced", "Bounced"),
                            ("dropped", "Not sent"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("refusals", models.PositiveSmallIntegerField(default=0)),
                ("tried_since", models.DateTimeField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.workspace",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sending"])), fields=["due_at"], name="message_due"
                    ),
                    models.Index(fields=["workspace", "-created_at"], name="message_recent"),
                    models.Index(
                        models.F("workspace"),
                        django.db.models.functions.text.Lower("recipient"),
                        name="message_recipient",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "key"), name="one_message_per_key", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "sending", "sent", "failed", "bounced", "dropped"])
                        ),
                        name="message_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="sent_message_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=320)),
                (
                    "reason",
                    models.CharField(choices=[("unsubscribed", "Unsubscribed")], default="unsubscribed", max_length=20),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.workspace"
                    ),
                ),
            ],
            options={
                "ordering": ["-since", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "address"), name="one_suppression_per_address"),
                    models.CheckConstraint(
                        condition=models.Q(("address", django.db.models.functions.text.Lower("address"))),
                        name="suppression_in_small_letters",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", "unsubscribed")), name="suppression_reason_known"
                    ),
                ],
            },
        ),
    ]
