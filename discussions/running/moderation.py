"""Hiding what should not be read by others, saying why; putting in ideas of one's own; settling what is a duplicate."""

from __future__ import annotations

import uuid

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from discussions.models import Answer, DifferentIdeas, Discussion, Idea, Prompt, Response
from discussions.models.answer import Said
from web.live import publish

KINDS: dict[str, type[Said]] = {"answer": Answer, "idea": Idea, "response": Response}
LONGEST_IDEA = 1_000
LONGEST_REASON = 500


def hide(row: Said, *, by: User, because: str) -> Said:
    """Keep it from everybody but the team and its author, who reads the reason. What is hidden keeps its reason."""
    because = " ".join(because.split())
    if not because:
        raise ValidationError("Say why: whoever wrote it reads the reason.")
    if len(because) > LONGEST_REASON or "\x00" in because:
        raise ValidationError(f"The reason may be {LONGEST_REASON} characters long at most.")
    return _set(row, by, because)


def unhide(row: Said, *, by: User) -> Said:
    """Show it again. What its author has taken back stays away."""
    return _set(row, None, "", why=f"Shown again by {by}")


def _set(row: Said, by: User | None, because: str, *, why: str = "Hidden") -> Said:
    with transaction.atomic(), pghistory.context(why=why):
        stands: Said = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        taken_back = stands.hidden_at is not None and stands.hidden_by_id is None
        if taken_back or (stands.hidden_at is not None) == (by is not None):
            return stands
        # A day, not a moment: the row may be anonymous.
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        stands.hidden_at, stands.hidden_by, stands.hidden_because = (today if by else None), by, because
        stands.save(update_fields=["hidden_at", "hidden_by", "hidden_because"])
        discussion = Discussion.objects.get(pk=stands.discussion_id)
    publish(discussion.channel, "answers")
    return stands


def add_seed(discussion: Discussion, text: str, *, key: uuid.UUID | None = None) -> Idea:
    """An idea put in by the team, so that the first people find something to think about. It names nobody, is said to
    be the team's, and belongs to no segment. The same `key` adds it once."""
    text = text.strip()
    if not text:
        raise ValidationError({"text": "Write the idea in a sentence or two."})
    if len(text) > LONGEST_IDEA or "\x00" in text:
        raise ValidationError({"text": f"An idea may be {LONGEST_IDEA:,} characters long at most."})
    prompt = _ideas_prompt(discussion)
    pk = key or uuid.uuid4()
    with transaction.atomic():
        Idea.objects.bulk_create(
            [
                Idea(
                    id=pk,
                    workspace_id=discussion.workspace_id,
                    discussion=discussion,
                    prompt=prompt,
                    voice=f"team:{pk.hex}",
                    text=text,
                )
            ],
            ignore_conflicts=True,
        )
    publish(discussion.channel, "answers")
    return Idea.objects.get(pk=pk)


def _ideas_prompt(discussion: Discussion) -> Prompt | None:
    """The prompt under which participants' own ideas stand, so that a seed is revealed with them."""
    prompts = discussion.version.prompts.filter(purpose=Prompt.Purpose.IDEA, kind=Prompt.Kind.TEXT)
    found: Prompt | None = prompts.order_by("place").first()
    return found


def same(duplicate: Idea, *, as_idea: Idea) -> None:
    """Say that one idea is another one: it is passed on no more, its votes and replies stay with it and are counted
    apart. Whatever was the same as the duplicate is the same as the other one now."""
    if duplicate.pk == as_idea.pk or duplicate.discussion_id != as_idea.discussion_id:
        raise ValidationError("Choose two different ideas of this discussion.")
    with transaction.atomic(), pghistory.context(why="Said to be the same idea"):
        pair = Idea.objects.select_for_update(of=("self",)).filter(pk__in=[duplicate.pk, as_idea.pk]).order_by("pk")
        held = {each.pk: each for each in pair}
        kept = held[as_idea.pk].same_as_id or as_idea.pk
        if kept == duplicate.pk:
            # The other way round already.
            return
        Idea.objects.filter(same_as=duplicate).update(same_as=kept)
        Idea.objects.filter(pk=duplicate.pk).update(same_as=kept)
    publish(duplicate.discussion.channel, "answers")


def apart(duplicate: Idea) -> None:
    """Take back that it is the same as another one."""
    Idea.objects.filter(pk=duplicate.pk).update(same_as=None)
    publish(duplicate.discussion.channel, "answers")


def different(one: Idea, other: Idea, *, by: User) -> None:
    """Remember that two ideas that look alike are not the same; they are not suggested again."""
    first, second = sorted([one, other], key=lambda idea: idea.pk)
    if first.pk == second.pk or first.discussion_id != second.discussion_id:
        raise ValidationError("Choose two different ideas of this discussion.")
    DifferentIdeas.objects.bulk_create(
        [
            DifferentIdeas(
                workspace_id=first.workspace_id,
                discussion_id=first.discussion_id,
                one=first,
                other=second,
                decided_by=by,
            )
        ],
        ignore_conflicts=True,
    )
