import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from discussions.answering.answers import DiscussionClosedError, finish, give_again, give_answer, store_draft
from discussions.answering.typed import BETWEEN_IDEAS, Typed, typed_of
from discussions.models import Answer, Commitment, Discussion, Idea, Invitation, Response, Vote

pytestmark = pytest.mark.django_db


def only_answer() -> Answer:
    return Answer.objects.get()


def test_a_draft_is_one_row_that_is_not_given_and_leaves_them_silent(invite, prompts):
    anna = invite("Anna")
    store_draft(anna, prompts["success"], Typed(text="Fewer"))
    store_draft(anna, prompts["success"], Typed(text="Fewer leads"))
    answer = only_answer()
    assert (answer.text, answer.is_draft, answer.earlier, answer.invitation_id) == ("Fewer leads", True, [], anna.pk)
    assert list(Answer.objects.given()) == []
    assert Invitation.objects.get().started_at is None


def test_an_empty_draft_makes_no_row(invite, prompts):
    assert store_draft(invite("Anna"), prompts["success"], Typed()) is None
    assert Answer.objects.count() == 0


def test_a_draft_that_is_too_long_is_refused_and_what_stood_stays(invite, prompts):
    anna = invite("Anna")
    store_draft(anna, prompts["success"], Typed(text="Fewer"))
    with pytest.raises(ValidationError) as refused:
        store_draft(anna, prompts["success"], Typed(text="x" * 5_001))
    assert refused.value.message_dict == {"text": ["This may be 5,000 characters long at most; it is 5,001 long."]}
    assert only_answer().text == "Fewer"


def test_sending_makes_it_given_and_them_no_longer_silent(invite, prompts):
    anna = invite("Anna")
    store_draft(anna, prompts["success"], Typed(text="Fewer"))
    give_answer(anna, prompts["success"], Typed(text="Fewer leads"))
    answer = only_answer()
    assert (answer.text, answer.is_draft, answer.earlier) == ("Fewer leads", False, [])
    assert Invitation.objects.get().started_at is not None


def test_sent_again_it_keeps_what_stood(invite, prompts):
    anna = invite("Anna")
    with time_machine.travel("2026-11-22T10:00Z", tick=False):
        Discussion.objects.update(opens_at="2026-11-01T00:00Z", closes_at="2026-12-01T00:00Z")
        anna.refresh_from_db()
        give_answer(anna, prompts["scale"], Typed(number=3, why="so"))
        give_answer(anna, prompts["scale"], Typed(number=3, why="so"))
    with time_machine.travel("2026-11-23T10:00Z", tick=False):
        give_answer(anna, prompts["scale"], Typed(number=5, why=""))
        answer = only_answer()
        assert answer.earlier == [{"on": "2026-11-22", "number": 3, "why": "so"}]
        assert (answer.number, answer.why, answer.said_on) == (5, "", dt.date(2026, 11, 23))


def test_what_was_sent_does_not_become_a_draft_by_typing(invite, prompts):
    anna = invite("Anna")
    give_answer(anna, prompts["success"], Typed(text="Fewer leads"))
    store_draft(anna, prompts["success"], Typed(text="Half a sent"))
    assert (only_answer().text, only_answer().is_draft) == ("Fewer leads", False)


def test_what_may_be_left_out_makes_no_row_and_an_emptied_draft_goes(invite, prompts):
    anna = invite("Anna")
    assert give_answer(anna, prompts["success"], Typed()) is None
    store_draft(anna, prompts["success"], Typed(text="Fewer"))
    assert give_answer(anna, prompts["success"], Typed()) is None
    assert Answer.objects.count() == 0


def test_an_anonymous_answer_has_no_invitation_and_no_moment(invite, prompts):
    anna = invite("Anna")
    give_answer(anna, prompts["roadblock"], Typed(text="Approvals"))
    answer = only_answer()
    assert (answer.invitation_id, answer.segment) == (None, "unknown")
    assert str(anna.pk) not in str(Answer.objects.values().get())


def test_ideas_are_drafted_as_text_and_become_ideas_when_they_are_sent(invite, prompts):
    anna = invite("Anna")
    store_draft(anna, prompts["idea"], Typed(ideas=("A page", "", "A day")))
    assert only_answer().text == BETWEEN_IDEAS.join(["A page", "", "A day"])
    assert Idea.objects.count() == 0
    give_answer(anna, prompts["idea"], Typed(ideas=("A page", "", "A day")))
    assert only_answer().text == ""
    assert sorted(Idea.objects.values_list("place", "text")) == [(0, "A page"), (2, "A day")]


def test_a_changed_idea_keeps_its_earlier_words_and_its_place(invite, prompts):
    anna = invite("Anna")
    give_answer(anna, prompts["idea"], Typed(ideas=("A page", "", "")))
    before = Idea.objects.get()
    give_answer(anna, prompts["idea"], Typed(ideas=("A page a month", "A day", "")))
    changed = Idea.objects.get(place=0)
    assert changed.pk == before.pk
    assert (changed.text, changed.earlier) == (
        "A page a month",
        [{"on": timezone.localdate().isoformat(), "text": "A page"}],
    )


def test_an_idea_is_taken_back_and_hidden_where_others_have_seen_it(invite, prompts, discussion):
    anna = invite("Anna")
    give_answer(anna, prompts["idea"], Typed(ideas=("Seen", "Unseen", "")))
    seen = Idea.objects.get(place=0)
    Vote.objects.create(workspace_id=anna.workspace_id, discussion=discussion, voice="x", idea=seen)
    give_answer(anna, prompts["idea"], Typed(ideas=("", "", "")))
    left = Idea.objects.get()
    assert (left.pk, left.hidden_because, left.hidden_by) == (seen.pk, "Taken back by whoever wrote it.", None)
    assert (timezone.localtime(left.hidden_at).hour, left.hidden_at.minute) == (0, 0)
    give_answer(anna, prompts["idea"], Typed(ideas=("Seen, better", "", "")))
    back = Idea.objects.get()
    assert (back.pk, back.hidden_at, back.text) == (seen.pk, None, "Seen, better")


def test_an_idea_that_was_moderated_stays_hidden_when_it_is_reworded(invite, prompts, leader):
    anna = invite("Anna")
    give_answer(anna, prompts["idea"], Typed(ideas=("Rude", "", "")))
    Idea.objects.update(hidden_at=timezone.now(), hidden_by=leader, hidden_because="Names a person")
    give_answer(anna, prompts["idea"], Typed(ideas=("Polite", "", "")))
    idea = Idea.objects.get()
    assert (idea.text, idea.hidden_because) == ("Polite", "Names a person")
    assert idea.hidden_at is not None


def test_a_commitment_is_made_once_and_changes_with_its_answer(invite, prompts):
    anna = invite("Anna")
    day = timezone.localdate() + dt.timedelta(days=9)
    for what in ("Call", "Call", "Call Ben"):
        give_answer(anna, prompts["commitment"], Typed(text=what, due=day.isoformat(), number=8))
    made = Commitment.objects.get()
    assert (made.what, made.due_on, made.confidence, made.state) == ("Call Ben", day, 8, "confirmed")
    assert (made.stakeholder_id, made.discussion_id) == (anna.stakeholder_id, anna.discussion_id)
    give_answer(anna, prompts["commitment"], Typed())
    made.refresh_from_db()
    assert (made.state, made.happened) == ("declined", "Taken back before the discussion closed.")
    give_answer(anna, prompts["commitment"], Typed(text="Call Ben", due=day.isoformat()))
    made.refresh_from_db()
    assert (made.state, made.happened, made.confidence, Commitment.objects.count()) == ("confirmed", "", None, 1)


def test_a_scale_is_answered_again_with_what_moved_them(invite, prompts, gives_ideas):
    anna, ben = invite("Anna"), invite("Ben")
    gives_ideas(ben, "A page")
    idea = Idea.objects.get()
    assert give_again(anna, prompts["scale"], Typed(number=7)) is None
    give_answer(anna, prompts["scale"], Typed(number=4, why="so"))
    give_again(anna, prompts["scale"], Typed(number=7, why="A page would do", moved_by=idea.pk))
    give_again(anna, prompts["scale"], Typed(number=8, why="", moved_by=anna.pk))
    answer = Answer.objects.get(prompt=prompts["scale"])
    assert (answer.number, answer.number_after, answer.why_after, answer.moved_by_id) == (4, 8, "", None)
    assert answer.earlier == [
        {
            "on": timezone.localdate().isoformat(),
            "number_after": 7,
            "why_after": "A page would do",
            "moved_by": str(idea.pk),
        }
    ]


def test_what_moved_them_may_be_a_reply(invite, prompts, gives_ideas, discussion):
    anna, ben = invite("Anna"), invite("Ben")
    gives_ideas(ben, "A page")
    idea = Idea.objects.get()
    reply = Response.objects.create(
        workspace_id=anna.workspace_id, discussion=discussion, idea=idea, voice="x", kind="build", text="Or two"
    )
    give_answer(anna, prompts["scale"], Typed(number=4))
    give_again(anna, prompts["scale"], Typed(number=7, moved_by_reply=reply.pk))
    answer = Answer.objects.get(prompt=prompts["scale"])
    assert (answer.moved_by_reply_id, answer.moved_by_id) == (reply.pk, idea.pk)
    assert typed_of(prompts["scale"], answer, again=True) == Typed(number=7, moved_by_reply=reply.pk)
    Response.objects.update(hidden_at=timezone.now(), hidden_because="Rude")
    give_again(anna, prompts["scale"], Typed(number=8, moved_by_reply=reply.pk))
    answer.refresh_from_db()
    assert (answer.moved_by_reply_id, answer.moved_by_id) == (None, None)


@pytest.mark.parametrize(
    "fields",
    [
        {"closed_at": timezone.now()},
        {"closes_at": timezone.now() - dt.timedelta(hours=1)},
        {"opens_at": timezone.now() + dt.timedelta(days=1)},
        {"opens_at": None},
    ],
)
def test_nothing_is_stored_while_it_is_not_open(invite, prompts, fields):
    anna = invite("Anna")
    for name, value in fields.items():
        setattr(anna.discussion, name, value)
    for verb in (store_draft, give_answer, give_again):
        with pytest.raises(DiscussionClosedError):
            verb(anna, prompts["success"], Typed(text="Fewer"))
    with pytest.raises(DiscussionClosedError):
        finish(anna)
    assert Answer.objects.count() == 0


def test_finishing_keeps_its_first_moment(invite):
    anna = invite("Anna")
    finish(anna)
    first = Invitation.objects.get().finished_at
    finish(anna)
    now = Invitation.objects.get()
    assert (now.finished_at, now.last_place) == (first, 0)
    assert now.started_at is not None
