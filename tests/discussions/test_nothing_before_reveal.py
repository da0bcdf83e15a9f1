"""Hidden until it is revealed: what one person writes in a room is in no answer of any address that another one can
ask, in no event, and in no log. The addresses are those of the table of routes, so that a new page is asked too."""

import json
import logging
import uuid
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from discussions.models import Answer, Discussion, Idea, Invitation, Response, Step, Vote
from discussions.room import stage
from discussions.voices import key_of
from tests.discussions.rooms import read
from tests.routes import IN_WORKSPACE, LINK, ROUTES, TEAM, routes

pytestmark = pytest.mark.django_db

SECRET = "Zzyzx"
WRITTEN = {
    1: {"text": f"{SECRET}-success"},
    2: {"text": f"{SECRET}-anonymous"},
    3: {"number": "7", "why": f"{SECRET}-why"},
    4: {"idea-0": f"{SECRET}-idea", "idea-1": f"{SECRET}-second"},
    7: {"text": f"{SECRET}-commitment", "due": "2099-01-01", "number": "9"},
}
# Where the marketing team reads what was written, before it is revealed to those who take part: that is their work,
# and what people are told above the box. Whatever is not named here shows nothing to the team either.
TEAM_READS = {
    "discussions:moderate",
    "discussions:seed",
    "discussions:hide",
    "discussions:unhide",
    "discussions:same",
    "discussions:synthesis",
    "discussions:synthesis-markdown",
    "discussions:synthesis-table",
    "discussions:synthesis-pdf",
    "discussions:agreement",
    "discussions:coding",
    "discussions:attach",
    "discussions:themes",
    "discussions:check-back",
    "discussions:insight-edit",
    "discussions:evidence-remove",
    "discussions:shifts",
    "discussions:shift-accept",
    "discussions:carry",
    "discussions:loop",
    "discussions:became",
    "discussions:outcome",
    "discussions:commitments",
    "discussions:commitment-new",
    "discussions:commitment-settle",
    "discussions:for-stakeholder",
}


@pytest.fixture
def room(live_now) -> Discussion:
    """All steps have been started; the room stands at the ideas. Nothing is revealed."""
    Step.objects.filter(discussion=live_now).update(started_at=timezone.now())
    Discussion.objects.filter(pk=live_now.pk).update(current_place=3)
    return read(live_now)


@pytest.fixture
def anna(room, invite, visit) -> Iterator[Invitation]:
    """She answers everything through her own page; a draft of hers and a reply are there too."""
    invited = invite("Anna Writer")
    page = visit(invited)
    for number, fields in WRITTEN.items():
        sent = page.post(
            f"/d/{invited.pk}/room/{number}/", {f"q{number}-{name}": text for name, text in fields.items()}
        )
        assert sent.status_code == 302, sent.text
    assert Answer.objects.given().count() == 5
    idea = Idea.objects.get(text=f"{SECRET}-idea")
    wall = room.version.prompts.get(kind="ideas")
    kept = {"workspace": room.workspace, "discussion": room, "voice": key_of(invited, wall)}
    Vote.objects.create(**kept, idea=idea, value=1)
    Response.objects.create(**kept, idea=idea, kind="build", text=f"{SECRET}-reply")
    return invited


def keys(room: Discussion, other: Invitation) -> dict[str, object]:
    return {
        "discussion": room.pk,
        "invited": other.pk,
        "stakeholder": other.stakeholder_id,
        "guide": room.version.guide_id,
    }


def address(name: str, known: dict[str, object]) -> str:
    """Of a route: its key by the table of routes, numbers and ids of nothing where that is another thing."""
    kwargs: dict[str, object] = {"slug": "northwind"} if name in IN_WORKSPACE else {}
    for part, converter in routes()[name].pattern.converters.items():
        kind = type(converter).__name__
        if part == "pk" and ROUTES[name].key in known:
            kwargs[part] = known[ROUTES[name].key]
        else:
            kwargs[part] = {"IntConverter": 1, "UUIDConverter": uuid.UUID(int=7)}.get(kind, "champion")
    return reverse(name, kwargs=kwargs)


def ask(browser: Client, method: str, path: str, fields: dict[str, object], target: str) -> HttpResponse:
    """What it changed is taken back."""
    cache.clear()
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}
    with transaction.atomic():
        found = browser.get(path, headers=headers) if method == "GET" else browser.post(path, fields, headers=headers)
        transaction.set_rollback(True)
    return found


def leaks(response: HttpResponse) -> bool:
    whole = b"".join(response.streaming_content) if response.streaming else response.content
    return SECRET.encode() in whole or SECRET in json.dumps(dict(response.headers))


TARGETS = ("", "room-now", "ideas", "board", "wall", "panel")


def participants_addresses(subject: uuid.UUID) -> list[tuple[str, str]]:
    found = []
    for name, row in sorted(ROUTES.items()):
        if row.who != LINK:
            continue
        converters = routes()[name].pattern.converters
        numbers = range(1, 8) if "number" in converters else [0]
        for number in numbers:
            kwargs: dict[str, object] = {"subject": subject}
            if "number" in converters:
                kwargs["number"] = number
            if "pk" in converters:
                kwargs["pk"] = uuid.UUID(int=7) if type(converters["pk"]).__name__ == "UUIDConverter" else 1
            kwargs |= {key: uuid.UUID(int=7) for key in ("note", "proposal") if key in converters}
            found += [(method, reverse(name, kwargs=kwargs)) for method in sorted(row.methods)]
    return found


def test_nobody_who_takes_part_gets_it(room, anna, invite, visit, caplog):
    ben = invite("Ben Reader")
    page = visit(ben)
    fields = {"idea": str(Idea.objects.get(text=f"{SECRET}-idea").pk), "vote": "agree", "kind": "build", "text": "x"}
    asked = participants_addresses(ben.pk)
    assert len(asked) >= 30
    with caplog.at_level(logging.DEBUG):
        for place in range(6):
            Discussion.objects.filter(pk=room.pk).update(current_place=place)
            for method, path in asked if place == 3 else [("GET", f"/d/{ben.pk}/room/")]:
                for target in TARGETS[:3]:
                    assert not leaks(ask(page, method, path, fields, target)), f"{method} {path} {target} at {place}"
    assert SECRET not in caplog.text


def test_no_page_of_the_team_but_those_for_reading_shows_it(room, anna, invite, as_member, caplog):
    known = keys(room, invite("Ben Reader"))
    names = [name for name, row in ROUTES.items() if row.who == TEAM and name not in TEAM_READS]
    names = [name for name in names if name.startswith("discussions:") or "GET" in ROUTES[name].methods]
    assert {"discussions:room", "discussions:room-wall", "discussions:room-go"} <= set(names)
    shown = []
    with caplog.at_level(logging.DEBUG):
        for name in sorted(names):
            methods = ROUTES[name].methods if name.startswith("discussions:") else {"GET"}
            targets = TARGETS if name.startswith("discussions:room") else ("",)
            for method in sorted(methods):
                # What reveals it, reveals it: that is tested by itself.
                if name == "discussions:room-reveal":
                    continue
                for target in targets:
                    fields = {"step": room.steps.get(place=3).pk, "expected": 3, "to": room.steps.get(place=2).pk}
                    response = ask(as_member, method, address(name, known), {**fields, "act": "extend"}, target)
                    shown += [f"{method} {name} {target}"] if leaks(response) else []
    assert shown == []
    assert SECRET not in caplog.text


def test_executives_and_strangers_get_nothing_at_all(room, anna, as_executive, as_stranger):
    for browser in (as_executive, as_stranger, Client()):
        for name in sorted(name for name in ROUTES if name.startswith("discussions:")):
            response = ask(browser, "GET", address(name, keys(room, anna)), {}, "")
            assert response.status_code in {302, 403, 404, 405}, name
            assert not leaks(response), name


def test_events_name_what_changed_and_carry_nothing(room, invite, visit, told):
    ben = invite("Ben Writer")
    page = visit(ben)

    def a_step() -> None:
        page.get(f"/d/{ben.pk}/room/")
        page.post(f"/d/{ben.pk}/4/draft/", {"q4-idea-0": f"{SECRET}-draft"})
        page.post(f"/d/{ben.pk}/room/4/", {"q4-idea-0": f"{SECRET}-idea"})
        stage.go(room, expected=3, to=room.steps.get(place=4).pk, now=timezone.now())
        stage.reveal(room, room.steps.get(place=3).pk, now=timezone.now())

    channel = f"discussion:{room.pk}"
    assert told(a_step) == [(channel, event) for event in ("presence", "answers", "step", "revealed")]


def test_revealed_is_shown_and_names_as_the_mode_allows(room, anna, invite, visit, as_member):
    ben = invite("Ben Reader")
    page, wall = visit(ben), f"/w/northwind/discuss/{room.pk}/room/wall/"
    for place, word, named in [(0, "success", True), (1, "anonymous", False), (2, "why", False), (3, "idea", True)]:
        Discussion.objects.filter(pk=room.pk).update(current_place=place)
        stage.reveal(room, room.steps.get(place=place).pk, now=timezone.now())
        for shown in (page.get(f"/d/{ben.pk}/room/").text, as_member.get(wall).text):
            assert f"{SECRET}-{word}" in shown, word
            assert ("Anna Writer" in shown) is named, word
    # Each step shows its own.
    assert f"{SECRET}-success" not in as_member.get(wall).text


def test_what_may_not_be_shown_is_not_shown_by_revealing_either(room, anna, invite, visit, as_member):
    Discussion.objects.filter(pk=room.pk).update(sees="nothing")
    Step.objects.filter(discussion=room).update(revealed_at=timezone.now())
    ben = invite("Ben Reader")
    assert not leaks(visit(ben).get(f"/d/{ben.pk}/room/"))
    assert not leaks(as_member.get(f"/w/northwind/discuss/{room.pk}/room/wall/"))


def test_the_team_reads_it_where_it_reads(room, anna, as_member):
    """So that what is looked for is there to be found."""
    assert leaks(as_member.get(f"/w/northwind/discuss/{room.pk}/moderate/"))


def test_the_audit_trail_holds_no_words(room, anna):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^discussions_.*event$'")
        tables = {table for (table,) in cursor.fetchall()}
        # What somebody promised stays in the trail, as other promises do.
        assert "discussions_commitmentevent" in tables
        for table in sorted(tables - {"discussions_commitmentevent"}):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{SECRET}%"])
            assert cursor.fetchone() == (0,), table
