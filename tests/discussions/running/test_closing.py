"""Closing, moving the end, telling what became of it, withdrawing."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts.links import issue
from accounts.models import PersonalLink
from discussions.models import Discussion, Invitation
from discussions.running import closing, posting
from discussions.running.withdrawing import WITHDRAWN, withdraw
from mail.models import Message

DAY = dt.timedelta(days=1)


def test_closing_ends_it_and_takes_letters_back(discussion, asked, now):
    asked()
    posting.write_invitations(discussion, now=now)
    closed = closing.close(discussion, now=now)
    assert (closed.closed_at, closed.is_open(now), closed.revision) == (now, False, 2)
    assert (Message.objects.get().state, Message.objects.get().last_error) == ("dropped", closing.CLOSED)
    assert closing.close(discussion, now=now + DAY).closed_at == now


def test_a_draft_cannot_be_closed(discussion, now):
    Discussion.objects.update(opens_at=None)
    with pytest.raises(ValidationError, match="draft"):
        closing.close(discussion, now=now)


def test_moving_the_end_opens_again_and_prolongs_links(discussion, asked, token_of, now):
    stays, goes = asked("Ada A"), asked("Bo B")
    for each in (stays, goes):
        token_of(each)
    # This one has run out.
    issue(discussion.workspace, purpose="discussion", subject=stays.pk, expires_at=now - DAY)
    withdraw(goes, now=now)
    closing.close(discussion, now=now)
    moved = closing.move(discussion, closes_at=now + 20 * DAY, now=now)
    assert moved.is_open(now + DAY)
    ends = now + 20 * DAY + posting.LINK_OUTLIVES
    assert [each.expires_at for each in PersonalLink.objects.filter(subject=stays.pk)] == [ends, ends]
    assert PersonalLink.objects.get(subject=goes.pk).revoked_at is not None
    assert PersonalLink.objects.open().count() == 2


@pytest.mark.parametrize(("days", "says"), [(-1, "moment to come"), (0, "moment to come")])
def test_the_end_moves_to_what_is_to_come(discussion, now, days, says):
    with pytest.raises(ValidationError, match=says):
        closing.move(discussion, closes_at=now + days * DAY, now=now)


def test_what_has_begun_does_not_begin_again(discussion, now):
    before = discussion.opens_at
    moved = closing.move(discussion, opens_at=now + DAY, closes_at=now + 2 * DAY, now=now)
    assert moved.opens_at == before


def test_a_draft_has_no_dates_to_move(discussion, now):
    Discussion.objects.update(opens_at=None)
    with pytest.raises(ValidationError, match="Open it first"):
        closing.move(discussion, closes_at=now + DAY, now=now)


def test_the_outcome(discussion, now):
    with pytest.raises(ValidationError, match="Close the discussion first"):
        closing.tell_outcome(discussion, "Decided.", now=now)
    closing.close(discussion, now=now)
    with pytest.raises(ValidationError, match="Say what was decided"):
        closing.tell_outcome(discussion, "  ", now=now)
    closing.tell_outcome(discussion, "Decided.", now=now)
    mended = closing.tell_outcome(discussion, "Decided, all of it.", now=now + DAY)
    assert (mended.outcome, mended.outcome_told_at) == ("Decided, all of it.", now)


def test_withdrawing_ends_links_and_letters_and_keeps_what_was_said(discussion, asked, now):
    invited = asked(started_at=now)
    posting.write_invitations(discussion, now=now)
    assert withdraw(invited, now=now) == []
    held = Invitation.objects.get()
    assert (held.withdrawn_at, held.started_at) == (now, now)
    assert (Message.objects.get().state, Message.objects.get().last_error) == ("dropped", WITHDRAWN)
    assert PersonalLink.objects.open().count() == 0
    withdraw(invited, now=now + DAY)
    assert Invitation.objects.get().withdrawn_at == now
