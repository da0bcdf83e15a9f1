"""What became of the workspace's mails."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_leaders, for_team
from accounts.limits import limited
from mail import letters, outbox, queries, trying
from mail.access import get_message
from mail.tasks import send_soon
from web.pagination import paginate
from web.partials import render_page


@require_safe
@for_team
def messages(request: WorkspaceRequest) -> HttpResponse:
    shown = request.GET.get("show", "")
    shown = shown if shown in queries.SHOWN else ""
    counts = queries.counted(request.workspace)
    context = {
        "says": queries.says(counts),
        "choices": queries.choices(counts),
        "shown": shown,
        "page": paginate(request, queries.listed(request.workspace, shown)),
        "total": sum(counts.values()),
    }
    return render_page(request, "mail/messages.html", context, partials={"mails"})


@require_http_methods(["GET", "HEAD", "POST"])
@limited("mail-test", times=6, seconds=60)
@for_leaders
def test(request: WorkspaceRequest) -> HttpResponse:
    """What the mail server says to a mail to whoever asks, at once and word for word."""
    context: dict[str, object] = {
        "is_inbox": settings.MAIL_TRANSPORT == "inbox",
        "host": settings.EMAIL_HOST,
        "port": settings.EMAIL_PORT,
        "sender": settings.DEFAULT_FROM_EMAIL,
        "late": queries.late(request.workspace, now=timezone.now()),
    }
    if request.method == "POST":
        letter = letters.render("mail/emails/test", {}, workspace=request.workspace, may_unsubscribe=False)
        context["tried"] = trying.try_settings(request.user.email, letter)
    return render_page(request, "mail/test.html", context)


@require_POST
@for_leaders
def again(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    message = get_message(request, pk)
    if outbox.try_again(message):
        message.refresh_from_db(fields=["state"])
        send_soon([message])
        toasts.success(request, f"The mail to {message.recipient} is on its way again.")
    else:
        toasts.error(
            request, f"The mail to {message.recipient} is not kept any more. Write it again where it came from."
        )
    return redirect("mail:messages", request.workspace.slug)
