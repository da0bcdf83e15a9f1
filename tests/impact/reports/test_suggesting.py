"""Sentences to begin with: what stands beside the number anyway is not said again."""

import datetime as dt

import pytest

from impact.models import Annotation
from impact.reports.figures import Numbers, tell
from impact.reports.spans import Span
from impact.reports.suggesting import answers, beside
from tests.impact.rows import FLOW, SHARE, a_metric, a_target, in_a_row, share

D = dt.date
TODAY = D(2026, 10, 5)
QUARTER, BEFORE = Span(D(2026, 7, 1), D(2026, 9, 30)), Span(D(2026, 4, 1), D(2026, 6, 30))
STEADY = [10, 11] * 10
SHARES = [share(D(2026, month, 1), part, 400) for month, part in zip(range(4, 10), [120] * 3 + [160] * 3, strict=True)]
SAME = ("From its verdict", "Deals did not change by more than chance would bring.")


def told(observations, *, targets=(), notes=(), **fields):
    numbers = Numbers(a_metric(name="Deals", **fields), observations, targets, (), notes)
    return tell(numbers, None, QUARTER, BEFORE, today=TODAY)


@pytest.mark.parametrize(
    ("found", "drafts"),
    [
        (told(in_a_row([*STEADY, 10])), [SAME]),
        (told(in_a_row([*STEADY, 30])),
         [("From its verdict", "Deals got better, by more than chance would bring.")]),
        (told(in_a_row([*STEADY, 30]), good="down"),
         [("From its verdict", "Deals got worse, by more than chance would bring.")]),
        (told(in_a_row([*STEADY, 30]), good="neither"),
         [("From its verdict", "Deals changed by more than chance would bring.")]),
        (told(in_a_row([*STEADY, 30]), notes=[Annotation(on=D(2026, 9, 4), says="Another price list")]),
         [("From its verdict", "Deals got better, by more than chance would bring."),
          ("From what was noted about then",
           "Note of 4 September 2026: Another price list. That was about the time of the change; nobody has shown that "
           "it is why.")]),
        (told(SHARES, **SHARE),
         [SAME,
          ("From the comparison", "Against the earlier days Deals got better, by more than chance would bring.")]),
        (told(in_a_row([*STEADY, 10]), targets=[a_target(300, D(2026, 4, 1), D(2027, 3, 31))],
              **FLOW),
         [SAME,
          ("From its pace to the target",
           "Deals: going on evenly, it would come to about 130 by 31 March 2027. The target is 300.")]),
        (told(in_a_row([*STEADY, 10]), targets=[a_target(70, D(2026, 4, 1), D(2026, 9, 30))],
              **FLOW),
         [SAME]),
        (told(in_a_row([1, 2, 3], first=D(2026, 7, 1))),
         [("From its verdict", "Too little is known of Deals yet to say whether it changed.")]),
        (told([]), []),
    ],
)  # fmt: skip
def test_beside_a_number(found, drafts):
    assert [(one.source, one.words) for one in beside(found)] == drafts
    assert beside(found, dismissed=[one.key for one in beside(found)]) == []


@pytest.mark.parametrize(
    ("many", "words"),
    [
        (1, "The number has not changed by more than chance would bring."),
        (2, "Neither of the two numbers has changed by more than chance would bring."),
        (3, "None of the three numbers has changed by more than chance would bring."),
    ],
)
def test_to_begin_the_answer_with(many, words):
    assert [one.words for one in answers([told(in_a_row([*STEADY, 10])).figure] * many)] == [words]
