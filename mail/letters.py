"""A letter in our look: written as text, and as HTML of its own or made from the text; its style inlined."""

from email.utils import parseaddr
from functools import cache
from typing import Any, TypedDict

import css_inline
from django.conf import settings
from django.template import Context, Template, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string

from accounts.letters import paragraphs
from accounts.models import Workspace
from accounts.tokens import new_token
from mail import suppressions

PLAIN = "mail/emails/letter.html"
STYLE = "mail/emails/letter.css"
# Style is for screens that dim and narrow: those rules stay in the head, all others go to their elements.
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)


# A file beside the words: name, contents, type.
Attachment = tuple[str, bytes | str, str]


class Letter(TypedDict):
    """What `outbox.write` wants to know of the words: `write(key=…, workspace=…, to=…, kind=…, **letter)`."""

    subject: str
    text: str
    html: str
    unsubscribe: str | None


class FiledLetter(Letter):
    """One that is composed as it leaves, and brings files."""

    attachments: list[Attachment]


def sender() -> str:
    """The address that mails come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def render(name: str, context: dict[str, Any], *, workspace: Workspace, may_unsubscribe: bool = True) -> Letter:
    """The letter `name`, such as "discussions/emails/invitation": `.txt`, whose first line is the subject, and `.html`
    where the text alone does not do. Both get `context`, `workspace` and, unless told otherwise, a way out.

    In a text a paragraph that is an address becomes a button, one that is a code is set large.
    """
    token = new_token() if may_unsubscribe else None
    context = context | {
        "workspace": workspace,
        "unsubscribe_url": suppressions.address_of(token) if token else "",
    }
    subject, _, body = _text(f"{name}.txt", context).lstrip().partition("\n")
    text = f"{body.strip()}\n"
    context |= {"subject": subject.strip(), "paragraphs": paragraphs(text)}
    try:
        html = render_to_string(f"{name}.html", context)
    except TemplateDoesNotExist as missing:
        # Another template missing inside of it is a mistake.
        if str(missing) != f"{name}.html":
            raise
        html = render_to_string(PLAIN, context)
    if token:
        text += f"\n{_text('mail/emails/foot.txt', context)}"
    return Letter(subject=subject.strip(), text=text, html=dress(html), unsubscribe=token)


def dress(html: str) -> str:
    """`html` with our stylesheet at its elements: mail programs keep no other. 0.1 ms."""
    return _inliner.inline(html.replace("</head>", f"<style>{_style()}</style></head>", 1))


@cache
def _style() -> str:
    return render_to_string(STYLE)


def _text(name: str, context: dict[str, Any]) -> str:
    template: Template = get_template(name).template  # type: ignore[attr-defined]
    # Plain text: "&" is "&".
    return template.render(Context(context, autoescape=False))
