"""What Northwind's people were asked, and what they answered: the demo's story, told by themselves."""

# ruff: noqa: E501 - a sentence a line: the story is read here.

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from discussions.guides.text import GuideText, PromptText, VariantText
from stakeholders.models import Segment

DECIDES, INFLUENCER, CHAMPION, DETRACTOR, PARTICIPANT = (
    Segment.DECISION_MAKER,
    Segment.INFLUENCER,
    Segment.CHAMPION,
    Segment.DETRACTOR,
    Segment.PARTICIPANT,
)
ATTRIBUTED, CONFIDENTIAL, ANONYMOUS = "attributed", "confidential", "anonymous"


def greeted(opening: str, close: str) -> dict[str, VariantText]:
    return dict.fromkeys(Segment.values, VariantText(opening, close))


# fmt: off
PILOT: Final = GuideText(
    name="Winning mid-market together",
    problem="We win 18 of 100 mid-market deals; most of those we lose, we lose before a customer has seen an instrument.",
    outcome="25 of 100 mid-market deals won by the end of the quarter.",
    minutes=6,
    variants=greeted(
        "Thank you for your six minutes. We would rather plan this with you than for you.",
        "That is all. On this same link you will read what became of what you wrote.",
    ) | {
        DECIDES: VariantText("Thank you for your six minutes. We want to know what you need before you can say yes, not whether you like our plan.", "Thank you. You get one page with what was heard, before anything is proposed."),
        DETRACTOR: VariantText("Thank you for answering. You have seen plans of ours go wrong; we would like to hear it before the next one, not after.", "Thank you. What you said you must not lose will stand on the first page of the plan."),
    },
    prompts=(
        PromptText("success", "success", "text", ATTRIBUTED, "What would a good quarter in mid-market look like for your team, if marketing did its part?",
                   wordings={DECIDES: "What would a good quarter in mid-market show you, if marketing did its part?", PARTICIPANT: "What would a good quarter look like in your own week, if we were of use in it?"}),
        PromptText("challenge", "challenge", "text", CONFIDENTIAL, "Where do mid-market deals get stuck, as you see it?",
                   help="One deal you remember is worth more than a rule."),
        PromptText("past", "past", "text", ANONYMOUS, "What has not worked in what marketing did for mid-market so far?",
                   help="Nobody can see who wrote this, so say it plainly."),
        PromptText("ready", "shift", "scale", CONFIDENTIAL, "How ready is your team to try one thing with us for a quarter?",
                   help="And why not one lower?", low="Not at all", high="Tomorrow", asked_again=True),
        PromptText("ideas", "idea", "text", ATTRIBUTED, "What could you or your team bring to one thing that we try together?", required=True,
                   help="One idea a box, in a sentence or two: what it is, and what it needs from us."),
        PromptText("others", "idea", "ideas", CONFIDENTIAL, "What do you make of these ideas of others?"),
        PromptText("promise", "commitment", "commitment", ATTRIBUTED, "What will you do first, and by when?"),
    ),
)

REQUESTS: Final = GuideText(
    name="Fewer requests, better ones",
    problem="Marketing gets forty requests a month and finishes twelve; the other twenty-eight cost everybody an argument.",
    outcome="Time for the three things that moved deals last year.",
    minutes=5,
    variants=greeted("Thank you for your five minutes. This is about your requests to us, and ours to you.", "Thank you. In three weeks you read on this link what was decided."),
    prompts=(
        PromptText("stop", "challenge", "text", ATTRIBUTED, "Which request to marketing would you not miss if it were never made again?"),
        PromptText("need", "success", "text", ATTRIBUTED, "Which problem would you rather bring to us than an order?"),
        PromptText("trust", "shift", "scale", ATTRIBUTED, "How far do you trust that marketing takes up the right things first?",
                   help="And why not one lower?", low="Not at all", high="Fully", asked_again=True),
        PromptText("ideas", "idea", "text", ATTRIBUTED, "How could we decide together what comes first?", required=True),
        PromptText("others", "idea", "ideas", CONFIDENTIAL, "What do you make of these ideas of others?"),
        PromptText("promise", "commitment", "commitment", ATTRIBUTED, "What one thing will you do differently, and from when?"),
    ),
)


@dataclass(frozen=True)
class Voice:
    """One person in the open discussion. `done` is False for whoever stopped on the way."""

    who: str
    success: str = ""
    challenge: str = ""
    past: str = ""
    ready: tuple[int, str] | None = None
    again: tuple[int, str, int] | None = None   # number, why, and which idea moved them
    ideas: tuple[str, ...] = ()
    promise: tuple[str, int, int] | None = None  # what, days from now, confidence
    done: bool = True

    @property
    def has_answered(self) -> bool:
        return bool(self.success or self.challenge or self.ideas)


VOICES: Final = (
    # Champions: all five.
    Voice("Henrik Solberg", "Two deals in the south that we would not have found, and a price point nobody has to explain. Marketing's part is that the customer has understood it before we call.",
          "Between the second and the third meeting. Nobody owns that week.", "Campaigns that began before Sales had agreed what a deal is.",
          (9, "The study is done. Waiting costs more than a mistake."), (10, "Beth's table makes the quarter measurable for both sides.", 6),
          ("I give the segment study to every regional director, chapter by chapter, and you turn each into one page they can leave behind.",), ("Give chapter one of the study to Carmen and Joel", 9, 8)),
    Voice("Lena Vogt", "Customers who renew because they use it, and tell the next laboratory. You would put the two of them on the phone.",
          "Procurement asks for a reference from the same industry and the same size. We have three; nobody can find them.", "",
          (8, "My people have Fridays. They will come if it is not another form."), None,
          ("A reference within a day: we name one customer for each industry, you keep the list, Sales asks us and not the customer.",), ("Name a reference customer for food, water and pharma", 14, 9)),
    Voice("Priya Raman", "That I can say no to a slide and yes to a problem. Marketing's part is to bring me the problem in the customer's words.",
          "In the comparison sheet. Ours answers questions nobody in mid-market has.", "We wrote for the laboratory of a university and sold to a dairy.",
          (8, "If it is one thing, and stays one thing."), (9, "Leila's recordings are worth ten workshops.", 18),
          ("Rewrite the comparison sheet with three customers in the room, in one afternoon.", "Stop launching features. Launch one question a month that a laboratory manager has."), ("Bring three customers for the comparison sheet", 20, 7)),
    Voice("Hana Kovacs", "A month in which customers answer each other, and I only read.", "They ask in our community, and nobody from Sales sees it.", "Newsletters that sound as if nobody had written them.",
          (9, "I want to show what customers already say."), None,
          ("Every Monday the five questions customers asked last week, to Sales and to you: whoever answers first, writes the page.",), ("Send the first five questions", 4, 10)),
    Voice("Patrice Nkemelu", "That new sales people can explain the instrument in their second week, not in their second quarter.", "New people lose deals that experienced ones would have asked about.", "",
          (7, "If it fits into onboarding, which I can decide."), None,
          ("Let every new colleague in Sales spend their second day at a customer, with somebody from marketing beside them.",)),
    # Influencers: five of six.
    Voice("Beth Cole", "One number in the Monday call that nobody corrects. You would have put it there with me.", "In our own definitions. Half of “lost” was never a deal.", "Reports that count leads. Nobody has ever been paid in leads.",
          (9, "Friday mornings are yours already."), None,
          ("One win-rate table, corrected on Friday by both of us, shown on Monday without a comment.",), ("Show the first table nobody corrects", 8, 9)),
    Voice("Samuel Osei", "A payback figure I can put in the model without calling anyone.", "Discounts given in week eleven. They cost more than the campaign before.", "Numbers that changed between the slide and the file.",
          (7, "If the sheet stays one sheet."), (8, "With Beth's Friday it is her number too.", 6),
          ("Before each campaign one line that says what it must bring back, and after it one line that says what it did.",)),
    Voice("Carmen Ortega", "Twelve first meetings in the south that I did not have to beg for.", "Customers here buy from people. By the time we have met, your campaign is over.", "The catalogue was the only thing my customers kept. Then it was gone, and we were told why in a slide.",
          (5, "I will try one thing. I have been asked to try eleven."), (7, "A reference from my own region opens the door.", 1),
          ("Two evenings in each region, with a customer who speaks and a dinner after. I fill the room, you bring the customer.", "Bring back the catalogue as ten pages, for ten customers."), ("Fill the room in Valencia", 34, 8)),
    Voice("Talia Cohen", "Fewer renewal calls that begin with an apology.", "We sell mid-market a promise made for large accounts, and I meet it a year later.", "",
          (6, "My team is five people. One thing, not three."), None,
          ("Show Sales the three promises we cannot keep, with what each one cost us in renewals.",), ("Write down the three promises", 12, 9)),
    Voice("Dana Wu", "That the roadmap slot I keep open is asked for by Sales, not by marketing.", "Between what was shown and what ships.", "A launch date that was announced before engineering heard of it.",
          (6, "The slot is open until the end of the quarter."), None,
          ("A quarter's notice for every promise: what we show customers is what ships within it.",)),
    Voice("Kofi Asante"),
    # Detractors: two of four.
    Voice("Marcus Hale", "Deals my people would not have found. Not leads: deals.", "At the price. And at us: we go home too early.", "You measured what you did. We are measured by what comes in.",
          (5, "Two of my people, for a quarter. Not more."), (6, "If Beth's table says so, I will say so.", 6),
          ("Two of my people sit with you every week and throw out what nobody will use, before it is made.",), ("Send two people every week of the quarter", 7, 7)),
    Voice("Astrid Holm", "As your customer: an offer I can compare, in one page, in my language.", "Your offer arrives in four files. The other one arrives in one.", "I got three letters about a product I had bought.",
          (4, "I compare. I do not try."), None,
          ("One page an offer: what it does, what it costs over five years, whom I can call. Let a buyer write it with you.",)),
    Voice("Margit Halvorsen"),
    Voice("Joel Marsh"),
    # Participants: seven of nine.
    Voice("Dev Malhotra", "I spend Mondays selling instead of correcting a list.", "At the second visit: I have nothing new to bring.", "Leads from people who wanted the pen.",
          (7, "One thing a quarter I can do."), (8, "The reference list would save me a day a week.", 1),
          ("Give me one reason to visit a customer again: a short letter with one finding from a laboratory like theirs.",), ("Test the letter with six customers", 16, 8)),
    Voice("Sofia Lindgren", "Three customers who call me first.", "With the laboratory head convinced, and purchasing never met.", "Too many tools. I stopped opening the second one.",
          (6, "If it is in the tool I have open."), None,
          ("One page for purchasing, sent before they ask: what it does, what it costs over five years, what it replaces.",)),
    Voice("Owen Price", "Demonstrations for people who have the problem.", "I demonstrate to whoever came. Half of them came for lunch.", "The demo script. Nobody talks like that.",
          (8, "I would love to choose whom I show it to."), None,
          ("Three questions before each demonstration. Who answers them gets an hour of mine, who does not gets the film.",), ("Write the three questions", 5, 9)),
    Voice("Yara Haddad", "My people talk to forty customers a week who know why we call.", "They ask for a customer like them, and we send a brochure.", "",
          (7, "We try things every week. Ask for the result, though."), None,
          ("References by telephone: we hold a list of twelve customers who agreed to a ten minute call a month.",)),
    Voice("Leila Farouk", "That what customers told me in interviews is still true on the slide.", "In words. They say “rinse”, we say “workflow”.", "Personas with names. Nobody here has met one.",
          (8, "I interview anyway; come along."), None,
          ("Each of us listens to two customer interviews a quarter before writing anything.",), ("Open four interviews to listeners", 18, 9)),
    Voice("Elif Demir", "A forecast before the launch, not after.", "Delivery times. A customer who hears fourteen weeks asks the other one.", "The launch of the last sensor: 640 hours of overtime.",
          (6, "With two weeks' notice, yes."), None,
          ("Tell customers the delivery time on the first page, and us two weeks before you tell them.",)),
    Voice("Rosa Lind", "Half as many pages, each used by somebody.", "In our own queue. What Sales needs on Thursday comes in three weeks.", "We say yes to everybody and finish for nobody.",
          (9, "I would stop four things tomorrow."), None,
          ("Two mornings a week kept free for what Sales asks on the day. Everything else waits.",), ("Keep Tuesday and Thursday mornings free", 3, 8)),
    Voice("Amir Shah", challenge="I can see where, not why: the field for the reason is empty in 71 of 100.", ready=(7, "I have the data. I lack the question."), done=False),
    Voice("Kiri Moana"),
    # Decision makers: none of four, yet.
    Voice("Isabel Duarte"),
    Voice("Nikolai Petrov"),
    Voice("Gordon Pike"),
    Voice("Halden Water Authority"),
    # Not placed in a segment yet.
    Voice("Anneke de Vries", "A question before the request for data, so that I can say which data answers it.", "", "Dashboards that nobody opened twice.",
          (7, "If I hear the question first."), None,
          ("Ask the question in one line before asking for numbers; I say within a day whether we can know it.",)),
)

# How each segment leans on an idea, by its number from 0 in the order above: the rest agree three times in five.
LEANS: Final[dict[int, dict[str, int]]] = {
    0: {INFLUENCER: 1, PARTICIPANT: -1}, 1: {CHAMPION: 1, INFLUENCER: 1, PARTICIPANT: 1, DETRACTOR: 1},
    2: {CHAMPION: 1, PARTICIPANT: 1}, 3: {PARTICIPANT: -1, INFLUENCER: -1, CHAMPION: 1}, 5: {DETRACTOR: -1, PARTICIPANT: -1},
    6: {CHAMPION: 1, INFLUENCER: 1, PARTICIPANT: 1, DETRACTOR: 1}, 8: {INFLUENCER: 1, PARTICIPANT: -1},
    9: {CHAMPION: -1, DETRACTOR: -1, PARTICIPANT: -1}, 12: {PARTICIPANT: 1, CHAMPION: -1}, 16: {PARTICIPANT: 1, CHAMPION: 1},
}
# Two ideas say nearly the same (Astrid's and Sofia's): whoever moderates is asked. What others made of an idea: its
# number, who, kind, text, what would solve it.
REPLIES: Final = (
    (6, "Marcus Hale", "build", "Add the reason for each lost deal. My people know it; nobody asks them in writing.", ""),
    (6, "Samuel Osei", "help", "I check the sheet before it goes out. Ten minutes, every Friday.", ""),
    (6, "Dev Malhotra", "question", "Who says what a deal is when a customer goes quiet for two months?", ""),
    (1, "Yara Haddad", "build", "Ask the twelve who talk to us on the telephone already. They like being asked.", ""),
    (1, "Talia Cohen", "concern", "The same three customers get called until they leave.", "A list that says when each was called last, and nobody twice a quarter."),
    (8, "Hana Kovacs", "help", "I bring a customer to Valencia. She has been offering for a year.", ""),
    (12, "Rosa Lind", "build", "And they bring one thing that they will use the week after.", ""),
    (2, "Leila Farouk", "help", "I have the recordings of eleven interviews. Start there.", ""),
    (3, "Rosa Lind", "concern", "A question a month means twelve launches more, for the same two people.", "Stop the feature launches in the same month, in writing."),
    (16, "Elif Demir", "question", "Does the second group know that the film exists?", ""),
)
# Put in by the team before it opened.
SEED: Final = "We send nobody a campaign before two customers have read it and said what they would do next."


@dataclass(frozen=True)
class Before:
    """One person in the discussion that is over."""

    who: str
    stop: str
    need: str
    idea: str = ""
    became: str = ""
    because: str = ""
    # What they promised, what became of that, what happened, and when it is or was due, in days from now.
    promise: tuple[str, str, str, int] | None = None
    # How far they trusted it before and after others' ideas, why, and whose idea moved them.
    trust: tuple[int, int, str, str] | None = None
    # Where the team put them on the map for it; None: looked at, and set aside.
    moves_to: int | None = None


ENDED: Final = (
    Before("Carmen Ortega", "The hundred catalogues.", "How to fill a room in a region nobody flies to.", "Two evenings in each region instead of a trade fair.", "done", "Tried in Seville; eleven first meetings. Two more are planned.", ("Ask for no catalogue before the evening in Seville", "kept", "She asked for ten pages instead. We made them.", -20), trust=(6, 6, "", "")),
    Before("Beth Cole", "Lead lists by name. Nobody calls them.", "Whether a deal is a deal.", "Whoever asks for something says which deal it is for.", "planned", "From next quarter every request names its deal.", ("Write the deal on each request of Sales Operations", "kept", "All nineteen of them.", -20)),
    Before("Priya Raman", "“Can you make it pop.”", "Which words customers use for it.", "A request is one sentence about what should be different afterwards.", "done", "It is the first line of the form now."),
    Before("Dana Wu", "A slide for each sprint.", "When a promise may be made.", "One list, in order, that everybody can see. Nothing jumps it without saying what it pushes out.", "done", "The list is on the wall and open to everybody.", ("Tell of a launch six weeks before", "broken", "Told of the last one on the day. The next one stands in the list.", -20), trust=(7, 5, "A list is a promise. Ours was passed over twice in its first week.", "Rosa Lind")),
    Before("Tom Okafor", "The anniversary video.", "What Aiko should say in two minutes."),
    Before("Lena Vogt", "Gifts.", "Why customers in their first year leave.", "The three teams that ask most decide together, an hour every second Monday.", "considered", "We try it with two teams first, from January.", ("Sit in the first three Mondays", "confirmed", "", 9)),
    Before("Owen Price", "Posters for the canteen.", "Whom I should show it to.", "Half a day a month that is nobody's, for what nobody planned.", "declined", "There is no half day until the twelve open ones are finished. We look at it again in spring."),
    Before("Elif Demir", "Announcements on the day itself.", "What is coming in six weeks.", "Two weeks' notice, or it waits.", "done", "Kept for eleven of the last twelve.", ("Send the production calendar before each quarter", "confirmed", "", -6), trust=(3, 7, "If nothing jumps the list, I can plan by it and not by rumour.", "Dana Wu"), moves_to=1),
    Before("Rafael Costa", "Monthly figures that nobody reads.", "Which figure decides something."),
    Before("Patrice Nkemelu", "Job adverts, rewritten four times.", "What people say about us when they leave."),
    Before("Rosa Lind", "Corrections of corrections.", "What is finished, and who says so.", "One person says yes, by name.", "planned", "Ines says yes to the list, Sam to everything on it.", trust=(5, 9, "I can finish things, if one person says what is finished.", "Dana Wu"), moves_to=2),
)
SILENT_BEFORE: Final = ("Joel Marsh", "Mateus Rocha", "Sofia Lindgren")
OUTCOME: Final = """You named twenty-one things nobody would miss. We stopped nine of them, and wrote down why the other twelve go on.

Requests now begin with one sentence: what should be different afterwards? They stand in one list that everybody can see, and nothing jumps it without saying what it pushes out.

We did not take up the free half day. There is none until what is open is finished; we look at it again in spring.

The number to watch: forty requests a month then, nineteen last month, fourteen of them finished."""


@dataclass(frozen=True)
class Learnt:
    """An insight: what was learnt, what follows from it, and what it rests on: (whose, which prompt, which of their
    words; none are all), "votes" for the votes on their idea."""

    kind: str
    statement: str
    decided: str
    rests_on: tuple[tuple[str, str, str], ...]
    # What those quoted said when they were asked whether they meant it so: whose, and a correction, "" for yes.
    meant: tuple[tuple[str, str], ...] = ()
    decided_ago: int = 41


LEARNT: Final = (
    Learnt("roadblock", "The order desk was comfortable: whoever asked us for something never had to say what it was for.",
           "Each request begins with one sentence: what should be different afterwards.",
           (("Carmen Ortega", "stop", ""), ("Tom Okafor", "stop", ""), ("Priya Raman", "stop", ""), ("Dana Wu", "stop", "")),
           (("Carmen Ortega", ""), ("Tom Okafor", "Not the video: that nobody asked me what it was for."))),
    Learnt("motivation", "People bring a problem gladly when they hear what was decided about it, and who decided.",
           "Ines says yes to the list, by name. Whoever asked reads why.",
           (("Lena Vogt", "need", ""), ("Patrice Nkemelu", "need", ""), ("Elif Demir", "need", ""), ("Rosa Lind", "need", "who says so")),
           (("Lena Vogt", ""),)),
    Learnt("idea", "One open list, in order, seems fairer to everybody than the loudest voice.",
           "The list is on the wall and open to everybody; nothing jumps it without saying what it pushes out.",
           (("Dana Wu", "votes", ""), ("Dana Wu", "ideas", "One list, in order"), ("Rosa Lind", "ideas", ""))),
    Learnt("tension", "Sales wants time kept free for what nobody planned; those who plan want nothing unplanned at all.",
           "No free half day until the twelve open ones are finished. Looked at again in spring.",
           (("Owen Price", "ideas", ""), ("Owen Price", "votes", ""), ("Elif Demir", "ideas", "Two weeks' notice"))),
    Learnt("shift", "Seeing the list moved those most who had planned by rumour; whoever saw it passed over trusts it less.",
           "", (("Elif Demir", "trust", ""), ("Rosa Lind", "trust", ""), ("Dana Wu", "trust", "passed over twice"))),
    Learnt("roadblock", "Finance gets our figures every month and decides by none of them.",
           "The monthly figures end. The new CFO gets the payback of three things, on one page.",
           (("Rafael Costa", "stop", ""), ("Rafael Costa", "need", "")), decided_ago=10),
)
# Drawn while it is open still, from what was said with a name.
SO_FAR: Final = (
    Learnt("motivation", "Sales puts in its people and its evenings for deals it would not have found, and for nothing less.", "",
           (("Marcus Hale", "success", "deals"), ("Henrik Solberg", "success", ""), ("Carmen Ortega", "success", ""))),
    Learnt("idea", "Customers should speak instead of us: by telephone, in the room, on the first page.", "",
           (("Yara Haddad", "ideas", ""), ("Leila Farouk", "ideas", ""), ("Lena Vogt", "ideas", ""))),
)
# How segments leaned on the ideas of the one that is over, in the order above.
LEANS_THEN: Final[dict[int, dict[str, int]]] = {
    3: {CHAMPION: 1, INFLUENCER: 1, PARTICIPANT: 1}, 5: {INFLUENCER: 1, PARTICIPANT: -1, CHAMPION: -1},
}
# What the team took on.
OURS: Final = ("Read the list aloud to everybody, every second Monday", 8)
# fmt: on
