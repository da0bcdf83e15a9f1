"""What the import pages show: the list of imports, one import in each of its states, and the sentences above them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from accounts.models import Workspace
from stakeholders.formats.columns import Field
from stakeholders.formats.document import FORMAT_NAMES, Format
from stakeholders.imports import mapping, preview, progress
from stakeholders.imports.mapping import Choices
from stakeholders.models import ImportBatch

State = ImportBatch.State
RUNNING: Final = (State.READING, State.APPLYING, State.UNDOING)
RUNNING_WORDS: Final = {
    State.READING: "Reading the file and comparing it with the register",
    State.APPLYING: "Storing everything, as one piece",
    State.UNDOING: "Taking the import back",
}


def listed(workspace: Workspace) -> QuerySet[ImportBatch]:
    return (
        ImportBatch.objects.filter(workspace=workspace)
        .exclude(state=State.DISCARDED)
        .select_related("author")
        .defer("content", "details", "reasons", "mapping")
    )


@dataclass(frozen=True)
class Listed:
    batch: ImportBatch
    format: str
    says: str
    stayed: str
    percent: int | None

    @property
    def is_running(self) -> bool:
        return self.batch.state in RUNNING

    @property
    def is_idle(self) -> bool:
        return is_idle(self.batch)

    @property
    def state(self) -> str:
        return "Nothing to change" if self.is_idle else self.batch.get_state_display()


def is_idle(batch: ImportBatch) -> bool:
    """Whether a preview found nothing to change: there is nothing to decide, only to close."""
    return batch.state == State.PREVIEWED and not batch.plan.get("changes", True) and not batch.plan.get("blocked")


def rows(batches: list[ImportBatch]) -> list[Listed]:
    running = progress.percent([batch.pk for batch in batches if batch.state in RUNNING])
    return [
        Listed(
            batch,
            format_name(batch),
            outcome(batch),
            stayed_out(batch.plan) if batch.state == State.APPLIED else "",
            running.get(batch.pk),
        )
        for batch in batches
    ]


def format_name(batch: ImportBatch) -> str:
    return FORMAT_NAMES[Format(batch.format)] if batch.format in Format._value2member_map_ else ""


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def joined(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def outcome(batch: ImportBatch) -> str:
    """One line on what an import does or did."""
    if batch.state == State.FAILED:
        return batch.error
    if batch.state in RUNNING or not batch.plan:
        return RUNNING_WORDS.get(State(batch.state), "")
    if batch.state == State.UNDONE:
        left = batch.plan.get("left_total", 0)
        return f"Taken back; {counted(left, 'row')} changed since stayed." if left else "Taken back, all of it."
    changes = _changes(batch.plan["counts"])
    verb = "Would add or change" if batch.state == State.PREVIEWED else "Added or changed"
    return f"{verb} {joined(changes)}." if changes else f"{_nothing('Nothing to change', batch.plan['counts'])}."


def _nothing(first: str, counts: Mapping[str, Mapping[str, int]]) -> str:
    """Why nothing changes: what the file says is here already, or nothing of it can be read."""
    if not counts["people"]["unchanged"] and not counts["ties"]["unchanged"]:
        return first
    everything = "everything else" if counts["other"]["left_out"] else "everything"
    return f"{first}: {everything} is already as in the file"


def stayed_out(plan: Mapping[str, Any]) -> str:
    """“3 rows stayed out, each with a reason.”, and those that were skipped; empty when everything arrived."""
    counts = plan.get("counts", {})
    left, skipped = counts.get("other", {}).get("left_out", 0), counts.get("people", {}).get("skipped", 0)
    sentences = []
    if left:
        sentences.append(f"{counted(left, 'row')} stayed out, {'with a' if left == 1 else 'each with a'} reason.")
    if skipped:
        sentences.append(f"{counted(skipped, 'row')} {'was' if skipped == 1 else 'were'} skipped, as you chose.")
    return " ".join(sentences)


def arrived(batch: ImportBatch) -> str:
    """What to say once it is stored: all of it, or what stayed out, or how much was remarked on."""
    stayed, remarks = stayed_out(batch.plan), len(reasons(batch))
    if stayed or not remarks:
        return f"Imported. {stayed}" if stayed else "Imported, all of it."
    return f"Imported. {counted(remarks, 'remark')} below {'says' if remarks == 1 else 'say'} what to look at."


def _changes(counts: Mapping[str, Mapping[str, int]]) -> list[str]:
    people = counts["people"]["create"] + counts["people"]["update"]
    ties = counts["ties"]["create"] + counts["ties"]["update"]
    parts = []
    if people:
        parts.append(counted(people, "stakeholder"))
    if ties:
        parts.append(counted(ties, "relationship"))
    return parts


@dataclass(frozen=True)
class Part:
    text: str
    is_strong: bool = False


def says(plan: Mapping[str, Any]) -> list[Part]:
    """What the dry run found, in a sentence or two: what is new, what changes, what stays out."""
    if plan.get("blocked"):
        return [Part(plan["blocked"], True)]
    people, ties, other = plan["counts"]["people"], plan["counts"]["ties"], plan["counts"]["other"]
    new = [counted(people["create"], "stakeholder")] if people["create"] else []
    new += [counted(ties["create"], "relationship")] if ties["create"] else []
    changed = [counted(people["update"], "stakeholder")] if people["update"] else []
    changed += [counted(ties["update"], "relationship")] if ties["update"] else []
    parts: list[Part] = []
    if new:
        is_one = people["create"] + ties["create"] == 1
        parts.append(Part(f"{joined(new)} {'is' if is_one else 'are'} new", True))
    if changed:
        is_one = people["update"] + ties["update"] == 1
        parts.append(Part(f"{joined(changed)} {'changes' if is_one else 'change'}", not new))
    is_kept_alone = not parts and bool(other.get("project")) and bool(people["unchanged"]) and not other["left_out"]
    if is_kept_alone:
        parts.append(Part("Everybody and every relationship is already as in the file", True))
    elif not parts:
        parts.append(Part(_nothing("Nothing to import", plan["counts"]), True))
    sentence = [part for pair in zip(parts, [Part("; ")] * len(parts), strict=True) for part in pair][:-1]
    rest = [Part(".")]
    if other["left_out"]:
        is_one = other["left_out"] == 1
        out = "stays out, with a reason." if is_one else "stay out, each with a reason."
        rest.append(Part(f" {counted(other['left_out'], 'row')} {out}"))
    if other["suggestions"]:
        is_one = other["suggestions"] == 1
        row = "One new row looks" if is_one else f"{other['suggestions']:,} new rows look"
        rest.append(Part(f" {row} like somebody who is here already: decide below."))
    if is_kept_alone:
        rest.append(Part(" Importing it keeps its columns and what else it holds, for the next export; nothing else."))
    if not other["left_out"] and not other["suggestions"] and (new or changed):
        rest.append(Part(" Nothing is stored before you say so."))
    return [*sentence, *rest]


@dataclass(frozen=True)
class Choice:
    """A select of the preview: `name` in the form, what it is about, and what may be chosen."""

    name: str
    label: str
    note: str
    chosen: str
    options: list[tuple[str, str]]
    samples: list[str]


GROUPS: Final = (
    (
        "About them",
        (
            Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.JOB_TITLE, Field.DEPARTMENT, Field.KIND,
            Field.IS_GROUP, Field.REPORTS_TO, Field.OWNER_EMAIL, Field.TAGS, Field.NOTES, Field.EXTERNAL_ID,
        ),
    ),
    ("How we judge them", (*mapping.JUDGED_FIELDS, *mapping.ABOUT_JUDGEMENT)),
)  # fmt: skip
OTHERWISE: Final = (
    (mapping.KEEP, "Keep as an extra field"),
    (mapping.TYPE, "Type: decide below what each is"),
    (mapping.LEAVE_OUT, "Leave out"),
)


def column_choices(batch: ImportBatch, choices: Choices) -> list[Choice]:
    found = []
    for place, column in enumerate(batch.plan.get("columns", [])):
        chosen = choices.columns.get(column["header"], mapping.KEEP)
        # Whoever chose otherwise has looked.
        note = column.get("hint", "") if chosen == column.get("guess") else ""
        found.append(Choice(f"column-{place}", column["header"], note, chosen, [], column["samples"]))
    return found


def option_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    groups = [(title, [(str(field), mapping.FIELD_LABELS[field]) for field in fields]) for title, fields in GROUPS]
    return [*groups, ("Otherwise", list(OTHERWISE))]


def type_choices(batch: ImportBatch, choices: Choices) -> list[Choice]:
    counts = dict(batch.plan.get("types", []))
    options = list(mapping.SORTS.items())
    return [
        Choice(f"type-{place}", word, counted(counts[word], "row"), sort, options, [])
        for place, (word, sort) in enumerate(choices.types.items())
        if word in counts
    ]


def tie_choices(batch: ImportBatch, choices: Choices) -> list[Choice]:
    counts = dict(batch.plan.get("ties", []))
    options = [(kind, label[0].upper() + label[1:]) for kind, label in mapping.TIE_KINDS.items()]
    return [
        Choice(f"tie-{place}", word or "No type given", counted(counts[word], "connection"), kind, options, [])
        for place, (word, kind) in enumerate(choices.ties.items())
        if word in counts
    ]


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    count: int


def tabs(plan: Mapping[str, Any], details: Mapping[str, Any]) -> list[Tab]:
    """The lists that hold something; the first is shown first, so what needs a decision leads."""
    counts = plan["counts"]
    people, ties, other = counts["people"], counts["ties"], counts["other"]
    questions = len(details.get("questions", []))
    decided = sum(1 for row in details.get("questions", []) if row["action"] == "create")
    found = [
        Tab("questions", "To decide", questions),
        Tab("left_out", "Left out and remarks", other["left_out"] + other["remarks"]),
        Tab("create", "New", people["create"] - decided),
        Tab("update", "Changing", people["update"] - _decided(details, "update")),
        Tab("ties", "New relationships", ties["create"]),
        Tab("ties_update", "Changing relationships", ties["update"]),
        Tab("unchanged", "As in the file already", people["unchanged"] - _decided(details, "unchanged")),
    ]
    # A backup is restored as a whole: there is nothing to decide row by row, and its rows are not kept for listing.
    return [tab for tab in found if tab.count > 0 and (tab.key == "left_out" or not plan.get("archive"))]


def _decided(details: Mapping[str, Any], action: str) -> int:
    return sum(1 for row in details.get("questions", []) if row["action"] == action)


def rows_of(tab: str, batch: ImportBatch, details: Mapping[str, Any]) -> list[Any]:
    if tab == "questions":
        return list(details.get("questions", []))
    if tab == "left_out":
        return reasons(batch)
    if tab in ("ties", "ties_update"):
        return list(details.get("ties", {}).get("create" if tab == "ties" else "update", []))
    return list(details.get("people", {}).get(tab, []))


def reasons(batch: ImportBatch) -> list[dict[str, Any]]:
    found = preview.expand(batch.reasons) or []
    return [
        {"where": where, "value": value, "sentence": sentence, "left_out": fatal}
        for where, value, sentence, fatal in found
    ]
