"""What other systems speak with: JSON and a token; no session, no cookie, no page of another origin."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Final

import pghistory
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from accounts.isolation import enter, scope
from accounts.limits import address_of, uses
from accounts.tokens import hashed
from impact.api import storing, tokens
from impact.api.description import KEY_CHARACTERS, PER_MINUTE, described
from impact.api.reading import MOST_BYTES, TooMany, Unreadable, rows_of
from impact.models import ApiToken, Metric

View = Callable[[HttpRequest], HttpResponse]
TokenView = Callable[[HttpRequest, ApiToken], HttpResponse]

MINUTE: Final = 60
# Of one address, with tokens that let nobody in.
GUESSES_PER_MINUTE: Final = 30
BEARER = re.compile(r"Bearer +([A-Za-z0-9_-]{43})", re.IGNORECASE)
KEY = re.compile(rf"[\x21-\x7e]{{1,{KEY_CHARACTERS}}}")


def answered(content: object, status: int = HTTPStatus.OK, **headers: str) -> JsonResponse:
    response = JsonResponse(content, status=status)
    response.headers["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def refused(status: int, sentence: str, **headers: str) -> JsonResponse:
    return answered({"error": sentence}, status, **headers)


def open_to_systems(*methods: str) -> Callable[[View], View]:
    """Takes requests of other systems: nothing that a browser carries lets anybody in, so nothing can be forged."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @login_not_required
        @wraps(view)
        def checked(request: HttpRequest) -> HttpResponse:
            if request.method not in methods:
                return refused(
                    HTTPStatus.METHOD_NOT_ALLOWED, "This address takes no such request.", Allow=", ".join(methods)
                )
            return view(request)

        return checked

    return decorate


def for_token_holders(view: TokenView) -> View:
    """Let in whoever sends a token that works, into its workspace alone."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        token_hash = _token_hash(request)
        if not token_hash:
            return _unknown(request)
        with scope(link=token_hash):
            token = tokens.find_open(token_hash)
            if token is None:
                return _unknown(request)
            if _is_too_often("api", token.pk, PER_MINUTE):
                return _too_often("This token may ask 60 times a minute. Come again a little later.")
            enter(workspace=token.workspace_id)
            with pghistory.context(user=token.author_id, why="By the API"):
                response = view(request, token)
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
            return response

    return checked


def _token_hash(request: HttpRequest) -> str:
    match = BEARER.fullmatch(request.headers.get("Authorization", ""))
    return hashed(match[1]) if match else ""


def _unknown(request: HttpRequest) -> HttpResponse:
    if _is_too_often("api-guess", address_of(request), GUESSES_PER_MINUTE):
        return _too_often("Too many requests came from here with a token that does not work.")
    sentence = "Send a token that works: “Authorization: Bearer …”. Leaders make them on the page “Numbers by the API”."
    return refused(HTTPStatus.UNAUTHORIZED, sentence, WWW_Authenticate="Bearer")


def _is_too_often(action: str, who: object, times: int) -> bool:
    return uses(f"{action}:{int(time.time()) // MINUTE}", who, MINUTE) > times


def _too_often(sentence: str) -> HttpResponse:
    seconds = MINUTE - int(time.time()) % MINUTE
    return refused(HTTPStatus.TOO_MANY_REQUESTS, sentence, Retry_After=str(seconds))


@open_to_systems("GET", "HEAD")
def description(request: HttpRequest) -> HttpResponse:
    return answered(described(settings.BASE_URL))


@open_to_systems("GET", "HEAD")
@for_token_holders
def metrics(request: HttpRequest, token: ApiToken) -> HttpResponse:
    rows = Metric.objects.kept().filter(workspace=token.workspace_id).order_by("name", "pk")
    names = ("pk", "name", "unit_kind", "currency", "every", "measured", "definition_version")
    keys = ("id", "name", "unit", "currency", "every", "measured", "definition_version")
    return answered({"metrics": [dict(zip(keys, row, strict=True)) for row in rows.values_list(*names)]})


@open_to_systems("POST")
@for_token_holders
def observations(request: HttpRequest, token: ApiToken) -> HttpResponse:
    tokens.note_use(token)
    key = request.headers.get("Idempotency-Key", "")
    if "Idempotency-Key" in request.headers and not KEY.fullmatch(key):
        sentence = f"An Idempotency-Key has 1 to {KEY_CHARACTERS} letters, digits or signs, and no blanks."
        return refused(HTTPStatus.BAD_REQUEST, sentence)
    if request.content_type != "application/json" or request.headers.get("Content-Encoding", "identity") != "identity":
        return refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send “Content-Type: application/json”, not compressed.")
    try:
        answer = storing.store(rows_of(_body(request)), token=token, key=key)
    except Unreadable as unreadable:
        return refused(HTTPStatus.BAD_REQUEST, str(unreadable))
    except TooMany as too_many:
        return refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(too_many))
    except storing.OtherBodyError:
        return refused(HTTPStatus.CONFLICT, "This Idempotency-Key came before, with other numbers. Take another key.")
    if answer.is_repeated:
        return answered(answer.content, answer.status, Idempotent_Replayed="true")
    return answered(answer.content, answer.status)


def _body(request: HttpRequest) -> bytes:
    """Raises TooMany, by what the sender says of its length before any of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length[:10]) > MOST_BYTES:
        raise TooMany("At most 1 MB is taken at once. Send it in parts.")
    return request.body
