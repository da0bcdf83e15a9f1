"""The description is one that tools can read, and every answer it names is given as it says."""

import json
import re

import pytest
from django.test import Client

from accounts.tokens import new_token
from impact.api.description import PER_MINUTE, described
from tests.impact.api.conftest import sent

pytestmark = pytest.mark.django_db

MARCH = {"metric": "Win rate", "period": "2026-03", "value": 12.5}
DOCUMENT = described("https://coalition.example")


def asked(secret: str, path: str = "/api/v1/metrics/"):
    return Client().get(path, headers={"Authorization": f"Bearer {secret}"})


def worn_out(secret: str, ask):
    for _ in range(PER_MINUTE + 1):
        response = ask(secret)
        if response.status_code == 429:
            return response
    # A minute may have begun meanwhile.
    return worn_out(secret, ask)


def post(*rows, **more):
    return lambda secret: sent({"observations": list(rows)}, secret, **more)


def replayed(secret: str):
    post(MARCH, key="a")(secret)
    return post(MARCH, key="a")(secret)


def with_other_numbers(secret: str):
    post(MARCH, key="a")(secret)
    return post({**MARCH, "value": 13}, key="a")(secret)


SEND, LIST, DESCRIBE = "/api/v1/observations/", "/api/v1/metrics/", "/api/v1/openapi.json"
# How to be given each answer that is named.
CASES = {
    (SEND, "post", "201"): replayed,
    (SEND, "post", "400"): lambda secret: sent("{", secret),
    (SEND, "post", "401"): lambda secret: post(MARCH)(new_token()),
    (SEND, "post", "409"): with_other_numbers,
    (SEND, "post", "413"): post(*[MARCH] * 1001),
    (SEND, "post", "415"): lambda secret: sent("words", secret, content_type="text/plain"),
    (SEND, "post", "422"): post({**MARCH, "value": "13"}, {}),
    (SEND, "post", "429"): lambda secret: worn_out(secret, post(MARCH)),
    (LIST, "get", "200"): asked,
    (LIST, "get", "401"): lambda secret: asked(new_token()),
    (LIST, "get", "429"): lambda secret: worn_out(secret, asked),
    (DESCRIBE, "get", "200"): lambda secret: Client().get(DESCRIBE),
}


def named_answers():
    return {
        (path, method, status)
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
        for status in operation["responses"]
    }


def test_every_answer_that_is_named_has_its_case():
    assert named_answers() == set(CASES)


@pytest.mark.parametrize(("path", "method", "status"), sorted(CASES))
def test_it_is_answered_as_it_says(path, method, status, secret, metrics):
    response = CASES[path, method, status](secret)
    says = DOCUMENT["paths"][path][method]["responses"][status]
    assert str(response.status_code) == status
    assert response["Content-Type"] == "application/json"
    assert [name for name in says.get("headers", {}) if name not in response] == []
    fit(response.json(), says["content"]["application/json"]["schema"])


def test_what_is_sent_fits_its_description():
    schema = {"$ref": "#/components/schemas/Observations"}
    fit({"observations": [MARCH, {"metric": 7, "period": "2026-W10", "ahead": 1, "n": 2, "note": None}]}, schema)
    for wrong in ({}, {"observations": []}, {"observations": [{**MARCH, "period": "March"}]},
                  {"observations": [{**MARCH, "more": 1}]}, {"observations": [{**MARCH, "n": -1}]},
                  {"observations": [{**MARCH, "value": "13"}]}):  # fmt: skip
        with pytest.raises(AssertionError):
            fit(wrong, schema)


def test_it_is_public_and_tells_nothing_of_a_workspace(secret, metrics):
    response = Client().get(DESCRIBE)
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert response.json() == described("http://localhost:8000")
    assert [word in response.content.decode() for word in ("Northwind", "Win rate", "Ines")] == [False] * 3


# What OpenAPI 3.1 asks of a document (https://spec.openapis.org/oas/v3.1.0), as far as ours goes.


def test_it_has_what_openapi_asks_for():
    assert re.fullmatch(r"3\.1\.\d+", DOCUMENT["openapi"])
    assert {"title", "version"} <= set(DOCUMENT["info"])
    assert set(DOCUMENT) == {"openapi", "info", "servers", "security", "paths", "components"}
    operations = [operation for methods in DOCUMENT["paths"].values() for operation in methods.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids) == 3
    for path, methods in DOCUMENT["paths"].items():
        assert path.startswith("/")
        assert set(methods) <= {"get", "post"}
    for operation in operations:
        assert operation["responses"]
        assert all(re.fullmatch(r"[1-5]\d\d", status) for status in operation["responses"])
        assert all(answer["description"] for answer in operation["responses"].values())
        for parameter in operation.get("parameters", []):
            assert {"name", "in", "schema"} <= set(parameter)
        for scheme in operation.get("security", DOCUMENT["security"]):
            assert set(scheme) <= set(DOCUMENT["components"]["securitySchemes"])


def test_every_reference_leads_somewhere_and_every_schema_is_used():
    found = set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(DOCUMENT)))
    assert found == {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}


def test_every_schema_is_one():
    for name, schema in DOCUMENT["components"]["schemas"].items():
        check_schema(schema, name)


WORDS = {
    "$ref", "type", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "minimum",
    "maximum", "minLength", "maxLength", "pattern", "format", "enum", "description",
}  # fmt: skip
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def check_schema(schema, where):
    assert set(schema) <= WORDS, where
    if "$ref" in schema:
        return
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert set(kinds) <= {*TYPES, "integer", "number"}, where
    if "object" in kinds:
        assert set(schema["required"]) <= set(schema["properties"]), where
        assert schema["additionalProperties"] is False, where
    if "pattern" in schema:
        re.compile(schema["pattern"])
    for name, inner in schema.get("properties", {}).items():
        check_schema(inner, f"{where}.{name}")
    if "items" in schema:
        check_schema(schema["items"], f"{where}[]")


def is_of(value, kind: str) -> bool:
    if kind in ("integer", "number"):
        return isinstance(value, int if kind == "integer" else (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[kind])


def fit(value, schema, where="") -> None:
    """Fails where a value is not as a schema of ours says."""
    if "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert any(is_of(value, kind) for kind in kinds), f"{where}: {value!r} is none of {kinds}"
    assert value in schema.get("enum", [value]), where
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema["required"]) <= set(value) <= set(schema["properties"]), f"{where}: {sorted(value)}"
        for name, inner in value.items():
            fit(inner, schema["properties"][name], f"{where}.{name}")
    if isinstance(value, list):
        assert schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)), where
        for place, inner in enumerate(value):
            fit(inner, schema["items"], f"{where}[{place}]")
    if isinstance(value, str):
        assert len(value) <= schema.get("maxLength", len(value)), where
        assert re.search(schema.get("pattern", ""), value), where
    if isinstance(value, int | float) and not isinstance(value, bool):
        assert schema.get("minimum", value) <= value <= schema.get("maximum", value), where
