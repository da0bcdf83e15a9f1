"""Makes the demo's rows from its story, in one transaction."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any
from zoneinfo import ZoneInfo

import pghistory
from django.conf import settings
from django.db import transaction

from accounts.isolation import scope
from accounts.models import Membership, Role, User, Workspace
from accounts.workspaces import create_workspace, memberships_of
from stakeholders.demo import approach, concerns, deciders, makers, market, ties
from stakeholders.demo.script import INES, SAM, Contact, Look, Person, judged_fields
from stakeholders.models import (
    Assessment,
    Concern,
    Department,
    FollowUp,
    Kind,
    Note,
    Relationship,
    SalienceJudgement,
    Stakeholder,
    Touchpoint,
)

NAME, SLUG = "Northwind Instruments", "northwind"
WHY = "Made the demo workspace"
AIKO = "executive@northwind.example"
ACCOUNTS = {
    INES: ("Ines Rourke", Role.LEADER),
    SAM: ("Sam Ferris", Role.MEMBER),
    AIKO: ("Aiko Tanabe", Role.EXECUTIVE),
}
CAST: tuple[Person, ...] = (*deciders.CAST, *market.CAST, *makers.CAST)
TIES = ties.TIES


def demo_workspace() -> Workspace | None:
    """The demo's workspace, once it is made."""
    leader = User.objects.filter(email=INES).first()
    if leader is None:
        return None
    return next((each.workspace for each in memberships_of(leader.pk) if each.workspace.is_demo), None)


def make_demo(*, today: dt.date) -> tuple[Workspace, bool]:
    """The demo's workspace and whether it was made now; what stands already is left as it is."""
    existing = demo_workspace()
    if existing is not None:
        return existing, False
    with transaction.atomic():
        users = {email: _account(email, name) for email, (name, _) in ACCOUNTS.items()}
        workspace = create_workspace(NAME, leader=users[INES], slug=SLUG, is_demo=True)
        with (
            scope(workspace=workspace.pk, user=users[INES].pk),
            pghistory.context(user=users[INES].pk, why=WHY),
        ):
            Membership.objects.bulk_create(
                Membership(workspace=workspace, user=users[email], role=role)
                for email, (_, role) in ACCOUNTS.items()
                if email != INES
            )
            _Stage(workspace, users, today).fill()
    return workspace, True


def _account(email: str, name: str) -> User:
    """Somebody whom only the demo's one click signs in: they have no password and no mailbox."""
    user, _ = User.objects.get_or_create(email=email, defaults={"name": name, "password": "!"})
    if user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
    user.emailaddress_set.get_or_create(email=email, defaults={"verified": True, "primary": True})
    return user


class _Stage:
    """Turns the cast into rows, table by table."""

    def __init__(self, workspace: Workspace, users: dict[str, User], today: dt.date) -> None:
        self.workspace = workspace
        self.users = users
        self.today = today
        self.people: dict[str, Stakeholder] = {}

    def fill(self) -> None:
        names = sorted({person.department for person in CAST if person.department})
        rows = Department.objects.bulk_create(Department(workspace=self.workspace, name=name) for name in names)
        departments = dict(zip(names, rows, strict=True))
        people = Stakeholder.objects.bulk_create(self._stakeholder(person, departments) for person in CAST)
        self.people = {person.name: person for person in people}
        self._judge()
        Relationship.objects.bulk_create(self._ties())
        Touchpoint.objects.bulk_create(
            self._touchpoint(self.people[person.name], contact) for person in CAST for contact in person.contacts
        )
        self._approach()
        self._concerns()

    def _stakeholder(self, person: Person, departments: dict[str, Department]) -> Stakeholder:
        entered = at_work(workday(self.today - dt.timedelta(days=person.known_for)))
        return Stakeholder(
            workspace=self.workspace,
            kind=person.kind,
            is_group=person.is_group,
            name=person.name,
            email=address(person),
            job_title=person.job_title,
            department=departments.get(person.department),
            owner=self.users.get(person.owner),
            notes=person.notes,
            cadence_days=approach.CADENCES.get(person.name),
            tags=list(person.tags),
            created_at=entered,
            updated_at=entered,
        )

    def _judge(self) -> None:
        rows = [
            self._assessment(self.people[person.name], look, held)
            for person in CAST
            for look, held in judged_fields(person.looks)
        ]
        # In the order of the days, so that ids and dates agree, as they do when people write them.
        rows.sort(key=lambda row: row.assessed_on)
        last = {row.stakeholder_id: row for row in Assessment.objects.bulk_create(rows)}
        for person in self.people.values():
            current = last.get(person.pk)
            if current is not None:
                person.current = current
                person.version = 1 + sum(row.stakeholder_id == person.pk for row in rows)
                person.updated_at = current.recorded_at
        Stakeholder.objects.bulk_update(self.people.values(), ["current", "version", "updated_at"])

    def _assessment(self, person: Stakeholder, look: Look, held: dict[str, object]) -> Assessment:
        day = workday(self.today - dt.timedelta(days=look.days_ago))
        return Assessment(
            workspace=self.workspace,
            stakeholder=person,
            assessed_on=day,
            recorded_at=at_work(day),
            author=self.users[look.author],
            why=look.why,
            confidence=look.confidence,
            source=look.source,
            **held,
        )

    def _ties(self) -> list[Relationship]:
        lines = [
            Relationship(
                workspace=self.workspace,
                source=self.people[person.name],
                target=self.people[person.reports_to],
                kind=Relationship.Kind.REPORTS_TO,
            )
            for person in CAST
            if person.reports_to
        ]
        return lines + [
            Relationship(
                workspace=self.workspace,
                source=self.people[tie.source],
                target=self.people[tie.target],
                kind=tie.kind,
                weight=tie.weight,
                label=tie.label,
                direction=tie.direction,
            )
            for tie in TIES
        ]

    def _touchpoint(self, person: Stakeholder, contact: Contact) -> Touchpoint:
        day = workday(self.today - dt.timedelta(days=contact.days_ago))
        promised = None if contact.follow_up is None else workday(day + dt.timedelta(days=contact.follow_up))
        kept = None if contact.done is None else min(self.today, workday(day + dt.timedelta(days=contact.done)))
        return Touchpoint(
            workspace=self.workspace,
            stakeholder=person,
            kind=contact.kind,
            happened_on=day,
            mood=contact.mood,
            summary=contact.summary,
            follow_up_by=promised,
            followed_up_on=kept,
            author=self.users[contact.author],
            created_at=at_work(day),
        )

    def _approach(self) -> None:
        """Notes, follow-ups and judgements of salience, in the order in which they were written."""
        Note.objects.bulk_create(
            Note(
                **self._about(each.who, each.author, day := self._ago(each.days_ago)),
                kind=each.kind,
                words=each.words,
                noted_on=day,
            )
            for each in sorted(approach.NOTES, key=lambda each: -each.days_ago)
        )
        FollowUp.objects.bulk_create(
            FollowUp(
                **self._about(each.who, each.author, self._ago(each.planned)),
                words=each.words,
                due_on=self._ago(-each.due),
                done_on=None if each.done is None else self._ago(each.done),
            )
            for each in sorted(approach.FOLLOW_UPS, key=lambda each: -each.planned)
        )
        SalienceJudgement.objects.bulk_create(
            SalienceJudgement(
                **self._about(each.who, each.author, day := self._ago(each.days_ago)),
                judged_on=day,
                power=each.power,
                legitimacy=each.legitimacy,
                urgency=each.urgency,
                why=each.why,
            )
            for each in sorted(approach.SALIENCE, key=lambda each: -each.days_ago)
        )

    def _concerns(self) -> None:
        """Raised, answered and settled one after the other, so that their history tells it."""
        made = Concern.objects.bulk_create(
            Concern(
                **self._about(each.who, each.author, day := self._ago(each.days_ago)),
                cause=each.cause,
                said=each.said,
                raised_on=day,
            )
            for each in concerns.CONCERNS
        )
        for concern, each in zip(made, concerns.CONCERNS, strict=True):
            row = Concern.objects.filter(pk=concern.pk)
            if each.answer is not None:
                row.update(responded_on=self._ago(each.answer[0]), response=each.answer[1])
            if each.settled is not None:
                # The reason of a context stays until another takes its place.
                pghistory.context(why=each.settled[1])
                row.update(settled_on=self._ago(each.settled[0]))
                pghistory.context(why=WHY)

    def _ago(self, days: int) -> dt.date:
        return workday(self.today - dt.timedelta(days=days))

    def _about(self, who: str, author: str, day: dt.date) -> dict[str, Any]:
        return {
            "workspace": self.workspace,
            "stakeholder": self.people[who],
            "author": self.users[author],
            "created_at": at_work(day),
        }


def workday(day: dt.date) -> dt.date:
    """The day itself, or the Friday before a weekend."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def at_work(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9, 30), tzinfo=ZoneInfo(settings.TIME_ZONE))


def address(person: Person) -> str:
    """The person's e-mail address: as written, or by the company's rule for its own people."""
    if person.email is not None:
        return person.email
    for account, (name, _) in ACCOUNTS.items():
        if name == person.name:
            return account
    if person.kind != Kind.INTERNAL:
        return ""
    plain = unicodedata.normalize("NFKD", person.name).encode("ascii", "ignore").decode().lower()
    return f"{'.'.join(plain.split())}@northwind.example"
