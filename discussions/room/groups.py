"""Pairs and fours of those who are in a room: mixed over departments, the same for everybody who asks, and kept when
somebody comes or leaves as far as they can be."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import redis
from django.core.cache import cache

from discussions.models import Discussion, Step
from web.live import publish

logger = logging.getLogger(__name__)
Groups = tuple[tuple[UUID, ...], ...]
SIZES = {Step.Setting.PAIRS: 2, Step.Setting.FOURS: 4}
KEPT = 6 * 3600


def count_of(people: int, size: int) -> int:
    """How many groups: nobody is left alone, so of an odd number there is one group of three; fours are three to
    five."""
    return max(1, people // 2 if size == 2 else (people + size // 2) // size)


def form(people: Mapping[UUID, int | None], size: int, *, seed: int) -> Groups:
    """Groups of about `size` of people with their departments (None: unknown). Colleagues of the largest departments
    are dealt out first, one to each group; who meets whom differs by seed. Pure."""
    if not people:
        return ()
    largest = Counter(department for department in people.values() if department is not None)

    def order(person: UUID) -> tuple[int, int, bytes]:
        department = people[person]
        lot = hashlib.sha256(f"{seed}:{person}".encode()).digest()
        return (0, 0, lot) if department is None else (-largest[department], department, lot)

    count = count_of(len(people), size)
    dealt: list[list[UUID]] = [[] for _ in range(count)]
    for number, person in enumerate(sorted(people, key=order)):
        dealt[number % count].append(person)
    return tuple(tuple(each) for each in dealt)


def join(pairs: Groups, people: Mapping[UUID, int | None], *, seed: int) -> Groups:
    """Fours out of pairs that have talked: two and two. Whoever has no pair comes to the smallest four. Pure."""
    stayed = [tuple(person for person in pair if person in people) for pair in pairs]
    stayed = sorted((pair for pair in stayed if pair), key=len, reverse=True)
    joined = [(*one, *other) for one, other in zip(stayed[::2], [*stayed[1::2], ()], strict=False)]
    return mend(_with_the_last(joined, people, seed=seed), people, 4, seed=seed)


def _with_the_last(fours: Sequence[tuple[UUID, ...]], people: Mapping[UUID, int | None], *, seed: int) -> Groups:
    """A pair that is left over has nobody to compare with: the two go to a four each, or with the only one into two
    groups."""
    if len(fours) < 2 or len(fours[-1]) > 2:
        return tuple(fours)
    *others, last = fours
    if len(others) == 1:
        return form({person: people[person] for person in (*others[0], *last)}, 4, seed=seed)
    for person in last:
        others.sort(key=len)
        others[0] = (*others[0], person)
    return tuple(others)


def mend(held: Groups, people: Mapping[UUID, int | None], size: int, *, seed: int) -> Groups:
    """Groups as they stand, without those who left and with those who came. Those who would be alone, or too many,
    are put together anew; everybody else stays where they are. Pure."""
    most = size + 1
    groups = [[person for person in group if person in people] for group in held]
    placed = {person for group in groups for person in group}
    waiting = sorted((person for person in people if person not in placed), key=str)
    for group in [each for each in groups if len(each) == 1 or len(each) > most]:
        waiting += group
        groups.remove(group)
    groups = [group for group in groups if group]
    fresh = form({person: people[person] for person in waiting}, size, seed=seed)
    for newcomers in fresh:
        smallest = min(groups, key=len, default=None)
        if len(newcomers) > 1 or smallest is None:
            groups.append(list(newcomers))
            continue
        groups.remove(smallest)
        together = {person: people[person] for person in (*smallest, *newcomers)}
        groups += [list(group) for group in form(together, size, seed=seed)] if len(together) > most else [[*together]]
    return tuple(tuple(group) for group in groups)


def settle(discussion: Discussion, step: Step, people: Mapping[UUID, int | None]) -> Groups:
    """The groups of a step for those who are in now. Everybody is told when they have changed."""
    size = SIZES.get(Step.Setting(step.setting))
    if size is None:
        return ()
    held = _held(discussion, step.pk)
    if held:
        groups = mend(held, people, size, seed=step.pk)
    else:
        pairs = _pairs_before(discussion, step) if size > 2 else ()
        groups = join(pairs, people, seed=step.pk) if pairs else form(people, size, seed=step.pk)
    if groups != held:
        _keep(discussion, step.pk, groups)
        if held:
            publish(discussion.channel, "groups")
    return groups


def group_of(groups: Groups, person: UUID) -> Sequence[UUID]:
    return next(([each for each in group if each != person] for group in groups if person in group), [])


def _pairs_before(discussion: Discussion, step: Step) -> Groups:
    """The pairs of the stage right before, when it was one under the same prompt."""
    before = Step.objects.filter(
        discussion=discussion, place=step.place - 1, prompt=step.prompt_id, setting=Step.Setting.PAIRS
    ).first()
    return _held(discussion, before.pk) if before and step.prompt_id else ()


def _held(discussion: Discussion, step: int) -> Groups:
    try:
        found: Collection[Collection[UUID]] = cache.get(_key(discussion, step), ())
    except redis.RedisError as error:
        logger.warning("groups not read: %s", type(error).__name__)
        return ()
    return tuple(tuple(group) for group in found)


def _keep(discussion: Discussion, step: int, groups: Groups) -> None:
    try:
        cache.set(_key(discussion, step), groups, KEPT)
    except redis.RedisError as error:
        logger.warning("groups not kept: %s", type(error).__name__)


def _key(discussion: Discussion, step: int) -> str:
    return f"room:{discussion.pk}:groups:{step}"
