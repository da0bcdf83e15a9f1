"""What the network page reads: its drawing as columns, and the findings of the last reading with names to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.models import Workspace
from stakeholders.models import Department, Kind, NetworkPin, NetworkReading, Relationship, Segment, Stakeholder
from stakeholders.network.measures import MEASURES, MeasureWords
from stakeholders.network.story import Story, tell
from stakeholders.queries.paths import our_team

KINDS = tuple(Kind.values)
SEGMENTS = tuple(Segment.values)
TIE_KINDS = tuple(Relationship.Kind.values)
DIRECTIONS = tuple(Relationship.Direction.values)
PAGERANK = next(each for each in MEASURES if each.key == "pagerank")
# Gould and Fernandez' roles, as what somebody does.
ROLE_WORDS = {
    "liaison": "links departments that are not theirs",
    "gatekeeper": "lets others into their department",
    "representative": "speaks for their department",
    "itinerant": "links people of another department",
    "coordinator": "links people of their department",
}
# Everything that the drawing reads.
DRAWN_FROM = (Stakeholder, Relationship, Department, NetworkPin, NetworkReading)
# Rows read at a time: the default of a hundred costs as much as the rows.
CHUNK = 5_000


def reading_of(workspace: Workspace) -> NetworkReading | None:
    """The last reading without its long lists, which a page has no use for."""
    return (
        NetworkReading.objects.filter(workspace=workspace, read_at__isnull=False)
        .defer("columns", "introductions")
        .first()
    )


def drawing(workspace: Workspace) -> dict[str, Any]:
    """Everybody and every tie, as columns: the browser draws from them.

    `people.x` and `.y` are None for whom no reading has placed yet. `ties.from` and `.to` are places in the lists of
    people; a weight of 0 is not known.
    """
    reading = NetworkReading.objects.filter(workspace=workspace).values_list("columns", flat=True).first() or {}
    row_of = {pk: row for row, pk in enumerate(reading.get("id", ()))}
    departments = dict(Department.objects.filter(workspace=workspace).values_list("pk", "name"))
    department_row = {pk: row for row, pk in enumerate(departments)}
    pins = {
        pk: (x, y)
        for pk, x, y in NetworkPin.objects.filter(workspace=workspace).values_list("stakeholder_id", "x", "y")
    }
    fields = ("pk", "name", "job_title", "kind", "is_group", "department_id", "segment", "position")
    people = list(Stakeholder.objects.filter(workspace=workspace).order_by("pk").values_list(*fields).iterator(CHUNK))
    place = {row[0]: index for index, row in enumerate(people)}
    rows = [row_of.get(person[0]) for person in people]
    drawn = Relationship.objects.filter(workspace=workspace).order_by("pk")
    ties = list(
        drawn.values_list("pk", "source_id", "target_id", "kind", "direction", "weight", "label").iterator(CHUNK)
    )
    return {
        "departments": list(departments.values()),
        "people": {
            "id": [person[0] for person in people],
            "name": [person[1] for person in people],
            "title": [person[2] for person in people],
            "kind": [KINDS.index(person[3]) for person in people],
            "group": [int(person[4]) for person in people],
            "department": [department_row.get(person[5], -1) for person in people],
            "segment": [SEGMENTS.index(person[6]) for person in people],
            "position": [person[7] for person in people],
            "x": [_pinned(pins, person[0], 0, reading, "x", row) for person, row in zip(people, rows, strict=True)],
            "y": [_pinned(pins, person[0], 1, reading, "y", row) for person, row in zip(people, rows, strict=True)],
            "pinned": [int(person[0] in pins) for person in people],
            "community": [None if row is None else reading["community"][row] for row in rows],
            **{
                measure.key: [None if row is None else reading[measure.key][row] for row in rows]
                for measure in MEASURES
                if measure.key in reading
            },
        },
        "ties": {
            "id": [tie[0] for tie in ties],
            "from": [place[tie[1]] for tie in ties],
            "to": [place[tie[2]] for tie in ties],
            "kind": [TIE_KINDS.index(tie[3]) for tie in ties],
            "direction": [DIRECTIONS.index(tie[4]) for tie in ties],
            "weight": [tie[5] or 0 for tie in ties],
            "label": {str(index): tie[6] for index, tie in enumerate(ties) if tie[6]},
        },
    }


def _pinned(
    pins: Mapping[int, tuple[float, float]], pk: int, axis: int, reading: Mapping[str, Any], name: str, row: int | None
) -> float | None:
    if pk in pins:
        return pins[pk][axis]
    return None if row is None else reading[name][row]


# The page ------------------------------------------------------------------------------------------------------------

TABLE = 25
LISTED = 6


@dataclass(frozen=True)
class Person:
    """Somebody named in a finding, with the number that named them."""

    person: Stakeholder
    value: str = ""
    note: str = ""


@dataclass(frozen=True)
class Team:
    """A set of key players."""

    people: tuple[Stakeholder, ...]
    share: str
    method: str


@dataclass(frozen=True)
class WayIn:
    department: str
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Figure:
    """A number about the whole network: its standard term, and what it says."""

    term: str
    value: str
    says: str


@dataclass(frozen=True)
class NetworkPage:
    story: Story
    measure: MeasureWords
    table: tuple[Person, ...]
    brokers: tuple[Person, ...] = ()
    cut_points: tuple[Person, ...] = ()
    ways_in: tuple[WayIn, ...] = ()
    reach: tuple[Team, ...] = ()
    loss: tuple[Team, ...] = ()
    figures: tuple[Figure, ...] = ()
    torn: tuple[str, ...] = ()
    estimates: tuple[str, ...] = ()
    reading: NetworkReading | None = None


def network_page(workspace: Workspace, *, by: str = "") -> NetworkPage:
    """What the page says beside the drawing. One query for everybody it names."""
    measure = next((each for each in MEASURES if each.key == by), PAGERANK)
    reading = reading_of(workspace)
    if reading is None:
        return NetworkPage(Story((), ()), measure, ())
    found = reading.findings
    people = Stakeholder.objects.select_related("department").in_bulk(_named(found))
    departments = dict(Department.objects.filter(workspace=workspace).values_list("pk", "name"))
    ours = set(our_team(workspace).values_list("pk", flat=True))

    def ranked(key: str, many: int) -> tuple[Person, ...]:
        words = next(each for each in MEASURES if each.key == key)
        rows = [(people[pk], value) for pk, value in found["top"].get(key, ()) if pk in people]
        return tuple(Person(person, words.shown(value)) for person, value in rows[:many])

    return NetworkPage(
        story=tell(found, {pk: person.name for pk, person in people.items()}, ours=ours),
        measure=measure,
        table=ranked(measure.key, TABLE),
        brokers=tuple(
            Person(people[pk], f"{roles['total']:,}", role_words(roles)) for pk, roles in found["roles"] if pk in people
        )[:LISTED],
        cut_points=tuple(
            Person(people[cut["id"]], f"{cut['cut_off']:,}", _some(cut, people))
            for cut in found["cut_points"]["worst"]
            if cut["id"] in people and cut["cut_off"]
        )[:LISTED],
        ways_in=tuple(
            WayIn(departments[int(pk)], tuple(Person(people[who], f"{many:,}") for who, many in ways if who in people))
            for pk, ways in found["ways_into"].items()
            if int(pk) in departments and any(who in people for who, _ in ways)
        ),
        reach=_teams(found["key_players"]["reach"], people),
        loss=_teams(found["key_players"]["loss"], people),
        figures=figures(found),
        torn=tuple(departments[pk] for pk, _ in found["communities"]["torn"] if pk in departments),
        estimates=tuple(
            f"{words.plain}: {found['estimates'][words.key]}" for words in MEASURES if words.key in found["estimates"]
        ),
        reading=reading,
    )


def _named(found: Mapping[str, Any]) -> list[int]:
    """Everybody whom the findings name."""
    pks: set[int] = {pk for top in found["top"].values() for pk, _ in top}
    pks.update(pk for pk, _ in found["roles"])
    pks.update(who for ways in found["ways_into"].values() for who, _ in ways)
    for cut in found["cut_points"]["worst"]:
        pks.update([cut["id"], *cut["some"]])
    for kind in ("reach", "loss"):
        pks.update(who for team in found["key_players"][kind] for who in team["people"])
    return list(pks)


def _teams(teams: Iterable[Mapping[str, Any]], people: Mapping[int, Stakeholder]) -> tuple[Team, ...]:
    return tuple(
        Team(tuple(people[who] for who in team["people"] if who in people), f"{team['value']:.0%}", team["method"])
        for team in teams
    )


def _some(cut: Mapping[str, Any], people: Mapping[int, Stakeholder]) -> str:
    """The first of those whom somebody would cut off, by name."""
    names = [people[pk].name for pk in cut["some"][:3] if pk in people]
    more = cut["cut_off"] - len(names)
    return ", ".join(names) + (f" and {more:,} more" if more > 0 else "")


def role_words(roles: Mapping[str, int]) -> str:
    """The role that somebody plays most between departments, as what they do."""
    played = max(ROLE_WORDS, key=lambda role: roles[role])
    return ROLE_WORDS[played]


def figures(found: Mapping[str, Any]) -> tuple[Figure, ...]:
    """The whole network in numbers; one that means nothing here is left out."""
    told = [
        ("Density", found["density"], "{:.1%}", "of all possible ties are there"),
        ("Reciprocity", found["reciprocity"], "{:.0%}", "of ties go both ways"),
        ("Transitivity", found["transitivity"], "{:.0%}", "of contacts of a contact know each other"),
        ("Connectedness", found["dimensions"]["connectedness"], "{:.0%}", "of pairs have some way to each other"),
        ("Hierarchy", found["dimensions"]["hierarchy"], "{:.0%}", "of joined pairs are joined one way only"),
        (
            "Modularity",
            found["communities"]["modularity"],
            "{:.2f}",
            "how clearly the network falls into groups: 0 not at all, from about 0.4 clearly",
        ),
        (
            "Adjusted Rand index",
            found["communities"]["adjusted_rand"],
            "{:.2f}",
            "how far those groups are the departments: 1 the same, 0 by chance",
        ),
    ]
    return tuple(Figure(term, form.format(value), says) for term, value, form, says in told if value is not None)


# Cut out by the database: all columns of ten thousand people are two megabytes. Taken apart once, since each look at
# a stored column unpacks all of it. Starts with SELECT: what starts with WITH is taken for a change to be audited.
ONE_PERSON = """
    SELECT key, value -> place FROM (
        WITH listed AS MATERIALIZED (
            SELECT each.key, each.value FROM stakeholders_networkreading, jsonb_each(columns) AS each
            WHERE workspace_id = %s
        ), found AS (
            SELECT (person.number - 1)::int AS place
            FROM listed, jsonb_array_elements(value) WITH ORDINALITY AS person (id, number)
            WHERE key = 'id' AND person.id = to_jsonb(%s::bigint)
        )
        SELECT key, value, place FROM listed, found WHERE key = ANY(%s)
    ) AS measures
"""


def measured(workspace: Workspace, pk: int) -> tuple[Figure, ...]:
    """One person's measures; none before a reading has seen them."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_PERSON, [workspace.pk, pk, [each.key for each in MEASURES]])
        values = {key: json.loads(value) for key, value in cursor.fetchall()}
    return tuple(
        Figure(each.term, each.shown(values[each.key]), each.means)
        for each in MEASURES
        if values.get(each.key) is not None
    )
