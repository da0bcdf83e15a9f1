"""Data for a drawing, compressed once and sent again while nothing that it was made from has changed."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Hashable
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from accounts.access import WorkspaceRequest
from accounts.written import unless_written
from web.remembered import Remembered

# Of a workspace of ten thousand one takes half a megabyte.
LATEST: Remembered[bytes] = Remembered(12)
ACCEPTS = re.compile(r"\bgzip\b")


def remembered_json(
    request: WorkspaceRequest, *asked: Hashable, tables: tuple[type[models.Model], ...], make: Callable[[], Any]
) -> HttpResponse:
    """What `make` says as JSON. `asked` tells questions of a workspace apart; `tables` are all that an answer is made
    from, empty when it is not to be sent again."""

    def packed() -> bytes:
        return _packed(make())

    body = unless_written(LATEST, request.workspace, tables, *asked, make=packed) if tables else packed()
    response = HttpResponse(content_type="application/json")
    if ACCEPTS.search(request.headers.get("Accept-Encoding", "")):
        response.content = body
        response["Content-Encoding"] = "gzip"
    else:
        response.content = gzip.decompress(body)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _packed(data: Any) -> bytes:
    return gzip.compress(json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode(), 5, mtime=0)
