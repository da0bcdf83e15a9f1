"""How long a guide takes somebody to answer, in seconds: reading what they are shown, and answering each prompt.

A planning figure. Reading: 200 words a minute, somewhat below the 238 of silent reading (Brysbaert 2019), since this
is read on a phone between other things. Writing: two short sentences, about 18 words, at the 36 words a minute people
type on phones (Palin et al. 2019) take 30 seconds; 15 more go into thinking. docs/decisions/0010-guides.md has the
rest.
"""

from __future__ import annotations

import math

from discussions.guides.text import GuideText, PromptText

WORDS_A_MINUTE = 200
WRITING = 45
# A number, and why not a lower one in a few words.
RATING, RATING_AGAIN = 25, 8
CHOOSING, EACH_OPTION = 6, 2
ORDERING, EACH_PLACE = 6, 4
# Four ideas of about 15 words each are read, voted on, and one of them is answered.
OTHERS_IDEAS = 40
# What, by when, and how sure.
PROMISING = 35
# A promise is kept when the estimate is no more than a tenth above it.
TOLERANCE = 1.1


def words_in(text: str) -> int:
    return len(text.split())


def answering(prompt: PromptText) -> int:
    """Seconds one prompt takes to answer once it is read."""
    match prompt.kind:
        case "scale":
            return RATING + (RATING_AGAIN if prompt.asked_again else 0)
        case "choice":
            return CHOOSING + EACH_OPTION * len(prompt.options)
        case "order":
            return ORDERING + EACH_PLACE * len(prompt.options)
        case "ideas":
            return OTHERS_IDEAS
        case "commitment":
            return PROMISING
    return WRITING


def seconds(guide: GuideText, segment: str) -> int:
    """Seconds the guide takes somebody of this segment, from its opening to its close."""
    variant, asked = guide.variant(segment), list(guide.asked_of(segment))
    shown = [guide.problem, variant.opening, variant.close]
    for prompt in asked:
        shown += [prompt.words_for(segment), prompt.help, prompt.low, prompt.high, *prompt.options]
    reading = 60 * sum(words_in(text) for text in shown) / WORDS_A_MINUTE
    return round(reading) + sum(answering(prompt) for prompt in asked)


def minutes(guide: GuideText, segment: str) -> int:
    """Whole minutes that may honestly be promised to this segment."""
    return max(1, math.ceil(seconds(guide, segment) / 60 / TOLERANCE))


def breaks_promise(guide: GuideText, segment: str) -> bool:
    return seconds(guide, segment) > guide.minutes * 60 * TOLERANCE
