"""A few metrics side by side, to zoom into and to hold against the year before."""

from __future__ import annotations

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, for_all_roles
from impact import access
from impact.queries import exploring
from web.partials import render_page


# Plotly sets the styles of what it draws one by one; no stylesheet and no script is let in by it.
@csp_update({"style-src-attr": [UNSAFE_INLINE]})
@require_safe
@for_all_roles
def explore(request: WorkspaceRequest) -> HttpResponse:
    wanted = exploring.Wanted(
        metrics=tuple(int(pk) for pk in request.GET.getlist("metric") if pk.isdecimal() and len(pk) < 10),
        beside_year=request.GET.get("beside") == "year",
        in_one=request.GET.get("in_one") == "1",
    )
    found = exploring.explored(access.metrics(request), wanted, workspace=request.workspace, today=timezone.localdate())
    return render_page(request, "impact/explore.html", {"found": found, "wanted": wanted}, partials={"explored"})
