"""The register: everybody in one table, adding somebody, changing many, and saved views."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from stakeholders import access
from stakeholders.filters import StakeholderFilter
from stakeholders.formats.document import shorten
from stakeholders.forms import BulkForm, NewForm, ViewForm
from stakeholders.models import SavedView
from stakeholders.models.stakeholder import StakeholderQuerySet
from stakeholders.queries import register as reads
from stakeholders.register import Twin, add_stakeholder, duplicates_of, edit_many
from stakeholders.saved_views import canonical, save_view
from stakeholders.submissions import first_time
from web.pagination import paginate
from web.partials import panel_done, render_page, wanted_partial

UNPROCESSABLE = 422
CHANGED = "stakeholders-changed"


@require_safe
@for_team
def register(request: WorkspaceRequest) -> HttpResponse:
    narrowed = StakeholderFilter.of(request)
    today = timezone.localdate()
    everybody = access.stakeholders(request)
    context: dict[str, Any] = {"filter": narrowed}
    sort = request.GET.get("sort", "")
    # All ids that a filter leaves cost less than counting them first; those of everybody are counted for the sentence.
    chosen = list(reads.sorted_by(narrowed.qs, sort).values_list("pk", flat=True)) if narrowed.is_active else None
    pks = chosen if chosen is not None else reads.in_order(request.workspace, sort)
    if wanted_partial(request, {"rows"}) is None:
        totals = reads.totals_of(request.workspace, today=today)
        context |= {"totals": totals, "says": reads.says(totals)}
        page = paginate(request, reads.Counted(pks, totals.everybody) if chosen is None else chosen)
    else:
        page = paginate(request, pks)
        context["totals"] = {"everybody": page.paginator.count or everybody.count()}
    here = canonical(request.GET.urlencode())
    views = SavedView.objects.filter(workspace=request.workspace, page=SavedView.Page.REGISTER)
    context |= {
        "page": page,
        "rows": reads.rows(list(page.object_list), slug=request.workspace.slug, today=today),
        "query": here,
        "views": [(view, view.query == here) for view in views.visible_to(request.user.pk)],
        "bulk_query": request.GET.urlencode(),
        "export_href": f"{reverse('stakeholders:exports', args=[request.workspace.slug])}?{here}" if len(page) else "",
    }
    return render_page(request, "stakeholders/register.html", context, partials={"rows"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    initial = {"kind": kind} if kind in {"customer", "partner"} else {}
    form = NewForm(request.POST or None, workspace=request.workspace, initial=initial)
    context: dict[str, Any] = {"form": form, "departments": form.departments}
    if request.method != "POST":
        return render_page(request, "stakeholders/new.html", context, partials={"panel"})
    status = UNPROCESSABLE
    if form.is_valid():
        twins = [] if "anyway" in request.POST else _twins(request, form)
        if not twins:
            added = _add(request, form)
            if added is not None:
                return _added(request, added)
        context["twins"] = twins
        status = 409 if twins else UNPROCESSABLE
    return render_page(request, "stakeholders/new.html", context, partials={"panel"}, status=status)


def _twins(request: WorkspaceRequest, form: NewForm) -> list[Twin]:
    typed = form.cleaned_data
    return duplicates_of(request.workspace, **{name: typed[name] for name in ("name", "email", "department")})


def _add(request: WorkspaceRequest, form: NewForm) -> str | None:
    """The name of whom this form added, now or when it was sent before; None when it cannot be stored."""
    try:
        if first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
            add_stakeholder(
                request.workspace,
                author=request.user,
                segment=form.cleaned_data["segment"],
                why="Chosen when they were added.",
                **form.fields_to_store(),
            )
    except ValidationError as problem:
        form.add_error(None, problem)
        return None
    return str(form.cleaned_data["name"])


def _added(request: WorkspaceRequest, name: str) -> HttpResponse:
    messages.success(request, f"{shorten(name)} is in the register.")
    if "another" not in request.POST:
        return panel_done(request, to=reverse("stakeholders:register", args=[request.workspace.slug]))
    if wanted_partial(request, {"panel"}) is None:
        return redirect("stakeholders:new", request.workspace.slug)
    kept = {name: request.POST.get(name, "") for name in ("kind", "department")}
    form = NewForm(workspace=request.workspace, initial=kept)
    context = {"form": form, "departments": form.departments}
    response = render_page(request, "stakeholders/new.html", context, partials={"panel"})
    response.headers["HX-Trigger"] = CHANGED
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def bulk(request: WorkspaceRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    people = list(_picked(request, data).order_by("folded", "pk"))
    form = BulkForm(request.POST or None, workspace=request.workspace)
    context: dict[str, Any] = {
        "form": form,
        "people": people,
        "shown": people[:6],
        "more": max(0, len(people) - 6),
        "all": bool(data.get("all")),
        "query": data.get("query", "").replace("\x00", ""),
    }
    if request.method != "POST":
        return render_page(request, "stakeholders/bulk.html", context, partials={"panel"})
    context["moved"] = data.get("count") != str(len(people))
    if people and form.is_valid() and not context["moved"]:
        try:
            count = edit_many(people, author=request.user, changes=form.changes(), why=form.cleaned_data["why"])
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "1 stakeholder changed." if count == 1 else f"{count:,} stakeholders changed.")
            to = reverse("stakeholders:register", args=[request.workspace.slug])
            return panel_done(request, to=f"{to}?{canonical(context['query'])}")
    return render_page(request, "stakeholders/bulk.html", context, partials={"panel"}, status=UNPROCESSABLE)


def _picked(request: WorkspaceRequest, data: QueryDict) -> StakeholderQuerySet:
    """The rows that were ticked, or all that match the filters the page had."""
    if data.get("all"):
        query = QueryDict(data.get("query", ""))
        narrowed: StakeholderQuerySet = StakeholderFilter(query, access.stakeholders(request), request=request).qs
        return narrowed
    pks = [int(pk) for pk in data.getlist("pick") if pk.isdecimal() and len(pk) < 18]
    return access.stakeholders(request).filter(pk__in=pks)


PAGES = {"register": "stakeholders:register", "map": "stakeholders:map", "matrix": "stakeholders:matrix"}


@require_POST
@for_team
def view_save(request: WorkspaceRequest) -> HttpResponse:
    form = ViewForm(request.POST)
    if form.is_valid():
        try:
            view, is_new = save_view(request.workspace, user=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"The view “{view.name}” {'is stored' if is_new else 'shows this from now on'}.")
            return redirect(f"{reverse(PAGES[view.page], args=[request.workspace.slug])}?{view.query}")
    return render_page(request, "stakeholders/view.html", {"form": form}, status=UNPROCESSABLE)


@require_POST
@for_team
def view_delete(request: WorkspaceRequest, pk: int) -> HttpResponse:
    view = access.get_own_view(request, pk)
    view.delete()
    messages.success(request, f"The view “{view.name}” is deleted.")
    return redirect(PAGES[view.page], request.workspace.slug)
