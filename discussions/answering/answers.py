"""Storing what a participant answers: as a draft while they type, and as given when they send it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from discussions.answering.commitments import commit_to
from discussions.answering.typed import BETWEEN_IDEAS, Typed, problems, too_long
from discussions.models import Answer, Discussion, Evidence, Idea, Invitation, Prompt, Response, Vote
from discussions.running.reminding import not_silent_any_more
from discussions.voices import Voice, voice_of
from web.live import publish

CONTENT = ("text", "number", "why", "chosen", "due_on")
AFTERWARDS = ("number_after", "why_after", "moved_by_id", "moved_by_reply_id")
TAKEN_BACK = "Taken back by whoever wrote it."


class DiscussionClosedError(Exception):
    """Nothing can be stored: the discussion is over, or has not begun."""


def store_draft(invitation: Invitation, prompt: Prompt, typed: Typed) -> Answer | None:
    """Keep what is being typed; nobody but its author reads it. What was sent already is left as it was sent: it
    changes when the change is sent. Raises ValidationError (by field) for what is too long."""
    check_open(invitation.discussion)
    if found := too_long(prompt, typed):
        raise ValidationError(found)
    if prompt.kind == Prompt.Kind.IDEAS:
        return None
    with transaction.atomic():
        answer = _locked(invitation, prompt, create=not typed.is_empty)
        if answer is None or not answer.is_draft:
            return answer
        _fill(answer, prompt, typed)
        answer.save(update_fields=[*CONTENT])
    return answer


def give_answer(invitation: Invitation, prompt: Prompt, typed: Typed) -> Answer | None:
    """Store an answer as sent; sent again with other words, it keeps the earlier ones. Equal ones sent at once are
    one. Gives None for what may be left out and was. Raises ValidationError by field."""
    check_open(invitation.discussion)
    if found := problems(prompt, typed, today=timezone.localdate()):
        raise ValidationError(found)
    done = prompt.kind == Prompt.Kind.IDEAS
    with transaction.atomic():
        answer = _locked(invitation, prompt, create=done or not typed.is_empty)
        if answer is None:
            return None
        if answer.is_draft and typed.is_empty and not done:
            answer.delete()
            return None
        before = _content(answer)
        was_given = not answer.is_draft
        _fill(answer, prompt, typed)
        answer.is_draft = False
        if prompt.gives_ideas:
            answer.text = ""
            _store_ideas(answer, typed.ideas)
        _keep_earlier(answer, before, CONTENT, was_given)
        answer.save(update_fields=[*CONTENT, "is_draft", "earlier", "said_on"])
        if prompt.kind == Prompt.Kind.COMMITMENT:
            commit_to(answer, invitation)
        began(invitation)
    publish(invitation.discussion.channel, "answers")
    return answer


def give_again(invitation: Invitation, prompt: Prompt, typed: Typed) -> Answer | None:
    """Store the second number of a scale and what moved them. Without a first number there is no second."""
    check_open(invitation.discussion)
    if found := problems(prompt, typed, today=timezone.localdate()):
        raise ValidationError(found)
    with transaction.atomic():
        answer = _locked(invitation, prompt, create=False)
        if answer is None or answer.number is None or answer.is_draft or not prompt.asked_again:
            return None
        before = _content(answer)
        was_given = answer.number_after is not None
        answer.number_after, answer.why_after = typed.number, typed.why
        answer.moved_by_reply_id, idea = _shown_reply(invitation, typed.moved_by_reply)
        answer.moved_by_id = idea or _shown(invitation, typed.moved_by)
        _keep_earlier(answer, before, AFTERWARDS, was_given)
        answer.save(update_fields=["number_after", "why_after", "moved_by", "moved_by_reply", "earlier", "said_on"])
    publish(invitation.discussion.channel, "answers")
    return answer


def began(invitation: Invitation) -> None:
    """Say, once, that they are no longer silent; a reminder that has not left stays here."""
    if Invitation.objects.filter(pk=invitation.pk, started_at=None).update(started_at=timezone.now()):
        not_silent_any_more(invitation)


def stand_at(invitation: Invitation, number: int) -> None:
    """Remember where they go on the next time."""
    if invitation.last_place != number:
        Invitation.objects.filter(pk=invitation.pk).update(last_place=number)


def finish(invitation: Invitation) -> None:
    """They have sent all they want to say for now. They may change it until the discussion closes."""
    check_open(invitation.discussion)
    with transaction.atomic():
        began(invitation)
        Invitation.objects.filter(pk=invitation.pk, finished_at=None).update(finished_at=timezone.now())
        Invitation.objects.filter(pk=invitation.pk).update(last_place=0)
    publish(invitation.discussion.channel, "presence")


def check_open(discussion: Discussion) -> None:
    if not discussion.is_open(timezone.now()):
        raise DiscussionClosedError


def _locked(invitation: Invitation, prompt: Prompt, *, create: bool) -> Answer | None:
    """The one row of this person under this prompt, held until the transaction ends."""
    voice = voice_of(invitation, prompt)
    if create:
        Answer.objects.bulk_create([_row(invitation, prompt, voice)], ignore_conflicts=True)
    return (
        Answer.objects.select_for_update()
        .filter(discussion=invitation.discussion_id, prompt=prompt, voice=voice.key)
        .first()
    )


def _row(invitation: Invitation, prompt: Prompt, voice: Voice) -> Answer:
    return Answer(
        workspace_id=invitation.workspace_id,
        discussion_id=invitation.discussion_id,
        prompt=prompt,
        invitation=voice.invitation,
        voice=voice.key,
        segment=voice.segment,
    )


def _fill(answer: Answer, prompt: Prompt, typed: Typed) -> None:
    answer.text = BETWEEN_IDEAS.join(typed.ideas) if prompt.gives_ideas and any(typed.ideas) else typed.text
    answer.number, answer.why = typed.number, typed.why
    answer.chosen, answer.due_on = list(typed.chosen), typed.due_on


def _content(answer: Answer) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in (*CONTENT, *AFTERWARDS)}


def _keep_earlier(answer: Answer, before: dict[str, Any], names: tuple[str, ...], was_given: bool) -> None:
    """Put what stood, and was sent, into `earlier` when it is another thing now."""
    now = _content(answer)
    if was_given and any(before[name] != now[name] for name in names):
        stood = {name.removesuffix("_id"): _plain(before[name]) for name in names if before[name] not in ("", None, [])}
        if stood:
            answer.earlier = [*answer.earlier, {"on": answer.said_on.isoformat(), **stood}]
    answer.said_on = timezone.localdate()


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, dt.date | UUID) else value


def _store_ideas(answer: Answer, texts: tuple[str, ...]) -> None:
    """One idea a box. A changed one keeps its earlier words; one that is taken back goes, or is hidden where others
    have seen it."""
    held = {idea.place: idea for idea in Idea.objects.select_for_update().filter(answer=answer)}
    for place, text in enumerate(texts):
        idea = held.get(place)
        if idea is None and text:
            Idea.objects.create(
                workspace_id=answer.workspace_id,
                discussion_id=answer.discussion_id,
                prompt_id=answer.prompt_id,
                invitation_id=answer.invitation_id,
                voice=answer.voice,
                segment=answer.segment,
                answer=answer,
                place=place,
                text=text,
            )
        elif idea is not None and not text:
            _take_back(idea)
        elif idea is not None:
            _reword(idea, text)


def _reword(idea: Idea, text: str) -> None:
    was_taken_back = idea.hidden_at is not None and idea.hidden_by_id is None
    if idea.text == text and not was_taken_back:
        return
    if idea.text != text:
        idea.earlier = [*idea.earlier, {"on": idea.said_on.isoformat(), "text": idea.text}]
    idea.text, idea.said_on = text, timezone.localdate()
    if was_taken_back:
        idea.hidden_at, idea.hidden_because = None, ""
    idea.save(update_fields=["text", "said_on", "earlier", "hidden_at", "hidden_because"])


def _take_back(idea: Idea) -> None:
    used = (
        Vote.objects.filter(idea=idea).exists()
        or Response.objects.filter(idea=idea).exists()
        or Evidence.objects.filter(idea=idea).exists()
        or Idea.objects.filter(same_as=idea).exists()
    )
    if not used:
        idea.delete()
    elif idea.hidden_at is None:
        # A day, not a moment: the row may be anonymous.
        idea.hidden_at = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        idea.hidden_because = TAKEN_BACK
        idea.save(update_fields=["hidden_at", "hidden_because"])


def _shown_reply(invitation: Invitation, reply: UUID | None) -> tuple[UUID | None, UUID | None]:
    """The reply they name, when it is one of this discussion that is not hidden, and the idea it was made to."""
    if reply is None:
        return None, None
    found = Response.objects.filter(discussion=invitation.discussion_id, pk=reply, hidden_at=None)
    return found.values_list("pk", "idea").first() or (None, None)


def _shown(invitation: Invitation, idea: UUID | None) -> UUID | None:
    """The idea they name, when it is one of this discussion that may still be seen."""
    if idea is None:
        return None
    found = Idea.objects.shown().filter(discussion=invitation.discussion_id, pk=idea)
    return found.values_list("pk", flat=True).first()
