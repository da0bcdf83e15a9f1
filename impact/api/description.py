"""The API as OpenAPI 3.1 describes it: what may be sent, and every answer to it. Nothing of any workspace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from impact.api.reading import LONGEST, MOST_BYTES, MOST_ROWS
from impact.models import Metric
from impact.units import Kind

Schema = dict[str, Any]
KEY_CHARACTERS: Final = 200
PER_MINUTE: Final = 60


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(required: tuple[str, ...], **properties: Schema) -> Schema:
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


def _count(words: str) -> Schema:
    return {"type": "integer", "minimum": 0, "maximum": 2_000_000_000, "description": words}


def _text(words: str, **more: Any) -> Schema:
    return {"type": "string", "description": words, **more}


SCHEMAS: Final[dict[str, Schema]] = {
    "Observations": _object(
        ("observations",),
        observations={"type": "array", "minItems": 1, "maxItems": MOST_ROWS, "items": _ref("Observation")},
    ),
    "Observation": _object(
        ("metric", "period"),
        metric={"type": ["integer", "string"], "description": "The metric's id, or its name exactly."},
        period=_text(
            "The period: 2026-03, 2026-03-01 (the period that this day is in), 2026-Q1 or 2026-W10. A metric has one"
            " number in each of its own periods: weeks, months or quarters.",
            pattern="^[0-9]{4}-([0-9]{2}(-[0-9]{2})?|Q[1-4]|W[0-9]{2})$",
        ),
        value={
            "type": ["number", "null"],
            "description": "Of a metric measured by `value`. A share is a part of one: 0.82 is 82 percent.",
        },
        ahead={**_count("Of a metric measured by `share`: how many did."), "type": ["integer", "null"]},
        n={
            **_count("Out of how many; of a share it is needed, elsewhere it says what the number rests on."),
            "type": ["integer", "null"],
        },
        promoters={**_count("Of a metric measured by `promoters`: answers of 9 or 10."), "type": ["integer", "null"]},
        passives={**_count("Answers of 7 or 8."), "type": ["integer", "null"]},
        detractors={**_count("Answers from 0 to 6."), "type": ["integer", "null"]},
        note={**_text("What there is to know about it.", maxLength=LONGEST), "type": ["string", "null"]},
        why={
            **_text(
                "What was wrong with the number that stands. Needed where another number is there already; the old one"
                " is kept with it.",
                maxLength=LONGEST,
            ),
            "type": ["string", "null"],
        },
    ),
    "Stored": _object(
        ("stored", "unchanged", "corrected", "observations", "warnings"),
        stored=_count("Numbers that were not there."),
        unchanged=_count("Numbers that stood already."),
        corrected=_count("Numbers that took the place of another."),
        observations={"type": "array", "items": _ref("StoredObservation")},
        warnings={
            "type": "array",
            "items": _ref("Warning"),
            "description": "What was stored all the same and should be looked at again: a number far from what its"
            " metric has been, a period that is not over.",
        },
    ),
    "Warning": _object(
        ("row", "field", "sentence"),
        row=_count("The place of the row in what was sent, from 0."),
        field=_text("Which of its names is meant."),
        sentence=_text("What to look at."),
    ),
    "StoredObservation": _object(
        ("row", "metric", "name", "period", "value", "result"),
        row=_count("Its place in what was sent, from 0."),
        metric={"type": "integer"},
        name={"type": "string"},
        period=_text("The first day of its period.", format="date"),
        value={"type": "number", "description": "As it is kept: of counts, what follows from them."},
        result={"type": "string", "enum": ["stored", "unchanged", "corrected"]},
    ),
    "Problem": _object(("error",), error=_text("What is wrong, in a sentence.")),
    "Refused": _object(
        ("error", "errors"),
        error=_text("What is wrong, in a sentence."),
        errors={"type": "array", "minItems": 1, "items": _ref("RefusedRow")},
    ),
    "RefusedRow": _object(
        ("row", "field", "sentence"),
        row=_count("The place of the row in what was sent, from 0."),
        field=_text("Which of its names is meant; empty where it is the row as a whole."),
        sentence=_text("What is wrong with it."),
    ),
    "Metrics": _object(("metrics",), metrics={"type": "array", "items": _ref("Metric")}),
    "Metric": _object(
        ("id", "name", "unit", "currency", "every", "measured", "definition_version"),
        id={"type": "integer"},
        name={"type": "string"},
        unit={"type": "string", "enum": [kind.value for kind in Kind]},
        currency=_text("Three letters of ISO 4217 where the unit is money, else empty."),
        every={"type": "string", "enum": list(Metric.Every.values), "description": "Its period."},
        measured={"type": "string", "enum": list(Metric.Measured.values), "description": "Which names a row needs."},
        definition_version={
            "type": "integer",
            "minimum": 1,
            "description": "Higher when it came to mean another thing.",
        },
    ),
}


def _answer(words: str, schema: str, headers: Mapping[str, str] | None = None) -> Schema:
    answer: Schema = {"description": words, "content": {"application/json": {"schema": _ref(schema)}}}
    if headers:
        answer["headers"] = {
            name: {"description": said, "schema": {"type": "string"}} for name, said in headers.items()
        }
    return answer


UNKNOWN: Final = _answer(
    "No token, or one that is unknown, has run out or was revoked.", "Problem", {"WWW-Authenticate": "Always `Bearer`."}
)
TOO_OFTEN: Final = _answer(
    f"More than {PER_MINUTE} requests in this minute with this token.",
    "Problem",
    {"Retry-After": "After how many seconds to come again."},
)


def described(address: str) -> Schema:
    """The whole document; `address` is where this installation stands."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Coalition: numbers from other systems",
            "version": "1",
            "description": "Sends what was measured to the metrics of one workspace. A token, made on the page"
            " “Numbers by the API”, says which workspace it is.",
        },
        "servers": [{"url": address}],
        "security": [{"token": []}],
        "paths": {
            "/api/v1/observations/": {"post": _posting()},
            "/api/v1/metrics/": {
                "get": {
                    "operationId": "listMetrics",
                    "summary": "The metrics that numbers can be sent of",
                    "responses": {
                        "200": _answer("Those that are still measured, by name.", "Metrics"),
                        "401": UNKNOWN,
                        "429": TOO_OFTEN,
                    },
                }
            },
            "/api/v1/openapi.json": {
                "get": {
                    "operationId": "describe",
                    "summary": "This description",
                    "security": [],
                    "responses": {
                        "200": {
                            "description": "OpenAPI 3.1.",
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        }
                    },
                }
            },
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": SCHEMAS,
        },
    }


def _posting() -> Schema:
    return {
        "operationId": "sendObservations",
        "summary": "Store numbers: all of them, or none",
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "Any text of your own for this request. Sent again with the same numbers within"
                " 24 hours, it stores nothing more and is answered as before.",
                "schema": {"type": "string", "minLength": 1, "maxLength": KEY_CHARACTERS},
            }
        ],
        "requestBody": {
            "required": True,
            "description": f"At most {MOST_ROWS:,} numbers and {MOST_BYTES // 1024 // 1024} MB.",
            "content": {"application/json": {"schema": _ref("Observations")}},
        },
        "responses": {
            "201": _answer(
                "Stored, each number with what became of it.",
                "Stored",
                {"Idempotent-Replayed": "`true` where this is the answer to an earlier request of the same key."},
            ),
            "400": _answer("No row can be told from what was sent, or the key cannot be one.", "Problem"),
            "401": UNKNOWN,
            "409": _answer("This key came before with other numbers.", "Problem"),
            "413": _answer("Too much at once.", "Problem"),
            "415": _answer("It is not JSON, or it is compressed.", "Problem"),
            "422": _answer("Nothing was stored: what is wrong, row by row.", "Refused"),
            "429": TOO_OFTEN,
        },
    }
