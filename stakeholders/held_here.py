"""Notes, follow-ups, concerns, judgements of salience and pins as they are exported, erased, archived and restored.

In the archive, people by their keys, authors by e-mail:
notes       objects: stakeholder, kind, words, noted_on, author, created_at
follow_ups  objects: stakeholder, words, due_on, done_on (or null), author, created_at
concerns    objects: stakeholder, cause, said, raised_on, response, responded_on and settled_on (or null), author,
            created_at
salience    objects: stakeholder, power, legitimacy, urgency (or null), why, judged_on, author, created_at
pins        objects: stakeholder, x, y: where they were put on the drawing of the network
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import Workspace
from stakeholders import held_about
from stakeholders.held_about import Held, HeldBy, Part, Refused, Restoring, Rows, Written, day_of, iso_of, moment_of
from stakeholders.models import Concern, FollowUp, NetworkPin, Note, SalienceJudgement
from stakeholders.models.approach import AboutSomebody
from stakeholders.network.pins import place_of
from stakeholders.salience import class_of


@dataclass(frozen=True)
class Sort:
    """One table: its name in the archive and in sentences, and the columns it holds besides who, by whom and when."""

    name: str
    one: str
    model: type[AboutSomebody]
    plain: tuple[str, ...]
    days: tuple[str, ...]


ANSWERS = ("power", "legitimacy", "urgency")
SORTS = (
    Sort("notes", "Note", Note, ("kind", "words"), ("noted_on",)),
    Sort("follow_ups", "Follow-up", FollowUp, ("words",), ("due_on", "done_on")),
    Sort(
        "concerns",
        "Concern",
        Concern,
        ("cause", "said", "response"),
        ("raised_on", "responded_on", "settled_on"),
    ),
    Sort("salience", "Judgement of salience", SalienceJudgement, (*ANSWERS, "why"), ("judged_on",)),
)


def register() -> None:
    held_about.register(
        HeldBy(
            app="stakeholders",
            tables=(
                Held(Note, "note", "notes", "had a note added since", _notes, ("words",), "a note"),
                Held(
                    FollowUp,
                    "follow-up",
                    "follow-ups",
                    "had a follow-up planned since",
                    _follow_ups,
                    ("words",),
                    "a follow-up",
                ),
                Held(
                    Concern,
                    "concern",
                    "concerns",
                    "raised a concern since",
                    _concerns,
                    ("said", "response"),
                    "a concern",
                ),
                Held(
                    SalienceJudgement,
                    "judgement of salience",
                    "judgements of salience",
                    "was judged by salience since",
                    _salience,
                    ("why",),
                    "reason of a judgement of salience",
                ),
            ),
            eraser="erase_approach_events",
            part=Part("approach", pack, unpack, models=(*(sort.model for sort in SORTS), NetworkPin)),
        )
    )


def _notes(rows: models.QuerySet[Any]) -> Rows:
    return [
        {"kind": row.get_kind_display(), "words": row.words, "noted_on": row.noted_on, **_written(row)}
        for row in rows.select_related("author").order_by("noted_on", "pk")
    ]


def _follow_ups(rows: models.QuerySet[Any]) -> Rows:
    return [
        {"what": row.words, "due_on": row.due_on, "done_on": row.done_on, **_written(row)}
        for row in rows.select_related("author").order_by("due_on", "pk")
    ]


def _concerns(rows: models.QuerySet[Any]) -> Rows:
    return [
        {
            "said": row.said,
            "cause": row.get_cause_display(),
            "raised_on": row.raised_on,
            "response": row.response,
            "responded_on": row.responded_on,
            "settled_on": row.settled_on,
            **_written(row),
        }
        for row in rows.select_related("author").order_by("raised_on", "pk")
    ]


def _salience(rows: models.QuerySet[Any]) -> Rows:
    return [
        {
            "power": row.power,
            "legitimacy": row.legitimacy,
            "urgency": row.urgency,
            "class": class_of(row).title,
            "why": row.why,
            "judged_on": row.judged_on,
            **_written(row),
        }
        for row in rows.select_related("author").order_by("judged_on", "pk")
    ]


def _written(row: Any) -> dict[str, Any]:
    return {"author": str(row.author), "created_at": row.created_at}


# The archive -----------------------------------------------------------------------------------------------------


def pack(workspace: Workspace, keys: Mapping[int, str]) -> dict[str, list[dict[str, Any]]]:
    pins = NetworkPin.objects.filter(workspace=workspace).order_by("stakeholder_id")
    about = {
        sort.name: [
            {
                "stakeholder": keys[row.stakeholder_id],
                **{name: getattr(row, name) for name in sort.plain},
                **{name: iso_of(getattr(row, name)) for name in sort.days},
                "author": row.author.email,
                "created_at": row.created_at.isoformat(),
            }
            for row in sort.model._default_manager.filter(workspace=workspace).select_related("author").order_by("pk")
        ]
        for sort in SORTS
    }
    places = pins.values_list("stakeholder_id", "x", "y")
    return about | {"pins": [{"stakeholder": keys[pk], "x": x, "y": y} for pk, x, y in places]}


def unpack(packed: Any, restoring: Restoring) -> tuple[Callable[[], Written], Refused]:
    made: list[tuple[type[models.Model], list[Any]]] = []
    refused: Refused = []
    for sort in SORTS:
        rows = packed.get(sort.name, []) if isinstance(packed, dict) else []
        taken: list[Any] = []
        for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
            try:
                taken.append(_restored(sort, row, restoring))
            except ValidationError as error:
                refused.append((f"{sort.one} {number}", " ".join(error.messages)))
            except (KeyError, TypeError, ValueError, AttributeError):
                refused.append((f"{sort.one} {number}", "This entry is not as a backup has it."))
        made.append((sort.model, taken))
    made.append((NetworkPin, _pins(packed, restoring, refused)))

    def write() -> Written:
        for model, rows in made:
            for row in rows:
                # Django takes keys over when a row is made, and people had none then.
                row.stakeholder_id = row.stakeholder.pk
            model._default_manager.bulk_create(rows, batch_size=2000)
        return [(str(model._meta.model_name), rows) for model, rows in made]

    return write, refused


def _pins(packed: Any, restoring: Restoring, refused: Refused) -> list[NetworkPin]:
    """Each person's place, the last where a backup names somebody twice."""
    held = packed.get("pins", []) if isinstance(packed, dict) else []
    taken: dict[str, NetworkPin] = {}
    for number, row in enumerate(held if isinstance(held, list) else [], start=1):
        try:
            x, y = place_of(row["x"], row["y"])
            person = restoring.people[row["stakeholder"]]
        except ValidationError as error:
            refused.append((f"Pin {number}", " ".join(error.messages)))
        except (KeyError, TypeError):
            refused.append((f"Pin {number}", "This entry is not as a backup has it."))
        else:
            taken[row["stakeholder"]] = NetworkPin(workspace=restoring.workspace, stakeholder=person, x=x, y=y)
    return list(taken.values())


def _restored(sort: Sort, held: Mapping[str, Any], restoring: Restoring) -> AboutSomebody:
    row = sort.model(
        workspace=restoring.workspace,
        stakeholder=restoring.people[held["stakeholder"]],
        # Whoever wrote it may not be a member here: then it is whoever restores it.
        author=restoring.users.get(held.get("author") or "") or restoring.author,
        created_at=moment_of(held["created_at"]),
        **{name: held[name] for name in sort.plain},
        **{name: day_of(held[name]) if held.get(name) else None for name in sort.days},
    )
    # The answers have no blank value to be checked: they are yes, no, or nothing.
    answers = [name for name in sort.plain if name in ANSWERS]
    if any(held[name] not in (None, True, False) for name in answers):
        raise ValidationError("An answer is yes, no, or not known.")
    row.clean_fields(exclude=["workspace", "stakeholder", "author", *answers])
    return row
