"""What Northwind's people object to, what was answered, and what was settled since."""

from __future__ import annotations

from dataclasses import dataclass

from stakeholders.demo.script import INES, SAM
from stakeholders.models import Concern

NOTHING_IN_IT, LOSING_CONTROL, BAD_EXPERIENCE = (
    Concern.Cause.NOTHING_IN_IT,
    Concern.Cause.LOSING_CONTROL,
    Concern.Cause.BAD_EXPERIENCE,
)
UNCLEAR_VALUE, COMPETING = Concern.Cause.UNCLEAR_VALUE, Concern.Cause.COMPETING_PRIORITY


@dataclass(frozen=True)
class Objected:
    """`answer` and `settled` each with the days ago on which that was."""

    days_ago: int
    who: str
    cause: Concern.Cause
    said: str
    author: str = INES
    answer: tuple[int, str] | None = None
    settled: tuple[int, str] | None = None


# fmt: off
# ruff: noqa: E501 - a sentence a line: the story is read here.
CONCERNS = (
    Objected(530, "Kofi Asante", BAD_EXPERIENCE, "“The last export went to an agency, with the names in it.”", SAM,
             (126, "Read access only, names left out, and he sees who looked."),
             (119, "He switched the access on himself, without being asked again.")),
    Objected(455, "Marcus Hale", BAD_EXPERIENCE, "“I asked for leads and got addresses.”", INES,
             (256, "Nine definitions on the wall, one left at five o'clock. It is his as much as ours."),
             (132, "Uses “our definition” in his own forecast call.")),
    Objected(322, "Gordon Pike", NOTHING_IN_IT, "“Every launch: overtime on my line, applause on your floor.”", INES,
             (40, "No launch without two weeks' notice. One was moved because of it.")),
    Objected(91, "Clara Benning", BAD_EXPERIENCE, "“You asked, I answered, and then it was quiet.”", SAM),
    Objected(72, "Gordon Pike", LOSING_CONTROL, "“You set the date, and my line finds out when the lorries come.”"),
    Objected(58, "Margit Halvorsen", LOSING_CONTROL, "“If campaigns report their own return, what is controlling for?”", SAM,
             (44, "That she signs the definition first. Two fields of the form can go once she has.")),
    Objected(54, "Dana Wu", COMPETING, "“The roadmap slot is for what Sales asks for. Has Sales asked?”", INES),
    Objected(21, "Marcus Hale", LOSING_CONTROL, "“Who decides what matters? My people's requests are the rest, I suppose.”", INES,
             (10, "His two people in the weekly see the list before it is closed, and may move one line of it.")),
    Objected(20, "Carmen Ortega", UNCLEAR_VALUE, "“Two evenings are lovely. The catalogue was quicker.”", SAM),
    Objected(10, "Isabel Duarte", UNCLEAR_VALUE, "“I have read the invoices. I have not read the results.”"),
    Objected(10, "Isabel Duarte", BAD_EXPERIENCE, "“At Larch we counted leads. One day we stopped, and nobody noticed.”", INES,
             (9, "We count deals won and months of payback. Samuel checks both before she sees them.")),
)
