"""Who cannot be reached, whom a department hangs on, and who is overlooked."""

import pytest

from stakeholders.analysis.network import network
from stakeholders.network.coverage import Judged, overlooked, single_threads, unreached

ANA, BO, CY, DI, ED = 1, 2, 3, 4, 5
SALES, FINANCE, OURS = 10, 20, 30


def ties(*pairs):
    return network([ANA, BO, CY, DI, ED], [(one, other, 3.0) for one, other in pairs])


def judged(pk: int, *, department: int | None = None, influence: int | None = None) -> Judged:
    return Judged(pk, "participant", None, influence, department)


def test_whoever_a_chain_leads_to_is_reached() -> None:
    assert unreached(ties((ANA, BO), (BO, CY)), [ANA], [BO, CY, DI], {}) == [DI]


def test_nobody_takes_a_message_through_somebody_opposed_but_they_are_reached_themselves() -> None:
    chain = ties((ANA, BO), (BO, CY))
    assert unreached(chain, [ANA], [BO, CY], {BO: -2}) == [CY]
    assert unreached(chain, [ANA], [BO, CY], {BO: -1}) == []


def test_with_nobody_on_our_side_nobody_is_reached() -> None:
    assert unreached(ties((ANA, BO)), [], [ANA, BO], {}) == [ANA, BO]
    assert unreached(ties((ANA, BO)), [ANA], [99], {}) == [99]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(ANA, BO)], [(SALES, BO)]),
        ([(BO, ANA)], [(SALES, BO)]),  # direction is no matter
        ([(ANA, BO), (ANA, CY)], []),  # two know us
        ([(ANA, DI)], []),  # a department of one
        ([(BO, CY)], []),  # nobody knows us: no thread at all
    ],
)
def test_a_department_that_hangs_on_one_person(pairs, expected) -> None:
    people = [
        judged(ANA, department=OURS),
        judged(BO, department=SALES),
        judged(CY, department=SALES),
        judged(DI, department=FINANCE),
        judged(ED),
    ]
    assert single_threads(ties(*pairs), [ANA], people) == expected


def test_a_champion_is_no_thread_to_their_own_department() -> None:
    people = [judged(ANA, department=SALES), judged(BO, department=SALES)]
    assert single_threads(ties((ANA, BO)), [ANA], people) == []


def test_who_carries_much_and_is_judged_low_or_not_at_all() -> None:
    people = {pk: judged(pk, influence=influence) for pk, influence in ((ANA, 5), (BO, 3), (CY, None), (DI, 4))}
    people |= {pk: judged(pk, influence=1) for pk in range(100, 136)}
    carriers = [(ANA, 0.4), (BO, 0.3), (CY, 0.2), (DI, 0.1), (100, 0.05)]
    # A tenth of forty people: four.
    assert overlooked(carriers, people) == [BO, CY]
    assert overlooked([], people) == []
