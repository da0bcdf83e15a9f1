"""Hiding with a reason, ideas of the team, duplicates; and who reads whose words."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from discussions.models import Answer, DifferentIdeas, Idea, Response, Vote, Wording
from discussions.running import moderation
from discussions.running.queries import moderating as reads
from discussions.voices import key_of, voice_of


@pytest.fixture
def prompts(discussion):
    return {f"{each.purpose}-{each.kind}": each for each in discussion.version.prompts.all()}


@pytest.fixture
def say(discussion, prompts):
    """`say(invitation, "roadblock-text", text=…)`: a given answer."""

    def said(invitation, prompt, **fields) -> Answer:
        asked = prompts[prompt]
        voice = voice_of(invitation, asked)
        return Answer.objects.create(
            workspace=discussion.workspace,
            discussion=discussion,
            prompt=asked,
            invitation=voice.invitation,
            voice=voice.key,
            segment=voice.segment,
            is_draft=False,
            **fields,
        )

    return said


@pytest.fixture
def idea(discussion, prompts, say):
    def made(invitation, text, place=0) -> Idea:
        prompt = prompts["idea-text"]
        answer = Answer.objects.filter(prompt=prompt, voice=key_of(invitation, prompt)).first() or say(
            invitation, "idea-text"
        )
        return Idea.objects.create(
            workspace=discussion.workspace,
            discussion=discussion,
            prompt=prompt,
            answer=answer,
            invitation=answer.invitation,
            voice=answer.voice,
            segment=answer.segment,
            place=place,
            text=text,
        )

    return made


def shown(discussion, reader, show):
    reading = reads.reading_of(discussion, reader)
    rows = reads.written(reads.listed(reading, show), discussion, reader, reading.prompts)
    return sorted((row.words[0], row.by, row.segment, row.whose) for row in rows)


def test_hiding_needs_a_reason_and_keeps_the_first(asked, idea, leader, member):
    row = idea(asked(), "Ask Bo, he never works")
    for nothing in ("", "   ", "x" * 501, "\x00"):
        with pytest.raises(ValidationError):
            moderation.hide(row, by=leader, because=nothing)
    moderation.hide(row, by=leader, because="It describes\n a person.")
    moderation.hide(row, by=member, because="Another reason")
    held = Idea.objects.get()
    assert (held.hidden_by, held.hidden_because) == (leader, "It describes a person.")
    # A day, not a moment.
    assert (held.hidden_at.hour, held.hidden_at.minute, held.hidden_at.second) == (0, 0, 0)
    assert Idea.objects.shown().count() == 0
    moderation.unhide(held, by=member)
    assert Idea.objects.shown().get().hidden_because == ""


def test_what_its_author_took_back_stays_away(asked, idea, leader, now):
    row = idea(asked(), "Mine")
    Idea.objects.update(hidden_at=now, hidden_because="Taken back by whoever wrote it.")
    moderation.unhide(row, by=leader)
    assert Idea.objects.shown().count() == 0
    assert reads.hidden(reads.reading_of(row.discussion, leader)) == []


def test_names_as_the_modes_allow(discussion, asked, say, idea, leader, member):
    people = [asked(f"P{number} X", segment="participant") for number in range(5)]
    for number, person in enumerate(people):
        say(person, "success-text", text=f"open {number}")
        say(person, "roadblock-text", text=f"nameless {number}")
        say(person, "shift-scale", number=5, why=f"confidential {number}")
    for reader, named in ((leader, True), (member, False)):
        found = shown(discussion, reader, reads.ANSWERS)
        by = {words: (name, segment) for words, name, segment, _ in found}
        assert by["open 3"] == ("P3 X", "participant")
        assert by["nameless 3"] == ("", "")
        # The number stands beside a name alone.
        confidential = {words: who for words, who in by.items() if "confidential 3" in words}
        told = {"5 of 10: confidential 3": ("P3 X", "participant")} if named else {"confidential 3": ("", "")}
        assert confidential == told


def test_an_answer_stands_below_the_words_that_were_put_to_its_author(discussion, asked, say, leader, member):
    people = [asked(f"P{number} X", segment="participant") for number in range(5)]
    for person in people:
        row = say(person, "success-text", text="open")
        nameless = say(person, "roadblock-text", text="nameless")
    for each, text in ((row, "What does a good week look like?"), (nameless, "What is in your way?")):
        Wording.objects.create(
            workspace=discussion.workspace, prompt_id=each.prompt_id, segment="participant", text=text
        )
    reading = reads.reading_of(discussion, member)
    found = reads.written(reads.listed(reading, reads.ANSWERS), discussion, member, reading.prompts, as_asked=True)
    above = {each.words[0]: each.above for each in found}
    # Above nameless words a segment's own wording would tell the segment.
    assert above["open"] == "What does a good week look like?"
    assert above["nameless"] == "What stands in the way?"


def test_nameless_answers_of_few_are_not_listed(discussion, asked, say, leader, member):
    for number in range(4):
        person = asked(f"P{number} X")
        say(person, "roadblock-text", text=f"nameless {number}")
        say(person, "shift-scale", number=5, why=f"confidential {number}")
    assert len(shown(discussion, leader, reads.ANSWERS)) == 4  # the facilitator's confidential ones
    assert shown(discussion, member, reads.ANSWERS) == []
    say(asked("P5 X"), "roadblock-text", text="nameless 5")
    assert len([row for row in shown(discussion, member, reads.ANSWERS) if "nameless" in row[0]]) == 5


def test_earlier_words_only_beside_a_name(discussion, asked, say, leader, member):
    person = asked()
    for prompt in ("success-text", "shift-scale"):
        row = say(person, prompt, text="now", why="now")
        Answer.objects.filter(pk=row.pk).update(earlier=[{"on": "2026-11-20", "text": "before", "why": "so"}])

    def earlier(reader):
        reading = reads.reading_of(discussion, reader)
        rows = reads.written(reads.answers(reading), discussion, reader, reading.prompts)
        return [row.earlier for row in rows]

    assert earlier(leader) == [(("20 November 2026", "before · so"),)] * 2
    assert earlier(member) == [(("20 November 2026", "before · so"),)]


def test_an_idea_of_the_team(discussion, prompts, leader):
    key = uuid.uuid4()
    moderation.add_seed(discussion, " Send nobody a campaign ", key=key)
    moderation.add_seed(discussion, "Sent twice", key=key)
    held = Idea.objects.get()
    assert (held.text, held.is_seed, held.invitation, held.segment, held.prompt) == (
        "Send nobody a campaign", True, None, "unknown", prompts["idea-text"],
    )  # fmt: skip
    assert shown(discussion, leader, reads.IDEAS) == [("Send nobody a campaign", "", "", "Put in by the team")]
    for nothing in ("", " ", "x" * 1001):
        with pytest.raises(ValidationError):
            moderation.add_seed(discussion, nothing)


def test_replies_bear_the_promise_of_the_prompt_that_shows_ideas(discussion, asked, idea, leader):
    row = idea(asked("Ada A"), "Fewer leads")
    person = asked("Bo B")
    for kind in ("help", "concern"):
        Response.objects.create(
            workspace=discussion.workspace, discussion=discussion, invitation=person, voice=kind, segment="champion",
            idea=row, kind=kind, text=kind,
        )  # fmt: skip
    # Others' ideas are looked at anonymously in this guide; whoever offers help has said who they are.
    assert [(words, by) for words, by, _, _ in shown(discussion, leader, reads.RESPONSES)] == [
        ("concern", ""), ("help", "Bo B"),
    ]  # fmt: skip


def test_alike_ideas_are_suggested_and_a_person_decides(discussion, asked, idea, leader):
    ada, bo = asked("Ada A"), asked("Bo B")
    first, second = idea(ada, "Send fewer leads but better ones"), idea(bo, "Fewer leads, and better ones.")
    other = idea(bo, "Two evenings in each region", place=1)
    Vote.objects.create(
        workspace=discussion.workspace, discussion=discussion, idea=second, voice="x", value=1, segment="champion"
    )
    (pair,) = reads.suggested(discussion)
    assert {pair.one, pair.other} == {first, second}
    assert (pair.one, pair.likeness > 50) == (second, True)
    moderation.different(second, first, by=leader)
    moderation.different(first, second, by=leader)
    assert (reads.suggested(discussion), DifferentIdeas.objects.count()) == ([], 1)
    moderation.same(other, as_idea=second)
    moderation.same(second, as_idea=first)
    assert set(Idea.objects.filter(same_as=first)) == {second, other}
    # The other way round is the same thing said twice.
    moderation.same(first, as_idea=second)
    assert Idea.objects.get(pk=first.pk).same_as is None
    assert [(kept, set(joined)) for kept, joined in reads.settled(discussion)] == [(first, {second, other})]
    moderation.apart(other)
    assert set(Idea.objects.shown()) == {first, other}


def test_an_idea_is_not_itself(asked, idea, leader):
    row = idea(asked(), "Fewer leads")
    with pytest.raises(ValidationError):
        moderation.same(row, as_idea=row)
    with pytest.raises(ValidationError):
        moderation.different(row, row, by=leader)
