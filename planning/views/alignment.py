"""Goals against stakeholders and departments, and one person across the goals."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, for_team
from planning import access
from planning.alignment import departments_says
from planning.queries import alignment as reads
from planning.queries.goals import CURRENT, facts_of, of_period, stakes_in, with_owners
from stakeholders.access import get_stakeholder, stakeholders
from stakeholders.formats.document import shorten
from web.pagination import paginate
from web.partials import render_page, wanted_partial

PER_PAGE, DEPARTMENTS_PER_PAGE = 30, 20
LABEL = 70
SECTION = {"stakes"}


@require_safe
@for_team
def people(request: WorkspaceRequest) -> HttpResponse:
    today = timezone.localdate()
    goals = with_owners(of_period(access.goals(request), CURRENT, today))
    stakes = stakes_in(goals, in_general=True)
    facts = facts_of(goals, stakes)
    behind = reads.behind_any(facts, stakes)
    everybody = reads.everybody(request.workspace, stakeholders(request), facts, behind)
    page = paginate(request, everybody.pks, per_page=PER_PAGE)
    context: dict[str, Any] = {
        "goals": goals,
        "page": page,
        "rows": reads.person_rows(list(page.object_list), goals, facts, stakes, today),
        "says": everybody.says,
    }
    return render_page(request, "planning/alignment.html", context, partials={"people"})


@require_safe
@for_team
def departments(request: WorkspaceRequest) -> HttpResponse:
    goals = with_owners(of_period(access.goals(request), CURRENT, timezone.localdate()))
    facts = facts_of(goals, stakes_in(goals))
    rows = reads.department_rows(request.workspace, facts)
    page = paginate(request, rows, per_page=DEPARTMENTS_PER_PAGE)
    labels = [shorten(goal.statement, LABEL) for goal in goals]
    context = {
        "goals": goals,
        "page": page,
        "rows": [(row, tuple(zip(labels, row.parts, strict=True))) for row in page.object_list],
        "says": departments_says(rows, facts),
    }
    return render_page(request, "planning/alignment_departments.html", context, partials={"departments"})


@require_safe
@for_team
def for_stakeholder(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """One person across the goals; as the partial `stakes`, a section of that person's page."""
    person = get_stakeholder(request, pk)
    context = {
        "person": person,
        "across": reads.across(person, timezone.localdate()),
        "is_section": wanted_partial(request, SECTION) is not None,
    }
    return render_page(request, "planning/stakeholder.html", context, partials=SECTION)
