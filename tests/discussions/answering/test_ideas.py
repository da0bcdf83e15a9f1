import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussions.answering import ideas
from discussions.answering.answers import give_answer
from discussions.answering.typed import Typed
from discussions.models import Answer, Discussion, Idea, Invitation, Prompt, Response, Step, Vote

pytestmark = pytest.mark.django_db
WALL = 5


@pytest.fixture
def wall(script):
    """The script of somebody and their question about others' ideas."""

    def found(invitation: Invitation):
        now = script(invitation)
        return now, now.question(WALL)

    return found


@pytest.fixture
def six(invite, gives_ideas):
    """Two people with three ideas each."""
    people = [invite("Ben"), invite("Cleo")]
    for number, person in enumerate(people):
        gives_ideas(person, *(f"Idea {number}{letter}" for letter in "abc"))
    return people


def texts(shown):
    return [each.text for each in shown]


def test_nothing_of_others_is_seen_before_ones_own(invite, six, wall, gives_ideas):
    anna = invite("Anna")
    assert ideas.show_at_first(*wall(anna)) is False
    assert ideas.show(*wall(anna)) == 0
    assert ideas.shown_to(*wall(anna), at=timezone.now()) == []
    gives_ideas(anna, "Mine")
    assert ideas.show_at_first(*wall(anna)) is True
    assert len(ideas.shown_to(*wall(anna), at=timezone.now())) == 4


def test_the_same_ones_stay_more_are_added_and_ones_own_is_never_among_them(invite, six, wall, gives_ideas):
    anna = invite("Anna")
    gives_ideas(anna, "Mine")
    assert ideas.show(*wall(anna)) == 4
    first = texts(ideas.shown_to(*wall(anna), at=timezone.now()))
    assert ideas.show_at_first(*wall(anna)) is False
    assert texts(ideas.shown_to(*wall(anna), at=timezone.now())) == first
    assert [ideas.show(*wall(anna)) for _ in range(2)] == [2, 0]
    shown = texts(ideas.shown_to(*wall(anna), at=timezone.now()))
    assert shown[:4] == first
    assert sorted(shown) == [f"Idea {number}{letter}" for number in "01" for letter in "abc"]


def test_those_seen_least_come_first(invite, six, wall, gives_ideas):
    for name in ("Dora", "Emil", "Finn"):
        person = invite(name)
        gives_ideas(person)
        give_answer(person, wall(person)[0].question(4).prompt, Typed(ideas=(f"By {name}", "", "")))
        ideas.show(*wall(person))
    seen = sorted(Vote.objects.filter(idea=idea).count() for idea in Idea.objects.filter(text__startswith="Idea"))
    # Three times four, over six ideas and those that came meanwhile.
    assert Vote.objects.count() == 12
    assert seen[-1] - seen[0] <= 1


def test_hidden_ideas_duplicates_and_those_of_hidden_answers_are_never_shown(invite, six, wall, gives_ideas, leader):
    anna = invite("Anna")
    gives_ideas(anna, "Mine")
    ideas.show(*wall(anna))
    hidden, same, other, *_ = ideas.shown_to(*wall(anna), at=timezone.now())
    Idea.objects.filter(pk=hidden.key).update(hidden_at=timezone.now(), hidden_by=leader, hidden_because="Rude")
    Idea.objects.filter(pk=same.key).update(same_as=other.key)
    left = ideas.shown_to(*wall(anna), at=timezone.now())
    assert {hidden.text, same.text}.isdisjoint(texts(left))
    assert len(left) == 2
    assert ideas.vote(*wall(anna), hidden.key, 1) is False
    Answer.objects.filter(ideas=other.key).update(hidden_at=timezone.now(), hidden_because="Rude")
    remaining = texts(ideas.shown_to(*wall(anna), at=timezone.now()))
    assert other.text not in remaining


def test_names_are_read_only_where_the_prompt_was_attributed(invite, six, wall, gives_ideas, prompts):
    anna = invite("Anna")
    gives_ideas(anna, "Mine")
    ideas.show(*wall(anna))
    assert {each.by for each in ideas.shown_to(*wall(anna), at=timezone.now())} <= {"Ben", "Cleo"}
    Prompt.objects.filter(pk=prompts["idea"].pk).update(mode="confidential")
    assert {each.by for each in ideas.shown_to(*wall(anna), at=timezone.now())} == {""}


def test_names_that_nobody_may_read_are_not_asked_for(invite, six, wall, gives_ideas, prompts):
    anna = invite("Anna")
    gives_ideas(anna, "Mine")
    ideas.show(*wall(anna))

    def asks_for_names():
        script, question = wall(anna)
        with CaptureQueriesContext(connection) as asked:
            ideas.shown_to(script, question, at=timezone.now())
        return ["stakeholders_stakeholder" in query["sql"] for query in asked.captured_queries]

    assert asks_for_names() == [True]
    Prompt.objects.filter(pk=prompts["idea"].pk).update(mode="anonymous")
    assert asks_for_names() == [False]


def test_ideas_and_replies_stand_in_the_order_in_which_they_came(invite, six, wall, gives_ideas):
    anna = invite("Anna")
    gives_ideas(anna, "Mine")
    ideas.show(*wall(anna))
    rows = list(Vote.objects.order_by("pk"))
    for place, row in enumerate(reversed(rows)):
        Vote.objects.filter(pk=row.pk).update(place=place // 2)
    expected = [rows[2], rows[3], rows[0], rows[1]]
    shown = ideas.shown_to(*wall(anna), at=timezone.now())
    assert [each.key for each in shown] == [row.idea_id for row in expected]
    for kind in ("build", "question", "help"):
        ideas.respond(*wall(anna), shown[0].key, kind, "Words")
    below = ideas.replies_below(*wall(anna), shown)
    assert [reply.key for reply in below[shown[0].key]] == sorted(Response.objects.values_list("pk", flat=True))


def test_a_vote_is_cast_and_changed_once_a_voice_and_names_nobody(invite, six, wall, gives_ideas):
    anna = invite("Anna")
    gives_ideas(anna, "Mine")
    ideas.show(*wall(anna))
    idea = ideas.shown_to(*wall(anna), at=timezone.now())[0].key
    assert [ideas.vote(*wall(anna), idea, value) for value in (1, 1, -1)] == [True, True, True]
    vote = Vote.objects.get(idea=idea)
    assert (vote.value, vote.invitation_id) == (-1, None)
    with pytest.raises(ValidationError):
        ideas.vote(*wall(anna), idea, 2)


def test_only_what_was_shown_is_voted_on_or_replied_to(invite, six, wall, gives_ideas):
    anna = invite("Anna")
    gives_ideas(anna, "Mine")
    some = Idea.objects.filter(text="Idea 0a").get()
    assert ideas.vote(*wall(anna), some.pk, 1) is False
    assert ideas.respond(*wall(anna), some.pk, "build", "And more") is None
    assert (Vote.objects.count(), Response.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("praise", "x", {"kind": ["Say what it is: do you build on it, ask, raise a concern, or offer help?"]}),
        ("build", "", {"text": ["Write a few words."]}),
        ("concern", "Too dear", {"would_solve": ["Say what would solve it, even if it is only a beginning."]}),
        ("build", "x" * 5_001, {"text": ["This may be 5,000 characters long at most; it is 5,001 long."]}),
    ],
)
def test_a_reply_that_says_nothing_is_refused(invite, wall, kind, text, says):
    with pytest.raises(ValidationError) as refused:
        ideas.respond(*wall(invite("Anna")), Idea().pk, kind, text)
    assert refused.value.message_dict == says


def test_a_reply_of_a_kind_is_one_and_keeps_what_stood(invite, six, wall, gives_ideas):
    anna = invite("Anna")
    gives_ideas(anna, "Mine")
    ideas.show(*wall(anna))
    idea = ideas.shown_to(*wall(anna), at=timezone.now())[0].key
    for text in ("Too dear", "Too dear", "Too dear for us"):
        ideas.respond(*wall(anna), idea, "concern", text, would_solve="A budget")
    held = Response.objects.get()
    assert (held.text, held.would_solve, held.invitation_id) == ("Too dear for us", "A budget", None)
    today = timezone.localdate().isoformat()
    assert held.earlier == [{"on": today, "text": "Too dear", "would_solve": "A budget"}]
    ideas.respond(*wall(anna), idea, "build", "And more", would_solve="not kept")
    assert Response.objects.get(kind="build").would_solve == ""


def test_help_is_offered_with_a_name_under_a_key_of_its_own(invite, six, wall, gives_ideas):
    anna = invite("Anna")
    gives_ideas(anna, "Mine")
    ideas.show(*wall(anna))
    idea = ideas.shown_to(*wall(anna), at=timezone.now())[0].key
    ideas.vote(*wall(anna), idea, 1)
    ideas.respond(*wall(anna), idea, "help", "I can draft it")
    held = Response.objects.get()
    assert held.invitation_id == anna.pk
    # The votes stay nobody's: nothing joins them to the offer.
    assert Vote.objects.filter(voice=held.voice).count() == 0
    below = ideas.replies_below(*wall(anna), ideas.shown_to(*wall(anna), at=timezone.now()))
    assert [(reply.text, reply.is_mine) for reply in below[idea]] == [("I can draft it", True)]


def test_replies_of_others_are_seen_after_ones_vote_and_help_with_a_name(invite, six, wall, gives_ideas):
    people = [invite("Anna"), invite("Dora")]
    for person in people:
        gives_ideas(person, "Mine")
        while ideas.show(*wall(person)):
            pass
    anna, dora = people
    idea = Idea.objects.get(text="Idea 0a").pk
    ideas.respond(*wall(dora), idea, "question", "How?")
    ideas.respond(*wall(dora), idea, "help", "I can")

    def replies():
        below = ideas.replies_below(*wall(anna), ideas.shown_to(*wall(anna), at=timezone.now()))
        return sorted((reply.kind, reply.text, reply.by) for reply in below.get(idea, ()))

    assert replies() == []
    ideas.vote(*wall(anna), idea, 0)
    assert replies() == [("help", "I can", "Dora"), ("question", "How?", "")]
    Response.objects.filter(kind="question").update(hidden_at=timezone.now(), hidden_because="Rude")
    assert replies() == [("help", "I can", "Dora")]


def test_what_a_facilitator_reveals_is_seen_then_and_not_before(invite, six, wall, gives_ideas, discussion, prompts):
    Discussion.objects.update(reveal="by_facilitator")
    anna = invite("Anna")
    gives_ideas(anna, "Mine")
    assert ideas.show(*wall(anna)) == 0
    Step.objects.filter(discussion=discussion, prompt=prompts["wall"]).update(revealed_at=timezone.now())
    assert ideas.show(*wall(anna)) == 4
    Step.objects.update(revealed_at=None)
    assert ideas.shown_to(*wall(anna), at=timezone.now()) == []


def test_where_nothing_is_seen_of_each_other_nothing_is_shown(invite, six, wall, gives_ideas):
    Discussion.objects.update(sees="nothing")
    anna = invite("Anna")
    gives_ideas(anna, "Mine")
    assert ideas.show(*wall(anna)) == 0


def test_ideas_of_the_facilitator_are_shown_with_the_others(invite, wall, gives_ideas, discussion):
    Idea.objects.create(workspace_id=discussion.workspace_id, discussion=discussion, voice="seed", text="Seed")
    anna = invite("Anna")
    gives_ideas(anna, "Mine")
    ideas.show(*wall(anna))
    shown = ideas.shown_to(*wall(anna), at=timezone.now())
    assert [(each.text, each.by) for each in shown] == [("Seed", "")]
