"""An invitation from the command line, in the name of a leader of the workspace."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from accounts import invitations, letters
from accounts.isolation import all_workspaces, scope
from accounts.models import Membership, Role, Workspace


class Command(BaseCommand):
    help = "Invite somebody into a workspace by mail, in the name of its longest-serving leader."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--workspace", required=True, metavar="SLUG", help="as in its address: /w/SLUG/")
        parser.add_argument("--role", default=Role.MEMBER.value, choices=Role.values)

    def handle(self, *args: Any, email: str, workspace: str, role: str, **options: Any) -> None:
        with scope(workspace=_workspace_id(workspace)):
            found = Workspace.objects.get(slug=workspace)
            leader = Membership.objects.leaders().filter(workspace=found).select_related("user")[0].user
            try:
                validate_email(email.strip())
                invitation, token = invitations.invite(found, email=email, role=role, by=leader)
                address = reverse("invitation", args=[token])
                letters.send_invitation(invitation, f"{settings.BASE_URL.rstrip('/')}{address}")
            except ValidationError as problem:
                raise CommandError(" ".join(problem.messages)) from None
        self.stdout.write(f"{invitation.email} is invited to {found.name} as {Role(role).label.lower()}.")


def _workspace_id(slug: str) -> UUID:
    """Nobody sees all workspaces: each is looked into by itself."""
    for each in all_workspaces():
        with scope(workspace=each):
            if Workspace.objects.filter(pk=each, slug=slug).exists():
                return each
    raise CommandError(f"There is no workspace at /w/{slug}/.")
