"""Who in a file is somebody we know: by ID, e-mail, or name and department; alike names are only suggested."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from stakeholders.exports.words import made_up_id
from stakeholders.imports.incoming import Person
from stakeholders.imports.standing import StandingPerson, folded_name

# Above this many unmatched rows nobody reads suggestions one by one, and comparing takes long.
SUGGESTED_FOR = 5000
SUGGESTED_EACH = 3
COMMON_WORD = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the same, and why."""

    pk: int
    reason: str


class Register:
    """Finds stakeholders by what identifies them. Each is matched once, so that twins in a file stay two."""

    def __init__(self, people: Iterable[StandingPerson]) -> None:
        self.people = list(people)
        self.by_id: dict[str, list[StandingPerson]] = defaultdict(list)
        self.by_email: dict[str, list[StandingPerson]] = defaultdict(list)
        self.by_name: dict[str, list[StandingPerson]] = defaultdict(list)
        for person in self.people:
            self.by_id[person.external_id or made_up_id(person.pk)].append(person)
            if person.email:
                self.by_email[person.email.casefold()].append(person)
            self.by_name[folded_name(person.name)].append(person)
        self.taken: set[int] = set()
        self._words: dict[str, list[StandingPerson]] | None = None

    def match_all(self, rows: Iterable[Person]) -> dict[str, tuple[int, str]]:
        """The id and the reason for every row that is surely somebody; IDs go before e-mails, e-mails before names."""
        matched: dict[str, tuple[int, str]] = {}
        left = list(rows)
        for find in (self._by_id, self._by_email, self._by_name):
            still = []
            for row in left:
                found = find(row)
                if found is None:
                    still.append(row)
                else:
                    self.taken.add(found[0].pk)
                    matched[row.ref] = found[0].pk, found[1]
            left = still
        return matched

    def _by_id(self, row: Person) -> tuple[StandingPerson, str] | None:
        free = [person for person in self.by_id.get(row.external_id, ()) if person.pk not in self.taken]
        if not row.external_id or not free:
            return None
        named = [person for person in free if alike(row, person, ids=False) is not None]
        # “7” may be somebody else in another system, and what one register made up in another; “elem-6WdXO7R5” and a
        # personnel number may not.
        sure = named or [person for person in free if person.external_id and not is_weak(person.external_id)]
        return (sure[0], f"the same ID, {row.external_id}") if sure else None

    def _by_email(self, row: Person) -> tuple[StandingPerson, str] | None:
        free = [person for person in self.by_email.get(row.email.casefold(), ()) if person.pk not in self.taken]
        free = [person for person in free if not _differ(person.external_id, row.external_id)]
        same = [person for person in free if folded_name(person.name) == folded_name(row.name)] or free
        # A shared mailbox says nothing of who is who.
        return (same[0], f"the same e-mail, {row.email}") if row.email and len(same) == 1 else None

    def _by_name(self, row: Person) -> tuple[StandingPerson, str] | None:
        free = [
            person
            for person in self.by_name.get(folded_name(row.name), ())
            if person.pk not in self.taken
            and not _differ(person.external_id, row.external_id)
            and not _differ(person.email.casefold(), row.email.casefold())
        ]
        same = [person for person in free if folded_name(person.department) == folded_name(row.department)]
        if same:
            return same[0], f"the same name in {row.department}" if row.department else "the same name"
        if not row.department and len(free) == 1:
            return free[0], "the same name; the file gives no department"
        return None

    def suggest(self, row: Person) -> tuple[Candidate, ...]:
        """People who look alike, best first; none of them is taken by another row."""
        found: dict[int, tuple[float, str]] = {}
        for person in self._near(row):
            if person.pk in self.taken:
                continue
            likeness = alike(row, person)
            if likeness is not None:
                found[person.pk] = likeness
        best = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))[:SUGGESTED_EACH]
        return tuple(Candidate(pk, reason) for pk, (_score, reason) in best)

    def _near(self, row: Person) -> Iterable[StandingPerson]:
        """Those who share a rare word, the beginning of one, or the e-mail."""
        if self._words is None:
            self._words = defaultdict(list)
            for person in self.people:
                for key in _keys(person.name):
                    self._words[key].append(person)
        seen: dict[int, StandingPerson] = {}
        for person in self.by_email.get(row.email.casefold(), ()) if row.email else ():
            seen[person.pk] = person
        for person in self.by_id.get(row.external_id, ()) if row.external_id else ():
            seen[person.pk] = person
        for key in _keys(row.name):
            bucket = self._words.get(key, ())
            if len(bucket) <= COMMON_WORD:
                seen.update((person.pk, person) for person in bucket)
        for person in self.by_name.get(folded_name(row.name), ())[:COMMON_WORD]:
            seen[person.pk] = person
        return seen.values()


def is_weak(identifier: str) -> bool:
    """Whether an ID may well mean two people in two files."""
    return len(identifier) < 6 or identifier.isdigit()


def alike(row: Person, person: StandingPerson, *, ids: bool = True) -> tuple[float, str] | None:
    """(likeness, why), or None when nothing speaks for it. `ids` counts a shared ID as something that does."""
    name, other = folded_name(row.name), folded_name(person.name)
    if ids and name != other and row.external_id and row.external_id == person.external_id:
        return 0.92, f"the same ID, but another name: {person.name}"
    if row.email and row.email.casefold() == person.email.casefold():
        return 0.95, f"the same e-mail, but another name: {person.name}"
    if name == other:
        if _differ(row.external_id, person.external_id):
            return 0.9, f"the same name, but another ID: {person.external_id}"
        if _differ(row.email.casefold(), person.email.casefold()):
            return 0.9, f"the same name, but another e-mail: {person.email}"
        return 0.9, f"the same name{_departments(row, person)}"
    plain, other_plain = _plain(row.name), _plain(person.name)
    if plain == other_plain:
        return 0.88, "the same name but for accents or signs"
    words, other_words = plain.split(), other_plain.split()
    if sorted(words) == sorted(other_words) and len(words) > 1:
        return 0.86, "the same words in another order"
    if len(words) > 1 and len(other_words) > 1 and words[-1] == other_words[-1]:
        first, other_first = words[0], other_words[0]
        if first[0] == other_first[0] and 1 in (len(first), len(other_first)):
            return 0.75, "the same family name and the same initial"
    if min(len(plain), len(other_plain)) >= 6:
        ratio = SequenceMatcher(None, plain, other_plain, autojunk=False).ratio()
        if ratio >= 0.88 and _numbers(plain) == _numbers(other_plain):
            return ratio * 0.85, f"nearly the same spelling: {person.name}"
    return None


def _departments(row: Person, person: StandingPerson) -> str:
    if not row.department or folded_name(row.department) == folded_name(person.department):
        return f" in {person.department}" if person.department else ""
    if not person.department:
        return f", but without a department here; the file says {row.department}"
    return f", but in another department: {person.department}"


def _differ(one: str, other: str) -> bool:
    return bool(one) and bool(other) and one != other


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(char if char.isalnum() else " " for char in decomposed if not unicodedata.combining(char))
    return " ".join(letters.split())


def _keys(name: str) -> set[str]:
    words = _plain(name).split()
    return {*words, *(f"{word[:4]}…" for word in words if len(word) > 4)}


def _numbers(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
