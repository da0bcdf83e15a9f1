"""Logs that say what happened and never to whom: no names, addresses, tokens, queries or paths."""

import logging
import re
import sys
import time
import traceback
import uuid
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from structlog.typing import EventDict, Processor, WrappedLogger

log = structlog.stdlib.get_logger("web.request")

REQUEST_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")
# a key that holds any of these words holds something about a person, a secret, or an address that carries one
PERSONAL_WORDS = frozenset(
    {
        "address",
        "answer",
        "authorization",
        "body",
        "comment",
        "cookie",
        "cookies",
        "csrf",
        "display",
        "email",
        "form",
        "headers",
        "mail",
        "mobile",
        "name",
        "notes",
        "params",
        "password",
        "path",
        "phone",
        "post",
        "query",
        "querystring",
        "recipient",
        "referer",
        "referrer",
        "secret",
        "session",
        "subject",
        "summary",
        "text",
        "title",
        "to",
        "token",
        "uri",
        "url",
        "user",
        "username",
        "why",
    }
)
SAFE_KEYS = frozenset(
    {"event", "level", "logger", "timestamp", "route", "user", "task_name", "logger_name", "queue_name"}
)
EMAIL = re.compile(r"[^\s<>\"'(),:;]+@[^\s<>\"'(),:;]+")
URL = re.compile(r"\b[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
# a path has a slash before a word and is not the middle of one: "and/or" stays, "/w/acme/" goes
PATH = re.compile(r"(?<![\w<])/(?:[^\s\"'<>,;)]+)")
QUERY = re.compile(r"\?[\w.%-]+=\S*")
QUOTED = re.compile(r"\([^()]*\)=\([^()]*\)")
TOKEN = re.compile(r"(?<![\w-])(?=[\w-]*[0-9A-Z])[\w-]{24,}(?![\w-])")
UUID = re.compile(r"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$")


def scrub_text(text: str) -> str:
    """`text` without e-mail addresses, URLs, paths, query strings, database values and long tokens."""
    if UUID.match(text):
        return text
    for pattern, instead in (
        (URL, "[url]"),
        (EMAIL, "[e-mail]"),
        (QUOTED, "[values]"),
        (PATH, "[path]"),
        (QUERY, "[query]"),
        (TOKEN, "[token]"),
    ):
        text = pattern.sub(instead, text)
    return text


def is_personal(key: str) -> bool:
    return key not in SAFE_KEYS and not PERSONAL_WORDS.isdisjoint(re.split(r"[_\W]+", key.lower()))


def scrub_value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | uuid.UUID):
        return value
    if isinstance(value, Mapping):
        return {str(key): scrub_value(inner) for key, inner in value.items() if not is_personal(str(key))}
    if isinstance(value, list | tuple | set | frozenset):
        return [scrub_value(inner) for inner in value]
    # an object's repr may be a person's name: only text that the code wrote is kept
    return scrub_text(value) if isinstance(value, str) else f"<{type(value).__name__}>"


def drop_personal_data(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """structlog processor: personal keys go, what is left is scrubbed."""
    kept: dict[str, Any] = {}
    for key, value in event.items():
        if key.startswith("_") or key == "exc_info":
            kept[key] = value
        elif key == "route":
            kept[key] = value if isinstance(value, str) and re.fullmatch(r"[\w:.-]*", value) else ""
        elif key == "timestamp":
            kept[key] = value
        elif key == "user":
            kept[key] = value if isinstance(value, int | uuid.UUID) else None
        elif not is_personal(key):
            kept[key] = scrub_value(value)
    return kept


def frames_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """structlog processor: an exception becomes its type and where it came from; its message may quote a row."""
    exc_info = event.pop("exc_info", None)
    if exc_info is True:
        exc_info = sys.exc_info()
    if isinstance(exc_info, BaseException):
        exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
    if exc_info and exc_info[0] is not None:
        event["exception"] = f"{exc_info[0].__module__}.{exc_info[0].__qualname__}"
        event["frames"] = [
            f"{frame.name} {frame.filename.rpartition('/')[2]}:{frame.lineno}"
            for frame in traceback.extract_tb(exc_info[2])[-12:]
        ]
    return event


def configure(debug: bool, level: str = "INFO") -> dict[str, Any]:
    """Set structlog up and give the LOGGING dict: JSON lines, or coloured lines with whole tracebacks under debug."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_personal_data,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    tail: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    tail += (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if debug
        else [frames_only, structlog.processors.JSONRenderer()]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": tail,
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {
            # Django gives itself handlers that print paths and mail them
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # our own line says the same about each request without its path
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "propagate": False},
            "django.security.csrf": {"level": "ERROR"},
            "django.template": {"level": "INFO"},
            "fontTools": {"level": "WARNING"},
        },
    }


class RequestLogMiddleware:
    """One line a request: method, route name (never the path), status, milliseconds, request id, user's key.

    First in MIDDLEWARE, so that the time is the whole time and the id is bound for every line in between.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.match(given) else str(uuid.uuid4())
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id
            route = route_name(request)
            log.log(
                level_of(response.status_code, route),
                "request",
                method=request.method,
                route=route,
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
                user=user_key(request),
            )
            return response
        finally:
            structlog.contextvars.clear_contextvars()


def level_of(status: int, route: str) -> int:
    """Neither a file that a page brings with it, nor the process's watchman every few seconds, is worth a line."""
    if status >= 500:
        return logging.ERROR
    return logging.DEBUG if route == "healthz" or (route == "unmatched" and status < 400) else logging.INFO


def route_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else "unmatched"


def user_key(request: HttpRequest) -> Any:
    """The signed-in user's primary key, if the view looked for one; asking here would cost a query."""
    user: Any = getattr(request, "_cached_user", None)
    return user.pk if user is not None and user.is_authenticated else None


def bound() -> MutableMapping[str, Any]:
    """What every line of this request carries, for a task that goes on with its work."""
    return dict(structlog.contextvars.get_contextvars())
