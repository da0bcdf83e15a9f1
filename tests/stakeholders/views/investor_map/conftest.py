import pytest

from tests.stakeholders.views.investor_map.asking import ago


@pytest.fixture
def marcus(add_person):
    return add_person(
        "Marcus Hale", department="Sales", job_title="Head of Sales", segment="detractor", influence=4, interest=2,
        position=-1, assessed_on=ago(200), why="Order desk, he said.",
    )  # fmt: skip
