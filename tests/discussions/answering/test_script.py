import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.isolation import scope
from discussions.answering.answers import give_again, give_answer, stand_at, store_draft
from discussions.answering.loop import loop_of
from discussions.answering.script import script_of
from discussions.answering.typed import Typed
from discussions.models import Evidence, GuideVersion, Insight, Invitation, Prompt, Step, Wording

pytestmark = pytest.mark.django_db
KINDS = ["text", "text", "scale", "text", "ideas", "scale again", "commitment"]


def read_again(invitation):
    return Invitation.objects.get(pk=invitation.pk)


def kinds(script):
    return [f"{each.prompt.kind}{' again' if each.again else ''}" for each in script.questions]


def test_questions_are_numbered_and_a_scale_comes_again_after_others_ideas(invite, script):
    asked = script(invite("Anna"))
    assert kinds(asked) == KINDS
    assert [each.number for each in asked.questions] == [1, 2, 3, 4, 5, 6, 7]
    assert (asked.question(0), asked.question(8)) == (None, None)
    assert (asked.resume_at, asked.minutes_left, asked.given_count) == (1, 5, 0)


def test_words_are_those_of_their_segment_or_the_prompts_own(invite, script, prompts, workspace):
    Wording.objects.create(workspace=workspace, prompt=prompts["success"], segment="detractor", text="What must stay?")
    assert script(invite("Anna", "champion")).question(1).text == "What would make this year a good one for your team?"
    assert script(invite("Ben", "detractor")).question(1).text == "What must stay?"


def test_prompts_for_other_segments_are_not_asked(invite, script, prompts):
    Prompt.objects.filter(pk=prompts["roadblock"].pk).update(asked_of=["detractor", "influencer"])
    assert len(script(invite("Anna", "champion")).questions) == 6
    assert len(script(invite("Ben", "detractor")).questions) == 7


def test_a_scale_without_others_ideas_after_it_is_asked_once(invite, script, prompts, discussion):
    Step.objects.filter(discussion=discussion, prompt=prompts["wall"]).delete()
    assert kinds(script(invite("Anna"))) == ["text", "text", "scale", "text", "commitment"]


def test_states_say_how_far_they_are(invite, script, prompts):
    anna = invite("Anna")
    give_answer(anna, prompts["success"], Typed(text="Fewer"))
    store_draft(anna, prompts["roadblock"], Typed(text="Appr"))
    give_answer(anna, prompts["scale"], Typed(number=4))
    now = script(anna)
    assert [each.state for each in now.questions] == [
        "given", "draft", "given", "unanswered", "unanswered", "unanswered", "unanswered",
    ]  # fmt: skip
    assert (now.given_count, [each.number for each in now.drafts], now.resume_at) == (2, [2], 2)
    give_again(anna, prompts["scale"], Typed(number=6))
    assert script(anna).question(6).state == "given"


def test_they_go_on_where_they_were(invite, script):
    anna = invite("Anna")
    stand_at(anna, 4)
    assert script(anna).resume_at == 4
    Invitation.objects.update(last_place=99)
    assert script(anna).resume_at == 1


def test_an_answer_belongs_to_its_voice_alone(invite, script, prompts):
    anna, ben = invite("Anna"), invite("Ben")
    give_answer(anna, prompts["roadblock"], Typed(text="Approvals"))
    assert script(anna).question(2).answer.text == "Approvals"
    assert script(ben).question(2).answer is None


def test_a_script_costs_few_queries_however_much_is_answered(invite, script, prompts, gives_ideas, workspace):
    anna = invite("Anna")
    anna = read_again(anna)
    with (
        CaptureQueriesContext(
            connection,
        ) as bare,
        scope(workspace=workspace.pk),
    ):
        script_of(anna)
    give_answer(anna, prompts["success"], Typed(text="Fewer"))
    gives_ideas(anna, "One", "Two", "Three")
    with CaptureQueriesContext(connection) as full, scope(workspace=workspace.pk):
        script_of(anna)

    def reads(queries):
        return sum('FROM "discussions_' in query["sql"] for query in queries.captured_queries)

    assert (reads(bare), reads(full)) == (5, 5)


def test_ones_own_ideas_are_read_once_and_only_when_they_are_asked_for(
    invite, script, gives_ideas, workspace, django_assert_num_queries
):
    anna = invite("Anna")
    before = script(anna)
    gives_ideas(anna, "One", "Two")
    after = script(anna)

    def texts(found, number):
        return [idea.text for idea in found.ideas_of(found.question(number))]

    with scope(workspace=workspace.pk):
        with django_assert_num_queries(0):
            assert [texts(before, number) for number in range(1, 8)] == [[]] * 7
            assert texts(after, 1) == []
        with django_assert_num_queries(1):
            assert (texts(after, 4), texts(after, 4)) == (["One", "Two"], ["One", "Two"])


def test_what_all_are_asked_is_read_once_and_anew_when_it_changes(
    transactional_db, invite, script, prompts, workspace, discussion
):
    with scope(workspace=workspace.pk):
        anna, ben = invite("Anna", "champion"), invite("Ben", "detractor")

    def reads(invitation) -> tuple[int, object]:
        with CaptureQueriesContext(connection) as queries:
            found = script(invitation)
        return sum('FROM "discussions_' in query["sql"] for query in queries.captured_queries), found

    # The invitation, the version, the steps, their words, the variant and the answers; then the first and the last.
    assert [reads(anna)[0], reads(anna)[0], reads(ben)[0], reads(ben)[0]] == [6, 2, 6, 2]
    with scope(workspace=workspace.pk):
        Wording.objects.create(workspace=workspace, prompt=prompts["success"], segment="champion", text="What next?")
    count, found = reads(anna)
    assert (count, found.question(1).text) == (6, "What next?")
    with scope(workspace=workspace.pk):
        Step.objects.filter(discussion=discussion, prompt=prompts["success"]).update(started_at=timezone.now())
        # Nothing is kept of what this transaction alone can see.
        assert script_of(read_again(anna)).question(1).step.started_at is not None
    assert reads(anna)[1].question(1).step.started_at is not None
    with scope(workspace=workspace.pk):
        GuideVersion.objects.filter(pk=discussion.version_id).update(minutes=42)
    assert (reads(anna)[1].promised, reads(ben)[1].promised) == (42, 42)
    with scope(workspace=workspace.pk):
        Prompt.objects.filter(pk=prompts["roadblock"].pk).update(asked_of=["detractor"])
    assert (len(reads(anna)[1].questions), len(reads(ben)[1].questions)) == (6, 7)


def test_a_quote_reaches_a_phone_that_looked_before(
    transactional_db, invite, script, prompts, workspace, discussion, leader
):
    with scope(workspace=workspace.pk):
        anna, ben = invite("Anna"), invite("Ben")
        said = give_answer(anna, prompts["success"], Typed(text="Nobody has to ask twice."))

    def told(invitation) -> list[str]:
        found = script(invitation)
        with scope(workspace=workspace.pk):
            return [each.words for each in loop_of(found, at=timezone.now()).quotes]

    assert (told(anna), told(ben)) == ([], [])
    mine = {"workspace": workspace}
    with scope(workspace=workspace.pk):
        insight = Insight.objects.create(
            **mine, discussion=discussion, kind="roadblock", statement="They wait", author=leader
        )
        quote = Evidence.objects.create(
            **mine, insight=insight, answer=said, quote="Nobody", added_by=leader, meant="asked"
        )
    assert (told(anna), told(ben)) == (["Nobody"], [])
    with scope(workspace=workspace.pk):
        Evidence.objects.filter(pk=quote.pk).update(quote="Nobody has to ask")
    assert told(anna) == ["Nobody has to ask"]
    with scope(workspace=workspace.pk):
        insight.delete()
    assert told(anna) == []
