import uuid

import pytest
from django.test import override_settings

from accounts.isolation import scope
from discussions.models import Discussion, Invitation, Prompt
from discussions.voices import is_by, key_of, shows_name_to_others, shows_name_to_team, voice_of


def prompt_of(mode, pk=7):
    return Prompt(pk=pk, mode=mode, kind="text", purpose="idea", text="What could we try?")


def test_a_key_tells_neither_the_person_nor_the_prompt_and_is_the_same_each_time():
    invitation = Invitation(pk=uuid.UUID(int=1))
    key = key_of(invitation, prompt_of("anonymous"))
    assert len(key) == 64
    assert key == key_of(invitation, prompt_of("attributed"))
    others = {key_of(invitation, prompt_of("anonymous", 8)), key_of(Invitation(pk=uuid.UUID(int=2)), prompt_of("x"))}
    with override_settings(SECRET_KEY="another"):
        others.add(key_of(invitation, prompt_of("anonymous")))
    assert len(others | {key}) == 4


def test_an_anonymous_voice_has_no_invitation_and_a_segment_only_in_a_crowd(workspace, invite):
    anna, *_rest = [invite(f"Champion {number}") for number in range(4)]
    prompt = prompt_of("anonymous")
    with scope(workspace=workspace.pk):
        voice = voice_of(anna, prompt)
        assert (voice.invitation, voice.segment) == (None, "unknown")
    invite("Champion 5")
    with scope(workspace=workspace.pk):
        assert voice_of(anna, prompt).segment == "champion"
        Invitation.objects.filter(pk=anna.pk).update(withdrawn_at="2026-01-01T00:00Z")
        assert voice_of(anna, prompt).segment == "unknown"


@pytest.mark.parametrize("mode", ["attributed", "confidential"])
def test_other_voices_keep_who_it_was(workspace, invite, mode):
    anna = invite("Anna")
    with scope(workspace=workspace.pk):
        voice = voice_of(anna, prompt_of(mode))
    assert (voice.invitation, voice.segment) == (anna, "champion")


def test_who_reads_a_name(leader, member):
    discussion = Discussion(facilitator=leader)
    read = {mode: (shows_name_to_team(mode, discussion, leader), shows_name_to_team(mode, discussion, member))
            for mode in Prompt.Mode.values}  # fmt: skip
    assert read == {"attributed": (True, True), "confidential": (True, False), "anonymous": (False, False)}
    assert [mode for mode in Prompt.Mode.values if shows_name_to_others(mode)] == ["attributed"]


def test_a_row_is_known_by_its_author_alone():
    prompt, anna, ben = prompt_of("anonymous"), Invitation(pk=uuid.UUID(int=1)), Invitation(pk=uuid.UUID(int=2))
    row = Discussion()
    row.voice = key_of(anna, prompt)
    assert is_by(row, anna, prompt)
    assert not is_by(row, ben, prompt)
