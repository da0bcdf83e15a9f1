import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from discussions.answering.answers import give_answer
from discussions.answering.commitments import commitments_of, settle
from discussions.answering.loop import Loop, loop_of, say_what_was_meant, says_of
from discussions.answering.typed import Typed
from discussions.models import Answer, Commitment, Discussion, Evidence, Idea, Insight, Response

pytestmark = pytest.mark.django_db


@pytest.fixture
def insight(workspace, leader, discussion):
    """`insight(answer=…, meant="asked")`: one that rests on one thing somebody said."""

    def drawn(*, meant="", decided="", **of) -> Evidence:
        with transaction.atomic():
            made = Insight.objects.create(
                workspace=workspace, discussion=discussion, kind="roadblock", statement="Nobody says no.",
                decided=decided, author=leader,
            )  # fmt: skip
            return Evidence.objects.create(
                workspace=workspace, insight=made, quote="No", meant=meant, added_by=leader, **of
            )

    return drawn


def test_before_anything_is_known_it_is_empty_and_says_so(invite, script):
    anna = script(invite("Anna"))
    loop = loop_of(anna, at=timezone.now())
    assert loop == Loop((), (), (), "", None)
    assert says_of(loop, anna.invitation) == "You did not answer this time; what is decided is told here all the same."


def test_whoever_is_still_answering_meets_their_ideas_where_they_gave_them(invite, script, gives_ideas):
    anna = invite("Anna")
    gives_ideas(anna, "A page")
    assert loop_of(script(anna), at=timezone.now(), is_answering=True).ideas == ()


def test_it_tells_what_became_of_their_ideas_and_of_no_others(invite, script, gives_ideas):
    anna, ben = invite("Anna"), invite("Ben")
    gives_ideas(anna, "A page", "A day")
    gives_ideas(ben, "A bonus")
    Idea.objects.filter(text="A day").update(became="planned", became_because="It costs little")
    now = script(anna)
    loop = loop_of(now, at=timezone.now())
    assert [(own.idea.text, own.is_decided) for own in loop.ideas] == [("A page", False), ("A day", True)]
    assert says_of(loop, now.invitation) == "Here is what became of one of your ideas."


def test_anonymous_words_are_found_again_by_their_author_alone(invite, script, prompts, insight):
    anna, ben = invite("Anna"), invite("Ben")
    give_answer(anna, prompts["roadblock"], Typed(text="No one says no"))
    insight(answer=Answer.objects.get(), meant="asked", decided="We say no")
    quotes = loop_of(script(anna), at=timezone.now()).quotes
    assert [(quote.words, quote.is_asked, quote.decided) for quote in quotes] == [("No", True, "")]
    assert loop_of(script(ben), at=timezone.now()).quotes == ()


def test_what_the_team_is_still_working_on_is_not_told(invite, script, gives_ideas, insight):
    anna = invite("Anna")
    gives_ideas(anna, "A page")
    insight(idea=Idea.objects.get(), decided="We say no")
    Discussion.objects.update(outcome="We answer in two days")
    loop = loop_of(script(anna), at=timezone.now())
    assert (loop.quotes, loop.outcome) == ((), "")
    Discussion.objects.update(outcome_told_at=timezone.now())
    now = script(anna)
    loop = loop_of(now, at=timezone.now())
    assert [quote.decided for quote in loop.quotes] == ["We say no"]
    assert loop.outcome == "We answer in two days"
    assert says_of(loop, now.invitation) == "Here is what was decided, and what your words had to do with it."
    bea = script(invite("Bea"))
    told = says_of(loop_of(bea, at=timezone.now()), bea.invitation)
    assert told == "You did not answer this time; here is what was decided."


def test_replies_to_ones_idea_are_told_as_far_as_others_are_seen(invite, script, gives_ideas, prompts, discussion):
    anna = invite("Anna")
    gives_ideas(anna, "A page")
    idea = Idea.objects.get()
    common = {"workspace_id": anna.workspace_id, "discussion": discussion, "idea": idea}
    Response.objects.create(**common, voice="x", kind="build", text="Or two")
    Response.objects.create(
        **common, voice="y", kind="concern", text="Rude", hidden_at=timezone.now(), hidden_because="Rude"
    )

    def replies():
        return [reply.text for reply in loop_of(script(anna), at=timezone.now()).ideas[0].replies]

    assert replies() == []
    give_answer(anna, prompts["wall"], Typed())
    assert replies() == ["Or two"]
    Discussion.objects.update(sees="nothing")
    assert replies() == []


def test_they_say_whether_it_was_meant_so(invite, script, prompts, insight):
    anna, ben = invite("Anna"), invite("Ben")
    give_answer(anna, prompts["success"], Typed(text="No"))
    asked = insight(answer=Answer.objects.get(), meant="asked")
    assert say_what_was_meant(script(ben), asked.pk, yes=True) is False
    assert say_what_was_meant(script(anna), asked.pk, yes=True) is True
    asked.refresh_from_db()
    assert (asked.meant, asked.correction) == ("yes", "")
    with pytest.raises(ValidationError) as refused:
        say_what_was_meant(script(anna), asked.pk, yes=False)
    assert refused.value.message_dict == {"correction": ["Say in your words what you meant."]}
    say_what_was_meant(script(anna), asked.pk, yes=False, correction="Nobody may say no")
    asked.refresh_from_db()
    assert (asked.meant, asked.correction) == ("corrected", "Nobody may say no")


def test_who_was_not_asked_is_not_heard(invite, script, prompts, insight):
    anna = invite("Anna")
    give_answer(anna, prompts["success"], Typed(text="No"))
    quiet = insight(answer=Answer.objects.get())
    Discussion.objects.update(outcome_told_at=timezone.now())
    assert say_what_was_meant(script(anna), quiet.pk, yes=True) is False
    quiet.refresh_from_db()
    assert quiet.meant == ""


@pytest.fixture
def promise(workspace, discussion):
    def made(invitation, state="proposed", **fields) -> Commitment:
        return Commitment.objects.create(
            workspace=workspace, stakeholder_id=invitation.stakeholder_id, what="Call", state=state,
            **{"discussion": discussion, **fields},
        )  # fmt: skip

    return made


@pytest.mark.parametrize(
    ("before", "act", "after", "is_settled"),
    [
        ("proposed", "confirm", "confirmed", False),
        ("proposed", "decline", "declined", True),
        ("confirmed", "kept", "kept", True),
        ("confirmed", "broken", "broken", True),
        ("proposed", "kept", "proposed", False),
        ("kept", "broken", "kept", False),
        ("declined", "confirm", "declined", False),
    ],
)
def test_a_commitment_turns_as_its_owner_says(invite, promise, before, act, after, is_settled):
    anna = invite("Anna")
    held = promise(anna, before)
    for _ in range(2):
        now = settle(anna, held.pk, act, happened="So it went" if after in {"kept", "broken"} else "")
    assert now.state == after
    assert (now.settled_on == timezone.localdate()) is is_settled


def test_nobody_settles_anothers_commitment(invite, promise):
    anna, ben = invite("Anna"), invite("Ben")
    held = promise(anna)
    assert settle(ben, held.pk, "confirm") is None
    held.refresh_from_db()
    assert held.state == "proposed"
    with pytest.raises(ValidationError):
        settle(anna, held.pk, "forget")


def test_open_ones_from_elsewhere_are_offered_and_settled_ones_are_not(invite, promise):
    anna = invite("Anna")
    here = promise(anna, "kept", due_on=dt.date(2026, 1, 1))
    elsewhere = promise(anna, "confirmed", discussion=None, due_on=dt.date(2026, 2, 1))
    promise(anna, "kept", discussion=None)
    assert list(commitments_of(anna)) == [here, elsewhere]
