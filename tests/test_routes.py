"""Every route × role × own and foreign workspace × method, against the table in tests/routes.py. GET and HEAD
write nothing; a key of another workspace is a 404."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail as django_mail
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts import invitations
from accounts.isolation import enter, scope
from accounts.letters import send_invitation
from accounts.models import Invitation, Membership, Role, Workspace
from accounts.tokens import hashed, new_token
from checkins.calendars import feed as calendar_feed
from checkins.models import ChangeEvent, CheckIn, CheckInPlan, CheckInRule, Holiday, Inherited
from discussions.models import Answer, Commitment, Discussion, Guide, GuideVersion, Idea, Prompt
from discussions.models import Invitation as Invited
from discussions.synthesis.insights import Quote, draw
from impact.attribution.journeys import Journey
from impact.journeys.planning import Found
from impact.journeys.sets import About, add_set
from impact.models import (
    Annotation,
    ApiToken,
    Audience,
    Contribution,
    Initiative,
    IssuedReport,
    JourneyFile,
    KeptMeasure,
    Observation,
    ObservationFile,
    Rebase,
    Report,
    ReportSending,
    ReportShare,
    Target,
)
from impact.reports.document import plain
from mail import outbox
from mail.models import CaughtMail
from planning.models import BoardNote, Goal, PlanningSession, Proposal, Request, Seat, Stake
from planning.sessions.stages import prepare
from stakeholders.models import Concern, FollowUp, ImportBatch, Note, Relationship, SavedView, Stakeholder, Touchpoint
from tests.conftest import make_executive, make_leader, make_member, make_stranger, make_workspace
from tests.impact.reports.documents import a_document
from tests.impact.rows import a_metric
from tests.routes import (
    BEHIND_A_LINK,
    IN_A_SESSION,
    IN_WORKSPACE,
    KEYED_BY_PK,
    LINK,
    NOBODY,
    OTHER_METHODS,
    PUBLIC,
    ROUTES,
    SIGNED_IN,
    TOKEN,
    WRITES,
    Row,
    routes,
)

# Those whom a page mostly turns away, or shows what it shows the leader: HEAD is asked by one of them each.
HEAD_IN_TURN = ("stranger", "executive", "member")
ROLES = ("leader", "member", "executive", "stranger", "anonymous")
# What the view makes of an empty form, or of a state the object is not in, is its own affair.
ANSWERED = {200, 204, 302, 400, 404, 409, 422}
SESSION = re.compile(r'"django_session"')


def test_the_table_has_every_route_and_no_other():
    assert sorted(routes()) == sorted(ROUTES)


def test_a_page_of_a_workspace_says_who_may_see_it():
    for name, pattern in routes().items():
        if name in IN_WORKSPACE:
            assert getattr(pattern.callback, "roles", None) == {Role(role) for role in ROUTES[name].who}, name
        elif ROUTES[name].who == LINK:
            assert getattr(pattern.callback, "purpose", None) in settings.LINK_PAGES, name


EVERY_METHOD = ("GET", "HEAD", "POST", *OTHER_METHODS)


def refused_methods(row: Row) -> list[str]:
    answered = row.methods | {"HEAD"} if "GET" in row.methods else row.methods
    return [method for method in EVERY_METHOD if method not in answered]


def test_a_page_of_a_workspace_refuses_other_methods_before_it_looks_for_anything():
    for name, pattern in routes().items():
        if name in IN_WORKSPACE:
            for method in refused_methods(ROUTES[name]):
                request = RequestFactory().generic(method, "/")
                # Who may most; no workspace and no key is there to be looked at.
                request.membership = Membership(role=Role.LEADER)
                assert pattern.callback(request).status_code == 405, f"{method} {name}"


@dataclass(frozen=True)
class World:
    """One of everything in our workspace, and one of everything in the stranger's."""

    browsers: dict[str, Client]
    own: dict[str, object]
    foreign: dict[str, object]
    # Who is signed in, as the cache has it: {key: session}.
    sessions: dict[str, dict[str, object]]

    def ask(self, role: str, method: str, address: str) -> tuple[HttpResponse, list[str]]:
        return ask(self.browsers[role], method, address, sessions=self.sessions)

    def address(self, name: str, *, slug: str = "northwind", keys: dict[str, object] | None = None) -> str:
        row, kwargs = ROUTES[name], {}
        if name in IN_WORKSPACE:
            kwargs["slug"] = slug
        elif row.who == LINK:
            kwargs |= {"subject": NOBODY, **BEHIND_A_LINK[row.key]}
        if row.key in KEYED_BY_PK:
            kwargs["pk"] = (keys or self.own)[row.key]
        elif row.key == "shift":
            found = keys or self.own
            kwargs |= {"pk": found["discussion"], "answer": found["answer"]}
        elif row.key in IN_A_SESSION:
            found = keys or self.own
            kwargs |= {"pk": found["session"], IN_A_SESSION[row.key]: found[row.key]}
        elif row.key == "idea":
            found = keys or self.own
            kwargs |= {"pk": found["discussion"], "idea": found["idea"]}
        elif row.key == "format":
            kwargs["format"] = "csv"
        elif row.key == "segment":
            kwargs["segment"] = "champion"
        elif row.key == "built-in":
            kwargs["key"] = "week"
        elif row.key == "role":
            kwargs["role"] = "leader"
        elif row.key == "token":
            kwargs["token"] = self.own["token"]
        elif row.key == "link":
            kwargs["token"] = "unknown"
        elif row.key == "unsubscribe":
            kwargs["token"] = self.own["unsubscribe"]
        elif row.key == "calendar":
            kwargs["token"] = self.own["calendar"]
        elif row.key == "caught":
            kwargs["pk"] = self.own["caught"]
        elif row.key == "passkey":
            kwargs["pk"] = 1
        return reverse(name, kwargs=kwargs)


def one_of_each(workspace: Workspace, leader, member) -> dict[str, object]:
    enter(workspace=workspace.pk, user=leader.pk)
    first, second = (Stakeholder.objects.create(workspace=workspace, name=name) for name in ("Ada", "Bo"))
    tie = Relationship.objects.create(workspace=workspace, source=first, target=second, kind="trusts")
    touchpoint = Touchpoint.objects.create(
        workspace=workspace, stakeholder=first, kind="call", happened_on=dt.date(2026, 1, 5), author=leader
    )
    note = Note.objects.create(workspace=workspace, stakeholder=first, kind="fact", words="Says so", author=leader)
    follow_up = FollowUp.objects.create(
        workspace=workspace, stakeholder=first, words="Call", due_on=dt.date(2026, 1, 9), author=leader
    )
    concern = Concern.objects.create(workspace=workspace, stakeholder=first, said="No", author=leader)
    view = SavedView.objects.create(workspace=workspace, user=leader, page="register", name="Mine", is_shared=True)
    batch = ImportBatch.objects.create(
        workspace=workspace, author=leader, filename="people.csv", content=b"Name\nAda\n"
    )
    invitation, token = invitations.invite(workspace, email="new@elsewhere.example", role=Role.MEMBER, by=leader)
    membership = Membership.objects.get(workspace=workspace, user=member)
    letter = {"subject": "Five minutes", "text": "Hello\n", "unsubscribe": new_token()}
    message = outbox.write(key="hello", workspace=workspace, to="ada@x.example", kind="invitation", **letter)
    caught = CaughtMail.objects.create(recipient="ada@x.example", subject="Five minutes", mime=bytes(message.mime))
    days = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 12, 31)}
    goal = Goal.objects.create(workspace=workspace, statement="Win more", rank=1, **days)
    stake = Stake.objects.create(
        workspace=workspace, stakeholder=first, goal=goal, invests="time", what="Fridays", author=leader
    )
    kept = KeptMeasure.objects.create(workspace=workspace, goal=goal, rule="assets", why="It is so", author=leader)
    request = Request.objects.create(workspace=workspace, name="Bo", problem="Offers come late")
    session = prepare(workspace, key=uuid4(), title="Planning Q1", facilitator=leader, **days)
    at_the_table = {"workspace": workspace, "session": session}
    seat = Seat.objects.create(name="Ana", **at_the_table)
    proposal = Proposal.objects.create(title="A trial", place=1, **at_the_table)
    board_note = BoardNote.objects.create(text="Let them try it", place=1, proposal=proposal, **at_the_table)
    ended = PlanningSession.objects.create(workspace=workspace, title="Q1", closed_at=timezone.now(), **days)
    guide = Guide.objects.create(workspace=workspace, name="Five minutes", author=leader)
    version = GuideVersion.objects.create(workspace=workspace, guide=guide, number=1)
    discussion = Discussion.objects.create(
        workspace=workspace, title="Better leads", version=version, facilitator=leader, opens_at=timezone.now()
    )
    invited = Invited.objects.create(workspace=workspace, discussion=discussion, stakeholder=first)
    idea = Idea.objects.create(workspace=workspace, discussion=discussion, text="One list", voice="team")
    insight = draw(discussion, by=leader, kind="idea", statement="One list", quotes=[Quote(idea)])
    evidence = insight.evidence.get()
    prompt = Prompt.objects.create(
        workspace=workspace, version=version, place=0, purpose="shift", kind="scale", mode="attributed", text="Ready?",
        asked_again=True,
    )  # fmt: skip
    answer = Answer.objects.create(
        workspace=workspace, discussion=discussion, invitation=invited, prompt=prompt, voice="a", is_draft=False,
        number=3, number_after=7,
    )  # fmt: skip
    commitment = Commitment.objects.create(
        workspace=workspace, discussion=discussion, stakeholder=first, what="Send the list"
    )
    metric = a_metric(workspace=workspace)
    metric.save()
    file = ObservationFile.objects.create(
        workspace=workspace, author=leader, filename="n.csv", content=b"Period,Value\n"
    )
    of_it = {"workspace": workspace, "metric": metric, "author": leader}
    observation = Observation.objects.create(starts_on=dt.date(2026, 1, 1), value=4, definition_version=1, **of_it)
    target = Target.objects.create(value=5, **days, **of_it)
    annotation = Annotation.objects.create(on=dt.date(2026, 1, 9), says="New prices", **of_it)
    rebase = Rebase.objects.create(starts_on=dt.date(2026, 2, 1), reason="Another price list", **of_it)
    initiative = Initiative.objects.create(
        workspace=workspace, name="Fair", what="A stand", starts_on=days["starts_on"], is_experiment=True,
        hypothesis="More come",
    )  # fmt: skip
    contribution = Contribution.objects.create(
        initiative=initiative, grade="asserted", first_on=days["starts_on"], last_on=days["ends_on"], says="Told",
        filename="told.txt", content=b"Told", **of_it,
    )  # fmt: skip
    journeys = JourneyFile.objects.create(
        workspace=workspace, author=leader, filename="j.csv", content=b"path,conversions\nEmail,1\n"
    )
    journey_set = add_set(
        workspace, About("Spring", "A deal won", days["starts_on"], days["ends_on"]),
        [Found(2, Journey(("Email",), 1.0), "Acme")], holds="deals", filename="j.csv", author=leader,
    )  # fmt: skip
    sends = ApiToken.objects.create(
        workspace=workspace, author=leader, name="Nightly", token_hash=hashed(str(workspace.pk)), ends_in="f00d"
    )
    audience = Audience.objects.create(workspace=workspace, name="The board", question="Is it worth it?")
    report = Report.objects.create(workspace=workspace, audience=audience, title="Q1", author=leader, **days)
    issued = IssuedReport.objects.create(
        workspace=workspace, report=report, edition=1, document=plain(a_document()), pdf=b"%PDF-", issued_by=leader
    )
    shared = {"workspace": workspace, "issued": issued, "stakeholder": first, "author": leader}
    share = ReportShare.objects.create(expires_at=timezone.now() + dt.timedelta(days=1), **shared)
    sending = ReportSending.objects.create(due_at=timezone.now() + dt.timedelta(days=1), **shared)
    check_in = CheckIn.objects.create(
        workspace=workspace, stakeholder=first, origin="extra", for_on=days["ends_on"], due_on=days["ends_on"],
        due_at=timezone.now(), zone="Etc/UTC",
    )  # fmt: skip
    event = ChangeEvent.objects.create(
        workspace=workspace, kind="left", key="left", says="They left", stakeholder=first, other=second
    )
    inherited = Inherited.objects.create(workspace=workspace, event=event, successor=second, stake=stake)
    weekly = {
        "workspace": workspace, "unit": "weeks", "interval": 1, "by": "weekday", "weekday": 1, "zone": "Etc/UTC",
        "starts_on": days["starts_on"],
    }  # fmt: skip
    rule = CheckInRule.objects.create(segment="champion", **weekly)
    CheckInPlan.objects.create(stakeholder=first, **weekly)
    holiday = Holiday.objects.create(workspace=workspace, day=days["ends_on"], name="Sylvester")
    return {
        "event": event.pk,
        "inherited": inherited.pk,
        "check-in": check_in.pk,
        "check-in-rule": rule.pk,
        "holiday": holiday.pk,
        "audience": audience.pk,
        "report": report.pk,
        "issued": issued.pk,
        "share": share.pk,
        "sending": sending.pk,
        "api-token": sends.pk,
        "metric": metric.pk,
        "initiative": initiative.pk,
        "journey-file": journeys.pk,
        "journey-set": journey_set.pk,
        "contribution": contribution.pk,
        "file": file.pk,
        "observation": observation.pk,
        "target": target.pk,
        "annotation": annotation.pk,
        "rebase": rebase.pk,
        "insight": insight.pk,
        "evidence": evidence.pk,
        "answer": answer.pk,
        "idea": idea.pk,
        "commitment": commitment.pk,
        "discussion": discussion.pk,
        "invited": invited.pk,
        "guide": guide.pk,
        "goal": goal.pk,
        "kept-measure": kept.pk,
        "stake": stake.pk,
        "request": request.pk,
        "session": session.pk,
        "seat": seat.pk,
        "proposal": proposal.pk,
        "board-note": board_note.pk,
        "ended-session": ended.pk,
        "stakeholder": first.pk,
        "tie": tie.pk,
        "touchpoint": touchpoint.pk,
        "note": note.pk,
        "follow-up": follow_up.pk,
        "concern": concern.pk,
        "view": view.pk,
        "import": batch.pk,
        "invitation": invitation.pk,
        "membership": membership.pk,
        "message": message.pk,
        "unsubscribe": letter["unsubscribe"],
        "calendar": calendar_feed.make(workspace, leader),
        "caught": caught.pk,
        "token": token,
    }


# So that one failure does not hide those of other routes.
PARTS = 8


@pytest.fixture(scope="module")
def made(rows_of_the_module) -> World:
    leader = make_leader()
    workspace = make_workspace(leader)
    member, executive, stranger = make_member(workspace), make_executive(workspace), make_stranger()
    with scope(user=stranger.pk):
        elsewhere = Workspace.objects.get(slug="elsewhere")
    with scope(workspace=elsewhere.pk, user=stranger.pk):
        foreign = one_of_each(elsewhere, stranger, stranger)
    own = one_of_each(workspace, leader, executive)
    browsers = {"anonymous": Client()}
    for role, user in {"stranger": stranger, "executive": executive, "member": member, "leader": leader}.items():
        browsers[role] = Client()
        browsers[role].force_login(user)
    return World(browsers, own, foreign, dict(signed_in(browser) for browser in browsers.values() if browser.cookies))


@pytest.fixture
def world(made, db) -> World:
    return made


def signed_in(browser: Client) -> tuple[str, dict[str, object]]:
    session = browser.session
    return session.cache_key, session.load()


def ask(
    browser: Client, method: str, address: str, sessions: dict[str, dict[str, object]] | None = None
) -> tuple[HttpResponse, list[str]]:
    """The answer and the statements behind it; what the request changed is taken back, in the browser too."""
    statements: list[str] = []
    # An answer puts others in their place, and leaves these as they are.
    cookies = dict(browser.cookies)
    # Limits on how often are tested where they belong.
    cache.clear()
    cache.set_many(sessions or {})

    def note(execute: Callable, sql: str, *arguments: object) -> object:
        statements.append(sql)
        return execute(sql, *arguments)

    with transaction.atomic(), connection.execute_wrapper(note):
        response = browser.generic(method, address)
        transaction.set_rollback(True)
    browser.cookies.clear()
    dict.update(browser.cookies, cookies)
    return response, statements


def is_sent_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/?next=")


def expected(row: Row, role: str) -> Callable[[HttpResponse], bool]:
    if row.who == PUBLIC or (row.who == SIGNED_IN and role != "anonymous"):
        answers = ANSWERED | {403, 405} | row.says_also
        return lambda response: response.status_code in answers and not is_sent_to_sign_in(response)
    if row.who == LINK:
        return lambda response: response.status_code in {404, 405}
    if row.who == TOKEN:
        return lambda response: response.status_code in {401, 405}
    if role == "anonymous":
        return is_sent_to_sign_in
    if role == "stranger":
        return lambda response: response.status_code == 404
    if role not in row.who:
        return lambda response: response.status_code in {403, 405}
    return lambda response: response.status_code in ANSWERED | {405}


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_each_role_gets_what_the_table_says(part, world):
    for number, name in list(enumerate(sorted(ROUTES)))[part::PARTS]:
        check_route(name, ROUTES[name], world, number)


def methods_of(role: str, row: Row, number: int) -> list[str]:
    """What the page answers. What it does not, one in turn is asked by one of them in turn: the view itself is asked
    for all. Beside the leader, HEAD is asked by one in turn of those whom a page mostly turns away."""
    turn = number // PARTS
    methods = sorted(row.methods)
    if "GET" in row.methods and role in ("anonymous", "leader", HEAD_IN_TURN[turn % len(HEAD_IN_TURN)]):
        methods.append("HEAD")
    refused = refused_methods(row)
    if role == ROLES[turn % len(ROLES)] or (row.who == PUBLIC and role in ("anonymous", "leader")):
        methods.append(refused[number % len(refused)])
    return methods


def check_route(name: str, row: Row, world: World, number: int) -> None:
    for role in world.browsers:
        address = world.address(name)
        for method in methods_of(role, row, number):
            response, statements = world.ask(role, method, address)
            asked = f"{method} {name} as {role}: {response.status_code}"
            assert expected(row, role)(response), asked
            if isinstance(row.who, frozenset) and role in row.who:
                # Of pages that are files some take no HEAD.
                assert (response.status_code == 405) == (method in refused_methods(row)) or method == "HEAD", asked
                assert method not in row.methods - {"POST"} or response.status_code in {200, 302, 404}, asked
            if method in {"GET", "HEAD"}:
                written = [sql for sql in statements if WRITES.search(sql)]
                if row.keeps_session:
                    written = [sql for sql in written if not SESSION.search(sql)]
                assert written == [], asked


@pytest.mark.django_db
def test_a_key_of_another_workspace_is_not_found(world):
    for name in sorted(name for name, row in ROUTES.items() if row.key in KEYED_BY_PK):
        for method in sorted(ROUTES[name].methods):
            response, statements = world.ask("leader", method, world.address(name, keys=world.foreign))
            assert response.status_code == 404, f"{method} {name}"
            assert [sql for sql in statements if WRITES.search(sql)] == [], f"{method} {name}"


def asking_elsewhere(row: Row, number: int) -> dict[str, tuple[str, ...]]:
    """What somebody may at home means nothing elsewhere: who may most there asks in every way that the page knows and
    in one it does not, the others by turns in one way. The leader's GET comes last, to be compared."""
    real = sorted(row.methods)
    asked = [*sorted(row.methods - {"GET"}), ("HEAD", "DELETE", "POST")[number % 3], "GET"]
    return {
        ("executive", "member")[number % 2]: (real[number // 2 % len(real)],),
        "leader": tuple(dict.fromkeys(asked)),
    }


@pytest.mark.django_db
def test_a_foreign_workspace_is_not_found_and_looks_like_one_that_does_not_exist(world):
    missing, _ = world.ask("leader", "GET", "/w/no-such-place/members/")
    assert missing.status_code == 404
    for number, name in enumerate(sorted(IN_WORKSPACE)):
        address = world.address(name, slug="elsewhere", keys=world.foreign)
        for role, methods in asking_elsewhere(ROUTES[name], number).items():
            for method in methods:
                response, statements = world.ask(role, method, address)
                assert response.status_code == 404, f"{method} {name} as {role}"
                assert [sql for sql in statements if WRITES.search(sql)] == [], f"{method} {name} as {role}"
        assert re.sub(rb'value="[^"]*"', b"", response.content) == re.sub(rb'value="[^"]*"', b"", missing.content), name


TELLING = re.compile(r"assess|segment|position|influence|stakeholder map|detractor|champion", re.IGNORECASE)


@pytest.mark.django_db
def test_nothing_an_executive_sees_hints_that_people_are_assessed(world):
    invitation = Invitation.objects.get(pk=world.own["invitation"])
    send_invitation(invitation, "https://coalition.example/invitations/x/")
    letter = django_mail.outbox[-1]
    seen = {"mail": " ".join([letter.subject, letter.body, *(str(part) for part in letter.alternatives)])}
    for name, row in ROUTES.items():
        # The style guide is for those who build this, and closed in production; what describes the API calls those who
        # answered 0 to 6 what the world calls them.
        if "GET" in row.methods and name not in ("styleguide", "api-description"):
            response, _ = world.ask("executive", "GET", world.address(name))
            seen[name] = response.content.decode()
    assert "This page is for the marketing team" in seen["stakeholders:register"]
    assert "Nothing stands here yet" in seen["impact:overview"]
    # Words in tags are classes of stylesheets; what is read aloud or hovered over is text all the same.
    tag = re.compile(r"<(?![^>]*(aria-label|title|alt|placeholder)=)[^>]*>")
    told = {name: TELLING.findall(tag.sub(" ", page)) for name, page in seen.items()}
    assert {name: words for name, words in told.items() if words} == {}


@pytest.mark.django_db
def test_a_member_is_told_that_only_leaders_may(world):
    response, _ = world.ask("member", "GET", world.address("accounts:members"))
    assert response.status_code == 403
    assert "Only leaders may do this" in response.content.decode()
    assert "the leaders of Northwind Instruments" in response.content.decode()
