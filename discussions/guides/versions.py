"""Adding, writing, freezing, copying and archiving guides."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User, Workspace
from discussions.guides.asked import text_of
from discussions.guides.built_in import BUILT_IN
from discussions.guides.sound import problems
from discussions.guides.text import GuideText, PromptText
from discussions.models import Guide, GuideVersion, Prompt, Variant, Wording
from web.meanwhile import EditedMeanwhile

IN_USE = "A discussion was held with this version, so its words stay as they are. Make the next version to change them."
# Why the audit trail has a change.
EDITED, CONTINUED = "Edited by hand", "Next version"
PROMPT_FIELDS = (
    "purpose",
    "kind",
    "mode",
    "text",
    "help",
    "required",
    "options",
    "many",
    "low",
    "high",
    "asked_again",
    "asked_of",
)


def add_guide(workspace: Workspace, *, author: User, text: GuideText, taken_from: str = "") -> GuideVersion:
    """Store a new guide with its first version, whose prompts are all new."""
    _refuse_unsound(text)
    with transaction.atomic(), pghistory.context(why="Copied" if taken_from else "Added by hand"):
        guide = Guide.objects.create(workspace=workspace, name=text.name, author=author, taken_from=taken_from)
        return _new_version(guide, 1, text)


def add_from_built_in(workspace: Workspace, key: str, *, author: User) -> GuideVersion:
    """A guide of one's own, in the words of a built-in one. KeyError when there is none of that key."""
    text = BUILT_IN[key].text
    return add_guide(workspace, author=author, text=free_name(workspace, text), taken_from=key)


def copy_guide(guide: Guide, *, author: User) -> GuideVersion:
    """A new guide in the words of the newest version of this one."""
    text = text_of(newest(guide))
    return add_guide(guide.workspace, author=author, text=free_name(guide.workspace, text), taken_from=guide.taken_from)


def newest(guide: Guide) -> GuideVersion:
    return guide.versions.select_related("guide", "workspace").order_by("-number")[0]


def edit_version(version: GuideVersion, *, expected_revision: int, text: GuideText) -> GuideVersion:
    """Store the words of a version: prompts are told apart by their key, those no longer there are removed, and a key
    that is not stored makes a new one.

    Raises EditedMeanwhile when the revision is not the one the form was opened with, and ValidationError, by the names
    of boxes, when it cannot be stored or is in use.
    """
    _refuse_unsound(text)
    with transaction.atomic(), pghistory.context(why=EDITED):
        now = GuideVersion.objects.select_for_update(of=("self",)).select_related("guide").get(pk=version.pk)
        if now.is_frozen:
            raise ValidationError(IN_USE)
        if now.revision != expected_revision:
            raise EditedMeanwhile(now)
        if now.guide.name != text.name:
            now.guide.name = text.name
            now.guide.save(update_fields=["name"])
        now.problem, now.outcome, now.minutes = text.problem, text.outcome, text.minutes
        now.revision += 1
        now.updated_at = timezone.now()
        now.save(update_fields=["problem", "outcome", "minutes", "revision", "updated_at"])
        _store_variants(now, text)
        _store_prompts(now, text)
    return now


def write(guide: Guide, *, number: int, revision: int, text: GuideText) -> GuideVersion:
    """Store what was typed over the newest version. When a discussion has begun with it meanwhile it stays as it is,
    and the words go into the next one.

    Raises EditedMeanwhile when `number` and `revision` are not those the form was opened with.
    """
    _refuse_unsound(text)
    with transaction.atomic():
        now = newest(guide)
        if now.number != number:
            raise EditedMeanwhile(now)
        if now.is_frozen:
            now = next_version(guide)
            revision = now.revision
        return edit_version(now, expected_revision=revision, text=text)


def next_version(guide: Guide) -> GuideVersion:
    """The version to write in: the newest one while no discussion uses it, a copy of it otherwise."""
    with transaction.atomic(), pghistory.context(why=CONTINUED):
        # Whoever asks second waits here, and gets what the first one made.
        Guide.objects.select_for_update().get(pk=guide.pk)
        last = newest(guide)
        return last if not last.is_frozen else _new_version(guide, last.number + 1, text_of(last))


def freeze(version: GuideVersion, *, at: dt.datetime | None = None) -> None:
    """A discussion opens with this version: from now on its words stay. Freezing it again changes nothing."""
    with pghistory.context(why="Used in a discussion"):
        GuideVersion.objects.filter(pk=version.pk, frozen_at=None).update(frozen_at=at or timezone.now())
    version.refresh_from_db(fields=["frozen_at"])


def archive_guide(guide: Guide) -> None:
    """Offer it for no new discussion; those held with it keep it. Doing so again changes nothing."""
    _set_archived(guide, timezone.now(), why="Archived")


def unarchive_guide(guide: Guide) -> None:
    _set_archived(guide, None, why="Taken out of the archive")


def _set_archived(guide: Guide, at: dt.datetime | None, *, why: str) -> None:
    with pghistory.context(why=why):
        Guide.objects.filter(pk=guide.pk, archived_at__isnull=at is not None).update(archived_at=at)


def _refuse_unsound(text: GuideText) -> None:
    if found := problems(text):
        raise ValidationError({name: [sentence] for name, sentence in found.items()})


def free_name(workspace: Workspace, text: GuideText) -> GuideText:
    """The same guide by a name that no other one of the workspace has: a number behind it tells copies apart."""
    taken = set(
        Guide.objects.filter(workspace=workspace, name__startswith=text.name[:190]).values_list("name", flat=True)
    )
    number, name = 2, text.name
    while name in taken:
        name, number = f"{text.name[:190]} ({number})", number + 1
    return replace(text, name=name)


def _new_version(guide: Guide, number: int, text: GuideText) -> GuideVersion:
    version = GuideVersion.objects.create(
        workspace_id=guide.workspace_id,
        guide=guide,
        number=number,
        problem=text.problem,
        outcome=text.outcome,
        minutes=text.minutes,
    )
    _store_variants(version, text)
    _store_prompts(version, text)
    return version


def _store_variants(version: GuideVersion, text: GuideText) -> None:
    held = {variant.segment: variant for variant in version.variants.order_by("pk")}
    added, changed = [], []
    for segment, words in text.variants.items():
        row = held.get(segment)
        if row is None:
            if words.opening or words.close:
                added.append(
                    Variant(
                        workspace_id=version.workspace_id,
                        version=version,
                        segment=segment,
                        opening=words.opening,
                        close=words.close,
                    )
                )
        elif (row.opening, row.close) != (words.opening, words.close):
            row.opening, row.close = words.opening, words.close
            changed.append(row)
    Variant.objects.bulk_create(added)
    Variant.objects.bulk_update(changed, ["opening", "close"])


def _store_prompts(version: GuideVersion, text: GuideText) -> None:
    held = {str(prompt.pk): prompt for prompt in version.prompts.order_by("place")}
    kept = {prompt.key for prompt in text.prompts}
    gone = [prompt.pk for key, prompt in held.items() if key not in kept]
    if gone:
        Wording.objects.filter(prompt__in=gone).delete()
        Prompt.objects.filter(pk__in=gone).delete()
    rows: list[Prompt] = []
    changed: list[Prompt] = []
    added: list[Prompt] = []
    for place, words in enumerate(text.prompts):
        row = held.get(words.key) or Prompt(workspace_id=version.workspace_id, version=version)
        if _takes(row, place, words):
            (changed if row.pk else added).append(row)
        rows.append(row)
    Prompt.objects.bulk_update(changed, ["place", *PROMPT_FIELDS])
    Prompt.objects.bulk_create(added)
    _store_wordings(version, list(zip(rows, text.prompts, strict=True)))


def _takes(row: Prompt, place: int, words: PromptText) -> bool:
    """Write a prompt's words into its row; whether anything changed."""
    wanted = {name: getattr(words, name) for name in PROMPT_FIELDS} | {"place": place}
    wanted |= {"options": list(words.options), "asked_of": list(words.asked_of)}
    before = {name: getattr(row, name) for name in wanted} if row.pk else {}
    for name, value in wanted.items():
        setattr(row, name, value)
    return before != wanted


def _store_wordings(version: GuideVersion, prompts: list[tuple[Prompt, PromptText]]) -> None:
    held = {
        (each.prompt_id, each.segment): each
        for each in Wording.objects.filter(prompt__in=[row for row, _ in prompts]).order_by("pk")
    }
    added, changed = [], []
    for row, words in prompts:
        for segment, text in words.wordings.items():
            stood = held.pop((row.pk, segment), None)
            if stood is None and text:
                added.append(Wording(workspace_id=version.workspace_id, prompt=row, segment=segment, text=text))
            elif stood is not None and not text:
                held[row.pk, segment] = stood
            elif stood is not None and stood.text != text:
                stood.text = text
                changed.append(stood)
    if held:
        Wording.objects.filter(pk__in=[each.pk for each in held.values()]).delete()
    Wording.objects.bulk_update(changed, ["text"])
    Wording.objects.bulk_create(added)
