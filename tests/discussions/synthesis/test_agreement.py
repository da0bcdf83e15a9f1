"""Readings: what is worked out of a discussion's votes and answers, and when it is out of date."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.isolation import scope
from discussions.models import AgreementChange, AgreementReading, Idea, Published, Vote
from discussions.synthesis import agreement
from discussions.synthesis.queries import agreed
from discussions.tasks import read_agreement, sweep_synthesis

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(workspace, discussion):
    def worked_out():
        with scope(workspace=workspace.pk):
            return agreement.read(discussion, now=timezone.now()).findings

    return worked_out


def is_late(discussion):
    return agreement.is_out_of_date(discussion, agreement.reading_of(discussion), timezone.now())


def test_attributed_votes_are_counted_as_they_are(crowd, idea, vote, mode, read):
    mode("ideas", "attributed")
    people = crowd(champion=3, detractor=1, participant=1)
    first, second = idea("One list"), idea("A cap")
    vote(first, dict(zip(people["champion"], "++o", strict=True)) | {people["detractor"][0]: "-"})
    vote(second, {people["champion"][0]: "-"})
    votes = read()["votes"]
    assert votes["ideas"] == [str(first.pk), str(second.pk)]
    assert votes["groups"] == ["champion", "detractor", "participant"]
    assert votes["counts"] == [[[2, 0, 1], [0, 1, 0], [0, 0, 0]], [[0, 1, 0], [0, 0, 0], [0, 0, 0]]]
    assert votes["voted"] == {"champion": 3, "detractor": 1, "participant": 0}
    assert (votes["voters"], votes["cast"], votes["waiting"]) == (4, 5, 0)
    # √(3/5 · 1/3): participants were not heard, and change nothing.
    assert votes["agree"] == [0.447214, 0.333333]


def test_unnamed_votes_are_shown_from_five_and_move_by_five(crowd, idea, vote, mode, read):
    mode("ideas", "confidential")
    people = crowd(champion=9, detractor=4)
    one = idea("One list")
    vote(one, dict.fromkeys(people["champion"][:5], "+") | dict.fromkeys(people["detractor"], "-"))
    assert read()["votes"]["counts"] == [[[5, 0, 0], [0, 0, 0]]]
    vote(one, dict.fromkeys(people["champion"][5:9], "-"))
    votes = read()["votes"]
    assert votes["counts"] == [[[5, 0, 0], [0, 0, 0]]]
    assert votes["waiting"] == 8
    vote(one, {people["champion"][0]: "o"})
    assert read()["votes"]["counts"] == [[[4, 4, 1], [0, 0, 0]]]


def test_an_erased_voter_stays_in_the_sum_and_is_named_nowhere(workspace, crowd, idea, vote, read, prompts):
    people = crowd(champion=5)
    vote(idea("One list"), dict.fromkeys(people["champion"], "+"))
    read()
    with scope(workspace=workspace.pk):
        gone = Vote.objects.order_by("pk")[0]
        voice = gone.voice
        gone.delete()
    assert read()["votes"]["counts"] == [[[5, 0, 0]]]
    with scope(workspace=workspace.pk):
        kept = Published.objects.get(prompt=prompts["ideas"]).kept
    assert voice not in kept["voices"]


def test_from_what_a_wall_shows_of_everybody_no_segment_can_be_taken_off(
    workspace, discussion, crowd, idea, vote, answer, mode, read
):
    """Six champions and one detractor: the wall's figures less the champions' would be the detractor's."""
    mode("ideas", "confidential")
    with scope(workspace=workspace.pk):
        discussion.held, discussion.sees = "live", "answers"
        discussion.save()
    people = crowd(champion=6, detractor=1)
    everybody = [*people["champion"], *people["detractor"]]
    vote(idea("One list"), dict(zip(everybody, "++++++-", strict=True)))
    for each in everybody:
        answer(each, "scale", number=1 if each in people["detractor"] else 9)
    for closed_at in (None, timezone.now()):
        with scope(workspace=workspace.pk):
            discussion.closed_at = closed_at
            discussion.save()
        found = read()
        assert (found["votes"]["groups"][-1], found["votes"]["counts"][0][-1]) == ("everyone", [6, 1, 0])
        assert sum(map(sum, found["votes"]["counts"][0])) == 7
        scale = next(each["tables"]["before"] for each in found["prompts"] if each["kind"] == "scale")
        assert scale["segments"] == {"everyone": [0, 1, 0, 0, 0, 0, 0, 0, 0, 6, 0]}


def test_hidden_ideas_have_no_figures_and_duplicates_count_for_what_they_are_the_same_as(
    workspace, leader, crowd, idea, vote, mode, read
):
    mode("ideas", "attributed")
    anna, ben = crowd(champion=2)["champion"]
    kept, same, hidden = idea("One list"), idea("A single list"), idea("Rude")
    vote(kept, {anna: "+"})
    vote(same, {anna: "-", ben: "+"})
    vote(hidden, {anna: "+"})
    with scope(workspace=workspace.pk):
        Idea.objects.filter(pk=same.pk).update(same_as=kept)
        Idea.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now(), hidden_by=leader, hidden_because="Rude")
    votes = read()["votes"]
    # Anna's own vote on the idea that stands counts; Ben only voted on its double.
    assert votes["ideas"] == [str(kept.pk)]
    assert votes["counts"] == [[[2, 0, 0]]]


def test_scales_before_and_after_by_segment(crowd, answer, mode, read, prompts):
    people = crowd(champion=5, detractor=2)
    for place, each in enumerate(people["champion"]):
        answer(each, "scale", number=place, number_after=place + 2)
    for each in people["detractor"]:
        answer(each, "scale", number=9, number_after=1)
    found = next(each for each in read()["prompts"] if each["prompt"] == prompts["scale"].pk)
    tables = found["tables"]
    assert tables["before"]["segments"] == {"champion": [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]}
    assert tables["after"]["together"] == [0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0]
    assert tables["moved"]["segments"] == {"champion": [0, 0, 5]}
    assert tables["before"]["hidden"] == ["detractor"]
    assert (found["answers"], found["waiting"]) == (7, 2)


def test_a_vote_makes_the_reading_out_of_date_and_reading_it_up_to_date(workspace, discussion, crowd, idea, vote, read):
    with scope(workspace=workspace.pk):
        assert is_late(discussion)
    read()
    with scope(workspace=workspace.pk):
        assert not is_late(discussion)
    one = idea("One list")
    with scope(workspace=workspace.pk):
        assert is_late(discussion)
    read()
    vote(one, {crowd(champion=1)["champion"][0]: "+"})
    with scope(workspace=workspace.pk):
        assert is_late(discussion)
        assert AgreementChange.objects.count() >= 1
    read()
    with scope(workspace=workspace.pk):
        assert AgreementChange.objects.count() == 0
        assert AgreementReading.objects.count() == 1


def test_the_task_reads_and_looks_for_groups_from_fifty_voters(workspace, discussion, crowd, idea, vote, mode):
    mode("ideas", "attributed")
    people = crowd(champion=30, detractor=30)
    ideas = [idea(f"Idea {n}") for n in range(8)]
    for n, one in enumerate(ideas):
        up, down = ("+", "-") if n % 2 else ("-", "+")
        vote(one, dict.fromkeys(people["champion"], up) | dict.fromkeys(people["detractor"], down))
    read_agreement(workspace_id=str(workspace.pk), discussion_id=discussion.pk)
    with scope(workspace=workspace.pk):
        reading = agreement.reading_of(discussion)
    assert reading.groups["sizes"] == [30, 30]
    assert reading.groups["p"] <= 0.05
    assert {each["stance"] for each in reading.groups["defining"][0]} == {"agree", "disagree"}


def test_unnamed_votes_are_not_searched_for_groups_before_the_end(workspace, discussion, crowd, idea, vote):
    people = crowd(champion=30, detractor=30)
    for n in range(8):
        up, down = ("+", "-") if n % 2 else ("-", "+")
        vote(idea(f"Idea {n}"), dict.fromkeys(people["champion"], up) | dict.fromkeys(people["detractor"], down))
    read_agreement(workspace_id=str(workspace.pk), discussion_id=discussion.pk)
    with scope(workspace=workspace.pk):
        assert agreement.reading_of(discussion).groups == {}
        discussion.closed_at = timezone.now()
        discussion.save()
    assert agreement.find_groups(workspace.pk, discussion.pk, now=timezone.now() + dt.timedelta(seconds=1))
    with scope(workspace=workspace.pk):
        reading = agreement.reading_of(discussion)
        first, _ = agreed.opinions(reading, agreed.texts(discussion, reading.findings["votes"]["ideas"]))
    assert reading.groups["sizes"] == [30, 30]
    # Those of a group and of the others together are everybody's: less the segments shown, the hidden ones'.
    told = re.compile(r"Most people of group A (agree|disagree) with “Idea \d”; fewer of the others do\.")
    assert len(first.sentences) > 0
    assert [sentence for sentence in first.sentences if not told.fullmatch(sentence)] == []


def test_a_discussion_that_has_ended_is_read_once_more(workspace, discussion, crowd, idea, vote, mode, read):
    mode("ideas", "confidential")
    people = crowd(champion=6, detractor=3)
    vote(idea("One list"), dict.fromkeys([*people["champion"][:3], *people["detractor"]], "+"))
    assert read()["votes"]["counts"] == [[[0, 0, 0], [0, 0, 0]]]
    with scope(workspace=workspace.pk):
        assert not is_late(discussion)
        discussion.closed_at = timezone.now()
        discussion.save()
        assert is_late(discussion)
        assert list(agreement.unread(workspace, timezone.now())) == [discussion.pk]
    votes = read()["votes"]
    # Never shown by segment, so together and for good.
    assert dict(zip(votes["groups"], votes["counts"][0], strict=True))["everyone"] == [6, 0, 0]
    with scope(workspace=workspace.pk):
        assert list(agreement.unread(workspace, timezone.now())) == []


def test_the_sweep_reads_what_is_over_and_leaves_alone_what_is_open(workspace, discussion, idea):
    idea("One list")
    sweep_synthesis()
    with scope(workspace=workspace.pk):
        assert agreement.reading_of(discussion) is None
        discussion.closed_at = timezone.now()
        discussion.save()
    sweep_synthesis()
    with scope(workspace=workspace.pk):
        assert agreement.reading_of(discussion).findings["over"] is True
        assert not is_late(discussion)
