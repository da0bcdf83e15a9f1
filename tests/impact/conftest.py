"""Real data with published figures, read where it is at hand, small files, and a promise made in confidence."""

import csv
import io
from pathlib import Path

import pytest

from discussions.models import Answer, Commitment, Discussion, Guide, GuideVersion, Invitation, Prompt

PUBLISHED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "impact"


@pytest.fixture(scope="session")
def published_rows():
    """The rows of a real file, as dicts."""

    def read(name):
        path = PUBLISHED / name
        if not path.exists():
            pytest.skip(f"{name} is not at hand: the real files are not part of the repository")
        return list(csv.DictReader(io.StringIO(path.read_text())))

    return read


@pytest.fixture
def written(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def in_confidence(workspace, leader, add_person) -> Commitment:
    """What somebody promised in a discussion, where only its facilitator reads whose it is."""
    guide = Guide.objects.create(workspace=workspace, name="Between us", author=leader)
    version = GuideVersion.objects.create(workspace=workspace, guide=guide, number=1)
    prompt = Prompt.objects.create(
        workspace=workspace, version=version, place=0, purpose="commitment", kind="commitment", mode="confidential",
        text="What will you do?",
    )  # fmt: skip
    talk = Discussion.objects.create(workspace=workspace, title="Between us", version=version, facilitator=leader)
    by = {"workspace": workspace, "discussion": talk, "voice": "0" * 64}
    person = add_person("Zephyrine Quill")
    invited = Invitation.objects.create(workspace=workspace, discussion=talk, stakeholder=person, segment="champion")
    answer = Answer.objects.create(**by, invitation=invited, prompt=prompt, text="Leave by June", is_draft=False)
    return Commitment.objects.create(
        workspace=workspace, stakeholder=person, discussion=talk, answer=answer, what="Leave by June"
    )
