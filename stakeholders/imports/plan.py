"""What a dry run finds: one action for every row and every tie. The preview shows it, applying follows it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from stakeholders.formats.document import Row
from stakeholders.imports.incoming import Person, Reason
from stakeholders.imports.matching import Candidate

CREATE: Final = "create"
UPDATE: Final = "update"
UNCHANGED: Final = "unchanged"
SKIPPED: Final = "skipped"
# A stakeholder's id, or the reference of a row that becomes one.
Node = int | str


@dataclass(slots=True)
class NewJudgement:
    """`on` None means the day of the import. `changes` are over what held then."""

    on: dt.date | None
    changes: dict[str, Any]
    confidence: str
    why: str


@dataclass(slots=True)
class PersonAction:
    """`changes`: field → (before, after), for an update. `reason`: why this row is the stakeholder `pk`."""

    person: Person
    action: str
    pk: int | None = None
    reason: str = ""
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    judgements: list[NewJudgement] = field(default_factory=list)
    candidates: tuple[Candidate, ...] = ()

    @property
    def node(self) -> Node:
        return self.pk if self.pk is not None else self.person.ref


@dataclass(slots=True)
class TieAction:
    """`source` and `target` are ids of stakeholders, or references of rows that become one."""

    row: Row
    action: str
    source: Node
    target: Node
    kind: str
    label: str
    direction: str
    weight: int | None
    external_id: str
    attributes: dict[str, Any]
    pk: int | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    note: str = ""

    def signature(self) -> str:
        if self.action == UNCHANGED:
            return f"unchanged:{self.pk}"
        what = (self.source, self.target, self.kind, self.label, self.weight, self.pk, sorted(self.changes.items()))
        return f"{self.action}:{_short(what)}"


@dataclass
class Plan:
    people: list[PersonAction] = field(default_factory=list)
    ties: list[TieAction] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    departments: list[str] = field(default_factory=list)
    # Names that only ties mention, with how many ties wait for them.
    unknown: Counter[str] = field(default_factory=Counter)
    keeps_project: bool = False

    def counts(self) -> dict[str, dict[str, int]]:
        people, ties = Counter(a.action for a in self.people), Counter(t.action for t in self.ties)
        bad_rows = sum(1 for reason in self.reasons if reason.fatal)
        return {
            "people": {key: people[key] for key in (CREATE, UPDATE, UNCHANGED, SKIPPED)},
            "ties": {key: ties[key] for key in (CREATE, UPDATE, UNCHANGED)},
            "other": {
                "assessments": sum(len(action.judgements) for action in self.people),
                "departments": len(self.departments),
                "left_out": bad_rows,
                "remarks": len(self.reasons) - bad_rows,
                "suggestions": sum(1 for action in self.people if action.candidates),
                "unknown": len(self.unknown),
                "project": int(self.keeps_project),
            },
        }

    @property
    def changes_anything(self) -> bool:
        return (
            any(action.action in (CREATE, UPDATE) for action in self.people)
            or any(tie.action in (CREATE, UPDATE) for tie in self.ties)
            or self.keeps_project
        )

    @cached_property
    def signatures(self) -> dict[str, str]:
        """What happens to each row in a few characters: two plans differ where these do."""
        found = {action.person.ref: _signature(action) for action in self.people}
        for place, tie in enumerate(self.ties):
            found[f"t{place}"] = tie.signature()
        return found

    def fingerprint(self) -> str:
        return fingerprint(self.signatures, self.keeps_project)


def fingerprint(signatures: Mapping[str, str], keeps_project: bool = False) -> str:
    text = json.dumps([sorted(signatures.items()), keeps_project], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _signature(action: PersonAction) -> str:
    if action.action in (UNCHANGED, SKIPPED):
        return f"{action.action}:{action.pk or ''}"
    judged = [(j.on.isoformat() if j.on else "", sorted(j.changes.items())) for j in action.judgements]
    return f"{action.action}:{action.pk or ''}:{_short((sorted(action.changes.items()), judged))}"


def _short(what: object) -> str:
    """A few characters that differ when `what` does. A mistake in one of four thousand million is bearable: the
    preview is only asked whether it still holds."""
    return f"{zlib.crc32(repr(what).encode('utf-8', 'surrogatepass')):08x}"


def named_as(there: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, str]:
    """The extra fields of a row or a tie → what they are called here: Kumu writes “Region” as “region”."""
    here = {name.casefold(): name for name in there if name not in given}
    return {name: name if name in there else here.pop(name.casefold(), name) for name in given}
