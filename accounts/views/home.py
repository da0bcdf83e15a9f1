"""The front door: where a visitor goes, and the demo's one-click sign-in."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, for_all_roles
from accounts.isolation import scope
from accounts.limits import limited
from accounts.models import Membership, Role, User
from accounts.workspaces import may_create_workspace, memberships_of

# The workspace somebody opened last in this browser; only a convenience, every page asks for the membership.
LAST = "workspace"
MONTHS = 60 * 60 * 24 * 180

DEMO_DOORS = [
    (Role.LEADER, "the marketing leader", "Sees the whole map, decides, invites"),
    (Role.MEMBER, "a team member", "Assesses people and logs contacts"),
    (Role.EXECUTIVE, "an executive", "Sees what is shared with executives"),
]


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "accounts/home.html", {"doors": DEMO_DOORS if settings.DEMO else []})
    memberships = memberships_of(request.user.pk)
    if not memberships:
        return render(request, "accounts/no_workspace.html", {"may_create": may_create_workspace(memberships)})
    last = request.COOKIES.get(LAST, "")
    chosen = next((m for m in memberships if m.workspace.slug == last), None)
    newest = max(memberships, key=lambda membership: membership.created_at)
    return redirect(_start_of(chosen or newest))


@require_safe
@for_all_roles
def workspace(request: WorkspaceRequest) -> HttpResponse:
    """Where the switcher leads: the start of this workspace for this role."""
    response = redirect(_start_of(request.membership))
    response.set_cookie(
        LAST, request.workspace.slug, max_age=MONTHS, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


@login_not_required
@require_POST
@limited("demo-sign-in", times=30, seconds=60)
def demo_sign_in(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the person who has `role` in the demo workspace, and as nobody else."""
    user = User.objects.filter(email=f"{role}@northwind.example", is_active=True).first()
    if user is None:
        raise Http404
    with scope(user=user.pk):
        membership = (
            Membership.objects.filter(user=user, role=role, workspace__is_demo=True).select_related("workspace").first()
        )
    if membership is None:
        raise Http404
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect(_start_of(membership))


def _start_of(membership: Membership) -> str:
    """The first page of a workspace: by name, since it belongs to an app above this one."""
    name = "today:today" if membership.is_team else "impact:overview"
    return reverse(name, args=[membership.workspace.slug])
