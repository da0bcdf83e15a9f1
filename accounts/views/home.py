"""The front door: where a visitor goes, and the demo's one-click sign-in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("home")


@login_not_required
def demo_sign_in(request: HttpRequest, role: str) -> HttpResponse:
    return HttpResponse(role)
