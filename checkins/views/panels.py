"""A form in the side panel: what it asks for is done, or it comes back with what stands in the way and all that was
typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse

from accounts.access import WorkspaceRequest
from impact.forms.refused import tell
from web.meanwhile import EditedMeanwhile
from web.partials import panel_done, render_page

UNPROCESSABLE, CONFLICT = 422, 409
CHANGED = "Somebody else changed it while you were writing. What you typed is below: store it again to put it on top."

Context = dict[str, Any]


def changed(_edited: EditedMeanwhile) -> Context:
    return {"stands": CHANGED}


def done(
    request: WorkspaceRequest,
    template: str,
    context: Context,
    verb: Callable[[], str],
    *,
    to: str,
    meanwhile: Callable[[EditedMeanwhile], Context] = changed,
) -> HttpResponse:
    """Do what the valid form of the context asks for by `verb`, which returns what is said of it, and leave to `to`.
    The second of two people is told what stands (`meanwhile` gives it), and may store theirs on top of it."""
    form: forms.Form = context["form"]
    try:
        said = verb()
    except EditedMeanwhile as edited:
        data = request.POST.copy()
        data["version"] = str(edited.now.version)
        form.data = data
        return panel(request, template, context | meanwhile(edited), CONFLICT)
    except ValidationError as problem:
        tell(form, problem)
        return panel(request, template, context)
    messages.success(request, said)
    return panel_done(request, to=to)


def panel(request: WorkspaceRequest, template: str, context: Context, status: int = UNPROCESSABLE) -> HttpResponse:
    status = status if request.method == "POST" else 200
    return render_page(request, template, {"stands": "", **context}, partials={"panel"}, status=status)
