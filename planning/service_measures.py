"""Measures that reward serving: how much was done for others inside, how fast, and how they liked it. Rules as data; what
they find and miss is measured in tests/planning/test_service_measures.py. Pure."""

# ruff: noqa: E501 - a pattern a line.

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

GOLDRATT: Final = "Tell me how you measure me, and I will tell you how I will behave."
GOLDRATT_SAID: Final = "Eliyahu M. Goldratt, The Haystack Syndrome, 1990"
# A longer text is read so far, and what goes on without an end piece by piece.
LONGEST: Final = 2_000
PIECE: Final = 300
SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Rule:
    """Found in a sentence in which one of `lines` is, and none of `unless`; `unless_beside` looks at the whole text.
    `teaches` says how people behave who are measured so."""

    name: str
    label: str
    teaches: str
    lines: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...] = ()
    unless_beside: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Finding:
    rule: str
    label: str
    teaches: str
    words: str


def line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


JOB = r"(?:requests?|briefs?|tickets?|jobs?|inquir(?:y|ies)|enquir(?:y|ies)|to-?dos?)"
INSIDE = r"(?:internal(?:ly)?|in-?house|colleagues?|co-?workers?|(?:the )?sales(?: team| reps?| force)?|hr|human resources|finance|the regions?|regions|regional teams?|business units?|(?:other |all )?(?:departments?|divisions?|functions)|department heads?|heads of [\w ]+?|product (?:management|managers|teams?)|management|managers|executives|the board|the field|subsidiaries|countries|branches|stakeholders?|marketing|the (?:studio|agency)|design(?: team)?|studio)"
DONE = r"(?:serv(?:e|es|ed|ing)|complet(?:e|es|ed|ing|ion)|clos(?:e|es|ed|ing)|handl(?:e|es|ed|ing)|answer(?:s|ed|ing)?|fulfil(?:l|s|ls|led|ling|ment)?|deliver(?:s|ed|ing|y)?|done|finish(?:es|ed)?|process(?:es|ed|ing)?|resol(?:ve|ves|ved|ution)|work(?:s|ed)? (?:off|through)|clear(?:s|ed)?|met|tak(?:e|en) on|accept(?:ed|ance)?|supported|throughput|number of|count of|volume of|how many|left open|outstanding|unanswered|down to zero|an? (?:day|week|month|quarter|year)|per (?:day|week|month|quarter|year|head|person))"
ASSET = r"(?:assets?|(?:content|creative) pieces?|pieces? of content|content|creatives?|collateral|materials?|white ?papers?|(?:blog |social(?: media)? |linkedin )?posts|blogs?|articles?|videos?|films?|clips?|podcasts?|episodes|campaigns?|brochures?|catalogues?|flyers?|leaflets?|posters?|newsletters?|mailings?|e-?mails|webinars?|events?|fairs|workshops|case stud(?:y|ies)|success stories|landing pages?|web ?pages?|one-?pagers?|(?:sales |pitch |slide )?decks?|slides?|presentations?|press releases?|infographics?|e-?books?|banners?|ads|adverts|ad variants|designs?|layouts|translations|templates?|photos?|stories)"
MADE = r"(?:produced?|publish(?:ed|es)?|made|creat(?:e|es|ed)|launch(?:ed|es)?|sen[dt]|sent out|host(?:ed)?|held|organi[sz]ed?|written|writ(?:e|es)|built|build|delivered?|deliver|design(?:ed)?|released?|printed?|print|recorded?|shot|finish(?:ed)?|ship(?:ped)?|run|post(?:ed)?|put out|complet(?:e|ed)|updated?|translated?)"
MANY = r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|a hundred|hundreds of|dozens of|more|an?|another|all)"
EACH = r"(?:(?:an?|per|each|every) (?:day|week|month|quarter|year|region|product|launch|head)|weekly|monthly|daily|quarterly)"
COUNT = r"(?:numbers? of|no\. of|count of|volumes? of|amount of|quantity of|output of|how many|outputs?:?)"
TIME = r"(?:turn-?around|response times?|reaction times?|lead times?|cycle times?|(?:processing|throughput|production|delivery|waiting|completion) times?|time to (?:complete|deliver|answer|finish|build|make|produce|respond|reply|publish|design)|time (?:it|we) takes?|slas?|service levels?|within (?:[\w.,]+ )?(?:working |business )?(?:hours?|days?|weeks?)|(?:within|under|in less than) an? (?:hour|day|week)|(?:under|in under|less than|below) [\w.,]+ (?:working |business )?(?:hours?|days?|weeks?)|on[ -]time|in time|by (?:its|their|the) (?:due date|deadline)|deadlines? (?:met|kept|hit)|same[ -]day|next[ -]day|overnight|fast(?:er)?|quick(?:er|ly)?|speed|days until|hours until|punctual\w*|promptly|immediately)"
LIKED = r"(?:satisf(?:ied|action|y|ies)|dissatisf\w+|happy|happiness|content with|pleased|delighted|n\.?p\.?s\.?|net promoter(?: score)?|rates? (?:us|marketing|our)|rat(?:ed|ings?)\b|(?:better|good|best|top) marks|marks|grades?|feedback (?:score|survey)|scores? (?:us|marketing)|complaints?|complain|smileys?|stars|thumbs up|praise[ds]?|likes? (?:us|working with)|popular(?:ity)?|appreciat\w+)"
# Whom the company is for, and what it lives on: whoever counts that is no order desk.
OUTSIDE = line(
    r"\b(?<!internal )(?<!inside )(?:customers?|clients?|buyers?|patients?|prospects?|shoppers|consumers?|subscribers?|readers?|viewers?|visitors?|members|guests|students|donors?|applicants?|users?|laborator(?:y|ies)|households|tenants|passengers|(?:people|those|everybody|how many) who|audiences?|attendees|market)\b"
)
RESULT = line(
    r"\b(?:revenues?|turnover|margins?|profits?|deals?|win rate|pipeline|renew\w*|retention|churn|market share|awareness|pay-?back|return on|romi|acquisition cost|cost of winning|bought|buy|purchases?|conver(?:t|ts|ted|sion)|bookings?|enrol\w+|leads? (?:accepted|that)|new customers|donations?|quotes?|quotations?|demos?|proposals?|overtime|nobody asks|serves? no goal)\b"
)
FEWER = line(
    r"\b(?:fewer|less|reduc(?:e|es|ed|ing)|none by|half as many|no more|declin(?:e|es|ed|ing)|stop(?:s|ped)?|without a goal|ad[ -]hoc|cut(?:s|ting)?|refus\w+|say(?:s|ing)? no|never)\b"
)
# Of a request served by some day the day is the measure, unless it says how many.
TIMED = line(rf"^(?!.*(?:%|\bpercent|\bshare\b|\bnumber\b|\bhow many\b)).*\b{TIME}\b")

RULES: Final = {
    rule.name: rule
    for rule in (
        Rule(
            "requests",
            "Counts requests that were served",
            "Whoever is measured by what they serve serves whatever is asked, and has no reason to say no.",
            (
                line(rf"\b{JOB}\b.*\b{DONE}\b"),
                line(rf"\b{DONE}\b.*\b{JOB}\b"),
                line(rf"\b(?:orders?|projects?|wish(?:es)?)\b.*\b{INSIDE}\b.*\b{DONE}\b"),
                line(rf"\b{INSIDE}\b.*\b(?:orders?|projects?|wish(?:es)?)\b.*\b{DONE}\b"),
                line(rf"\b{DONE}\b.*\b(?:orders?|projects?|wish(?:es)?)\b.*\b{INSIDE}\b"),
                line(rf"\b(?:orders?|projects?|wish(?:es)?)\b.*\b{DONE}\b.*\b{INSIDE}\b"),
                line(rf"\bsupport(?:s|ed)? {MANY} [\w ]*\b(?:initiatives|projects|launches|events|teams|activities)\b"),
                line(rf"\b(?:backlog|queue)\b.*\b(?:{JOB}|{INSIDE})\b"),
                line(rf"\b(?:{JOB}|{INSIDE})\b.*\b(?:backlog|queue)\b"),
            ),
            (OUTSIDE, RESULT, FEWER, TIMED),
        ),
        Rule(
            "assets",
            "Counts things that were made",
            "Whoever is measured by what they make makes more of it, wanted or not.",
            (
                line(rf"\b{COUNT} (?:[\w-]+ ){{0,3}}?{ASSET}\b"),
                line(rf"\b{MADE} (?:{MANY} |the |our |new ){{0,3}}(?:[\w-]+ ){{0,2}}?{ASSET}\b"),
                line(rf"\b{ASSET}\b(?:[\w, -]* )?\b(?:{MADE}|{EACH})\b"),
                line(rf"\b{MANY} (?:new |more )?(?:[\w-]+ )?{ASSET}\b"),
            ),
            (OUTSIDE, RESULT, FEWER),
        ),
        Rule(
            "turnaround",
            "Rewards being quick for colleagues",
            "Whoever is measured by speed starts at once, and asks no question that would take time.",
            (
                line(rf"\b{TIME}\b.*\b(?:{JOB}|{ASSET}|{INSIDE}|service)\b"),
                line(rf"\b(?:{JOB}|{ASSET}|{INSIDE}|service)\b.*\b{TIME}\b"),
                line(r"\bhalve the time\b"),
            ),
            (OUTSIDE, RESULT),
        ),
        Rule(
            "satisfaction",
            "Asks colleagues alone how they liked it",
            "Whoever is measured by how colleagues like it gives them what they ask for. Colleagues are not the market.",
            (
                line(rf"\b{LIKED}\b.*\b(?:{INSIDE}|{JOB})\b"),
                line(rf"\b{INSIDE}\b.*\b{LIKED}\b"),
            ),
            (OUTSIDE, RESULT),
            unless_beside=RESULT,
        ),
    )
}


# Lists of goals and stakes say the same from one look to the next.
@lru_cache(maxsize=4096)
def found(*texts: str) -> tuple[Finding, ...]:
    """Of what is said of one goal or measure, each rule once, with the sentence in which it was found first."""
    said = [text.strip()[:LONGEST] for text in texts if text.strip()]
    return tuple(finding for rule in RULES.values() for finding in _first(rule, said))


def _first(rule: Rule, texts: list[str]) -> Iterator[Finding]:
    if rule.unless_beside is not None and any(rule.unless_beside.search(text) for text in texts):
        return
    for sentence in (piece for text in texts for piece in _sentences(text)):
        if any(one.search(sentence) for one in rule.lines) and not any(one.search(sentence) for one in rule.unless):
            yield Finding(rule.name, rule.label, rule.teaches, sentence)
            return


def _sentences(text: str) -> Iterator[str]:
    for sentence in SENTENCE_END.split(text):
        for start in range(0, len(sentence), PIECE):
            yield sentence[start : start + PIECE].strip()
