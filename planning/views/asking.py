"""Where people of the company bring problems, and see what becomes of theirs: behind a link, without an account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import links
from accounts.access import LinkRequest, LinkWrapped, for_link_holders, link_closed, open_visit
from accounts.limits import uses
from accounts.models import PersonalLink
from accounts.tokens import hashed
from planning.forms.request import SENT_BEFORE, AskForm, with_new_key
from planning.intake.check import Finding, check, is_prescribed
from planning.intake.text import WORDS
from planning.models import Request
from planning.queries import requests as reads
from planning.requests import ASKED, ASKING, bring, desk_of, is_as_stored, issue_link

Params = ParamSpec("Params")

# By one address of a company, in an hour: whoever sends more is a script.
MOST, WITHIN = 60, 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
@for_link_holders(ASKING)
def ask(request: LinkRequest) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, AskForm())
    if moved := request.POST.get("move"):
        return _form_page(request, AskForm(initial=_moved(request.POST, moved)), is_looked_at=True)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if is_prescribed(check(form.text())) and not request.POST.get("as_it_is"):
        return _form_page(request, form, is_looked_at=True)
    if uses("request", request.link.token_hash, WITHIN) > MOST:
        form.add_error(None, "So many came by this link within an hour that it rests now. Send it again in an hour.")
        return _form_page(request, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    data = form.cleaned_data
    try:
        brought, is_new = bring(
            request.workspace, key=data["key"], name=data["name"], email=data["email"], text=form.text()
        )
    except ValidationError as problem:
        form.add_error(None, problem)
        return _form_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not is_new and not is_as_stored(brought, name=data["name"], email=data["email"], text=form.text()):
        form = AskForm(with_new_key(request.POST))
        form.add_error(None, SENT_BEFORE)
        return _form_page(request, form, status=HTTPStatus.CONFLICT)
    opened = PersonalLink.objects.get(token_hash=hashed(issue_link(brought)))
    return open_visit(redirect("asking:request", brought.pk), opened)


@require_POST
@for_link_holders(ASKING)
def looked_at(request: LinkRequest) -> HttpResponse:
    """What the order check says of what is typed so far, each under its box."""
    form = AskForm(request.POST)
    form.is_valid()
    found = _findings(form, is_whole=False)
    asks = [(name, [each for each in found if each.field == name]) for name in WORDS]
    return render(request, "planning/asking/_asks_back.html", {"asks": asks})


def for_whoever_asked(
    view: Callable[Concatenate[LinkRequest, Request, Params], HttpResponse],
) -> LinkWrapped:
    """The view is called with the request they brought; one that was erased looks like a link that never was."""

    @for_link_holders(ASKED)
    @wraps(view)
    def checked(request: LinkRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        found = Request.objects.select_related("workspace").filter(pk=request.link.subject).first()
        if found is None:
            return link_closed(request)
        request.link.workspace = found.workspace
        return view(request, found, *args, **kwargs)

    return checked


@require_safe
@for_whoever_asked
def asked(request: LinkRequest, brought: Request) -> HttpResponse:
    return _asked_page(request, brought)


@require_POST
@for_whoever_asked
def link(request: LinkRequest, brought: Request) -> HttpResponse:
    """An address to keep, for whoever gave no e-mail address."""
    return _asked_page(request, brought, address=links.address(issue_link(brought)))


def _asked_page(request: LinkRequest, brought: Request, **more: Any) -> HttpResponse:
    decisions = reads.decisions_on(brought)
    context = {
        "holder": brought.workspace,
        "asked": brought,
        "decisions": decisions,
        "was_shaped": reads.was_shaped(decisions),
        "desk": desk_of(brought.workspace),
        **more,
    }
    return render(request, "planning/asking/request.html", context)


def _form_page(
    request: LinkRequest, form: AskForm, *, is_looked_at: bool = False, status: int = HTTPStatus.OK
) -> HttpResponse:
    findings = _findings(form, is_whole=True) if is_looked_at else []
    context = {
        "form": form,
        "holder": request.workspace,
        "desk": desk_of(request.workspace),
        "findings": findings,
        "is_looked_at": is_looked_at,
    }
    return render(request, "planning/asking/form.html", context, status=status)


def _findings(form: AskForm, *, is_whole: bool) -> list[Finding]:
    return check(form.text() if form.is_bound else AskForm(_as_typed(form.initial)).text(), is_whole=is_whole)


def _as_typed(values: Mapping[str, Any]) -> QueryDict:
    typed = QueryDict(mutable=True)
    typed.update({name: str(value) for name, value in values.items() if value is not None})
    return typed


def _moved(data: QueryDict, moved: str) -> dict[str, Any]:
    """What was typed, with one sentence out of its box and among the ideas."""
    typed = {name: data.get(name, "") for name in AskForm.base_fields}
    for found in check(AskForm(data).text()):
        if found.moves and f"{found.field}:{found.rule}" == moved:
            typed[found.field] = typed[found.field].replace(found.moves, "", 1).strip()
            typed["ideas"] = f"{typed['ideas']}\n{found.moves}".strip()
    return typed
