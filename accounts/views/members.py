"""Who belongs to the workspace, in which role, and who is invited."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import invitations, letters
from accounts import members as membership_verbs
from accounts.access import WorkspaceRequest, for_leaders, get_invitation, get_membership
from accounts.forms import InvitationForm, RoleForm
from accounts.limits import limited
from accounts.models import Invitation, Membership, Role
from web.messages import ANYWHERE
from web.partials import panel_done, render_page


@require_safe
@for_leaders
def members(request: WorkspaceRequest) -> HttpResponse:
    here = {"workspace": request.workspace}
    people = list(Membership.objects.filter(**here).select_related("user").order_by("user__name", "pk"))
    waiting = list(Invitation.objects.filter(**here, accepted_at=None, revoked_at=None).select_related("invited_by"))
    says = membership_verbs.sentence([person.role for person in people], waiting=len(waiting))
    context = {"people": people, "waiting": waiting, "says": says}
    return render_page(request, "accounts/members.html", context)


@limited("invite", times=60, seconds=3600)
@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: WorkspaceRequest) -> HttpResponse:
    form = InvitationForm(request.POST if request.method == "POST" else None, initial={"role": Role.MEMBER})
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                invitation, token = invitations.invite(request.workspace, by=request.user, **form.cleaned_data)
                letters.send_invitation(invitation, _link(request, token))
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            _say_sent(request, invitation)
            return panel_done(request, to=reverse("accounts:members", args=[request.workspace.slug]))
    status = 422 if form.is_bound else 200
    return render_page(request, "accounts/invite.html", {"form": form}, partials={"panel"}, status=status)


@require_POST
@limited("invite", times=60, seconds=3600)
@for_leaders
def resend(request: WorkspaceRequest, pk: int) -> HttpResponse:
    invitation = get_invitation(request, pk)
    try:
        with transaction.atomic():
            token = invitations.send_again(invitation, by=request.user)
            letters.send_invitation(invitation, _link(request, token))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        _say_sent(request, invitation)
    return redirect("accounts:members", request.workspace.slug)


@require_POST
@for_leaders
def revoke(request: WorkspaceRequest, pk: int) -> HttpResponse:
    invitation = get_invitation(request, pk)
    invitations.revoke(invitation, by=request.user)
    messages.success(request, f"The invitation of {invitation.email} is revoked; its link ended.")
    return redirect("accounts:members", request.workspace.slug)


@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def role(request: WorkspaceRequest, pk: int) -> HttpResponse:
    membership = get_membership(request, pk)
    name = str(membership.user)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": membership.role})
    if form.is_bound and form.is_valid():
        try:
            membership_verbs.change_role(membership, to=form.cleaned_data["role"])
        except ValidationError as problem:
            form.add_error("role", problem)
        else:
            messages.success(request, f"{name} is {_a(form.cleaned_data['role'])} now.")
            return _after_change_of(request, membership, still_leads=form.cleaned_data["role"] == Role.LEADER)
    context = {"form": form, "person": membership}
    status = 422 if form.is_bound else 200
    return render_page(request, "accounts/member_role.html", context, partials={"panel"}, status=status)


@require_POST
@for_leaders
def remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    membership = get_membership(request, pk)
    try:
        membership_verbs.remove(membership)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("accounts:members", request.workspace.slug)
    is_own = membership.user_id == request.user.pk
    gone = f"{membership.user} is no longer in {request.workspace.name}."
    messages.success(request, gone, extra_tags=ANYWHERE if is_own else "")
    if is_own:
        return redirect("home")
    return redirect("accounts:members", request.workspace.slug)


def _after_change_of(request: WorkspaceRequest, membership: Membership, *, still_leads: bool) -> HttpResponse:
    if membership.user_id == request.user.pk and not still_leads:
        return redirect("accounts:workspace", request.workspace.slug)
    return panel_done(request, to=reverse("accounts:members", args=[request.workspace.slug]))


def _link(request: HttpRequest, token: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{reverse('invitation', args=[token])}"


def _say_sent(request: HttpRequest, invitation: Invitation) -> None:
    messages.success(request, f"The invitation is on its way to {invitation.email}.")


def _a(role: str) -> str:
    return {"leader": "a leader", "member": "a member", "executive": "an executive"}[role]
