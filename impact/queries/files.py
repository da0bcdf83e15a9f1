"""What the pages of files show: the list of them, one in each of its states, and the sentences above them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from accounts.models import Workspace
from impact.files import mapping, progress
from impact.files.mapping import BESIDE, LABELS, OF_METRIC, Choices, Part, column_of
from impact.models import Metric, ObservationFile
from impact.verdicts import COUNTED
from stakeholders.formats.columns import normal
from stakeholders.imports.preview import expand
from stakeholders.queries.imports import counted

State = ObservationFile.State
RUNNING: Final = (State.READING, State.APPLYING, State.UNDOING)
RUNNING_WORDS: Final = {
    State.READING: "Reading the file and comparing it with what is stored",
    State.APPLYING: "Storing all of it, as one piece",
    State.UNDOING: "Taking it back",
}
# With more choices than this on one page each select offers the metrics nearest by name.
MOST_OPTIONS: Final = 1000
NEAREST: Final = 8
TOUCHED: Final = 24


def listed(workspace: Workspace) -> QuerySet[ObservationFile]:
    rows = ObservationFile.objects.filter(workspace=workspace).exclude(state=State.DISCARDED)
    return rows.select_related("author").defer("content", "details", "choices")


@dataclass(frozen=True)
class Listed:
    file: ObservationFile
    says: str
    percent: int | None

    @property
    def is_running(self) -> bool:
        return self.file.state in RUNNING


def rows(files: Sequence[ObservationFile]) -> list[Listed]:
    running = progress.percent([file.pk for file in files if file.state in RUNNING])
    return [Listed(file, outcome(file), running.get(file.pk)) for file in files]


def outcome(file: ObservationFile) -> str:
    """One line on what a file does or did."""
    plan = file.plan
    if file.state == State.FAILED:
        return file.error
    if file.state in RUNNING or not plan:
        return RUNNING_WORDS.get(State(file.state), "")
    if file.state == State.UNDONE:
        left = plan.get("left_total", 0)
        taken = f"{counted(plan.get('taken', 0), 'number')} taken back"
        return f"{taken}; {left:,} changed since stayed." if left else f"{taken}, all of it."
    if file.state == State.PREVIEWED:
        return "".join(part.text for part in says(plan))
    stored, corrected = plan["stored"], plan["corrected"]
    parts = [f"{counted(stored, 'number')} stored"] if stored or not corrected else []
    parts += [f"{counted(corrected, 'number')} corrected"] if corrected else []
    return f"{' and '.join(parts)}."


def stayed(plan: Mapping[str, Any]) -> str:
    """What of a file that was stored was not."""
    counts, sentences = plan.get("counts", {}), []
    if problems := counts.get("problems", 0):
        sentences.append(f"{counted(problems, 'line')} could not be read.")
    if partly := counts.get("partly", 0):
        sentences.append(f"{counted(partly, 'line')} could be read in part.")
    if kept := counts.get("differs", 0) - plan.get("corrected", 0):
        is_one = kept == 1
        what = "differs from what is stored and was" if is_one else "differ from what is stored and were"
        sentences.append(f"{counted(kept, 'number')} {what} left alone.")
    return " ".join(sentences)


@dataclass(frozen=True)
class Said:
    text: str
    is_strong: bool = False


def says(plan: Mapping[str, Any]) -> list[Said]:
    """What the dry run found: “31 new numbers for four metrics, 2 that differ from what is stored, 12 that are there
    already, 3 lines that cannot be read.”"""
    if plan.get("asks"):
        return [Said("Something has to be said before the file can be read.", True)]
    if plan["questions"]:
        asked = len(plan["questions"])
        verb = "has" if asked == 1 else "have"
        return [Said(f"{COUNTED[asked]} question{'' if asked == 1 else 's'} {verb} to be answered first.", True)]
    counts = plan["counts"]
    new, differs, same, problems = (counts[name] for name in ("new", "differs", "same", "problems"))
    found: list[Said] = []
    if new:
        for_metrics = f" for {_in_words(plan['new_metrics'])} metric{'' if plan['new_metrics'] == 1 else 's'}"
        found.append(Said(f"{counted(new, 'new number')}{for_metrics}", True))
    if differs:
        verb = "differs" if differs == 1 else "differ"
        noun = "" if found else f" number{'' if differs == 1 else 's'}"
        found.append(Said(f"{differs:,}{noun} that {verb} from what is stored", not found))
    if same:
        verb = "is" if same == 1 else "are"
        noun = "" if found else f" number{'' if same == 1 else 's'}"
        found.append(Said(f"{same:,}{noun} that {verb} there already", not found))
    if problems:
        found.append(Said(f"{counted(problems, 'line')} that cannot be read", not found))
    if partly := counts.get("partly", 0):
        found.append(Said(f"{counted(partly, 'line')} that can be read in part", not found))
    if not found:
        found = [Said("There is no number in this file", True)]
    spaced = [part for one in found for part in (one, Said(", "))][:-1]
    return [*spaced, Said("."), *(Said(f" {sentence}") for sentence in _besides(plan))]


def _besides(plan: Mapping[str, Any]) -> list[str]:
    sentences = []
    if far := plan.get("doubts", 0):
        is_one = far == 1
        whose = "is far from what its metric has" if is_one else "are far from what their metrics have"
        sentences.append(f"{counted(far, 'number')} {whose} been: look at {'it' if is_one else 'them'} first.")
    if plan["answers"]:
        sentences.append(
            f"Counted from {counted(plan['answers'], 'answer')}: the counts are kept, the answers themselves are not."
        )
    if plan["blank"]:
        verb = "was" if plan["blank"] == 1 else "were"
        sentences.append(f"{counted(plan['blank'], 'blank')} {verb} taken as not measured.")
    return sentences


def _in_words(number: int) -> str:
    return COUNTED[number].lower() if number < len(COUNTED) else f"{number:,}"


def can_store(plan: Mapping[str, Any]) -> bool:
    counts = plan["counts"]
    return bool(counts["new"] + counts["differs"]) and not plan["asks"] and not plan["questions"]


@dataclass(frozen=True)
class Choice:
    """A select of the page: `name` in the form, what it is about, what may be chosen, and what is."""

    name: str
    label: str
    samples: Sequence[str]
    note: str
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    chosen: str


ABOUT: Final = ("About the row", [(str(part), LABELS[part]) for part in (Part.PERIOD, Part.METRIC, Part.NOTE)])
OF_ROW: Final = ("The row's number", [(str(part), LABELS[part]) for part in (*mapping.NUMBERS, Part.ANSWER)])
OTHERWISE: Final = ("Otherwise", [(mapping.LEAVE_OUT, "Leave out")])


def column_choices(plan: Mapping[str, Any], choices: Choices, metrics: Sequence[Metric]) -> list[Choice]:
    columns = plan.get("columns", [])
    names = _Names(metrics, len(columns))
    found = []
    for place, (title, samples) in enumerate(columns):
        chosen = choices.columns[place] if place < len(choices.columns) else ""
        own = [option for metric in names.near(title, chosen.partition(":")[2]) for option in _parts_of(metric)]
        groups = [ABOUT, OF_ROW, *([("A metric of its own", own)] if own else []), OTHERWISE]
        found.append(Choice(f"column-{place}", title, samples, "", groups, chosen))
    return found


def _parts_of(metric: Metric) -> Iterable[tuple[str, str]]:
    parts = OF_METRIC[metric.measured]
    for part in parts:
        yield column_of(part, metric), metric.name if len(parts) == 1 else f"{metric.name}: {BESIDE[part]}"


class _Names:
    """Metrics by the words of their names: of very many only those that share some with a title are offered."""

    def __init__(self, metrics: Sequence[Metric], titles: int) -> None:
        self.metrics = metrics
        self.is_many = len(metrics) * titles > MOST_OPTIONS
        self.words = [(frozenset(normal(metric.name).split()), metric) for metric in metrics] if self.is_many else []

    def near(self, title: str, chosen: str) -> Sequence[Metric]:
        if not self.is_many:
            return self.metrics
        wanted = set(normal(title).split())
        shared = sorted(
            ((len(words & wanted) / len(words | wanted), place) for place, (words, _metric) in enumerate(self.words)),
            key=lambda each: (-each[0], each[1]),
        )
        near = {self.metrics[place].pk for score, place in shared[:NEAREST] if score}
        return [metric for metric in self.metrics if metric.pk in near or str(metric.pk) == chosen]


def word_choices(plan: Mapping[str, Any], choices: Choices, metrics: Sequence[Metric]) -> list[Choice]:
    """What the file calls metrics and no metric is called."""
    words = plan.get("words", [])
    names = _Names(metrics, len(words))
    found = []
    for place, (word, lines) in enumerate(words):
        chosen = (
            ("leave_out" if choices.words[word] is None else str(choices.words[word])) if word in choices.words else ""
        )
        options = [
            ("", "Not said yet"),
            ("leave_out", "Leave out"),
            *((str(one.pk), one.name) for one in names.near(word, chosen)),
        ]
        found.append(Choice(f"word-{place}", word, (), counted(lines, "line"), [("", options)], chosen))
    return found


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    count: int


def tabs(plan: Mapping[str, Any]) -> list[Tab]:
    """The lists that hold something; what needs a decision leads."""
    counts = plan["counts"]
    found = [
        Tab("doubts", "Far from the others", plan.get("doubts", 0)),
        Tab("differs", "Differ from what is stored", counts["differs"]),
        Tab("problems", "Not read", plan["problems"]),
        Tab("remarks", "Remarks", plan["remarks"]),
        Tab("new", "New", counts["new"]),
        Tab("same", "There already", counts["same"]),
    ]
    return [tab for tab in found if tab.count]


def details(file: ObservationFile) -> dict[str, list[list[Any]]]:
    packed = ObservationFile.objects.filter(pk=file.pk).values_list("details", flat=True).first()
    found: dict[str, list[list[Any]]] = expand(packed)
    return found


def grouped(found: Sequence[Sequence[Any]]) -> list[tuple[str, str, str]]:
    """Lines of which the same is said together: (“Lines 2, 4, 6 and 24 more”, what it is about, the sentence)."""
    lines: dict[tuple[str, str], list[int]] = {}
    for line, value, sentence in found:
        lines.setdefault((value, sentence), []).append(line)
    return [(_where([line for line in at if line]), value, sentence) for (value, sentence), at in lines.items()]


def _where(lines: Sequence[int]) -> str:
    if len(lines) < 2:
        return f"Line {lines[0]:,}" if lines else "The file"
    shown = [f"{line:,}" for line in lines[:3]]
    if len(lines) > 3:
        return f"Lines {', '.join(shown)} and {len(lines) - 3:,} more"
    return f"Lines {', '.join(shown[:-1])} and {shown[-1]}"


def touched(file: ObservationFile) -> list[Metric]:
    """The first of the metrics that a file brought numbers of."""
    return list(Metric.objects.filter(workspace=file.workspace, pk__in=file.plan.get("metrics", []))[:TOUCHED])
