"""The audit trail: who changed what, when and why."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts import trail
from accounts.access import WorkspaceRequest, for_leaders
from accounts.forms import TrailForm
from web.partials import render_page


@require_safe
@for_leaders
def audit(request: WorkspaceRequest) -> HttpResponse:
    people = trail.people(request.workspace)
    form = TrailForm(request.GET, sources=trail.sources(), people=people)
    form.is_valid()
    after = trail.Cursor.read(request.GET.get("before", ""))
    page = trail.read(request.workspace, form.wanted(), after)
    filters = {name: value for name, value in request.GET.items() if name in form.fields and value}
    context = {
        "form": form,
        "page": page,
        "after": after,
        "filtered": bool(filters),
        "newest": f"?{urlencode(filters)}",
        "older": f"?{urlencode(filters | {'before': str(page.older)})}" if page.older else "",
        "skip": f"?{urlencode(filters | {'before': str(page.past_the_act)})}" if page.past_the_act else "",
    }
    return render_page(request, "accounts/audit.html", context, partials={"trail"})
