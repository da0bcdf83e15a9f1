"""Warm paths: the way from our side to somebody, and the chain as follow-ups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import WorkspaceRequest, for_team
from stakeholders import access
from stakeholders.follow_ups import plan_follow_up
from stakeholders.formats.document import shorten
from stakeholders.forms.approach import OnceForm
from stakeholders.forms.paths import PlanForm, ReachForm, plan_forms
from stakeholders.models import Stakeholder
from stakeholders.queries import paths as queries
from stakeholders.submissions import first_time
from web.partials import panel_done, render_page

UNPROCESSABLE = 422
# A chain of more introductions is no plan.
LONGEST_CHAIN = 20


@require_GET
@for_team
def paths(request: WorkspaceRequest) -> HttpResponse:
    """`?person=` is whom to reach, as typed; `?to=` the same by id."""
    form = ReachForm(request.GET if "person" in request.GET else None, people=access.stakeholders(request))
    if form.is_bound and form.is_valid():
        return redirect(f"{_address(request)}?to={form.cleaned_data['person'].pk}")
    target = _asked(request, "to")
    ours = list(queries.our_side(request.workspace).order_by().values_list("pk", flat=True))
    context: dict[str, Any] = {
        "form": form,
        "target": target,
        "ours": len(ours),
        "suggested": queries.worth_reaching(request.workspace),
    }
    if target:
        start = _asked(request, "from")
        begin = [start.pk] if start else ours
        context |= {"ways": queries.ways_to(request.workspace, target, begin=begin), "start": start}
        if not context["ways"]:
            context["heard"], context["moved"] = queries.ears(request.workspace, target)
    return render_page(request, "stakeholders/paths.html", context, partials={"ways"})


def _asked(request: WorkspaceRequest, name: str) -> Stakeholder | None:
    value = request.GET.get(name, "")
    return access.get_stakeholder(request, int(value)) if value.isdecimal() and len(value) < 19 else None


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def path_plan(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """The chain of `?chain=` as follow-ups, one a person, to be changed before they are stored."""
    target = access.get_stakeholder(request, pk)
    there = f"{_address(request)}?to={pk}"
    chain = _chain(request, target)
    if not chain:
        return redirect(there)
    data = request.POST if request.method == "POST" else None
    once, steps = OnceForm(data), plan_forms(chain, data)
    if data is not None and all([once.is_valid(), *(step.is_valid() for step in steps)]):
        planned = _plan(request, once, chain, steps)
        if planned:
            return panel_done(request, to=there)
        once.add_error(None, "Every line is empty: say what to do with at least one of them.")
    context = {"chain": chain, "once": once, "steps": list(zip(chain, steps, strict=True)), "target": target}
    status = UNPROCESSABLE if data is not None else 200
    return render_page(request, "stakeholders/path_plan.html", context, partials={"panel"}, status=status)


def _chain(request: WorkspaceRequest, target: Stakeholder) -> list[Stakeholder]:
    """The people of the address, in its order; nobody unless all of them are here and the last one is the target."""
    asked = request.GET.get("chain", "").split(",")
    if not 1 < len(asked) <= LONGEST_CHAIN or not all(pk.isdecimal() and len(pk) < 19 for pk in asked):
        return []
    people = access.stakeholders(request).in_bulk([int(pk) for pk in asked])
    chain = [people[int(pk)] for pk in asked if int(pk) in people]
    return chain if len(people) == len(asked) == len(chain) and chain[-1] == target else []


def _plan(request: WorkspaceRequest, once: OnceForm, chain: Sequence[Stakeholder], steps: Sequence[PlanForm]) -> bool:
    """Whether anything is planned, now or when this form was sent before."""
    wanted = [
        (person, step.cleaned_data) for person, step in zip(chain, steps, strict=True) if step.cleaned_data["words"]
    ]
    if wanted and first_time(request.workspace, user=request.user, key=once.cleaned_data["key"]):
        for person, data in wanted:
            why = f"Planned on the way to {chain[-1].name}"[:500]
            plan_follow_up(person, author=request.user, due_on=data["due_on"], words=data["words"], why=why)
    if wanted:
        many = "1 follow-up" if len(wanted) == 1 else f"{len(wanted)} follow-ups"
        messages.success(request, f"Planned {many} on the way to {shorten(chain[-1].name)}.")
    return bool(wanted)


def _address(request: WorkspaceRequest) -> str:
    return reverse("stakeholders:paths", args=[request.workspace.slug])
