"""Attribution: sets of journeys, what every model credits, what is behind a figure; and files that bring them."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_all_roles, for_team
from impact import access, tasks
from impact.attribution.words import WORDS
from impact.files import progress
from impact.files.life import READ_AT_ONCE, check_size
from impact.forms.journeys import AboutForm, TakeBackForm, chosen_on_page
from impact.forms.refused import tell
from impact.journeys import life, results
from impact.journeys.columns import Choices
from impact.journeys.results import Channel, Results
from impact.journeys.sets import take_back as take_back_set
from impact.models import JourneyFile, JourneySet
from impact.queries import attribution as reads
from impact.queries.files import grouped
from impact.queries.metrics import usual_currency
from stakeholders.formats.characters import neutralise
from stakeholders.formats.document import Limits
from web.live import stream_url
from web.pagination import paginate
from web.partials import panel_done, render_page

State = JourneyFile.State
UNPROCESSABLE = 422
SAMPLES = {
    "deals": (
        "Deal,Path,Dates,Value,Won\r\n"
        "Harbour Logistics,Search > Webinar > Email,2026-01-08 > 2026-02-02 > 2026-03-11,48000,yes\r\n"
        "Nordlicht Energy,Trade fair > Email,2026-01-20 > 2026-02-27,,no\r\n"
    ),
    "touches": (
        "Deal,Channel,Date,Value,Won\r\n"
        "Harbour Logistics,Search,2026-01-08,48000,yes\r\n"
        "Nordlicht Energy,Trade fair,2026-01-20,,no\r\n"
        "Harbour Logistics,Webinar,2026-02-02,48000,yes\r\n"
        "Nordlicht Energy,Email,2026-02-27,,no\r\n"
        "Harbour Logistics,Email,2026-03-11,48000,yes\r\n"
    ),
    "paths": (
        "path,total_conversions,total_conversion_value,total_null\r\n"
        "Search > Webinar > Email,12,310000,140\r\n"
        "Email,3,42000,510\r\n"
    ),
}


@require_safe
@for_all_roles
def attribution(request: WorkspaceRequest) -> HttpResponse:
    show = "taken_back" if request.GET.get("show") == "taken_back" else "standing"
    is_team = request.membership.is_team
    files = reads.waiting(request.workspace) if is_team else []
    context = {
        "page": paginate(request, reads.sets(request.workspace, taken_back=show == "taken_back"), 25),
        "show": show,
        "has_taken_back": reads.sets(request.workspace, taken_back=True).exists(),
        "files": files,
        "is_running": any(file.is_running for file in files),
        "can_write": is_team,
    }
    return render_page(request, "impact/attribution.html", context, partials={"waiting"})


@require_safe
@for_all_roles
def attribution_set(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_journey_set(request, pk)
    told = results.read(found.results)
    many = len(told.channels)
    is_all = request.GET.get("show") == "all" and many > reads.SHOWN
    can_look_behind = request.membership.is_team and not found.is_taken_back
    page = paginate(request, told.channels, reads.SHOWN) if is_all else None
    shown = told.channels[: reads.SHOWN] if page is None else page
    context = {
        "set": found,
        # Lazily: the next page of the table needs no picture.
        "shown": SimpleLazyObject(lambda: reads.page(found, told)),
        "models": [WORDS[rule].called for rule in told.rules],
        "page": page,
        "channels": many,
        "is_all": is_all,
        "lines": reads.lines(shown, told.rules, found.currency, is_linked=can_look_behind),
        "others": None if is_all else reads.others(told, found.currency),
        "behind_url": reverse("impact:attribution-behind", args=[request.workspace.slug, pk]),
        "has_value": told.value is not None,
        "can_look_behind": can_look_behind,
    }
    return render_page(request, "impact/attribution_set.html", context, partials={"figures"})


@require_safe
@for_all_roles
def figures(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Every channel by every model, to count on with."""
    found = access.get_journey_set(request, pk)
    stream = io.StringIO(newline="")
    told = reads.figures(results.read(found.results), found.currency)
    csv.writer(stream).writerows([neutralise(cell) if isinstance(cell, str) else cell for cell in row] for row in told)
    response = HttpResponse("\ufeff" + stream.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="attribution-{found.pk}.csv"'
    return response


@require_safe
@for_team
def behind(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found, told, channel, rule = _figure(request, pk)
    page = paginate(request, reads.behind(found, channel.name, rule), 50)
    context = {
        "set": found,
        "channel": channel.name,
        "model": WORDS[rule].called,
        "says": reads.says_behind(told, channel, rule, journeys=page.paginator.count, currency=found.currency),
        "does": told.rules[rule],
        "models": reads.models_behind(told, channel, rule),
        "page": page,
        "rows": reads.given(list(page), channel.name, rule, found.currency),
        "is_shared": rule in told.effects,
        "has_value": told.value is not None,
        "has_deals": found.holds == JourneySet.Holds.DEALS,
        "query": request.GET.urlencode(),
    }
    return render_page(request, "impact/attribution_behind.html", context, partials={"journeys"})


def _figure(request: WorkspaceRequest, pk: int) -> tuple[JourneySet, Results, Channel, str]:
    """The set, its results, and the channel and model that the address names; the first of what it does not name."""
    found = access.get_journey_set(request, pk)
    told = results.read(found.results)
    channel = told.channel(request.GET.get("channel", told.channels[0].name))
    rule = request.GET.get("model", next(iter(told.rules)))
    if found.is_taken_back or channel is None or rule not in told.rules:
        raise Http404
    return found, told, channel, rule


@require_safe
@for_team
def contribute(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Choose the initiative whose contribution a figure speaks for."""
    found, told, channel, rule = _figure(request, pk)
    link = request.build_absolute_uri(reverse("impact:attribution-set", args=[request.workspace.slug, pk]))
    context = {
        "set": found,
        "channel": channel.name,
        "initiatives": access.initiatives(request).under_way().order_by("name", "pk"),
        "query": reads.evidence_query(found, told, channel, rule, link=link),
    }
    return render_page(request, "impact/attribution_contribute.html", context, partials={"panel"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def take_back(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_journey_set(request, pk, standing=True)
    form = TakeBackForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                take_back_set(found, why=form.cleaned_data["why"], actor=request.user)
            except ValidationError as problem:
                tell(form, problem)
            else:
                messages.success(request, f"“{found.name}” is taken back.")
                return panel_done(request, to=reverse("impact:attribution", args=[request.workspace.slug]))
    context = {"set": found, "form": form}
    return render_page(request, "impact/attribution_take_back.html", context, partials={"panel"}, status=status)


# Files ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            return _receive(request)
        except ValidationError as error:
            problem = " ".join(error.messages)
    limits = {"bytes": Limits.FILE_BYTES, "megabytes": Limits.FILE_BYTES // 1024 // 1024, "rows": Limits.ROWS}
    context = {"problem": problem, "limits": limits}
    return render_page(request, "impact/attribution_new.html", context, status=UNPROCESSABLE if problem else 200)


def _receive(request: WorkspaceRequest) -> HttpResponse:
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        raise ValidationError("Choose a file.")
    # The size is known before anything is read into memory.
    check_size(sent.name or "", sent.size or 0)
    life.sweep(request.workspace, now=timezone.now())
    content = sent.read()
    file = life.receive(request.workspace, author=request.user, name=sent.name or "", content=content)
    if len(content) <= READ_AT_ONCE:
        life.prepare(file)
    else:
        _delay(tasks.read_journeys, request, file)
    return redirect(_address(request, file))


def _delay(task: Any, request: WorkspaceRequest, file: JourneyFile, **arguments: int) -> None:
    progress.tell(life.progress_key(file.pk), 0)
    task.delay_on_commit(workspace_id=str(request.workspace.pk), file_id=file.pk, **arguments)


def _address(request: WorkspaceRequest, file: JourneyFile) -> str:
    return reverse("impact:journeys", args=[request.workspace.slug, file.pk])


@require_GET
@for_team
def sample(request: WorkspaceRequest) -> HttpResponse:
    """A table to see what one looks like."""
    wanted = request.GET.get("of", "")
    shape = wanted if wanted in SAMPLES else "deals"
    response = HttpResponse("\ufeff" + SAMPLES[shape], content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="journeys-{shape}.csv"'
    return response


@require_GET
@for_team
def file(request: WorkspaceRequest, pk: int) -> HttpResponse:
    file = access.get_journey_file(request, pk)
    made = JourneySet.objects.listed().filter(file=file).first()
    return redirect("impact:attribution-set", request.workspace.slug, made.pk) if made else _page(request, file)


def _page(request: WorkspaceRequest, file: JourneyFile, form: AboutForm | None = None) -> HttpResponse:
    context: dict[str, object] = {"file": file}
    if file.state in reads.RUNNING:
        key = life.progress_key(file.pk)
        context |= {
            "percent": progress.percent([key]).get(key),
            "running": reads.RUNNING_WORDS[State(file.state)],
            "live": stream_url(progress.channel(key)),
        }
    elif file.state == State.PREVIEWED:
        context |= _preview(request, file) | {"form": form or _about(request, file)}
    elif file.state == State.FAILED:
        context["can_repeat"] = life.has_content(file)
    status = UNPROCESSABLE if form is not None and form.errors else 200
    return render_page(request, "impact/attribution_file.html", context, partials={"state"}, status=status)


def _about(request: WorkspaceRequest, file: JourneyFile, *, posted: bool = False) -> AboutForm:
    plan = file.plan
    guessed = {
        "name": PurePath(file.filename).stem.replace("_", " ").strip()[:120],
        "conversion": "A deal won" if plan.get("holds") == JourneySet.Holds.DEALS else "",
        "first_on": plan.get("first_on"),
        "last_on": plan.get("last_on"),
        "currency": plan.get("currency") or usual_currency(access.metrics(request)),
    }
    return AboutForm(
        request.POST if posted else None,
        # What was left empty before the file could be read is guessed now.
        initial={**guessed, **{name: typed for name, typed in file.choices.get("typed", {}).items() if typed}},
        has_value=plan.get("value") is not None,
        currency=plan.get("currency", ""),
    )


def _preview(request: WorkspaceRequest, file: JourneyFile) -> dict[str, object]:
    choices = Choices.from_json(file.choices)
    tabs = reads.tabs(file.plan)
    wanted = request.GET.get("show", "")
    show = wanted if wanted in {key for key, _label, _count in tabs} else (tabs[0][0] if tabs else "")
    rows = reads.details(file).get(show, [])
    return {
        "says": reads.says(file.plan),
        "can_store": reads.can_store(file.plan),
        "columns": reads.column_choices(file.plan, choices),
        "questions": [
            {"name": name, "sentence": sentence, "options": options}
            for name, sentence, options in file.plan["questions"]
        ],
        "tabs": [
            {"label": label, "count": count, "current": key == show, "href": f"?show={key}#rows"}
            for key, label, count in tabs
        ],
        "show": show,
        "page": paginate(request, rows if show == "journeys" else grouped(rows), 50),
        "is_cut": len(rows) >= life.LISTED,
        "listed": life.LISTED,
    }


@require_POST
@for_team
def revise(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Plan again with what was chosen on the page; what was typed beside it is kept."""
    file = access.get_journey_file(request, pk)
    if file.state == State.PREVIEWED:
        _keep(request, file)
        _revise(request, file, chosen_on_page(Choices.from_json(file.choices), request.POST.dict()))
    return redirect(_address(request, file))


def _keep(request: WorkspaceRequest, file: JourneyFile) -> None:
    typed = {
        name: request.POST[name].replace("\x00", "")[:200] for name in AboutForm.base_fields if name in request.POST
    }
    life.keep_typed(file, typed)


def _revise(request: WorkspaceRequest, file: JourneyFile, choices: Choices) -> None:
    if not life.is_large(file):
        life.revise(JourneyFile.objects.select_related("workspace").get(pk=file.pk), choices)
    elif life.advance(file, State.PREVIEWED, State.READING, choices={**file.choices, **choices.as_json()}):
        _delay(tasks.read_journeys, request, file)


@require_POST
@for_team
def store(request: WorkspaceRequest, pk: int) -> HttpResponse:
    file = access.get_journey_file(request, pk)
    if file.state != State.PREVIEWED:
        return redirect(_address(request, file))
    _keep(request, file)
    was = Choices.from_json(file.choices)
    chosen = chosen_on_page(was, request.POST.dict())
    if chosen != was:
        _revise(request, file, chosen)
        messages.info(request, "Your choices changed what would be stored. Look once more, then store it.")
        return redirect(_address(request, file))
    form = _about(request, file, posted=True)
    if not reads.can_store(file.plan) or not form.is_valid():
        return _page(request, file, form)
    try:
        return _store(request, file, form)
    except ValidationError as problem:
        tell(form, problem)
    return _page(request, file, form)


def _store(request: WorkspaceRequest, file: JourneyFile, form: AboutForm) -> HttpResponse:
    """Raises ValidationError for what cannot be."""
    fingerprint = request.POST.get("fingerprint", "")
    if life.is_large(file):
        if life.start_storing(file, fingerprint, form.about()):
            _delay(tasks.store_journeys, request, file, actor_id=request.user.pk)
    elif life.store(file.pk, form.about(), actor=request.user, fingerprint=fingerprint).state == State.STORED:
        messages.success(request, f"“{form.about().name}” is stored.")
    return redirect(_address(request, file))


@require_POST
@for_team
def again(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Read a failed file once more."""
    file = access.get_journey_file(request, pk)
    if life.read_again(file):
        _delay(tasks.read_journeys, request, file)
    return redirect(_address(request, file))


@require_POST
@for_team
def discard(request: WorkspaceRequest, pk: int) -> HttpResponse:
    if life.discard(access.get_journey_file(request, pk)):
        messages.success(request, "The file is forgotten. Nothing of it was stored.")
    return redirect("impact:attribution", request.workspace.slug)


@require_GET
@for_team
def problems(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Every line that is left out, with its reason, to correct the file by."""
    file = access.get_journey_file(request, pk)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["Line", "About", "Reason", "Result"])
    found = reads.details(file)
    for key, result in (("problems", "Left out"), ("remarks", "Remark")):
        for line, value, sentence in found.get(key, []):
            writer.writerow([line or "", neutralise(value), neutralise(sentence), result])
    response = HttpResponse("\ufeff" + stream.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="journeys-{file.pk}-lines.csv"'
    return response
