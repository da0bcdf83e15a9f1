"""The metrics, one metric, and what is said of what it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_all_roles, for_team
from impact import access
from impact.forms.metric import EditMetricForm, MetricForm, NewMetricForm
from impact.library import LIBRARY, fields
from impact.metrics import add_metric, edit_metric, measure_again, retire_metric
from impact.models import Metric
from impact.queries import metrics as reads
from impact.queries.initiatives import of_metric
from stakeholders.submissions import first_time
from web.meanwhile import EditedMeanwhile
from web.pagination import paginate
from web.partials import panel_done, render_page

UNPROCESSABLE, CONFLICT = 422, 409
PER_PAGE = 24
# A year and the month to hold it against stand open; a few more are not worth a fold.
NEWEST, SHORT = 13, 16


@require_safe
@for_all_roles
def metrics(request: WorkspaceRequest) -> HttpResponse:
    show = reads.RETIRED if request.GET.get("show") == reads.RETIRED else reads.KEPT
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in Metric.Outcome else ""
    counts = reads.counts(access.metrics(request))
    page = paginate(request, reads.found(access.metrics(request), words=words, outcome=outcome, show=show), PER_PAGE)
    found = reads.readings(request.workspace, list(page.object_list), today=timezone.localdate())
    context = {
        "page": page,
        "groups": reads.groups(found),
        "says": reads.says(found) if show == reads.KEPT else [],
        "counts": counts,
        "outcomes": [(value, label, counts.by_outcome.get(value, 0)) for value, label in Metric.Outcome.choices],
        "words": words,
        "outcome": outcome,
        "show": show,
        "can_write": request.membership.is_team,
    }
    return render_page(request, "impact/metrics.html", context, partials={"metrics"})


@require_safe
@for_all_roles
def metric(request: WorkspaceRequest, pk: int) -> HttpResponse:
    metric = access.get_metric(request, pk)
    today = timezone.localdate()
    reading, held = reads.reading_beside(request.workspace, metric, today=today)
    happened = reads.happenings(reading, held)
    charts, rows = reads.charts(reading, happened), reads.rows(reading)
    newest = len(rows) if len(rows) <= SHORT else NEWEST
    is_team = request.membership.is_team
    context = {
        "metric": metric,
        "key": str(metric.pk),
        "reading": reading,
        "charts": charts,
        "legend": reads.legend(metric, charts[0]) if charts else None,
        "happened": happened,
        "rows": rows,
        "newest": rows[:newest],
        "earlier": rows[newest:],
        "has": {name for name in ("n", "interval", "due") if any(getattr(row, name) for row in rows)},
        "standard": LIBRARY.get(metric.from_library),
        "targets": reads.targets(metric, held.targets),
        "definitions": reads.definitions(metric),
        "ended": reads.ended(metric),
        "facts": reads.facts(reading, today),
        "contributed": of_metric(metric),
        "can_write": is_team,
        "correct_url": reverse("impact:observe", args=[request.workspace.slug, pk]) if is_team else "",
    }
    return render_page(request, "impact/metric.html", context)


@require_safe
@for_team
def library(request: WorkspaceRequest) -> HttpResponse:
    taken = set(access.metrics(request).exclude(from_library="").values_list("from_library", flat=True))
    return render_page(request, "impact/library.html", {"groups": reads.library_groups(taken)}, partials={"panel"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    chosen = LIBRARY.get(request.GET.get("from", ""))
    initial: dict[str, Any] = {"owner": request.user}
    if chosen is not None:
        initial |= {**fields(chosen, reads.usual_currency(access.metrics(request))), "from_library": chosen.key}
    form = NewMetricForm(request.POST or None, workspace=request.workspace, initial=initial)
    if request.method == "POST" and form.is_valid():
        from_library = form.cleaned_data["from_library"]
        try:
            if first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
                metric = add_metric(
                    request.workspace,
                    author=request.user,
                    from_library=from_library if from_library in LIBRARY else "",
                    **form.fields_to_store(),
                )
                messages.success(request, f"“{metric.name}” is one of your metrics. Now it needs its numbers.")
                return redirect("impact:metric", request.workspace.slug, metric.pk)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return redirect("impact:metrics", request.workspace.slug)
    context = {"form": form, "standard": LIBRARY.get(form["from_library"].value() or "")}
    return _form_page(request, context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    metric = access.get_metric(request, pk)
    is_measured = metric.observations.exists()
    form = EditMetricForm(request.POST or None, workspace=request.workspace, metric=metric, is_measured=is_measured)
    context: dict[str, Any] = {"form": form, "metric": metric}
    status = UNPROCESSABLE
    if request.method == "POST" and form.is_valid():
        try:
            edit_metric(
                metric,
                expected_version=form.cleaned_data["version"],
                author=request.user,
                why=form.cleaned_data["why"],
                **form.fields_to_store(),
            )
        except EditedMeanwhile as meanwhile:
            context |= _meanwhile(request, form, meanwhile.now, is_measured)
            status = CONFLICT
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "What the metric is, is stored.")
            return panel_done(request, to=reverse("impact:metric", args=[request.workspace.slug, pk]))
    return _form_page(request, context, status=status)


def _meanwhile(request: WorkspaceRequest, form: EditMetricForm, now: Metric, is_measured: bool) -> dict[str, Any]:
    """What was typed, over what somebody else has stored."""
    typed = {**form.fields_to_store(), "why": form.cleaned_data["why"]}
    over = EditMetricForm(
        workspace=request.workspace, metric=now, is_measured=is_measured, initial={**typed, "version": now.version}
    )
    return {"form": over, "metric": now, "theirs": reads.differing(now, typed)}


@require_POST
@for_team
def retire(request: WorkspaceRequest, pk: int) -> HttpResponse:
    metric = access.get_metric(request, pk)
    retire_metric(metric, author=request.user)
    messages.success(request, "It is measured no more. Its numbers and its history stay.")
    return redirect("impact:metric", request.workspace.slug, pk)


@require_POST
@for_team
def again(request: WorkspaceRequest, pk: int) -> HttpResponse:
    metric = access.get_metric(request, pk)
    measure_again(metric)
    messages.success(request, "It is measured again.")
    return redirect("impact:metric", request.workspace.slug, pk)


def _form_page(request: WorkspaceRequest, context: dict[str, Any], *, status: int = UNPROCESSABLE) -> HttpResponse:
    form: MetricForm = context["form"]
    status = status if request.method == "POST" else 200
    context |= {
        "counted": [
            form[name] for name in ("measured", "every", "unit_kind", "currency", "nature") if name in form.fields
        ]
    }
    return render_page(request, "impact/metric_form.html", context, partials={"panel"}, status=status)
