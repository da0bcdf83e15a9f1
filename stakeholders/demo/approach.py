"""What Northwind's marketing noted of people, wants to do with them, and how often it wants to be in touch."""

from __future__ import annotations

from dataclasses import dataclass

from stakeholders.demo.script import INES, SAM
from stakeholders.models import Note

FACT, QUOTE, JUDGEMENT = Note.Kind.FACT, Note.Kind.QUOTE, Note.Kind.JUDGEMENT


@dataclass(frozen=True)
class Noted:
    days_ago: int
    who: str
    kind: Note.Kind
    words: str
    author: str = INES


@dataclass(frozen=True)
class Planned:
    """`due` counts days from today, below zero the days it is overdue; `planned` the days ago it was planned."""

    due: int
    who: str
    words: str
    planned: int
    author: str = INES
    done: int | None = None


@dataclass(frozen=True)
class Weighed:
    days_ago: int
    who: str
    power: bool | None
    legitimacy: bool | None
    urgency: bool | None
    why: str
    author: str = INES


# fmt: off
# ruff: noqa: E501 - a sentence a line: the story is read here.
NOTES = (
    Noted(352, "Aiko Tanabe", QUOTE, "“Where do deals stall? Answer that, and I will defend your budget myself.”"),
    Noted(96, "Aiko Tanabe", JUDGEMENT, "Ines: she uses a number once she has seen it go down and be shown anyway."),
    Noted(19, "Isabel Duarte", FACT, "At Larch Medical marketing reported to sales; from her own introduction to the leadership team."),
    Noted(10, "Isabel Duarte", QUOTE, "“I have read the invoices. I have not read the results.”"),
    Noted(10, "Isabel Duarte", JUDGEMENT, "Ines: not against marketing, against paying for what nobody can show. It rests on one talk of twenty minutes."),
    Noted(10, "Marcus Hale", QUOTE, "“If the pipeline definition is ours too, I'll back the pilot.”"),
    Noted(132, "Marcus Hale", FACT, "Forecasts on the shared definition since spring; the forecast sheet, tab two.", SAM),
    Noted(455, "Marcus Hale", JUDGEMENT, "Ines: the quarrel about leads was about who answers for the number. We argued about leads."),
    Noted(27, "Joel Marsh", FACT, "Three invitations to the weekly unanswered; Sam's calendar.", SAM),
    Noted(72, "Gordon Pike", QUOTE, "“What do I get for it?” In the budget round, in front of everybody. A fair question."),
    Noted(322, "Gordon Pike", FACT, "Four launches, 1,100 hours of overtime on his line; his overtime sheet."),
    Noted(58, "Margit Halvorsen", JUDGEMENT, "Sam: the longer form is about being asked first. Two fields went when we did ask.", SAM),
    Noted(69, "Lena Vogt", QUOTE, "“Two people, one day a month. Tell me what they get out of it, not what you do.”"),
    Noted(33, "Priya Raman", FACT, "Three ideas of hers are in next quarter's plan: pages two, five and six."),
    Noted(49, "Samir Kapoor", QUOTE, "“The calibration paper I kept. The rest was cheerful.”", SAM),
    Noted(91, "Clara Benning", JUDGEMENT, "Sam: she asked for the survey and heard nothing back. The silence is ours, not hers.", SAM),
)
FOLLOW_UPS = (
    Planned(-6, "Joel Marsh", "Drive north and ask him what he would want from the weekly", planned=26, author=SAM),
    Planned(-2, "Clara Benning", "Tell her why the survey changed nothing, and what it did change", planned=20, author=SAM),
    Planned(3, "Isabel Duarte", "The payback of three things, on one page, checked by Samuel", planned=10),
    Planned(8, "Simone Laurent", "Ask where the works council stands on the customer circle", planned=14),
    Planned(12, "Gordon Pike", "Have Elif show him the campaign calendar with her stock levels in it", planned=30),
    Planned(20, "Samir Kapoor", "Two years of drift data, out of the drawer", planned=21, author=SAM),
    Planned(-30, "Beth Cole", "Thank her in the leadership meeting, by name", planned=38, done=31),
)
SALIENCE = (
    Weighed(72, "Gordon Pike", True, None, True, "He decides on the launch budget and wants an answer before the next one."),
    Weighed(30, "Gordon Pike", True, True, True, "The overtime sheet is right: his line pays for our dates."),
    Weighed(14, "Simone Laurent", None, True, False, "Speaks for four hundred people by law; whether she could stop anything, nobody has asked."),
)
# Days between contacts, where their place on the map would ask for another number.
CADENCES = {
    "Isabel Duarte": 14,  # new, and deciding on next year
    "Marcus Hale": 21,
    "Joel Marsh": 14,  # went quiet when Marcus moved
    "Gordon Pike": 45,  # asked a question that nobody has answered
    "Clara Benning": 45,  # a champion whom we are losing
    "Eleanor Whitcombe": 120,  # reads two pages before the board meets
    "Northwind User Circle": 90,
}
