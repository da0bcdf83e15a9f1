"""Rules, plans, check-ins and changes in the archive of a workspace; people by their keys, users by e-mail.

rules      objects: segment, is_on and the columns of a pattern (PATTERN, at, zone, channel)
holidays   objects: day, name
plans      objects: stakeholder, follows, owner, the columns of a pattern, paused_on, paused_until, paused_why,
           opened_for
check_ins  objects: stakeholder, owner and what became of it (DAYS, MOMENTS, PLAIN). What a held one left on the map
           is among contacts and assessments; promises name commitments by what and created_at, without those in
           confidence
changes    objects: stakeholder (or null), kind, key, says, happened_on, noticed_at, author, dismissed_on,
           dismissed_why, goal (its statement and first day), metric (its name), other (a stakeholder, or null),
           reasons: check_in (its place, from 0) and why, and inherited, what a successor may take over: a tie (source,
           kind, target, label) or a stake (stakeholder, invests, what), its state, decided_on and decided_by
notices    objects: user, what they chose of mails (CHOSEN), hours_begin and hours_end. Addresses of calendars are left
           out
weights    objects: factor, weight: what counts on Today where that is not as it is everywhere. Who is set aside for a
           week is left out
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_time

from accounts.models import Membership, User, Workspace
from checkins import plans
from checkins.events.inheriting import pair_of
from checkins.models import (
    ChangeEvent,
    CheckIn,
    CheckInPlan,
    CheckInPromise,
    CheckInReason,
    CheckInRule,
    Holiday,
    Inherited,
    NoticePreference,
    RankingWeight,
)
from checkins.notices import preferences
from checkins.notices.hours import Hours
from checkins.today.factors import DEFAULTS, HEAVIEST
from discussions.models import Commitment
from impact.models import Metric
from planning.models import Goal, Stake
from stakeholders.held_about import Refused, Restoring, Written, day_of, moment_of
from stakeholders.models import Relationship

PATTERN: Final = ("unit", "interval", "by", "day", "nth", "weekday", "zone", "channel")
DAYS: Final = ("for_on", "due_on", "held_on", "next_step_by")
MOMENTS: Final = ("due_at", "prepared_at", "created_at")
PLAIN: Final = (
    "origin", "zone", "channel", "state", "moved_times", "periods_missed", "brief", "outcome", "next_step",
    "skipped_why",
)  # fmt: skip
CHOSEN: Final = ("briefs", "briefs_a_day", "digest", "invitations", "zone", "weekdays")
PAUSE: Final = ("paused_on", "paused_until", "opened_for")
# Begins the key of a change that came from an archive.
RESTORED: Final = "archive:"
State = Inherited.State
NOT_AS_WRITTEN = "This entry is not as a backup has it."
Entry = dict[str, Any]


def pack(workspace: Workspace, keys: Mapping[int, str]) -> dict[str, list[Entry]]:
    places: dict[Any, int] = {}
    check_ins: list[Entry] = []
    promised = CheckInPromise.objects.filter(commitment__in=Commitment.objects.openly()).select_related("commitment")
    rows = CheckIn.objects.filter(workspace=workspace).select_related("owner").order_by("due_at", "pk")
    for row in rows.prefetch_related(Prefetch("promises", promised.order_by("pk"))):
        places[row.pk] = len(check_ins)
        said: Entry = {name: _iso(getattr(row, name)) for name in (*DAYS, *MOMENTS)}
        said |= {name: getattr(row, name) for name in PLAIN}
        said["promises"] = [
            {"what": each.commitment.what, "created_at": each.commitment.created_at.isoformat()}
            for each in row.promises.all()
        ]
        check_ins.append({"stakeholder": keys[row.stakeholder_id], "owner": _mail(row.owner), **said})
    held = CheckInPlan.objects.filter(workspace=workspace).select_related("owner").order_by("pk")
    changes = ChangeEvent.objects.filter(workspace=workspace).select_related("author", "goal", "metric")
    inherited = Inherited.objects.select_related("tie", "stake", "decided_by").order_by("pk")
    changes = changes.prefetch_related("reasons", Prefetch("inherited", inherited)).order_by("pk")
    return {
        "rules": [
            {"segment": row.segment, "is_on": row.is_on, **_pattern(row)}
            for row in CheckInRule.objects.filter(workspace=workspace)
        ],
        "holidays": [
            {"day": row.day.isoformat(), "name": row.name} for row in Holiday.objects.filter(workspace=workspace)
        ],
        "plans": [
            {
                "stakeholder": keys[row.stakeholder_id],
                "follows": row.follows,
                "owner": _mail(row.owner),
                **_pattern(row),
                **{name: _iso(getattr(row, name)) for name in PAUSE},
                "paused_why": row.paused_why,
            }
            for row in held
        ],
        "check_ins": check_ins,
        "changes": [
            {
                "stakeholder": keys[row.stakeholder_id] if row.stakeholder_id else None,
                "other": keys[row.other_id] if row.other_id else None,
                "kind": row.kind,
                "key": row.key.removeprefix(RESTORED),
                "says": row.says,
                "happened_on": row.happened_on.isoformat(),
                "noticed_at": row.noticed_at.isoformat(),
                "author": _mail(row.author),
                "dismissed_on": _iso(row.dismissed_on),
                "dismissed_why": row.dismissed_why,
                "goal": row.goal and {"statement": row.goal.statement, "starts_on": row.goal.starts_on.isoformat()},
                "metric": row.metric and row.metric.name,
                "reasons": [{"check_in": places[each.check_in_id], "why": each.why} for each in row.reasons.all()],
                "inherited": [_thing(each, keys) for each in row.inherited.all()],
            }
            for row in changes
        ],
        "notices": [
            {"user": row.user.email, **{name: getattr(row, name) for name in CHOSEN}, **_hours(row)}
            for row in NoticePreference.objects.filter(workspace=workspace).select_related("user").order_by("pk")
        ],
        "weights": [
            {"factor": row.factor, "weight": row.weight}
            for row in RankingWeight.objects.filter(workspace=workspace).order_by("factor")
        ],
    }


def _hours(row: NoticePreference) -> Entry:
    return {"hours_begin": row.hours_begin.isoformat(), "hours_end": row.hours_end.isoformat()}


def _thing(row: Inherited, keys: Mapping[int, str]) -> Entry:
    said = {"state": row.state, "decided_on": _iso(row.decided_on), "decided_by": _mail(row.decided_by)}
    if row.stake is not None:
        stake = row.stake
        return said | {"stakeholder": keys[stake.stakeholder_id], "invests": stake.invests, "what": stake.what}
    assert row.tie is not None
    ends = {"source": keys[row.tie.source_id], "target": keys[row.tie.target_id]}
    return said | {**ends, "kind": row.tie.kind, "label": row.tie.label}


def _pattern(row: CheckInRule | CheckInPlan) -> Entry:
    said = {name: getattr(row, name) for name in PATTERN}
    return said | {"starts_on": row.starts_on.isoformat(), "at": row.at.isoformat()}


def _mail(user: Any) -> str | None:
    return user.email if user else None


def _iso(moment: dt.date | dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def unpack(packed: Any, restoring: Restoring) -> tuple[Callable[[], Written], Refused]:
    restored = _Restored(restoring)
    for name, one, make in (
        ("rules", "Rule of check-ins", restored.rule),
        ("holidays", "Holiday", restored.holiday),
        ("plans", "Plan of check-ins", restored.plan),
        ("check_ins", "Check-in", restored.check_in),
        ("changes", "Change", restored.change),
        ("notices", "What somebody hears of", restored.notice),
        ("weights", "What counts on Today", restored.weight),
    ):
        rows = packed.get(name, []) if isinstance(packed, dict) else []
        for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
            restored.take(f"{one} {number}", make, row)
    return restored.write, restored.refused


def take_back(created: Mapping[str, Iterable[int]]) -> None:
    """Remove restored changes about nobody, holidays, and rules that nobody follows."""
    ChangeEvent.objects.filter(pk__in=list(created["changeevent"]), stakeholder=None).delete()
    Holiday.objects.filter(pk__in=list(created["holiday"])).delete()
    NoticePreference.objects.filter(pk__in=list(created["noticepreference"])).delete()
    RankingWeight.objects.filter(pk__in=list(created["rankingweight"])).delete()
    followed = CheckInPlan.objects.filter(workspace=OuterRef("workspace"), follows=OuterRef("segment"))
    rules = CheckInRule.objects.filter(pk__in=list(created["checkinrule"]), version=1)
    rules.exclude(Exists(followed)).delete()


class _Restored:
    """The rows of a backup as model instances; those about people refer to them, who are not stored yet."""

    def __init__(self, to: Restoring) -> None:
        self.to = to
        self.refused: Refused = []
        self.rules: dict[str, CheckInRule] = {}
        self.holidays: dict[dt.date, Holiday] = {}
        self.plans: dict[str, CheckInPlan] = {}
        self.opened: set[tuple[str, dt.date]] = set()
        self.changed: set[str] = set()
        # By their place in the backup; one that was refused leaves a gap.
        self.check_ins: list[CheckIn | None] = []
        # In which check-in, what and when it was taken on.
        self.promises: list[tuple[CheckIn, str, dt.datetime]] = []
        self.changes: list[tuple[ChangeEvent, Entry]] = []
        self.notices: dict[User, preferences.Choice] = {}
        self.weights: dict[str, RankingWeight] = {}
        self.here = set(CheckInRule.objects.filter(workspace=to.workspace).values_list("segment", flat=True))

    def take(self, where: str, make: Callable[[Any], None], row: Any) -> None:
        try:
            make(row)
        except ValidationError as error:
            self.refused.append((where, " ".join(error.messages)))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError):
            self.refused.append((where, NOT_AS_WRITTEN))

    def rule(self, row: Any) -> None:
        made = CheckInRule(
            workspace=self.to.workspace, segment=row["segment"], is_on=row["is_on"], **self._pattern(row)
        )
        made.clean_fields(exclude=["workspace"])
        if made.segment in self.here:
            raise ValidationError("There is a rule for this segment already; it stays.")
        _recurs(made)
        self.rules[made.segment] = made

    def holiday(self, row: Any) -> None:
        made = Holiday(workspace=self.to.workspace, day=day_of(row["day"]), name=row["name"])
        made.clean_fields(exclude=["workspace"])
        self.holidays[made.day] = made

    def plan(self, row: Any) -> None:
        made = CheckInPlan(
            workspace=self.to.workspace,
            stakeholder=self.to.people[row["stakeholder"]],
            follows=row["follows"],
            owner=self.to.users.get(row.get("owner") or ""),
            paused_why=row.get("paused_why", ""),
            **{name: _day(row.get(name)) for name in PAUSE},
            **self._pattern(row),
        )
        made.clean_fields(exclude=["workspace", "stakeholder", "owner"])
        _recurs(made)
        if made.paused_on is None and (made.paused_until or made.paused_why):
            raise ValidationError("A pause begins on a day.")
        if made.paused_on and made.paused_until and made.paused_until <= made.paused_on:
            raise ValidationError("A pause ends after it begins.")
        self.plans[row["stakeholder"]] = made

    def check_in(self, row: Any) -> None:
        self.check_ins.append(None)
        made = CheckIn(
            workspace=self.to.workspace,
            stakeholder=self.to.people[row["stakeholder"]],
            owner=self.to.users.get(row.get("owner") or ""),
            **{name: _day(row.get(name)) for name in DAYS},
            **{name: moment_of(row[name]) if row.get(name) else None for name in MOMENTS},
            **{name: row[name] for name in PLAIN},
        )
        made.clean_fields(exclude=["workspace", "stakeholder", "owner", "plan"])
        _makes_sense(made)
        # What is planned is one by its date; of what changes called for, one is open.
        which = (row["stakeholder"], made.for_on) if made.origin == CheckIn.Origin.PLANNED else None
        if made.origin == CheckIn.Origin.CHANGE and made.is_open:
            which = (row["stakeholder"], dt.date.min)
        promises = [(made, str(each["what"]), moment_of(each["created_at"])) for each in row.get("promises", [])]
        if which in self.opened:
            raise ValidationError("The same check-in is in the backup twice.")
        if which is not None:
            self.opened.add(which)
        self.promises += promises
        self.check_ins[-1] = made

    def change(self, row: Any) -> None:
        made = ChangeEvent(
            workspace=self.to.workspace,
            stakeholder=self.to.people[row["stakeholder"]] if row.get("stakeholder") else None,
            other=self.to.people[row["other"]] if row.get("other") else None,
            kind=row["kind"],
            # It is made of numbers, which are those of other rows here.
            key=f"{RESTORED}{row['key']}",
            says=row["says"],
            happened_on=day_of(row["happened_on"]),
            noticed_at=moment_of(row["noticed_at"]),
            author=self.to.users.get(row["author"]) or self.to.author if row.get("author") else None,
            dismissed_on=_day(row.get("dismissed_on")),
            dismissed_why=row.get("dismissed_why", ""),
        )
        made.clean_fields(exclude=["workspace", "stakeholder", "other", "author"])
        if (made.dismissed_on is None) != (made.dismissed_why == ""):
            raise ValidationError("What was dismissed has a day and a reason.")
        if made.key in self.changed:
            raise ValidationError("The same change is in the backup twice.")
        for each in row.get("reasons", []):
            if not str(each["why"]).strip() or type(each["check_in"]) is not int or each["check_in"] < 0:
                raise ValidationError("Why a change calls for a check-in is not said.")
        for each in row.get("inherited", []):
            self._asked(each)
            self._decided(each)
        self.changed.add(made.key)
        self.changes.append((made, row))

    def notice(self, row: Any) -> None:
        """Of somebody who is here, too; whoever is not hears of nothing."""
        hours = Hours(row["zone"], _time(row["hours_begin"]), _time(row["hours_end"]), frozenset(row["weekdays"]))
        choice = preferences.Choice(
            briefs=row["briefs"] is True,
            briefs_a_day=int(row["briefs_a_day"]),
            digest=row["digest"],
            invitations=row["invitations"] is True,
            hours=hours,
        )
        preferences.refuse_nonsense(choice)
        user = self.to.users.get(row["user"])
        if user is not None:
            self.notices[user] = choice

    def weight(self, row: Any) -> None:
        made = RankingWeight(workspace=self.to.workspace, factor=row["factor"], weight=row["weight"])
        made.clean_fields(exclude=["workspace"])
        if made.factor not in DEFAULTS or made.weight > HEAVIEST:
            raise ValidationError(NOT_AS_WRITTEN)
        self.weights[made.factor] = made

    def _pattern(self, row: Any) -> Entry:
        pattern = {name: row[name] for name in PATTERN}
        return pattern | {"starts_on": day_of(row["starts_on"]), "at": _time(row["at"])}

    def write(self) -> Written:
        rules = list(self.rules.values())
        CheckInRule.objects.bulk_create(rules)
        days = set(Holiday.objects.filter(workspace=self.to.workspace).values_list("day", flat=True))
        holidays = [one for one in self.holidays.values() if one.day not in days]
        Holiday.objects.bulk_create(holidays)
        made = list(self.plans.values())
        check_ins = [one for one in self.check_ins if one is not None]
        about: list[Any] = [*made, *check_ins]
        for row in about:
            # Django takes keys over when a row is made, and people had none then.
            row.stakeholder_id = row.stakeholder.pk
        CheckInPlan.objects.bulk_create(made, batch_size=2000)
        plans.set_clocks(self.to.workspace.pk, made, now=timezone.now())
        plan_of = {plan.stakeholder_id: plan for plan in made}
        for one in check_ins:
            if one.origin == CheckIn.Origin.PLANNED:
                one.plan = plan_of.get(one.stakeholder_id)
        CheckIn.objects.bulk_create(check_ins, batch_size=2000)
        self._write_promises()
        changes = self._write_changes()
        alone = [one for one in changes if one.stakeholder_id is None]
        return [
            ("checkinrule", rules), ("holiday", holidays), ("checkin", check_ins), ("changeevent", alone),
            ("noticepreference", self._write_notices()), ("rankingweight", self._write_weights()),
        ]  # fmt: skip

    def _write_promises(self) -> None:
        """Commitments are stored by now; one that was left out is none."""
        moments = {moment for _, _, moment in self.promises}
        here = Commitment.objects.filter(workspace=self.to.workspace, created_at__in=moments).order_by("pk")
        found = {(one.what, one.created_at): one for one in here}
        CheckInPromise.objects.bulk_create(
            (
                CheckInPromise(workspace=self.to.workspace, check_in=check_in, commitment=found[what, moment])
                for check_in, what, moment in self.promises
                if (what, moment) in found
            ),
            ignore_conflicts=True,
        )

    def _write_weights(self) -> list[RankingWeight]:
        """Not where somebody weighs already: weights hold together."""
        if RankingWeight.objects.filter(workspace=self.to.workspace).exists():
            return []
        return RankingWeight.objects.bulk_create(self.weights.values())

    def _write_notices(self) -> list[NoticePreference]:
        """What somebody chose here already stays."""
        team = set(Membership.objects.team().filter(workspace=self.to.workspace).values_list("user_id", flat=True))
        return [
            preferences.choose(self.to.workspace, user, choice)
            for user, choice in self.notices.items()
            if user.pk in team and preferences.chosen(self.to.workspace, user) is None
        ]

    def _write_changes(self) -> list[ChangeEvent]:
        goals = {(one.statement, one.starts_on): one for one in Goal.objects.filter(workspace=self.to.workspace)}
        metrics = {one.name: one for one in Metric.objects.filter(workspace=self.to.workspace)}
        known = set(ChangeEvent.objects.filter(workspace=self.to.workspace).values_list("key", flat=True))
        new = [(made, row) for made, row in self.changes if made.key not in known]
        for made, row in new:
            made.stakeholder_id = made.stakeholder.pk if made.stakeholder else None
            made.other_id = made.other.pk if made.other else None
            made.goal = goals.get((row["goal"]["statement"], day_of(row["goal"]["starts_on"]))) if row["goal"] else None
            made.metric = metrics.get(row["metric"])
        changes = ChangeEvent.objects.bulk_create([made for made, _ in new], batch_size=2000)
        reasons = [
            CheckInReason(workspace=self.to.workspace, event=made, check_in=check_in, why=each["why"][:500])
            for made, row in new
            for each in row.get("reasons", [])
            if (check_in := self._at(each["check_in"])) is not None
        ]
        CheckInReason.objects.bulk_create(reasons, ignore_conflicts=True, batch_size=2000)
        self._write_inherited(new)
        return changes

    def _write_inherited(self, changes: Sequence[tuple[ChangeEvent, Entry]]) -> None:
        """Ties and stakes are stored by now; one that was left out is none."""
        made = []
        for event, row in changes:
            pair = pair_of(event)
            if pair is None:
                continue
            for each in row.get("inherited", []):
                model, wanted = self._asked(each)
                found = model.filter(workspace=self.to.workspace, **wanted).order_by("pk").first()
                if found is not None:
                    held = {"tie": found} if isinstance(found, Relationship) else {"stake": found}
                    held |= self._decided(each)
                    made.append(Inherited(workspace=self.to.workspace, event=event, successor_id=pair[1], **held))
        Inherited.objects.bulk_create(made, ignore_conflicts=True)

    def _asked(self, each: Any) -> tuple[QuerySet[Any], dict[str, Any]]:
        """Among which rows to look for something inherited, and by what."""
        people = self.to.people
        if "invests" in each:
            wanted = {"stakeholder": people[each["stakeholder"]], "invests": each["invests"], "what": each["what"]}
            # One that was taken over has ended.
            is_open = each.get("state", State.UNVERIFIED) == State.UNVERIFIED
            return Stake.objects.standing() if is_open else Stake.objects.all(), wanted
        ends = {name: people[each[name]] for name in ("source", "target")}
        return Relationship.objects.all(), {**ends, "kind": each["kind"], "label": each["label"]}

    def _decided(self, each: Any) -> dict[str, Any]:
        """What somebody made of it; an archive of before says nothing of that."""
        state = State(each.get("state", State.UNVERIFIED))
        if state == State.UNVERIFIED:
            return {}
        by = self.to.users.get(each.get("decided_by") or "") or self.to.author
        return {"state": state, "decided_on": day_of(each["decided_on"]), "decided_by": by}

    def _at(self, place: int) -> CheckIn | None:
        return self.check_ins[place] if place < len(self.check_ins) else None


def _recurs(row: CheckInRule | CheckInPlan) -> None:
    try:
        assert row.recurrence
    except ValueError as problem:
        raise ValidationError(str(problem)) from None


def _makes_sense(made: CheckIn) -> None:
    """What the constraints of the table say of states."""
    left = made.outcome or made.next_step or made.next_step_by
    if (
        made.due_at is None
        or made.for_on is None
        or (made.state == CheckIn.State.HELD) != (made.held_on is not None)
        or (made.state == CheckIn.State.SKIPPED) != bool(made.skipped_why)
        or (made.state == CheckIn.State.PREPARED and made.prepared_at is None)
        or (made.state != CheckIn.State.HELD and left)
        or (made.next_step_by is not None and not made.next_step)
    ):
        raise ValidationError(NOT_AS_WRITTEN)


def _time(text: Any) -> dt.time:
    found = parse_time(text)
    if found is None:
        raise ValidationError("That is no time of a day.")
    return found


def _day(text: Any) -> dt.date | None:
    return day_of(text) if text else None
