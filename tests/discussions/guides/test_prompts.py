"""The guide check on 240 labelled prompts: rules were mended on half of them, and what is reported is what they do with
the other half, which nobody looked at while they were written.

Figures in words: docs/decisions/0010-guides.md."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from discussions.guides.check import check
from discussions.guides.text import GuideText, PromptText

PROMPTS = Path(__file__).with_name("prompts.csv")
LABELS = {"orders": "orders", "leading": "leading", "double": "double", "yes_no": "closed", "jargon": "jargon"}


def counted(kept_apart: str) -> dict[str, tuple[int, int, int]]:
    """Of each label: found rightly, found wrongly, missed."""
    right, wrong, missed = Counter(), Counter(), Counter()
    with PROMPTS.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kept_apart"] == kept_apart]
    assert len(rows) == 120
    for row in rows:
        said = set(filter(None, row["labels"].split(";")))
        guide = GuideText("G", prompts=(PromptText("1", "challenge", "text", "attributed", row["text"]),))
        found = {LABELS[each.rule] for each in check(guide) if each.place.part == "text" and each.rule in LABELS}
        right.update(found & said)
        wrong.update(found - said)
        missed.update(said - found)
    return {label: (right[label], wrong[label], missed[label]) for label in LABELS.values()}


MENDED_ON = {
    "orders": (14, 0, 0), "leading": (13, 0, 0), "double": (12, 0, 0), "closed": (13, 0, 4), "jargon": (13, 0, 0),
}  # fmt: skip
KEPT_APART = {
    "orders": (8, 0, 7), "leading": (8, 1, 5), "double": (10, 0, 3), "closed": (13, 1, 4), "jargon": (11, 0, 2),
}  # fmt: skip


@pytest.mark.parametrize(("kept_apart", "figures"), [("no", MENDED_ON), ("yes", KEPT_APART)])
def test_what_the_check_finds_and_misses(kept_apart, figures):
    assert counted(kept_apart) == figures
