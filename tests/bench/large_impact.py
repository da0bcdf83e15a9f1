# ruff: noqa: T201 - it reports to whoever runs it
"""A workspace of 500 metrics and 1,000,000 observations, with everything that is made of them, and how long it takes
to work some of that out: run by bench_impact.py within Django."""

import datetime as dt
import json
import os
import statistics
import time
from collections.abc import Callable

from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import User, Workspace
from accounts.workspaces import create_workspace, memberships_of
from impact.contributions import Evidence, add_contribution
from impact.evidence import Grade
from impact.generation import generate
from impact.initiatives import add_initiative
from impact.journeys import results
from impact.journeys.planning import Found
from impact.journeys.sets import About, add_set
from impact.models import Initiative, IssuedReport, JourneySet, Metric, Observation, Report, ReportItem
from impact.queries import reports as reads
from impact.queries.metrics import readings
from impact.reports.audiences import Leading, add_audience
from impact.reports.composing import compose
from impact.reports.document import plain, restored
from impact.reports.issuing import issue
from impact.reports.pdf import typeset
from impact.reports.restating import restatements
from impact.reports.sharing import share
from impact.reports.spans import Against, Span, against, last_whole
from impact.reports.writing import Piece, Text, begin_report, text_of, write
from tests.bench.bench_attribution import journeys
from web.remembered import Remembered

SLUG, LEADER = "impact-l", "leader@generated.example"
# Pieces that come to twenty pages.
SHOWN, PATHS, CHANNELS, INITIATIVES = 8, 10_000, 40, 60
CHOSEN = 6
WORDS = (
    "The quarter went as the plan had it, and where it did not we say why. What changed here began when the new price"
    " list came, and it is told beside the number that shows it."
)
TITLE = "How marketing pays"


def measured() -> None:
    """Metrics and observations, unless an earlier run left them."""
    user = User.objects.get(email=LEADER)
    if any(each.workspace.slug == SLUG for each in memberships_of(user.pk)):
        return
    begun = time.perf_counter()
    with transaction.atomic():
        workspace = create_workspace("Impact at size", leader=user, slug=SLUG)
        with scope(workspace=workspace.pk, user=user.pk):
            generate(workspace, user, size="L", seed=1, today=timezone.localdate())
    print(f"Metrics and observations made in {time.perf_counter() - begun:.0f} s")


def told() -> None:
    """What is made of them."""
    user, workspace = held()
    today, begun = timezone.localdate(), time.perf_counter()
    with scope(workspace=workspace.pk, user=user.pk):
        if JourneySet.objects.exists():
            return
        _add_initiatives(workspace, user, today)
        _add_reports(workspace, user, today)
        year = dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)
        found = [Found(line, journey, "") for line, journey in enumerate(journeys(PATHS, CHANNELS), start=2)]
        about = About("Deals of the year", "A deal won", *year, "EUR")
        add_set(workspace, about, found, holds=JourneySet.Holds.PATHS, filename="paths.csv", author=user)
    print(f"Initiatives, reports and journeys made in {time.perf_counter() - begun:.0f} s")


def held() -> tuple[User, Workspace]:
    user = User.objects.get(email=LEADER)
    return user, next(each.workspace for each in memberships_of(user.pk) if each.workspace.slug == SLUG)


def _add_initiatives(workspace: Workspace, user: User, today: dt.date) -> None:
    metrics = list(Metric.objects.of_impact().filter(workspace=workspace).order_by("pk"))
    for place in range(INITIATIVES):
        moves = metrics[place % 40 : place % 40 + 4]
        made = add_initiative(
            workspace, metrics=moves, name=f"Initiative {place + 1}", what=WORDS, owner=user,
            starts_on=dt.date(today.year - 1, 1, 1), how_known="The number beside it moves.",
        )  # fmt: skip
        for number, metric in enumerate(moves):
            span = last_whole("quarter", today)
            said = Evidence(
                list(Grade)[(place + number) % 2], 0.01 * (number + 1), span.first, span.last, "As people told us."
            )
            add_contribution(made, metric, said, author=user)


def _add_reports(workspace: Workspace, user: User, today: dt.date) -> None:
    metrics = list(Metric.objects.kept().of_impact().filter(workspace=workspace).order_by("pk")[:SHOWN])
    initiatives = list(Initiative.objects.filter(workspace=workspace).order_by("pk")[:8])
    span = last_whole("quarter", today)
    for name in ("The board", "Sales"):
        audience = add_audience(
            workspace, leads=[Leading(metric) for metric in metrics[:8]], name=name, question="Does marketing pay?",
            cadence="quarter",
        )  # fmt: skip
        pieces = [Piece(f"m{one.pk}", "changed", WORDS, metric=one.pk) for one in metrics]
        pieces += [Piece(f"w{one.pk}", "why", WORDS, initiative=one.pk) for one in initiatives[:4]]
        pieces += [Piece(f"n{one.pk}", "next", WORDS, initiative=one.pk) for one in initiatives[4:]]
        pieces.append(Piece("ask", "ask", WORDS))
        made = _report(workspace, user, audience, span, pieces)
        issued = issue(made, actor=user, expected_version=made.version)
        share(issued, author=user, label="Whoever reads it")
        # Another, on the desk.
        _report(workspace, user, audience, _before(span), pieces)


def _before(span: Span) -> Span:
    found = against(span, Against.BEFORE)
    assert found is not None
    return found


def _report(workspace: Workspace, user: User, audience: object, span: Span, pieces: list[Piece]) -> Report:
    made = begin_report(
        workspace, author=user, audience=audience, title=TITLE, span=span, compared=_before(span), pieces=pieces
    )  # fmt: skip
    text = text_of(made, reads.items(made))
    return write(made, Text(text.title, WORDS, text.pieces), expected_version=made.version)


def timed(name: str, work: Callable[[], object], rounds: int = 5) -> None:
    wall, busy = [], []
    for _ in range(rounds):
        begun, before = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - begun)
        busy.append(time.process_time() - before)
    print(
        f"  {name:44}{statistics.median(wall) * 1000:9.1f} ms, of these{statistics.median(busy) * 1000:8.1f} ms its own"
    )


def measure() -> None:
    """Prints what takes long outside of pages, and on its last line what the pages are called."""
    user, workspace = held()
    today = timezone.localdate()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; the middle of five")
    with scope(workspace=workspace.pk, user=user.pk):
        print(f"  {Metric.objects.count()} metrics, {Observation.objects.count():,} observations")
        leading = list(Metric.objects.leading())
        metrics = list(Metric.objects.kept().in_reading_order()[:24])
        issued = IssuedReport.objects.select_related("report").order_by("issued_at", "pk")[0]
        draft = Report.objects.select_related("audience", "workspace").filter(editions=None).order_by("pk")[0]
        document, rows = restored(issued.document), reads.items(draft)
        pages = bytes(issued.pdf).count(b"/Type /Page\n") or bytes(issued.pdf).count(b"/Type/Page")
        timed(f"the overview's {len(leading)} numbers", lambda: readings(workspace, leading, today=today))
        timed("a list's 24 numbers", lambda: readings(workspace, metrics, today=today))
        timed(
            "a draft told",
            lambda: compose(reads.materials(draft, rows, workspace=workspace, today=today), as_of=timezone.now()),
        )
        timed("an issued report read", lambda: restored(issued.document))
        timed("what was restated since", lambda: restatements(issued))
        timed("frozen", lambda: plain(document))
        timed(f"set on paper, {pages} pages", lambda: typeset(document))
        timed("issued: read, told, frozen, set, stored", lambda: _issue_and_undo(draft, user))
    found = journeys(PATHS, CHANNELS)
    timed(f"{PATHS:,} paths of {CHANNELS} channels attributed", lambda: results.work_out(found))
    with scope(workspace=workspace.pk, user=user.pk):
        print(json.dumps(_known(workspace, user, issued, draft)))


def _told(draft: Report, rows: list[ReportItem], today: dt.date) -> None:
    reads.TOLD = Remembered(1)
    compose(reads.materials(draft, rows, workspace=draft.workspace, today=today), as_of=timezone.now())


def _issue_and_undo(draft: Report, user: User) -> None:
    with transaction.atomic():
        issue(draft, actor=user, expected_version=draft.version)
        transaction.set_rollback(True)


def _known(workspace: Workspace, user: User, issued: IssuedReport, draft: Report) -> dict[str, str]:
    kept = Metric.objects.kept().of_impact().order_by("pk")
    made, address = share(issued, author=user, label="The bench")
    client = Client(headers={"host": "127.0.0.1"})
    client.post(f"/{address.split('/', 3)[3]}")
    return {
        "slug": workspace.slug,
        "metric": str(kept.leading()[0].pk),
        "chosen": "&".join(f"metric={pk}" for pk in kept.values_list("pk", flat=True)[:CHOSEN]),
        "initiative": str(Initiative.objects.order_by("pk")[0].pk),
        "set": str(JourneySet.objects.order_by("pk")[0].pk),
        "issued": str(issued.pk),
        "draft": str(draft.pk),
        "share": str(made.pk),
        "visit": "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items()),
    }
