"""Tokens of systems that send numbers: which there are, a new one shown once, and ending one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import WorkspaceRequest, for_leaders
from impact import access
from impact.api.tokens import make_token, revoke_token
from impact.forms.token import TokenForm
from impact.models import ApiToken
from web.pagination import paginate
from web.partials import render_page

UNPROCESSABLE = 422


@require_GET
@for_leaders
def tokens(request: WorkspaceRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = ApiToken.objects.filter(workspace=request.workspace).select_related("author")
    # Those that nobody revoked first.
    page = paginate(request, rows.order_by(F("revoked_at").desc(nulls_first=True), "-created_at", "-pk"), 25)
    context = {
        "page": page,
        "rows": [(token, token.state(on=today)) for token in page],
        "address": settings.BASE_URL + reverse("api-observations"),
        "metrics_address": settings.BASE_URL + reverse("api-metrics"),
        "described_at": reverse("api-description"),
    }
    return render_page(request, "impact/tokens.html", context, partials={"rows"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def new(request: WorkspaceRequest) -> HttpResponse:
    """A new token, shown in the answer and never again."""
    form = TokenForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = make_token(request.workspace, author=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            context |= {"token": token, "secret": secret}
    status = UNPROCESSABLE if form.errors else 200
    return render_page(request, "impact/token_new.html", context, partials={"panel"}, status=status)


@require_POST
@for_leaders
def revoke(request: WorkspaceRequest, pk: int) -> HttpResponse:
    token = access.get_token(request, pk)
    if revoke_token(token):
        messages.success(request, f"“{token.name}” sends no more numbers. Those it sent stay.")
    return redirect("impact:tokens", request.workspace.slug)
