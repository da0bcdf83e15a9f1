"""What two workers keep of pages from one request to the next is never older than what is stored."""

import datetime as dt
import re
from functools import lru_cache

import pytest
from django.urls import reverse

from accounts.isolation import scope
from accounts.models import User
from impact.contributions import Evidence, add_contribution, withdraw_contribution
from impact.evidence import Grade
from impact.happenings import annotate, rebase, take_annotation_back, take_rebase_back
from impact.initiatives import add_initiative, edit_initiative, move_stage
from impact.metrics import edit_metric, put_in_front, retire_metric
from impact.models import AudienceMetric, Initiative, Metric, Observation, Target
from impact.observations import Number, correct_observation, record_observation, withdraw_observation
from impact.queries import exploring, initiatives, metrics, reports
from impact.reports.audiences import Leading, add_audience, edit_audience
from impact.reports.spans import Span
from impact.reports.writing import Piece, begin_report
from impact.targets import end_target, set_target
from impact.templatetags import impact as drawing
from planning.goals import add_goal, edit_goal
from planning.stakes import add_stake
from stakeholders.models import Stakeholder
from web.remembered import Remembered
from web.templatetags import ui

D = dt.date
Q3, Q2 = Span(D(2026, 7, 1), D(2026, 9, 30)), Span(D(2026, 4, 1), D(2026, 6, 30))
TODAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
# Twice, where another module knows it by its name.
MEMORIES = [
    (metrics, "LATEST"),
    (exploring, "LATEST"),
    (reports, "TOLD"),
    (reports, "OFFERED"),
    (initiatives, "LATEST"),
]
DRAWN = [
    (drawing, "_drawn"), (ui, "_remembered"), (metrics, "_charts"), (metrics, "rows"), (exploring, "rows"),
    (exploring, "_picture"),
]  # fmt: skip


class Worker:
    """A process of its own, as far as what is kept in it goes."""

    def __init__(self, monkeypatch, client, addresses):
        self.patch, self.client, self.addresses = monkeypatch.setattr, client, addresses
        self.kept = [(module, name, Remembered(64)) for module, name in MEMORIES]
        self.kept += [(module, name, lru_cache(64)(getattr(module, name).__wrapped__)) for module, name in DRAWN]

    def pages(self) -> dict[str, str]:
        for module, name, memory in self.kept:
            self.patch(module, name, memory)
        found = {}
        for name, address in self.addresses.items():
            page = self.client.get(address)
            assert page.status_code == 200
            found[name] = re.sub(r'(csrfmiddlewaretoken" value|X-CSRFToken":) ?="?[^"]+', "", page.content.decode())
        return found


@pytest.mark.django_db(transaction=True)
def test_whatever_is_written_is_on_every_page_of_every_worker(
    workspace, leader, as_leader, add, add_person, time_machine, monkeypatch
):
    time_machine.move_to(TODAY, tick=False)
    with scope(workspace=workspace.pk, user=leader.pk):
        metric = add(name="Win rate", values=[40 + place % 7 for place in range(15)])
        other = add(name="Referrals", values=[9 + place % 4 for place in range(15)])
        put_in_front(metric)
        goal = add_goal(workspace, statement="Grow", starts_on=D(2026, 1, 1), ends_on=D(2026, 12, 31))
        person = add_person("Tom Vidal")
        fair = add_initiative(
            workspace, metrics=[metric], name="Fair", what="A stand", starts_on=D(2026, 1, 5), goal=goal
        )
        cfo = add_audience(workspace, name="CFO", question="What came back?", leads=[Leading(metric), Leading(other)])
        pieces = [Piece("new-1", "changed", metric=metric.pk), Piece("new-2", "why", initiative=fair.pk)]
        report = begin_report(
            workspace, author=leader, audience=cfo, title="Q3", span=Q3, compared=Q2, pieces=pieces
        )  # fmt: skip
    slug = workspace.slug
    addresses = {
        "metric": reverse("impact:metric", args=[slug, metric.pk]),
        "explore": reverse("impact:explore", args=[slug]) + f"?metric={metric.pk}&metric={other.pk}",
        "in one": reverse("impact:explore", args=[slug]) + f"?metric={metric.pk}&metric={other.pk}&in_one=1",
        "desk": reverse("impact:report", args=[slug, report.pk]),
        "preview": reverse("impact:report-preview", args=[slug, report.pk]),
        "initiatives": reverse("impact:initiatives", args=[slug]),
    }
    august, october = D(2026, 8, 1), D(2026, 10, 1)

    def standing(day, of=metric):
        return Observation.objects.standing().get(metric=of, starts_on=day)

    def an_audience(**words):
        edit_audience(cfo, expected_version=cfo.version, leads=[Leading(metric, **words)], people=[])
        cfo.refresh_from_db()

    def renamed(name):
        now = Metric.objects.get(pk=metric.pk)
        edit_metric(now, expected_version=now.version, author=leader, name=name)

    of_all = {"metric", "explore", "in one", "desk", "preview"}
    told = Evidence(Grade.ASSERTED, 2.0, D(2026, 8, 1), D(2026, 8, 31), "Sales say so")
    days = {"starts_on": D(2026, 7, 1), "ends_on": D(2026, 12, 31)}
    # What is written, and the pages that say something else then.
    writes = [
        (lambda: correct_observation(standing(august), Number(70.0), why="Typed wrong", author=leader), of_all),
        (lambda: withdraw_observation(standing(august), why="Not ours", author=leader), of_all),
        (lambda: record_observation(metric, Number(52.0), starts_on=august, author=leader, note="Late"), of_all),
        (
            lambda: correct_observation(standing(october, other), Number(90.0), why="A slip", author=leader),
            {"explore", "in one"},
        ),
        (lambda: set_target(metric, 60.0, **days, author=leader, course=Target.Course.THROUGHOUT), of_all - {"in one"}),
        (lambda: end_target(Target.objects.get()), of_all - {"in one"}),
        (lambda: annotate(workspace, "A new price list", on=D(2026, 8, 9), author=leader), {"metric", "preview"}),
        (lambda: take_annotation_back(metric.annotations.model.objects.get()), {"metric", "preview"}),
        (lambda: rebase(metric, starts_on=D(2026, 2, 1), reason="Another tool", author=leader), {"metric", "preview"}),
        (lambda: take_rebase_back(metric.rebases.get()), {"metric", "preview"}),
        (
            lambda: renamed("Deals won"),
            {*of_all, "initiatives"},
        ),
        (lambda: User.objects.filter(pk=leader.pk).update(name="Isabel Duarte-Roth"), {"metric", "preview"}),
        (lambda: an_audience(called="Business won"), {"desk", "preview"}),
        (lambda: an_audience(called="Business won", scale=AudienceMetric.Scale.THOUSANDS), set()),
        (lambda: add_contribution(fair, metric, told, author=leader), {"metric", "desk", "preview", "initiatives"}),
        (
            lambda: withdraw_contribution(fair.contributions.get(), why="Nobody knows", author=leader),
            {"metric", "desk", "preview", "initiatives"},
        ),
        (
            lambda: edit_initiative(fair, expected_version=1, metrics=[metric, other], name="Autumn fair", cost=900.0,
                                    currency="EUR"),
            {"desk", "preview", "initiatives"},
        ),
        (lambda: edit_goal(goal, expected_version=goal.version, statement="Grow abroad"), {"initiatives"}),
        (
            lambda: move_stage(Initiative.objects.get(), Initiative.Stage.MEASUREMENT, expected_version=2),
            {"initiatives"},
        ),
        (lambda: add_stake(person, author=leader, invests="budget", what="A tenth of his"), {"desk"}),
        (lambda: Stakeholder.objects.filter(pk=person.pk).update(name="Tomás Vidal"), {"desk"}),
        (lambda: retire_metric(other, author=leader), {"explore", "in one", "desk"}),
    ]  # fmt: skip
    one, two = (Worker(monkeypatch, as_leader, addresses) for _ in range(2))
    before = one.pages()
    assert two.pages() == before
    for place, (write, changed) in enumerate(writes):
        with scope(workspace=workspace.pk, user=leader.pk):
            write()
        now = Worker(monkeypatch, as_leader, addresses).pages()
        # The second one looks every other time: it has missed a write then.
        looking = (one, two) if place % 2 else (one,)
        differing = [name for worker in looking for name, page in worker.pages().items() if page != now[name]]
        assert (place, differing) == (place, [])
        assert (place, changed - {name for name in now if now[name] != before[name]}) == (place, set())
        before = now
