"""Judging a stakeholder: questions, a suggestion, and a person who decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import WorkspaceRequest, for_team
from stakeholders import access
from stakeholders.assessments import record_assessment
from stakeholders.forms import AssessForm, QuickAssessForm
from stakeholders.models import Segment, Stakeholder
from stakeholders.segments import contradictions, suggest_segment
from stakeholders.submissions import first_time
from web.partials import panel_done, render_page

STEPS = ("1", "2", "3", "4", "5")


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def assess(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """`quick` asks only for influence, interest, confidence and why; `influence` and `interest` prefill; `return`
    is where to go on to."""
    person = access.get_stakeholder(request, pk)
    form = _form(request, person)
    context: dict[str, Any] = {"person": person, "form": form, "return": _return(request)}
    status = 200
    if request.method == "POST":
        if {"suggest", "take"} & request.POST.keys():
            form.is_valid()
            form.errors.clear()  # nothing is stored yet, so nothing is wrong yet
        elif form.is_valid() and _store(request, person, form):
            messages.success(request, f"The assessment of {person.name} is stored.")
            to = context["return"] or reverse("stakeholders:person", args=[request.workspace.slug, pk])
            return panel_done(request, to=to)
        else:
            status = 422 if form.errors else 409
            context |= {} if form.errors else _meanwhile(person, form)
    if isinstance(form, AssessForm):
        context |= _suggestion(form)
    template = "stakeholders/assess.html" if isinstance(form, AssessForm) else "stakeholders/assess_quick.html"
    return render_page(request, template, context, partials={"panel"}, status=status)


def _form(request: WorkspaceRequest, person: Stakeholder) -> QuickAssessForm:
    values = request.POST if request.method == "POST" else request.GET
    kind = QuickAssessForm if values.get("quick") else AssessForm
    if request.method != "POST":
        asked = {name: int(values[name]) for name in ("influence", "interest") if values.get(name) in STEPS}
        return kind(current=person.current, initial=asked)
    data = request.POST.copy()
    taken = request.POST.get("take", "")
    if taken in Segment.values:
        data["segment"] = taken
    return kind(data, current=person.current)


def _store(request: WorkspaceRequest, person: Stakeholder, form: QuickAssessForm) -> bool:
    """Whether the form is stored, now or when it was sent before; not when somebody else judged meanwhile."""
    data = form.cleaned_data
    now = person.current
    by_another = now is not None and now.author_id not in {None, request.user.pk}
    if by_another and "seen" in request.POST and data["seen"] != person.current_id:
        return False
    try:
        if first_time(request.workspace, user=request.user, key=data["key"]):
            record_assessment(
                person,
                author=request.user,
                why=data["why"],
                assessed_on=data.get("assessed_on"),
                confidence=data["confidence"],
                **({"source": data["source"]} if "source" in data else {}),
                **form.judged(),
            )
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    return True


def _meanwhile(person: Stakeholder, form: QuickAssessForm) -> dict[str, Any]:
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["seen"] = str(person.current_id)
    return {"form": type(form)(data, current=person.current), "meanwhile": person.current}


def _suggestion(form: AssessForm) -> dict[str, Any]:
    answers = form.answers()
    suggestion = suggest_segment(answers)
    return {
        "suggestion": suggestion,
        "contradictions": contradictions(answers, **form.chosen()),
        "chosen": form.chosen()["segment"],
    }


def _return(request: WorkspaceRequest) -> str:
    """Where to go on to: an address of this site, or nothing."""
    to = request.POST.get("return") or request.GET.get("return") or ""
    safe = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return to if safe and "\x00" not in to else ""


@require_safe
@for_team
def segment_suggestion(request: WorkspaceRequest) -> HttpResponse:
    """What the answers in the address point to; nothing is stored."""
    form = AssessForm(request.GET, current=None)
    return render_page(request, "stakeholders/suggestion.html", _suggestion(form), partials={"suggestion"})
