"""What the built-in guides share: how each segment is greeted and thanked, and the questions all of them ask.

Nobody reads here how they were sorted: an opening says what is asked of them and why, never what they are to us.
"""

# ruff: noqa: E501 - a sentence a line: the texts are read here.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from discussions.guides.text import PromptText, VariantText
from stakeholders.models import Segment

DECISION_MAKER, CHAMPION, INFLUENCER, DETRACTOR, PARTICIPANT, UNKNOWN = (str(each) for each in Segment.values)

OPENINGS: Final = {
    DECISION_MAKER: "Before there is anything to approve, we would like your view: which result counts, which proof you would believe, and where the limits are.",
    CHAMPION: "You have seen from close up what can work between us. Nobody expects you to speak for us: tell us plainly what made it work and what did not.",
    INFLUENCER: "You hear how our work sounds from outside. We would like to know it too. You are not asked to support anything, and nothing you write is a promise.",
    DETRACTOR: "Plans that look good from marketing can cost others something. Before this one is settled, tell us what your team must not lose. A no with its reason helps as much as a yes.",
    PARTICIPANT: "Our plans end up in your working week. Before we make the next one, tell us how that week really goes. Short answers are fine, and none is wrong.",
    UNKNOWN: "We would like to make the next plan with the people who will live with it. Tell us how it looks from where you sit. Short answers are fine.",
}
CLOSES: Final = {
    DECISION_MAKER: "Thank you. You will get one page: what we heard, what we propose, and what it would need from you. Until then nothing is decided.",
    CHAMPION: "Thank you. You will hear what became of your idea, the bad part included. Your name goes nowhere without your word.",
    INFLUENCER: "Thank you. You will hear what became of this. What you say about it, and to whom, stays your own choice.",
    DETRACTOR: "Thank you for being frank. You will hear what changes because of it; where nothing changes, you will hear the reason.",
    PARTICIPANT: "Thank you. You will hear which of these things gets easier and by when, and which one does not.",
    UNKNOWN: "Thank you. On this same link you will see what became of your answers.",
}


def variants(about: str, **instead: VariantText) -> dict[str, VariantText]:
    """A greeting and a thank-you for everybody: what this is about, then what is said to this segment."""
    common = {segment: VariantText(f"{about} {OPENINGS[segment]}", CLOSES[segment]) for segment in OPENINGS}
    return common | instead


def prompt(key: str, purpose: str, kind: str, mode: str, text: str, words: Mapping[str, str] | None = None, **more: Any) -> PromptText:  # fmt: skip
    return PromptText(key, purpose, kind, mode, text, wordings=dict(words or {}), **more)


SUCCESS: Final = prompt(
    "success",
    "success",
    "text",
    "attributed",
    "Describe a year that counts as a success for your team, with marketing’s part in it.",
    {
        DECISION_MAKER: "It is a year from now and you call the money well spent. Which result of marketing are you pointing at?",
        CHAMPION: "Picture the best year your team could have. Which part of it would we have done together?",
        INFLUENCER: "What would you notice first if this became a good year for your team, with marketing doing its part?",
        DETRACTOR: "What makes a year a good one for your team, by your own measure, with marketing helping or keeping out of the way?",
        PARTICIPANT: "Think of a week in which your work went well. What part did marketing have in it, if any?",
        UNKNOWN: "What would make this a good year for your team, with marketing doing its part?",
    },
    help="One picture is enough. What would people see?",
)
CHALLENGE: Final = prompt(
    "challenge",
    "challenge",
    "text",
    "attributed",
    "What is the biggest challenge your team faces that marketing could help to solve?",
    {
        DECISION_MAKER: "Which problem stands between you and this year’s numbers that marketing could take on?",
        CHAMPION: "Which challenge of your team have we not touched yet, although we could?",
        INFLUENCER: "Which trouble do people bring to you that better marketing would ease?",
        DETRACTOR: "What costs your team most today that marketing causes, or could take away?",
        PARTICIPANT: "What slows you down in a normal week that marketing could take out of the way?",
        UNKNOWN: "What is the hardest thing in your work right now that marketing could make easier?",
    },
)
PAST: Final = prompt(
    "past",
    "past",
    "text",
    "confidential",
    "Think of the marketing you have seen here so far. What has worked, and what hasn’t?",
    {
        DECISION_MAKER: "Of the marketing you have paid for so far, what has paid off, and what hasn’t?",
        CHAMPION: "Of all that we did together so far, what has worked, and what hasn’t?",
        INFLUENCER: "Of our past efforts, what do people still speak well of, and what not?",
        DETRACTOR: "Looking back at what marketing tried here: what has been worth it for your team, and what hasn’t?",
        PARTICIPANT: "Which of our past efforts have made your days easier, and which haven’t?",
        UNKNOWN: "Of what marketing has done so far that reached you: what has worked, and what hasn’t?",
    },
    help="One example of each is plenty.",
)
THREE: Final = (SUCCESS, CHALLENGE, PAST)

READY: Final = prompt(
    "ready",
    "shift",
    "scale",
    "confidential",
    "How ready are you to see this tried for three months?",
    {
        DECISION_MAKER: "How ready are you to let this be tried for three months?",
        CHAMPION: "How ready is your team to try this for three months?",
        INFLUENCER: "How ready are you to stand by a three-month trial when somebody asks you?",
        PARTICIPANT: "How ready are you to try this in your own work for three months?",
    },
    low="Not at all",
    high="Let us start",
    asked_again=True,
)
TRY: Final = prompt(
    "try",
    "idea",
    "text",
    "attributed",
    "What is one thing we could try together?",
    {
        DECISION_MAKER: "What is the smallest thing we could try together whose result you would believe?",
        CHAMPION: "What is one thing we should try next, with another team on board?",
        INFLUENCER: "What is one thing that, tried together, would get people talking well of it?",
        DETRACTOR: "What is one thing we could try together that would cost your team nothing it needs?",
        PARTICIPANT: "What is one thing we could try together that would fit into your week?",
    },
    help="Up to three ideas, each in its own box. Rough ones are welcome.",
)
BRING: Final = prompt(
    "bring",
    "idea",
    "choice",
    "attributed",
    "What could you or your team bring to it?",
    help="Only what is yours to give. “Nothing for now” is an honest answer.",
    many=True,
    options=(
        "An hour of somebody’s time",
        "A customer we may talk to",
        "Numbers nobody else has",
        "A place to try it",
        "A word in the right place",
        "A part of a budget",
        "Nothing for now",
    ),
)
OTHERS: Final = prompt(
    "others",
    "idea",
    "ideas",
    "anonymous",
    "Here is what others suggest. What do you make of it?",
    help="Build on one, ask about it, say what worries you, or offer a hand.",
)
PROMISE: Final = prompt(
    "promise",
    "commitment",
    "commitment",
    "attributed",
    "What is one small thing you will do about it yourself, and by when?",
    {
        DECISION_MAKER: "What is one thing you will clear, ask or decide, and by when?",
        CHAMPION: "What is one small thing you will do first, and by when?",
        INFLUENCER: "What is one conversation you will have about it, and by when?",
        DETRACTOR: "What is one thing you will do so that the next plan is fair to your team, and by when?",
        PARTICIPANT: "What is one thing you will do differently in the next two weeks?",
    },
    help="Small, and in your own hands. You can change it until this closes.",
)
