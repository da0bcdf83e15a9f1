"""What holds for a whole workspace: its name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, for_leaders
from accounts.forms import WorkspaceForm
from accounts.workspaces import rename_workspace


@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: WorkspaceRequest) -> HttpResponse:
    initial = {"name": request.workspace.name}
    form = WorkspaceForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        rename_workspace(request.workspace, to=form.cleaned_data["name"], by=request.user)
        messages.success(request, f"The workspace is called {request.workspace.name} now.")
        return redirect("accounts:settings", request.workspace.slug)
    return render(request, "accounts/settings.html", {"form": form}, status=422 if form.is_bound else 200)
