"""The organisation chart as a calculation: who is under whom, how many, and what stands out. No database.

Reporting lines hold no circle (the verb refuses them), but whoever draws them must not hang if one came in another way:
a line that would close one is left out and named.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stakeholders.models.assessment import Segment

# As plain text: thousands of comparisons with a member of an enumeration add up.
CHAMPION, DECISION_MAKER = Segment.CHAMPION.value, Segment.DECISION_MAKER.value


class Member(NamedTuple):
    """What the whole chart needs to know of each person; names are read for those who are shown."""

    pk: int
    segment: str
    department: int | None = None
    manager: int | None = None


@dataclass(frozen=True)
class Forest:
    """Everybody with a reporting line, as trees.

    `outside` have no line at all. `circles` are the lines left out because they closed a circle, each as the people in
    it, in order. A person's branch begins at their place in `walk`, the segments met by visiting everybody before those
    below them, and is as long as their size. Of `segments` and `departments` everybody has one, trees or not.
    """

    segments: Mapping[int, str]
    departments: Mapping[int, int | None]
    managers: Mapping[int, int]
    reports: Mapping[int, Sequence[int]]
    roots: Sequence[int]
    outside: Sequence[int]
    circles: Sequence[tuple[int, ...]]
    places: Mapping[int, int]
    sizes: Mapping[int, int]
    walk: Sequence[str]

    def __contains__(self, pk: int) -> bool:
        """Whether somebody is drawn in it."""
        return pk in self.places

    def under(self, pk: int) -> int:
        """How many people are below somebody."""
        return self.sizes[pk] - 1

    def mix(self, pk: int) -> Counter[str]:
        """The segments of everybody below somebody."""
        place = self.places[pk]
        return Counter(self.walk[place + 1 : place + self.sizes[pk]])

    def above(self, pk: int) -> list[int]:
        """The people from a root down to the manager of `pk`."""
        path: list[int] = []
        while (manager := self.managers.get(path[-1] if path else pk)) is not None:
            path.append(manager)
        return path[::-1]


def grow(members: Sequence[tuple[int, str, int | None, int | None]]) -> Forest:
    """`members` are each a `Member`, or a tuple of the same; lines to managers who are none of them are left out."""
    segments = {pk: segment for pk, segment, _, _ in members}
    managers = {pk: manager for pk, _, _, manager in members if manager in segments}
    circles: list[tuple[int, ...]] = []
    reports, roots = _plant(managers)
    walk = _walk(reports, roots)
    if len(walk) < len(managers) + len(roots):  # somebody has a manager and stands below no root
        circles = _open_circles(managers)
        reports, roots = _plant(managers)
        walk = _walk(reports, roots)
    sizes = _sizes(walk, managers)
    # Biggest first: the company before a pair that somebody noted by the way.
    roots.sort(key=lambda pk: (-sizes[pk], pk))
    return Forest(
        segments=segments,
        departments={pk: department for pk, _, department, _ in members},
        managers=managers,
        reports=reports,
        roots=roots,
        outside=[pk for pk in segments if pk not in sizes],
        circles=circles,
        places={pk: place for place, pk in enumerate(walk)},
        sizes=sizes,
        walk=[segments[pk] for pk in walk],
    )


def _plant(managers: Mapping[int, int]) -> tuple[dict[int, list[int]], list[int]]:
    """Who reports to whom, colleagues in the order given, and who reports to nobody."""
    reports: dict[int, list[int]] = {}
    for pk, manager in managers.items():
        if manager in reports:
            reports[manager].append(pk)
        else:
            reports[manager] = [pk]
    return reports, [pk for pk in reports if pk not in managers]


def _open_circles(managers: dict[int, int]) -> list[tuple[int, ...]]:
    """Take out of `managers` one line of each circle, the one of the person with the lowest id in it."""
    done: set[int] = set()
    circles = []
    for start in sorted(managers):
        path: dict[int, None] = {}
        here: int | None = start
        while here is not None and here not in path and here not in done:
            path[here] = None
            here = managers.get(here)
        if here is not None and here in path:
            walked = list(path)
            circle = walked[walked.index(here) :]
            first = circle.index(min(circle))
            circle = circle[first:] + circle[:first]
            circles.append(tuple(circle))
            del managers[circle[0]]
        done.update(path)
    return circles


def _walk(reports: Mapping[int, Sequence[int]], roots: Iterable[int]) -> list[int]:
    """Everybody in the trees, each before those below them, who follow at once."""
    walk: list[int] = []
    waiting = list(roots)
    while waiting:
        pk = waiting.pop()
        walk.append(pk)
        if pk in reports:
            waiting += reports[pk]
    return walk


def _sizes(walk: Sequence[int], managers: Mapping[int, int]) -> dict[int, int]:
    """How many are in everybody's branch, themselves included."""
    sizes = dict.fromkeys(walk, 1)
    for pk in reversed(walk):
        if pk in managers:
            sizes[managers[pk]] += sizes[pk]
    return sizes


def opened(forest: Forest, *, limit: int, roots: Sequence[int] | None = None, keep: Iterable[int] = ()) -> set[int]:
    """Whose reports are shown at first: level by level while no more than `limit` people come into sight, and `keep`
    in any case. A level is shown whole or not at all, so that nobody's colleagues are missing by chance."""
    level = list(forest.roots if roots is None else roots)
    shown, found = len(level), set(keep)
    while level:
        below = [report for pk in level for report in forest.reports.get(pk, ())]
        shown += len(below)
        if not below or shown > limit:
            break
        found.update(pk for pk in level if pk in forest.reports)
        level = below
    return found


def unfolded(
    forest: Forest, *, limit: int, roots: Sequence[int] | None = None, holding: Collection[str] = ()
) -> tuple[set[int], bool]:
    """Everybody whose reports fit when as much as `limit` people are shown, from the top; and whether all fitted.
    With `holding`, only branches that have somebody of these segments in them."""
    waiting = deque(forest.roots if roots is None else roots)
    shown, found, whole = len(waiting), set[int](), True
    while waiting:
        pk = waiting.popleft()
        below = forest.reports.get(pk, ())
        if not below or (holding and not any(forest.mix(pk)[segment] for segment in holding)):
            continue
        if shown + len(below) > limit:
            whole = False
            continue
        shown += len(below)
        found.add(pk)
        waiting.extend(below)
    return found, whole


# What stands out ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """What the sentence speaks of."""

    people: int
    lines: int
    outside: int
    departments: int
    without_champion: tuple[str, ...]
    deciders_without_manager: int


def standing(forest: Forest, departments: Mapping[int, str]) -> Standing:
    """`departments` maps ids to names; one without anybody inside does not count."""
    met = set(zip(forest.departments.values(), forest.segments.values(), strict=True))
    used = {department for department, _ in met if department is not None}
    lacking = sorted((departments[pk] for pk in used if (pk, CHAMPION) not in met), key=str.casefold)
    return Standing(
        people=len(forest.segments),
        lines=len(forest.managers),
        outside=len(forest.outside),
        departments=len(used),
        without_champion=tuple(lacking),
        deciders_without_manager=sum(
            segment == DECISION_MAKER and pk not in forest.managers for pk, segment in forest.segments.items()
        ),
    )


def says(found: Standing) -> tuple[str, str]:
    """What stands out: a strong beginning and the rest. Both are empty when nobody has a reporting line."""
    if not found.lines:
        return "", ""
    lacking = len(found.without_champion)
    if not found.departments:
        first = f"{_people(found.people)} inside, {_people(found.lines)} with a manager in the register"
        rest = "."
    elif lacking:
        of = f"{lacking:,} of {found.departments:,} departments"
        first = f"{of} {'has' if lacking == 1 else 'have'} no champion"
        rest = f": {_list(found.without_champion)}." if lacking <= 4 else "."
    else:
        first, rest = "Every department has a champion", "."
        if found.departments == 1:
            first = "The one department has a champion"
    if found.deciders_without_manager > 1:
        count = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}.get(
            found.deciders_without_manager, f"{found.deciders_without_manager:,}"
        )
        rest += f" {count} decision makers report to nobody in the register."
    return first, rest


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
