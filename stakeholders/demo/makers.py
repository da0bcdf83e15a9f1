"""Where Northwind makes things: product & engineering, operations, and marketing itself."""

from stakeholders.demo.script import (
    BAD,
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
    NOT_SAID,
    PARTICIPANT,
    QUIET,
    RESISTANT,
    SAM,
    SAW,
    SUPPORTIVE,
    TALKED,
    UNAWARE,
    VOCAL,
    Contact,
    Person,
    look,
)

# fmt: off
# ruff: noqa: E501 - a sentence a line: the story is read here.
PRODUCT, OPERATIONS, MARKETING = "Product & Engineering", "Operations", "Marketing"

PRIYA = Person(
    "Priya Raman",
    "Head of Product Marketing",
    PRODUCT,
    reports_to="Dana Wu",
    owner=INES,
    looks=(
        look(706, INES, "Writes launch plans that nobody reads, us included.", PARTICIPANT, at=(2, 4), position=1,
             now=NEUTRAL, source=TALKED),
        look(437, INES, "“Stop asking what they want made. Ask what they want to happen.” It is on our wall.", CHAMPION,
             at=(3, 5), position=2, now=SUPPORTIVE, desired=LEADING, voice=VOCAL, source=TALKED, sure=HIGH),
        look(248, INES, "Ran the pipeline workshop so that it was nobody's meeting.", at=(4, 5), now=LEADING,
             source=SAW, sure=HIGH),
        look(33, INES, "Three ideas of hers went into the plan. She has not been told yet.", source=SAW, sure=HIGH),
    ),
    contacts=(
        Contact(248, INES, MEETING, GOOD, "Debrief of the workshop. She wrote down who had not spoken."),
        Contact(33, INES, MEETING, GOOD, "Plan for next quarter. We owe her an answer on three ideas.", 14),
    ),
)

CLARA = Person(
    "Clara Benning",
    "Product Manager, Platform",
    PRODUCT,
    reports_to="Dana Wu",
    owner=SAM,
    looks=(
        look(560, SAM, "First to put a customer's sentence at the top of a specification.", CHAMPION, at=(3, 5),
             position=2, now=LEADING, desired=LEADING, voice=VOCAL, source=SAW, sure=HIGH),
        look(236, SAM, "Cancelled the second customer breakfast. Release pressure, she says.", at=(3, 4), position=1,
             now=SUPPORTIVE, source=TALKED),
        look(91, SAM, "The survey she asked for changed nothing on the roadmap. She noticed that we did not notice.",
             at=(3, 3), position=1, now=NEUTRAL, source=TALKED),
        look(22, SAM, "Still speaks well of us, in the past tense.", at=(3, 2), position=0, voice=QUIET, source=HEARD, sure=LOW),
    ),
    contacts=(
        Contact(236, SAM, MESSAGE, NOT_SAID, "Breakfast off. “Next month, promise.”"),
        Contact(91, SAM, MEETING, MIXED, "Listened. Owe her the reason why the survey went nowhere.", 14),
    ),
)

PRODUCT_TEAM = (
    Person("Dana Wu", "VP Product", PRODUCT, reports_to="Aiko Tanabe", owner=INES, tags=("roadmap",), looks=(
        look(695, INES, "Product decides, marketing announces. Friendly about it.", INFLUENCER, at=(4, 2), position=0,
             now=NEUTRAL, source=TALKED),
        look(318, INES, "Asked us who the product is for. Twice, because the first answer was everybody.", at=(4, 3),
             position=1, desired=SUPPORTIVE, source=TALKED),
        look(54, INES, "Holds a roadmap slot open for mid-market if Sales asks for it too.", now=SUPPORTIVE,
             source=TALKED, sure=HIGH),
    ), contacts=(Contact(54, INES, MEETING, GOOD, "Slot open until the end of the quarter. Needs Marcus to ask.", 35),)),
    Person("Nikolai Petrov", "Chief Technology Officer", PRODUCT, reports_to="Aiko Tanabe", owner=INES, looks=(
        look(670, INES, "“A good sensor sells itself.” Some do.", DECIDES, at=(4, 1), position=-1, now=UNAWARE,
             source=TALKED),
        look(209, INES, "Came to one customer call by mistake, stayed for three. Asks what they asked.", at=(4, 2),
             position=0, now=NEUTRAL, desired=SUPPORTIVE, source=SAW),
        look(47, INES, "Wants calls in his calendar. Not yet sure that this is marketing.", at=(4, 3), source=TALKED),
    )),
    Person("Fatima Idrissi", "Product Manager, Sensors", PRODUCT, reports_to="Dana Wu", owner=SAM, looks=(
        look(285, SAM, "Gives us two weeks' notice of everything. Nobody else does.", PARTICIPANT, at=(3, 4), position=1,
             now=SUPPORTIVE, desired=SUPPORTIVE, source=SAW),
        look(79, SAM, "Moved a launch because the story was not ready. First time ever.", source=SAW, sure=HIGH),
    )),
    Person("Hugo Ruiz", "Design Lead", PRODUCT, reports_to="Dana Wu", owner=SAM, looks=(
        look(450, SAM, "Thinks that we make things shiny. Sends his own screenshots.", PARTICIPANT, at=(3, 2), position=-1,
             now=RESISTANT, source=TALKED),
        look(138, SAM, "Shares the pattern library, on condition.", position=0, now=NEUTRAL, desired=SUPPORTIVE,
             source=TALKED),
    )),
    Person("Kenji Sato", "Engineering Manager", PRODUCT, reports_to="Nikolai Petrov", looks=(
        look(262, SAM, "Has never met us. Builds what we announce.", PARTICIPANT, at=(3, 1), now=UNAWARE,
             desired=NEUTRAL, sure=LOW),
    )),
    Person("Leila Farouk", "User Researcher", PRODUCT, reports_to="Hugo Ruiz", owner=SAM, looks=(
        look(221, SAM, "Her interviews and ours meet the same people a week apart. She proposed one calendar.",
             PARTICIPANT, at=(2, 5), position=1, now=SUPPORTIVE, desired=LEADING, source=TALKED),
        look(36, SAM, "One calendar it is.", position=2, source=SAW, sure=HIGH),
    )),
    Person("Piotr Zielinski", "Technical Writer", PRODUCT, reports_to="Hugo Ruiz", looks=(
        look(490, SAM, "Asks for the glossary every spring. We still have none.", PARTICIPANT, at=(1, 3), position=0,
             now=NEUTRAL, desired=SUPPORTIVE),
    )),
    Person("Anneke de Vries", "Data Engineer", PRODUCT, reports_to="Kenji Sato", known_for=90),
)

GORDON = Person(
    "Gordon Pike",
    "Chief Operating Officer",
    OPERATIONS,
    reports_to="Aiko Tanabe",
    owner=INES,
    tags=("budget",),
    looks=(
        look(675, INES, "Approves the launch budget and says that trade fairs did it better.", DECIDES, at=(5, 2),
             position=-1, now=RESISTANT, voice=VOCAL, source=TALKED),
        look(322, INES, "Every launch so far has meant overtime on his line and applause on our floor.", at=(5, 3),
             desired=NEUTRAL, resists=True, resistance_cause="nothing_in_it", source=TALKED, sure=HIGH),
        look(72, INES, "Approved the budget, then asked in front of everybody what he gets for it. We had no answer ready.",
             position=-2, source=SAW, sure=HIGH),
    ),
    contacts=(
        Contact(322, INES, MEETING, BAD, "He showed the overtime sheet. It was news to us."),
        Contact(72, INES, MEETING, BAD, "Budget round. Bring him the forecast before the launch, not after.", 30),
    ),
)

OPERATIONS_TEAM = (
    Person("Elif Demir", "Supply Chain Manager", OPERATIONS, reports_to="Gordon Pike", owner=SAM, looks=(
        look(349, SAM, "Plans by rumour of our campaigns.", PARTICIPANT, at=(3, 3), position=-1, now=RESISTANT,
             desired=SUPPORTIVE, source=TALKED),
        look(83, SAM, "Gets the campaign calendar now. Sent it back with stock levels in it.", at=(3, 4), position=0,
             now=NEUTRAL, source=SAW, sure=HIGH),
    ), contacts=(Contact(83, SAM, MEETING, GOOD, "Calendar with stock levels. Gordon has not seen it yet.", 20),)),
    Person("Mateus Rocha", "Plant Manager", OPERATIONS, reports_to="Gordon Pike", looks=(
        look(294, SAM, "Visitors come through his plant in white coats. Nobody tells him why.", PARTICIPANT, at=(3, 1),
             position=0, now=UNAWARE, desired=NEUTRAL, source=TALKED),
    )),
    Person("Ingrid Dahl", "Quality Manager", OPERATIONS, reports_to="Gordon Pike", looks=(
        look(427, SAM, "Owns the certificates we print. Found two that had expired.", PARTICIPANT, at=(3, 2), position=0,
             now=NEUTRAL, desired=NEUTRAL, source=TALKED),
        look(155, SAM, "No expired certificate since. She checks.", source=TALKED),
    )),
    Person("Kofi Asante", "IT Manager", OPERATIONS, reports_to="Gordon Pike", owner=SAM, looks=(
        look(530, SAM, "Keeps the customer database and its keys.", INFLUENCER, at=(3, 2), position=-1, now=RESISTANT,
             source=TALKED, voice=QUIET),
        look(126, SAM, "Read access granted, after one honest talk about exports.", at=(3, 3), position=0, now=NEUTRAL,
             desired=SUPPORTIVE, source=TALKED),
    )),
    Person("Astor Falk", "Facilities", OPERATIONS, reports_to="Gordon Pike", looks=(
        look(700, INES, "Hangs our banners; says which ones fall down.", PARTICIPANT, at=(1, 2), position=0, now=NEUTRAL),
    )),
    Person("Wei Zhang", "Logistics Lead", OPERATIONS, reports_to="Elif Demir", known_for=120),
)

MARKETING_TEAM = (
    Person("Ines Rourke", "VP Marketing", MARKETING, reports_to="Aiko Tanabe", owner=INES,
           notes="Leads marketing. In the file so that the organisation chart is whole; not judged here."),
    Person("Sam Ferris", "Campaign Lead", MARKETING, reports_to="Ines Rourke", owner=INES, looks=(
        look(702, INES, "Forty-one open requests on the desk, three of them urgent since May.", PARTICIPANT, at=(1, 4),
             position=0, now=NEUTRAL, source=SAW),
        look(553, INES, "Two weeks of sick leave. We had called it dedication.", at=(1, 2), position=-1, now=RESISTANT,
             source=TALKED, sure=HIGH),
        look(341, INES, "Back, and says no in full sentences.", at=(2, 4), position=1, now=SUPPORTIVE, desired=LEADING,
             source=SAW, sure=HIGH),
        look(86, INES, "Runs the mid-market pilot with Beth.", source=SAW, sure=HIGH),
    )),
    Person("Rosa Lind", "Content Lead", MARKETING, reports_to="Ines Rourke", owner=INES, looks=(
        look(702, INES, "Writes birthday speeches for three departments.", PARTICIPANT, at=(2, 3), position=0,
             now=NEUTRAL, source=SAW),
        look(325, INES, "Wrote the last speech as a template. Nobody has asked since.", position=1, now=SUPPORTIVE,
             desired=SUPPORTIVE, source=SAW),
        look(104, INES, "Interviews a customer a week.", at=(2, 4), source=SAW),
    )),
    Person("Amir Shah", "Marketing Analyst", MARKETING, reports_to="Ines Rourke", owner=INES, looks=(
        look(400, INES, "Came to count clicks, stayed to ask which ones paid.", PARTICIPANT, at=(1, 5), position=1,
             now=SUPPORTIVE, desired=SUPPORTIVE, source=SAW),
        look(57, INES, "Wrote down what the win rate does not say. It is the page people trust.", source=SAW, sure=HIGH),
    )),
    Person("Kiri Moana", "Events Manager", MARKETING, reports_to="Ines Rourke", owner=SAM, looks=(
        look(640, INES, "Eleven fairs a year. Knows every caterer, and which fairs are not worth one.", PARTICIPANT,
             at=(3, 4), position=0, now=NEUTRAL, source=SAW),
        look(192, SAM, "Six fairs and four evenings. Misses the fairs, and says so.", at=(3, 3), position=0,
             desired=SUPPORTIVE, source=TALKED),
    )),
    Person("Luca Ferrante", "Demand Lead", MARKETING, reports_to="Ines Rourke", owner=INES, looks=(
        look(365, INES, "Turned down his own budget line because Sales could not answer the leads.", CHAMPION,
             at=(2, 5), position=2, now=LEADING, desired=LEADING, source=SAW, sure=HIGH),
        look(40, INES, "Sits in Yara's room on Tuesdays.", source=SAW, sure=HIGH),
    )),
    Person("Ada Mensah", "Marketing Operations", MARKETING, reports_to="Amir Shah", owner=SAM, looks=(
        look(207, SAM, "Keeps nine tools running, four of them needed.", PARTICIPANT, at=(2, 4), position=1,
             now=SUPPORTIVE, desired=SUPPORTIVE, source=SAW),
        look(76, SAM, "Five tools now.", source=SAW),
    )),
    Person("Bea Novak", "Brand Designer", MARKETING, reports_to="Rosa Lind", owner=SAM, looks=(
        look(544, SAM, "Makes slides for people who will change them on the train.", DETRACTOR, at=(1, 3), position=-1,
             now=RESISTANT, voice=QUIET, source=TALKED, resistance_cause="nothing_in_it"),
        look(230, SAM, "Slides come from a kit she made. Draws again.", PARTICIPANT, at=(2, 4), position=1,
             now=SUPPORTIVE, desired=SUPPORTIVE, source=TALKED, resists=False),
        look(68, SAM, "The kit is used in Sales. She found out by accident and was pleased.", source=SAW),
    )),
    Person("Jonas Weber", "Regional Marketing, DACH", MARKETING, reports_to="Luca Ferrante", owner=SAM, looks=(
        look(184, SAM, "Far from the wall with the sentence on it. Still takes orders, from Joel.", PARTICIPANT,
             at=(2, 3), position=0, now=NEUTRAL, desired=SUPPORTIVE, source=SAW),
    )),
    Person("Mina Park", "Junior Copywriter", MARKETING, reports_to="Rosa Lind", owner=SAM, known_for=25),
)

CAST = (PRIYA, CLARA, *PRODUCT_TEAM, GORDON, *OPERATIONS_TEAM, *MARKETING_TEAM)
