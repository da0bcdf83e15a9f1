"""Mails in our words: written once as plain text, sent as text and as HTML made from it."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from accounts.models import Invitation, Workspace

ADDRESS = re.compile(r"^https?://\S+$")
CODE = re.compile(r"^[A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*$")


@dataclass(frozen=True)
class Paragraph:
    """`kind`: "text", "link" for an address on a line of its own, "code" for something to type."""

    kind: str
    text: str


def paragraphs(text: str) -> list[Paragraph]:
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    return [Paragraph(_kind(block), block) for block in blocks if block]


class Letter(EmailMultiAlternatives):
    """`workspace` lists it among its mails, as of this `kind`; without one it is about somebody's account."""

    workspace: Workspace | None = None
    kind = "account"


def letter(*, to: str, subject: str, text: str) -> Letter:
    html = render_to_string("accounts/emails/letter.html", {"subject": subject, "paragraphs": paragraphs(text)})
    message = Letter(" ".join(subject.split()), text.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [to])
    message.attach_alternative(html, "text/html")
    return message


def send_invitation(invitation: Invitation, link: str) -> None:
    context = {"invitation": invitation, "link": link, "workspace": invitation.workspace}
    message = letter(
        to=invitation.email,
        subject=f"{invitation.invited_by} invites you to {invitation.workspace.name} on Coalition",
        text=render_to_string("accounts/emails/invitation.txt", context),
    )
    message.workspace, message.kind = invitation.workspace, "invitation"
    message.send()


def _kind(block: str) -> str:
    if ADDRESS.match(block):
        return "link"
    return "code" if CODE.match(block) else "text"
