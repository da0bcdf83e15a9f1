"""A workspace and its first leader, for the first day of an installation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from accounts.forms import NAME_LENGTH
from accounts.models import User
from accounts.workspaces import create_workspace


class Command(BaseCommand):
    help = "Open a workspace. Its leader signs in with a code sent to their address; an account is made if needed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the workspace's name, such as the company's")
        parser.add_argument("--leader", required=True, metavar="EMAIL", help="the address of its first leader")
        parser.add_argument("--leader-name", default="", metavar="NAME", help="what colleagues call them")

    def handle(self, *args: Any, name: str, leader: str, leader_name: str, **options: Any) -> None:
        email = leader.strip().lower()
        try:
            validate_email(email)
            if len(name) > NAME_LENGTH:
                raise ValidationError(f"A name has at most {NAME_LENGTH} characters; this one has {len(name)}.")
            with transaction.atomic():
                user, made = _account(email, leader_name)
                workspace = create_workspace(name, leader=user)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from None
        account = "an account was made" if made else "their account was there already"
        self.stdout.write(f"{workspace.name} is open at /w/{workspace.slug}/. {email} leads it; {account}.")
        self.stdout.write("They sign in with “Send me a code instead” and can choose a password afterwards.")


def _account(email: str, name: str) -> tuple[User, bool]:
    user = User.objects.filter(email=email).first()
    if user is not None:
        return user, False
    user = User.objects.create_user(email, name=name)
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    return user, True
