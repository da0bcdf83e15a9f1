"""A real conversation with published figures, read where it is at hand, and votes that are made up."""

from pathlib import Path

import numpy as np
import pytest

from discussions.agreement.vote_files import read_groups, read_votes
from discussions.agreement.votes import collect
from stakeholders.formats.plain import File

PUBLISHED = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "consensus" / "bg2050"


@pytest.fixture(scope="session")
def published_file():
    """A file of the open Polis conversation “BG 2050” (CC BY 4.0, The Computational Democracy Project)."""

    def read(name):
        path = PUBLISHED / name
        if not path.exists():
            pytest.skip(f"{name} is not at hand: the real files are not part of the repository")
        return File(name, path.read_bytes())

    return read


@pytest.fixture(scope="session")
def bowling_green(published_file):
    """(votes, groups) of the conversation."""
    return read_votes(published_file("votes.csv")), read_groups(published_file("participants-votes.csv"))


@pytest.fixture
def made_up():
    """Votes of `people` on `statements`, with or without `camps` that vote their taste with the chance `strength`."""

    def make(people, statements, *, seed, seen=0.7, camps=None, strength=0.8):
        random = np.random.default_rng(seed)
        liked = random.uniform(0.2, 0.9, statements)
        value = np.where(
            random.random((people, statements)) < liked, 1, random.choice([-1, 0], size=(people, statements))
        )
        if camps:
            camp = np.arange(people) % camps
            taste = random.choice([-1, 1], size=(camps, statements))[camp]
            value = np.where(random.random((people, statements)) < strength, taste, value)
        voter, statement = np.nonzero(random.random((people, statements)) < seen)
        return collect(range(people), range(statements), voter, statement, value[voter, statement])

    return make
