"""How allauth is bent to invitations, closed sign-up, and our own words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import pending
from accounts.letters import letter


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed. Ask a leader of your workspace.",
        "cannot_remove_primary_email": "This is your main address. Make another one the main address first.",
        "duplicate_email": "You have added this address already.",
        "email_password_mismatch": "This e-mail address and this password do not belong together.",
        "email_taken": "This address cannot be used. If it is yours, sign in with it.",
        "enter_current_password": "Type your current password.",
        "incorrect_code": "This is not the code we sent, or it has expired.",
        "incorrect_password": "This is not your password.",
        "invalid_or_expired_key": "This code has expired.",
        "invalid_login": "This sign-in could not be completed. Start again.",
        "invalid_password_reset": "This code has expired. Ask for a new one.",
        "max_email_addresses": "You can have at most %d addresses.",
        "too_many_login_attempts": "Too many attempts that failed. Wait five minutes, or have a code sent to you.",
        "unknown_email": "No account has this address.",
        "unverified_primary_email": "Confirm this address first: your main address must be a confirmed one.",
        "select_only_one": "Choose one of the two.",
        "same_as_current": "This is what it is already.",
        "rate_limited": "That was too often in a short time. Wait a minute and try again.",
    }

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        try:
            return bool(super().reauthenticate(user, password))
        except ValidationError as error:
            if error.code != "too_many_login_attempts":
                raise
            # Who is signed in already is offered no code by mail.
            raise ValidationError("Too many attempts that failed. Wait five minutes, then try again.") from None

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP_OPEN) or pending.invitation(request) is not None

    def clean_email(self, email: str) -> str:
        """Where sign-up is closed, an invitation opens it for its own address alone."""
        request = allauth_context.request
        if settings.SIGNUP_OPEN or request.user.is_authenticated or request.resolver_match.url_name != "account_signup":
            return email
        invitation = pending.invitation(request)
        if invitation is None or invitation.email.lower() != email.lower():
            raise ValidationError("Use the address your invitation was sent to.")
        return email

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("invitation-pending") if pending.invitation(request) else reverse("home")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_change_password")

    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        return letter(
            to=email if isinstance(email, str) else email[0],
            subject=render_to_string(f"{template_prefix}_subject.txt", context),
            text=render_to_string(f"{template_prefix}_message.txt", context),
        )
