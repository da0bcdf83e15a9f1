"""A plan as pages show it: counts and columns in small JSON, the lists behind them compressed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from stakeholders.exports.words import written
from stakeholders.formats.document import Document, shorten
from stakeholders.formats.values import text_of
from stakeholders.imports import mapping
from stakeholders.imports.incoming import Reason
from stakeholders.imports.mapping import NEW, SKIP, Choices
from stakeholders.imports.plan import CREATE, SKIPPED, UNCHANGED, UPDATE, PersonAction, Plan, TieAction
from stakeholders.imports.standing import Standing
from stakeholders.models import Kind, Relationship

# So many of each sort are listed; the counts are always of all.
LISTED: Final = 1000
SAMPLES: Final = 3

WORDS: Final = {
    "name": "Name",
    "email": "E-mail",
    "job_title": "Job title",
    "department": "Department",
    "notes": "Notes",
    "external_id": "ID",
    "kind": "Kind",
    "is_group": "Person or group",
    "owner_id": "Owner",
    "tags": "Tags",
    "segment": "Segment",
    "influence": "Influence",
    "interest": "Interest",
    "position": "Position",
    "engagement_now": "Engagement now",
    "engagement_desired": "Engagement desired",
    "voice": "Voice",
    "source": "From",
    "target": "To",
    "label": "Label",
    "direction": "Direction",
    "weight": "Strength",
}


def compress(data: object) -> bytes:
    return zlib.compress(json.dumps(data, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass"), 6)


def expand(packed: bytes | memoryview | None) -> Any:
    return json.loads(zlib.decompress(bytes(packed)).decode("utf-8", "surrogatepass")) if packed else {}


def columns_shown(document: Document) -> list[dict[str, Any]]:
    """The columns of the file with a few values each, what was guessed of them, and how far that can be trusted."""
    rows, guessed = document.sample(200), mapping.guess_columns(document)
    shown = []
    for header in mapping.mappable_headers(document):
        texts = [text for row in rows if (text := text_of(row.get(header)))]
        samples = [shorten(text, 40) for text in list(dict.fromkeys(texts))[:SAMPLES]]
        hint = mapping.hint(header, guessed[header], texts)
        shown.append({"header": header, "samples": samples, "guess": guessed[header], "hint": hint})
    return shown


def summary(plan: Plan, document: Document, choices: Choices) -> dict[str, Any]:
    """The small part, stored as `ImportBatch.plan`."""
    return {
        "counts": plan.counts(),
        "changes": plan.changes_anything,
        "fingerprint": plan.fingerprint(),
        "columns": columns_shown(document),
        "rows": len(document.elements),
        "connections": len(document.connections),
        "types": mapping.type_words(document, choices.columns)[: mapping.ASKED],
        "ties": [[tie.word, tie.count] for tie in mapping.tie_words(document)[: mapping.ASKED]],
        "departments": plan.departments[:20],
        "unknown": [[shorten(name), count] for name, count in plan.unknown.most_common(12)],
        "unknown_total": len(plan.unknown),
        "unknown_ties": plan.unknown.total(),
        "project": project_words(document),
    }


def project_words(document: Document) -> str:
    """What a project holds besides, in words: “25 field definitions, 2 maps and 2 perspectives”."""
    parts = []
    for key, one, many in (
        ("attributes", "field definition", "field definitions"),
        ("maps", "map", "maps"),
        ("perspectives", "perspective", "perspectives"),
        ("loops", "loop", "loops"),
    ):
        held = document.project.get(key)
        if isinstance(held, list) and held:
            parts.append(f"{len(held)} {one if len(held) == 1 else many}")
    if len(parts) > 1:
        return f"{', '.join(parts[:-1])} and {parts[-1]}"
    return parts[0] if parts else ("its settings" if document.project else "")


def lists(plan: Plan, standing: Standing) -> dict[str, Any]:
    """The large part, stored as `ImportBatch.details`: what each tab of the preview lists."""
    names: dict[int | str, str] = {pk: person.name for pk, person in standing.people.items()}
    names.update({action.node: action.person.name for action in plan.people})
    people: dict[str, list[dict[str, Any]]] = {key: [] for key in (CREATE, UPDATE, UNCHANGED, SKIPPED)}
    open_questions: list[dict[str, Any]] = []
    for action in plan.people:
        shown = people[action.action]
        if action.candidates or action.reason.startswith("you chose"):
            if len(open_questions) < LISTED:
                open_questions.append(_person(action, standing))
        elif len(shown) < LISTED:
            shown.append(_person(action, standing))
    ties: dict[str, list[dict[str, Any]]] = {key: [] for key in (CREATE, UPDATE, UNCHANGED)}
    for tie in plan.ties:
        if len(ties[tie.action]) < LISTED:
            ties[tie.action].append(_tie(tie, names))
    return {"questions": open_questions, "people": people, "ties": ties, "signatures": plan.signatures}


def reasons(found: Sequence[Reason]) -> list[list[Any]]:
    """[where, value, sentence, whether the row was left out], those left out first, each as they stand in the file.
    Rows of a workbook are named by their sheet and stay as they were found."""
    ordered = sorted(found, key=lambda reason: (not reason.fatal, reason.row if isinstance(reason.row, int) else 0))
    return [[reason.where, reason.value, reason.sentence, reason.fatal] for reason in ordered]


def _person(action: PersonAction, standing: Standing) -> dict[str, Any]:
    person = action.person
    kind, is_group = mapping.sort_parts(person.sort)
    return {
        "ref": person.ref,
        "row": str(person.row),
        "name": person.name,
        "kind": Kind(person.kind or kind).label if action.pk is None else Kind(standing.people[action.pk].kind).label,
        "is_group": is_group,
        "note": " · ".join(part for part in (person.job_title, person.department, person.email) if part),
        "action": action.action,
        "reason": action.reason,
        "pk": action.pk,
        "changes": _changes(action.changes, standing),
        "judged": [_judged(action, standing, number) for number in range(len(action.judgements))],
        "likes": [f"{_who(candidate.pk, standing)}: {candidate.reason}" for candidate in action.candidates],
        "options": _options(action, standing),
        "chosen": _chosen(action),
    }


def _chosen(action: PersonAction) -> str:
    if action.action == SKIPPED:
        return SKIP
    return NEW if action.pk is None else str(action.pk)


def _options(action: PersonAction, standing: Standing) -> list[list[str]]:
    """What can be decided about a row: [value, words]."""
    options = [[NEW, "Add as new"]]
    if action.pk is not None:
        options.insert(0, [str(action.pk), f"Update {_who(action.pk, standing)}"])
    for candidate in action.candidates:
        if candidate.pk != action.pk:
            options.append([str(candidate.pk), f"Update {_who(candidate.pk, standing)}"])
    return [*options, [SKIP, "Skip this row"]]


def _who(pk: int, standing: Standing) -> str:
    person = standing.people[pk]
    note = person.department or person.job_title
    return f"{shorten(person.name, 60)} ({note})" if note else shorten(person.name, 60)


def _changes(changes: Mapping[str, tuple[Any, Any]], standing: Standing) -> list[list[str]]:
    """[field, before, after] in words; extra fields one by one."""
    shown: list[list[str]] = []
    for name, (before, after) in changes.items():
        if name == "attributes":
            shown += [
                [key, _text(before.get(key)), _text(value)]
                for key, value in after.items()
                if before.get(key, _text) != value and not key.startswith("_")
            ]
        elif name == "owner_id":
            emails = {pk: email for email, pk in standing.owners.items()}
            shown.append([WORDS[name], emails.get(before, ""), emails.get(after, "")])
        else:
            shown.append([WORDS.get(name, name), value_words(name, before), value_words(name, after)])
    return shown


def _judged(action: PersonAction, standing: Standing, number: int) -> dict[str, Any]:
    judgement = action.judgements[number]
    held: Mapping[str, Any] = {}
    if action.pk is not None:
        held = standing.people[action.pk].current or {}
    changes = [
        [WORDS[name], value_words(name, held.get(name)), value_words(name, value)]
        for name, value in judgement.changes.items()
    ]
    return {"on": judgement.on.isoformat() if judgement.on else "", "changes": changes}


def value_words(name: str, value: Any) -> str:
    if name == "is_group":
        return "Group" if value else "Person"
    said = written(name, value)
    return "" if said is None else _text(said)


def _text(value: Any) -> str:
    return shorten(text_of(value), 160)


def _tie(tie: TieAction, names: Mapping[int | str, str]) -> dict[str, Any]:
    changes = []
    for name, (before, after) in tie.changes.items():
        if name in ("source", "target"):
            changes.append([WORDS[name], names.get(before, ""), names.get(after, "")])
        elif name not in ("attributes", "external_id"):
            changes.append([WORDS.get(name, name), _text(before), _text(after)])
        else:
            changes.append(["Extra fields" if name == "attributes" else "ID", "", "updated"])
    return {
        "row": str(tie.row),
        "source": shorten(names.get(tie.source, ""), 80),
        "target": shorten(names.get(tie.target, ""), 80),
        "kind": str(Relationship.Kind(tie.kind).label),
        "label": shorten(tie.label, 80),
        "changes": changes,
    }


ACTION_WORDS: Final = {
    CREATE: "is added",
    UPDATE: "is updated",
    UNCHANGED: "stays as it is",
    SKIPPED: "is skipped",
}


def difference(before: Mapping[str, str], plan: Plan) -> list[str]:
    """What a plan made again does otherwise, a sentence a row."""
    sentences = []
    now = plan.signatures
    for action in plan.people:
        ref = action.person.ref
        if before.get(ref) != now[ref]:
            was = before.get(ref, "").split(":", 1)[0]
            name, row = shorten(action.person.name), action.person.row
            verb, old = ACTION_WORDS[action.action], ACTION_WORDS.get(was, "")
            where = f" (row {row})" if isinstance(row, int) else ""
            if old and old != verb:
                sentences.append(f"{name}{where} {verb}; before, this row was one that {old}.")
            else:
                sentences.append(f"{name}{where} {verb} with other values than before.")
    ties = sum(1 for place in range(len(plan.ties)) if before.get(f"t{place}") != now[f"t{place}"])
    if ties:
        sentences.append(f"{ties} {'relationship differs' if ties == 1 else 'relationships differ'} from before.")
    return sentences or ["Fewer rows change than before."]
