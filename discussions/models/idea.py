"""Ideas of participants, what others made of them, and their votes."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.owned import Owned, within
from discussions.models.answer import Answer, Said, Voiced
from discussions.models.discussion import Discussion
from discussions.models.guide import Prompt
from discussions.models.segments import SEGMENTS
from web.words import in_short


class IdeaQuerySet(models.QuerySet["Idea"]):
    def shown(self) -> IdeaQuerySet:
        """Neither hidden nor a duplicate of another one."""
        return self.filter(hidden_at=None, same_as=None)


class Idea(Said):
    """One idea: from an answer, or put in by the facilitator (without an answer)."""

    class Became(models.TextChoices):
        OPEN = "open", "Not decided yet"
        CONSIDERED = "considered", "Being looked at"
        PLANNED = "planned", "Planned"
        DONE = "done", "Done"
        DECLINED = "declined", "Not pursued"

    prompt = within(Prompt, goes_with=False, null=True, blank=True)
    answer = within(Answer, null=True, blank=True, related_name="ideas")
    # Its place among the ideas of one answer.
    place = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    same_as = within("discussions.Idea", null=True, blank=True, on_delete=models.SET_NULL)
    became = models.CharField(max_length=10, choices=Became.choices, default=Became.OPEN)
    became_because = models.TextField(blank=True)
    became_on = models.DateField(null=True, blank=True)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["workspace", "discussion"], name="idea_by_discussion")]
        constraints = [
            models.UniqueConstraint(fields=["answer", "place"], name="idea_place_in_its_answer"),
            models.CheckConstraint(condition=~models.Q(text=""), name="idea_says_something"),
            models.CheckConstraint(condition=models.Q(segment__in=SEGMENTS), name="idea_segment_known"),
            models.CheckConstraint(
                condition=models.Q(became__in=["open", "considered", "planned", "done", "declined"]),
                name="idea_became_known",
            ),
            models.CheckConstraint(
                condition=models.Q(hidden_at=None) | ~models.Q(hidden_because=""), name="idea_hidden_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return in_short(self.text)

    @property
    def is_seed(self) -> bool:
        return self.answer_id is None


class Response(Said):
    """What somebody made of another's idea. It is kept apart from the votes."""

    class Kind(models.TextChoices):
        BUILD = "build", "Build on it"
        QUESTION = "question", "Ask"
        CONCERN = "concern", "Raise a concern"
        HELP = "help", "I can help"

    idea = within(Idea, related_name="responses")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    would_solve = models.TextField(blank=True, verbose_name="what would solve it")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["workspace", "idea"], name="response_by_idea")]
        constraints = [
            # The same words sent twice are one response.
            models.UniqueConstraint(fields=["idea", "voice", "kind"], name="one_response_of_a_kind_a_voice"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["build", "question", "concern", "help"]), name="response_kind_known"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="response_says_something"),
            # Whoever offers help says who they are.
            models.CheckConstraint(
                condition=~models.Q(kind="help") | models.Q(invitation__isnull=False), name="help_is_somebodys"
            ),
            models.CheckConstraint(
                condition=models.Q(hidden_at=None) | ~models.Q(hidden_because=""), name="response_hidden_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return in_short(self.text)


class VoteQuerySet(models.QuerySet["Vote"]):
    def cast(self) -> VoteQuerySet:
        return self.exclude(value=None)


class Vote(Voiced):
    """An idea shown to somebody, and their vote on it once they cast one: -1 disagree, 0 pass, 1 agree."""

    idea = within(Idea, related_name="votes")
    value = models.SmallIntegerField(null=True, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    objects = VoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["workspace", "discussion"], include=["idea"], name="vote_by_discussion"),
            # Somebody's few among very many: what was shown to them.
            models.Index(fields=["workspace", "voice"], name="vote_by_voice"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["idea", "voice"], name="one_vote_an_idea_a_voice"),
            models.CheckConstraint(condition=models.Q(value__in=[-1, 0, 1]), name="vote_known"),
            models.CheckConstraint(condition=models.Q(segment__in=SEGMENTS), name="vote_segment_known"),
        ]

    def __str__(self) -> str:
        return {None: "shown", -1: "disagree", 0: "pass", 1: "agree"}[self.value]


class DifferentIdeas(Owned):
    """Two ideas that looked alike and that somebody of the team found to be different: not suggested again."""

    discussion = within(Discussion)
    # The one with the smaller id first, so that a pair is one row.
    one = within(Idea)
    other = within(Idea)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "different ideas"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="ideas_told_apart_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="ideas_told_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} is not {self.other_id}"
