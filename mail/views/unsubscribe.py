"""The way out of a workspace's mails: a personal link. Opening it changes nothing; the button does, and so does the
one click of a mail program (RFC 8058), which comes without cookies. Only links that lead nowhere are counted: a
company's scanners open all of theirs at once, from one address."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.limits import limited
from mail import suppressions


# The token is the permission: there is no session another page could misuse.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    try:
        if request.method == "POST" and "again" in request.POST:
            suppressions.subscribe_again(token)
        elif request.method == "POST":
            suppressions.unsubscribe(token)
        context = {"subscriber": suppressions.find(token), "done": request.method == "POST"}
        response = render(request, "mail/unsubscribe.html", context)
    except suppressions.UnknownLinkError:
        response = leads_nowhere(request)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@limited("unsubscribe", times=60, seconds=60, methods=("GET", "HEAD", "POST"))
def leads_nowhere(request: HttpRequest) -> HttpResponse:
    return render(request, "mail/unsubscribe_unknown.html", status=HTTPStatus.NOT_FOUND)
