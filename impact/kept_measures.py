"""Keeping a measure that rewards service, for a reason, and pointing it out again."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from impact.models import KeptMeasure, Metric
from planning.models import Goal, Stake

LONGEST = 2_000


def keep(subject: Goal | Stake | Metric, rules: Collection[str], *, why: str, author: User) -> None:
    """What `rules` find in it is pointed out no more; of two reasons the first stands. Raises ValidationError."""
    why = why.strip()
    if not why:
        raise ValidationError({"why": "Say why it stays: others will ask."})
    if len(why) > LONGEST:
        raise ValidationError({"why": f"This may be {LONGEST:,} characters long at most; it is {len(why):,}."})
    about = {type(subject)._meta.model_name or "": subject}
    KeptMeasure.objects.bulk_create(
        [
            KeptMeasure(workspace_id=subject.workspace_id, rule=rule, why=why, author=author, **about)
            for rule in sorted(rules)
        ],
        ignore_conflicts=True,
    )


def point_out_again(kept: KeptMeasure, *, author: User) -> bool:
    """Whether it was kept until now; the reason stays in the history."""
    with transaction.atomic():
        standing = KeptMeasure.objects.standing().filter(pk=kept.pk)
        return bool(standing.update(ended_at=timezone.now(), ended_by=author))
