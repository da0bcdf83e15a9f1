"""What one person is asked in a discussion: the questions in order, in words meant for them, and how far they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.written import unless_written
from discussions.answering.words import minutes_left
from discussions.models import (
    Answer,
    Discussion,
    Evidence,
    GuideVersion,
    Idea,
    Insight,
    Invitation,
    Prompt,
    Step,
    Variant,
    Wording,
)
from discussions.voices import key_of
from stakeholders.models import Segment
from web.remembered import Remembered

UNANSWERED, DRAFT, GIVEN = "unanswered", "draft", "given"


@dataclass(frozen=True)
class Question:
    """A prompt as this person meets it. `again` is a scale met a second time, after others' ideas."""

    number: int
    prompt: Prompt
    step: Step
    text: str
    answer: Answer | None = None
    again: bool = False

    @property
    def state(self) -> str:
        if self.answer is None:
            return UNANSWERED
        if self.again:
            return GIVEN if self.answer.number_after is not None else UNANSWERED
        return DRAFT if self.answer.is_draft else GIVEN

    @property
    def is_given(self) -> bool:
        return self.state == GIVEN

    @property
    def keeps_drafts(self) -> bool:
        """What was sent changes when the change is sent; votes and second numbers have no drafts."""
        return not (self.is_given or self.again or self.prompt.kind == Prompt.Kind.IDEAS)

    @property
    def prefix(self) -> str:
        """Of its fields' names, so that all questions can stand in one form."""
        return f"q{self.number}-"


@dataclass(frozen=True)
class Script:
    invitation: Invitation
    discussion: Discussion
    promised: int
    questions: tuple[Question, ...] = field(default_factory=tuple)
    # The whole agenda, with what others are asked: a room is drawn from the same rows.
    steps: tuple[Step, ...] = ()
    variant: Variant | None = None
    agenda: Agenda | None = None

    @property
    def quoted(self) -> frozenset[str]:
        return self.agenda.quoted if self.agenda else frozenset()

    @cached_property
    def facilitator(self) -> str:
        name: str | None = getattr(self.invitation, "facilitator_name", None)
        if name is None:
            name = User.objects.values_list("name", flat=True).get(pk=self.discussion.facilitator_id)
        return name or "the facilitator"

    def ideas_of(self, question: Question) -> Sequence[Idea]:
        """What they sent there, in their places, save what they have taken back."""
        if question.answer is None or not question.prompt.gives_ideas:
            return ()
        return self._own_ideas.get(question.answer.pk, ())

    @cached_property
    def _own_ideas(self) -> dict[UUID, list[Idea]]:
        """Read by the pages that show them: most show none."""
        wanted = [each.answer.pk for each in self.questions if each.answer and each.prompt.gives_ideas]
        found: dict[UUID, list[Idea]] = {}
        for idea in Idea.objects.filter(answer__in=wanted).order_by("place"):
            is_taken_back = idea.hidden_at is not None and idea.hidden_by_id is None
            if idea.answer_id is not None and not is_taken_back:
                found.setdefault(idea.answer_id, []).append(idea)
        return found

    def question(self, number: int) -> Question | None:
        return self.questions[number - 1] if 0 < number <= len(self.questions) else None

    def of_prompt(self, prompt_id: int | None) -> Question | None:
        return next((each for each in self.questions if each.prompt.pk == prompt_id and not each.again), None)

    @property
    def open(self) -> tuple[Question, ...]:
        return tuple(each for each in self.questions if not each.is_given)

    @property
    def drafts(self) -> tuple[Question, ...]:
        return tuple(each for each in self.questions if each.state == DRAFT)

    @property
    def given_count(self) -> int:
        return len(self.questions) - len(self.open)

    @property
    def needed(self) -> tuple[Question, ...]:
        """What cannot be left out and is not given yet."""
        return tuple(each for each in self.open if each.prompt.required and not each.again)

    @property
    def minutes_left(self) -> int:
        return minutes_left(
            [each.prompt for each in self.questions], [each.prompt for each in self.open], self.promised
        )

    @property
    def resume_at(self) -> int:
        """Where they were, if that is still a place; else the first question without an answer."""
        last = self.invitation.last_place
        if 0 < last <= len(self.questions):
            return last
        return self.open[0].number if self.open else 1

    @property
    def own_ideas_given(self) -> bool:
        """Whether they have sent their ideas wherever they are asked for some."""
        return all(each.is_given for each in self.questions if each.prompt.gives_ideas)

    def has_given(self, prompt: Prompt | None) -> bool:
        """Whether they have answered a prompt; one they are not asked is answered with their own ideas."""
        question = self.of_prompt(prompt.pk) if prompt else None
        return question.is_given if question else self.own_ideas_given


@dataclass(frozen=True)
class Agenda:
    """What everybody of a segment is asked alike. Several requests read one: nothing may be written into its rows."""

    discussion: Discussion
    steps: tuple[Step, ...]
    wordings: Mapping[int, str]
    variant: Variant | None

    @cached_property
    def quoted(self) -> frozenset[str]:
        """Whose words insights of the discussion rest on; read by the first who asks."""
        rest_on = Evidence.objects.filter(insight__discussion=self.discussion)
        voices = rest_on.values_list(Coalesce("answer__voice", "idea__voice", "response__voice"), flat=True)
        return frozenset(voices.distinct().order_by())


LATEST: Remembered[Agenda] = Remembered(most=64)


def agenda_of(invitation: Invitation) -> Agenda:
    """Hundreds of phones ask for the same; in a room it changes with each step that is started."""
    discussion_id, segment = invitation.discussion_id, invitation.segment

    def read() -> Agenda:
        discussion = Discussion.objects.select_related("version").get(pk=discussion_id)
        steps = tuple(Step.objects.filter(discussion=discussion).select_related("prompt").order_by("place"))
        wordings = Wording.objects.filter(prompt__in=[step.prompt_id for step in steps], segment=segment)
        variants = Variant.objects.filter(version=discussion.version_id, segment__in=[segment, Segment.UNKNOWN])
        return Agenda(
            discussion,
            steps,
            dict(wordings.values_list("prompt", "text")),
            min(variants, key=lambda variant: variant.segment != segment, default=None),
        )

    tables = (Discussion, GuideVersion, Step, Prompt, Wording, Variant, Insight, Evidence)
    return unless_written(LATEST, invitation.workspace, tables, discussion_id, segment, make=read)


def script_of(invitation: Invitation) -> Script:
    agenda = agenda_of(invitation)
    # One of its own: whom it leads to, such as the facilitator, is read with each request.
    discussion = invitation.discussion = copy(agenda.discussion)
    steps = asked(agenda.steps, invitation.segment)
    prompts = [step.prompt for step in steps if step.prompt]
    keys = {prompt.pk: key_of(invitation, prompt) for prompt in prompts}
    # Prompts are named too, by which the index finds a few among ten thousand.
    given = Answer.objects.filter(discussion=discussion, prompt__in=keys, voice__in=keys.values()).order_by()
    answers = {answer.prompt_id: answer for answer in given if answer.voice == keys.get(answer.prompt_id)}
    made: list[Question] = []
    for prompt, again, step in _order(steps):
        made.append(
            Question(
                number=len(made) + 1,
                prompt=prompt,
                step=step,
                text=agenda.wordings.get(prompt.pk, prompt.text),
                answer=answers.get(prompt.pk),
                again=again,
            )
        )
    return Script(invitation, discussion, discussion.version.minutes, tuple(made), agenda.steps, agenda.variant, agenda)


def asked(agenda: Iterable[Step], segment: str) -> list[Step]:
    """The steps with a prompt that is asked of this segment, in order, each prompt once."""
    found: dict[int, Step] = {}
    for step in agenda:
        prompt = step.prompt
        if prompt and (not prompt.asked_of or segment in prompt.asked_of):
            found.setdefault(prompt.pk, step)
    return list(found.values())


def _order(steps: Iterable[Step]) -> list[tuple[Prompt, bool, Step]]:
    """Scales that are asked again come again right after the last of others' ideas that follows them."""
    firsts = [(step.prompt, False, step) for step in steps if step.prompt]
    last = max((place for place, (prompt, *_) in enumerate(firsts) if prompt.kind == Prompt.Kind.IDEAS), default=-1)
    again = [(prompt, True, step) for prompt, _, step in firsts[: last + 1] if prompt.asked_again]
    return [*firsts[: last + 1], *again, *firsts[last + 1 :]]
