"""What became of the workspace's mails: seen by the team, sent again by leaders."""

import datetime as dt

import pytest
from django.utils import timezone

from mail import queries
from mail.models import Message

pytestmark = pytest.mark.django_db
MAILS = "/w/northwind/mail/"
State = Message.State


@pytest.fixture
def mails(write) -> dict[str, Message]:
    """One of each state."""
    made = {}
    for hours, state in enumerate(State.values):
        made[state] = write(state, to=f"{state}@partner.example", subject=f"About {state}")
        changes = {"state": state, "created_at": timezone.now() - dt.timedelta(hours=hours)}
        if state == State.SENT:
            changes |= {"sent_at": timezone.now(), "mime": b""}
        if state in {State.FAILED, State.BOUNCED}:
            changes["last_error"] = "The other side refused it: the mailbox is full (5.2.2)."
        Message.objects.filter(key=state).update(**changes)
    return made


def test_the_page_says_what_became_of_each(as_leader, mails):
    response = as_leader.get(MAILS)
    assert [message.state for message in response.context["page"]] == State.values
    assert response.context["says"] == "1 of 6 mails left, 2 did not arrive, 2 wait, 1 was not sent."
    html = response.content.decode()
    assert "The other side refused it: the mailbox is full (5.2.2)." in html
    assert html.count("Send again") == 2
    assert "secret-of-ada" not in html


def test_members_see_it_and_send_nothing_again(as_member, mails):
    html = as_member.get(MAILS).content.decode()
    assert "bounced@<wbr>partner<wbr>.example" in html, "it breaks at its signs, not in a word"
    assert "Send again" not in html
    assert as_member.post(f"{MAILS}{mails['bounced'].pk}/again/").status_code == 403


def test_executives_and_strangers(as_executive, as_stranger, mails):
    assert as_executive.get(MAILS).status_code == 403
    assert as_stranger.get(MAILS).status_code == 404
    assert as_stranger.post(f"{MAILS}{mails['bounced'].pk}/again/").status_code == 404


@pytest.mark.parametrize(
    ("shown", "states"),
    [
        ("trouble", ["failed", "bounced"]),
        ("waiting", ["waiting", "sending"]),
        ("sent", ["sent"]),
        ("dropped", ["dropped"]),
        ("nonsense", State.values),
    ],
)
def test_narrowing(as_leader, mails, shown, states):
    response = as_leader.get(f"{MAILS}?show={shown}")
    assert [message.state for message in response.context["page"]] == states


def test_empty_pages_say_what_to_expect(as_leader, workspace, write):
    assert "Nothing was sent yet" in as_leader.get(MAILS).content.decode()
    write()
    assert "No mail of that kind" in as_leader.get(f"{MAILS}?show=sent").content.decode()


def test_the_partial(as_leader, mails):
    html = as_leader.get(MAILS, headers={"HX-Request": "true", "HX-Target": "mails"}).content.decode()
    assert "<html" not in html
    assert "bounced@partner.example" in html


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(as_leader, write, rows, at_most):
    for number in range(rows):
        write(str(number))
    Message.objects.update(state=State.FAILED)
    with at_most(9):
        assert len(as_leader.get(MAILS).context["page"]) == rows


def test_many_rows_have_pages(as_leader, workspace):
    Message.objects.bulk_create(
        Message(
            id=f"00000000-0000-0000-0000-{number:012}", workspace=workspace, key=str(number), recipient="a@x.example"
        )
        for number in range(120)
    )
    page = as_leader.get(f"{MAILS}?page=3").context["page"]
    assert (len(page), page.paginator.num_pages) == (20, 3)


def test_sending_again(as_leader, mails):
    response = as_leader.post(f"{MAILS}{mails['bounced'].pk}/again/", follow=True)
    assert response.redirect_chain == [(MAILS, 302)]
    assert [str(toast) for toast in response.context["messages"]] == [
        "The mail to bounced@partner.example is on its way again."
    ]
    again = Message.objects.get(key="bounced")
    assert (again.state, again.last_error) == (State.WAITING, "")


def test_what_is_not_kept_cannot_be_sent_again(as_leader, mails):
    response = as_leader.post(f"{MAILS}{mails['sent'].pk}/again/", follow=True)
    assert [str(toast) for toast in response.context["messages"]] == [
        "The mail to sent@partner.example is not kept any more. Write it again where it came from."
    ]
    assert Message.objects.get(key="sent").state == State.SENT


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({}, "No mail was written yet."),
        ({"sent": 1}, "1 of 1 mail left; none came back."),
        ({"sent": 1200}, "1,200 of 1,200 mails left; none came back."),
        ({"sent": 3, "bounced": 1, "waiting": 1}, "3 of 5 mails left, 1 did not arrive, 1 waits."),
        ({"dropped": 2}, "0 of 2 mails left, 2 were not sent."),
    ],
)
def test_says(counts, sentence):
    assert queries.says(counts) == sentence
