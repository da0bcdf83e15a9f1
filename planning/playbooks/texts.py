"""The original playbook of each segment. A line is a point; in `objections` a paragraph is what they say, and below it
the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent
from typing import Final

from stakeholders.models import Segment


@dataclass(frozen=True)
class Heading:
    """A part of every playbook: its column, its heading, and what to write there."""

    name: str
    label: str
    help: str


HEADINGS: Final = (
    Heading("approach", "How to approach them", "A line for each point."),
    Heading("say", "What to say, in their terms", "Sentences one could say. A line each."),
    Heading(
        "objections",
        "What they may object, and what to answer",
        "What they say on one line, the answer below it. An empty line before the next.",
    ),
    Heading("ask", "What to ask", "A question a line."),
    Heading("avoid", "What to avoid", "A line for each point."),
    Heading("proof", "What proof persuades them", "A line for each point."),
)
PARTS: Final = tuple(heading.name for heading in HEADINGS)
# For whoever has no segment the playbook says how to find out.
FINDING_OUT: Final = {"approach": "How to find out", "proof": "What tells you that you are right"}

TITLES: Final = {
    Segment.DECISION_MAKER: "How to win a decision maker",
    Segment.CHAMPION: "How to keep a champion",
    Segment.INFLUENCER: "How to win an influencer",
    Segment.DETRACTOR: "How to meet a detractor",
    Segment.PARTICIPANT: "How to work with a participant",
    Segment.UNKNOWN: "How to find out what somebody is",
}


def label_of(heading: Heading, segment: str) -> str:
    return FINDING_OUT.get(heading.name, heading.label) if segment == Segment.UNKNOWN else heading.label


def _texts(**parts: str) -> Mapping[str, str]:
    return {name: dedent(text).strip() for name, text in parts.items()}


# ruff: noqa: E501 - a point a line: the texts are read here.
ORIGINALS: Final[Mapping[str, Mapping[str, str]]] = {
    Segment.DECISION_MAKER: _texts(
        approach="""
            Begin with the business result, in a number they report themselves. Our part in it comes second.
            Bring one question that only they can decide, and the answers you could live with.
            Let them shape the goal before you ask them to approve it. Few people cut what they helped to write.
            Send one page the day before. Use the meeting for the decision.
            Say what you will stop doing for it, so that they see where the money comes from.
            """,
        say="""
            “You put in budget and your word. This is what came back by June, and this is what did not.”
            “Two of your goals depend on customers deciding sooner. We can move that. Here is what it takes.”
            “If the number has not moved by the date we agree on, we stop, and you hear it from us first.”
            """,
        objections="""
            “What do I get for it?”
            Name their own goal, the number they trust and the date. If one of the three is missing, say which, and ask for it.

            “Sales would make more of that money.”
            Then put both cases on one page, on the same measure, together with Sales. Decide with them, not against them.

            “We tried that two years ago.”
            Say what was tried, what it cost and what was learnt; then what is different now.

            “Just make me the brochure.”
            Ask what should be different once it exists. Come back with three ways to get there, the brochure among them.
            """,
        ask="""
            What would have to be true in a year for you to call this money well spent?
            Which number would you believe, even when it goes down?
            What would you take off the list to make room for this?
            Who else has to be behind it before you say yes?
            """,
        avoid="""
            A plan without a price, and without a date on which it can be stopped.
            Counting what we did: mailings, visits, events. They decide on what came of it.
            Surprising them in front of others, with bad news or with good.
            Asking them for decisions that are yours to make.
            """,
        proof="""
            A number of theirs that moved, with its source and what else could explain it.
            A small trial that was allowed to fail, and what you decided after it.
            Somebody from Finance or Sales who says it in your place.
            """,
    ),
    Segment.CHAMPION: _texts(
        approach="""
            Give before you ask: bring something they can use this week.
            Let them in while things can still be changed, and take what they change.
            One thing to carry at a time, and never the same favour twice in a quarter.
            Tell them what became of the last thing they did for you.
            """,
        say="""
            “This idea was yours. Here is what became of it, with your name on it.”
            “In Finance you are believed and we are not. Would you say it there, in your own words?”
            “Here is where it stands, the bad part first, so that nobody surprises you with it.”
            """,
        objections="""
            “I cannot be the only one who says so.”
            Tell them who else puts something in, and ask whom they would bring along.

            “It costs me credit when you are late.”
            Give them the true date early, and the reason they can repeat. Whoever was surprised once is quiet the next time.

            “I have said it three times already.”
            Then stop asking for words. Ask for one introduction, or leave them in peace this quarter and tell them so.
            """,
        ask="""
            What do they say about us when we are not in the room?
            Which part of this would you not defend?
            Who listens to you and not to us?
            What would make it easier to stand up for it?
            """,
        avoid="""
            Taking them for granted because they agree. Belief wears off without results.
            Putting your slides into their hands, or your words into their mouth.
            Setting them against their own manager.
            Thanking them in private for what was public.
            """,
        proof="""
            Their idea in the plan, and what came of it.
            Results before anybody else sees them, the bad ones too.
            Credit in front of those whose opinion counts for them.
            """,
    ),
    Segment.INFLUENCER: _texts(
        approach="""
            Ask for advice before you ask for support, and come back with what you did with it.
            Find out what they want from others this year: there you can be useful to them.
            See them alone and early. What they think is settled before the big meeting.
            Ask for one sentence or one introduction. Being involved is what they do not want.
            """,
        say="""
            “You hear things before we do. What are we missing?”
            “We ask you for one conversation. In return your people see first what customers told us.”
            “You need not be for it. Tell us what would put you against it.”
            """,
        objections="""
            “This is none of my business.”
            True, and it stays so. Name the one place where it touches their people or their budget, and ask about that alone.

            “I do not take sides.”
            Do not ask for a side. Ask what each side would have to see, and bring exactly that.

            “My word is worth something. Why spend it here?”
            Say what they get back and by when, and that you answer for it in public if it goes wrong.
            """,
        ask="""
            Whom would you talk to first, and what would you say?
            What is the real reason that nobody has done it before?
            Who loses something if it works?
            What would you want back for putting your name to it?
            """,
        avoid="""
            Long papers, standing meetings, copies of every message.
            Quoting them without having asked.
            Coming only when you need something.
            Going round them to their own people.
            """,
        proof="""
            Others of their rank who have put something in already.
            A promise made to somebody like them, kept to the day.
            What customers said, word for word, before it becomes a chart.
            """,
    ),
    Segment.DETRACTOR: _texts(
        approach="""
            Listen first. Write down what they say and read it back until they answer “yes, that”.
            Find out which it is: they see nothing in it for them, or something of theirs is at risk. The two need different answers.
            Nothing in it: take a problem they have now and solve a small part of it before you ask for anything.
            Losing control: leave them a decision that is truly theirs. A definition, a date, a veto on one point.
            See the loud ones alone before each meeting. Go to the quiet ones; they will not come.
            """,
        say="""
            “You may be right. What did we cost you last time?”
            “I have not come to convince you. I want to know what would have to be true.”
            “This you decide, that we decide, and this neither of us alone.”
            """,
        objections="""
            “There is nothing in it for us.”
            Perhaps not yet. Ask which problem they would pay to be rid of. Come back with the part you can solve, and a date.

            “You decide, and we have to live with it.”
            Show what is still open and let them decide one thing, in writing. Keep to it when you would have chosen otherwise.

            “Last time it was overtime for us and applause for you.”
            Do not explain. Say what it cost them, as a number, and what has changed since. Ask them to check it.

            “Everybody knows what marketing is like.”
            Ask for the last time it happened, and answer that one case in full.
            """,
        ask="""
            What would you lose if this worked?
            What happened the last time, and who paid for it?
            What would you have to see, and by when, to stop objecting?
            Which part of it would you rather run yourself?
            """,
        avoid="""
            Going round them, outvoting them, or winning the argument before their people.
            Promising them what you promise everybody.
            Taking silence for consent.
            Speaking of their resistance. Speak of what they said.
            """,
        proof="""
            A cost of theirs that fell because you changed something.
            A place in the plan that changed because of their objection, and says so.
            Somebody who doubted as they do, telling what happened then.
            """,
    ),
    Segment.PARTICIPANT: _texts(
        approach="""
            Before you change their work, look at how it is done: at their desk, not in a meeting room.
            Bring the problem and leave the way to solve it to them, with the order and the dates.
            Say what ends. There is room for more only where something stops.
            Answer every idea by a day you name: yes or no, and why.
            """,
        say="""
            “Do not tell me what we should make for you. Tell me what keeps going wrong.”
            “This is what we want to happen, and why. How would you do it?”
            “Your idea is in, on page two. The other one is not, and here is why.”
            """,
        objections="""
            “One more thing on top of everything.”
            Agree on what ends in exchange, with their manager in the room.

            “Nobody asks us, and then it does not work.”
            Ask now. Show what is still open, and put their change into the plan while they look on.

            “Could you not just send us the template?”
            Ask what it is for. If there is a problem behind it, solve that together. If there is none, send it the same day.
            """,
        ask="""
            Where do you lose time because of us?
            What do customers tell you that nobody upstairs hears?
            What would you try if nobody had to approve it?
            What should we stop sending you?
            """,
        avoid="""
            Announcing what is decided and calling it taking part.
            Collecting ideas and staying silent.
            Praise where relief was asked for.
            Orders that reach them through their manager.
            """,
        proof="""
            Hours saved or mistakes gone, in their own week.
            An idea of theirs, carried out the way they meant it.
            That what you promised to end has ended.
            """,
    ),
    Segment.UNKNOWN: _texts(
        approach="""
            Look before you ask: who approves, who pays, and on whose desk does the work land?
            Ask a champion near them what they want this year and to whom they listen.
            Then ask for twenty minutes to understand their work. Ask for nothing else.
            Answer the five questions on their page the same day. “Don’t know” is an answer, a guess is none.
            """,
        say="""
            “Before we plan anything I would like to know what you want to get done this year.”
            “Where are we of use to you, where do we cost you something, and where are we neither?”
            “I write down what I heard and send it to you, so that you can correct it.”
            """,
        objections="""
            “Why do you ask?”
            Because our plans will touch their work, and we want to hear it before and not after. Say which plans.

            “Ask my manager.”
            Gladly, and then come back. Ask what they would hope their manager says.

            “I need nothing from marketing.”
            Then ask what they know that we should. Knowing customers is an investment too.
            """,
        ask="""
            Which decisions are not made without you?
            What could you give or refuse: money, people, your word?
            Which part of this would land on your desk?
            When did something of ours last help you, or get in your way?
            If you put something in, what would you want back?
            """,
        avoid="""
            Judging by the title, or by one meeting.
            Placing them where the person before them stood.
            A questionnaire before a conversation.
            Leaving it open: name who asks them, and by when.
            """,
        proof="""
            What they did when it cost them something.
            Two people who know them and say the same without having heard each other.
            Their own words, noted as a quote, with the day.
            """,
    ),
}
