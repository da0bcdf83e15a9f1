import datetime as dt

import pytest
from django.test import override_settings

from discussions.answering.words import left_says, minutes_left, mode_says, moment_says, until_says
from discussions.models import Discussion, Prompt


def says(mode, *, kind="text", purpose="success", **discussion):
    return str(mode_says(Prompt(kind=kind, purpose=purpose, mode=mode), Discussion(**discussion), "Ines Rourke"))


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        ("attributed", "With your name: the marketing team sees who wrote this. Others taking part do not read it."),
        ("confidential", "Your name is for Ines Rourke only. Others taking part do not read it."),
        ("anonymous", "Without your name: nobody can see who wrote this. Others taking part do not read it."),
    ],
)
def test_answers_are_for_the_team_where_only_ideas_are_shown(mode, sentence):
    assert says(mode) == sentence


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        (
            "attributed",
            "With your name: the marketing team and others taking part see who wrote this, "
            "the others after they have answered themselves.",
        ),
        (
            "confidential",
            "Your name is for Ines Rourke only. Others read it without your name, after they have answered themselves.",
        ),
        (
            "anonymous",
            "Without your name: nobody can see who wrote this. Others read it after they have answered themselves.",
        ),
    ],
)
def test_ideas_are_read_by_others(mode, sentence):
    assert says(mode, purpose="idea") == sentence
    assert says(mode, sees="answers") == sentence


def test_when_others_read_it():
    ends = {
        reveal: says("anonymous", purpose="idea", reveal=reveal).partition(". Others read it ")[2]
        for reveal in Discussion.Reveal.values
    }
    assert ends == {
        "after_own": "after they have answered themselves.",
        "by_facilitator": "when Ines Rourke shows it to everybody.",
        "at_close": "when everybody is done and the discussion has closed.",
    }
    assert says("anonymous", purpose="idea", held="live").endswith("when Ines Rourke shows it to everybody.")


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        ("attributed", "With your name: the marketing team sees how you vote and what you reply."),
        ("confidential", "Your name is for Ines Rourke only. Votes are counted without names."),
        ("anonymous", "Without your name: nobody can see how you vote or who wrote a reply."),
    ],
)
def test_votes_and_replies(mode, sentence):
    assert says(mode, kind="ideas", sees="nothing") == sentence
    assert says(mode, kind="ideas") == f"{sentence} Others taking part read your replies, not your votes."


def test_minutes_are_those_promised_shared_out_over_what_is_open():
    prompts = [Prompt(kind=kind) for kind in ("text", "scale", "choice", "ideas")]
    assert minutes_left(prompts, prompts, 8) == 8
    assert minutes_left(prompts, prompts[1:], 8) == 5
    assert minutes_left(prompts, prompts[2:3], 8) == 1
    assert minutes_left(prompts, [], 8) == 1
    assert minutes_left([], [], 8) == 1
    assert [left_says(1), left_says(3)] == ["about 1 minute left", "about 3 minutes left"]


@override_settings(TIME_ZONE="Europe/Berlin")
def test_moments_say_their_zone():
    from django.utils import timezone

    at = dt.datetime(2026, 11, 30, 16, 0, tzinfo=dt.UTC)
    timezone.get_default_timezone.cache_clear()
    try:
        assert moment_says(at) == "30 November 2026, 17:00 CET"
        assert until_says(Discussion(closes_at=at)) == "You can change it until 30 November 2026, 17:00 CET."
    finally:
        timezone.get_default_timezone.cache_clear()
    assert until_says(Discussion()) == "You can change it until the discussion is closed."
