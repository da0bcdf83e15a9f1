"""Works out layout and measures of a workspace's network in the background, and keeps them until a tie changes."""

from __future__ import annotations

import datetime as dt
import math
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import Workspace
from stakeholders.analysis import centrality, cohesion, communities, distances, hierarchy, key_players
from stakeholders.analysis.brokerage import Roles, brokerage
from stakeholders.analysis.layout import layout
from stakeholders.analysis.network import Network, network
from stakeholders.models import NetworkChange, NetworkPin, NetworkReading, Relationship, Stakeholder
from stakeholders.network.flow import Tie, influence, introductions
from web.live import publish
from web.remembered import Remembered

# How many of each list the page can show.
NAMED = 12
# Sets of key players: up to so many people, and up to fewer in a large network, where each size costs a second.
LARGEST_TEAM, LARGEST_OF_MANY = 5, 3
MANY = 500
# The word of a running reading is believed for so many seconds, and renewed in between: a worker that died is silent.
BELIEVED_FOR, RENEWED_EVERY = 45, 15
# Who is asked for and has not begun is asked for again after this; a reading that failed is tried again after this.
ASKED_FOR, FAILED_FOR = 2 * 60, 5 * 60
# Waiting longer than this is no queue any more.
LONG_WAIT = 60
WAITING = "Waiting for a free hand"
NOBODY = "Nothing has begun yet: the worker that reads in the background may have stopped"
FAILED = "The last attempt broke off. It is tried again within five minutes"

# Networks as they were read last, for those who look at one after another page about them: each costs some megabytes.
LATEST: Remembered[Network] = Remembered(3)

Report = Callable[[int, str], None]
Place = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Ground:
    """What a reading starts from: everybody and their ties as arrays, departments in the order of `network.people`."""

    network: Network
    introductions: Network
    departments: list[int | None]


def channel(workspace: Workspace) -> str:
    return f"network:{workspace.pk}"


def out_of_date(workspace: Workspace) -> bool:
    """Whether ties or people changed since the last reading, or there was none."""
    return (
        NetworkChange.objects.filter(workspace=workspace).exists()
        or not NetworkReading.objects.filter(workspace=workspace, read_at__isnull=False).exists()
    )


def ties_of(workspace: Workspace) -> list[Tie]:
    rows = Relationship.objects.filter(workspace=workspace).order_by()
    return [
        Tie(*row) for row in rows.values_list("source_id", "target_id", "kind", "direction", "weight").iterator(5_000)
    ]


def ground_of(workspace: Workspace) -> Ground:
    """Who moves whom and who can take a message to whom, everybody included."""
    people = Stakeholder.objects.filter(workspace=workspace).order_by("pk").values_list("pk", "department_id")
    rows = list(people.iterator(5_000))
    pks = [pk for pk, _ in rows]
    ties = ties_of(workspace)
    return Ground(network(pks, influence(ties)), network(pks, introductions(ties)), [each for _, each in rows])


def introduction_network(workspace: Workspace) -> Network:
    """Who can take a message to whom: from the last reading, or from the ties themselves when they changed since."""
    if NetworkChange.objects.filter(workspace=workspace).exists():
        return ground_of(workspace).introductions
    stored = NetworkReading.objects.filter(workspace=workspace, read_at__isnull=False)
    read_at = stored.values_list("read_at", flat=True).first()
    if read_at is None:
        return ground_of(workspace).introductions
    return LATEST.get(workspace.pk, read_at, lambda: _introductions(stored))


def _introductions(stored: QuerySet[NetworkReading]) -> Network:
    people, arcs = stored.values_list("columns__id", "introductions").get()
    return Network(
        tuple(people),
        np.array(arcs["carrier"], dtype=np.int64),
        np.array(arcs["receiver"], dtype=np.int64),
        np.array(arcs["weight"], dtype=np.float64),
    )


@dataclass(frozen=True, eq=False)
class Start:
    """What a reading saw when it began."""

    ground: Ground
    places: dict[Hashable, Place]
    pins: dict[Hashable, Place]
    # Whom the changes touch; None when everything is to be laid out anew.
    touched: set[int] | None
    changes: list[int]
    last_read_at: dt.datetime | None


def read_network(workspace: Workspace, *, report: Report | None = None) -> bool:
    """Bring the reading up to date. False when another one was stored meanwhile, and this one is thrown away.

    Outside of its two short transactions it holds nothing, so call it outside of one where its time matters. Changes
    that are stored meanwhile stay, and make this reading out of date at once.
    """
    tell = report or (lambda percent, step: None)
    with scope(workspace=workspace.pk):
        tell(5, "Reading the ties")
        start = _start(workspace)
    columns, findings = _work_out(start, tell)
    with scope(workspace=workspace.pk):
        stored = NetworkReading.objects.filter(workspace=workspace, read_at=start.last_read_at)
        if start.last_read_at is None:
            stored = NetworkReading.objects.filter(workspace=workspace, read_at__isnull=True)
        arcs = _arcs(start.ground.introductions)
        if not stored.update(columns=columns, findings=findings, introductions=arcs, read_at=timezone.now()):
            return False
        NetworkChange.objects.filter(pk__in=start.changes).delete()
        publish(channel(workspace), "read")
    return True


def _start(workspace: Workspace) -> Start:
    reading, _ = NetworkReading.objects.get_or_create(workspace=workspace)
    # Before the ties: what is stored in between is seen, and stays to be seen again.
    changes = list(NetworkChange.objects.filter(workspace=workspace))
    pins = NetworkPin.objects.filter(workspace=workspace).values_list("stakeholder_id", "x", "y")
    return Start(
        ground=ground_of(workspace),
        places=_places(reading),
        pins={pk: (x, y) for pk, x, y in pins},
        touched=_touched(changes) if reading.read_at else None,
        changes=[change.pk for change in changes],
        last_read_at=reading.read_at,
    )


def _arcs(ties: Network) -> dict[str, list[Any]]:
    return {"carrier": ties.sources.tolist(), "receiver": ties.targets.tolist(), "weight": ties.weights.tolist()}


def _touched(changes: Iterable[NetworkChange]) -> set[int] | None:
    """Whom the changes touch; None when they are too many to name."""
    people: set[int] = set()
    for change in changes:
        if change.people is None:
            return None
        people.update(change.people)
    return people


def _places(reading: NetworkReading) -> dict[Hashable, Place]:
    columns = reading.columns
    if not columns:
        return {}
    return dict(zip(columns["id"], zip(columns["x"], columns["y"], strict=True), strict=True))


def _work_out(start: Start, tell: Report) -> tuple[dict[str, Any], dict[str, Any]]:
    ties = start.ground.network
    tell(15, "Finding groups")
    groups = communities.communities(ties)
    tell(30, "Laying out")
    before = {} if start.touched is None else start.places | start.pins
    places = layout(ties, start=before, moved=start.touched, groups=groups.labels)
    for person, place in start.pins.items():
        if person in ties.index:
            places[ties.index[person]] = place
    tell(55, "Measuring")
    measures = {
        "influences": centrality.Measure(centrality.out_degree(ties).astype(np.float64)),
        "influenced": centrality.Measure(centrality.in_degree(ties).astype(np.float64)),
        "betweenness": centrality.betweenness(ties),
        "closeness": centrality.harmonic_closeness(ties),
        "pagerank": centrality.pagerank(ties),
        "constraint": centrality.Measure(cohesion.constraint(ties)),
    }
    tell(75, "Looking for key players")
    columns: dict[str, Any] = {
        "id": list(ties.people),
        "x": _short(places[:, 0], 3),
        "y": _short(places[:, 1], 3),
        "community": groups.labels.tolist(),
    }
    columns |= {name: _short(measure.values, 6) for name, measure in measures.items()}
    findings = _findings(start.ground, groups, measures)
    tell(100, "Done")
    return columns, findings


def _findings(
    ground: Ground, groups: communities.Communities, measures: Mapping[str, centrality.Measure]
) -> dict[str, Any]:
    """What is said of the whole, with people by id."""
    ties = ground.network
    people = ties.people
    islands = np.sort(distances.component_sizes(ties))[::-1]
    tied = [size for size in islands.tolist() if size > 1]
    brokers = brokerage(ties, ground.departments)
    against = communities.comparison(groups.labels, ground.departments)
    cuts = cohesion.cut_points(ties, limit=NAMED)
    most = {name: measure.values for name, measure in measures.items() if name != "constraint"}
    # Everybody has a rank; influence carries who moves somebody.
    most["pagerank"] = np.where(most["influences"] > 0, most["pagerank"], 0)
    return {
        "people": ties.size,
        "ties": ties.ties,
        "alone": int((islands == 1).sum()),
        "islands": len(tied),
        "largest": tied[0] if tied else 0,
        "density": cohesion.density(ties),
        "reciprocity": cohesion.reciprocity(ties),
        "transitivity": cohesion.transitivity(ties),
        "dimensions": asdict(hierarchy.dimensions(ties)),
        "communities": {
            "count": len(tied) and int(groups.labels.max()) + 1,
            "modularity": groups.modularity,
            "adjusted_rand": against.adjusted_rand,
            "mutual_information": against.mutual_information,
            "torn": [[torn.department, [many for _, many in torn.parts]] for torn in against.torn[:NAMED]],
            "joined": [[list(part) for part in joined.parts] for joined in against.joined[:NAMED]],
        },
        "estimates": {name: measure.method for name, measure in measures.items() if not measure.exact},
        "top": {name: _top(people, values) for name, values in most.items()},
        "roles": _top_roles(people, brokers.roles),
        "ways_into": {str(pk): [[people[who], n] for who, n in ways[:3]] for pk, ways in brokers.ways_into.items()},
        "cut_points": {
            "count": len(cuts.people),
            "worst": [
                {
                    "id": people[cut.person],
                    "cut_off": cut.cut_off,
                    "some": [people[who] for who in cut.pieces[0][:NAMED]],
                }
                for cut in cuts.worst
            ],
        },
        "key_players": {
            "reach": [_team(people, key_players.reach_set(ties, size)) for size in _sizes(ties)],
            "loss": [_team(people, key_players.fragmentation_set(ties, size)) for size in _sizes(ties)],
        },
    }


def _sizes(ties: Network) -> range:
    return range(1, min(LARGEST_TEAM if ties.size <= MANY else LARGEST_OF_MANY, ties.size) + 1)


def _team(people: tuple[Any, ...], found: key_players.KeyPlayers) -> dict[str, Any]:
    return {
        "people": [people[who] for who in found.sets[0]] if found.sets else [],
        "value": found.value,
        "method": found.method,
        "equals": found.ties,
        "exact": found.exact_value,
    }


def _top(people: tuple[Any, ...], values: npt.NDArray[np.float64]) -> list[list[Any]]:
    order = np.argsort(-values, kind="stable")[:NAMED]
    return [[people[who], round(float(values[who]), 6)] for who in order.tolist() if values[who] > 0]


def _top_roles(people: tuple[Any, ...], roles: tuple[Roles, ...]) -> list[list[Any]]:
    ranked = sorted((who for who, each in enumerate(roles) if each.total), key=lambda who: (-roles[who].total, who))
    return [[people[who], {**asdict(roles[who]), "total": roles[who].total}] for who in ranked[:NAMED]]


def _short(values: npt.NDArray[np.float64], digits: int) -> list[float | None]:
    """Numbers as JSON holds them: rounded, and None for what is not a number."""
    return [None if math.isnan(value) else value for value in np.round(values, digits).tolist()]


# How far it is ------------------------------------------------------------------------------------------------------


def reporter(workspace: Workspace) -> Report:
    """Tells the page how far a reading is: through the cache, since its transaction shows nothing until its end."""

    def report(percent: int, step: str) -> None:
        cache.set(_key(workspace), (percent, step), BELIEVED_FOR)
        cache.delete(_since(workspace))
        publish(channel(workspace), "progress")

    return report


@contextmanager
def telling(workspace: Workspace) -> Iterator[Report]:
    """A reporter whose last word is renewed while a reading is at it, and forgotten after it."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(RENEWED_EVERY):
            cache.touch(_key(workspace), BELIEVED_FOR)

    renewing = threading.Thread(target=renew, daemon=True)
    renewing.start()
    try:
        yield reporter(workspace)
    except Exception:
        # Else whoever looks at the page asks for the next attempt at once, and for ever.
        cache.set(_key(workspace), (0, FAILED), FAILED_FOR)
        raise
    else:
        forget(workspace)
    finally:
        done.set()
        renewing.join()


def progress(workspace: Workspace) -> tuple[int, str] | None:
    """Percent done and what is being done, while a reading runs or is waited for."""
    found: tuple[int, str] | None = cache.get(_key(workspace))
    if found == (0, WAITING) and time.time() - cache.get(_since(workspace), time.time()) > LONG_WAIT:
        return 0, NOBODY
    return found


def is_running(workspace: Workspace) -> bool:
    return (progress(workspace) or (0, ""))[0] > 0


def ask_once(workspace: Workspace) -> bool:
    """Whether the caller should start a reading: nobody has asked for one that is still awaited."""
    asked = cache.add(_key(workspace), (0, WAITING), ASKED_FOR)
    if asked:
        cache.add(_since(workspace), time.time(), 60 * 60)
    return asked


def forget(workspace: Workspace) -> None:
    cache.delete_many([_key(workspace), _since(workspace)])


def _key(workspace: Workspace) -> str:
    return f"network-progress-{workspace.pk}"


def _since(workspace: Workspace) -> str:
    return f"network-asked-{workspace.pk}"
