"""What the demo tells of impact: its metrics and their course, what was noted, what was begun and what that brought. Words
and numbers alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from impact.evidence import Grade
from impact.models import (
    Target,
)
from stakeholders.demo.script import INES, SAM

CURRENCY = "EUR"
# On the overview, in this order.
LEADING = ("csat", "logo-churn", "nps", "win-rate", "influenced-pipeline-90-days", "cac-full", "hours-saved")
# Days after its period on which a number is there.
COUNTED_AFTER = 6
Value = float | tuple[int, int] | tuple[int, int, int] | None


@dataclass(frozen=True)
class Wanted:
    """A target of twelve months, of which seven are over."""

    value: float
    why: str
    course: str = Target.Course.EVEN
    baseline: float | None = None


@dataclass(frozen=True)
class Turned:
    """At a place in the values something became another: the process, what the metric means, or both."""

    at: int
    reason: str
    is_rebase: bool = True
    # What it meant before; empty where it means the same.
    meant: str = ""


@dataclass(frozen=True)
class Measured:
    """A metric of the library and its values, the last one of the last whole period unless some are `missing` after
    it: a number, (ahead, n), (promoting, passive, detracting), or None for a gap."""

    key: str
    source: str
    values: tuple[Value, ...]
    owner: str = SAM
    missing: int = 0
    target: Wanted | None = None
    turned: Turned | None = None
    # (place, what it was taken for, why that was wrong)
    corrected: tuple[int, Value, str] | None = None
    # (place, what to know of it)
    noted: tuple[int, str] | None = None
    # A day of the month that runs brings so much.
    a_day: float | None = None


@dataclass(frozen=True)
class Noted:
    """Some months ago, beside one metric or all."""

    months_ago: int
    says: str
    beside: str = ""
    author: str = INES


@dataclass(frozen=True)
class Brought:
    """To a metric of the library, in some month ago; `amount` in its unit, None where nobody knows. `first` is what was
    said before, and why no longer."""

    to: str
    grade: Grade
    amount: float | None
    months_ago: int
    says: str
    link: str = ""
    first: tuple[Grade, float | None, str, str] | None = None


@dataclass(frozen=True)
class Begun:
    """Some months ago, for so many months. `goal` is how the goal's words begin, `decided` (decision, why)."""

    name: str
    what: str
    months_ago: int
    stage: str
    moves: tuple[str, ...]
    how_known: str
    goal: str = ""
    months: int | None = None
    days: int | None = None
    cost: float | None = None
    owner: str = INES
    hypothesis: str = ""
    guard_rails: str = ""
    decided: tuple[str, str] | None = None
    ended_why: str = ""
    brought: tuple[Brought, ...] = ()


# fmt: off
# ruff: noqa: E501 - a sentence a line: the story is read here.
MEASURED: Final = (
    # It rose when Sales and marketing began to work on one list, and is judged anew since.
    Measured(
        "influenced-pipeline-90-days", "The customer database, drawn by Sales Operations on the fourth day of the month.",
        tuple(1000.0 * value for value in (
            612, 655, 590, 640, 701, 628, 574, 667, 619, 683, 606, 648, 592, 671, 633, 615,
            842, 905, 868, 931, 817, 889, 946, 861, 902, 874)),
        owner=INES, a_day=29_000.0,
        target=Wanted(11_000_000, "A tenth more than the twelve months before, agreed with Finance."),
        turned=Turned(16, "Sales and marketing work on one list of accounts since then."),
    ),
    # Nothing but chance, and a target that it meets now and then.
    Measured(
        "cac-full", "Cost centres of marketing and sales over first orders, both from Finance.",
        (2140, 2310, 2020, 2255, 2190, 1985, 2270, 2105, 2350, 2180, 2060, 2240, 2190, 2015, 2330, 2125, 2205, 2080, 2290,
         2155, 2230, 1995, 2265, 2110, 2195, 2170),
        target=Wanted(2100, "What a payback of fourteen months allows.", course=Target.Course.THROUGHOUT),
        corrected=(12, 2910.0, "Two digits were swapped: Finance has 2,190."),
    ),
    Measured(
        "nps", "The survey that goes to every customer once a year, a quarter of them each time.",
        ((39, 30, 13), (45, 33, 17), (50, 41, 14), (33, 22, 11), (48, 36, 20), (61, 44, 22), (54, 40, 16), (42, 29, 15), (58, 43, 19)),
        owner=INES,
        target=Wanted(60, "The board has seen a competitor's 60, from how many answers nobody knows.", baseline=35),
    ),
    # Seven months in a row above the mean since the survey of delivery.
    Measured(
        "csat", "Two questions after each delivery.",
        ((161, 206), (168, 214), (152, 197), (171, 221), (159, 202), (166, 215), (149, 190), (163, 208), (170, 218), (155, 199),
         (162, 210), (169, 215), (151, 195), (166, 211), (158, 204), (172, 222), (160, 205), (165, 212), (157, 201),
         (178, 214), (181, 219), (172, 208), (186, 223), (175, 211), (183, 220), (180, 215)),
        target=Wanted(0.7, "Below it, Customer Success calls every week.", course=Target.Course.THROUGHOUT),
    ),
    # Three times as many as usual left last month.
    Measured(
        "logo-churn", "Contracts ended, from Customer Success.",
        ((6, 462), (7, 465), (5, 468), (8, 470), (6, 471), (7, 474), (5, 476), (6, 480), (8, 483), (7, 484), (5, 486), (6, 490),
         (7, 493), (8, 495), (6, 496), (5, 499), (7, 503), (6, 505), (8, 508), (7, 509), (5, 511), (6, 515), (7, 518), (8, 520),
         (6, 521), (19, 524)),
        owner=INES, noted=(25, "Eleven of them are small laboratories that the price list moved."),
        target=Wanted(0.03, "As in the plan of Customer Success.", course=Target.Course.THROUGHOUT),
    ),
    # Half of what it was once hours had to be used to count, and behind what was promised.
    Measured(
        "hours-saved", "The log of the templates, times the part that teams say went into other work.",
        (212, 198, 224, 205, 191, 218, 207, 201, 96, 104, 91, 109, 99, 88, 112, 97, 103, 94, 107, 92, 101, 110, 95, 105, 98, 102),
        target=Wanted(1_800, "Promised with the budget for templates."),
        turned=Turned(8, "An hour counts once it is used, says Finance.", meant="Hours that work took before and takes no more."),
    ),
    # For two months nobody listened.
    Measured(
        "share-of-voice", "Mentions in six trade journals, counted by an agency.",
        (0.21, 0.19, 0.22, 0.2, 0.18, 0.21, 0.23, 0.2, 0.19, None, None, 0.22, 0.2, 0.21, 0.19, 0.22, 0.2, 0.18, 0.21, 0.2, 0.22,
         0.19, 0.21, 0.2, 0.22, 0.2),
        noted=(11, "Another agency since this month; it reads the same six journals."),
    ),
    # The fair was paid last month: a change, and neither better nor worse.
    Measured(
        "marketing-spend", "The marketing cost centres, as Finance books them.",
        tuple(1000.0 * value for value in (
            142, 151, 147, 139, 155, 148, 144, 150, 153, 141, 149, 146, 152, 143, 147, 154, 145, 150, 148, 142, 151, 146, 149, 153,
            147, 236)),
    ),
    # Eighteen in a hundred in spring; so few deals are decided in a month that it jumps by chance.
    Measured(
        "win-rate", "Mid-market deals on the shared definition, corrected by nobody.",
        ((4, 23), (6, 26), (3, 19), (5, 27), (6, 22), (4, 28), (5, 25), (4, 24), (7, 26), (4, 21), (7, 29), (5, 23), (7, 27), (6, 25)),
        owner=INES,
        target=Wanted(0.25, "One in four, as the goal says.", baseline=0.18),
    ),
    Measured(
        "referral-share", "Asked on the first call with a new customer.",
        ((5, 31), (7, 34), (6, 29)),
        target=Wanted(0.25, "Where partners say the market leader is."),
    ),
    # Nobody has asked for three quarters.
    Measured(
        "strategy-understood", "Forty employees drawn by lot, asked by People.",
        ((14, 40), (15, 40), (13, 39), (17, 40), (16, 38), (18, 40)),
        missing=3,
    ),
)
NOTED: Final = (
    Noted(10, "Sales and marketing agree on one list of accounts", "influenced-pipeline-90-days"),
    Noted(17, "The spring fair moves to autumn", author=SAM),
    Noted(7, "The survey goes out after the delivery, not after the order", "csat", SAM),
    Noted(2, "New price list: the smallest contract costs a fifth more", "logo-churn"),
    Noted(5, "Launch of the pocket sensor"),
)
STUDIES = "https://wiki.northwind.example/studies/"
BEGUN: Final = (
    Begun(
        "One list of accounts", "Sales and marketing choose two hundred laboratories together, and both write to these alone.",
        10, "measurement", ("influenced-pipeline-90-days", "win-rate"), "More pipeline than in the regions that kept their own lists.",
        goal="One in four", cost=38_000.0, days=110, months=16,
        brought=(
            Brought("influenced-pipeline-90-days", Grade.QUASI_EXPERIMENT, 180_000.0, 2,
                    "Two regions kept their own lists for a quarter and were compared before and after. They were chosen, not drawn.", STUDIES + "one-list"),
            Brought("win-rate", Grade.SELF_REPORTED, None, 2, "Eleven of fourteen in Sales say that they lose fewer deals now."),
        ),
    ),
    Begun(
        "Survey after the delivery", "Customers are asked when the sensor hangs on the wall, and called within a week when they are not content.",
        8, "measurement", ("csat", "logo-churn"), "Those who were called stay more often than those who were not.",
        goal="Two of three trial", cost=9_500.0, owner=SAM, days=36,
        hypothesis="Of those who are called within a week fewer leave.", guard_rails="Customer Success spends no more than two days a week on it.",
        months=6, decided=("keep", "Five in a hundred more were content; nobody complained of the call."),
        brought=(
            Brought("csat", Grade.EXPERIMENT, 0.05, 3, "Half of 412 deliveries were drawn by lot for the call: 84 % content against 79 %.", STUDIES + "call-after-delivery"),
        ),
    ),
    Begun(
        "Trade journal campaign", "Six advertisements and two articles on calibration.",
        12, "finished", ("share-of-voice", "influenced-pipeline-90-days"), "",
        months=6, cost=64_000.0, owner=SAM, days=45,
        brought=(
            Brought("influenced-pipeline-90-days", Grade.ATTRIBUTED, 95_000.0, 8,
                    "First touch: nine deals began on a page that the advertisements name. Last touch gives it none.", STUDIES + "journals",
                    first=(Grade.ASSERTED, 400_000.0, "The agency says so.", "The agency had counted every reader as a lead.")),
        ),
    ),
    Begun(
        "Podcast with customers", "Laboratories tell each other how they calibrate, half an hour a month.",
        4, "distribution", ("referral-share",), "New customers name it when they are asked how they came.", months=3, owner=SAM, days=24,
        hypothesis="One new customer in twenty names it within three months.", guard_rails="No more than two days of work an episode.",
    ),
    Begun(
        "Templates for offers", "Offers are written from blocks that Legal has read.",
        14, "production", ("hours-saved",), "The log of the templates.",
        goal="Marketing answers what matters", cost=21_000.0, days=60, months=18,
        brought=(
            Brought("hours-saved", Grade.MODELLED, 12.0, 1, "Hours saved go with templates used in a regression over 26 months; what else changed is not in it.", STUDIES + "templates"),
        ),
    ),
)
# fmt: on
