"""People who sign in, the workspaces they belong to, invitations, and what was done that no row tells."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.tracking import audited


class UserManager(BaseUserManager["User"]):
    """allauth creates users through `create_user`."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody with an account. What they may see depends on their membership alone."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_email")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name.strip() else self.email


class Workspace(models.Model):
    """One company's marketing function."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    LEADER = "leader", "Leader"
    MEMBER = "member", "Member"
    EXECUTIVE = "executive", "Executive"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def team(self) -> MembershipQuerySet:
        """Leaders and members: those who may read assessments."""
        return self.filter(role__in=[Role.LEADER, Role.MEMBER])

    def leaders(self) -> MembershipQuerySet:
        return self.filter(role=Role.LEADER)


@audited()
class Membership(models.Model):
    """A user's role in a workspace."""

    Role = Role

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    created_at = models.DateTimeField(default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="one_membership_per_workspace"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    @property
    def is_leader(self) -> bool:
        return self.role == Role.LEADER

    @property
    def is_team(self) -> bool:
        return self.role in {Role.LEADER, Role.MEMBER}


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A personal link into a workspace. Only the token's hash is stored."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_role_known"),
            models.UniqueConstraint(
                "workspace",
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_per_email",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.workspace_id}"

    @property
    def has_run_out(self) -> bool:
        return self.expires_at <= timezone.now()


class PersonalLinkQuerySet(models.QuerySet["PersonalLink"]):
    def open(self) -> PersonalLinkQuerySet:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class PersonalLink(models.Model):
    """Lets somebody without an account at one thing of a workspace: `subject`, which the app named by `purpose` knows.

    Many uses; several links may open one thing, since a reminder has to carry a new one: only a token's hash is stored.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    purpose = models.CharField(max_length=20)
    subject = models.UUIDField()
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["workspace", "purpose", "subject"], name="personal_link_of")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"


class AuditEntry(models.Model):
    """An act that changes no row and must still be known: a full export, an erasure, an import undone."""

    class Act(models.TextChoices):
        EXPORTED = "exported", "Exported the workspace"
        EXPORTED_PERSON = "exported_person", "Exported one stakeholder"
        ERASED_PERSON = "erased_person", "Erased one stakeholder"
        IMPORTED = "imported", "Imported a file"
        IMPORT_UNDONE = "import_undone", "Undid an import"
        MAP_EXPORTED = "map_exported", "Exported the map"
        INVITED = "invited", "Invited somebody"
        INVITED_AGAIN = "invited_again", "Sent an invitation again"
        INVITATION_REVOKED = "invitation_revoked", "Revoked an invitation"
        RENAMED = "renamed", "Renamed the workspace"
        CALENDAR_MADE = "calendar_made", "Made an address for their calendar"
        CALENDAR_ENDED = "calendar_ended", "Ended the address for their calendar"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=20, choices=Act.choices)
    detail = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["workspace", "-at"], name="audit_entry_recent")]

    def __str__(self) -> str:
        return f"{self.get_act_display()} at {self.at:%Y-%m-%d %H:%M}"


class Written(models.Model):
    """A transaction that wrote to a table of the workspace; left by the database, read by `accounts.written`."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    what = models.CharField(max_length=63)
    xact = models.BigIntegerField()
    # Beside a transaction's number, which a restored database counts anew.
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["workspace", "what", "xact", "at"], name="written_once")]

    def __str__(self) -> str:
        return f"{self.what} by {self.xact}"
