"""Makes the demo's discussions from its words, for the people of the demo's workspace."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterable

import pghistory
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import User, Workspace
from discussions.demo.words import (
    ENDED,
    LEANS,
    LEANS_THEN,
    LEARNT,
    OURS,
    OUTCOME,
    PILOT,
    REPLIES,
    REQUESTS,
    SEED,
    SILENT_BEFORE,
    SO_FAR,
    VOICES,
    Before,
    Learnt,
)
from discussions.guides.versions import add_from_built_in, add_guide
from discussions.models import (
    Answer,
    Commitment,
    Discussion,
    Evidence,
    Guide,
    GuideVersion,
    Idea,
    Insight,
    Invitation,
    Prompt,
    Response,
    Shift,
    Vote,
)
from discussions.running import moderation, people, posting, preparing
from discussions.synthesis import agreement, insights
from discussions.voices import SMALLEST_CROWD, key_of, named_key_of
from planning.models import Goal
from stakeholders.assessments import record_assessment
from stakeholders.demo.script import INES
from stakeholders.models import Segment, Source, Stakeholder

DRAFTED = ("Aiko Tanabe", "Isabel Duarte", "Samuel Osei", "Rafael Costa", "Margit Halvorsen")
WHY = "Made the demo workspace"
AT_ONCE = 100


def discuss_demo(workspace: Workspace, *, today: dt.date) -> bool:
    """Three discussions as of `today`; whether they were made. A demo made before there were any gets them as well,
    unless somebody has begun to discuss in it or has lost one of those who take part."""
    leader = User.objects.get(email=INES)
    with scope(workspace=workspace.pk, user=leader.pk), pghistory.context(user=leader.pk, why=WHY):
        held = {person.name: person for person in Stakeholder.objects.filter(workspace=workspace)}
        if Guide.objects.filter(workspace=workspace).exists() or not _cast() <= held.keys():
            return False
        stage = _Stage(workspace, leader, held, today)
        stage.ended()
        stage.running()
        stage.drafted()
    return True


def _cast() -> set[str]:
    """Everybody whom the words name."""
    return {*(each.who for each in VOICES), *(each.who for each in ENDED), *SILENT_BEFORE, *DRAFTED}


class _Stage:
    def __init__(self, workspace: Workspace, leader: User, held: dict[str, Stakeholder], today: dt.date) -> None:
        self.workspace, self.leader, self.held, self.today = workspace, leader, held, today
        # The same rows each time, in an order that tells nothing.
        self.dice = random.Random(20261122)
        self.goals = list(Goal.objects.filter(workspace=workspace).order_by("rank"))

    def ended(self) -> None:
        """Closed six weeks ago, its outcome told."""
        text = REQUESTS
        discussion = self._prepare(text, "Fewer requests, better ones", goal="Marketing answers what matters")
        invited = self._open(discussion, [*(each.who for each in ENDED), *SILENT_BEFORE], opened=63, closes=-49)
        prompts = self._prompts(discussion)
        answers: list[Answer] = []
        ideas: list[Idea] = []
        for each in ENDED:
            invitation = invited[each.who]
            for key in ("stop", "need"):
                answers.append(self._answer(invitation, prompts[key], 55, text=getattr(each, key)))
            if each.idea:
                given = self._answer(invitation, prompts["ideas"], 55)
                answers.append(given)
                ideas.append(self._idea(given, 0, each.idea, became=each))
            if each.trust:
                number, after, why, _ = each.trust
                said = {"number": number, "number_after": after, "why_after": why}
                answers.append(self._answer(invitation, prompts["trust"], 55, **said))
        Answer.objects.bulk_create(answers)
        Idea.objects.bulk_create(ideas)
        self._vote(discussion, prompts["others"], ideas, [invited[each.who] for each in ENDED], LEANS_THEN)
        for each in ENDED:
            if each.promise:
                self._kept(invited[each.who], prompts["promise"], *each.promise)
        self._trusted(invited, prompts["trust"])
        done = self._at(54)
        names = [each.who for each in ENDED]
        self._been(invited, names, done, reminded=SILENT_BEFORE, told=True)
        Discussion.objects.filter(pk=discussion.pk).update(outcome=OUTCOME, outcome_told_at=self._at(41))
        self._learn(discussion, invited, prompts, LEARNT, ago=44)
        what, days = OURS
        Commitment.objects.create(
            id=self._id(),
            workspace=self.workspace,
            discussion=discussion,
            user=self.leader,
            what=what,
            due_on=self._day(-days),
            state=Commitment.State.CONFIRMED,
            created_at=self._at(41),
            updated_at=self._at(41),
        )

    def running(self) -> None:
        """Opened nine days ago; half have answered, and no decision maker."""
        discussion = self._prepare(PILOT, "How do we win mid-market together?", goal="One in four mid-market deals")
        invited = self._open(discussion, [each.who for each in VOICES], opened=9, closes=5)
        prompts = self._prompts(discussion)
        seed = moderation.add_seed(discussion, SEED, key=self._id())
        answers, ideas = self._said(invited, prompts)
        Answer.objects.bulk_create(answers)
        Idea.objects.bulk_create(ideas)
        self._moved(invited, prompts, ideas)
        voters = [invited[each.who] for each in VOICES if each.has_answered and each.done]
        self._vote(discussion, prompts["others"], [*ideas, seed], voters, LEANS)
        self._reply(invited, prompts["others"], ideas)
        self._promise(invited, prompts["promise"])
        finished = [each.who for each in VOICES if each.has_answered and each.done]
        begun = [each.who for each in VOICES if each.has_answered and not each.done]
        silent = [each.who for each in VOICES if not each.has_answered]
        self._been(invited, finished, self._at(4), begun=begun, reminded=silent[:3])
        self._write(discussion, invited, silent)
        self._learn(discussion, invited, prompts, SO_FAR, ago=1)

    def drafted(self) -> None:
        version = add_from_built_in(self.workspace, "decision", author=self.leader)
        goal = self._goal("Every campaign shows its payback")
        draft = preparing.prepare(
            self.workspace,
            version=version,
            title="What would Finance need to see?",
            facilitator=self.leader,
            goal=goal,
            reveal=Discussion.Reveal.BY_FACILITATOR,
        )
        people.invite(draft, [self.held[name] for name in DRAFTED])

    # What is written down ---------------------------------------------------------------------------------------------

    def _said(self, invited: dict[str, Invitation], prompts: dict[str, Prompt]) -> tuple[list[Answer], list[Idea]]:
        answers, ideas = [], []
        for each in VOICES:
            invitation, ago = invited[each.who], self.dice.randint(2, 8)
            for key in ("success", "challenge", "past"):
                if words := getattr(each, key):
                    answers.append(self._answer(invitation, prompts[key], ago, text=words))
            if each.ready:
                number, why = each.ready
                answers.append(self._answer(invitation, prompts["ready"], ago, number=number, why=why))
            if each.ideas:
                given = self._answer(invitation, prompts["ideas"], ago)
                answers.append(given)
                ideas += [self._idea(given, place, words) for place, words in enumerate(each.ideas)]
                if each.done:
                    answers.append(self._answer(invitation, prompts["others"], ago))
        return answers, ideas

    def _moved(self, invited: dict[str, Invitation], prompts: dict[str, Prompt], ideas: list[Idea]) -> None:
        for each in VOICES:
            if each.again:
                number, why, idea = each.again
                voice = key_of(invited[each.who], prompts["ready"])
                Answer.objects.filter(prompt=prompts["ready"], voice=voice).update(
                    number_after=number, why_after=why, moved_by=ideas[idea]
                )

    def _vote(
        self,
        discussion: Discussion,
        prompt: Prompt,
        ideas: list[Idea],
        voters: list[Invitation],
        leans: dict[int, dict[str, int]],
    ) -> None:
        votes = []
        for voter in voters:
            others = [number for number, idea in enumerate(ideas) if idea.invitation_id != voter.pk]
            for place, number in enumerate(self.dice.sample(others, min(len(others), 9))):
                lean = leans.get(number, {}).get(voter.segment, 0)
                agrees = {1: (8, 1, 1), 0: (5, 3, 2), -1: (2, 2, 6)}[lean]
                value = self.dice.choices((1, 0, -1), weights=agrees)[0]
                votes.append(
                    Vote(
                        id=self._id(),
                        **self._by(voter, prompt),
                        idea=ideas[number],
                        place=place,
                        value=value,
                    )
                )
        Vote.objects.bulk_create(votes)

    def _reply(self, invited: dict[str, Invitation], prompt: Prompt, ideas: list[Idea]) -> None:
        Response.objects.bulk_create(
            Response(
                id=self._id(),
                **self._by(invited[who], prompt) | self._named(invited[who], prompt, kind),
                idea=ideas[number],
                kind=kind,
                text=text,
                would_solve=solves,
                said_on=self._day(3),
            )
            for number, who, kind, text, solves in REPLIES
        )

    def _promise(self, invited: dict[str, Invitation], prompt: Prompt) -> None:
        for each in VOICES:
            if not each.promise:
                continue
            what, days, confidence = each.promise
            due = self.today + dt.timedelta(days=days)
            answer = self._answer(invited[each.who], prompt, 4, text=what, due_on=due, number=confidence)
            answer.save(force_insert=True)
            Commitment.objects.create(
                id=self._id(),
                workspace=self.workspace,
                discussion_id=answer.discussion_id,
                answer=answer,
                stakeholder=self.held[each.who],
                what=what,
                due_on=due,
                confidence=confidence,
                state=Commitment.State.CONFIRMED,
                created_at=self._at(4),
                updated_at=self._at(4),
            )

    def _trusted(self, invited: dict[str, Invitation], prompt: Prompt) -> None:
        """Who moved, what moved them, and what the team made of it on the map of then."""
        by = {idea.invitation_id: idea for idea in Idea.objects.filter(discussion=prompt.version.discussions.get())}
        for each in ENDED:
            if not each.trust or each.trust[0] == each.trust[1]:
                continue
            number, after, why, whose = each.trust
            idea = by[invited[whose].pk]
            answer = Answer.objects.get(prompt=prompt, invitation=invited[each.who])
            answer.moved_by = idea
            answer.save(update_fields=["moved_by"])
            assessment = None
            if each.moves_to is not None:
                said = f"Moved from {number} to {after} of 10 in “Fewer requests, better ones”: {why}"
                assessment = record_assessment(
                    self.held[each.who],
                    author=self.leader,
                    why=f"{said} Moved by the idea “{idea}”.",
                    assessed_on=self._day(46),
                    source=Source.DISCUSSION,
                    position=each.moves_to,
                )
            Shift.objects.create(
                workspace=self.workspace,
                answer=answer,
                assessment=assessment,
                decided_by=self.leader,
                decided_at=self._at(46),
            )

    def _learn(
        self,
        discussion: Discussion,
        invited: dict[str, Invitation],
        prompts: dict[str, Prompt],
        learnt: Iterable[Learnt],
        *,
        ago: int,
    ) -> None:
        """The insights, once the figures are worked out that some of them rest on."""
        agreement.read(discussion, now=timezone.now())
        ideas = {idea.invitation_id: idea for idea in Idea.objects.filter(discussion=discussion).order_by("-place")}
        answers = {(row.prompt_id, row.invitation_id): row for row in Answer.objects.filter(discussion=discussion)}
        at = self._at(ago)
        for each in learnt:
            quotes = []
            for who, key, words in each.rests_on:
                on_idea = key in ("ideas", "votes")
                row = ideas[invited[who].pk] if on_idea else answers[prompts[key].pk, invited[who].pk]
                quotes.append(insights.Quote(row, words, is_votes=key == "votes"))
            drawn = insights.draw(discussion, by=self.leader, kind=each.kind, statement=each.statement, quotes=quotes)
            Insight.objects.filter(pk=drawn.pk).update(
                decided=each.decided,
                decided_on=self._day(each.decided_ago) if each.decided else None,
                created_at=at,
                updated_at=at,
            )
            drawn.evidence.update(created_at=at)
            for who, correction in each.meant:
                drawn.evidence.filter(answer__invitation=invited[who]).update(
                    meant=Evidence.Meant.CORRECTED if correction else Evidence.Meant.YES, correction=correction
                )

    def _kept(self, invitation: Invitation, prompt: Prompt, what: str, state: str, happened: str, due: int) -> None:
        """A promise of then, and what became of it."""
        due_on = self._day(-due)
        settled = None if state == Commitment.State.CONFIRMED else self._day(18)
        answer = self._answer(invitation, prompt, 55, text=what, due_on=due_on, number=8)
        answer.save(force_insert=True)
        Commitment.objects.create(
            id=self._id(),
            workspace=self.workspace,
            discussion_id=answer.discussion_id,
            answer=answer,
            stakeholder=invitation.stakeholder,
            what=what,
            due_on=due_on,
            confidence=8,
            state=state,
            happened=happened,
            settled_on=settled,
            # Who is late was reminded then, and gets no letter when the demo is made.
            reminded_on=due_on + dt.timedelta(days=1) if due < 0 else None,
            created_at=self._at(55),
            updated_at=self._at(18),
        )

    def _answer(self, invitation: Invitation, prompt: Prompt, ago: int, **said: object) -> Answer:
        # "on" the day alone, as participants' rows have it.
        return Answer(
            id=self._id(), **self._by(invitation, prompt), prompt=prompt, is_draft=False, said_on=self._day(ago), **said
        )

    def _idea(self, answer: Answer, place: int, text: str, *, became: Before | None = None) -> Idea:
        idea = Idea(
            id=self._id(),
            workspace=self.workspace,
            discussion_id=answer.discussion_id,
            prompt_id=answer.prompt_id,
            invitation_id=answer.invitation_id,
            voice=answer.voice,
            segment=answer.segment,
            answer=answer,
            place=place,
            text=text,
            said_on=answer.said_on,
        )
        if became is not None:
            idea.became, idea.became_because, idea.became_on = became.became, became.because, self._day(41)
        return idea

    def _by(self, invitation: Invitation, prompt: Prompt) -> dict[str, object]:
        """Whose row it is, as `voices.voice_of` says it, without a query each."""
        anonymous = prompt.mode == Prompt.Mode.ANONYMOUS
        keeps = not anonymous or self.crowds[invitation.segment] >= SMALLEST_CROWD
        return {
            "workspace": self.workspace,
            "discussion_id": invitation.discussion_id,
            "invitation": None if anonymous else invitation,
            "voice": key_of(invitation, prompt),
            "segment": invitation.segment if keeps else Segment.UNKNOWN,
        }

    def _named(self, invitation: Invitation, prompt: Prompt, kind: str) -> dict[str, object]:
        if kind != Response.Kind.HELP or prompt.mode != Prompt.Mode.ANONYMOUS:
            return {}
        return {"invitation": invitation, "voice": named_key_of(invitation, prompt), "segment": invitation.segment}

    # The discussion itself --------------------------------------------------------------------------------------------

    def _prepare(self, text: object, title: str, *, goal: str) -> Discussion:
        version = add_guide(self.workspace, author=self.leader, text=text)  # type: ignore[arg-type]
        return preparing.prepare(
            self.workspace, version=version, title=title, facilitator=self.leader, goal=self._goal(goal)
        )

    def _goal(self, begins: str) -> Goal | None:
        return next((goal for goal in self.goals if goal.statement.startswith(begins)), None)

    def _open(self, discussion: Discussion, names: Iterable[str], *, opened: int, closes: int) -> dict[str, Invitation]:
        """Opened so many days ago, closing in so many; the letters of then are not written again."""
        chosen = [self.held[name] for name in names]
        people.invite(discussion, chosen)
        then = self._at(opened)
        ends = self._at(-closes).replace(hour=18, minute=0)
        Discussion.objects.filter(pk=discussion.pk).update(
            opens_at=then, closes_at=ends, created_at=then - dt.timedelta(days=1), revision=2
        )
        GuideVersion.objects.filter(pk=discussion.version_id).update(frozen_at=then)
        found = Invitation.objects.filter(discussion=discussion)
        found.exclude(stakeholder__email="").update(invited_at=then, created_at=then)
        invited = {each.stakeholder.name: each for each in found.select_related("stakeholder")}
        self.crowds = Counter(each.segment for each in invited.values())
        discussion.refresh_from_db()
        return invited

    def _been(
        self,
        invited: dict[str, Invitation],
        finished: list[str],
        at: dt.datetime,
        *,
        begun: Iterable[str] = (),
        reminded: Iterable[str] = (),
        told: bool = False,
    ) -> None:
        def rows(names: Iterable[str]) -> Callable[..., int]:
            return Invitation.objects.filter(pk__in=[invited[name].pk for name in names]).update

        rows(finished)(started_at=at, finished_at=at, told_at=self._at(41) if told else None)
        rows(begun)(started_at=at)
        rows(reminded)(reminded_at=at, reminders=1)

    def _write(self, discussion: Discussion, invited: dict[str, Invitation], names: list[str]) -> None:
        """Letters to those who are silent, so that whoever tries the demo finds one to answer."""
        silent = Invitation.objects.filter(pk__in=[invited[name].pk for name in names])
        silent.exclude(stakeholder__email="").update(invited_at=None)
        posting.write_invitations(discussion, now=timezone.now(), at_most=AT_ONCE)
        silent.exclude(invited_at=None).update(invited_at=self._at(9))

    def _prompts(self, discussion: Discussion) -> dict[str, Prompt]:
        """By the names they have in the words."""
        text = PILOT if discussion.version.guide.name == PILOT.name else REQUESTS
        stored = discussion.version.prompts.order_by("place")
        return {named.key: prompt for named, prompt in zip(text.prompts, stored, strict=True)}

    def _id(self) -> uuid.UUID:
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)

    def _day(self, ago: int) -> dt.date:
        return self.today - dt.timedelta(days=ago)

    def _at(self, ago: int) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(self._day(ago), dt.time(9, 30)))
