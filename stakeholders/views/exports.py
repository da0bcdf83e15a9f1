"""Taking data out: the workspace, a list of it, or everything about one person; and erasing that person."""

from __future__ import annotations

import re
from typing import Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.defaultfilters import pluralize
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import WorkspaceRequest, for_leaders, for_team
from accounts.audit import note
from accounts.models import AuditEntry
from stakeholders import erasure
from stakeholders.access import get_stakeholder, stakeholders
from stakeholders.exports import archive
from stakeholders.exports.documents import document_of
from stakeholders.filters import StakeholderFilter
from stakeholders.formats.document import FORMAT_NAMES, Format, Unwritable
from stakeholders.formats.writing import WRITERS, write
from web.partials import render_page

# What each is for, in a line; the order of the page.
OFFERED: Final = {
    Format.XLSX: "People with every column, and their relationships on a second sheet.",
    Format.CSV: "People with every column, a row each. Opens anywhere.",
    Format.CSV_ZIP: "People and relationships as two tables in a zip.",
    Format.EDGES: "Relationships alone: from, to, type, strength.",
    Format.KUMU_XLSX: "Elements and connections, under the titles they came with.",
    Format.KUMU_JSON: "A whole Kumu project, with the maps and definitions that were imported.",
    Format.GRAPHML: "The network for yEd, Gephi, R or Python.",
    Format.GEXF: "The network for Gephi.",
}
# These show a list; the others only make sense whole.
NARROWED: Final = frozenset({Format.XLSX, Format.CSV, Format.CSV_ZIP, Format.EDGES, Format.GRAPHML, Format.GEXF})
ICONS: Final = {
    Format.XLSX: "sheet", Format.CSV: "table", Format.CSV_ZIP: "folder-archive", Format.EDGES: "arrow-right-left",
    Format.KUMU_XLSX: "waypoints", Format.KUMU_JSON: "waypoints", Format.GRAPHML: "share-2", Format.GEXF: "share-2",
}  # fmt: skip


@require_GET
@for_team
def exports(request: WorkspaceRequest) -> HttpResponse:
    everybody = stakeholders(request).count()
    filtered = StakeholderFilter.of(request) if request.GET else None
    narrowed = filtered.qs.count() if filtered is not None else everybody
    is_narrowed = narrowed != everybody
    offered = [
        {
            "format": shape.value,
            "name": FORMAT_NAMES[shape][0].upper() + FORMAT_NAMES[shape][1:],
            "says": says,
            "icon": ICONS[shape],
        }
        for shape, says in OFFERED.items()
        if not is_narrowed or shape in NARROWED
    ]
    context = {
        "everybody": everybody,
        "narrowed": narrowed,
        "is_narrowed": is_narrowed,
        "offered": offered,
        "query": request.GET.urlencode() if is_narrowed else "",
    }
    return render_page(request, "stakeholders/exports.html", context)


@require_POST
@for_team
def export_file(request: WorkspaceRequest, format: str) -> HttpResponse:  # noqa: A002 - the name in the address
    """The file itself. Built whole, in memory: a workspace of 10,000 people and 50,000 ties takes a few seconds."""
    if format == Format.COALITION_JSON:
        content = archive.archive(request.workspace)
        _note(request, "the whole workspace, as an archive")
        return _file(content, f"{_slug(request)}-archive.zip", "application/zip")
    if format not in OFFERED:
        raise Http404
    shape = Format(format)
    narrowed = QueryDict(request.POST.get("query", "")) if shape in NARROWED else QueryDict("")
    people = StakeholderFilter(narrowed, stakeholders(request), request=request).qs if narrowed else None
    try:
        document = document_of(request.workspace, shape, people)
        content = write(document, shape)
    except Unwritable as unwritable:
        messages.error(request, unwritable.sentence)
        return redirect("stakeholders:exports", request.workspace.slug)
    _note(request, f"{FORMAT_NAMES[shape]}, {len(document.elements)} stakeholder{pluralize(len(document.elements))}")
    writer = WRITERS[shape]
    what = "relationships" if shape == Format.EDGES else "stakeholders"
    return _file(content, f"{_slug(request)}-{what}.{writer.extension}", writer.media_type)


def _note(request: WorkspaceRequest, detail: str) -> None:
    note(request.workspace, actor=request.user, act=AuditEntry.Act.EXPORTED, detail=detail)


def _slug(request: WorkspaceRequest) -> str:
    return f"{request.workspace.slug}-{timezone.localdate():%Y-%m-%d}"


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    is_text = media_type.startswith("text/")
    response = HttpResponse(content, content_type=f"{media_type}; charset=utf-8" if is_text else media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def person_export(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Everything we hold about one stakeholder, to hand to them."""
    person = get_stakeholder(request, pk)
    if request.method != "POST":
        context = {"person": person, "holdings": erasure.holdings(person)}
        return render_page(request, "stakeholders/person_export.html", context, partials={"panel"})
    everything = erasure.everything_about(person)
    note(request.workspace, actor=request.user, act=AuditEntry.Act.EXPORTED_PERSON, detail=f"stakeholder {person.pk}")
    name = re.sub(r"[^a-z0-9]+", "-", person.name.lower()).strip("-")[:60] or f"stakeholder-{person.pk}"
    if request.POST.get("as") == "html":
        sections = [
            (name.replace("_", " ").capitalize(), rows) for name, rows in everything.items() if name != "stakeholder"
        ]
        context = {"person": person, "everything": everything, "sections": sections}
        page = render_to_string("stakeholders/person_held.html", context)
        return _file(page.encode(), f"{name}.html", "text/html")
    return _file(erasure.as_json(everything), f"{name}.json", "application/json")


class ErasureForm(forms.Form):
    name = forms.CharField(
        label="Their name, to confirm", max_length=400, widget=forms.TextInput({"autocomplete": "off"})
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def person_erase(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Say exactly what goes, ask for the name, and erase."""
    person = get_stakeholder(request, pk)
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erasure.erase(person, actor=request.user, typed_name=form.cleaned_data["name"])
        except ValidationError as error:
            form.add_error(None if not hasattr(error, "error_dict") else "name", " ".join(error.messages))
        else:
            messages.success(request, "Erased, audit rows included. The trail keeps that it happened, not who it was.")
            return redirect("stakeholders:register", request.workspace.slug)
    context = {"person": person, "form": form, "holdings": erasure.holdings(person)}
    status = 422 if form.errors else 200
    return render_page(request, "stakeholders/person_erase.html", context, partials={"panel"}, status=status)
