"""What became of the workspace's mails."""

from uuid import UUID

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, for_leaders, for_team
from mail import outbox, queries
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
