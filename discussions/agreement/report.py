"""Everything this package finds in one set of votes, as plain data for JSON."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from discussions.agreement.consensus import Consensus, Shares, consensus, shares
from discussions.agreement.representative import representative
from discussions.agreement.uncertainty import areas_of_uncertainty
from discussions.agreement.votes import Tallies, Votes, tally, without_group

Report = dict[str, Any]


def report(votes: Votes, group_of: Mapping[Hashable, Hashable | None], groups: Sequence[Hashable]) -> Report:
    """`groups` in the order they are to be told."""
    tallies = tally(votes, group_of, groups)
    agree, disagree = (shares(count, tallies.seen) for count in (tallies.agrees, tallies.disagrees))
    over_all = consensus(tallies)
    voted = set(votes.participants)
    members = [sum(group == one for person, one in group_of.items() if person in voted) for group in tallies.groups]
    return {
        "cells": votes.cells,
        "replaced": votes.replaced,
        "participants": len(votes.participants),
        "without_group": without_group(votes, group_of),
        "listed_without_votes": sum(person not in voted for person in group_of),
        "groups": [{"group": group, "voters": many} for group, many in zip(tallies.groups, members, strict=True)],
        "statements": {
            str(statement): _statement(tallies, agree, disagree, over_all, column)
            for column, statement in enumerate(tallies.statements)
        },
        "representative": {
            str(group): [asdict(finding) for finding in findings] for group, findings in representative(tallies).items()
        },
        "uncertain": [asdict(one) for one in areas_of_uncertainty(tallies)],
    }


def _statement(tallies: Tallies, agree: Shares, disagree: Shares, over_all: Consensus, column: int) -> Report:
    groups = {}
    for row, group in enumerate(tallies.groups):
        groups[str(group)] = {
            "heard": bool(over_all.heard[row, column]),
            "seen": int(agree.n[row, column]),
            "agrees": int(tallies.agrees[row, column]),
            "disagrees": int(tallies.disagrees[row, column]),
            "passes": int(tallies.passes[row, column]),
            "agree": _share(agree, row, column),
            "disagree": _share(disagree, row, column),
        }
    return {
        "groups": groups,
        "not_yet_heard": [name for name, found in groups.items() if not found["heard"]],
        "consensus": {
            "geometric_mean": _number(over_all.agree[column]),
            "polis_product": _number(over_all.polis_agree[column]),
        },
        "consensus_to_disagree": {
            "geometric_mean": _number(over_all.disagree[column]),
            "polis_product": _number(over_all.polis_disagree[column]),
        },
    }


def _share(found: Shares, row: int, column: int) -> dict[str, float | None]:
    names = ("share", "low", "high", "probability")
    return {name: _number(getattr(found, name)[row, column]) for name in names}


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
