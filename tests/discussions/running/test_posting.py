"""Letters as they are written: their words, their keys, their links; what became of them; a meeting's calendar."""

import datetime as dt
import email
import re
from email import policy

import pytest
from icalendar import Calendar

from accounts.links import LinkClosedError, find_open, hashed
from accounts.models import PersonalLink
from discussions.models import Discussion, Invitation
from discussions.running import closing, deliveries, posting
from discussions.running.people import invite
from discussions.running.withdrawing import withdraw
from mail import suppressions
from mail.models import Message, Suppression
from stakeholders.models import Stakeholder

LINK = re.compile(r"/l/([\w-]{43})/")
TELLING = re.compile(r"segment|detractor|champion|influencer|decision maker|assess|investor", re.IGNORECASE)


def read(message: Message):
    return email.message_from_bytes(bytes(Message.objects.get(pk=message.pk).mime), policy=policy.default)


def text_of(message: Message) -> str:
    return read(message).get_body(("plain",)).get_content()


def html_of(message: Message) -> str:
    return read(message).get_body(("html",)).get_content()


def token_in(message: Message) -> str:
    return LINK.search(text_of(message))[1]


def test_an_invitation(discussion, asked, now):
    invited = asked("Ada Mensah", segment="detractor")
    (message,) = posting.write_invitations(discussion, now=now)
    letter = read(message)
    assert (message.recipient, letter["Reply-To"]) == ("ada@northwind.example", "ines@northwind.example")
    assert letter["Subject"] == "Ines Rourke asks for 5 minutes of yours: Better leads"
    for said in (
        "Ines Rourke of Northwind Instruments",
        "Ada Mensah",
        "about 5 minutes",
        "Sales drops half of our leads.",
    ):
        assert said in " ".join(text_of(message).split())
        assert said in " ".join(html_of(message).split())
    assert "(UTC)" in text_of(message)
    assert TELLING.findall(text_of(message) + re.sub("<style.*?</style>|<[^>]*>", " ", html_of(message))) == []
    link = find_open(hashed(token_in(message)))
    assert (link.subject, link.purpose) == (invited.pk, "discussion")
    assert link.expires_at == discussion.closes_at + posting.LINK_OUTLIVES
    assert message.key == f"discussion:{invited.pk}:invitation:1"


def test_it_is_written_once(discussion, asked, now):
    asked()
    assert len(posting.write_invitations(discussion, now=now)) == 1
    assert posting.write_invitations(discussion, now=now) == []
    assert (Message.objects.count(), PersonalLink.objects.count()) == (1, 1)


def test_nobody_is_written_to_before_it_opens_or_after_it_closed(discussion, asked, now):
    asked()
    for fields in ({"opens_at": None}, {"opens_at": now + dt.timedelta(hours=1)}, {"closed_at": now}):
        Discussion.objects.update(**({"opens_at": now - dt.timedelta(days=1), "closed_at": None} | fields))
        discussion.refresh_from_db()
        assert posting.write_invitations(discussion, now=now) == []


def test_who_has_no_address_gets_no_letter_until_they_have_one(discussion, asked, now):
    invited = asked(email="")
    assert posting.write_invitations(discussion, now=now) == []
    Stakeholder.objects.filter(pk=invited.stakeholder_id).update(email="ada@x.example")
    assert [each.recipient for each in posting.write_invitations(discussion, now=now)] == ["ada@x.example"]


def test_names_and_titles_are_text(discussion, asked, now):
    Discussion.objects.update(title="<b>Win</b> & “more”\u202e")
    discussion.refresh_from_db()
    asked("<script>alert(1)</script>", email="x@x.example")
    (message,) = posting.write_invitations(discussion, now=now)
    assert "<script>" not in html_of(message)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html_of(message)
    assert "<script>alert(1)</script>" in text_of(message)


def test_again_is_another_letter_with_another_link(discussion, asked, now):
    invited = asked()
    (first,) = posting.write_invitations(discussion, now=now)
    second = posting.write_again(invited, now=now)
    assert second.key.endswith(":invitation:2")
    assert token_in(first) != token_in(second)
    for _ in range(4):
        posting.write_again(invited, now=now)
    assert posting.write_again(invited, now=now) is None
    assert Message.objects.count() == 6


def test_who_comes_back_gets_a_new_link_and_the_old_one_stays_ended(discussion, asked, now):
    invited = asked()
    (first,) = posting.write_invitations(discussion, now=now)
    old = token_in(first)
    withdraw(invited, now=now)
    with pytest.raises(LinkClosedError):
        find_open(hashed(old))
    assert (Message.objects.get().state, Message.objects.get().mime) == ("dropped", b"")
    invite(discussion, [invited.stakeholder])
    (second,) = posting.write_invitations(discussion, now=now)
    assert find_open(hashed(token_in(second))).subject == invited.pk
    with pytest.raises(LinkClosedError):
        find_open(hashed(old))


def test_what_became_of_a_letter_is_told(discussion, asked, now):
    people = [asked(name) for name in ("Ada A", "Bo B", "Cy C", "Di D")]
    Suppression.objects.create(workspace=discussion.workspace, address="di@northwind.example")
    posting.write_invitations(discussion, now=now)
    states = {"ada": ("sent", ""), "bo": ("bounced", "550 no such user"), "cy": ("waiting", "")}
    for name, (state, why) in states.items():
        sent = {"sent_at": now} if state == "sent" else {}
        Message.objects.filter(recipient__startswith=name).update(state=state, last_error=why, **sent)
    nobody = asked("Ed", email="")
    people = [Invitation.objects.select_related("stakeholder").get(pk=each.pk) for each in (*people, nobody)]
    told = deliveries.latest(discussion.workspace, people)
    assert [(told[each.pk].word, told[each.pk].why) for each in people] == [
        ("Sent", ""),
        ("Came back", "550 no such user"),
        ("Waiting to leave", ""),
        ("Not sent", suppressions.WHY),
        ("No e-mail address", ""),
    ]
    assert deliveries.unreachable(discussion.workspace, people) == {people[1].pk, people[3].pk}


def test_a_corrected_address_is_reachable_again(discussion, asked, now):
    invited = asked()
    posting.write_invitations(discussion, now=now)
    Message.objects.update(state="bounced")
    Stakeholder.objects.filter(pk=invited.stakeholder_id).update(email="ada@right.example")
    again = Invitation.objects.select_related("stakeholder").get()
    assert deliveries.unreachable(discussion.workspace, [again]) == set()


def calendar_of(message: Message):
    part = next(each for each in read(message).walk() if each.get_content_type() == "text/calendar")
    return part, Calendar.from_ical(part.get_payload(decode=True))


def test_a_meeting_comes_with_a_calendar_entry_without_the_link(live, asked, now):
    asked()
    (message,) = posting.write_invitations(live, now=now)
    part, calendar = calendar_of(message)
    assert (part.get_param("method"), calendar["METHOD"]) == ("REQUEST", "REQUEST")
    assert token_in(message) not in part.get_payload(decode=True).decode()
    assert "Where: Room 4" in text_of(message)


def test_a_moved_meeting_moves_in_calendars_and_a_withdrawn_one_goes(live, asked, now):
    invited = asked()
    posting.write_invitations(live, now=now)
    begins = now + dt.timedelta(days=2)
    closing.move(live, opens_at=begins, closes_at=begins + dt.timedelta(hours=1), now=now)
    moved = Message.objects.get(key__contains=":moved:")
    invited.discussion.refresh_from_db()
    (gone,) = withdraw(invited, now=now)
    events = [calendar_of(each)[1].walk("VEVENT")[0] for each in (moved, gone)]
    assert len({str(each["UID"]) for each in events}) == 1
    assert events[0]["SEQUENCE"] > 1
    assert events[0]["DTSTART"].dt.replace(microsecond=0) == begins.astimezone(dt.UTC).replace(microsecond=0)
    assert (calendar_of(gone)[1]["METHOD"], LINK.search(text_of(gone))) == ("CANCEL", None)


def test_what_became_of_it_is_told_once_to_those_who_took_part(discussion, asked, now):
    asked("Ada A", started_at=now, invited_at=now)
    asked("Bo B", invited_at=now)
    closing.close(discussion, now=now)
    told = closing.tell_outcome(discussion, "We stopped nine of them.", now=now)
    told.workspace = discussion.workspace
    (message,) = posting.write_outcomes(told, now=now)
    assert (message.recipient, posting.write_outcomes(told, now=now)) == ("ada@northwind.example", [])
    assert "We stopped nine of them." in html_of(message)
    assert find_open(hashed(token_in(message)))
