"""Real networks with published figures, read where they are at hand."""

import csv
import io
import json

import pytest

from stakeholders.analysis.network import network

KRACKHARDT = ("advice", "friendship", "reportto")


@pytest.fixture
def reference(shared_file):
    """Figures that sna and igraph for R print for Krackhardt's three networks."""
    return json.loads(shared_file("networks/krackhardt/reference_R_sna.json")[1])


@pytest.fixture
def krackhardt(shared_file, reference):
    def read(name):
        content = shared_file(f"networks/krackhardt/{name}.csv")[1].decode()
        ties = [(row["from"], row["to"], None) for row in csv.DictReader(io.StringIO(content))]
        return network(reference["nodes"], ties)

    return read


@pytest.fixture
def departments(shared_file, reference):
    content = shared_file("networks/krackhardt/attributes.csv")[1].decode()
    by_person = {row["NodeName"]: row["Department"] for row in csv.DictReader(io.StringIO(content))}
    return [by_person[person] for person in reference["nodes"]]
