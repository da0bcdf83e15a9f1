"""Whatever happens to check-ins, in whatever order: each occurrence is opened once and none is lost, each reason is
kept by one open check-in, mails leave once or again as the same bytes, and never to whom they are not for by then.

    MACHINE=500x50 pytest -s -n 0 tests/checkins/test_machine.py     so many runs of so many steps, in about an hour
"""

import datetime as dt
import os
import sys
from collections import Counter, defaultdict
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Min
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts import members
from accounts.models import Membership, Role
from checkins import check_ins, health, plans, ticking
from checkins.check_ins import Outcome
from checkins.clock import AHEAD, AHEAD_EVERY_WEEK
from checkins.events.opening import record
from checkins.events.touching import Change
from checkins.models import CheckIn, CheckInPlan, CheckInReason
from checkins.plans import Wish
from checkins.recurrences import By, Recurrence, Unit, local_date
from mail import sending
from mail.models import Message
from mail.transports import RefusedError
from planning.goals import add_goal
from planning.models import Stake
from planning.stakes import add_stake
from stakeholders import erasure
from stakeholders.models import Stakeholder
from tests import clock_of_database
from tests.checkins import oracle
from tests.conftest import make_leader, make_member, make_workspace
from tests.database_plugin import superuser

RUNS, STEPS = (int(number) for number in os.environ.get("MACHINE", "6x20").split("x"))
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]
NAMES = [f"Person{number} Quillfeather" for number in range(10_000)]
AT = dt.time(9, 30)


# What came about in all runs: a machine in which nothing happens finds nothing.
HAPPENED: Counter[str] = Counter()


class KilledError(BaseException):
    """A process ends here: nothing of ours catches it."""


class Post:
    """Takes mails; the process that hands them over dies after one, or is told to come again."""

    def __init__(self, machine) -> None:
        self.machine = machine
        self.taken: dict[str, list[bytes]] = defaultdict(list)
        self.next = ""

    def __enter__(self):
        return self

    def __exit__(self, *error) -> None:
        pass

    def deliver(self, recipient: str, mime: bytes) -> None:
        does, self.next = self.next, ""
        if does == "put off":
            raise RefusedError("Come again.", for_good=False)
        mail = message_from_bytes(mime)
        self.taken[str(mail["Message-ID"])].append(mime)
        HAPPENED["again"] += len(self.taken[str(mail["Message-ID"])]) > 1
        HAPPENED["delivered"] += 1
        self.machine.is_rightly_delivered(recipient, str(mail["Message-ID"]))
        if does == "dies":
            self.machine.killed[str(mail["Message-ID"])] += 1
            raise KilledError


recurrences = st.one_of(
    st.builds(dict, unit=st.just(Unit.WEEKS), by=st.just(By.WEEKDAY), interval=st.integers(1, 4),
              weekday=st.integers(0, 6)),
    st.builds(dict, unit=st.just(Unit.MONTHS), by=st.just(By.DAY), interval=st.integers(1, 2), day=st.integers(1, 31)),
    st.builds(dict, unit=st.just(Unit.MONTHS), by=st.just(By.WEEKDAY), interval=st.integers(1, 2),
              nth=st.sampled_from([1, 4, -1]), weekday=st.integers(0, 6)),
)  # fmt: skip
which = st.integers(0, 999)


class CheckIns(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.travelling = None
        self.set_clock(dt.timedelta(0))
        self.leader = make_leader()
        self.workspace = make_workspace(self.leader)
        self.member = make_member(self.workspace)
        today = dt.date(2000, 1, 1)
        self.goals = [
            add_goal(self.workspace, statement=f"Goal {n}", starts_on=today, ends_on=dt.date(2999, 1, 1))
            for n in range(2)
        ]
        self.post = Post(self)
        self.killed: Counter[str] = Counter()
        self.made = self.steps = 0
        self.erased: list[str] = []
        # (key of the event, person): reasons that must be there.
        self.reasons: set[tuple[str, int]] = set()

    def teardown(self) -> None:
        if self.travelling is not None:
            self.travelling.stop()
            self.travelling = None
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        cache.clear()
        HAPPENED["begun"] += 1
        HAPPENED["whole runs"] += self.steps >= STEPS
        if RUNS >= 40 and HAPPENED["begun"] % 10 == 0:
            sys.stdout.write(f"{dict(HAPPENED)}\n")
            sys.stdout.flush()

    # Time --------------------------------------------------------------------------------------------------------

    def set_clock(self, ahead: dt.timedelta) -> None:
        self.ahead = ahead
        if self.travelling is not None:
            self.travelling.stop()
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL search_path = {clock_of_database.PATH}")
            cursor.execute(clock_of_database.SET, [ahead])
        self.travelling = time_machine.travel(dt.datetime.now(dt.UTC) + ahead)
        self.travelling.start()

    def now(self) -> dt.datetime:
        with connection.cursor() as cursor:
            cursor.execute("SELECT statement_timestamp()")
            return cursor.fetchone()[0]

    @rule(days=st.integers(0, 45), hours=st.integers(0, 23))
    def time_passes(self, days, hours) -> None:
        self.set_clock(self.ahead + dt.timedelta(days=days, hours=hours))

    @rule()
    def clock_is_set_back(self) -> None:
        self.set_clock(self.ahead - dt.timedelta(hours=2))

    @rule()
    def a_plan_is_due(self) -> None:
        self.wait_for(CheckInPlan.objects.aggregate(first=Min("opens_at"))["first"])
        self.it_ticks(dies=False)

    @rule(does=st.sampled_from(["", "", "dies", "put off"]))
    def a_mail_is_due(self, does) -> None:
        self.wait_for(Message.objects.filter(state__in=["waiting", "sending"]).aggregate(first=Min("due_at"))["first"])
        self.mails_leave(does)

    @rule()
    def a_mail_leaves_and_its_sender_dies(self) -> None:
        self.a_mail_is_due("dies")
        self.a_mail_is_due("")

    def wait_for(self, moment: dt.datetime | None) -> None:
        if moment is not None and moment > (now := self.now()):
            self.set_clock(self.ahead + (moment - now) + dt.timedelta(minutes=1))

    @initialize(patterns=st.lists(recurrences, min_size=2, max_size=3))
    def some_are_there(self, patterns) -> None:
        for number, pattern in enumerate(patterns):
            self.somebody_comes(pattern, ZONES[number], theirs=bool(number % 2), staked=True)

    # People and plans --------------------------------------------------------------------------------------------

    def people(self) -> list[Stakeholder]:
        return list(Stakeholder.objects.filter(workspace=self.workspace).order_by("pk"))

    def one_plan(self, number: int) -> CheckInPlan | None:
        found = list(CheckInPlan.objects.order_by("pk"))
        return found[number % len(found)] if found else None

    def wish(self, pattern: dict, zone: str) -> Wish:
        return Wish(Recurrence(starts_on=self.now().date(), **pattern), AT, zone, "meeting")

    @precondition(lambda self: len(self.people()) < 6)
    @rule(pattern=recurrences, zone=st.sampled_from(ZONES), theirs=st.booleans(), staked=st.booleans())
    def somebody_comes(self, pattern, zone, theirs, staked) -> None:
        HAPPENED["people"] += 1
        name = NAMES[self.made]
        self.made += 1
        person = Stakeholder.objects.create(
            workspace=self.workspace, name=name, email=f"p{self.made}@x.example",
            owner=self.member if theirs else self.leader,
        )  # fmt: skip
        plans.own_pattern(person, self.wish(pattern, zone), expected_version=None)
        if staked:
            add_stake(person, author=self.leader, goal=self.goals[self.made % 2], invests="time", what="Fridays")

    @rule(number=which, pattern=recurrences, zone=st.sampled_from(ZONES))
    def a_pattern_is_edited(self, number, pattern, zone) -> None:
        if (plan := self.one_plan(number)) is not None:
            plans.own_pattern(plan.stakeholder, self.wish(pattern, zone), expected_version=plan.version)

    @rule(number=which, days=st.one_of(st.none(), st.integers(1, 40)))
    def a_plan_is_paused_or_goes_on(self, number, days) -> None:
        plan = self.one_plan(number)
        if plan is None:
            return
        if plan.paused_on is not None:
            plans.resume(plan, expected_version=plan.version)
        else:
            until = local_date(self.now(), plan.zone) + dt.timedelta(days=days) if days else None
            plans.pause(plan, why="On leave", until=until, expected_version=plan.version)

    @rule(number=which)
    def somebody_is_erased(self, number) -> None:
        people = self.people()
        if not people:
            return
        person = people[number % len(people)]
        pk = person.pk
        erasure.erase(person, actor=self.leader, typed_name=person.name)
        self.erased.append(person.name)
        self.reasons = {(key, whom) for key, whom in self.reasons if whom != pk}
        assert not Message.objects.filter(kind="check-in", subject__contains=person.name).exists()
        with connection.cursor() as cursor:
            for table in ("checkin", "checkinevent", "checkinplan", "checkinplanevent", "changeevent", "checkinreason"):
                cursor.execute(
                    f"SELECT count(*) FROM checkins_{table} AS t WHERE t::text LIKE %s", [f"%{person.name}%"]
                )
                assert cursor.fetchone() == (0,), table

    # Changes -----------------------------------------------------------------------------------------------------

    @rule(number=st.integers(0, 7))
    def something_changes(self, number) -> None:
        """The same keys come again and again."""
        key, goal = f"dropped {number}", self.goals[number % 2]
        _, is_new = record(self.workspace, Change("goal_dropped", goals=(goal.pk,)), key=key, says="It was dropped.")
        HAPPENED["changes"] += 1
        if is_new:
            self.reasons |= {
                (key, person) for person in Stake.objects.filter(goal=goal).values_list("stakeholder", flat=True)
            }

    # The clock ---------------------------------------------------------------------------------------------------

    @rule(dies=st.booleans())
    def it_ticks(self, dies) -> None:
        now = self.now()
        due = list(CheckInPlan.objects.filter(opens_at__lte=now).order_by("pk"))
        HAPPENED["ticks"] += 1
        HAPPENED["due"] += len(due)
        before = set(CheckIn.objects.values_list("pk", flat=True))
        if dies:
            with transaction.atomic():
                ticking.tick()
                transaction.set_rollback(True)
            assert set(CheckIn.objects.values_list("pk", flat=True)) == before
        # What was due counts by the clock of the tick, a moment later.
        ticking.tick()
        assert CheckInPlan.objects.filter(opens_at__lte=now).count() == 0
        fresh = {made.plan_id: made for made in CheckIn.objects.exclude(pk__in=before)}
        HAPPENED["opened"] += len(fresh)
        for plan in due:
            expected = self.turn_of(plan, now)
            made = fresh.pop(plan.pk, None)
            stands = made or CheckIn.objects.get(plan=plan, for_on=expected[0])
            assert stands.for_on == expected[0]
            if made is not None:
                HAPPENED["missed"] += made.periods_missed
                assert (made.periods_missed, made.state, made.due_on) == (expected[1], "due", expected[2])
            plan.refresh_from_db()
            assert (plan.opened_for, plan.next_for) == (expected[0], expected[3])
        assert fresh == {}

    def turn_of(self, plan: CheckInPlan, now: dt.datetime) -> tuple[dt.date, int, dt.date, dt.date]:
        """Day by day: which date is opened, how many it stands for, its working day, and the date after."""
        until = now.date() + dt.timedelta(days=150)
        days = [day for day in oracle.occurrences(plan.recurrence, until) if day >= plan.next_for]
        weekly = (plan.unit, plan.interval) == ("weeks", 1)

        def opens(day: dt.date) -> dt.datetime:
            due = oracle.moment(oracle.working_day(day, set()), plan.at, plan.zone)
            return due - (AHEAD_EVERY_WEEK if weekly else AHEAD)

        opened = [days[0], *(day for day in days[1:] if opens(day) <= now)]
        return opened[-1], len(opened) - 1, oracle.working_day(opened[-1], set()), days[len(opened)]

    # What becomes of check-ins -----------------------------------------------------------------------------------

    @rule(number=which, does=st.sampled_from(["held", "skipped", "moved", "prepared", "handed over"]))
    def somebody_answers(self, number, does) -> None:
        found = list(CheckIn.objects.open().order_by("due_at", "pk"))
        if not found:
            return
        one = found[number % len(found)]
        today = local_date(self.now(), one.zone)
        if does == "held":
            check_ins.hold(one, Outcome("They are in."), author=self.leader, expected_version=one.version)
        elif does == "skipped":
            check_ins.skip(one, why="On leave", expected_version=one.version)
        elif does == "moved":
            to = oracle.working_day(today + dt.timedelta(days=1 + number % 9), set())
            at = one.due_at.astimezone(ZoneInfo(one.zone)).time()
            following = one.plan.next_due_at if one.plan else None
            if following is not None and oracle.moment(to, at, one.zone) >= following:
                with pytest.raises(ValidationError, match="The next one is due"):
                    check_ins.move(one, to=to, expected_version=one.version)
            else:
                check_ins.move(one, to=to, expected_version=one.version)
        elif does == "prepared" and one.state == "due":
            check_ins.prepare(one, brief=None, expected_version=one.version)
        elif does == "handed over":
            team = Membership.objects.team().filter(workspace=self.workspace).order_by("pk")
            check_ins.hand_over(one, team[number % len(team)].user, expected_version=one.version)

    @rule()
    def the_member_goes_or_comes_back(self) -> None:
        found = Membership.objects.filter(workspace=self.workspace, user=self.member).first()
        if found is not None:
            members.remove(found)
        else:
            Membership.objects.create(workspace=self.workspace, user=self.member, role=Role.MEMBER)

    # Mails -------------------------------------------------------------------------------------------------------

    @rule(does=st.sampled_from(["", "", "dies", "put off", "dies before"]))
    def mails_leave(self, does) -> None:
        if does == "dies before":
            sending.claim_due(1)
            return
        self.post.next = does
        claims = sending.claim_due()
        try:
            sending.send(claims, self.post)
        except KilledError:
            return
        finally:
            self.post.next = ""
        assert not Message.objects.filter(state="sending", pk__in=[claim.id for claim in claims]).exists()

    def is_rightly_delivered(self, recipient: str, message_id: str) -> None:
        """By what the database says at this moment, whatever was asked before."""
        mail = Message.objects.get(message_id=message_id)
        if mail.kind != "check-in":
            return
        assert Membership.objects.team().filter(workspace=self.workspace, user__email=recipient).exists()
        one = CheckIn.objects.get(pk=mail.about["check_in"])
        assert (one.is_open, one.owner.email, one.due_on.isoformat()) == (True, recipient, mail.about["due_on"])
        assert one.due_at >= self.now() - dt.timedelta(minutes=1)

    # What holds at any time --------------------------------------------------------------------------------------

    @invariant()
    def keys_lead_somewhere(self) -> None:
        self.steps += 1
        HAPPENED["steps"] += 1
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    @invariant()
    def one_open_check_in_after_changes_and_every_reason_kept(self) -> None:
        open_ones = CheckIn.objects.open().filter(origin="change").values_list("stakeholder", flat=True)
        assert max(Counter(open_ones).values(), default=1) == 1
        kept = CheckInReason.objects.values_list("event__key", "check_in__stakeholder")
        assert Counter(kept) == Counter(self.reasons)

    @invariant()
    def an_occurrence_is_opened_once(self) -> None:
        opened = CheckIn.objects.exclude(plan=None).values_list("plan", "for_on")
        assert max(Counter(opened).values(), default=1) == 1

    @invariant()
    def a_mail_again_is_the_same_mail(self) -> None:
        for key, times in self.post.taken.items():
            assert len(set(times)) == 1
            assert len(times) - 1 <= self.killed[key]

    @invariant()
    def nothing_is_in_trouble(self) -> None:
        found = health.read()
        assert (found.in_trouble, found.failed) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_in_whatever_order():
    with superuser(connection.settings_dict["NAME"]) as admin:
        clock_of_database.make(admin)
        try:
            run_state_machine_as_test(
                CheckIns,
                settings=settings(
                    max_examples=RUNS, stateful_step_count=STEPS, deadline=None, database=None,
                    suppress_health_check=list(HealthCheck),
                ),
                # Without it Hypothesis tries many short ones.
                _min_steps=STEPS,
            )  # fmt: skip
        finally:
            connection.close()
            clock_of_database.take_away(admin)
    sys.stdout.write(f"{RUNS} runs of {STEPS} steps: {dict(HAPPENED)}\n")
    # So few steps as the suite takes may miss one of these.
    assert RUNS < 40 or min(HAPPENED[what] for what in ("opened", "missed", "delivered", "changes")) > 0
