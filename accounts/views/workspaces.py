"""Opening a workspace."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.forms import WorkspaceForm
from accounts.limits import limited
from accounts.models import User
from accounts.workspaces import create_workspace, may_create_workspace, memberships_of


@require_http_methods(["GET", "HEAD", "POST"])
@limited("workspace-new", times=20, seconds=3600)
def create(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    if not may_create_workspace(memberships_of(user.pk)):
        raise PermissionDenied
    form = WorkspaceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        workspace = create_workspace(form.cleaned_data["name"], leader=user)
        messages.success(request, f"{workspace.name} is open. You lead it.")
        return redirect("accounts:workspace", workspace.slug)
    return render(request, "accounts/workspace_new.html", {"form": form}, status=422 if form.is_bound else 200)
