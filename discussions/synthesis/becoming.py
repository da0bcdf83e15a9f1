"""What became of ideas, told on the personal link of whoever had them."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils import timezone

from discussions.models import Discussion, Idea
from web.live import publish

NEEDS_REASON = {Idea.Became.DECLINED}
LONGEST = 2_000


def becomes(discussion: Discussion, ideas: Sequence[Idea], became: str, *, because: str) -> int:
    """Say of ideas what became of them, and why; says of how many. Duplicates of them hear the same."""
    because = because.strip()
    if became not in Idea.Became.values:
        raise ValidationError("Choose what became of it.")
    if became in NEEDS_REASON and not because:
        raise ValidationError("Say why it is not pursued: whoever had the idea reads it.")
    if len(because) > LONGEST:
        raise ValidationError(f"This may be {LONGEST:,} characters long at most; it is {len(because):,} long.")
    keys = [idea.pk for idea in ideas]
    told = Idea.objects.filter(discussion=discussion, pk__in=keys).update(
        became=became,
        became_because=because,
        became_on=None if became == Idea.Became.OPEN else timezone.localdate(),
    )
    Idea.objects.filter(discussion=discussion, same_as__in=keys).update(
        became=became,
        became_because=because,
        became_on=None if became == Idea.Became.OPEN else timezone.localdate(),
    )
    publish(discussion.channel, "became")
    return told
