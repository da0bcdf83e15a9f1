"""Inviting people, their personal links, reminding and withdrawing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts import links
from accounts.access import WorkspaceRequest, discreet, for_team
from discussions import access
from discussions.models import Discussion, Invitation
from discussions.running import people, posting
from discussions.running.people import Invited, Named
from discussions.running.reminding import remind_silent
from discussions.running.withdrawing import withdraw as withdraw_invitation
from discussions.views.letters import AT_ONCE, have_rest_reminded, leave, write_letters
from mail import suppressions
from planning.access import goals
from planning.models import Goal
from stakeholders.access import stakeholders
from stakeholders.filters import StakeholderFilter
from stakeholders.models import Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet
from web.pagination import paginate
from web.partials import render_page

UNPROCESSABLE = 422
MOST_PICKED = 1_000


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def invite(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Choose from the register, or paste names. A paste that names nobody known comes back."""
    found = access.get_discussion(request, pk)
    if request.method == "POST":
        try:
            named = people.named(stakeholders(request), request.POST.get("names", ""))
            if not named.unknown and not named.shared:
                return _invite(request, found, [*named.people, *_picked(request, found)])
            problem = ""
        except ValidationError as wrong:
            named, problem = Named(), wrong.messages[0]
        return _invite_page(request, found, named=named, problem=problem, status=UNPROCESSABLE)
    return _invite_page(request, found)


def _picked(request: WorkspaceRequest, found: Discussion) -> list[Stakeholder]:
    """Those that were ticked, or all that the filters show."""
    if request.POST.get("all"):
        query = QueryDict(request.POST.get("query", "").lstrip("?"))
        matching = _matching(request, found, query)[1]
        return list(matching[: people.MOST + 1])
    picked = [int(key) for key in request.POST.getlist("pick")[:MOST_PICKED] if key.isdecimal() and len(key) < 18]
    return list(stakeholders(request).filter(pk__in=picked))


def _invite(request: WorkspaceRequest, found: Discussion, chosen: list[Stakeholder]) -> HttpResponse:
    if not chosen:
        return _invite_page(request, found, problem="Choose at least one person.", status=UNPROCESSABLE)
    try:
        invited = people.invite(found, chosen)
    except ValidationError as problem:
        return _invite_page(request, found, problem=problem.messages[0], status=UNPROCESSABLE)
    written = write_letters(found)
    messages.success(request, _invited(invited, written=bool(written)))
    return redirect("discussions:discussion", request.workspace.slug, found.pk)


def _invited(invited: Invited, *, written: bool) -> str:
    if not invited.count:
        return "Everybody you chose was in this discussion already."
    said = "One person is invited." if invited.count == 1 else f"{invited.count:,} people are invited."
    if written:
        said += " Their letters leave now."
    if invited.without_address:
        one = invited.without_address == 1
        who = "One of them has" if one else f"{invited.without_address:,} of them have"
        if invited.count == 1:
            who = "They have"
        said += f" {who} no e-mail address: make {'a link' if one else 'links'} and pass {'it' if one else 'them'} on."
    return said


def _invite_page(
    request: WorkspaceRequest, found: Discussion, *, named: Named | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    filters, matching, goal = _matching(request, found, request.GET)
    page = paginate(request, matching.select_related("department").order_by("name", "pk"))
    context: dict[str, Any] = {
        "discussion": found,
        "filter": filters,
        "page": page,
        "goal": goal,
        "goals": goals(request).open().order_by("rank"),
        "invited": Invitation.objects.standing().filter(discussion=found).count(),
        "names": request.POST.get("names", "").replace("\x00", ""),
        "named": named,
        "problem": problem,
        "query": request.GET.urlencode(),
    }
    return render_page(request, "discussions/running/invite.html", context, partials={"rows"}, status=status)


def _matching(
    request: WorkspaceRequest, found: Discussion, query: QueryDict
) -> tuple[StakeholderFilter, StakeholderQuerySet, Goal | None]:
    """Who may be invited and fits the filters: nobody who is in it already."""
    key = query.get("goal", "")
    goal = goals(request).filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None
    standing = Invitation.objects.standing().filter(discussion=found).order_by().values("stakeholder")
    free = stakeholders(request).exclude(pk__in=standing)
    filters = StakeholderFilter(query, people.behind(goal, free) if goal else free, request=request)
    return filters, filters.qs, goal


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def link(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """A new personal link for somebody, shown once, to pass on by hand. Whoever opens it reads what they have written:
    as soon as there is something, none is made. The trail says who made it, the pages behind it that somebody did."""
    invitation = access.get_invitation(request, pk)
    address = ""
    has_written = people.has_written(invitation)
    if request.method == "POST" and invitation.withdrawn_at is None and not has_written:
        discussion, now = invitation.discussion, timezone.now()
        ends = posting.link_ends(discussion, now)
        address = links.address(
            links.issue(request.workspace, purpose=posting.PURPOSE, subject=invitation.pk, expires_at=ends)
        )
        Invitation.objects.filter(pk=pk).update(handed_at=now)
        if discussion.opens_at is not None:
            Invitation.objects.filter(pk=pk, invited_at=None, stakeholder__email="").update(invited_at=now)
    context = {
        "invitation": invitation,
        "discussion": invitation.discussion,
        "address": address,
        "has_written": has_written,
    }
    page = render_page(request, "discussions/running/invitation_link.html", context, partials={"panel"})
    return discreet(page) if address else page  # from a page that hides its address the form would be refused


@require_POST
@for_team
def remind(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Reminds all who are silent, now."""
    found = access.get_discussion(request, pk)
    now = timezone.now()
    if not found.is_open(now):
        messages.error(request, "This discussion is not open, so nobody is reminded.")
        return _back(request, pk)
    reminded = remind_silent(found, now=now, at_most=AT_ONCE)
    leave(found, reminded.messages)
    if reminded.waiting:
        have_rest_reminded(found)
    messages.success(request, reminded.says)
    return _back(request, pk)


@require_POST
@for_team
def send_again(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    invitation = access.get_invitation(request, pk)
    now = timezone.now()
    name = invitation.stakeholder.name
    if invitation.discussion.is_over(now) or invitation.discussion.opens_at is None:
        messages.error(request, "Letters leave while the discussion is open.")
    elif suppressions.holds(request.workspace, invitation.stakeholder.email):
        messages.error(request, f"{name} wants no more mails. Make a link and pass it on.")
    elif message := posting.write_again(invitation, now=now):
        leave(invitation.discussion, [message])
        messages.success(request, f"A new letter leaves for {name}, with a new link.")
    elif not invitation.stakeholder.email:
        messages.error(request, f"{name} has no e-mail address. Make a link and pass it on.")
    else:
        messages.error(request, f"{name} gets no more letters: they were withdrawn, or got six invitations already.")
    return _back(request, invitation.discussion_id)


@require_POST
@for_team
def withdraw(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    invitation = access.get_invitation(request, pk)
    leave(invitation.discussion, withdraw_invitation(invitation, now=timezone.now()))
    messages.success(request, f"{invitation.stakeholder.name} is withdrawn; their links have ended.")
    return _back(request, invitation.discussion_id)


def _back(request: WorkspaceRequest, discussion: int) -> HttpResponse:
    return redirect(f"{reverse('discussions:discussion', args=[request.workspace.slug, discussion])}#people")
