"""Guides as their pages list them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts import trail
from accounts.models import Workspace
from discussions.guides.asked import text_of
from discussions.guides.compare import Change, changes
from discussions.guides.versions import CONTINUED, EDITED
from discussions.models import Discussion, Guide, GuideVersion, Prompt
from discussions.models.guide import GuideQuerySet


@dataclass(frozen=True)
class GuideRow:
    guide: Guide
    version: GuideVersion
    prompts: int
    discussions: int


def rows(guides: GuideQuerySet) -> list[GuideRow]:
    """Each guide with its newest version, how many prompts it has, and how many discussions were held with any."""
    found = list(guides.order_by("name", "pk"))
    newest: dict[int, GuideVersion] = {}
    version_of: dict[int, int] = {}
    for version in GuideVersion.objects.filter(guide__in=found).order_by("number"):
        newest[version.guide_id] = version
        version_of[version.pk] = version.guide_id
    prompts = Counter(Prompt.objects.filter(version__in=list(newest.values())).values_list("version_id", flat=True))
    held = _held(list(version_of))
    discussions = Counter(version_of[pk] for pk in held)
    return [GuideRow(guide, newest[guide.pk], prompts[newest[guide.pk].pk], discussions[guide.pk]) for guide in found]


def _held(versions: Sequence[GuideVersion] | Sequence[int]) -> Iterable[int]:
    """The version of each discussion that was opened: a draft, and one set for a later day, is not held yet."""
    found = Discussion.objects.opened(timezone.now()).filter(version__in=versions)
    return found.values_list("version_id", flat=True)


def guides_says(found: Sequence[GuideRow]) -> tuple[str, ...]:
    """The list in a sentence or two; nothing while there is none."""
    if not found:
        return ()
    used = sum(1 for row in found if row.discussions)
    first = "One guide is yours." if len(found) == 1 else f"{len(found)} guides are yours."
    if not used:
        return (first, f"No discussion was held with {'it' if len(found) == 1 else 'any of them'} yet.")
    if len(found) == 1:
        return (first, "Discussions were held with it.")
    return (first, f"{_number(used)} of them {'was' if used == 1 else 'were'} used in discussions.")


def _number(count: int) -> str:
    return "One" if count == 1 else str(count)


@dataclass(frozen=True)
class VersionRow:
    """A version, what changed to it from the one before, and how many discussions were held with it."""

    version: GuideVersion
    changes: tuple[Change, ...]
    discussions: int
    is_newest: bool


def history(guide: Guide) -> list[VersionRow]:
    """Newest first."""
    found = guide.versions.order_by("-number").select_related("guide")
    versions = list(found.prefetch_related("variants", "prompts__wordings"))
    counts = Counter(_held(versions))
    texts = {version.pk: text_of(version) for version in versions}
    return [
        VersionRow(
            version,
            tuple(changes(texts[before.pk], texts[version.pk])) if before else (),
            counts[version.pk],
            place == 0,
        )
        for place, (version, before) in enumerate(zip(versions, [*versions[1:], None], strict=True))
    ]


def last_editor(workspace: Workspace, version: GuideVersion) -> str:
    """Who wrote in it last, or made it of the one before."""
    about = {
        "guideversion": ("id", version.pk),
        "prompt": ("version_id", version.pk),
        "variant": ("version_id", version.pk),
    }
    found = trail.read(workspace, trail.Wanted(about=about), limit=trail.PER_PAGE).groups
    return next((group.first.who for group in found if group.first.why in {EDITED, CONTINUED}), "Somebody")
