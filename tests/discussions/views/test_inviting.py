"""One discussion's page with its people; inviting, links by hand, reminding, sending again, withdrawing."""

import datetime as dt
import json
import re

import pytest
from django.utils import timezone

from accounts.links import find_open, hashed
from accounts.models import PersonalLink
from discussions import tasks
from discussions.models import Answer, Discussion, Invitation
from discussions.voices import key_of
from mail.models import Message, Suppression
from stakeholders.models import Stakeholder

HOSTILE = "<script>alert(1)</script> & “Ω” ‮x"
LINK = re.compile(r"http://[^\"]*/l/([\w-]{43})/")
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("count", [1, 3])
def test_queries(as_leader, asked, page, django_assert_num_queries, count):
    for number in range(count):
        asked(f"P{number} X")
    as_leader.get(page)
    with django_assert_num_queries(15):
        as_leader.get(page)


def test_the_page(as_leader, asked, page):
    asked("Ada A", started_at=timezone.now(), finished_at=timezone.now())
    asked("Bo B", started_at=timezone.now())
    asked(HOSTILE, segment="detractor", email="x@x.example")
    asked("Di D", email="")
    asked("Ed E", withdrawn_at=timezone.now())
    shown = as_leader.get(page)
    assert [(each.invitation.stakeholder.name, each.word) for each in shown.context["people"]] == [
        (HOSTILE, "Silent"), ("Ada A", "Answered"), ("Bo B", "Answered in part"), ("Di D", "Silent"),
    ]  # fmt: skip
    assert shown.context["says"] == "2 of 4 have answered; no detractor yet."
    assert [(label, count) for _, label, count in shown.context["shows"]] == [
        ("Everybody", 4), ("Silent", 2), ("Answered", 2), ("Without an e-mail address", 1), ("Withdrawn", 1),
    ]  # fmt: skip
    text = shown.content.decode()
    assert "<script>alert" not in text
    # When somebody answered would tell whose an answer without a name is.
    assert re.findall(r"<td data-label=\"Answer\">(?:(?!</td>).)*<time", text) == []


def test_the_list_is_narrowed_and_paged(as_leader, asked, discussion, page, add_person):
    for number in range(52):
        person = add_person(f"P{number:02}")
        Invitation.objects.create(workspace=discussion.workspace, discussion=discussion, stakeholder=person)
    asked("Ada A", started_at=timezone.now())

    def names(query):
        return [each.invitation.stakeholder.name for each in as_leader.get(f"{page}?{query}").context["people"]]

    assert (len(names("")), names("page=3")) == (25, ["P49", "P50", "P51"])
    assert (names("show=answered"), names("q=p07"), names("q=%00zz")) == (["Ada A"], ["P07"], [])
    part = as_leader.get(f"{page}?page=2", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="people").content.decode()
    assert part.lstrip().startswith('<div class="disc-people-head">')


def test_who_can_be_invited(as_leader, asked, page, add_person):
    asked("Ada A")
    add_person("Bo B", segment="detractor")
    add_person("Cy C", kind="customer", is_group=True)
    shown = as_leader.get(f"{page}invite/")
    assert [each.name for each in shown.context["page"]] == ["Bo B", "Cy C"]
    assert [each.name for each in as_leader.get(f"{page}invite/?segment=detractor").context["page"]] == ["Bo B"]
    text = shown.content.decode()
    assert text.count('<span class="kind kind-customer">') == 1
    assert "Group: one voice" in text


def test_inviting_some_and_sending_it_twice(as_leader, discussion, page, add_person):
    ada, bo = add_person("Ada A", email="ada@x.example"), add_person("Bo B")
    add_person("Cy C")
    sent = {"pick": [ada.pk, bo.pk, "x", "9" * 30]}
    done = as_leader.post(f"{page}invite/", sent, follow=True)
    assert "2 people are invited. Their letters leave now. One of them has no e-mail address: make a link and pass it on." in done.content.decode()  # fmt: skip  # noqa: E501
    assert (
        "Everybody you chose was in this discussion already."
        in as_leader.post(f"{page}invite/", sent, follow=True).content.decode()
    )
    assert (Invitation.objects.count(), Message.objects.count()) == (2, 1)


def test_inviting_all_that_a_choice_shows(as_leader, page, add_person):
    for name, segment in (("Ada", "champion"), ("Bo", "detractor"), ("Cy", "champion")):
        add_person(name, segment=segment)
    as_leader.post(f"{page}invite/", {"all": "1", "query": "?segment=champion"})
    assert sorted(Invitation.objects.values_list("stakeholder__name", flat=True)) == ["Ada", "Cy"]


def test_choosing_nobody_is_said(as_leader, page):
    answer = as_leader.post(f"{page}invite/", {})
    assert (answer.status_code, answer.context["problem"]) == (422, "Choose at least one person.")


def test_a_pasted_list_comes_back_when_somebody_is_not_found(as_leader, page, add_person):
    add_person("Ada Mensah")
    add_person("Ann Ott")
    add_person("ann ott")
    answer = as_leader.post(f"{page}invite/", {"names": f"Ada Mensah\nAnn Ott\n{HOSTILE}"})
    text = answer.content.decode()
    assert (answer.status_code, Invitation.objects.count()) == (422, 0)
    assert "is nobody in the register" in text
    assert "is more than one person" in text
    assert "<script>alert" not in text
    assert as_leader.post(f"{page}invite/", {"names": "ada mensah\n"}).status_code == 302
    assert Invitation.objects.get().stakeholder.name == "Ada Mensah"


def test_strangers_of_another_workspace_are_not_invited(as_leader, page, foreign_stakeholder):
    assert as_leader.post(f"{page}invite/", {"pick": [foreign_stakeholder.pk]}).status_code == 422
    assert Invitation.objects.count() == 0


def test_many_letters_are_left_to_a_worker(as_leader, discussion, page, add_person, django_capture_on_commit_callbacks):
    Stakeholder.objects.bulk_create(
        Stakeholder(workspace=discussion.workspace, name=f"P{number}", email=f"p{number}@x.example")
        for number in range(25)
    )
    with django_capture_on_commit_callbacks() as asked_for:
        done = as_leader.post(f"{page}invite/", {"all": "1", "query": ""}, follow=True)
    assert "25 people are invited. Their letters leave now." in done.content.decode()
    assert (Message.objects.count(), len(asked_for) >= 2) == (20, True)
    tasks.write_letters(workspace_id=str(discussion.workspace_id), discussion_id=discussion.pk)
    assert Message.objects.of(discussion.workspace).count() == 25


def test_a_link_to_copy_is_shown_once(as_leader, asked, discussion):
    invited = asked(email="", invited_at=None)
    address = f"/w/northwind/discuss/invitations/{invited.pk}/link/"
    asks = as_leader.get(address)
    assert LINK.search(asks.content.decode()) is None
    assert asks.headers["Referrer-Policy"] == "same-origin", "with no-referrer a browser posts without an origin"
    answer = as_leader.post(address)
    (token,) = set(LINK.findall(answer.content.decode()))
    assert find_open(hashed(token)).subject == invited.pk
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store, private", "no-referrer")
    assert LINK.search(as_leader.get(address).content.decode()) is None
    assert Invitation.objects.get().invited_at is not None


def test_a_link_by_hand_is_in_the_trail_and_said_behind_it(as_leader, asked, visit):
    """Whoever made it has seen it, and could open it later: the person who answers is told."""
    invited = asked(email="")
    phone, home = visit(invited), f"/d/{invited.pk}/"
    said = "made to be passed on by hand"
    assert said not in phone.get(home).text
    as_leader.post(f"/w/northwind/discuss/invitations/{invited.pk}/link/")
    assert said in phone.get(home).text
    assert "Handed at" in as_leader.get("/w/northwind/audit/").text


def test_who_was_withdrawn_gets_no_link(as_leader, asked):
    invited = asked(withdrawn_at=timezone.now())
    answer = as_leader.post(f"/w/northwind/discuss/invitations/{invited.pk}/link/")
    assert ("was withdrawn" in answer.content.decode(), PersonalLink.objects.count()) == (True, 0)


@pytest.mark.parametrize("sent", [True, False])
def test_who_has_written_something_gets_no_link_from_anybodys_hand(as_member, asked, page, discussion, sent):
    """Whoever opens it would read what they wrote, without their name or not."""
    invited = asked(started_at=timezone.now() if sent else None)
    prompt = discussion.version.prompts.get(purpose="roadblock")
    kept = {"workspace": discussion.workspace, "discussion": discussion, "prompt": prompt, "is_draft": not sent}
    Answer.objects.create(**kept, voice=key_of(invited, prompt), text="Nobody may know")
    answer = as_member.post(f"/w/northwind/discuss/invitations/{invited.pk}/link/")
    assert ("has begun to answer" in answer.text, LINK.search(answer.text)) == (True, None)
    assert PersonalLink.objects.count() == 0
    # Of a draft nobody else is told anything.
    assert ("Make a link to copy" in as_member.get(page).text) is not sent


def test_reminding_by_hand(as_leader, asked, page):
    asked("Ada A")
    asked("Bo B", started_at=timezone.now())
    done = as_leader.post(f"{page}remind/", follow=True)
    assert "1 person is reminded." in done.content.decode()
    assert "Reminded once" in done.content.decode()
    as_leader.post(f"{page}remind/")
    assert [each.recipient for each in Message.objects.all()] == ["ada@northwind.example"]
    Discussion.objects.update(closed_at=timezone.now())
    assert "is not open" in as_leader.post(f"{page}remind/", follow=True).content.decode()


def test_a_letter_that_came_back_is_seen_and_sent_again(as_leader, asked, page):
    invited = asked(invited_at=None)
    as_leader.post(f"/w/northwind/discuss/invitations/{invited.pk}/again/")
    Message.objects.update(state="bounced", last_error="550 5.1.1 no such user")
    text = as_leader.get(page).content.decode()
    assert "Came back" in text
    assert "550 5.1.1 no such user" in text
    Stakeholder.objects.update(email="ada@right.example")
    as_leader.post(f"/w/northwind/discuss/invitations/{invited.pk}/again/")
    assert [each.recipient for each in Message.objects.order_by("key")] == [
        "ada@northwind.example",
        "ada@right.example",
    ]


def test_who_cannot_be_written_to_is_said(as_leader, asked):
    nobody = asked(email="")
    address = f"/w/northwind/discuss/invitations/{nobody.pk}/again/"
    assert "has no e-mail address" in as_leader.post(address, follow=True).content.decode()
    Discussion.objects.update(opens_at=None)
    assert "while the discussion is open" in as_leader.post(address, follow=True).content.decode()
    assert Message.objects.count() == 0


def test_who_unsubscribed_is_not_written_to_again(as_leader, asked):
    invited = asked()
    Suppression.objects.create(workspace=invited.workspace, address=invited.stakeholder.email)
    said = as_leader.post(f"/w/northwind/discuss/invitations/{invited.pk}/again/", follow=True).content.decode()
    assert "Ada Mensah wants no more mails. Make a link and pass it on." in said
    assert Message.objects.count() == 0


def test_withdrawing(as_leader, asked, page):
    invited = asked()
    done = as_leader.post(f"/w/northwind/discuss/invitations/{invited.pk}/withdraw/", follow=True)
    assert "their links have ended" in done.content.decode()
    assert Invitation.objects.get().withdrawn_at is not None
    assert "Nobody here" in done.content.decode()


def test_no_token_is_kept_anywhere(as_leader, asked, discussion, page, capfd, django_capture_on_commit_callbacks):
    """Not in a log, an audit row, a task's payload, nor in any page but the one that shows it."""
    invited = asked(invited_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        as_leader.post(f"/w/northwind/discuss/invitations/{invited.pk}/again/")
    shown = as_leader.post(f"/w/northwind/discuss/invitations/{invited.pk}/link/").content.decode()
    letter = bytes(Message.objects.get().mime).decode().replace("=\r\n", "")
    tokens = {LINK.search(shown)[1], re.search(r"/l/([\w-]{43})/", letter)[1]}
    assert len(tokens) == 2
    pages = [as_leader.get(address).content.decode() for address in (page, f"{page}invite/", "/w/northwind/audit/")]
    audit = (Invitation.pgh_event_model, Discussion.pgh_event_model)
    events = json.dumps([list(model.objects.values()) for model in audit], default=str)
    logged = "".join(capfd.readouterr())
    for token in tokens:
        assert [token in where for where in (*pages, events, logged)] == [False] * 5
