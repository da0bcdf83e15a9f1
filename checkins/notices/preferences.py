"""What each of the team chose about mails of check-ins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User, Workspace
from checkins.models import CheckInRule, NoticePreference
from checkins.models.notice import MOST_A_DAY
from checkins.models.plan import known_zone
from checkins.notices.hours import Every, Hours, next_digest

Digest = NoticePreference.Digest


@dataclass(frozen=True)
class Choice:
    """What somebody wants to hear, and when."""

    briefs: bool
    briefs_a_day: int
    digest: str
    invitations: bool
    hours: Hours


def chosen(workspace: Workspace | UUID, user: User | int) -> NoticePreference | None:
    return NoticePreference.objects.filter(workspace=workspace, user=user).first()


def proposed(workspace: Workspace, user: User) -> NoticePreference:
    """What stands, or what the page offers to somebody who chose nothing yet."""
    rule = CheckInRule.objects.filter(workspace=workspace).order_by("pk").values_list("zone", flat=True).first()
    return chosen(workspace, user) or NoticePreference(workspace=workspace, user=user, zone=rule or settings.TIME_ZONE)


def choose(workspace: Workspace, user: User, choice: Choice, *, now: dt.datetime | None = None) -> NoticePreference:
    """The last choice counts. No date gets a second digest, whatever zone or hour is chosen meanwhile."""
    refuse_nonsense(choice)
    if not Membership.objects.team().filter(workspace=workspace, user=user).exists():
        raise ValidationError("Check-ins are read by leaders and members alone.")
    with transaction.atomic():
        NoticePreference.objects.bulk_create(
            [NoticePreference(workspace=workspace, user=user, zone=choice.hours.zone)], ignore_conflicts=True
        )
        stands = NoticePreference.objects.select_for_update().get(workspace=workspace, user=user)
        stands.briefs, stands.briefs_a_day = choice.briefs, choice.briefs_a_day
        stands.invitations = choice.invitations
        stands.zone, stands.weekdays = choice.hours.zone, sorted(choice.hours.weekdays)
        stands.hours_begin, stands.hours_end = choice.hours.begins, choice.hours.ends
        _set_digest(stands, choice.digest, now or timezone.now())
    return stands


def change(workspace: UUID, user: int, **changes: bool | str) -> None:
    """Of somebody of the team: more or no more of one kind; what else they chose stays."""
    member = (
        Membership.objects.team().filter(workspace=workspace, user=user).select_related("user", "workspace").first()
    )
    if member is None:
        return
    with transaction.atomic():
        fresh = proposed(member.workspace, member.user)
        if fresh.pk is None:
            NoticePreference.objects.bulk_create([fresh], ignore_conflicts=True)
        stands = NoticePreference.objects.select_for_update().get(workspace=workspace, user=user)
        for name, value in changes.items():
            setattr(stands, name, value)
        _set_digest(stands, stands.digest, timezone.now())


def _set_digest(stands: NoticePreference, digest: str, now: dt.datetime) -> None:
    stands.digest, stands.digest_for, stands.digest_at = digest, None, None
    if digest != Digest.NONE:
        stands.digest_for = next_digest(stands.hours, Every(digest), stands.digested_on, now)
        stands.digest_at = stands.hours.begin_on(stands.digest_for)
    stands.updated_at = now
    stands.save()


def refuse_nonsense(choice: Choice) -> None:
    hours = choice.hours
    if not hours.weekdays or not hours.weekdays <= set(range(7)):
        raise ValidationError({"weekdays": "Choose at least one day on which mails may come."})
    if hours.begins >= hours.ends:
        raise ValidationError({"hours_end": "Choose a time later than the one from which mails may come."})
    if not 1 <= choice.briefs_a_day <= MOST_A_DAY:
        raise ValidationError({"briefs_a_day": f"Choose a number from 1 to {MOST_A_DAY}."})
    if choice.digest not in Digest.values:
        raise ValidationError({"digest": "Choose one of the answers."})
    try:
        known_zone(hours.zone)
    except ValidationError as problem:
        raise ValidationError({"zone": problem.messages}) from None
