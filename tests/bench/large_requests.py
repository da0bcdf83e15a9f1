# ruff: noqa: T201 - it reports to whoever runs it
"""10,000 requests with their decisions, and what their pages cost: run by bench_requests.py within Django."""

import datetime as dt
import random
import statistics
import time
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import F
from django.test import Client
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import User
from accounts.workspaces import memberships_of
from planning.models import Decision, Goal, Request
from planning.requests import set_desk

REQUESTS, ROUNDS = 10_000, 15
# What is kept from one look to the next, and lost whenever a request is written.
AFTER_A_WRITE = ("impact/order-desk/", "impact/order-desk/calendar/")
WHO = ("Dealers", "Laboratories", "Tenants", "Nurses", "Growers", "Schools", "Carriers", "Bakers")
WHERE = ("in the north", "in the south", "abroad", "online", "in their first year", "after an outage", "at the fair")
WHAT = (
    "send back one pump in nine", "order the wrong part", "ask twice for the same manual", "leave in the first year",
    "wait three weeks for an answer", "never heard of the new service", "pay a late invoice late",
    "call the wrong desk", "mistake the cheap model for the good one", "compare us by price alone",
)  # fmt: skip
SINCE = (
    "since the price list changed",
    "as the box does not say how",
    "because two desks answer",
    "and nobody asks why",
)
STATES = ["new"] * 3 + ["accepted", "shaping", "deferred"] + ["declined"] * 2


def make() -> None:
    """Into the generated workspace, unless an earlier run left them."""
    dice, now = random.Random(1), timezone.now()
    user, workspace = _leader_and_workspace()
    with scope(workspace=workspace.pk):
        if Request.objects.filter(workspace=workspace).count() >= REQUESTS:
            return
        set_desk(workspace, owner=user, days_a_quarter=600)
        goals = [None, *Goal.objects.filter(workspace=workspace)]
        brought = []
        for number in range(REQUESTS):
            state, received = dice.choice(STATES), now - dt.timedelta(minutes=dice.randrange(500_000))
            said = f"{dice.choice(WHO)} {dice.choice(WHERE)} {dice.choice(WHAT)} {dice.choice(SINCE)}, says {number}."
            brought.append(
                Request(
                    workspace=workspace,
                    name=f"Person {number % 400}",
                    problem=said * dice.randint(1, 3),
                    for_whom=dice.choice(WHO),
                    outcome=f"Fewer of them {dice.choice(WHAT)}",
                    state=state,
                    received_at=received,
                    decided_at=None if state == "new" else received + dt.timedelta(hours=dice.randrange(1, 400)),
                    goal=dice.choice(goals),
                    days=dice.choice((None, 1, 3, 8)),
                    value=dice.choice((None, 2, 4)),
                    prescribed=dice.random() < 0.4,
                )
            )
        Request.objects.bulk_create(brought, batch_size=1_000)
        Decision.objects.bulk_create(
            (
                Decision(
                    workspace=workspace, request=each, state=each.state, reason="As said.", goal=each.goal,
                    author=user, at=each.decided_at,
                )
                for each in brought
                if each.decided_at
            ),
            batch_size=1_000,
        )  # fmt: skip


def pages() -> None:
    """Addresses of a request that waits and of one that was decided, for whoever fetches pages."""
    _, workspace = _leader_and_workspace()
    with scope(workspace=workspace.pk):
        rows = Request.objects.filter(workspace=workspace).order_by("-received_at")
        print(rows.waiting().first().pk, rows.decided().first().pk)


def processor_time() -> None:
    """Milliseconds of processor time a page costs in one process, with the bare page measured in between."""
    user, workspace = _leader_and_workspace()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    client = Client(headers={"Host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    with scope(workspace=workspace.pk):
        waits = Request.objects.filter(workspace=workspace).waiting().order_by("-received_at").first().pk
    start = f"/w/{workspace.slug}/"
    addresses = [
        "bench/bare/",
        "requests/",
        "requests/?show=all&page=100",
        "requests/?show=declined",
        f"requests/{waits}/",
    ]
    taken: dict[str, list[float]] = {address: [] for address in (*addresses, *AFTER_A_WRITE)}
    queries = {}
    for several in [addresses] * ROUNDS + [AFTER_A_WRITE] * ROUNDS:
        for address in several:
            if address in AFTER_A_WRITE:
                with scope(workspace=workspace.pk):
                    Request.objects.filter(pk=waits).update(version=F("version") + 1)
            began = time.process_time()
            response = client.get(start + address)
            taken[address].append((time.process_time() - began) * 1000)
            assert response.status_code == 200, (address, response.status_code)
            queries[address] = response.headers.get("X-Queries", "")
    bare = statistics.median(taken[addresses[0]])
    for address in taken:
        middle = statistics.median(taken[address])
        print(f"  {address[:34]:<36}{middle:>7.1f} ms of CPU{middle / bare:>7.1f} x bare, {queries[address]} queries")


def _leader_and_workspace():
    user = User.objects.get(email="leader@generated.example")
    return user, next(each.workspace for each in memberships_of(user.pk) if each.workspace.slug == "generated-s")
