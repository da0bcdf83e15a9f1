"""What the pages are looked at with: a dozen people and one of everything a page can show."""

import datetime as dt
from dataclasses import replace
from uuid import uuid4

from django.utils import timezone

from accounts import invitations
from accounts.models import Membership, Role, User, Workspace
from checkins import check_ins
from checkins.events.opening import record
from checkins.events.touching import Change
from checkins.models import CheckInRule, Holiday
from checkins.plans import add_holidays, begin
from discussions.guides.versions import add_from_built_in
from discussions.models import Answer, Idea, Invitation
from discussions.room.stage import start_room
from discussions.running.people import invite
from discussions.running.preparing import open_discussion, prepare
from discussions.synthesis.following_up import promise
from discussions.synthesis.insights import Quote, draw
from discussions.voices import voice_of
from impact.api.tokens import make_token, revoke_token
from impact.contributions import Evidence, add_contribution, replace_contribution
from impact.evidence import Grade
from impact.files import life
from impact.happenings import annotate, rebase
from impact.initiatives import add_initiative
from impact.journeys import life as journeys
from impact.journeys.sets import About, take_back
from impact.metrics import add_metric
from impact.models import (
    Audience,
    AudienceMetric,
    AudiencePerson,
    Initiative,
    IssuedReport,
    Metric,
    Report,
    ReportItem,
    ReportSending,
)
from impact.observations import correct_observation, number, promoters, record_observation
from impact.periods import Every
from impact.periods import starts as months
from impact.queries.returns import first_pieces
from impact.reports.document import plain
from impact.reports.pdf import typeset
from impact.reports.sharing import end_share, note_view, share
from impact.reports.spans import Span
from impact.reports.writing import begin_report
from impact.returns.measures import choose_measure
from impact.targets import set_target
from planning.goals import add_goal
from planning.intake.text import RequestText
from planning.models import PlanningSession, Stake
from planning.positions import say_position
from planning.requests import bring, decide, issue_link, open_asking, set_desk
from planning.sessions import board, closing, seats, stages
from planning.stakes import add_stake, end_stake
from stakeholders.assessments import record_assessment
from stakeholders.concerns import raise_concern
from stakeholders.imports import batches
from stakeholders.models import ImportBatch, Relationship, SavedView, Stakeholder
from stakeholders.relationships import add_relationship
from stakeholders.touchpoints import log_touchpoint
from tests.e2e.workbooks import kumu_workbook
from tests.impact.reports.documents import a_document

APPLIED = [
    ("Ruth Abara", "General counsel", "Legal", 4, 2),
    ("Bilal Osman", "Data engineer", "IT", None, None),
    ("Chiara Conti", "Head of People", "People", None, None),
]
# One is here already, one looks like somebody, one has no name, one has a score that is none.
PREVIEWED = [
    ("Ruth Abara", "Chief counsel", "Legal", 5, 2),
    ("Marcus Hale", "Sales", "Field", None, None),
    (None, "Nobody", "Sales", None, None),
    ("Gunnar Lindqvist", "Plant manager", "Operations", "plenty", 3),
    ("Søren Kjær", "Controller", "Finance", 2, 2),
]
# The days that reports tell of.
REPORTED = Span(dt.date(2026, 7, 1), dt.date(2026, 9, 30))


def tell_story(add_person, workspace: Workspace, leader: User, member: User) -> dict[str, object]:
    """The keys that addresses ask for, by what they name (as in tests/test_routes.py)."""
    today = timezone.localdate()
    long_ago = today - dt.timedelta(days=400)
    aiko = add_person(
        "Aiko Tanabe", department="Board", job_title="Chief executive", email="aiko@northwind.example",
        segment="decision_maker", influence=5, interest=3, position=1, engagement_now="neutral",
        engagement_desired="supportive", approves=True, owner=leader,
    )  # fmt: skip
    marcus = add_person(
        "Marcus Hale", department="Sales", job_title="Head of Sales", email="marcus@northwind.example",
        segment="detractor", influence=4, interest=2, position=-1, engagement_now="resistant",
        engagement_desired="supportive", resists=True, voice="vocal", resistance_cause="fears_losing_control",
        approves=True, holds_capital=True, assessed_on=long_ago, why="“Marketing is an order desk,” he said.",
        notes="Came up through key accounts.\n\nReads numbers first.", tags=["board", "pipeline"],
        attributes={"Region": "North", "Years here": 11},
    )  # fmt: skip
    record_assessment(marcus, author=leader, why="Asked for the pipeline numbers.", interest=4, position=0)
    priya = add_person(
        "Priya Raman", department="Marketing", segment="champion", influence=3, interest=5, position=2,
        engagement_now="leading", engagement_desired="leading", owner=member, advocates=True,
    )  # fmt: skip
    tomas = add_person(
        "Tomás Vidal", department="Finance", segment="decision_maker", influence=5, interest=3, position=None,
        engagement_now="unaware", engagement_desired="neutral", assessed_on=long_ago,
    )  # fmt: skip
    lena = add_person("Lena Voss", department="Operations", segment="influencer", influence=3, interest=3, position=0)
    nora = add_person("Nora Quist", department="Sales", segment="participant", influence=2, interest=4, position=1)
    ferry = add_person(
        "Ferry Works", kind="customer", is_group=True, segment="influencer", influence=4, interest=4, position=1
    )
    add_person("Iris Dahl", kind="customer", job_title="Buyer")
    add_person("Halden Studio", kind="partner", is_group=True, segment="champion", influence=2, interest=5, position=2)
    for person, manager in ((marcus, aiko), (tomas, aiko), (nora, marcus), (priya, marcus)):
        tie = add_relationship(person, target=manager, kind=Relationship.Kind.REPORTS_TO)
    add_relationship(lena, target=marcus, kind=Relationship.Kind.TRUSTS, weight=4, label="old colleagues")
    add_relationship(ferry, target=nora, kind=Relationship.Kind.ADVISES)
    touchpoint = log_touchpoint(
        marcus, author=leader, kind="meeting", mood="mixed", summary="Wants leads he can name.",
        happened_on=today - dt.timedelta(days=20), follow_up_by=today - dt.timedelta(days=6),
    )  # fmt: skip
    log_touchpoint(priya, author=member, kind="call", mood="good", happened_on=today - dt.timedelta(days=3))
    concern = raise_concern(
        marcus, author=leader, said="“You decide, and we hear of it.”", cause="losing_control", response="Come along."
    )
    view = SavedView.objects.create(
        workspace=workspace, user=leader, page="register", name="Sales, to win over", query="segment=detractor",
        is_shared=True,
    )  # fmt: skip
    applied = received(workspace, leader, "people-kumu.xlsx", APPLIED)
    batches.apply(applied.pk, fingerprint=applied.plan["fingerprint"])
    previewed = received(workspace, leader, "more-people.xlsx", PREVIEWED)
    failed = batches.receive(workspace, author=leader, files=[("broken.xlsx", b"PK\x03\x04 not a workbook")])
    batches.prepare(failed)
    invitation, token = invitations.invite(workspace, email="new@elsewhere.example", role=Role.MEMBER, by=leader)
    return {
        **tell_requests(workspace, leader),
        **tell_sessions(workspace, leader),
        **tell_goals(workspace, leader, [marcus, tomas, priya]),
        "stakeholder": marcus.pk,
        "unjudged": Stakeholder.objects.get(name="Iris Dahl").pk,
        "tie": tie.pk,
        "touchpoint": touchpoint.pk,
        "concern": concern.pk,
        "view": view.pk,
        "import": previewed.pk,
        "applied": applied.pk,
        "failed": failed.pk,
        "invitation": invitation.pk,
        "membership": Membership.objects.get(workspace=workspace, user=member).pk,
        "token": token,
        **tell_discussion(workspace, leader, [marcus, tomas, priya, lena, nora]),
        **tell_impact(workspace, leader),
        **tell_check_ins(workspace, leader, marcus),
    }


def tell_requests(workspace: Workspace, leader: User) -> dict[str, object]:
    """One that came as an order and waits, one that was declined; and somebody who decides."""
    set_desk(workspace, owner=leader, days_a_quarter=60)
    waits = RequestText(
        problem="Please make a video about the new pump and post it on LinkedIn. Dealers ask us how it is mounted.",
        for_whom="Dealers", outcome="Fewer returned pumps", ideas="A poster", why_then="My boss wants it",
        wanted_by=timezone.localdate() + dt.timedelta(days=40),
    )  # fmt: skip
    asked, _ = bring(workspace, key=uuid4(), name="Nora Quist", email="nora@northwind.example", text=waits)
    alike = replace(waits, problem="Dealers return the new pump, as they cannot see how it is mounted.")
    other, _ = bring(workspace, key=uuid4(), name="Ferry Works", text=alike, typed_by=leader)
    decide(other, author=leader, state="declined", reason="A leaflet lies in every box.", expected_version=1)
    links = {"asking": open_asking(workspace), "asked": issue_link(other)}
    return {"request": asked.pk, "declined_request": other.pk, **links}


def tell_sessions(workspace: Workspace, leader: User) -> dict[str, object]:
    """One whose room gathers its ideas, and one that has ended."""
    now, today = timezone.now(), timezone.localdate()
    quarter = {"starts_on": dt.date(today.year, 1, 1), "ends_on": dt.date(today.year, 3, 31), "facilitator": leader}
    keys = {}
    for title in ("The year before", "Planning the quarter"):
        session = stages.prepare(workspace, key=uuid4(), title=title, days=60, **quarter)
        seat = seats.sit_down(session, key=uuid4(), name="Nora Quist")
        stages.begin(session, now=now)
        stages.go(session, expected=0, to=2, now=now)
        for text in ("Let dealers try the pump", "Dealers try the pump at home", "A letter"):
            board.write(session, key=uuid4(), text=text, by=board.Mover(seat=seat))
        stages.reveal(session, kind="ideas", now=now)
        last = board.notes_of(session).last()
        proposal = board.gather(session, key=uuid4(), notes={last.pk: last.version}, by=board.Mover(user=leader))
        keys = {"session": session.pk, "seat": seat.pk, "proposal": proposal.pk, "ended-session": keys.get("session")}
    ended = PlanningSession.objects.get(pk=keys["ended-session"])
    closing.end(ended, outcome="We try it.", now=now)
    return keys


def tell_goals(workspace: Workspace, leader: User, people: list[Stakeholder]) -> dict[str, object]:
    """Two goals of this year: one with owners, a stake and positions, and one nobody is behind."""
    today = timezone.localdate()
    year = {"starts_on": dt.date(today.year, 1, 1), "ends_on": dt.date(today.year, 12, 31)}
    won = add_goal(
        workspace, statement="One in four deals is won", owners=people[:2], measured_by="Win rate", **year,
        customer_outcome="An answer in days.",
    )  # fmt: skip
    add_goal(workspace, statement="No launch means overtime", **year)
    stake = add_stake(
        people[0], author=leader, goal=won, invests="people", what="Two of his team", expects="“Leads I can name.”"
    )
    end_stake(add_stake(people[0], author=leader, invests="time", what="Mondays"))
    for person, position in zip(people, (1, -1, 2), strict=True):
        say_position(person, goal=won, author=leader, position=position, why="Said so in the meeting.")
    return {"goal": won.pk, "stake": stake.pk}


def tell_check_ins(workspace: Workspace, leader: User, person: Stakeholder) -> dict[str, object]:
    begin(workspace)
    soon = timezone.localdate() + dt.timedelta(days=2)
    extra = {"at": dt.time(9, 30), "zone": "Etc/UTC", "owner": leader}
    check_in = check_ins.add_extra(person, due_on=soon, key=uuid4(), **extra)
    heir = Stakeholder.objects.exclude(pk=person.pk).earliest("pk")
    event, _ = record(workspace, Change("joined", heir.pk, other=person.pk), key="joined", says=f"{heir} joined.")
    add_holidays(workspace, [(soon + dt.timedelta(days=30), "Founders’ day")])
    gone = check_ins.add_extra(person, due_on=soon, key=uuid4(), **extra)
    gone = check_ins.hold(gone, check_ins.Outcome("He wants names."), author=leader, expected_version=1)
    skipped = check_ins.add_extra(person, due_on=soon, key=uuid4(), **extra)
    check_ins.skip(skipped, why="On leave.", expected_version=1)
    return {
        "check-in": check_in.pk,
        "held_check_in": gone.pk,
        "skipped_check_in": skipped.pk,
        "check-in-rule": CheckInRule.objects.get(segment="champion").pk,
        "holiday": Holiday.objects.get().pk,
        "event": event.pk,
        "inherited": event.inherited.values_list("pk", flat=True)[0],
    }


def tell_discussion(workspace: Workspace, leader: User, people: list[Stakeholder]) -> dict[str, object]:
    """One that five people were asked into and three answered, with what was drawn from it; and one in a room."""
    now = timezone.now()
    version = add_from_built_in(workspace, "not-lost", author=leader)
    discussion, live = (
        prepare(workspace, version=version, title=title, facilitator=leader, held=held)
        for title, held in (("Leads that Sales can name", "async"), ("One afternoon on leads", "live"))
    )
    for each in (discussion, live):
        invite(each, people)
        open_discussion(each, closes_at=now + dt.timedelta(days=7), opens_at=now, now=now)
    start_room(live, now=now)
    asked = {each.stakeholder_id: each for each in Invitation.objects.filter(discussion=discussion)}
    prompts = list(version.prompts.order_by("place"))
    first = next(prompt for prompt in prompts if prompt.kind == "text" and prompt.mode == "attributed")
    gives = next(prompt for prompt in prompts if prompt.gives_ideas)
    said = ("Fewer leads, named ones.", "One list a week.", "Two customers at the table.")
    for person, words in zip(people[:3], said, strict=True):
        voice = voice_of(asked[person.pk], first)
        answer = Answer.objects.create(
            workspace=workspace, discussion=discussion, invitation=voice.invitation, prompt=first, voice=voice.key,
            segment=voice.segment, is_draft=False, text=words,
        )  # fmt: skip
        voice = voice_of(asked[person.pk], gives)
        idea = Idea.objects.create(
            workspace=workspace, discussion=discussion, invitation=voice.invitation, prompt=gives, voice=voice.key,
            segment=voice.segment, text=f"Try it: {words.lower()}",
        )  # fmt: skip
    Invitation.objects.filter(stakeholder__in=people[:3], discussion=discussion).update(started_at=now)
    insight = draw(
        discussion, by=leader, kind="idea", statement="Fewer and better", quotes=[Quote(answer), Quote(idea)]
    )
    commitment = promise(
        workspace, what="Send the list", due_on=timezone.localdate(), stakeholder=people[0], discussion=discussion
    )
    return {
        "guide": version.guide_id,
        "discussion": discussion.pk,
        "live": live.pk,
        "invited": asked[people[0].pk].pk,
        "answer": answer.pk,
        "idea": idea.pk,
        "insight": insight.pk,
        "evidence": insight.evidence.first().pk,
        "commitment": commitment.pk,
    }


def tell_impact(workspace: Workspace, leader: User) -> dict[str, object]:
    """A metric that got worse, one counted in answers, one that nobody has measured; a file to check, one stored and
    one that cannot be read."""
    fields = {
        "words": "Deals won over deals decided.", "outcome": "revenue", "level": "outcome", "nature": "level",
        "together": "mean", "unit_kind": "number", "good": "up", "every": "month",
    }  # fmt: skip
    counted = {
        "outcome": "customer_advocacy", "measured": "promoters", "unit_kind": "points", "together": "pooled",
    }  # fmt: skip
    worse = add_metric(workspace, author=leader, name="Deals a month", **fields)
    score = add_metric(workspace, author=leader, name="Net Promoter Score", **fields | counted)
    unmeasured = add_metric(workspace, author=leader, name="A name without any number yet", **fields)
    starts = list(months(dt.date(2025, 1, 1), dt.date(2026, 2, 1), Every.MONTH))
    for place, start in enumerate(starts):
        value = 40 + place % 3 if place < 11 else 20 + place % 2
        last = record_observation(worse, number(value, n=90), starts_on=start, author=leader)
    record_observation(score, promoters(50, 30, 20), starts_on=starts[-1], author=leader)
    correct_observation(last, number(22, n=90), why="One deal was counted twice.", author=leader)
    target = set_target(
        worse, 45, starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2030, 12, 31), course="throughout", author=leader
    )
    note = annotate(workspace, "Prices raised by six percent", on=starts[4], author=leader)
    anew = rebase(worse, starts_on=starts[7], reason="Sales counts otherwise", author=leader)
    lines = "month,Deals a month\n" + "".join(f"2024-{month:02},{30 + month}\n" for month in range(1, 10))
    stored, previewed, unread = (
        life.receive(workspace, author=leader, name=name, content=content.encode())
        for name, content in (
            ("2024.csv", lines),
            ("more.csv", f"{lines}2024-10,many\n"),
            ("no-table.csv", "only words\n"),
        )
    )
    life.prepare(stored)
    stored.refresh_from_db()
    life.start_applying(stored, stored.plan["fingerprint"])
    life.apply(stored.pk, actor=leader, fingerprint=stored.plan["fingerprint"])
    for file in (previewed, unread):
        life.prepare(file)
    until = timezone.localdate() + dt.timedelta(days=90)
    sends, _ = make_token(workspace, name="CRM, every night", author=leader, expires_on=until)
    ended, _ = make_token(workspace, name="The survey tool we had before", author=leader)
    revoke_token(ended)
    return {
        "api-token": sends.pk,
        **tell_initiative(workspace, leader, worse),
        **tell_journeys(workspace, leader),
        **tell_report(workspace, leader),
        "metric": worse.pk,
        "observation": worse.observations.standing().order_by("-starts_on").first().pk,
        "target": target.pk,
        "annotation": note.pk,
        "rebase": anew.pk,
        "score": score.pk,
        "unmeasured": unmeasured.pk,
        "file": previewed.pk,
        "stored_file": stored.pk,
        "unread_file": unread.pk,
    }


def tell_initiative(workspace: Workspace, leader: User, metric: Metric) -> dict[str, object]:
    """An experiment with evidence that was said otherwise before, and one of which nothing is known."""
    trial = add_initiative(
        workspace, name="Short demo for small laboratories", what="A call of ten minutes instead of a visit.",
        starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 3, 31), owner=leader, cost=4200.0, currency="EUR",
        metrics=[metric], is_experiment=True, hypothesis="As many decide.", guard_rails="No complaint.",
    )  # fmt: skip
    bare = add_initiative(workspace, name="A podcast", what="Customers talk.", starts_on=dt.date(2026, 1, 1))
    found = Evidence(Grade.ASSERTED, None, dt.date(2026, 1, 1), dt.date(2026, 1, 31), "Sales says so.")
    first = add_contribution(trial, metric, found, author=leader)
    drawn = Evidence(
        Grade.EXPERIMENT, 3.0, dt.date(2026, 1, 1), dt.date(2026, 1, 31), "Drawn by lot among 80.",
        link="https://northwind.example/study", filename="lots.csv", content=b"who,lot\n",
    )  # fmt: skip
    contribution = replace_contribution(first, drawn, why="Lots were drawn since.", author=leader)
    return {"initiative": trial.pk, "bare_initiative": bare.pk, "contribution": contribution.pk}


def tell_journeys(workspace: Workspace, leader: User) -> dict[str, object]:
    """Deals that no channel stands out of, paths taken back, and files: to check, with a question, and no table."""
    paths = (
        "Search > Email (newsletter) > Fair",
        "Email (newsletter)",
        "Fair > Email",
        "Search > Email",
        "Fair",
    )
    deals = "Deal,Path,Value,Won,Contact\n" + "".join(
        f"Company {number},{paths[number % 5]},{number * 1000},{'no' if number % 3 else 'yes'},Kim\n"
        for number in range(1, 60)
    )
    stands, gone = (
        About(name, "A deal won", dt.date(2026, 1, 1), dt.date(2026, 3, 31), "EUR")
        for name in ("Deals of the first quarter", "Paths of another year")
    )
    contents = (deals, "path,conversions\nEmail,12\nSearch > Email,4\n", f"{deals}Open AG,Email,3,open,Bo\n")
    asked = 'path;conversions;value\nEmail;2;"1.234"\nSearch;x;2\n'
    first, second, previewed, with_question, unread = (
        journeys.receive(workspace, author=leader, name=f"journeys-{number}.csv", content=content.encode())
        for number, content in enumerate((*contents, asked, "only words\n"))
    )
    made = []
    for file, about in ((first, stands), (second, gone), (previewed, None), (with_question, None), (unread, None)):
        journeys.prepare(file)
        if about is not None:
            file.refresh_from_db()
            made.append(journeys.store(file.pk, about, actor=leader, fingerprint=file.plan["fingerprint"]).made)
    take_back(made[1], why="The wrong year.", actor=leader)
    return {
        "journey-set": made[0].pk, "taken_back_set": made[1].pk, "journey-file": previewed.pk,
        "asked_journeys": with_question.pk, "unread_journeys": unread.pk,
    }  # fmt: skip


def tell_report(workspace: Workspace, leader: User) -> dict[str, object]:
    """One that was issued, with a link that was read, one that was ended, and a letter that was stopped."""
    tomas = Stakeholder.objects.get(name="Tomás Vidal")
    Stakeholder.objects.filter(pk=tomas.pk).update(email="tomas@northwind.example")
    audience = Audience.objects.create(workspace=workspace, name="CFO", question="Did we get what we paid for?")
    AudiencePerson.objects.create(workspace=workspace, audience=audience, stakeholder=tomas)
    report = Report.objects.create(
        workspace=workspace, audience=audience, title="The third quarter for the CFO", author=leader,
        starts_on=dt.date(2026, 7, 1), ends_on=dt.date(2026, 9, 30),
    )  # fmt: skip
    metrics = {metric.name: metric for metric in Metric.objects.filter(workspace=workspace)}
    for place, metric in enumerate(metrics.values(), start=1):
        if not metric.is_effort:
            AudienceMetric.objects.create(
                workspace=workspace, audience=audience, metric=metric, place=place, called=f"Our {metric.name.lower()}"
            )
            ReportItem.objects.create(
                workspace=workspace, report=report, part="changed", place=place, metric=metric,
                words="" if place > 1 else "It tells how many of those whom we reach decide for us.",
            )  # fmt: skip
    about = {"workspace": workspace, "report": report}
    trial = Initiative.objects.filter(workspace=workspace).order_by("pk").first()
    ReportItem.objects.create(part="why", place=90, initiative=trial, **about)
    ReportItem.objects.create(part="next", place=91, words="W" * 200, **about)
    stake = Stake.objects.filter(workspace=workspace).order_by("pk").first()
    ReportItem.objects.create(part="ask", place=92, stake=stake, **about)
    edition = {"workspace": workspace, "report": report, "issued_by": leader}
    document = a_document()
    issued = IssuedReport.objects.create(edition=1, document=plain(document), pdf=typeset(document), **edition)
    read, _ = share(issued, author=leader, label="The auditors", passphrase="copper kettle")
    note_view(read)
    note_view(read, with_pdf=True)
    ended, _ = share(issued, author=leader, stakeholder=tomas)
    end_share(ended)
    stopped = ReportSending.objects.create(
        workspace=workspace, issued=issued, stakeholder=tomas, due_at=timezone.now(), author=leader,
        state=ReportSending.State.STOPPED, stopped_why="Tomás Vidal has no e-mail address any more.",
    )  # fmt: skip
    assert stake is not None
    choose_measure(stake, next(metric for metric in metrics.values() if not metric.is_effort), author=leader)
    to_one = begin_report(
        workspace, author=leader, stakeholder=stake.stakeholder, title="To one who put something in", span=REPORTED,
        compared=None, pieces=first_pieces(stake.stakeholder, last=REPORTED.last),
    )  # fmt: skip
    return {
        "audience": audience.pk, "report": report.pk, "issued": issued.pk, "share": read.pk, "sending": stopped.pk,
        "investor": stake.stakeholder_id, "to_one": to_one.pk,
    }  # fmt: skip


def received(workspace: Workspace, author: User, filename: str, people: list[tuple]) -> ImportBatch:
    """An import as its preview shows it."""
    ties = [(people[0][0], people[1][0], "trusts")]
    batch = batches.receive(workspace, author=author, files=[(filename, kumu_workbook(people, ties))])
    batches.prepare(batch)
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.PREVIEWED, batch.error
    return batch
