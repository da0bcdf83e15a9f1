"""The outbox: mails as rows, who wants none of a workspace, and what the inbox of one's own machine caught."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Workspace
from web.naming import keys_of

# The same key in the same workspace is the same message: its primary key is made of both.
NAMESPACE = uuid.UUID("5a3c7f0e-5b0f-4c0c-9d4e-3f6f9a8f1d27")


def identity(workspace: Workspace | uuid.UUID | None, key: str) -> uuid.UUID:
    owner = workspace.pk if isinstance(workspace, Workspace) else workspace
    return uuid.UUID(identity_text(owner, key))


def identity_text(workspace: uuid.UUID | None, key: str) -> str:
    return identities(workspace, [key])[0]


def identities(workspace: uuid.UUID | None, keys: Sequence[str]) -> list[str]:
    owner = str(workspace or "")
    return keys_of([f"{owner}:{key}" for key in keys], within=NAMESPACE)


class MessageQuerySet(models.QuerySet["Message"]):
    def of(self, workspace: Workspace) -> MessageQuerySet:
        """Without their contents, which hold personal links and are many kilobytes."""
        return self.filter(workspace=workspace).defer("mime")

    def troubled(self) -> MessageQuerySet:
        return self.filter(state__in=[Message.State.FAILED, Message.State.BOUNCED])

    def repeatable(self) -> MessageQuerySet:
        """What did not arrive and is still kept whole, or can be written again."""
        return self.troubled().exclude(mime=b"", about=None)


class Message(models.Model):
    """One mail to one person. Written in the transaction of what caused it, sent later by whoever claims it.

    `mime` is what leaves, byte for byte at every try; it goes once the mail is delivered, since it holds personal
    links. `attempts` counts claims and fences them: only the newest claim may say how it went. `refusals` counts what
    the other side put off. `asked_for`: goes to somebody who unsubscribed as well (a sign-in code). `about` says in ids
    what a mail is about that is written when it leaves (mail/composing.py).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        BOUNCED = "bounced", "Bounced"
        DROPPED = "dropped", "Not sent"

    id = models.UUIDField(primary_key=True, editable=False)
    # Empty for mails about an account, such as a sign-in code.
    workspace = models.ForeignKey(
        Workspace,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    recipient = models.EmailField(max_length=320)
    subject = models.CharField(max_length=300)
    message_id = models.CharField(max_length=200)
    mime = models.BinaryField(default=b"")
    about = models.JSONField(null=True)
    asked_for = models.BooleanField(default=False)
    unsubscribe_hash = models.CharField(max_length=64, null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    refusals = models.PositiveSmallIntegerField(default=0)
    tried_since = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            # That a key is there once, the id says, which is made of it (`identity`).
            models.UniqueConstraint(
                fields=["unsubscribe_hash"],
                condition=models.Q(unsubscribe_hash__isnull=False),
                name="one_message_per_way_out",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "sending", "sent", "failed", "bounced", "dropped"]),
                name="message_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False), name="sent_message_says_when"
            ),
        ]
        indexes = [
            # Claiming moves due_at to the end of the lease, so that one short index finds both what is due and what
            # a sender left behind.
            models.Index(fields=["due_at"], condition=models.Q(state__in=["waiting", "sending"]), name="message_due"),
            # What the mail server did not take from us, though nobody refused it.
            models.Index(
                fields=["tried_since"],
                condition=models.Q(state__in=["waiting", "sending"], refusals=0, tried_since__isnull=False),
                name="message_held_up",
            ),
            models.Index(fields=["due_at"], condition=models.Q(state="failed"), name="message_failed"),
            models.Index(fields=["workspace", "-created_at"], name="message_recent"),
            models.Index("workspace", Lower("recipient"), name="message_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_state_display()})"


class Suppression(models.Model):
    """An address that wants no mails of a workspace, or gets none. `address` is in small letters."""

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", "Unsubscribed"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(max_length=320)
    reason = models.CharField(max_length=20, choices=Reason.choices, default=Reason.UNSUBSCRIBED)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "address"], name="one_suppression_per_address"),
            models.CheckConstraint(condition=models.Q(address=Lower("address")), name="suppression_in_small_letters"),
            models.CheckConstraint(condition=models.Q(reason="unsubscribed"), name="suppression_reason_known"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class CaughtMail(models.Model):
    """A mail delivered to the inbox page of one's own machine instead of a mail server. Never in production."""

    caught_at = models.DateTimeField(default=timezone.now)
    recipient = models.EmailField(max_length=320)
    subject = models.CharField(max_length=300)
    mime = models.BinaryField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Mail {self.pk}"
