"""A caught mail taken apart for reading."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

HEADERS = ("From", "To", "Date", "Reply-To", "Message-ID", "List-Unsubscribe")


@dataclass(frozen=True)
class Parts:
    """`headers` are the lines worth showing, `files` the names of attachments."""

    headers: list[tuple[str, str]]
    text: str
    html: str
    files: list[str]


def read(mime: bytes) -> Parts:
    """Pure."""
    mail = message_from_bytes(mime, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return Parts(
        headers=[(name, str(mail[name])) for name in HEADERS if mail[name]],
        text=_content(mail.get_body(("plain",))),
        html=_content(mail.get_body(("html",))),
        files=[part.get_filename() or "without a name" for part in mail.iter_attachments()],
    )


def framed(html: str) -> str:
    """The mail for a frame: its links open a page of their own, since ours lets itself be framed by nobody."""
    return re.sub(r"(<head[^>]*>)", r'\1<base target="_blank">', html, count=1, flags=re.IGNORECASE)


def _content(part: object) -> str:
    return str(part.get_content()) if isinstance(part, EmailMessage) else ""
