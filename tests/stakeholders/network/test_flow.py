"""Which way influence flows along each kind of tie."""

import pytest

from stakeholders.network.flow import UNKNOWN_STRENGTH, Arc, Tie, influence, introductions

ANA, BO = 1, 2


@pytest.mark.parametrize(
    ("kind", "direction", "expected"),
    [
        ("influences", "directed", [(ANA, BO)]),
        ("advises", "directed", [(ANA, BO)]),
        ("other", "directed", [(ANA, BO)]),
        ("trusts", "directed", [(BO, ANA)]),
        ("reports_to", "directed", [(BO, ANA)]),
        ("influences", "mutual", [(ANA, BO), (BO, ANA)]),
        ("trusts", "undirected", [(ANA, BO), (BO, ANA)]),
        ("conflict", "directed", []),
        ("conflict", "mutual", []),
    ],
)
def test_influence_flows_from_whom_somebody_is_moved_by(kind: str, direction: str, expected) -> None:
    arcs = list(influence([Tie(ANA, BO, kind, direction, 4)]))
    assert [(arc.carrier, arc.receiver) for arc in arcs] == expected
    assert {arc.weight for arc in arcs} <= {4.0}


def test_an_unknown_strength_counts_as_a_rather_weak_one() -> None:
    assert list(influence([Tie(ANA, BO, "advises", "directed", None)])) == [Arc(ANA, BO, UNKNOWN_STRENGTH)]
    assert UNKNOWN_STRENGTH == 2.0


def test_a_message_also_goes_up_the_reporting_line() -> None:
    assert list(introductions([Tie(ANA, BO, "reports_to", "directed", 5)])) == [Arc(BO, ANA, 5.0), Arc(ANA, BO, 5.0)]
    assert list(introductions([Tie(ANA, BO, "trusts", "directed", 3)])) == [Arc(BO, ANA, 3.0)]
