"""Where a room stands, as its screens draw it: the facilitator's, the wall's, and the phone of one participant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from discussions.answering.script import Question, Script
from discussions.models import Discussion, Invitation, Prompt, Step
from discussions.room.agenda import agenda_of
from discussions.room.groups import SIZES, group_of, settle
from web.countdown import Clock, clock_of
from web.presence import who_is_in

BEFORE, RUNNING, ENDED = "before", "running", "ended"
EARLIEST = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Stop:
    """A step on the agenda as it is listed."""

    step: Step
    title: str
    is_current: bool
    is_past: bool


@dataclass(frozen=True)
class Room:
    discussion: Discussion
    steps: Sequence[Step]
    at: dt.datetime

    @property
    def current(self) -> Step | None:
        return next((step for step in self.steps if step.place == self.discussion.current_place), None)

    @property
    def state(self) -> str:
        if self.current is not None:
            return RUNNING
        return ENDED if any(step.started_at for step in self.steps) else BEFORE

    @property
    def clock(self) -> Clock | None:
        return clock_of(self.current, self.at) if self.current else None

    @property
    def next(self) -> Step | None:
        return self._beside(1)

    @property
    def previous(self) -> Step | None:
        return self._beside(-1)

    def _beside(self, by: int) -> Step | None:
        place = self.discussion.current_place
        return None if place is None else next((step for step in self.steps if step.place == place + by), None)

    @property
    def planned(self) -> int:
        return sum(step.minutes for step in self.steps)

    @property
    def left(self) -> int:
        """Minutes of what has not been started."""
        return sum(step.minutes for step in self.steps if step.started_at is None)

    @property
    def stops(self) -> list[Stop]:
        place = self.discussion.current_place
        return [
            Stop(step, title_of(step), step.place == place, step.started_at is not None and step.place != place)
            for step in self.steps
        ]


def room_of(discussion: Discussion, at: dt.datetime, *, steps: Sequence[Step] | None = None) -> Room:
    """`steps` are the agenda where it is at hand already."""
    return Room(discussion, agenda_of(discussion) if steps is None else steps, at)


def title_of(step: Step) -> str:
    """What a step is called where there is no room for its prompt."""
    return str(step.title or (step.prompt.text if step.prompt else ""))


def leads_to_room(discussion: Discussion, *, at: dt.datetime) -> bool:
    """Whether whoever opens their link is led into the room: while it runs, and in the hour before it begins."""
    if discussion.held != Discussion.Held.LIVE or discussion.is_over(at) or discussion.opens_at is None:
        return False
    if discussion.current_place is not None:
        return True
    has_ended = Step.objects.filter(discussion=discussion, started_at__isnull=False).exists()
    return not has_ended and discussion.opens_at - at <= EARLIEST


@dataclass(frozen=True)
class Person:
    invitation: UUID
    name: str
    department: int | None
    is_in: bool


def people_of(discussion: Discussion) -> list[Person]:
    """Everybody invited, by name, and whether they are in."""
    rows = list(
        Invitation.objects.standing()
        .filter(discussion=discussion)
        .order_by("stakeholder__name", "pk")
        .values_list("pk", "stakeholder__name", "stakeholder__department")
    )
    present = who_is_in(discussion.channel, [pk for pk, *_ in rows])
    return [Person(pk, name, department, pk in present) for pk, name, department in rows]


def companions(room: Room, invitation: Invitation) -> list[str] | None:
    """The names of those with whom somebody is in a pair or a four; None at a step without groups."""
    step = room.current
    if step is None or Step.Setting(step.setting) not in SIZES:
        return None
    people = {each.invitation: each for each in people_of(room.discussion)}
    present = {pk: each.department for pk, each in people.items() if each.is_in or pk == invitation.pk}
    groups = settle(room.discussion, step, present)
    return [people[pk].name for pk in group_of(groups, invitation.pk)]


def mixed(room: Room, people: Sequence[Person]) -> int:
    """How many groups those who are in make at this step; groups follow who comes and leaves."""
    step = room.current
    if step is None:
        return 0
    return len(settle(room.discussion, step, {each.invitation: each.department for each in people if each.is_in}))


def question_at(script: Script, room: Room) -> Question | None:
    """What this person is asked now. A scale that is asked again is asked again when the room comes back to it after
    others' ideas."""
    step = room.current
    question = script.of_prompt(step.prompt_id) if step and step.prompt_id else None
    if question is None or step is None:
        return None
    again = next((each for each in script.questions if each.again and each.prompt.pk == question.prompt.pk), None)
    return again if again and question.is_given and _saw_ideas_before(room, step) else question


def _saw_ideas_before(room: Room, step: Step) -> bool:
    walls = [each.started_at for each in room.steps if each.prompt and each.prompt.kind == Prompt.Kind.IDEAS]
    return any(at is not None and step.started_at is not None and at < step.started_at for at in walls)
