"""What somebody put in, what they expect of it and by which number that would show, in words: to them, or of them.
Pure. Nothing of how they are judged is read here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from django.utils import timezone

from impact.evidence import LABELS, MEANINGS, ORDER, Grade, during, sentence
from impact.models import Contribution
from planning.models import Stake

# What a piece is called where the words stored of a stake are not told.
INVESTED: Final = {invests.value: f"The {invests.label.lower()} you put in" for invests in Stake.Invests}
_OF_ANOTHER = r"\b(?:she|he|they|her|hers|him|his|them|their|theirs|herself|himself|themselves)\b"


def of_another(stake: Stake) -> list[str]:
    """Words of a stake that speak of whoever put it in as of somebody else, each once: they would read them."""
    told = " ".join((stake.what, stake.expects, stake.measure))
    names = {stake.stakeholder.name, *stake.stakeholder.name.split()}
    named = [re.escape(name) for name in sorted(names, key=len, reverse=True) if len(name) > 2]
    pattern = "|".join([_OF_ANOTHER, *(rf"\b{name}\b" for name in named)])
    return list(dict.fromkeys(re.findall(pattern, told, re.IGNORECASE)))


def since(stake: Stake) -> dt.date:
    """The day from which it is known here."""
    return timezone.localdate(stake.created_at)


def put_in(stake: Stake, *, to_them: bool) -> str:
    """What they put in, where, and since when."""
    who = "you" if to_them else stake.stakeholder.name
    where = f" for “{stake.goal.statement.rstrip('.')}”" if stake.goal is not None else ""
    return f"In {since(stake):%B %Y} {who} put in {stake.get_invests_display().lower()}{where}: {stake.what}"


def hoped(stake: Stake, *, to_them: bool) -> list[str]:
    """What they expect in their words, and by what they would know; that nobody has asked is said too."""
    found = []
    if stake.expects:
        found.append(f"{'What you expect in return' if to_them else 'Expected in return'}: {stake.expects}")
    elif to_them:
        found.append("What you expect in return, we have not asked.")
    else:
        found.append("Nobody has asked what they expect.")
    if stake.measure:
        found.append(f"{'You would know it by' if to_them else 'Known by'}: {stake.measure}")
    if stake.horizon_on is not None:
        found.append(f"{'You expect it by' if to_them else 'Expected by'} {stake.horizon_on:%-d %B %Y}.")
    return found


def unproved(*, to_them: bool) -> str:
    """Of what nobody said by which number it would show."""
    lacking = "We have not agreed with you on a number" if to_them else "Nobody has said which number"
    return f"{lacking} {'that would' if to_them else 'would'} prove it, so what came back is not known."


def contributed(rows: Iterable[Contribution], *, first: dt.date, last: dt.date) -> list[str]:
    """What moved a metric between two days, the best known first, as its evidence lets it be said."""
    return [moved(row) for row in moving(rows, first=first, last=last)]


def moving(rows: Iterable[Contribution], *, first: dt.date, last: dt.date) -> list[Contribution]:
    within = [row for row in rows if row.last_on >= first and row.first_on <= last]
    within.sort(key=lambda row: (-ORDER.index(Grade(row.grade)), -row.last_on.toordinal(), row.pk))
    return within


def moved(row: Contribution) -> str:
    grade, meaning = Grade(row.grade), MEANINGS[Grade(row.grade)]
    days = during(row.first_on, row.last_on)
    words = sentence(row.initiative.name, row.metric.name, grade, row.amount, row.metric.unit, days)
    return f"{words} {LABELS[grade]}: {meaning[0].lower()}{meaning[1:]}."
