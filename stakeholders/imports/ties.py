"""The dry run of connections: whose ends are known, which are new, and no circle among the reporting lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from stakeholders.formats.document import folded, shorten
from stakeholders.imports.incoming import Incoming, Person, Reason, Tie
from stakeholders.imports.mapping import Choices, is_tie_header
from stakeholders.imports.matching import is_weak
from stakeholders.imports.plan import CREATE, SKIPPED, UNCHANGED, UPDATE, Node, PersonAction, Plan, TieAction, named_as
from stakeholders.imports.standing import Standing, StandingTie
from stakeholders.models import Relationship

REPORTS_TO, OTHER = str(Relationship.Kind.REPORTS_TO), str(Relationship.Kind.OTHER)
Key = tuple[Node, Node, str, str]


def plan_ties(plan: Plan, incoming: Incoming, standing: Standing, choices: Choices) -> None:
    """Append to `plan` the people whom only ties mention (if chosen), the ties, and a reason for each left out."""
    if not incoming.ties:
        return
    ends = _Ends(plan, incoming, standing, choices)
    planner = _Planner(plan, standing, ends.names)
    for tie in incoming.ties:
        nodes = ends.resolve(tie)
        if nodes is not None:
            planner.add(tie, *nodes)
    planner.break_circles()
    plan.ties = planner.actions


class _Ends:
    """Finds the people at the ends of a tie: a row of the file, or somebody who stands in the workspace."""

    def __init__(self, plan: Plan, incoming: Incoming, standing: Standing, choices: Choices) -> None:
        self.plan, self.incoming, self.choices = plan, incoming, choices
        self.nodes: dict[str, Node | None] = {}
        self.names: dict[Node, str] = {pk: person.name for pk, person in standing.people.items()}
        for action in plan.people:
            self.nodes[action.person.ref] = None if action.action == SKIPPED else action.node
            self.names[action.node] = action.person.name
        self.by_words: dict[str, set[int]] = defaultdict(set)
        if incoming.unlisted:
            for person in standing.people.values():
                for words in (person.external_id, person.name, person.email):
                    if words:
                        self.by_words[folded(words)].add(person.pk)
        self.by_id = {person.external_id: person.pk for person in standing.people.values() if person.external_id}

    def resolve(self, tie: Tie) -> tuple[Node, Node] | None:
        ends = []
        for ref in (tie.source, tie.target):
            node = self._node(tie, ref)
            if node is None:
                return None
            ends.append(node)
        if ends[0] == ends[1]:
            self._left(
                tie, self.names[ends[0]], f"{shorten(self.names[ends[0]])} can have no relationship with themselves."
            )
            return None
        return ends[0], ends[1]

    def _node(self, tie: Tie, ref: str) -> Node | None:
        if not ref.startswith("?"):
            node = self.nodes.get(ref)
            if node is None:
                self._left(tie, "", "One of its ends is a row that is skipped or left out.")
            return node
        if ref in self.nodes:
            return self.nodes[ref]
        words = self.incoming.unlisted[ref[1:]]
        found = {self.by_id[words]} if words in self.by_id else self.by_words.get(ref[1:], set())
        if len(found) == 1:
            self.nodes[ref] = next(iter(found))
            return self.nodes[ref]
        if found:
            sentence = f"{len(found)} people here are called “{shorten(words)}”. Use their ID or e-mail in the file."
            self._left(tie, shorten(words), sentence)
            return None
        self.plan.unknown[words] += 1
        if not self.choices.create_unknown or len(words) > 300:
            self._left(tie, shorten(words), f"“{shorten(words)}” is neither in the file nor in the register.")
            return None
        return self._introduce(ref, words)

    def _introduce(self, ref: str, words: str) -> Node:
        action = unlisted_person(ref, words, self.choices.sort)
        self.plan.people.append(action)
        self.nodes[ref] = ref
        self.names[ref] = words
        return ref

    def _left(self, tie: Tie, value: str, sentence: str) -> None:
        self.plan.reasons.append(left_out(tie, value, sentence))


def left_out(tie: Tie | TieAction, value: str, sentence: str) -> Reason:
    if isinstance(tie, Tie) and tie.is_cell:
        return Reason(tie.row, value, f"{sentence} Imported without this relationship.", fatal=False)
    return Reason(tie.row, value, sentence, fatal=True)


class _Planner:
    def __init__(self, plan: Plan, standing: Standing, names: Mapping[Node, str]) -> None:
        self.plan, self.names = plan, names
        self.by_key: dict[Key, StandingTie] = {(t.source, t.target, t.kind, t.label): t for t in standing.ties}
        self.by_id = {tie.external_id: tie for tie in standing.ties if tie.external_id}
        self.managers = {tie.source: tie for tie in standing.ties if tie.kind == REPORTS_TO}
        self.used: set[int] = set()
        self.taken: dict[Key, TieAction] = {}
        self.actions: list[TieAction] = []
        self.cells: dict[int, Tie] = {}
        self.reporting: dict[Node, TieAction] = {}

    def add(self, tie: Tie, source: Node, target: Node) -> None:
        kind, label, note = tie.kind, tie.label, ""
        if kind == REPORTS_TO:
            first = self.reporting.get(source)
            if first is not None and first.target == target:
                self._repeated(tie, first)
                return
            if first is not None:
                note = (
                    f"{shorten(self.names[source])} reports to {shorten(self.names[first.target])} already. "
                    f"The line to {shorten(self.names[target])} arrives as another relationship beside it."
                )
                self.plan.reasons.append(Reason(tie.row, shorten(self.names[target]), note, fatal=False))
                kind, label = OTHER, "second reporting line"
        known = self.by_id.get(tie.external_id) if tie.external_id else None
        if known is not None and (known.pk in self.used or self._is_other(tie, known, source, target)):
            known = None
        if known is None:
            placed = self._place(tie, source, target, kind, label)
            if placed is None:
                return
            source, target, label, known = placed
        action = TieAction(
            tie.row, CREATE, source, target, kind, label, tie.direction, tie.weight, tie.external_id,
            tie.attributes, note=note,
        )  # fmt: skip
        if known is None and kind == REPORTS_TO and isinstance(source, int):
            known = self.managers.get(source)
        if known is not None:
            self._compare(action, known)
        self.taken[(source, target, kind, action.label)] = action
        if kind == REPORTS_TO:
            self.reporting[source] = action
        self.actions.append(action)
        if tie.is_cell:
            self.cells[id(action)] = tie

    def _is_other(self, tie: Tie, known: StandingTie, source: Node, target: Node) -> bool:
        """Whether a short ID meets a tie between other people: that of another file."""
        return is_weak(tie.external_id) and {known.source, known.target} != {source, target}

    def _place(
        self, tie: Tie, source: Node, target: Node, kind: str, label: str
    ) -> tuple[Node, Node, str, StandingTie | None] | None:
        """The ends and the label under which a tie is stored: parallel ones that differ get a number."""
        if tie.direction != "directed":
            for s, t in ((source, target), (target, source)):
                if isinstance(s, int) and isinstance(t, int):
                    known = self.by_key.get((s, t, kind, label))
                    if known and known.direction != "directed" and known.pk not in self.used:
                        return s, t, label, known
        number, numbered = 1, label
        while (first := self.taken.get((source, target, kind, numbered))) is not None:
            if not tie.external_id and not first.external_id and _same(tie, first):
                self._repeated(tie, first)
                return None
            number += 1
            numbered = f"{label[:290]} ({number})".strip()
        known = self.by_key.get((source, target, kind, numbered)) if isinstance(source, int) else None
        if known is not None and tie.external_id and known.external_id and known.external_id != tie.external_id:
            # Somebody else's parallel tie: ours gets the next free number.
            while (source, target, kind, numbered) in self.by_key or (source, target, kind, numbered) in self.taken:
                number += 1
                numbered = f"{label[:290]} ({number})".strip()
            known = None
        return source, target, numbered, known

    def _compare(self, action: TieAction, known: StandingTie) -> None:
        self.used.add(known.pk)
        action.pk = known.pk
        changes: dict[str, tuple[Any, Any]] = {}
        if action.kind == known.kind and action.label != known.label and action.external_id == known.external_id:
            base = known.label.rsplit(" (", 1)[0] if known.label.endswith(")") else known.label
            if base == action.label or known.label.startswith("("):
                action.label = known.label
        for name in ("source", "target", "kind", "label", "direction"):
            if getattr(action, name) != getattr(known, name):
                changes[name] = getattr(known, name), getattr(action, name)
        if action.weight is not None and action.weight != known.weight:
            changes["weight"] = known.weight, action.weight
        if action.external_id and action.external_id != known.external_id:
            changes["external_id"] = known.external_id, action.external_id
        named = named_as(known.attributes, action.attributes)
        given = {named[k]: v for k, v in action.attributes.items()}
        extra = {k: v for k, v in given.items() if k in known.attributes or not is_tie_header(k)}
        if any(known.attributes.get(key, ...) != value for key, value in extra.items()):
            changes["attributes"] = known.attributes, {**known.attributes, **extra}
        action.changes = changes
        action.action = UPDATE if changes else UNCHANGED

    def _repeated(self, tie: Tie, first: TieAction) -> None:
        said = f"row {first.row}" if isinstance(first.row, int) else str(first.row)
        names = f"{shorten(self.names[first.source])} → {shorten(self.names[first.target])}"
        self.plan.reasons.append(Reason(tie.row, names, f"The same connection stands in {said} already.", fatal=True))

    def break_circles(self) -> None:
        """Leave out the line of the file that closes a circle, the last one in it, until there is none."""
        dropped: set[int] = set()
        places = {id(action): place for place, action in enumerate(self.actions)}
        while True:
            above: dict[Node, Node] = {source: tie.target for source, tie in self.managers.items()}
            above.update({source: action.target for source, action in self.reporting.items()})
            circles = _circles(above)
            found = False
            for circle in circles:
                lines = [self.reporting[node] for node in circle if node in self.reporting]
                if not lines:
                    continue
                last = max(lines, key=lambda line: places[id(line)])
                del self.reporting[last.source]
                dropped.add(id(last))
                found = True
                sentence = self._circle_sentence(circle, last.source)
                self.plan.reasons.append(left_out(self.cells.get(id(last)) or last, "", sentence))
            if not found:
                break
        # A line whose circle was broken no longer replaces the manager who stands.
        self.actions = [action for action in self.actions if id(action) not in dropped]

    def _circle_sentence(self, circle: list[Node], start: Node) -> str:
        place = circle.index(start)
        turned = [*circle[place:], *circle[:place], start]
        names = [shorten(self.names[node], 40) for node in turned]
        if len(names) > 8:
            names = [*names[:4], f"… {len(names) - 6} more …", *names[-2:]]
        return (
            f"This line would close a circle of reporting lines: {' → '.join(names)}. "
            "Nobody can report to themselves, even indirectly."
        )


def _circles(above: Mapping[Node, Node]) -> list[list[Node]]:
    """The circles of a graph in which everybody points to one at most. Linear in its size."""
    state: dict[Node, int] = {}
    circles = []
    for number, start in enumerate(above, start=1):
        path: list[Node] = []
        node: Node | None = start
        while node is not None and node not in state:
            state[node] = number
            path.append(node)
            node = above.get(node)
        if node is not None and state[node] == number:
            circles.append(path[path.index(node) :])
    return circles


def _same(tie: Tie, action: TieAction) -> bool:
    return (tie.weight, tie.direction, tie.attributes) == (action.weight, action.direction, action.attributes)


def unlisted_person(ref: str, name: str, sort: str) -> PersonAction:
    """Somebody whom only ties mention, added because the leader chose so."""
    person = Person(ref, "", name, sort=sort)
    if "@" in name and " " not in name and len(name) <= 254:
        person.email = name
    return PersonAction(person, CREATE, reason="only connections mention them")
