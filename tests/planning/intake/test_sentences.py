"""The order check on 320 labelled sentences: the rules were tuned on half of them, and what is reported is what they do
with the other half, which nobody looked at while they were written.

Labels stand for the box in which a sentence was typed; see docs/decisions/0019-requests.md for the figures in words."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from planning.intake.check import check
from planning.intake.text import RequestText

SENTENCES = Path(__file__).with_name("sentences.csv")
BOX = {"problem": "problem", "for_whom": "for_whom", "outcome": "outcome", "deadline": "why_then"}
# By what a label is found in its box: whoever orders a thing as the result names work, too.
FOUND_BY = {
    "problem": {"deliverable": {"deliverable"}, "channel": {"channel"}, "wording": {"wording"}},
    "for_whom": {"no_customer": {"customer"}},
    "outcome": {"activity": {"activity", "deliverable", "channel", "wording"}},
    "deadline": {"artificial": {"artificial"}},
}


def counted(kept_apart: str) -> dict[str, tuple[int, int, int]]:
    """Of each label: found rightly, found wrongly, missed."""
    right, wrong, missed = Counter(), Counter(), Counter()
    with SENTENCES.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kept_apart"] == kept_apart]
    assert len(rows) == 160
    for row in rows:
        box, said = BOX[row["field"]], set(filter(None, row["labels"].split(";")))
        rules = {each.rule for each in check(RequestText(**{box: row["text"]}), is_whole=False) if each.field == box}
        found = {label for label, by in FOUND_BY[row["field"]].items() if rules & by}
        right.update(found & said)
        wrong.update(found - said)
        missed.update(said - found)
    labels = sorted({*right, *wrong, *missed})
    return {label: (right[label], wrong[label], missed[label]) for label in labels}


TUNED_ON = {
    "activity": (17, 0, 0), "artificial": (11, 0, 0), "channel": (14, 0, 0), "deliverable": (24, 0, 0),
    "no_customer": (14, 0, 0), "wording": (14, 0, 0),
}  # fmt: skip
KEPT_APART = {
    "activity": (11, 1, 2), "artificial": (13, 1, 1), "channel": (7, 1, 6), "deliverable": (19, 1, 9),
    "no_customer": (9, 3, 2), "wording": (6, 1, 4),
}  # fmt: skip


@pytest.mark.parametrize(("kept_apart", "figures"), [("no", TUNED_ON), ("yes", KEPT_APART)])
def test_what_the_check_finds_and_misses(kept_apart, figures):
    assert counted(kept_apart) == figures
