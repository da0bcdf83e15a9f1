"""A synthesis on paper says what its page says, in whatever signs people write."""

import pytest
from django.utils import timezone

from accounts.isolation import scope
from discussions.models import Discussion, Idea
from discussions.synthesis import insights, printing
from discussions.synthesis.insights import Quote
from discussions.synthesis.queries.report import report
from discussions.tasks import read_agreement

pytestmark = pytest.mark.django_db

HOSTILE = '#panic("no") $x$ *a* _b_ `c` @d <e> \\ “עברית” 日本'


def test_the_report_is_set_with_everything_that_people_may_write(
    workspace, discussion, leader, as_leader, crowd, idea, vote, answer, mode
):
    mode("ideas", "attributed")
    mode("scale", "attributed")
    people = crowd(champion=6, detractor=2)
    one = idea(f"One list {HOSTILE}")
    vote(one, dict(zip(people["champion"], "+++++-", strict=True)))
    rows = [answer(each, "success", text=HOSTILE) for each in people["champion"]]
    answer(people["champion"][0], "scale", number=3, number_after=7)
    with scope(workspace=workspace.pk):
        insights.draw(discussion, by=leader, kind="roadblock", statement=f"Heard {HOSTILE}", quotes=[Quote(rows[0])])
        Idea.objects.update(became="considered", became_because="It begins in May.")
        Discussion.objects.update(title=f"Leads {HOSTILE}", outcome=f"Decided\n\n{HOSTILE}")
    read_agreement(workspace_id=str(workspace.pk), discussion_id=discussion.pk)
    with scope(workspace=workspace.pk):
        said = printing.sheet(report(Discussion.objects.get(), now=timezone.now()), organisation="Northwind")
    assert said["title"] == f"Leads {HOSTILE}"
    assert said["blocks"] == [{"words": f"Heard {HOSTILE}", "behind": "1 person of 1 segment"}]
    assert said["outcome"] == ["Decided", HOSTILE]
    assert said["became"] == [f"One list {HOSTILE}: being looked at. It begins in May."]
    (voted,) = said["ideas"]
    assert voted["shares"] == [
        {"label": "Champion", "n": 6, "agrees": 5, "disagrees": 1, "words": "5 of 6 agree, 44 to 97 %"}
    ]
    assert voted["more"] == "Not yet heard: detractors."
    answered = as_leader.get(f"/w/northwind/discuss/{discussion.pk}/synthesis.pdf")
    assert (answered.status_code, answered.headers["Content-Type"]) == (200, "application/pdf")
    assert answered.content.startswith(b"%PDF-1.")


def test_a_discussion_in_which_nothing_was_said_can_be_printed(discussion, as_member):
    answered = as_member.get(f"/w/northwind/discuss/{discussion.pk}/synthesis.pdf")
    assert (answered.status_code, answered.content[:7]) == (200, b"%PDF-1.")
