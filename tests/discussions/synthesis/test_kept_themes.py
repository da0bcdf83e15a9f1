"""Themes among so much that a worker looks for them, and pages show what it kept."""

import re

import pytest
from django.utils import timezone

from accounts.isolation import scope
from discussions.models import AgreementReading, Idea
from discussions.synthesis.queries import theming
from discussions.tasks import read_themes

pytestmark = pytest.mark.django_db
TOPICS = [
    "fewer leads phone", "approve budget quarter", "earlier launch spring", "price list margin", "region map table",
    "customer visit lunch",
]  # fmt: skip
LABELS = [
    "Approve, budget, quarter", "Customer, lunch, visit", "Earlier, launch, spring", "Fewer, lead, phone",
    "List, margin, price", "Map, region, table",
]  # fmt: skip
LOOKING = "Themes in thousands of answers are being looked for."


@pytest.fixture
def address(workspace, discussion, prompts) -> str:
    said = [TOPICS[place % len(TOPICS)] for place in range(theming.AT_ONCE + 120)]
    with scope(workspace=workspace.pk):
        Idea.objects.bulk_create(
            Idea(workspace=workspace, discussion=discussion, prompt=prompts["idea"], text=text, voice="team")
            for text in said
        )
    return f"/w/northwind/discuss/{discussion.pk}/themes/"


def look(discussion, reader):
    read_themes(workspace_id=str(discussion.workspace_id), discussion_id=discussion.pk, reader_id=reader.pk)


def headings(page) -> list[str]:
    return re.findall(r'<li class="card theme"><h2>([^<]+)</h2>', page)


def test_they_are_looked_for_beforehand_and_shown_until_something_is_said(
    workspace, discussion, as_leader, leader, address, prompts, queries
):
    page = as_leader.get(address).content.decode()
    assert (LOOKING in page, headings(page)) == (True, [])
    look(discussion, leader)
    page = as_leader.get(address).content.decode()
    assert (LOOKING in page, "Something was said since" in page) == (False, False)
    assert sorted(headings(page)) == LABELS
    assert queries(as_leader, address) == 7
    with scope(workspace=workspace.pk):
        Idea.objects.create(workspace=workspace, discussion=discussion, prompt=prompts["idea"], text="A", voice="team")
    page = as_leader.get(address).content.decode()
    assert ("Something was said since" in page, len(headings(page))) == (True, 6)


def test_what_is_hidden_since_is_quoted_no_more(workspace, discussion, as_leader, leader, address):
    look(discussion, leader)
    with scope(workspace=workspace.pk):
        first, *others = AgreementReading.objects.get().themes["facilitator"]["themes"]
        keys = [key.removeprefix("idea:") for key in first["keys"][1:]]
        Idea.objects.filter(pk__in=keys).update(hidden_at=timezone.now(), hidden_because="No")
    page = as_leader.get(address).content.decode()
    rows = re.findall(r'name="row" value="([^"]+)"', page)
    assert rows == [first["keys"][0], *(key for each in others for key in each["keys"][: theming.QUOTED])]


def test_what_was_told_to_the_facilitator_alone_is_in_no_theme_of_the_team(
    workspace, discussion, as_member, leader, member, address, mode, invite, answer
):
    mode("success", "confidential")
    with scope(workspace=workspace.pk):
        Idea.objects.filter(text=TOPICS[-1]).delete()
    told = {f"answer:{answer(invite(f'P {n}'), 'success', text='A merger of pension funds').pk}" for n in range(4)}
    for reader in (leader, member):
        look(discussion, reader)
    with scope(workspace=workspace.pk):
        kept = AgreementReading.objects.get().themes
    keys = {reader: {key for each in kept[reader]["themes"] for key in each["keys"]} for reader in kept}
    assert (told & keys["facilitator"], told & keys["team"]) == (told, set())
    words = {reader: {word for each in kept[reader]["themes"] for word in each["words"]} for reader in kept}
    assert ("merger" in words["facilitator"], "merger" in words["team"]) == (True, False)
    assert "erger" not in as_member.get(address).content.decode()
