"""The numbers of a metric one by one, its targets, and what is known of its course."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, for_team
from impact import access
from impact.doubts import Doubted, doubted
from impact.forms.course import NoteForm, ObservationForm, RebaseForm, TargetForm, WithdrawForm
from impact.forms.refused import tell
from impact.happenings import annotate, rebase, take_annotation_back, take_rebase_back
from impact.models import Metric, Observation, Target
from impact.observations import AlreadyMeasured, correct_observation, record_observation, withdraw_observation
from impact.periods import Every, last_day, name_of, start_of
from impact.queries import metrics as reads
from impact.targets import end_target, set_target
from web.partials import panel_done, render_page

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def observe(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """The number of one period; where there is one already, another one corrects it."""
    metric = access.get_metric(request, pk)
    today = timezone.localdate()
    wanted = parse_date(request.GET.get("on", "")) if _is_day(request.GET.get("on", "")) else None
    standing = _standing(metric, wanted)
    if metric.retired_on is not None and standing is None and request.method != "POST":
        return _page(request, "impact/observe.html", {"metric": metric, "is_retired": True})
    initial = {"starts_on": (wanted or reads.next_unmeasured(metric, today)).isoformat()}
    form = ObservationForm(
        request.POST or None, metric=metric, today=today, standing=standing, initial={} if standing else initial
    )
    context: dict[str, Any] = {"form": form, "metric": metric, "standing": standing}
    status = UNPROCESSABLE
    if request.method == "POST" and form.is_valid():
        start = form.cleaned_data["starts_on"]
        try:
            if (doubt := _doubt(metric, form, today)) is not None and not form.is_sure:
                return _asked(request, {**context, "standing": _standing(metric, start)}, doubt)
            word = _store(request, metric, form)
        except AlreadyMeasured as already:
            context |= {"standing": already.standing, "is_news": True, "corrects": already.standing.pk}
            status = CONFLICT
        except ValidationError as problem:
            tell(form, problem)
            context["standing"] = _standing(metric, start)
        else:
            messages.success(request, word)
            return panel_done(request, to=_at(request, pk))
    if context["standing"] is not None:
        context["standing_shown"] = reads.shown(metric, context["standing"])
    return _page(request, "impact/observe.html", context, status)


def _asked(request: WorkspaceRequest, context: dict[str, Any], doubt: Doubted) -> HttpResponse:
    """All that was typed once more, and whether that can be right."""
    form, metric, standing = context["form"], context["metric"], context["standing"]
    shown = "" if standing is None else reads.shown(metric, standing)
    context |= {"doubt": doubt, "certainty": form.certainty(), "standing_shown": shown}
    return _page(request, "impact/observe.html", context)


@require_POST
@for_team
def observe_check(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """What is to be said of a number while it is typed; stores nothing."""
    metric = access.get_metric(request, pk)
    today = timezone.localdate()
    form = ObservationForm(request.POST, metric=metric, today=today)
    doubt = None
    if form.is_valid():
        try:
            doubt = _doubt(metric, form, today)
        except ValidationError as problem:
            tell(form, problem)
    context = {"form": form, "metric": metric, "standing": None, "doubt": doubt}
    return render_page(request, "impact/observe.html", context, partials={"doubt"})


def _doubt(metric: Metric, form: ObservationForm, today: dt.date) -> Doubted | None:
    """Raises ValidationError for what cannot be a number. What stands already is not asked about."""
    start, number = form.cleaned_data["starts_on"], form.number()
    standing = _standing(metric, start)
    if standing is not None and standing.value == number.value:
        return None
    key = metric.pk, start
    return doubted(metric.workspace_id, {key: number.value}, {metric.pk: metric}, today=today).get(key)


def _store(request: WorkspaceRequest, metric: Metric, form: ObservationForm) -> str:
    """Stores what was typed and says what it did. The same number once more changes nothing. Raises as the verbs do,
    AlreadyMeasured also where a number stands that the form had not been shown."""
    data = form.cleaned_data
    start = data["starts_on"]
    number = form.number()
    name = name_of(start, Every(metric.every))
    standing = _standing(metric, start)
    corrected = data["corrects"] and access.observations(request, metric).filter(pk=data["corrects"]).first()
    if corrected and corrected.starts_on != start:
        period = name_of(corrected.starts_on, Every(metric.every))
        raise ValidationError({"starts_on": f"You are correcting {period}. Add a number of another period by itself."})
    if standing is None:
        try:
            record_observation(metric, number, starts_on=start, author=request.user, note=data["note"])
        except AlreadyMeasured as already:
            standing = already.standing
        else:
            return f"{name} is stored."
    held = (standing.value, standing.n, standing.ahead, standing.behind)
    if held == (number.value, number.n, number.ahead, number.behind) and standing.note == data["note"].strip():
        return f"{name} is as it was."
    if data["corrects"] != standing.pk:
        raise AlreadyMeasured(standing)
    correct_observation(standing, number, why=data["why"], author=request.user, note=data["note"])
    return f"{name} is corrected. The number before is kept, with your reason."


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def withdraw(request: WorkspaceRequest, pk: int) -> HttpResponse:
    observation = access.get_observation(request, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_observation(observation, why=form.cleaned_data["why"], author=request.user)
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, "It is taken back, and kept in the history with your reason.")
            return panel_done(request, to=_at(request, observation.metric_id))
    context: dict[str, Any] = {"form": form, "observation": observation, "metric": observation.metric}
    context |= {
        "standing_shown": reads.shown(observation.metric, observation),
        "period": name_of(observation.starts_on, Every(observation.metric.every)),
    }
    return _page(request, "impact/withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def target_new(request: WorkspaceRequest, pk: int) -> HttpResponse:
    metric = access.get_metric(request, pk)
    today = timezone.localdate()
    initial = {
        "starts_on": start_of(today, Every.QUARTER),
        "ends_on": last_day(start_of(today, Every.QUARTER), Every.QUARTER),
        "course": Target.Course.EVEN,
    }
    form = TargetForm(request.POST or None, metric=metric, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            set_target(metric, data.pop("value"), author=request.user, **data)
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, "The target is set.")
            return panel_done(request, to=_at(request, pk))
    return _page(request, "impact/target.html", {"form": form, "metric": metric})


@require_POST
@for_team
def target_end(request: WorkspaceRequest, pk: int) -> HttpResponse:
    target = access.get_target(request, pk)
    end_target(target)
    messages.success(request, "The target is given up, and kept in the history.")
    return redirect("impact:metric", request.workspace.slug, target.metric_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def note_new(request: WorkspaceRequest, pk: int) -> HttpResponse:
    metric = access.get_metric(request, pk)
    form = NoteForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        beside = None if data["everywhere"] else metric
        try:
            annotate(request.workspace, data["says"], on=data["on"], author=request.user, metric=beside)
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, "The note is stored.")
            return panel_done(request, to=_at(request, pk))
    return _page(request, "impact/note.html", {"form": form, "metric": metric})


@require_POST
@for_team
def note_back(request: WorkspaceRequest, pk: int) -> HttpResponse:
    note = access.get_annotation(request, pk)
    take_annotation_back(note)
    messages.success(request, "The note is taken back.")
    # One beside every metric was taken back beside one of them.
    beside = request.POST.get("beside", "")
    if note.metric_id or not beside.isdecimal() or len(beside) > 17:
        metric = note.metric_id
    else:
        metric = access.get_metric(request, int(beside)).pk
    return redirect(_at(request, metric) if metric else reverse("impact:metrics", args=[request.workspace.slug]))


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def rebase_new(request: WorkspaceRequest, pk: int) -> HttpResponse:
    metric = access.get_metric(request, pk)
    initial = {"starts_on": request.GET.get("from", "")}
    form = RebaseForm(request.POST or None, starts=reads.rebase_starts(metric), initial=initial)
    if request.method == "POST" and form.is_valid():
        start = dt.date.fromisoformat(form.cleaned_data["starts_on"])
        try:
            rebase(metric, starts_on=start, reason=form.cleaned_data["reason"], author=request.user)
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, "It is judged anew from there. The reason stands beside the chart.")
            return panel_done(request, to=_at(request, pk))
    return _page(request, "impact/rebase.html", {"form": form, "metric": metric})


@require_POST
@for_team
def rebase_back(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_rebase(request, pk)
    take_rebase_back(found)
    messages.success(request, "It is judged as one process again.")
    return redirect("impact:metric", request.workspace.slug, found.metric_id)


def _standing(metric: Metric, start: dt.date | None) -> Observation | None:
    if start is None:
        return None
    rows = Observation.objects.standing().filter(workspace=metric.workspace_id, metric=metric, starts_on=start)
    return rows.select_related("author").first()


def _is_day(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ValueError:
        return False


def _at(request: WorkspaceRequest, pk: int) -> str:
    return reverse("impact:metric", args=[request.workspace.slug, pk])


def _page(
    request: WorkspaceRequest, template: str, context: dict[str, Any], status: int = UNPROCESSABLE
) -> HttpResponse:
    status = status if request.method == "POST" else 200
    return render_page(request, template, context, partials={"panel"}, status=status)
