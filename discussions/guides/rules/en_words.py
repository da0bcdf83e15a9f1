"""English words that a guide does without, each with what to write in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from discussions.guides.rules.language import Line

# Left as a whole word, in any case; the plural of a noun is an entry of its own.
PLAIN = {
    "leverage": "use",
    "leverages": "uses",
    "leveraged": "used",
    "leveraging": "using",
    "utilise": "use",
    "utilize": "use",
    "utilising": "using",
    "utilizing": "using",
    "utilisation": "use",
    "utilization": "use",
    "synergy": "gain from working together",
    "synergies": "gains from working together",
    "synergistic": "joint",
    "synergistically": "together",
    "stakeholder": "person involved",
    "stakeholders": "people involved",
    "touchpoint": "contact",
    "touchpoints": "contacts",
    "deliverable": "result",
    "deliverables": "results",
    "KPI": "measure",
    "KPIs": "measures",
    "OKR": "goal",
    "OKRs": "goals",
    "ROI": "return",
    "MQL": "enquiry",
    "MQLs": "enquiries",
    "SQL": "sales conversation",
    "SQLs": "sales conversations",
    "funnel": "path to a purchase",
    "go-to-market": "way to the customer",
    "GTM": "way to the customer",
    "value proposition": "promise to customers",
    "value propositions": "promises to customers",
    "bandwidth": "time",
    "low-hanging fruit": "easy first step",
    "move the needle": "make a difference",
    "moves the needle": "makes a difference",
    "deep dive": "close look",
    "deep dives": "close looks",
    "circle back": "come back",
    "touch base": "talk",
    "best practice": "what works elsewhere",
    "best practices": "what works elsewhere",
    "holistic": "whole",
    "holistically": "as a whole",
    "actionable": "usable",
    "ideate": "think of ideas",
    "ideation": "thinking of ideas",
    "learnings": "lessons",
    "impactful": "effective",
    "pain point": "problem",
    "pain points": "problems",
    "quick win": "first result",
    "quick wins": "first results",
    "buy-in": "support",
    "thought leadership": "expert articles",
    "omnichannel": "all-channel",
    "omni-channel": "all-channel",
    "buyer persona": "kind of customer",
    "buyer personas": "kinds of customers",
    "ICP": "best-fitting customer",
    "ABM": "marketing to single accounts",
    "CTA": "next step",
    "sales enablement": "help for the sales team",
    "sales collateral": "sales material",
    "marketing collateral": "marketing material",
    "cross-functional": "joint",
    "operationalise": "put into practice",
    "operationalize": "put into practice",
    "incentivise": "encourage",
    "incentivize": "encourage",
    "game changer": "big change",
    "game-changer": "big change",
    "mission-critical": "essential",
    "win-win": "gain for both sides",
    "value-add": "benefit",
    "value-adds": "benefits",
    "core competency": "strength",
    "core competencies": "strengths",
    "boil the ocean": "do everything at once",
    "paradigm shift": "big change",
    "north star metric": "most important number",
    "going forward": "from now on",
    "at the end of the day": "in the end",
    "alignment": "agreement",
    "align on": "agree on",
    "aligning on": "agreeing on",
    "aligned on": "agreed on",
    "co-create": "work out together",
    "co-creation": "working it out together",
    "value stream": "way to the customer",
    "strategic imperative": "priority",
    "strategic imperatives": "priorities",
    "best-in-class": "very good",
    "granular": "detailed",
    "granularity": "detail",
    "net-net": "in short",
    "onboard": "bring in",
    "sunset": "end",
    "swim lane": "area",
    "swim lanes": "areas",
    "tiger team": "small team",
    "blue-sky": "free",
    "rightsize": "adjust",
}
# An abbreviation in capitals is one only in capitals; "onboard" and "sunset" are jargon only where something is done to
# somebody or something.
EXACT = {word for word in PLAIN if word.rstrip("s").isupper()}
AS_VERB = {"onboard", "sunset"}


def lines() -> Iterator[Line]:
    # The longest first, so that "sales collateral" is not taken for a part of itself.
    for word in sorted(PLAIN, key=len, reverse=True):
        flags = re.RegexFlag(0) if word in EXACT else re.IGNORECASE
        before = r"(?<=\bto )" if word in AS_VERB else r"(?<![\w-])"
        yield Line(re.compile(rf"{before}{_written(word)}(?![\w-])", flags), PLAIN[word])


def _written(word: str) -> str:
    """Hyphens and blanks are written either way: "go to market", "low hanging fruit"."""
    return re.escape(word).replace(r"\-", "[- ]").replace("\\ ", "[- ]")


ANY = re.compile(rf"\b(?:{'|'.join(map(_written, PLAIN))})\b", re.IGNORECASE)
