"""Preparing, changing and opening a discussion."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from discussions.models import Discussion, GuideVersion, Step
from discussions.running.preparing import edit, open_discussion, prepare
from web.meanwhile import EditedMeanwhile

WEEK = dt.timedelta(days=7)


@pytest.fixture
def draft(workspace, guide, leader) -> Discussion:
    return prepare(workspace, version=guide, title="  Better   leads ", facilitator=leader)


def steps(discussion) -> list[tuple[int, str]]:
    return list(discussion.steps.order_by("place").values_list("place", "prompt__purpose"))


def test_a_draft_has_a_step_for_each_prompt(draft, guide):
    assert (draft.title, draft.opens_at, draft.sees, draft.reveal, draft.remind_before) == (
        "Better leads", None, "ideas", "after_own", [3, 1],
    )  # fmt: skip
    assert steps(draft) == [
        (0, "success"), (1, "roadblock"), (2, "shift"), (3, "idea"), (4, "idea"), (5, "commitment"),
    ]  # fmt: skip
    guide.refresh_from_db()
    assert guide.frozen_at is None


def test_it_needs_a_title(workspace, guide, leader):
    with pytest.raises(ValidationError, match="Give it a title"):
        prepare(workspace, version=guide, title="  ", facilitator=leader)


def test_a_draft_may_change_in_everything(draft, member, now):
    changed = edit(draft, expected_revision=1, now=now, title="Fewer leads", sees="nothing", facilitator=member)
    assert (changed.revision, changed.title, changed.sees, changed.facilitator) == (2, "Fewer leads", "nothing", member)


def test_two_people_edit_and_the_second_is_told(draft, now):
    edit(draft, expected_revision=1, now=now, title="First")
    with pytest.raises(EditedMeanwhile) as told:
        edit(draft, expected_revision=1, now=now, title="Second")
    assert told.value.now.title == "First"


def test_what_people_were_told_stays(draft, member, now):
    opened = open_discussion(draft, closes_at=now + WEEK, now=now)
    for field, value, word in [
        ("facilitator", member, "facilitator"),
        ("sees", "answers", "rule on what people see"),
        ("reveal", "at_close", "moment from which"),
        ("held", "live", "way it is held"),
    ]:
        with pytest.raises(ValidationError, match=word):
            edit(opened, expected_revision=2, now=now, **{field: value})
    assert edit(opened, expected_revision=2, now=now, title="A better title").title == "A better title"


def test_opening_freezes_the_guide(draft, guide, now):
    opened = open_discussion(draft, closes_at=now + WEEK, now=now)
    guide.refresh_from_db()
    assert (opened.opens_at, opened.closes_at, guide.frozen_at) == (now, now + WEEK, now)


def test_opening_it_again_changes_nothing(draft, now):
    open_discussion(draft, closes_at=now + WEEK, now=now)
    again = open_discussion(draft, closes_at=now + 2 * WEEK, now=now + dt.timedelta(hours=1))
    assert (again.opens_at, again.closes_at) == (now, now + WEEK)


def test_it_opens_at_a_moment_to_come_but_not_in_the_past(draft, now):
    opened = open_discussion(draft, opens_at=now - WEEK, closes_at=now + WEEK, now=now)
    assert opened.opens_at == now


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        ({"closes_at": -1}, "over already"),
        ({"opens_at": 3, "closes_at": 2}, "moment after the beginning"),
    ],
)
def test_dates_that_cannot_be(draft, now, dates, says):
    moments = {name: now + dt.timedelta(days=days) for name, days in dates.items()}
    with pytest.raises(ValidationError, match=says):
        open_discussion(draft, now=now, **moments)
    draft.refresh_from_db()
    assert draft.opens_at is None


def test_a_guide_without_prompts_opens_nothing(draft, guide, now):
    guide.prompts.all().delete()
    with pytest.raises(ValidationError, match="no prompt yet"):
        open_discussion(draft, closes_at=now + WEEK, now=now)


def test_a_draft_follows_its_guide(draft, guide, now):
    guide.prompts.filter(purpose="roadblock").delete()
    assert Step.objects.filter(discussion=draft, prompt__purpose="roadblock").count() == 0
    opened = open_discussion(draft, closes_at=now + WEEK, now=now)
    assert [purpose for _, purpose in steps(opened)] == ["success", "shift", "idea", "idea", "commitment"]


def test_an_order_made_by_hand_stays(draft, now):
    Step.objects.create(workspace=draft.workspace, discussion=draft, place=9, title="Pairs", setting="pairs")
    Step.objects.filter(discussion=draft, prompt__purpose="success").delete()
    opened = open_discussion(draft, closes_at=now + WEEK, now=now)
    assert steps(opened)[-2:] == [(9, None), (10, "success")]


def test_another_guide_brings_its_own_steps(draft, guide, now):
    other = GuideVersion.objects.create(workspace=guide.workspace, guide=guide.guide, number=2)
    assert steps(edit(draft, expected_revision=1, now=now, version=other)) == []
