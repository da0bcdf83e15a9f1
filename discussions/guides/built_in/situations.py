"""The built-in guides: one for each situation, one that fits a whole round, and one of five minutes."""

# ruff: noqa: E501 - a sentence a line: the texts are read here.

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from discussions.guides.built_in.parts import (
    BRING,
    CHALLENGE,
    CHAMPION,
    DECISION_MAKER,
    DETRACTOR,
    INFLUENCER,
    OTHERS,
    PARTICIPANT,
    PAST,
    PROMISE,
    READY,
    SUCCESS,
    THREE,
    TRY,
    prompt,
    variants,
)
from discussions.guides.text import GuideText, PromptText

# What a detractor must not lose, and what would make a trial fair.
LOSE: Final = prompt(
    "lose",
    "roadblock",
    "text",
    "confidential",
    "What must your team not lose, whatever we plan?",
    {
        DECISION_MAKER: "What must the business not lose, whatever we plan?",
        CHAMPION: "What works today and must not be lost, whatever we plan?",
        INFLUENCER: "What would people hold against the plan if it were lost?",
        PARTICIPANT: "What in your week must not be lost, whatever we plan?",
    },
)
TRUE: Final = prompt(
    "true",
    "shift",
    "text",
    "confidential",
    "What would have to be true for you to support a three-month trial?",
    {
        DECISION_MAKER: "What would have to be true for you to allow a three-month trial?",
        CHAMPION: "What would have to be true for a team that doubts it to support a three-month trial?",
        INFLUENCER: "What would have to be true for you to speak for a three-month trial?",
        PARTICIPANT: "What would have to be true for a three-month trial to fit into your week?",
    },
    help="A condition, a limit, a person who must agree: name what would make it fair.",
)
# What a decision maker decides by.
EVIDENCE: Final = prompt(
    "evidence",
    "motivation",
    "text",
    "attributed",
    "What evidence would show you that this is worth it?",
    {
        DECISION_MAKER: "What evidence would you need to see before you say yes?",
        CHAMPION: "What evidence have you seen yourself that others have not?",
        INFLUENCER: "What evidence would you pass on without a second thought?",
        DETRACTOR: "What evidence would you accept, even when it comes from us?",
        PARTICIPANT: "What would show you in your own work that it pays off?",
    },
    help="A number you trust, a customer’s word, a trial with an end: one is enough.",
)
# Said openly, so that the team keeps to it by name: a guard-rail nobody may know of holds nothing back.
LIMITS: Final = prompt(
    "limits",
    "roadblock",
    "text",
    "attributed",
    "Which limits should this keep to?",
    {
        DECISION_MAKER: "Which guard-rails do you want: a ceiling, a day to stop, something we leave alone?",
        CHAMPION: "Which limits would make it easy for others to say yes?",
        INFLUENCER: "Which limits would people ask you about first?",
        DETRACTOR: "Which limits would protect what your team needs?",
        PARTICIPANT: "Which limits would keep this from landing on top of your work?",
    },
)
WHEN: Final = prompt(
    "when",
    "motivation",
    "choice",
    "attributed",
    "When is this decided, as far as you know?",
    {DECISION_MAKER: "When will you decide about it?"},
    options=("Within a month", "This quarter", "Next quarter", "With next year’s budget", "Nobody has said yet"),
)
# What an influencer could say, and to whom.
HONEST: Final = prompt(
    "honest",
    "motivation",
    "text",
    "confidential",
    "What could you honestly say about our work today?",
    {
        DECISION_MAKER: "What could you honestly tell those above you about our work today?",
        CHAMPION: "What do you honestly say about our work when somebody asks you?",
        DETRACTOR: "What would you say about our work today if a colleague asked you?",
        PARTICIPANT: "What do you tell a new colleague about working with us?",
    },
    help="The plain version. Only the person who asks you reads it with your name.",
)
WHOM: Final = prompt(
    "whom",
    "shift",
    "text",
    "confidential",
    "Who would believe it from you sooner than from us?",
    {
        DECISION_MAKER: "Whose doubts would your word settle sooner than ours?",
        CHAMPION: "Who still has to hear it from somebody like you?",
        DETRACTOR: "Whose view of our work would you want us to hear as well?",
        PARTICIPANT: "Who in your team would want to hear it from you first?",
    },
)
MORE: Final = prompt(
    "more",
    "roadblock",
    "text",
    "confidential",
    "What would have to change before you could say more than that?",
    {
        DECISION_MAKER: "What would have to change before you could say it in front of the board?",
        CHAMPION: "Which part of our work would you not stand up for today?",
        DETRACTOR: "What would have to change before you could say something better?",
    },
)
# What made it work for a champion, and what would spread it.
MADE: Final = prompt(
    "made",
    "success",
    "text",
    "attributed",
    "Think of something we did together that went well. What made it work?",
    {
        DECISION_MAKER: "Think of a result of ours that you would pay for again. What made it work?",
        INFLUENCER: "Think of something of ours that people spoke well of. What made it work?",
        DETRACTOR: "Think of a joint project here that was fair to your team. What made it work?",
        PARTICIPANT: "Think of a day on which working with us was easy. What made it work?",
    },
    help="Who did what, and what was different from other times?",
)
SPREAD: Final = prompt(
    "spread",
    "shift",
    "text",
    "attributed",
    "What would it take for another team to get the same?",
    {
        DECISION_MAKER: "What would it take for that to become the rule here?",
        INFLUENCER: "What would it take for people elsewhere to hear of it and believe it?",
        DETRACTOR: "What would it take for your team to have more of that with us?",
        PARTICIPANT: "What would it take to have more days like that?",
    },
)
STOPS: Final = prompt(
    "stops",
    "roadblock",
    "text",
    "anonymous",
    "What keeps it from spreading today?",
    {DETRACTOR: "What has kept that from happening more often?", PARTICIPANT: "What gets in the way on other days?"},
)
# What a participant's normal week is like.
WEEK: Final = prompt(
    "week",
    "past",
    "text",
    "attributed",
    "Describe a normal week at the points where it meets our work.",
    {
        DECISION_MAKER: "Describe a normal week of your people at the points where it meets our work.",
        INFLUENCER: "What do you hear about a normal week at the points where it meets our work?",
        DETRACTOR: "Describe a normal week of your team at the points where our work gets in its way.",
        PARTICIPANT: "What is a normal week like for you, from Monday to Friday, wherever our work is part of it?",
    },
    help="A list will do. Which day is the hard one?",
)
EASIER: Final = prompt(
    "easier",
    "motivation",
    "text",
    "attributed",
    "Which one change would make that week easier?",
    {DECISION_MAKER: "Which one change would give them back most time?"},
)
QUIET: Final = prompt(
    "quiet",
    "roadblock",
    "text",
    "anonymous",
    "What does nobody say aloud about how we work together?",
    help="Nobody can see who wrote this.",
)


def of(segment: str, *prompts: PromptText) -> Iterator[PromptText]:
    """The prompts for one segment alone, in its own words."""
    for each in prompts:
        yield replace(each, key=f"{each.key}-{segment}", text=each.words_for(segment), wordings={}, asked_of=(segment,))


def frank(each: PromptText) -> PromptText:
    """The same prompt without a name beside the answer."""
    return replace(each, mode="anonymous")


CLOSING: Final = (BRING, OTHERS, PROMISE)

ROUND: Final = GuideText(
    "What success takes",
    problem="Marketing makes its plan before it knows what would make the year a good one for the teams that live with it.",
    outcome="Customers decide for us sooner, and less work is done twice.",
    minutes=8,
    variants=variants("We are about to plan the next quarter."),
    prompts=(
        *THREE,
        *of(DETRACTOR, LOSE, TRUE),
        *of(DECISION_MAKER, EVIDENCE, LIMITS, WHEN),
        *of(INFLUENCER, HONEST, WHOM),
        *of(CHAMPION, MADE, SPREAD),
        *of(PARTICIPANT, WEEK, EASIER),
        TRY,
        *CLOSING,
    ),
)
NOT_LOST: Final = GuideText(
    "What must not be lost",
    problem="A plan that helps one team can cost another what it lives on, and we hear of it when it is too late.",
    outcome="Changes that customers ask for are tried within a quarter instead of being fought over for a year.",
    minutes=8,
    variants=variants("We would like to change how we work together, and to do so without harm."),
    prompts=(*THREE, LOSE, TRUE, READY, frank(TRY), *CLOSING),
)
DECISION: Final = GuideText(
    "What a decision needs",
    problem="Good ideas wait for months because nobody has said what proof, limits and day a decision needs.",
    outcome="Money moves within a quarter to what brings in customers, and stops where it does not.",
    minutes=8,
    variants=variants("A decision about next year’s marketing is coming up."),
    prompts=(*THREE, EVIDENCE, LIMITS, WHEN, TRY, *CLOSING),
)
SAID: Final = GuideText(
    "What can honestly be said",
    problem="What people say about our work when we are not in the room decides more than what we present.",
    outcome="Teams bring us their customers’ problems early, and more deals are won with them.",
    minutes=8,
    variants=variants("We would rather hear what is said about our work than guess."),
    prompts=(*THREE, HONEST, WHOM, MORE, TRY, *CLOSING),
)
WORKED: Final = GuideText(
    "What made it work",
    problem="Some of what we do together works very well in one place and never reaches the next.",
    outcome="What wins customers in one region wins them in a second one within the year.",
    minutes=8,
    variants=variants("Some things we did together went well, and we would like more of them."),
    prompts=(*THREE, MADE, SPREAD, STOPS, TRY, *CLOSING),
)
NORMAL_WEEK: Final = GuideText(
    "A normal week",
    problem="Our plans are made far from the desks where they become somebody’s Tuesday.",
    outcome="Customers get an answer days sooner, because fewer hours go into work nobody uses.",
    minutes=8,
    variants=variants("We would like our work to make your days easier."),
    prompts=(*THREE, WEEK, EASIER, QUIET, TRY, *CLOSING),
)
SHORT: Final = GuideText(
    "Five minutes",
    problem="We plan better together, and nobody has an hour for it.",
    outcome="Customers decide for us sooner.",
    minutes=5,
    variants=variants("Four questions, and a look at what others say."),
    prompts=(
        replace(SUCCESS, help=""),
        CHALLENGE,
        replace(PAST, help=""),
        replace(
            TRY,
            text="What could you or your team bring to one thing we try together?",
            wordings={DECISION_MAKER: "What could you bring to one small trial: time, money, or a door you open?"},
            help="",
        ),
        replace(OTHERS, help=""),
        replace(PROMISE, help=""),
    ),
)
