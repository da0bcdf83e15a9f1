"""Bringing a problem behind a link, without an account, and seeing what becomes of it."""

import re
import uuid

import pytest
from django.http import HttpResponse
from django.test import Client

from planning.models import Request
from planning.requests import bring, decide, end_asking, estimate, issue_link, open_asking, set_desk
from stakeholders.models import Stakeholder
from tests.planning.asked import SAID, brought

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Nora Quist", "email": "", "problem": SAID.problem, "for_whom": SAID.for_whom, "outcome": SAID.outcome,
    "wanted_by": "", "why_then": "", "otherwise": "", "ideas": "",
}  # fmt: skip
ORDER = {**TYPED, "problem": "Dealers are lost. Please make a flyer for them. They send pumps back."}


@pytest.fixture
def door(workspace) -> str:
    return open_asking(workspace).removeprefix("http://localhost:8000")


@pytest.fixture
def visitor(door) -> Client:
    client = Client()
    assert client.get(door).status_code == 200
    assert client.post(door).status_code == 302
    return client


@pytest.fixture
def page(workspace) -> str:
    return f"/ask/{workspace.pk}/"


def send(visitor: Client, page: str, typed: dict[str, str]) -> tuple[HttpResponse, Client]:
    """In a browser of its own with the same visit: a browser keeps one for each path, Django's client one at all."""
    client = Client()
    client.cookies["visit"] = visitor.cookies["visit"].value
    return client.post(page, typed), client


def form_key(response) -> str:
    return re.search(r'name="key" value="([^"]+)"', response.text)[1]


def test_from_the_form_to_the_answer(visitor, page, workspace, leader, new_goal):
    set_desk(workspace, owner=leader, days_a_quarter=None)
    form = visitor.get(page)
    assert "Ines Rourke" in form.text
    sent = [send(visitor, page, {**TYPED, "key": form_key(form)}) for _ in range(2)]
    asked = Request.objects.get()
    assert [response["Location"] for response, _ in sent] == [f"/asked/{asked.pk}/"] * 2
    visitor = sent[0][1]
    waiting = visitor.get(f"/asked/{asked.pk}/")
    assert "It has arrived" in waiting.text
    assert waiting["Cache-Control"] == "no-store, private"
    estimate(asked, expected_version=1, goal=new_goal("Win more"), days=3, value=5)
    decide(asked, author=leader, state="declined", reason="It serves <none> of them", expected_version=2)
    told = visitor.get(f"/asked/{asked.pk}/").text
    assert "It is not taken on" in told
    assert "It serves &lt;none&gt; of them" in told
    assert "Win more" in told
    assert "3 days" not in told


def test_an_order_is_asked_back_about_once_and_taken_as_it_is(visitor, page):
    asked_back = visitor.post(page, {**ORDER, "key": str(uuid.uuid4())})
    assert asked_back.status_code == 200
    assert "Before you send it" in asked_back.text
    assert "Please make a flyer for them." in asked_back.text
    # Enter in a line presses the first button of a form.
    assert asked_back.text.index('aria-hidden="true">Send it') < asked_back.text.index('name="move"')
    assert not Request.objects.exists()
    assert visitor.post(page, {**ORDER, "key": form_key(asked_back), "as_it_is": "1"}).status_code == 302
    assert Request.objects.get().prescribed


def test_a_sentence_goes_among_the_ideas_and_nothing_typed_is_lost(visitor, page):
    moved = visitor.post(page, {**ORDER, "key": str(uuid.uuid4()), "ideas": "A song", "move": "problem:deliverable"})
    form = moved.context["form"]
    assert form["problem"].value() == "Dealers are lost.  They send pumps back."
    assert form["ideas"].value() == "A song\nPlease make a flyer for them."
    assert (form["name"].value(), form["outcome"].value()) == ("Nora Quist", "Fewer returned pumps")
    assert "Before you send it" not in moved.text
    odd = visitor.post(page, {**ORDER, "move": "problem:nothing"})
    assert odd.context["form"]["problem"].value() == ORDER["problem"]


def test_while_typing_only_what_is_there_is_looked_at(visitor, page):
    found = visitor.post(f"{page}check/", {"problem": "We need a video", "wanted_by": "nonsense"}).text
    assert "Names what is to be made" in found
    assert "No result said" not in found
    assert '<div hx-swap-oob="innerHTML:#asks-problem">\n<ul class="asks-back"' in found
    assert "asks-back" not in visitor.post(f"{page}check/", {}).text


def test_what_is_missing_is_said_and_what_was_typed_stays(visitor, page):
    wrong = visitor.post(page, {**TYPED, "name": "", "for_whom": "", "wanted_by": "31.2.2027"})
    assert wrong.status_code == 422
    assert SAID.problem in wrong.text
    for sentence in ("Say who asks", "Say which customers notice it", "31.2.2027"):
        assert sentence in wrong.text
    assert visitor.post(page, {**TYPED, "problem": "a\x00b"}).status_code == 422
    assert not Request.objects.exists()


def test_what_was_changed_after_it_was_sent_comes_as_another_request(visitor, page):
    """Back by the browser's button, and sent once more with other words."""
    typed = {**TYPED, "key": str(uuid.uuid4())}
    assert send(visitor, page, typed)[0].status_code == 302
    words = "<script>alert(1)</script> \u05e9\u05dc\u05d5\u05dd 🌱 " + "x" * 9_000
    changed, _ = send(visitor, page, {**typed, "otherwise": words})
    assert (changed.status_code, changed.context["form"]["otherwise"].value()) == (409, words)
    assert "<script>alert" not in changed.text
    assert "This was sent already, and has arrived." in changed.text
    again, _ = send(visitor, page, {**typed, "otherwise": words, "key": form_key(changed)})
    assert again.status_code == 302
    assert sorted(Request.objects.values_list("otherwise", flat=True)) == ["", words]


def test_a_link_that_ends_while_somebody_types_gives_their_words_back(visitor, page, workspace):
    end_asking(workspace)
    sent, _ = send(visitor, page, {**TYPED, "ideas": "A <b>flyer</b> for them", "key": str(uuid.uuid4())})
    assert (sent.status_code, Request.objects.count()) == (404, 0)
    assert "What you typed was not sent." in sent.text
    assert SAID.problem in sent.text
    assert "A &lt;b&gt;flyer&lt;/b&gt; for them" in sent.text
    assert "What you typed" not in send(visitor, page, {})[0].text


def test_links_open_only_their_own(visitor, page, workspace):
    other = brought(workspace)
    for closed in (f"/asked/{other.pk}/", f"/ask/{other.pk}/"):
        assert visitor.get(closed).status_code == 404
    theirs = Client()
    theirs.post(f"/l/{issue_link(other)}/")
    assert theirs.get(f"/asked/{other.pk}/").status_code == 200
    assert theirs.get(page).status_code == 404
    kept = theirs.post(f"/asked/{other.pk}/link/").text
    (token,) = set(re.findall(r"/l/([\w-]{20,})/", kept))
    again = Client()
    assert again.post(f"/l/{token}/")["Location"] == f"/asked/{other.pk}/"
    end_asking(workspace)
    assert visitor.get(page).status_code == 404
    assert visitor.post(page, TYPED).status_code == 404


def test_whoever_asked_never_reads_how_they_are_seen(visitor, add_person, workspace, leader):
    person = add_person(
        "Nora Quist", email="nora@x.example", segment="detractor", position=-2, voice="vocal", why="Resists"
    )
    asked, _ = bring(workspace, key=uuid.uuid4(), name="Nora", email="nora@x.example", text=SAID)
    assert asked.stakeholder == person
    theirs = Client()
    theirs.post(f"/l/{issue_link(asked)}/")
    page = theirs.get(f"/asked/{asked.pk}/").text
    assert re.search(r"detractor|resist|opposed|segment|position|came as an order", page, re.IGNORECASE) is None


def test_a_script_is_stopped(visitor, page, monkeypatch):
    monkeypatch.setattr("planning.views.asking.MOST", 2)
    codes = [send(visitor, page, {**TYPED, "key": str(uuid.uuid4())})[0].status_code for _ in range(3)]
    assert codes == [302, 302, 429]
    assert Request.objects.count() == 2


def test_an_erased_person_s_request_is_a_link_that_never_was(workspace, add_person):
    person = add_person("Nora Quist", email="nora@x.example")
    asked = brought(workspace, email="nora@x.example")
    theirs = Client()
    theirs.post(f"/l/{issue_link(asked)}/")
    Stakeholder.objects.filter(pk=person.pk).delete()
    assert not Request.objects.exists()
    assert theirs.get(f"/asked/{asked.pk}/").status_code == 404
