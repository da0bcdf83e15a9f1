"""Where Northwind decides: the executive office, finance, and people & legal."""

from stakeholders.demo.script import (
    CALL,
    CHAMPION,
    DECIDES,
    DETRACTOR,
    GOOD,
    HEARD,
    HIGH,
    INES,
    INFLUENCER,
    LEADING,
    LOW,
    MEETING,
    MESSAGE,
    MIXED,
    NEUTRAL,
    NOT_KNOWN,
    PARTICIPANT,
    QUIET,
    RESISTANT,
    SAM,
    SAW,
    SUPPORTIVE,
    TALKED,
    UNAWARE,
    UNSEGMENTED,
    VOCAL,
    Contact,
    Person,
    look,
)

# fmt: off
# ruff: noqa: E501 - a sentence a line: the story is read here.
OFFICE, FINANCE, PEOPLE = "Executive Office", "Finance", "People & Legal"

AIKO = Person(
    "Aiko Tanabe",
    "Chief Executive Officer",
    OFFICE,
    owner=INES,
    tags=("budget",),
    looks=(
        look(712, INES, "Asks marketing for the brochure, the booth and the birthday video. In that order.", DECIDES,
             at=(5, 2), position=0, now=NEUTRAL, voice=VOCAL, source=TALKED),
        look(548, INES, "Saw two of us on sick leave in one week. “I thought you liked being asked.”",
             at=(5, 3), now=NEUTRAL, desired=SUPPORTIVE, source=TALKED, sure=HIGH),
        look(352, INES, "Let us stop forty small requests to pay for one question: where do deals stall?",
             position=1, now=SUPPORTIVE, source=TALKED, sure=HIGH),
        look(96, INES, "Opens the quarter with our win-rate chart. Wants to see it survive a bad quarter.",
             at=(5, 4), position=1, desired=SUPPORTIVE, source=SAW, sure=HIGH),
    ),
    contacts=(
        Contact(352, INES, MEETING, GOOD, "Agreed what marketing will no longer do. She wrote the list herself.", 14, 10),
        Contact(96, INES, MEETING, GOOD, "Quarterly review. She used our chart and quoted Beth.", 30, 28),
        Contact(9, INES, CALL, MIXED, "The new CFO is to decide on next year's budget with her. Bring proof, not plans.", 12),
    ),
)

CHAIR = Person(
    "Eleanor Whitcombe",
    "Chair of the Board",
    OFFICE,
    tags=("board",),
    notes="Appointed by the owners; reports to nobody in this file.",
    looks=(
        look(401, INES, "Decides on acquisitions and on Aiko. Has never asked about marketing.", DECIDES,
             at=(5, 1), now=UNAWARE, desired=NEUTRAL, sure=LOW),
        look(203, INES, "Read two pages of ours before the board met. “Shorter next time.” Fair.",
             position=0, now=NEUTRAL, source=HEARD, sure=LOW),
    ),
)

TOM = Person(
    "Tom Okafor",
    "Chief of Staff",
    OFFICE,
    reports_to="Aiko Tanabe",
    owner=INES,
    looks=(
        look(698, INES, "What Aiko reads, Tom has read first.", INFLUENCER, at=(4, 2), position=0, now=NEUTRAL,
             voice=QUIET),
        look(330, INES, "Put our question on the leadership agenda without being asked.", position=1, now=SUPPORTIVE,
             desired=SUPPORTIVE, source=SAW),
        look(74, INES, "Two invitations unanswered. Busy with the new CFO, or with something we have not heard of.",
             at=(4, 1), now=NEUTRAL, sure=LOW, source=SAW),
    ),
    contacts=(
        Contact(182, INES, MEETING, GOOD, "Walked him through the first win-rate numbers. He asked for one slide.", 7, 5),
        Contact(74, INES, MESSAGE, MIXED, "“Let's speak when the dust settles.” No date.", 21),
    ),
)

GRACE = Person(
    "Grace Adeyemi",
    "Assistant to the CEO",
    OFFICE,
    reports_to="Tom Okafor",
    looks=(
        look(655, INES, "Knows every calendar in the house. Kind to whoever comes prepared.", INFLUENCER, at=(3, 2),
             position=1, now=NEUTRAL, holds_capital=True, voice=QUIET),
        look(214, SAM, "Moved our slot to the morning: “She listens before ten.”", position=1, now=SUPPORTIVE,
             desired=SUPPORTIVE, source=SAW, sure=HIGH),
    ),
)

HENRIK = Person(
    "Henrik Solberg",
    "Head of Strategy",
    OFFICE,
    reports_to="Aiko Tanabe",
    owner=INES,
    looks=(
        look(690, INES, "Kept market research to himself; thought we would turn it into posters.", INFLUENCER, at=(4, 3),
             position=-1, now=RESISTANT, source=TALKED, resists=True),
        look(420, INES, "Gave us the segment study after we asked what he would do with it.", position=1,
             now=SUPPORTIVE, desired=SUPPORTIVE, source=TALKED, resists=False),
        look(128, INES, "Presents the mid-market case with our numbers as if it were his. It is. Good.", CHAMPION,
             at=(4, 5), position=2, now=LEADING, desired=LEADING, voice=VOCAL, source=SAW, sure=HIGH, approves=False),
        look(31, INES, "Told the leadership team that mid-market is “a marketing question first”.", source=SAW, sure=HIGH),
    ),
    contacts=(Contact(31, INES, MEETING, GOOD, "Mid-market plan, second draft. He will defend the price point.", 14),),
)

DUARTE = Person(
    "Isabel Duarte",
    "Chief Financial Officer",
    FINANCE,
    reports_to="Aiko Tanabe",
    owner=INES,
    tags=("budget", "new"),
    known_for=19,
    notes="Came from Larch Medical, where marketing reported to sales.",
    looks=(
        look(19, INES, "Her first day. Placed where Viktor stood, which says nothing about her.", DECIDES,
             at=(5, 4), now=NEUTRAL, desired=SUPPORTIVE, sure=LOW),
        look(10, INES, "“I have read the invoices. I have not read the results.” Nobody has shown her the payback.",
             at=(5, 3), position=-1, now=NEUTRAL, source=TALKED, voice=VOCAL),
    ),
    contacts=(Contact(10, INES, MEETING, MIXED, "First talk, twenty minutes. Promised the payback of three things, on one page.", 12),),
)

VIKTOR = Person(
    "Viktor Lindqvist",
    "Chief Financial Officer, until this month",
    FINANCE,
    tags=("left",),
    notes="Left the company. Kept here because what he agreed to is still quoted.",
    looks=(
        look(705, INES, "Cut what he could not count, and marketing first.", DECIDES, at=(5, 2), position=-1,
             now=RESISTANT, voice=VOCAL, resists=True),
        look(298, INES, "Accepted win rate as the measure. “At least it can go down.”", at=(5, 4), position=1,
             now=SUPPORTIVE, desired=SUPPORTIVE, source=TALKED, sure=HIGH, resists=False),
        look(24, INES, "Left. Two promises of his no longer bind anybody.", UNSEGMENTED, at=(None, None), position=None,
             now=NOT_KNOWN, desired=NOT_KNOWN, approves=None, holds_capital=None, sure=HIGH),
    ),
    contacts=(Contact(24, INES, MESSAGE, GOOD, "Farewell. “Show her the win rate before anybody shows her the spend.”"),),
)

MARGIT = Person(
    "Margit Halvorsen",
    "Head of Controlling",
    FINANCE,
    reports_to="Isabel Duarte",
    owner=SAM,
    looks=(
        look(701, INES, "Polite. Our purchase orders take six weeks.", PARTICIPANT, at=(3, 2), position=0, now=NEUTRAL),
        look(371, SAM, "Never says no. The cost-centre form has grown to four pages, for us alone.", DETRACTOR,
             at=(3, 3), position=-1, now=RESISTANT, desired=NEUTRAL, voice=QUIET, source=SAW,
             resistance_cause="fears_losing_control"),
        look(58, SAM, "If campaigns report their own return, what is controlling for? She did not say it; she asked it.",
             at=(4, 3), position=-1, source=TALKED, voice=QUIET),
    ),
    contacts=(
        Contact(58, SAM, MEETING, MIXED, "Went through the form line by line. Two fields can go if she signs off the definition.", 14),
    ),
)

FINANCE_TEAM = (
    Person("Samuel Osei", "Financial Planning Manager", FINANCE, reports_to="Isabel Duarte", owner=INES, looks=(
        look(620, INES, "Wants numbers he can put in a model. We had clicks.", PARTICIPANT, at=(3, 2), position=0,
             now=NEUTRAL),
        look(290, INES, "Rebuilt our payback sheet in an evening and sent it back without a word of blame.", INFLUENCER,
             at=(3, 4), position=1, now=SUPPORTIVE, desired=SUPPORTIVE, source=SAW, sure=HIGH),
        look(16, INES, "The new CFO asked him whether our numbers hold. He said: “The method does.”", at=(4, 4),
             source=HEARD),
    ), contacts=(Contact(16, INES, CALL, GOOD, "He will check the one page before it goes to Isabel Duarte.", 10, 9),)),
    Person("Julia Brandt", "Procurement Lead", FINANCE, reports_to="Margit Halvorsen", looks=(
        look(540, SAM, "Three quotes for a translator. Rules are rules.", PARTICIPANT, at=(2, 2), position=-1,
             now=RESISTANT, desired=NEUTRAL),
        look(167, SAM, "Still three quotes; now she tells us which three.", position=0, source=TALKED),
    )),
    Person("Rafael Costa", "Business Analyst", FINANCE, reports_to="Samuel Osei", owner=SAM, looks=(
        look(310, SAM, "Keeps the win-rate table alive. Asks good questions on Fridays.", PARTICIPANT, at=(2, 4),
             position=1, now=SUPPORTIVE, desired=SUPPORTIVE, source=TALKED),
        look(44, SAM, "Found the double-counted renewals before we did.", at=(2, 5), source=SAW, sure=HIGH),
    )),
)

PEOPLE_AND_LEGAL = (
    Person("Ruth Abelman", "General Counsel", PEOPLE, reports_to="Aiko Tanabe", owner=INES, tags=("claims",), looks=(
        look(640, INES, "Reads every claim the evening before launch, because that is when she gets it.", DECIDES,
             at=(4, 2), position=-1, now=RESISTANT, desired=NEUTRAL, source=TALKED),
        look(188, INES, "Sees drafts two weeks ahead now. “You have stopped surprising me.”", position=0, now=NEUTRAL,
             source=TALKED, sure=HIGH),
    ), contacts=(Contact(188, INES, MEETING, GOOD, "Agreed a two-week window for claims. First launch without a late edit.", 30, 24),)),
    Person("Patrice Nkemelu", "Head of People", PEOPLE, reports_to="Aiko Tanabe", owner=SAM, looks=(
        look(580, SAM, "Needed job ads, got job ads.", PARTICIPANT, at=(3, 3), position=0, now=NEUTRAL),
        look(244, SAM, "Hires better since the customer stories. Says so at every all-hands.", CHAMPION, at=(3, 4),
             position=2, now=SUPPORTIVE, desired=SUPPORTIVE, voice=VOCAL, source=SAW, sure=HIGH, executes=False),
        look(63, SAM, "Offered a seat for us in the leadership programme.", source=TALKED, sure=HIGH),
    )),
    Person("Camila Torres", "Legal Counsel", PEOPLE, reports_to="Ruth Abelman", looks=(
        look(505, SAM, "Forwards, never answers. Not unkind; four contracts a day.", PARTICIPANT, at=(2, 1), position=0,
             now=UNAWARE, desired=NEUTRAL),
        look(176, SAM, "Knows now that claims come by a form. Uses it.", now=NEUTRAL, at=(2, 2), source=SAW),
    )),
    Person("Oskar Nyman", "Talent Partner", PEOPLE, reports_to="Patrice Nkemelu", looks=(
        look(233, SAM, "Brought candidates to the customer evening. Two signed.", PARTICIPANT, at=(2, 4), position=1,
             now=SUPPORTIVE, desired=SUPPORTIVE, source=SAW),
    )),
    Person("Simone Laurent", "Chair of the Works Council", PEOPLE, reports_to="Patrice Nkemelu", looks=(
        look(261, INES, "Speaks for four hundred people. Where she stands on marketing, nobody has asked.", INFLUENCER,
             sure=LOW, source=HEARD),
    )),
)

CAST = (AIKO, CHAIR, TOM, GRACE, HENRIK, DUARTE, VIKTOR, MARGIT, *FINANCE_TEAM, *PEOPLE_AND_LEGAL)
