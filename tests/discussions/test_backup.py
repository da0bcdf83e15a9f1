"""Discussions in the archive of a workspace: whole again elsewhere, and nobody named who was promised not to be."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from accounts.isolation import enter
from accounts.workspaces import create_workspace
from discussions.backup import pack, segments_kept
from discussions.models import (
    Answer,
    Commitment,
    Discussion,
    Evidence,
    Guide,
    Idea,
    Insight,
    Invitation,
    Prompt,
    Response,
    Shift,
    Vote,
)
from discussions.synthesis import insights, shifts
from discussions.synthesis.insights import Quote
from discussions.tasks import read_agreement
from discussions.voices import key_of, voice_of
from stakeholders.exports.archive import archive, document_of
from stakeholders.formats.document import Format
from stakeholders.formats.writing import write
from stakeholders.imports import batches
from stakeholders.imports.preview import expand
from stakeholders.models import ImportBatch, ImportChange, Stakeholder
from tests.discussions.synthesis.conftest import answer, crowd, idea, mode, prompts, vote  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db

MADE = (Guide, Prompt, Discussion, Invitation, Answer, Idea, Response, Vote, Insight, Evidence, Commitment, Shift)


@pytest.fixture
def held(workspace, leader, discussion, crowd, prompts, idea, vote, answer, mode):  # noqa: F811 - fixtures
    """Seven people: everything a discussion holds, over since a minute."""
    mode("scale", "attributed")
    people = crowd(champion=5, detractor=2)
    everybody = [*people["champion"], *people["detractor"]]
    enter(workspace=workspace.pk, user=leader.pk)
    first = everybody[0]
    openly = answer(first, "success", text="Fewer leads, said openly.")
    nameless = [answer(each, "roadblock", text=f"Nobody decides {n}") for n, each in enumerate(everybody)]
    given = answer(first, "idea", text="")
    theirs = Idea.objects.create(
        workspace=workspace, discussion=discussion, prompt=prompts["idea"], answer=given, invitation=first,
        voice=given.voice, segment="champion", text="One list of accounts", became="done", became_because="It is there",
    )  # fmt: skip
    seed = idea("Put in by us")
    Idea.objects.filter(pk=seed.pk).update(same_as=theirs)
    vote(theirs, dict(zip(everybody, "++++-o+", strict=True)))
    voice = voice_of(everybody[1], prompts["ideas"])
    reply = Response.objects.create(
        workspace=workspace, discussion=discussion, voice=voice.key, idea=theirs, kind="concern", text="It gets old",
        would_solve="Somebody keeps it",
    )  # fmt: skip
    moved = answer(first, "scale", number=3, number_after=7, moved_by=theirs, moved_by_reply=reply)
    shifts.accept(moved, by=leader, position=1, why="A list helps")
    promised = answer(first, "commitment", text="Keep the list", due_on=dt.date(2026, 12, 1), number=8)
    Commitment.objects.create(
        workspace=workspace, discussion=discussion, answer=promised, stakeholder=first.stakeholder, state="confirmed",
        what="Keep the list", due_on=dt.date(2026, 12, 1), confidence=8,
    )  # fmt: skip
    Commitment.objects.create(workspace=workspace, user=leader, what="Print it", state="confirmed")
    Invitation.objects.update(started_at=timezone.now())
    now = timezone.now()
    Discussion.objects.update(closed_at=now, outcome="We keep one list", outcome_told_at=now)
    read_agreement(workspace_id=str(workspace.pk), discussion_id=discussion.pk)
    enter(workspace=workspace.pk, user=leader.pk)
    quotes = [Quote(openly), Quote(nameless[0]), Quote(reply), Quote(theirs, is_votes=True)]
    insights.draw(discussion, by=leader, kind="idea", statement="One list is wanted", quotes=quotes)
    return everybody


def elsewhere(leader, packed: bytes) -> ImportBatch:
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    batch = batches.receive(empty, author=leader, files=[("a.json", packed)])
    batches.prepare(batch)
    batch.refresh_from_db()
    return batch


def written(workspace) -> bytes:
    return write(document_of(workspace), Format.COALITION_JSON)


def counts() -> list[int]:
    return [model.objects.count() for model in MADE]


def test_discussions_come_back_whole_and_go_again(workspace, leader, held):
    before, here = written(workspace), counts()
    assert here == [1, 6, 1, 7, 11, 2, 1, 7, 1, 4, 2, 1]
    batch = elsewhere(leader, before)
    assert [row for row in expand(batch.reasons) if row[3]] == []
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    assert counts() == here
    assert json.loads(written(batch.workspace)) == json.loads(before)
    # What they said openly is theirs by their next link; what has no name is nobody's.
    openly = Answer.objects.get(text="Fewer leads, said openly.")
    assert openly.voice == key_of(openly.invitation, openly.prompt)
    nameless = Answer.objects.filter(prompt__mode="anonymous")
    keys = {key_of(each, prompt) for each in Invitation.objects.all() for prompt in Prompt.objects.all()}
    assert keys.isdisjoint(nameless.values_list("voice", flat=True))
    assert Shift.objects.get().assessment.position == 1
    (invitations,) = ImportChange.objects.filter(model="invitation").values_list("object_ids", flat=True)
    assert len({*invitations}) == 7
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    assert batches.undo(batch.pk, actor=leader) == []
    assert (Stakeholder.objects.count(), counts()) == (0, [0] * len(MADE))


def test_what_somebody_works_on_since_is_not_undone(workspace, leader, held):
    batch = elsewhere(leader, written(workspace))
    batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"])
    restored = Discussion.objects.get()
    row = Answer.objects.get(text="Nobody decides 3")
    insights.draw(restored, by=leader, kind="shift", statement="Drawn since", quotes=[Quote(row)])
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    batches.undo(batch.pk, actor=leader)
    assert Discussion.objects.get().title == "Better leads"
    assert Insight.objects.filter(statement="Drawn since").exists()
    assert Guide.objects.count() == 1


def test_the_file_names_nobody_who_was_not_to_be_named(workspace, held):
    (told,) = pack(workspace, dict.fromkeys(Stakeholder.objects.values_list("pk", flat=True), "s1"))["discussions"]
    nameless = [row for row in told["answers"] if row["text"].startswith("Nobody decides")]
    assert len(nameless) == 7
    # Two detractors are too few: so no segment is told, or they were the rest.
    assert {(row["by"], row["segment"], "said_on" in row) for row in nameless} == {(None, "unknown", False)}
    assert {(row["by"], row["segment"]) for row in told["voters"]} == {(None, "unknown")}
    assert [row["by"] for row in told["responses"]] == [None]
    text = json.dumps(told)
    assert "started_at" not in json.dumps(told["invitations"])
    assert not any(each.voice in text for each in [*Answer.objects.all(), *Vote.objects.all()])


def test_of_an_open_discussion_only_what_was_said_with_a_name_is_in_the_file(workspace, held):
    Discussion.objects.update(closed_at=None)
    (told,) = pack(workspace, dict.fromkeys(Stakeholder.objects.values_list("pk", flat=True), "s1"))["discussions"]
    assert {row["text"] for row in told["answers"]} == {"Fewer leads, said openly.", "", "Keep the list"}
    assert (told["votes"], told["responses"]) == ([], [])
    assert [len(each["evidence"]) for each in told["insights"]] == [2]


def test_confidential_words_have_no_author_in_the_file_and_few_are_not_in_it(workspace, held, mode):  # noqa: F811
    mode("success", "confidential")
    mode("commitment", "confidential")
    packed = pack(workspace, dict.fromkeys(Stakeholder.objects.values_list("pk", flat=True), "s1"))
    assert "said openly" not in json.dumps(packed)
    assert "Keep the list" not in json.dumps(packed["discussions"])
    assert [row["what"] for row in packed["commitments"]] == ["Print it"]


@pytest.mark.parametrize(
    ("segments", "kept"),
    [
        (["champion"] * 5, {"champion": "champion"}),
        (["champion"] * 5 + ["detractor"] * 4, {}),
        (["champion"] * 5 + ["unknown"] * 5, {"champion": "champion", "unknown": "unknown"}),
        ([], {}),
    ],
)
def test_segments_stay_beside_nameless_words_all_or_none(segments, kept):
    assert segments_kept(segments) == kept


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("discussions", 0, "closes_at"), "2020-01-01T00:00:00+00:00", "A discussion closes after it opens."),
        (("discussions", 0, "guide"), 7, "This entry is not as a backup has it."),
        (("discussions", 0, "version"), 7, "The guide it was held with is missing."),
        (("discussions", 0, "votes", 0, 2), 5, "A vote agrees, disagrees or passes."),
        (("discussions", 0, "votes", 1, 1), 0, "Something stands in it twice."),
        (("discussions", 0, "voters", 0, "by"), 0, "It names somebody who was promised not to be named."),
        (("discussions", 0, "invitations", 0, "stakeholder"), "s99", "This entry is not as a backup has it."),
        (("guides", 0, "versions", 0, "prompts", 1, "place"), 0, "Something stands in it twice."),
        (("commitments", 0, "confidence"), 11, "How sure somebody is goes from 0 to 10."),
    ],
)  # fmt: skip
def test_what_a_backup_holds_wrong_is_left_out_with_a_sentence(workspace, leader, held, path, value, said):
    document = json.loads(written(workspace))
    at = document["project"]["discussions"]
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    batch = elsewhere(leader, json.dumps(document).encode())
    where = f"{path[0].removesuffix('s').capitalize()} {path[1] + 1}"
    assert [row[2] for row in expand(batch.reasons) if row[0] == where] == [said]
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    assert Stakeholder.objects.count() == 7


def test_an_open_discussion_comes_back_closed(workspace, leader, held):
    Discussion.objects.update(closed_at=None)
    batch = elsewhere(leader, archive(workspace))
    batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"])
    assert Discussion.objects.get().is_over(timezone.now())
