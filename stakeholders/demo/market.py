"""Where Northwind meets its market: sales, customer success, customers and partners."""

from stakeholders.demo.script import (
    BAD,
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
from stakeholders.models import Kind

# fmt: off
# ruff: noqa: E501 - a sentence a line: the story is read here.
SALES, SUCCESS = "Sales", "Customer Success"
CUSTOMER, PARTNER = Kind.CUSTOMER, Kind.PARTNER

MARCUS = Person(
    "Marcus Hale",
    "Head of Sales",
    SALES,
    reports_to="Aiko Tanabe",
    owner=INES,
    tags=("pilot",),
    looks=(
        look(708, INES, "“Marketing makes the slides. We make the number.”", DETRACTOR, at=(4, 2), position=-2,
             now=RESISTANT, voice=VOCAL, source=TALKED, resistance_cause="fears_losing_control"),
        look(455, INES, "Asked for leads, got leads, said they were bad. We never agreed what a lead is.",
             desired=SUPPORTIVE, source=TALKED),
        look(256, INES, "Came to the pipeline workshop and stayed to the end. Argued about every word, which is the point.",
             at=(4, 3), position=-1, source=SAW),
        look(132, INES, "Uses “our definition” in his own forecast call. The word our is new.",
             at=(4, 4), position=-1, now=NEUTRAL, source=HEARD),
        look(10, INES, "“If the pipeline definition is ours too, I'll back the pilot.” Two steps since spring; not yet "
             "an advocate, so we leave the segment where it is.", position=0, source=TALKED, sure=HIGH),
    ),
    contacts=(
        Contact(455, INES, MEETING, BAD, "Quarter review. Forty minutes on whose fault it was."),
        Contact(256, INES, MEETING, MIXED, "Pipeline workshop. Nine definitions on the wall, one left at five o'clock.", 14, 11),
        Contact(132, SAM, CALL, GOOD, "First forecast on the shared definition. He found the error in ours, kindly."),
        Contact(10, INES, MEETING, GOOD, "Backs a pilot in mid-market. Wants two of his people in the weekly.", 9),
    ),
)

BETH = Person(
    "Beth Cole",
    "Sales Operations Lead",
    SALES,
    reports_to="Marcus Hale",
    owner=INES,
    looks=(
        look(660, INES, "Runs the numbers Marcus believes. Sends us corrections at night.", PARTICIPANT, at=(3, 3),
             position=0, now=NEUTRAL, voice=QUIET),
        look(268, INES, "Wrote the first draft of the definition. Without her there is no workshop.", INFLUENCER,
             at=(4, 4), position=1, now=SUPPORTIVE, desired=SUPPORTIVE, source=SAW, sure=HIGH, executes=True),
        look(38, SAM, "Takes our numbers into the Monday call herself.", source=SAW, sure=HIGH),
    ),
    contacts=(
        Contact(268, INES, CALL, GOOD, "She has the definition in a drawer since last year. Nobody asked."),
        Contact(38, SAM, MEETING, GOOD, "Monday call. One slide, hers."),
    ),
)

JOEL = Person(
    "Joel Marsh",
    "Regional Director, North",
    SALES,
    reports_to="Marcus Hale",
    owner=SAM,
    looks=(
        look(630, SAM, "Has his own brochure. It is quite good.", DETRACTOR, at=(3, 3), position=-1, now=RESISTANT,
             voice=VOCAL, source=SAW, resistance_cause="fears_losing_control"),
        look(241, SAM, "Left the workshop at lunch.", desired=NEUTRAL, source=SAW),
        look(27, SAM, "Has gone quiet since Marcus moved. His team's leads go unanswered, politely.",
             at=(3, 2), voice=QUIET, source=SAW),
    ),
    contacts=(Contact(27, SAM, MESSAGE, BAD, "Third invitation to the weekly, no answer.", 14),),
)

SALES_TEAM = (
    Person("Carmen Ortega", "Regional Director, South", SALES, reports_to="Marcus Hale", owner=INES, looks=(
        look(612, INES, "Orders a hundred catalogues a month.", PARTICIPANT, at=(3, 2), position=0, now=NEUTRAL),
        look(199, INES, "Swapped the catalogues for two customer evenings. Counts them herself.", INFLUENCER,
             at=(3, 4), position=1, now=SUPPORTIVE, desired=SUPPORTIVE, source=TALKED),
    ), contacts=(Contact(51, SAM, CALL, GOOD, "Wants the third evening in Lyon. Will bring Halden's lab head.", 30),)),
    Person("Dev Malhotra", "Key Account Manager", SALES, reports_to="Carmen Ortega", owner=SAM, looks=(
        look(575, SAM, "Asks for logos on mugs; means it as a compliment.", PARTICIPANT, at=(2, 3), position=0,
             now=NEUTRAL),
        look(102, SAM, "Quotes the Halden story in every pitch.", position=1, now=SUPPORTIVE, desired=SUPPORTIVE,
             source=HEARD),
    )),
    Person("Sofia Lindgren", "Key Account Manager", SALES, reports_to="Carmen Ortega", looks=(
        look(380, SAM, "Works without us and does not miss us.", PARTICIPANT, at=(2, 1), position=0, now=UNAWARE,
             desired=SUPPORTIVE, sure=LOW),
    )),
    Person("Owen Price", "Sales Engineer", SALES, reports_to="Joel Marsh", owner=SAM, looks=(
        look(333, SAM, "Rewrites our data sheets so that they are true. Now he sends us the changes.", PARTICIPANT,
             at=(2, 4), position=0, now=NEUTRAL, desired=SUPPORTIVE, source=TALKED),
        look(88, SAM, "Checks data sheets before they print. His idea.", position=1, now=SUPPORTIVE, source=SAW),
    )),
    Person("Yara Haddad", "Inside Sales Lead", SALES, reports_to="Beth Cole", owner=SAM, looks=(
        look(470, SAM, "Calls what we send. Tells us which half not to send.", PARTICIPANT, at=(2, 3), position=0,
             now=NEUTRAL, source=TALKED),
        look(143, SAM, "Answers within a day since the definition; used to be nine.", at=(2, 4), position=1,
             now=SUPPORTIVE, desired=SUPPORTIVE, source=SAW, sure=HIGH),
    )),
    Person("Maeve Kelly", "Account Executive", SALES, reports_to="Joel Marsh", looks=(
        look(150, SAM, "Says what Joel says, an hour later.", DETRACTOR, at=(2, 2), position=-1, now=RESISTANT,
             desired=NEUTRAL, voice=QUIET, source=SAW),
    )),
    Person("Tariq Nasser", "Business Development", SALES, reports_to="Yara Haddad", known_for=40),
)

LENA = Person(
    "Lena Vogt",
    "VP Customer Success",
    SUCCESS,
    reports_to="Aiko Tanabe",
    owner=INES,
    looks=(
        look(685, INES, "Gave us three customers to talk to before we had asked for one.", PARTICIPANT, at=(3, 3),
             position=1, now=NEUTRAL, source=TALKED),
        look(402, INES, "Renewals rose where the welcome series ran. She told Aiko before we did.", CHAMPION,
             at=(3, 4), position=2, now=SUPPORTIVE, desired=LEADING, voice=VOCAL, source=SAW, sure=HIGH),
        look(69, INES, "Would lead the customer circle if two of her people could be spared.", source=TALKED, sure=HIGH),
    ),
    contacts=(
        Contact(402, INES, MEETING, GOOD, "Renewals by cohort. She will say it, not we.", 10, 9),
        Contact(69, INES, MEETING, GOOD, "Asked what leading would cost her: two people, one day a month.", 40),
    ),
)

SUCCESS_TEAM = (
    Person("Hana Kovacs", "Community Manager", SUCCESS, reports_to="Lena Vogt", owner=SAM, looks=(
        look(340, SAM, "Runs the user circle on evenings and cake.", PARTICIPANT, at=(2, 4), position=1, now=SUPPORTIVE,
             source=SAW),
        look(117, SAM, "Defended our survey in front of forty users. It was not an easy evening.", CHAMPION, at=(2, 5),
             position=2, now=LEADING, desired=LEADING, voice=VOCAL, source=SAW, sure=HIGH),
    )),
    Person("Talia Cohen", "Renewals Manager", SUCCESS, reports_to="Lena Vogt", owner=INES, looks=(
        look(390, INES, "Sees who leaves, and why, a month before anybody. Was never asked.", INFLUENCER, at=(3, 3),
             position=0, now=NEUTRAL, desired=SUPPORTIVE, source=TALKED),
        look(81, INES, "Sends the monthly list of reasons. Reason four is us.", at=(3, 4), source=TALKED),
    ), contacts=(Contact(81, INES, CALL, MIXED, "Reason four: the trial promises what the product does not do yet.", 14, 20),)),
    Person("Obi Nwosu", "Customer Success Manager", SUCCESS, reports_to="Lena Vogt", owner=SAM, looks=(
        look(277, SAM, "Forwards praise and complaints in the same minute.", PARTICIPANT, at=(2, 4), position=1,
             now=SUPPORTIVE, desired=SUPPORTIVE, source=SAW),
        look(65, SAM, "Found us two reference customers.", source=SAW, sure=HIGH),
    )),
    Person("Chloé Martin", "Onboarding Lead", SUCCESS, reports_to="Lena Vogt", looks=(
        look(225, SAM, "Our welcome mail and hers contradict each other. She noticed; we had not.", PARTICIPANT,
             at=(2, 3), position=0, now=NEUTRAL, desired=SUPPORTIVE, source=TALKED),
    )),
    Person("Ravi Iyer", "Support Manager", SUCCESS, reports_to="Lena Vogt", looks=(
        look(515, SAM, "Learns of launches from customers.", PARTICIPANT, at=(3, 2), position=-1, now=RESISTANT,
             desired=NEUTRAL, source=TALKED),
        look(112, SAM, "Gets the launch list on Thursdays. “One surprise less.”", position=0, now=NEUTRAL, source=TALKED),
    )),
    Person("Björn Eklund", "Service Engineer", SUCCESS, reports_to="Ravi Iyer", looks=(
        look(305, SAM, "On the road four days a week. Has not heard that there is a strategy.", PARTICIPANT, at=(1, 1),
             now=UNAWARE, desired=NEUTRAL, sure=LOW),
    )),
)

CUSTOMERS = (
    Person("Halden Water Authority", kind=CUSTOMER, is_group=True, owner=INES, email="", looks=(
        look(410, INES, "Bought the sensors for the warranty and stayed for the training.", DECIDES, at=(4, 2),
             position=0, now=NEUTRAL, desired=SUPPORTIVE, source=HEARD),
        look(61, INES, "Lets us tell their story, with their numbers.", at=(4, 4), position=1, now=SUPPORTIVE,
             source=TALKED, sure=HIGH),
    )),
    Person("Elena Marchetti", "Head of Instrumentation, Halden Water", kind=CUSTOMER, owner=INES,
           email="e.marchetti@halden.example", looks=(
        look(395, INES, "Reads our data sheets more closely than we do.", CHAMPION, at=(3, 4), position=1,
             now=SUPPORTIVE, desired=SUPPORTIVE, source=TALKED),
        look(61, INES, "Speaks at two evenings a year. Tells people what went wrong, too; they believe the rest.",
             at=(3, 5), position=2, now=LEADING, desired=LEADING, voice=VOCAL, source=SAW, sure=HIGH),
    ), contacts=(Contact(61, INES, MEETING, GOOD, "Story approved, one adjective removed.", 14, 12),)),
    Person("Samir Kapoor", "Laboratory Director, Corvus Biologics", kind=CUSTOMER, owner=SAM,
           email="s.kapoor@corvus.example", looks=(
        look(265, SAM, "Signs orders above fifty thousand. Finds our newsletter “cheerful”.", DECIDES, at=(4, 2),
             position=0, now=NEUTRAL, desired=SUPPORTIVE, source=TALKED),
        look(49, SAM, "Compares us with two others, openly. The calibration paper was the one thing he kept.",
             at=(4, 3), position=-1, source=TALKED),
    ), contacts=(Contact(49, SAM, CALL, MIXED, "Wants proof of drift over two years. We have it; it is in a drawer.", 21),)),
    Person("Astrid Holm", "Category Buyer, Fjordlys Energy", kind=CUSTOMER, email="astrid.holm@fjordlys.example", looks=(
        look(171, SAM, "Buys by table. Asks why our table has footnotes.", DETRACTOR, at=(3, 2), position=-1,
             now=RESISTANT, desired=NEUTRAL, voice=VOCAL, source=TALKED, resistance_cause="nothing_in_it"),
    )),
    Person("Northwind User Circle", kind=CUSTOMER, is_group=True, owner=SAM, email="", notes="About forty people, four times a year.",
           looks=(
        look(332, SAM, "Came for the cake, stayed for the roadmap.", PARTICIPANT, at=(2, 4), position=1,
             now=SUPPORTIVE, desired=SUPPORTIVE, source=SAW),
        look(115, SAM, "Voted the survey's first question down, and then answered it.", at=(3, 5), source=SAW),
    )),
)

PARTNERS = (
    Person("Paulo Mendes", "Managing Director, Mesura Distribution", kind=PARTNER, owner=INES,
           email="paulo@mesura.example", looks=(
        look(360, INES, "Sells us beside two competitors. Goes where the leads are answered.", INFLUENCER, at=(4, 3),
             position=0, now=NEUTRAL, desired=SUPPORTIVE, source=TALKED),
        look(92, INES, "Shares his win and loss notes since we share ours.", at=(4, 4), position=1, now=SUPPORTIVE,
             source=TALKED, sure=HIGH),
    )),
    Person("Bright Harbour", "Agency", kind=PARTNER, is_group=True, owner=SAM, email="hello@brightharbour.example", known_for=300,
           looks=(look(84, SAM, "Good ideas, invoiced early.", UNSEGMENTED, position=1, now=SUPPORTIVE, sure=LOW),)),
)

CAST = (MARCUS, BETH, JOEL, *SALES_TEAM, LENA, *SUCCESS_TEAM, *CUSTOMERS, *PARTNERS)
