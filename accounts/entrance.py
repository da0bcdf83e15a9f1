"""allauth's forms in our words. Named in settings: ACCOUNT_FORMS and MFA_FORMS."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from accounts import pending

EMAIL = ("E-mail", "")
NEW_PASSWORD = ("New password", "At least 8 characters. A short sentence is easy to keep and hard to guess.")
CODE = ("Code", "")


class Worded(forms.Form):
    """`words`: for each field its label and the line of help below it."""

    words: ClassVar[dict[str, tuple[str, str]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, help_text
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = f"Fill in: {label.lower()}."


class CodeForm(Worded):
    words = {"code": CODE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(
            {
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code-input",
            }
        )


def _invited_email() -> str:
    invitation = pending.invitation(context.request)
    return invitation.email if invitation else ""


class LoginForm(Worded, account.LoginForm):
    words = {"login": EMAIL, "password": ("Password", "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].initial = _invited_email()


class SignupForm(Worded, account.SignupForm):  # type: ignore[misc]  # allauth's own clean() gives a dict always
    words = {"name": ("Your name", ""), "email": EMAIL, "password1": ("Password", NEW_PASSWORD[1])}
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].initial = _invited_email() or self.fields["email"].initial


class RequestLoginCodeForm(Worded, account.RequestLoginCodeForm):
    words = {"email": EMAIL}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].initial = _invited_email()


class ConfirmLoginCodeForm(CodeForm, account.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(CodeForm, account.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetCodeForm(CodeForm, account.ConfirmPasswordResetCodeForm):
    pass


class ChangeEmailForm(Worded, account.ChangeEmailForm):
    words = {"email": ("Another e-mail address", "")}


class AddEmailForm(Worded, account.AddEmailForm):
    words = {"email": ("E-mail address to add", "")}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    words = {"email": EMAIL}


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    words = {"password1": NEW_PASSWORD, "password2": ("New password again", "")}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    words = {
        "oldpassword": ("Current password", ""),
        "password1": NEW_PASSWORD,
        "password2": ("New password again", ""),
    }


class SetPasswordForm(Worded, account.SetPasswordForm):
    words = {"password1": NEW_PASSWORD, "password2": ("New password again", "")}


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    words = {"password": ("Password", "")}


class AuthenticateForm(CodeForm, mfa.AuthenticateForm):
    words = {"code": ("Code", "From your authenticator app, or one of your recovery codes.")}


class MFAReauthenticateForm(CodeForm, mfa.ReauthenticateForm):
    words = {"code": ("Code", "From your authenticator app, or one of your recovery codes.")}


class ActivateTOTPForm(CodeForm, totp.ActivateTOTPForm):
    words = {"code": ("Code the app shows now", "")}


class AddWebAuthnForm(Worded, webauthn.AddWebAuthnForm):
    words = {
        "name": ("Name of the key", "So that you can tell it from others: “Laptop”, “Phone”."),
        "passwordless": (
            "Sign in with it alone",
            "Without e-mail and password; the device asks for its PIN or your finger.",
        ),
    }


class EditWebAuthnForm(Worded, webauthn.EditWebAuthnForm):
    words = {"name": ("Name of the key", "")}
