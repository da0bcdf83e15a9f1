"""What the palette finds: people by name, title, e-mail, department or tag, and pages by what they are called."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.urls import reverse

from accounts.models import Membership
from stakeholders.models import Kind, Stakeholder
from stakeholders.models.stakeholder import Folded, StakeholderQuerySet

MOST = 8
KIND_WORDS = {Kind.CUSTOMER: "Customer", Kind.PARTNER: "Partner"}


@dataclass(frozen=True)
class Place:
    """A page or an action, with other words that people look for it by."""

    label: str
    url: str
    icon: str
    also: str = ""
    for_leaders: bool = False
    is_action: bool = False


PLACES = (
    Place("Add a stakeholder", "stakeholders:new", "user-plus", "new person create customer", is_action=True),
    Place(
        "Log a contact", "stakeholders:touchpoint-any", "message-square-plus", "touchpoint meeting call", is_action=True
    ),
    Place(
        "Hand in a request", "planning:request-new", "inbox", "problem order brief told somebody wants", is_action=True
    ),
    Place("Import a file", "stakeholders:import-new", "upload", "kumu csv excel spreadsheet", is_action=True),
    Place("Plan a check-in", "checkins:extra-any", "calendar-plus", "meet talk resell extra", is_action=True),
    Place("Today", "today:today", "sun", "home week conversations brief prepare"),
    Place("Investor map", "stakeholders:map", "map", "influence interest quadrant"),
    Place("Register", "stakeholders:register", "table-2", "stakeholders people list table customers"),
    Place("Engagement matrix", "stakeholders:matrix", "grid-3x3", "pmbok gap"),
    Place("Network", "stakeholders:network", "waypoints", "relationships ties influence paths"),
    Place("Warm paths", "stakeholders:paths", "route", "introductions who knows reach"),
    Place("Coverage", "planning:coverage", "shield-check", "gaps who knows whom contacts"),
    Place("Organisation chart", "stakeholders:chart", "network", "reports hierarchy organization"),
    Place("Imports", "stakeholders:imports", "file-up", "undo"),
    Place("Export", "stakeholders:exports", "download", "backup kumu archive"),
    Place("Discussions", "discussions:discussions", "messages-square", "ask talk invite vote room"),
    Place("Guides", "discussions:guides", "book-open-text", "prompts questions interview"),
    Place("Commitments", "discussions:commitments", "handshake", "promises agreement overdue"),
    Place("Goals", "planning:goals", "target", "marketing priorities quarter"),
    Place("Planning sessions", "planning:sessions", "layout-list", "quarter together poker board notes order size"),
    Place("Requests", "planning:requests", "inbox", "problems brought orders intake desk owner decide decline"),
    Place(
        "Strategy or order desk", "impact:order-desk", "scale", "index ad hoc capacity days goals prescriptions late"
    ),
    Place(
        "Calendar of work", "impact:work-calendar", "calendar-range", "weeks quarter goals initiatives requests ad hoc"
    ),
    Place("How you measure me", "impact:service-measures", "ruler", "goldratt measures reward service goals flagged"),
    Place("Alignment map", "planning:alignment", "table-2", "goals stakes departments share"),
    Place("Playbook", "planning:playbook", "book-open", "advice ways segment"),
    Place("Overview of impact", "impact:overview", "gauge", "numbers dashboard executive kpi"),
    Place("Metrics", "impact:metrics", "chart-line", "impact numbers measure kpi target"),
    Place("Explore the numbers", "impact:explore", "telescope", "impact chart compare year zoom plot"),
    Place("Initiatives", "impact:initiatives", "rocket", "impact evidence experiment campaign"),
    Place("Attribution", "impact:attribution", "split", "impact journeys channels markov shapley credit touch"),
    Place("Reports", "impact:reports", "file-text", "impact audience board cfo issue pdf share"),
    Place("Return on stake", "impact:returns", "hand-coins", "impact investors stakes told waiting"),
    Place("Numbers from a file", "impact:files", "upload", "observations csv excel survey answers"),
    Place("Changes", "checkins:events", "activity", "events leadership priority dropped champion lost target missed"),
    Place("Check-ins", "checkins:agenda", "calendar-check", "agenda due overdue resell cadence"),
    Place("Calendar of check-ins", "checkins:calendar", "calendar-days", "month days move"),
    Place("Rules of check-ins", "checkins:rules", "repeat", "cadence rhythm holidays pattern"),
    Place("Schedule of check-ins", "checkins:schedule", "clock", "clock health late stands still", for_leaders=True),
    Place("Notices of check-ins", "checkins:notices", "bell", "reminders digest mails hours calendar feed ics"),
    Place("Mail", "mail:messages", "mail", "letters sent messages"),
    Place("Test the mail settings", "mail:test", "mail-check", "smtp server", for_leaders=True),
    Place("Members", "accounts:members", "users", "team invite roles"),
    Place("Audit trail", "accounts:audit", "history", "who when log", for_leaders=True),
)


def find(people: StakeholderQuerySet, text: str, *, membership: Membership) -> list[dict[str, Any]]:
    """Groups for components/find_results.html, only those that hold something; everything findable for no text."""
    slug = membership.workspace.slug
    groups = [
        {"label": "People", "items": found_people(people, text, slug) if text else []},
        {"label": "Actions", "items": found_places(text, membership, actions=True)},
        {"label": "Pages", "items": found_places(text, membership, actions=False)},
    ]
    return [group for group in groups if group["items"]]


def found_people(people: StakeholderQuerySet, text: str, slug: str) -> list[dict[str, Any]]:
    """Whose name begins with the text first, then by name."""
    begins = ExpressionWrapper(Q(folded__startswith=Folded(Value(text.strip()))), output_field=BooleanField())
    matching = people.matching(text).annotate(begins=begins).select_related("department")
    return [
        {
            "href": reverse("stakeholders:person", args=[slug, person.pk]),
            "label": person.name,
            "note": " · ".join(_notes(person)),
            "icon": "",
            "segment": person.segment if person.current_id else None,
            "position": person.position,
        }
        for person in matching.order_by("-begins", "folded", "pk")[:MOST]
    ]


def suggested_people(people: StakeholderQuerySet, text: str) -> list[tuple[str, str]]:
    """What to type for each of the first people that match, and what tells them apart."""
    found = list(people.matching(text).select_related("department").order_by("folded", "pk")[:MOST]) if text else []
    names = Counter(person.name for person in found)
    return [
        (person.name if names[person.name] == 1 else f"{person.name} #{person.pk}", " · ".join(_notes(person)))
        for person in found
    ]


def _notes(person: Stakeholder) -> list[str]:
    department = person.department.name if person.department else ""
    return [word for word in (KIND_WORDS.get(Kind(person.kind), ""), person.job_title, department) if word]


def found_places(text: str, membership: Membership, *, actions: bool) -> list[dict[str, Any]]:
    words = text.casefold().split()
    return [
        {
            "href": reverse(place.url, args=[membership.workspace.slug]),
            "label": place.label,
            "note": "",
            "icon": place.icon,
        }
        for place in PLACES
        if place.is_action == actions
        and (membership.is_leader or not place.for_leaders)
        and all(word in f"{place.label} {place.also}".casefold() for word in words)
    ]
