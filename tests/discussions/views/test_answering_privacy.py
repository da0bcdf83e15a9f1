"""What must not happen behind a personal link: that looking changes something, that one sending counts twice, that a
token or somebody else's words come out anywhere."""

import datetime as dt
import threading

import pytest
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.isolation import scope
from accounts.links import issue
from accounts.models import Workspace
from discussions.models import Answer, Discussion, Idea, Invitation, Response, Step, Vote
from tests.discussions.rows import READABLE, rows, written
from tests.discussions.views.test_answering_page import CLOSED, h1
from tests.routes import WRITES


@pytest.mark.django_db
def test_looks_change_nothing_however_many(invite, visit, token_of, workspace):
    """No look writes a statement, so that a thousand write none; a hundred leave every row as it was."""
    anna, ben = invite("Anna"), invite("Ben")
    visit(ben).post(f"/d/{ben.pk}/4/", {"q4-idea-0": "Bens idea", "go": "next"})
    token, client = token_of(anna), visit(anna)
    client.post(f"/d/{anna.pk}/3/", {"q3-number": "4", "go": "next"})
    client.post(f"/d/{anna.pk}/4/", {"q4-idea-0": "Mine", "go": "next"})
    base, door = f"/d/{anna.pk}/", f"/l/{token}/"
    pages = [base, f"{base}all/", *(f"{base}{number}/" for number in range(1, 8))]
    with scope(workspace=workspace.pk):
        before = rows(), written()
    with CaptureQueriesContext(connection) as made:
        for address in [*pages, *[door] * 41]:
            for look in (client.get, client.head):
                assert look(address).status_code == 200, address
    assert [query["sql"] for query in made.captured_queries if WRITES.search(query["sql"])] == []
    with scope(workspace=workspace.pk):
        assert (rows(), written()) == before


@pytest.mark.django_db(transaction=True)
def test_twenty_equal_posts_at_once_are_one_answer(invite, visit, workspace):
    with scope(workspace=workspace.pk):
        anna = invite("Anna")
    client = visit(anna)
    statuses, together = [], threading.Barrier(20)

    def post(address: str, fields: dict[str, str]) -> None:
        browser = Client()
        browser.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
        together.wait()
        try:
            statuses.append(browser.post(address, fields).status_code)
        finally:
            connections.close_all()

    def at_once(number: int, fields: dict[str, str]) -> None:
        threads = [
            threading.Thread(target=post, args=(f"/d/{anna.pk}/{number}/", {**fields, "go": "next"})) for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

    at_once(2, {"q2-text": "Approvals"})
    at_once(4, {"q4-idea-0": "A page", "q4-idea-1": "A day"})
    assert statuses == [302] * 40
    with scope(workspace=workspace.pk):
        assert sorted(Answer.objects.values_list("text", "earlier")) == [("", []), ("Approvals", [])]
        assert sorted(Idea.objects.values_list("text", flat=True)) == ["A day", "A page"]


@pytest.mark.django_db
def test_a_token_comes_out_nowhere(invite, token_of, caplog, capfd, workspace):
    anna = invite("Anna")
    token = token_of(anna)
    client = Client()
    door = f"/l/{token}/"
    bodies = [client.get(door), client.post(door)]
    base = f"/d/{anna.pk}/"
    bodies += [client.get(base), client.post(f"{base}1/", {"q1-text": "Fewer", "go": "next"}), client.get(f"{base}1/")]
    bodies += [client.post(f"{base}7/", {"q7-text": "Call", "q7-due": "2999-01-01", "go": "next"})]
    assert [page.status_code for page in bodies] == [200, 302, 200, 302, 200, 302]
    for page in bodies[1:]:
        assert token not in page.text + str(page.headers) + str(page.cookies)
    for page in bodies:
        assert page.headers["Referrer-Policy"] == "no-referrer"
    assert token not in caplog.text + "".join(capfd.readouterr())
    with scope(workspace=workspace.pk), connection.cursor() as cursor:
        cursor.execute(READABLE)
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE strpos(t::text, %s) > 0', [token])
            assert cursor.fetchone() == (0,), table


@pytest.mark.django_db
def test_anothers_page_is_closed_whatever_cookie_one_has(invite, visit, stranger, workspace, token_of):
    anna, ben = invite("Anna"), invite("Ben")
    client = visit(anna)
    mine = client.cookies["visit"].value
    with scope(user=stranger.pk):
        elsewhere = Workspace.objects.get(slug="elsewhere")
    with scope(workspace=elsewhere.pk):
        soon = timezone.now() + dt.timedelta(days=1)
        foreign = issue(elsewhere, purpose="discussion", subject=anna.pk, expires_at=soon)
    pages = {}
    for name, cookie in {"nobody's": "", "mine": mine, "forged": mine[:-2] + "xx", "none": "a:b:c"}.items():
        browser = Client()
        browser.cookies["visit"] = cookie
        for path in ("", "1/", "all/"):
            answer = browser.get(f"/d/{ben.pk}/{path}")
            assert (answer.status_code, h1(answer)) == (404, CLOSED), name
            pages[name, path] = answer.text.split("<main")[1]
        for path in (
            "1/",
            "1/draft/",
            "5/vote/",
            "5/reply/",
            "5/ideas/",
            "all/",
            f"commitments/{ben.pk}/",
            "quotes/1/",
        ):
            assert browser.post(f"/d/{ben.pk}/{path}", {"q1-text": "x", "go": "next"}).status_code == 404, path
    assert len(set(pages.values())) == 1
    # A link of another workspace to the same id opens nothing of ours.
    browser = Client()
    browser.post(f"/l/{foreign}/")
    answer = browser.get(f"/d/{anna.pk}/")
    assert (answer.status_code, h1(answer)) == (404, CLOSED)
    assert Answer.objects.count() == 0


SECRETS = {
    "success": "Hush-attributed",
    "roadblock": "Hush-anonymous",
    "scale": "Hush-why",
    "idea": "Hush-idea",
    "commitment": "Hush-promise",
}


@pytest.fixture
def hushed(invite, visit, workspace, discussion, leader):
    """Ben has answered everything; Cleo has hidden words."""
    ben, cleo = invite("Ben Quill"), invite("Cleo")
    client = visit(ben)
    for number, fields in {
        1: {"q1-text": SECRETS["success"]},
        2: {"q2-text": SECRETS["roadblock"]},
        3: {"q3-number": "9", "q3-why": SECRETS["scale"]},
        4: {"q4-idea-0": SECRETS["idea"]},
        7: {"q7-text": SECRETS["commitment"], "q7-due": "2999-01-01"},
    }.items():
        assert client.post(f"/d/{ben.pk}/{number}/", {**fields, "go": "next"}).status_code == 302
    visit(cleo).post(f"/d/{cleo.pk}/4/", {"q4-idea-0": "Hush-hidden", "go": "next"})
    hidden = {"hidden_at": timezone.now(), "hidden_by": leader, "hidden_because": "Hush-because"}
    Idea.objects.filter(text="Hush-hidden").update(**hidden)
    Response.objects.create(
        workspace=workspace, discussion=discussion, idea=Idea.objects.get(text="Hush-idea"), voice="x", kind="build",
        text="Hush-reply",
    )  # fmt: skip


def everything_said_to(client: Client, invitation: Invitation) -> str:
    """All that these addresses answer, by GET and by POST."""
    base = f"/d/{invitation.pk}/"
    said = [client.get(base), client.get(f"{base}all/"), client.post(f"{base}all/", {})]
    idea = Idea.objects.get(text="Hush-idea").pk
    fields = {"idea": idea, "vote": "agree", "kind": "build", "text": "x"}
    for number in range(1, 8):
        said += [client.get(f"{base}{number}/"), client.post(f"{base}{number}/draft/", {})]
        for verb in ("ideas", "vote", "reply"):
            said.append(client.post(f"{base}{number}/{verb}/", fields))
    # Pieces of a page are answered where ideas are written or read.
    for number in (4, 5):
        for verb in ("ideas", "vote", "reply"):
            as_piece = {"HX-Request": "true", "HX-Target": "ideas"}
            said.append(client.post(f"{base}{number}/{verb}/", fields, headers=as_piece))
    return "".join(page.text for page in said)


UNREVEALED = [
    {"sees": "answers", "reveal": "after_own"},
    {"sees": "answers", "reveal": "by_facilitator"},
    {"sees": "answers", "reveal": "at_close"},
    {"sees": "ideas", "reveal": "after_own"},
    {"sees": "nothing", "reveal": "after_own"},
]


@pytest.mark.django_db
def test_before_it_is_revealed_nothing_of_others_is_in_any_answer(invite, visit, hushed):
    anna = invite("Anna")
    client = visit(anna)
    before = (Vote.objects.count(), Response.objects.count())
    for discussed in UNREVEALED:
        # What is asked in one of them is taken back: each finds what Anna has seen before she wrote anything.
        with transaction.atomic():
            Discussion.objects.update(**discussed)
            said = everything_said_to(client, anna)
            assert (Vote.objects.count(), Response.objects.count()) == before, discussed
            transaction.set_rollback(True)
        assert "Hush-" not in said, discussed
        assert "Ben Quill" not in said, discussed
        cache.clear()


@pytest.mark.django_db
def test_after_it_is_revealed_what_was_hidden_still_is_not(invite, visit, hushed):
    Discussion.objects.update(sees="answers", reveal="by_facilitator")
    Step.objects.update(revealed_at=timezone.now())
    anna = invite("Anna")
    said = everything_said_to(visit(anna), anna)
    assert {word for word in SECRETS.values() if word in said} == {
        "Hush-attributed", "Hush-anonymous", "Hush-why", "Hush-idea",
    }  # fmt: skip
    assert "Hush-hidden" not in said
    assert "Hush-because" not in said


@pytest.mark.django_db
def test_posts_come_without_an_origin_and_need_the_forms_token_all_the_same(invite, token_of):
    anna = invite("Anna")
    browser = Client(enforce_csrf_checks=True, headers={"Origin": "null"})
    door = f"/l/{token_of(anna)}/"
    assert browser.post(door).status_code == 403
    browser.get(door)
    token = browser.cookies["csrftoken"].value
    assert browser.post(door, {"csrfmiddlewaretoken": token}).status_code == 302
    address = f"/d/{anna.pk}/1/"
    assert browser.post(address, {"q1-text": "x", "go": "next"}).status_code == 403
    assert browser.post(address, {"q1-text": "x", "go": "next", "csrfmiddlewaretoken": token}).status_code == 302
    # Elsewhere nothing has changed.
    assert browser.post("/accounts/login/", {"csrfmiddlewaretoken": token}).status_code == 403
    foreign = {"Origin": "https://evil.example"}
    assert browser.post(address, {"csrfmiddlewaretoken": token, "go": "next"}, headers=foreign).status_code == 403
