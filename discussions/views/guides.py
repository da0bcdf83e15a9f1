"""The guides: those to start from, one on the writing desk, its check while one writes, its preview, its versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from discussions.answering.prompt_form import PromptForm
from discussions.answering.words import mode_says
from discussions.forms.guides import DeskForm
from discussions.guides import access, desk
from discussions.guides import queries as reads
from discussions.guides.asked import text_of
from discussions.guides.built_in import BUILT_IN
from discussions.guides.check import Finding, check
from discussions.guides.text import SEGMENTS, GuideText, PromptText
from discussions.guides.versions import (
    add_from_built_in,
    add_guide,
    archive_guide,
    copy_guide,
    newest,
    next_version,
    unarchive_guide,
    write,
)
from discussions.models import Discussion, Guide, GuideVersion, Prompt
from stakeholders.forms.fields import KeyField
from stakeholders.models import Segment
from stakeholders.submissions import first_time
from web.meanwhile import EditedMeanwhile
from web.partials import render_page, wanted_partial

UNPROCESSABLE, CONFLICT = 422, 409
DESK = "discussions/guides/guide.html"
NEW = "New guide"


@require_safe
@for_team
def guides(request: WorkspaceRequest) -> HttpResponse:
    found = reads.rows(access.guides(request))
    ours = [row for row in found if row.guide.archived_at is None]
    context = {
        "rows": ours,
        "archived": [row for row in found if row.guide.archived_at is not None],
        "built_in": list(BUILT_IN.values()),
        "says": reads.guides_says(ours),
        "key": KeyField().clean(""),
    }
    return render_page(request, "discussions/guides/guides.html", context)


@require_safe
@for_team
def built_in(request: WorkspaceRequest, key: str) -> HttpResponse:
    found = BUILT_IN.get(key)
    if found is None:
        raise Http404
    segment = _segment(request, found.for_whom or Segment.DECISION_MAKER)
    context = {"built_in": found, "key": KeyField().clean(""), **_read(request, found.text, segment)}
    return render_page(request, "discussions/guides/built_in.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    """A guide from scratch, or from a built-in one; both are begun on the page of guides."""
    if request.method != "POST":
        return redirect("discussions:guides", request.workspace.slug)
    key, of = KeyField().clean(request.POST.get("key", "")), request.POST.get("from", "")
    if of and of not in BUILT_IN:
        raise Http404
    if not first_time(request.workspace, user=request.user, key=key):
        return redirect("discussions:guides", request.workspace.slug)
    if of:
        version = add_from_built_in(request.workspace, of, author=request.user)
    else:
        version = add_guide(request.workspace, author=request.user, text=GuideText(NEW))
    return _to_desk(request, version.guide)


@require_safe
@for_team
def guide(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """The newest version on the desk; an older one, or one in use, to be read."""
    number = request.GET.get("version", "")
    version = access.get_version(request, pk, number)
    text = text_of(version)
    is_newest = not number or newest(version.guide).pk == version.pk
    if is_newest and not version.is_frozen:
        form = DeskForm.of(text, revision=version.revision, number=version.number, opened=text)
        return _desk(request, version, form)
    context = {
        "guide": version.guide,
        "version": version,
        "is_newest": is_newest,
        **_read(request, text, _segment(request)),
    }
    return render_page(request, "discussions/guides/read.html", context)


@require_POST
@for_team
def edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Store what stands on the desk. A version that was used meanwhile stays: the words go into the next one."""
    version = access.get_version(request, pk)
    form = DeskForm(request.POST)
    if not form.is_valid():
        return _desk(request, version, form, status=UNPROCESSABLE)
    number, revision = form.cleaned_data["number"], form.cleaned_data["revision"]
    try:
        stored = write(version.guide, number=number, revision=revision, text=form.typed())
    except EditedMeanwhile as meanwhile:
        return _meanwhile(request, meanwhile.now, form)
    if stored.number == number:
        messages.success(request, "The guide is stored.")
    else:
        messages.success(request, f"A discussion began with what stood here. Yours is version {stored.number}.")
    if not wanted_partial(request, {"desk"}):
        return _to_desk(request, stored.guide)
    text = text_of(stored)
    return _desk(request, stored, DeskForm.of(text, revision=stored.revision, number=stored.number, opened=text))


def _meanwhile(request: WorkspaceRequest, now: GuideVersion, form: DeskForm) -> HttpResponse:
    """What was typed, over what stands now; with what somebody else changed, box by box."""
    stands = text_of(now)
    text, found = form.over(stands, same_version=form.cleaned_data["number"] == now.number)
    again = DeskForm.of(text, revision=now.revision, number=now.number, opened=stands)
    return _desk(
        request, now, again, status=CONFLICT, differences=found, editor=reads.last_editor(request.workspace, now)
    )


@require_POST
@for_team
def check_typed(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """What the check says of what stands on the desk, and what its buttons do to it. Nothing is stored."""
    version = access.get_version(request, pk)
    form = DeskForm(request.POST)
    if wanted_partial(request, {"checked"}):
        context = {"guide": version.guide, "form": form, "oob": True, **_checked(form.typed())}
        return render(request, f"{DESK}#checked", context)
    text, focus = desk.acted(form.typed(), request.POST.get("do", ""))
    return _desk(request, version, form.with_text(text), focus=focus)


def _checked(text: GuideText) -> dict[str, Any]:
    findings = check(text)
    of_prompt: dict[str, list[Finding]] = {prompt.key: [] for prompt in text.prompts}
    of_variant: dict[str, list[Finding]] = {f"{part}-{each}": [] for each in SEGMENTS for part in ("opening", "close")}
    of_core: dict[str, list[Finding]] = {name: [] for name in ("problem", "outcome", "minutes", "guide")}
    for finding in findings:
        place = finding.place
        slot = of_prompt if place.prompt else of_variant if place.segment else of_core
        slot[place.prompt or place.field].append(finding)
    return {
        "findings": findings,
        "of_prompt": of_prompt,
        "of_variant": of_variant,
        "of_core": of_core,
        "desk_says": desk.says(text, findings),
        "times": desk.times(text),
        "promised": text.minutes,
    }


def _desk(
    request: WorkspaceRequest,
    version: GuideVersion,
    form: DeskForm,
    *,
    status: int = 200,
    focus: str = "",
    differences: Sequence[Any] = (),
    editor: str = "",
) -> HttpResponse:
    opened_on = request.POST.get("for") or request.GET.get("for", "")
    context = {
        "guide": version.guide,
        "version": version,
        "form": form,
        "focus": focus,
        "segments": [(each, each.value == opened_on) for each in Segment],
        "core_is_open": opened_on not in SEGMENTS,
        "starts": desk.KIND_WORDS.items(),
        "differences": differences,
        "editor": editor,
        "is_changed": status != 200 or form.is_changed,
        **_checked(form.typed()),
    }
    return render_page(request, DESK, context, partials={"desk"}, status=status)


@require_safe
@for_team
def preview(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """What somebody of a segment would see on their phone."""
    version = access.get_version(request, pk, request.GET.get("version", ""))
    text, segment = text_of(version), _segment(request)
    context = {
        "guide": version.guide,
        "version": version,
        "segment": Segment(segment),
        "segments": [(each, each.value == segment) for each in Segment],
        "problem": text.problem,
        "variant": text.variant(segment),
        "forms": [_shown(request, prompt, segment) for prompt in text.asked_of(segment)],
        "minutes": text.minutes,
    }
    return render_page(request, "discussions/guides/preview.html", context)


def _shown(request: WorkspaceRequest, words: PromptText, segment: str) -> PromptForm:
    """A prompt as a discussion with its usual settings would put it, facilitated by whoever looks."""
    prompt = _prompt(words)
    mode = mode_says(prompt, Discussion(), request.user.name or request.user.email)
    return PromptForm(prompt, words.words_for(segment), mode, prefix=f"p{words.key}-", disabled=True)


def _prompt(words: PromptText) -> Prompt:
    return Prompt(
        purpose=words.purpose,
        kind=words.kind,
        mode=words.mode,
        text=words.text,
        help=words.help,
        options=list(words.options),
        many=words.many,
        low=words.low,
        high=words.high,
    )


@require_safe
@for_team
def versions(request: WorkspaceRequest, pk: int) -> HttpResponse:
    guide = access.get_guide(request, pk)
    return render_page(request, "discussions/guides/versions.html", {"guide": guide, "rows": reads.history(guide)})


@require_POST
@for_team
def make_next(request: WorkspaceRequest, pk: int) -> HttpResponse:
    version = next_version(access.get_guide(request, pk))
    messages.success(request, f"This is version {version.number}. What discussions were held with stays as it was.")
    return _to_desk(request, version.guide)


@require_POST
@for_team
def copy(request: WorkspaceRequest, pk: int) -> HttpResponse:
    version = copy_guide(access.get_guide(request, pk), author=request.user)
    messages.success(request, f"“{version.guide.name}” is a guide of its own.")
    return _to_desk(request, version.guide)


@require_POST
@for_team
def archive(request: WorkspaceRequest, pk: int) -> HttpResponse:
    guide = access.get_guide(request, pk)
    archive_guide(guide)
    messages.success(request, f"“{guide.name}” is in the archive. Discussions held with it keep it.")
    return redirect("discussions:guides", request.workspace.slug)


@require_POST
@for_team
def unarchive(request: WorkspaceRequest, pk: int) -> HttpResponse:
    guide = access.get_guide(request, pk)
    unarchive_guide(guide)
    messages.success(request, f"“{guide.name}” is back among your guides.")
    return redirect("discussions:guides", request.workspace.slug)


def _read(request: WorkspaceRequest, text: GuideText, segment: str) -> dict[str, Any]:
    """A guide as a text to read, in the words for one segment."""
    return {
        "text": text,
        "segment": Segment(segment),
        "segments": [(each, each.value == segment) for each in Segment],
        "variant": text.variant(segment),
        "asked": [(_prompt(prompt), prompt.words_for(segment)) for prompt in text.asked_of(segment)],
        "minutes": next(taken.minutes for taken in desk.times(text) if taken.segment == segment),
    }


def _segment(request: WorkspaceRequest, otherwise: str = Segment.DECISION_MAKER) -> str:
    segment = request.GET.get("for", "")
    return segment if segment in SEGMENTS else otherwise


def _to_desk(request: WorkspaceRequest, guide: Guide) -> HttpResponse:
    return redirect(reverse("discussions:guide", args=[request.workspace.slug, guide.pk]))
