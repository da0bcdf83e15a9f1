"""A report on the desk: begun, written, looked at, signed off, issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import trail
from accounts.access import WorkspaceRequest, for_team
from impact.forms.refused import tell
from impact.forms.report import (
    DaysForm,
    Desk,
    IssueForm,
    NewReportForm,
    about,
    days_of,
    desk_of,
    title_for,
    typed,
    value_of,
)
from impact.models import Audience, Report, ReportItem
from impact.queries import reports as reads
from impact.reports import access, progress
from impact.reports.composing import Composer, Edition, compose
from impact.reports.document import TITLES, Document, Item, Part
from impact.reports.issuing import checks, is_long, issue, start_issuing
from impact.reports.spans import Against, last_whole
from impact.reports.suggesting import Draft, answers, answers_to_one, beside, beside_stake
from impact.reports.writing import (
    EDITED,
    PARTS,
    Difference,
    Piece,
    Text,
    added,
    begin_report,
    discard_report,
    merged,
    moved,
    set_days,
    sign_off,
    text_of,
    with_words,
    without,
    write,
)
from impact.returns.course import Course
from impact.returns.telling import of_another
from impact.tasks import issue_report
from stakeholders.submissions import first_time
from web.live import stream_url
from web.meanwhile import EditedMeanwhile
from web.partials import panel_done, render_page, wanted_partial

UNPROCESSABLE, CONFLICT = 422, 409
DESK = "impact/reports/report.html"
NOTES = {
    Part.CHANGED: "The numbers that lead for them, with a sentence beside each.",
    Part.WHY: "What marketing did, and how sure it is that this moved anything.",
    Part.NEXT: "What is under way, and what will be different by the next report.",
    Part.ASK: "What only they can decide or give, and what was promised.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    rows = {str(one.pk): one for one in Audience.objects.filter(workspace=request.workspace, retired_on=None)}
    chosen = rows.get(request.GET.get("audience", "")) or next(iter(rows.values()), None)
    span = last_whole(chosen.cadence if chosen else "quarter", timezone.localdate())
    initial = {"starts_on": span.first, "ends_on": span.last, "compared": Against.BEFORE.value,
               "audience": chosen and str(chosen.pk)}  # fmt: skip
    audiences = [(key, one.name) for key, one in rows.items()]
    form = NewReportForm(request.POST or None, audiences=audiences, initial=initial)
    if request.method == "POST" and form.is_valid():
        audience = rows[form.cleaned_data["audience"]]
        try:
            if not first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
                return redirect("impact:reports", request.workspace.slug)
            made = begin_report(
                request.workspace,
                author=request.user,
                audience=audience,
                title=form.cleaned_data["title"] or title_for(audience.name, form.span),
                span=form.span,
                compared=form.held_against,
                pieces=reads.first_pieces(audience, form.span),
            )
        except ValidationError as problem:
            tell(form, problem)
        else:
            return redirect("impact:report", request.workspace.slug, made.pk)
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"form": form, "has_audiences": bool(rows)}
    return render_page(
        request, "impact/reports/report_new.html", context, partials={"panel", "report-days"}, status=status
    )


@require_safe
@for_team
def report(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_report(request, pk)
    rows = reads.items(found)
    return _desk(request, found, desk_of(text_of(found, rows), found.version), stored=rows)


@require_POST
@for_team
def store(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Store what stands on the desk, and look at it as it will be read where that is asked for."""
    found = access.get_report(request, pk)
    desk = typed(request.POST)
    text = reads.tellable(found, desk.text)
    try:
        stored = write(found, text, expected_version=desk.version)
    except EditedMeanwhile as meanwhile:
        return _meanwhile(request, meanwhile.now, desk)
    except ValidationError as problem:
        return _desk(request, found, replace(desk, wrong=problem.message_dict), status=UNPROCESSABLE)
    if request.POST.get("then") == "preview":
        return redirect("impact:report-preview", request.workspace.slug, pk)
    messages.success(request, "The report is stored.")
    if not wanted_partial(request, {"desk"}):
        return redirect("impact:report", request.workspace.slug, pk)
    fresh = access.get_report(request, pk)
    rows = reads.items(fresh)
    return _desk(request, fresh, desk_of(text_of(fresh, rows), stored.version), stored=rows)


def _meanwhile(request: WorkspaceRequest, now: Report, desk: Desk) -> HttpResponse:
    """What was typed, over what somebody else has stored."""
    found = access.get_report(request, now.pk)
    rows = reads.items(found)
    stands = text_of(found, rows)
    names = {str(row.pk): _name(row) for row in rows}
    text, differences = merged(desk.opened, stands, desk.text, names=names)
    over = Desk(text, stands, found.version)
    return _desk(request, found, over, differences=differences, editor=_editor(request, found), status=CONFLICT)


def _name(row: ReportItem) -> str:
    thing = row.metric or row.initiative or row.commitment or row.stake
    return "Words" if thing is None else str(thing)


def _editor(request: WorkspaceRequest, found: Report) -> str:
    wanted = trail.Wanted(about={"report": ("id", found.pk), "reportitem": ("report_id", found.pk)})
    groups = trail.read(request.workspace, wanted, limit=trail.PER_PAGE).groups
    return next((group.first.who for group in groups if group.first.why == EDITED), "Somebody")


@require_POST
@for_team
def act(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """What a button of the desk does to what stands on it. Nothing is stored."""
    found = access.get_report(request, pk)
    desk = typed(request.POST)
    text, focus = acted(desk.text, request.POST.get("do", ""), chosen=request.POST)
    return _desk(request, found, replace(desk, text=reads.tellable(found, text)), focus=focus)


def acted(text: Text, do: str, *, chosen: Any) -> tuple[Text, str]:
    """The text after a button, and the key of the piece that it was about: "up:12", "down:12", "remove:12",
    "add:why", "words:why", "dismiss:<a draft>", "take:<a piece>". What it does not know does nothing."""
    verb, _, of = do.partition(":")
    if verb in ("up", "down"):
        return moved(text, of, -1 if verb == "up" else 1), of
    if verb == "remove":
        return without(text, of), ""
    if verb in ("add", "words") and of in PARTS:
        named = about(chosen.get(f"choose-{of}", "")) if verb == "add" else {}
        if verb == "add" and not named:
            return text, ""
        after = added(text, Piece("", of, **named))
        return after, after.of(of)[-1].key if after != text else ""
    if verb == "dismiss":
        return replace(text, dismissed=tuple(dict.fromkeys((*text.dismissed, of)))), ""
    if verb == "take":
        words = chosen.get(f"draft-{of}", "")
        piece, _, _key = of.partition("--")
        if piece == "answer":
            return replace(text, answer=f"{text.answer} {words}".strip()), ""
        before = text.piece(piece)
        return (text, "") if before is None else (with_words(text, piece, f"{before.words} {words}".strip()), piece)
    return text, ""


@dataclass(frozen=True)
class Row:
    """A piece on the desk, with what it will say by itself and what is offered to say of it."""

    piece: Piece
    about: str
    item: Item
    drafts: list[Draft]
    is_first: bool
    is_last: bool
    wrong: list[str]
    # Of a stake in a letter: what in its words speaks of its reader as of somebody else.
    is_to_them: bool
    of_another: list[str]
    wrong_to_them: list[str]

    @property
    def key(self) -> str:
        return self.piece.key


@dataclass(frozen=True)
class Section:
    part: str
    title: str
    note: str
    rows: list[Row]


def _desk(
    request: WorkspaceRequest,
    found: Report,
    desk: Desk,
    *,
    focus: str = "",
    differences: Sequence[Difference] = (),
    editor: str = "",
    stored: Sequence[ReportItem] = (),
    status: int = 200,
) -> HttpResponse:
    rows = reads.as_items(found, desk.text, stored=stored)
    materials = reads.materials(found, rows, workspace=request.workspace, today=timezone.localdate())
    composer = Composer(materials)
    sections = _sections(desk, rows, composer)
    context = {
        "report": found,
        "desk": desk,
        "sections": sections,
        "choices": reads.choices(found).groups,
        "answer_drafts": [] if desk.text.answer else _answers(found, rows, composer, sections, desk.text.dismissed),
        "span": materials.span,
        "compared": materials.compared,
        "question": materials.question,
        "reader": materials.reader,
        "editions": reads.editions(found),
        "signer": found.audience.signs_off if found.audience else None,
        "focus": focus,
        "differences": differences,
        "editor": editor,
        "is_changed": desk.is_changed,
        **_issuing(found),
    }
    return render_page(request, DESK, context, partials={"desk"}, status=status)


def _answers(
    found: Report, rows: Sequence[ReportItem], composer: Composer, sections: Sequence[Section], dismissed: Sequence[str]
) -> list[Draft]:
    if found.stakeholder_id is not None:
        return answers_to_one([_course(row, composer) for row in rows if row.stake], dismissed=dismissed)
    figures = [row.item.figure for section in sections for row in section.rows if row.item.figure is not None]
    return answers(figures, dismissed=dismissed)


def _drafts(row: ReportItem, composer: Composer, dismissed: Sequence[str]) -> list[Draft]:
    if row.stake is not None:
        to_them = composer.materials.report.stakeholder_id is not None
        return beside_stake(row.stake, _course(row, composer), to_them=to_them, dismissed=dismissed)
    return [] if row.metric_id is None else beside(composer.told(row.metric_id), dismissed=dismissed)


def _course(row: ReportItem, composer: Composer) -> Course | None:
    metric = composer.measure(row)
    return None if row.stake is None or metric is None else composer.course(row.stake, metric)


def _issuing(found: Report) -> dict[str, Any]:
    if found.issuing_since is None:
        return {"issuing": False}
    return {"issuing": True, "percent": progress.percent(found.pk), "live": stream_url(progress.channel(found.pk))}


def _sections(desk: Desk, rows: Sequence[ReportItem], composer: Composer) -> list[Section]:
    by_place = {row.place: row for row in rows}
    made: dict[str, list[Row]] = {part.value: [] for part in Part}
    pieces = list(enumerate(desk.text.pieces, start=1))
    is_letter = composer.materials.report.stakeholder_id is not None
    for place, piece in pieces:
        row = by_place.get(place)
        if row is None:
            continue
        beside_it = desk.text.of(piece.part)
        drafts = [] if piece.words else _drafts(row, composer, desk.text.dismissed)
        made[piece.part].append(
            Row(
                piece,
                value_of(piece),
                composer.item(row),
                drafts,
                is_first=piece.part == Part.CHANGED and beside_it[0] == piece,
                is_last=piece.part == Part.ASK and beside_it[-1] == piece,
                wrong=list(desk.wrong.get(f"words-{piece.key}", [])),
                is_to_them=is_letter and piece.stake is not None,
                of_another=of_another(row.stake) if is_letter and row.stake is not None else [],
                wrong_to_them=list(desk.wrong.get(f"to-them-{piece.key}", [])),
            )
        )
    return [Section(part.value, TITLES[part], NOTES[part], made[part.value]) for part in Part]


@require_safe
@for_team
def preview(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """As it will be read, with what is known now."""
    found = access.get_report(request, pk)
    document, missing = _document(request, found)
    context = {"report": found, "document": document, "missing": missing}
    return render_page(request, "impact/reports/preview.html", context)


def _document(request: WorkspaceRequest, found: Report) -> tuple[Document, list[str]]:
    as_of = timezone.now()
    rows = reads.items(found)
    materials = reads.materials(found, rows, workspace=request.workspace, today=timezone.localdate(as_of))
    edition = Edition(
        number=1 + max((one.edition for one in reads.editions(found)), default=0),
        issued_by=str(request.user),
        signed_by=str(found.signed_by) if found.is_signed and found.signed_by else "",
    )
    document = compose(materials, as_of=as_of, edition=edition)
    return document, [check.sentence for check in checks(materials, document) if not check.is_met]


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def days(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_report(request, pk)
    form = DaysForm(request.POST or None, initial=days_of(found))
    status, is_news = UNPROCESSABLE if request.method == "POST" else 200, False
    if request.method == "POST" and form.is_valid():
        try:
            set_days(found, form.span, form.held_against, expected_version=form.cleaned_data["version"])
        except EditedMeanwhile as meanwhile:
            form = DaysForm(initial={**form.cleaned_data, "version": meanwhile.now.version})
            status, is_news = CONFLICT, True
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, "Its days are stored, and its numbers are those of these days.")
            return panel_done(request, to=_at(request, pk))
    context = {"form": form, "report": found, "is_news": is_news}
    return render_page(request, "impact/reports/report_days.html", context, partials={"panel"}, status=status)


@require_POST
@for_team
def sign(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_report(request, pk)
    version = request.POST.get("version", "")
    try:
        sign_off(found, actor=request.user, expected_version=int(version) if version.isdecimal() else 0)
    except EditedMeanwhile:
        messages.error(request, "It was changed since you read it. Look at what stands now, then sign it off.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, "You have signed it off. That holds until somebody changes it.")
    return redirect("impact:report-preview", request.workspace.slug, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def issue_it(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """What it must have, and then its freezing: at once, or of a long one in the background."""
    found = access.get_report(request, pk)
    rows = reads.items(found)
    form = IssueForm(request.POST or None, initial={"version": found.version})
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        version, why = form.cleaned_data["version"], form.cleaned_data["why"]
        try:
            if is_long(rows):
                _in_background(request, found, version=version, why=why)
                return redirect("impact:report", request.workspace.slug, pk)
            made = issue(found, actor=request.user, expected_version=version, why=why)
        except EditedMeanwhile as meanwhile:
            form = IssueForm(initial={"why": why, "version": meanwhile.now.version})
            messages.error(request, "Somebody changed it meanwhile. Look at what stands now.")
            status = CONFLICT
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, f"Edition {made.edition} is issued. It stays as it is.")
            return redirect("impact:issued", request.workspace.slug, made.pk)
    as_of = timezone.now()
    materials = reads.materials(found, rows, workspace=request.workspace, today=timezone.localdate(as_of))
    document = compose(materials, as_of=as_of)
    found_checks = checks(materials, document)
    context = {
        "form": form,
        "report": found,
        "checks": found_checks,
        "can_issue": all(check.is_met for check in found_checks),
        "is_again": found.editions.exists(),
    }
    return render_page(request, "impact/reports/report_issue.html", context, partials={"panel"}, status=status)


def _in_background(request: WorkspaceRequest, found: Report, *, version: int, why: str) -> None:
    task: Any = issue_report
    if start_issuing(found, expected_version=version):
        task.delay_on_commit(
            workspace_id=str(request.workspace.pk),
            report_id=found.pk,
            actor_id=request.user.pk,
            version=version,
            why=why,
        )


@require_POST
@for_team
def discard(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_report(request, pk)
    try:
        discard_report(found)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("impact:report", request.workspace.slug, pk)
    messages.success(request, f"“{found.title}” is discarded.")
    return redirect("impact:reports", request.workspace.slug)


def _at(request: WorkspaceRequest, pk: int) -> str:
    return reverse("impact:report", args=[request.workspace.slug, pk])
