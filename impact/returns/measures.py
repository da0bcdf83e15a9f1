"""Which metric would prove a stake's return: chosen by a person of the team, offered by what the stake's words name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from impact.models import Metric, StakeMeasure
from planning.models import Stake

MOST_OFFERED: Final = 3
# More than so large a part of the words of a metric's name has to be named.
ENOUGH: Final = 0.5
# Words that say nothing of what is measured.
EMPTY: Final = frozenset(
    ("a", "an", "and", "as", "at", "by", "each", "every", "for", "from", "how", "in", "is", "it", "its", "many", "more",
     "much", "no", "of", "on", "or", "our", "per", "that", "the", "their", "them", "they", "this", "to", "us", "we",
     "which", "who", "with")
)  # fmt: skip


def choose_measure(stake: Stake, metric: Metric, *, author: User) -> StakeMeasure:
    """Say that this metric would prove it, in the place of another one if need be. Raises ValidationError for one that
    cannot prove anything, and for a stake that ended."""
    if metric.is_effort:
        raise ValidationError({"metric": "What marketing puts in or puts out proves no return."})
    if metric.retired_on is not None:
        raise ValidationError({"metric": f"“{metric.name}” is measured no more."})
    with transaction.atomic():
        standing = Stake.objects.standing().select_for_update(of=("self",)).filter(pk=stake.pk)
        if not standing.exists():
            raise ValidationError("This stake has ended.")
        held = StakeMeasure.objects.filter(stake=stake).first()
        if held is not None and held.metric_id == metric.pk:
            return held
        made, _ = StakeMeasure.objects.update_or_create(
            stake=stake,
            defaults={
                "workspace_id": stake.workspace_id,
                "metric": metric,
                "author": author,
                "created_at": timezone.now(),
            },
        )
    return made


def drop_measure(stake: Stake) -> bool:
    """Say that no number proves it; False where none did."""
    removed, _ = StakeMeasure.objects.filter(stake=stake).delete()
    return bool(removed)


@dataclass(frozen=True)
class Offer:
    """A metric that may prove a stake, and why it is thought of."""

    metric: Metric
    reason: str


def offers(stake: Stake, metrics: Sequence[Metric]) -> list[Offer]:
    """Metrics that the stake names, the surest first: by the measure they named, then by what they expect, then by how
    its goal is measured. Pure."""
    texts = [
        (stake.measure, "They named “{said}” as the measure."),
        (stake.expects, "They expect “{said}”."),
        ("" if stake.goal is None else stake.goal.measured_by, "The goal is measured by “{said}”."),
    ]
    found: dict[int, tuple[int, float, Offer]] = {}
    for place, (said, reason) in enumerate(texts):
        words = _words(said)
        for metric in metrics:
            named = _words(metric.name)
            part = len(named & words) / len(named) if named else 0.0
            if part > ENOUGH and metric.pk not in found:
                found[metric.pk] = (place, -part, Offer(metric, reason.format(said=_short(said))))
    in_order = sorted(found.values(), key=lambda one: (one[0], one[1], one[2].metric.name, one[2].metric.pk))
    return [offer for _, _, offer in in_order[:MOST_OFFERED]]


def _words(text: str) -> frozenset[str]:
    """Its words without accents, endings of the plural and what says nothing; one of nothing else keeps it."""
    bare = unicodedata.normalize("NFKD", text.lower())
    every = re.findall(r"[^\W\d_]{2,}", "".join(one for one in bare if not unicodedata.combining(one)))
    telling = [word for word in every if word not in EMPTY] or every
    return frozenset(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in telling)


def _short(text: str) -> str:
    line = " ".join(text.split()).strip("“”\"'").rstrip(".")
    return line if len(line) <= 90 else f"{line[:89].rstrip()}…"
