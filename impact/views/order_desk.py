"""Is it strategy or an order desk? A quarter's figures and what would move them; its work by the goals it serves."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, for_team
from impact.queries import order_desk as reads
from impact.queries import work_calendar as calendars
from impact.queries.works import chosen, quarters
from planning.requests import desk_of
from web.partials import render_page

# Impact's, shown where the work is planned.
STATION = "align"
# Of what makes the index, so many pieces are named: the largest.
LARGEST = 8


@require_safe
@for_team
def order_desk(request: WorkspaceRequest) -> HttpResponse:
    today = timezone.localdate()
    offered = quarters(today)
    period = chosen(request.GET.get("quarter", ""), offered, today)
    told = reads.told(request.workspace, period, today=today)
    orders = [work for work in told.desk.works if work.is_order]
    context = {
        "station": STATION,
        "told": told,
        "period": period,
        "quarters": offered,
        "orders": orders[:LARGEST],
        "more": max(len(orders) - LARGEST, 0),
        "capacity": reads.capacity(told.desk.index, desk_of(request.workspace).days_a_quarter),
        "months_of": [said.title for said in (reads.INDEX, *reads.PARTS)],
    }
    return render_page(request, "impact/order_desk.html", context)


@require_safe
@for_team
def work_calendar(request: WorkspaceRequest) -> HttpResponse:
    today = timezone.localdate()
    offered = quarters(today, ahead=1)
    period = chosen(request.GET.get("quarter", ""), offered, today)
    calendar = calendars.calendar(request.workspace, period, today=today)
    context = {
        "station": STATION,
        "calendar": calendar,
        "period": period,
        "quarters": offered,
        "capacity": reads.capacity(calendar.index, desk_of(request.workspace).days_a_quarter),
    }
    return render_page(request, "impact/work_calendar.html", context)
