"""The personal link into a workspace. Opening it changes nothing: mail scanners open every link."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import invitations, pending
from accounts.access import discreet
from accounts.invitations import InvitationClosedError, NotYourInvitationError
from accounts.limits import limited
from accounts.models import Invitation, User
from accounts.tokens import hashed
from web.origins import posted_to_from_hidden_addresses


@posted_to_from_hidden_addresses
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("invitation", times=60, seconds=60, methods=("GET", "HEAD", "POST"))
def accept(request: HttpRequest, token: str) -> HttpResponse:
    return discreet(_answer(request, hashed(token)))


@posted_to_from_hidden_addresses
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("invitation", times=60, seconds=60, methods=("GET", "HEAD", "POST"))
def accept_pending(request: HttpRequest) -> HttpResponse:
    """The invitation kept while somebody signed in: the same page at an address without the token."""
    return discreet(_answer(request, pending.token_hash(request)))


def _answer(request: HttpRequest, token_hash: str) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    try:
        if request.method == "POST" and user is not None:
            return _join(request, token_hash, user)
        invitation = invitations.find_open(token_hash)
    except InvitationClosedError:
        return render(request, "accounts/invitation_closed.html", status=HTTPStatus.NOT_FOUND)
    except NotYourInvitationError:
        return _page(request, invitations.find_open(token_hash), theirs=False, status=HTTPStatus.FORBIDDEN)
    if request.method == "POST":
        pending.keep(request, token_hash)
        known = User.objects.filter(emailaddress__email__iexact=invitation.email).exists()
        return redirect("account_login" if known else "account_signup")
    return _page(request, invitation, theirs=user is None or invitations.is_for(invitation, user))


def _join(request: HttpRequest, token_hash: str, user: User) -> HttpResponse:
    workspace = invitations.accept(token_hash, user=user)
    pending.forget(request)
    messages.success(request, f"Welcome to {workspace.name}.")
    return redirect("accounts:workspace", workspace.slug)


def _page(request: HttpRequest, invitation: Invitation, *, theirs: bool, status: int = HTTPStatus.OK) -> HttpResponse:
    return render(request, "accounts/invitation.html", {"invitation": invitation, "theirs": theirs}, status=status)
