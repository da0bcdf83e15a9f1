"""Reading along, hiding with a reason, ideas of the team, duplicates; and a person's page."""

import uuid

import pytest
from django.utils import timezone

from discussions.models import Answer, Commitment, DifferentIdeas, Idea, Prompt
from discussions.synthesis import following_up
from discussions.voices import voice_of

HOSTILE = "<script>alert(1)</script> & “Ω” ‮x"


@pytest.fixture
def idea(discussion):
    prompt = discussion.version.prompts.get(purpose="idea", kind="text")

    def made(invitation, text):
        voice = voice_of(invitation, prompt)
        fields = {
            "workspace": discussion.workspace, "discussion": discussion, "prompt": prompt,
            "invitation": voice.invitation, "voice": voice.key, "segment": voice.segment,
        }  # fmt: skip
        answer, _ = Answer.objects.get_or_create(**fields, is_draft=False)
        return Idea.objects.create(**fields, answer=answer, text=text, place=answer.ideas.count())

    return made


def test_nothing_to_moderate_yet(as_leader, page):
    texts = {show: as_leader.get(f"{page}moderate/?show={show}").content.decode() for show in
             ("ideas", "responses", "answers", "hidden", "same", "nonsense")}  # fmt: skip
    assert [word in texts[show] for show, word in {
        "ideas": "No ideas yet", "responses": "No replies yet", "answers": "No answers to read yet",
        "hidden": "Nothing is hidden", "same": "No two ideas look alike", "nonsense": "No ideas yet",
    }.items()] == [True] * 6  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("show", "queries"), [("ideas", 14), ("answers", 13), ("same", 15), ("hidden", 15)])
def test_queries(as_leader, asked, idea, page, django_assert_num_queries, count, show, queries):
    for number in range(count):
        idea(asked(f"P{number} X"), f"An idea about {number}")
    as_leader.get(f"{page}moderate/?show={show}")
    with django_assert_num_queries(queries):
        as_leader.get(f"{page}moderate/?show={show}")


def test_hiding_and_showing_again(as_leader, asked, idea, page, leader):
    row = idea(asked(HOSTILE, email="x@x.example"), HOSTILE)
    sent = {"kind": "idea", "which": row.pk, "because": "It names a person.", "show": "ideas"}
    assert "<script>alert" not in as_leader.get(f"{page}moderate/").content.decode()
    assert "Say why" in as_leader.post(f"{page}moderate/hide/", {**sent, "because": " "}, follow=True).content.decode()
    assert Idea.objects.get().hidden_at is None
    as_leader.post(f"{page}moderate/hide/", sent)
    assert (Idea.objects.get().hidden_because, Idea.objects.get().hidden_by) == ("It names a person.", leader)
    assert "It names a person." in as_leader.get(f"{page}moderate/?show=hidden").content.decode()
    as_leader.post(f"{page}moderate/show/", {"kind": "idea", "which": row.pk})
    assert Idea.objects.get().hidden_at is None


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"kind": "vote", "which": uuid.uuid4()},
        {"kind": "idea", "which": "x"},
        {"kind": "idea", "which": uuid.uuid4()},
    ],
)
def test_what_is_not_there_cannot_be_hidden(as_leader, page, sent):
    assert as_leader.post(f"{page}moderate/hide/", {"because": "No", **sent}).status_code == 404


def test_an_idea_of_the_team(as_leader, page):
    key = uuid.uuid4()
    for _ in range(2):
        as_leader.post(f"{page}moderate/ideas/", {"key": key, "text": "Send nobody a campaign"})
    assert [each.text for each in Idea.objects.all()] == ["Send nobody a campaign"]
    assert "Put in by the team" in as_leader.get(f"{page}moderate/").content.decode()
    wrong = as_leader.post(f"{page}moderate/ideas/", {"key": uuid.uuid4(), "text": ""})
    assert (wrong.status_code, wrong.context["form"].errors["text"]) == (422, ["Write the idea in a sentence."])


def test_duplicates(as_leader, asked, idea, page):
    one = idea(asked("Ada A"), "Send fewer leads but better ones")
    two = idea(asked("Bo B"), "Fewer leads, and better ones.")
    assert "The same: keep the first" in as_leader.get(f"{page}moderate/?show=same").content.decode()
    pair = {"idea": one.pk, "duplicate": two.pk, "show": "same"}
    address = f"{page}moderate/same/"
    as_leader.post(address, {**pair, "verdict": "same"})
    assert Idea.objects.get(pk=two.pk).same_as == one
    as_leader.post(address, {**pair, "verdict": "apart"})
    assert Idea.objects.get(pk=two.pk).same_as is None
    as_leader.post(address, {**pair, "verdict": "different"})
    assert DifferentIdeas.objects.count() == 1
    assert "No two ideas look alike" in as_leader.get(f"{page}moderate/?show=same").content.decode()
    assert as_leader.post(address, {**pair, "verdict": "nonsense"}).status_code == 404


def test_a_persons_page(as_leader, asked, idea, discussion, page):
    invited = asked("Ada A", started_at=timezone.now())
    idea(invited, "Send fewer leads but better ones")
    nameless = discussion.version.prompts.get(mode="anonymous", kind="text")
    voice = voice_of(invited, nameless)
    Answer.objects.create(
        workspace=discussion.workspace, discussion=discussion, prompt=nameless, voice=voice.key,
        is_draft=False, text="Nameless words",
    )  # fmt: skip
    Commitment.objects.create(
        workspace=discussion.workspace, stakeholder=invited.stakeholder, what="Call Bo", confidence=8
    )
    address = f"/w/northwind/discuss/stakeholders/{invited.stakeholder_id}/"
    section = as_leader.get(address, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="discussed").content.decode()
    assert section.lstrip().startswith('<div class="card-head">')
    assert [
        word in section for word in ("Better leads", "Answered in part", "Call Bo", "8 of 10", "Send fewer leads")
    ] == [True] * 5
    assert "Nameless words" not in section
    person = as_leader.get(f"/w/northwind/stakeholders/{invited.stakeholder_id}/").content.decode()
    assert f'hx-get="{address}"' in person


def test_a_person_who_was_not_asked(as_leader, add_person):
    address = f"/w/northwind/discuss/stakeholders/{add_person('Bo').pk}/"
    assert "They were not asked in a discussion yet." in as_leader.get(address).content.decode()


def test_a_confidential_commitment_is_on_their_page_for_the_facilitator_alone(
    as_leader, as_member, asked, discussion, guide, workspace
):
    invited = asked()
    prompt = guide.prompts.get(kind="commitment")
    Prompt.objects.filter(pk=prompt.pk).update(mode="confidential")
    said = Answer.objects.create(
        workspace=workspace, discussion=discussion, prompt=prompt, invitation=invited, voice="a", is_draft=False
    )
    for what, answer in (("Bring two customers", said), ("Agreed at the table", None)):
        Commitment.objects.create(
            workspace=workspace, discussion=discussion, stakeholder=invited.stakeholder, what=what, answer=answer
        )
    address = f"/w/northwind/discuss/stakeholders/{invited.stakeholder_id}/"
    read = [browser.get(address).text for browser in (as_leader, as_member)]
    assert ["Bring two customers" in page for page in read] == [True, False]
    assert all("Agreed at the table" in page for page in read)
    # What takes its place was no more said openly than it was.
    change = {"expected_revision": 1, "due_on": None, "happened": "One is ill"}
    following_up.change(Commitment.objects.get(answer=said), what="Bring one customer", **change)
    lists = f"/w/northwind/discuss/commitments/?discussion={discussion.pk}"
    read = [browser.get(page).text for page in (address, lists) for browser in (as_leader, as_member)]
    assert ["Bring one customer" in page for page in read] == [True, False, True, True]
    assert [invited.stakeholder.name in page.split("<main")[1] for page in read[2:]] == [True, True]
    assert read[3].count("Told to the facilitator in confidence") == 1
