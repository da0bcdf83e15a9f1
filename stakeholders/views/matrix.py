"""The engagement matrix: where each stands, where they are needed, and saying so anew."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import WorkspaceRequest, for_team
from stakeholders import access
from stakeholders.assessments import record_assessment
from stakeholders.engagement import LEVELS, State, says
from stakeholders.filters import StakeholderFilter
from stakeholders.forms.desired import DesiredForm
from stakeholders.models import Engagement, Stakeholder
from stakeholders.queries import matrix as reads
from stakeholders.submissions import first_time
from web.pagination import paginate
from web.partials import render_page, wanted_partial

GROUPS = {
    State.GAP: "A gap to close",
    State.FURTHER: "Further than needed",
    State.REACHED: "Where they are needed",
    State.UNKNOWN: "Not known yet",
}
LEVEL_WORDS = {str(level): level.label for level in [*LEVELS, Engagement.UNKNOWN]}


@require_safe
@for_team
def matrix(request: WorkspaceRequest) -> HttpResponse:
    narrowed = StakeholderFilter.of(request)
    now, desired = _level(request.GET, "now"), _level(request.GET, "desired")
    found = reads.summary(narrowed.qs) if narrowed.is_active else reads.summary_of(request.workspace)
    page = paginate(request, reads.GapsFirst(narrowed.qs, reads.only(found, now=now, desired=desired)))
    rows = reads.rows(list(page.object_list))
    context: dict[str, Any] = {
        "filter": narrowed,
        "page": page,
        "groups": _grouped(rows),
        "columns": reads.COLUMNS,
        "heat": reads.heat(found),
        "counts": {state.name.lower(): found.count(state) for state in State},
        "cell": _cell(request.GET),
        "back": quote(request.get_full_path()),
    }
    # The sentence stands outside the rows and speaks of everybody; an empty list has to know why it is empty.
    if wanted_partial(request, {"rows"}) is None or not rows:
        everybody = reads.summary_of(request.workspace) if narrowed.is_active else found
        context |= {"everybody": everybody.everybody, "says": says(everybody)}
    return render_page(request, "stakeholders/matrix.html", context, partials={"rows"})


def _level(data: QueryDict, name: str) -> str:
    level = data.get(name, "")
    return level if level in LEVEL_WORDS else ""


def _grouped(rows: list[reads.Row]) -> list[tuple[str, str, list[reads.Row]]]:
    found = [(state, [row for row in rows if row.state == state]) for state in State]
    return [(state.value, GROUPS[state], members) for state, members in found if members]


def _cell(data: QueryDict) -> dict[str, str]:
    """The counts table's cell that narrows the list now, in words, with the addresses around it."""
    now, desired = _level(data, "now"), _level(data, "desired")
    words = [f"{LEVEL_WORDS[now].lower()} now"] if now else []
    words += [f"needed {LEVEL_WORDS[desired].lower()}"] if desired else []
    kept = data.copy()
    for name in ("now", "desired", "page"):
        kept.pop(name, None)
    query = kept.urlencode()
    return {"now": now, "desired": desired, "words": ", ".join(words), "clear": f"?{query}", "query": query}


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def desired(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Where one person is needed: a form in their row, and a page of its own without htmx."""
    person = access.get_stakeholder(request, pk)
    in_row = request.htmx and request.htmx.target == f"row-{pk}"
    if in_row and request.method != "POST" and "cancel" in request.GET:
        return _row(request, person)
    held = person.current.engagement_desired if person.current else Engagement.UNKNOWN
    form = DesiredForm(request.POST if request.method == "POST" else None, desired=held)
    if request.method == "POST" and form.is_valid() and _store(request, person, form):
        person = access.get_stakeholder(request, pk)
        return _row(request, person, stored=True) if in_row else redirect(_return(request))
    if form.errors.get("why"):
        form.fields["why"].widget.attrs["autofocus"] = True
    context = {"row": reads.row(person), "form": form, "columns": reads.COLUMNS, "here": _return(request)}
    template = "stakeholders/matrix_desired.html" + ("#row" if in_row else "")
    return render_page(request, template, context, status=422 if form.errors else 200)


def _store(request: WorkspaceRequest, person: Stakeholder, form: DesiredForm) -> bool:
    """Whether it is stored, now or when this form was sent before."""
    level = form.cleaned_data["desired"]
    try:
        if first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
            record_assessment(person, author=request.user, why=form.cleaned_data["why"], engagement_desired=level)
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    words = "not decided yet" if level == Engagement.UNKNOWN else LEVEL_WORDS[level].lower()
    messages.success(request, f"{person.name}: needed {words}. The reason is stored with it.")
    return True


def _row(request: WorkspaceRequest, person: Stakeholder, *, stored: bool = False) -> HttpResponse:
    context: dict[str, Any] = {"row": reads.row(person), "columns": reads.COLUMNS, "stored": stored}
    context["back"] = quote(_return(request))
    if stored:
        # The sentence and the counts above the list changed with it.
        people = access.stakeholders(request)
        query = QueryDict(_return(request).partition("?")[2])
        narrowed = StakeholderFilter(query, people, request=request)
        context |= {"says": says(reads.summary_of(request.workspace)), "heat": reads.heat(reads.summary(narrowed.qs))}
        context |= {"cell": _cell(query)}
    return render_page(request, "stakeholders/matrix_row.html", context)


def _return(request: WorkspaceRequest) -> str:
    """Where to go on to: the matrix as it was filtered, or all of it."""
    to = request.POST.get("return") or request.GET.get("return") or ""
    here = reverse("stakeholders:matrix", args=[request.workspace.slug])
    safe = url_has_allowed_host_and_scheme(to, allowed_hosts=None, require_https=request.is_secure())
    return to if safe and to.split("?")[0] == here and "\x00" not in to else here
