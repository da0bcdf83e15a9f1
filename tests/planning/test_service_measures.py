"""Which measures reward serving, on 120 labelled sentences: the rules were tuned on half of them, and what is reported
is what they do with the other half. See docs/decisions/0020-the-order-desk.md for the figures in words."""

import csv
import time
from collections import Counter
from pathlib import Path

import pytest

from planning.service_measures import LONGEST, RULES, found

SENTENCES = Path(__file__).with_name("service_measures.csv")


def counted(kept_apart: str) -> dict[str, tuple[int, int, int]]:
    """Of each rule, and of all together: found rightly, found wrongly, missed."""
    right, wrong, missed = Counter(), Counter(), Counter()
    with SENTENCES.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kept_apart"] == kept_apart]
    assert len(rows) == 60
    for row in rows:
        said, rules = set(filter(None, row["labels"].split(";"))), {each.rule for each in found(row["text"])}
        said, rules = said | {"any" for _ in said}, rules | {"any" for _ in rules}
        right.update(rules & said)
        wrong.update(rules - said)
        missed.update(said - rules)
    return {label: (right[label], wrong[label], missed[label]) for label in ("any", *RULES)}


TUNED_ON = {
    "any": (32, 0, 0), "requests": (12, 0, 0), "assets": (10, 1, 0), "turnaround": (8, 1, 0), "satisfaction": (3, 0, 0),
}  # fmt: skip
KEPT_APART = {
    "any": (36, 0, 0), "requests": (8, 2, 0), "assets": (11, 4, 0), "turnaround": (9, 0, 0), "satisfaction": (9, 0, 0),
}  # fmt: skip


@pytest.mark.parametrize(("kept_apart", "figures"), [("no", TUNED_ON), ("yes", KEPT_APART)])
def test_what_the_rules_find_and_miss(kept_apart, figures):
    assert counted(kept_apart) == figures


def test_a_finding_says_the_sentence_in_which_it_was_found():
    finding = found("Win more deals", "Win rate up to 25 %. Tickets closed by the studio.")[0]
    assert (finding.rule, finding.words) == ("requests", "Tickets closed by the studio.")


def test_satisfaction_of_colleagues_beside_a_result_is_not_alone():
    asked = "Satisfaction of the regions with marketing"
    assert [each.rule for each in found(asked)] == ["satisfaction"]
    assert found("Win rate above 25 %", asked) == ()
    assert found("", "  ") == ()


def test_what_is_typed_against_it_is_read_in_bounded_time():
    before = time.process_time()
    for words in ("request ", "sales ", "number of ", "internal backlog orders done ", "a"):
        found((words * LONGEST)[: 10 * LONGEST])
    assert time.process_time() - before < 2
