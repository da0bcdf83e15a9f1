"""The organisation chart: who reports to whom, with segments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, for_team
from stakeholders import access
from stakeholders.models import Kind, Segment
from stakeholders.organisation import Forest, opened, says, standing, unfolded
from stakeholders.queries import chart as reads
from stakeholders.relationships import names_in_line
from web.partials import render_page, wanted_partial

LONGEST_SEARCH = 200


@require_safe
@for_team
def chart(request: WorkspaceRequest) -> HttpResponse:
    """`q` finds somebody, `at` shows where somebody is, `open` is all or none, `segment` dims everybody else."""
    forest = reads.forest(request.workspace)
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
    matches = reads.matching(request.workspace, words) if words else []
    sought = _sought(forest, str(matches[0].pk) if len(matches) == 1 else request.GET.get("at", ""))
    roots = _roots(request, forest, sought)
    context = _tree(request, forest, roots, sought)
    context |= {"more_roots": len(forest.roots) - len(roots), "roots_href": _href(request, roots="all")}
    context |= {"words": words, "matches": matches[: reads.FOUND_SHOWN], "more": len(matches) > reads.FOUND_SHOWN}
    context |= {"outside": reads.outside(forest), "outside_more": max(0, len(forest.outside) - reads.OUTSIDE_SHOWN)}
    context["circles"] = [names_in_line([*circle, circle[0]]) for circle in forest.circles]
    if wanted_partial(request, {"tree"}) is None:
        names = reads.departments(request.workspace)
        context |= {"says": says(standing(forest, names)), "everybody": len(forest.segments)}
    return render_page(request, "stakeholders/chart.html", context, partials={"tree"})


@require_safe
@for_team
def branch(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """One person and whom they lead: a branch that opens in the chart, or a page of its own."""
    person = access.get_stakeholder(request, pk)
    forest = reads.forest(request.workspace)
    context: dict[str, Any] = {"person": person, "segment_query": _segment_query(request)}
    if person.kind != Kind.INTERNAL or pk not in forest:
        return render_page(request, "stakeholders/chart_branch.html", context)
    if request.htmx and request.htmx.target == f"node-{pk}":
        opens = {pk} if "fold" not in request.GET else set[int]()
        context["node"] = reads.nodes(forest, [pk], opened=opens, segments=_segments(request))[0]
        return render_page(request, "stakeholders/_chart_node.html", {**context, "focus": True})
    context |= _tree(request, forest, [pk], None)
    context["above"] = reads.in_order(forest.above(pk))
    return render_page(request, "stakeholders/chart_branch.html", context, partials={"tree"})


def _roots(request: WorkspaceRequest, forest: Forest, sought: int | None) -> list[int]:
    """The biggest trees, all of them when asked for, and the one of whom somebody looks for."""
    if request.GET.get("roots") == "all":
        return list(forest.roots)
    shown = list(forest.roots[: reads.ROOTS_SHOWN])
    top = [] if sought is None else [*forest.above(sought), sought][:1]
    return shown + [pk for pk in top if pk not in shown]


def _tree(request: WorkspaceRequest, forest: Forest, roots: Sequence[int], sought: int | None) -> dict[str, Any]:
    wanted, whole = request.GET.get("open", ""), True
    kept = forest.above(sought) if sought is not None else []
    segments = _segments(request)
    if wanted == "all":
        shown, whole = unfolded(forest, limit=reads.AT_MOST, roots=roots)
        shown |= set(kept)
    elif wanted == "none":
        shown = set(kept)
    else:
        shown = opened(forest, limit=reads.AT_FIRST, roots=roots, keep=kept) or set(roots[:1])
        shown |= set(kept)
        if segments:
            holding, whole = unfolded(forest, limit=reads.AT_MOST, roots=roots, holding=segments)
            shown |= holding
    return {
        "nodes": reads.nodes(forest, roots, opened=shown, segments=segments, sought=sought),
        "lines": len(forest.managers),
        "whole": whole,
        "open": wanted,
        "sought": sought,
        "segments": [(str(each), each.label, each in segments, _toggled(request, each)) for each in Segment],
        "segment_query": _segment_query(request),
        "open_href": {name: _href(request, open=name) for name in ("all", "none")},
        "limit": reads.AT_MOST,
    }


def _sought(forest: Forest, at: str) -> int | None:
    """The person of that id, when they are in the chart."""
    return int(at) if at.isdecimal() and len(at) < 18 and int(at) in forest else None


def _segments(request: WorkspaceRequest) -> set[str]:
    return {segment for segment in request.GET.getlist("segment") if segment in Segment.values}


def _segment_query(request: WorkspaceRequest) -> str:
    return "&".join(f"segment={each}" for each in Segment if each in _segments(request))


def _toggled(request: WorkspaceRequest, segment: str) -> str:
    """This address with one segment more, or less."""
    query = request.GET.copy()
    chosen = _segments(request) ^ {segment}
    query.setlist("segment", [str(each) for each in Segment if each in chosen])
    return f"?{query.urlencode()}"


def _href(request: WorkspaceRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"
