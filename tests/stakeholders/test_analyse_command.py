"""manage.py analyse: everything from plain files, and one sentence for a file that is none."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def written(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def analysed(edges, attributes=None, *, as_json=True):
    out = io.StringIO()
    call_command("analyse", edges, attributes=attributes and Path(attributes), json=as_json, stdout=out)
    return json.loads(out.getvalue()) if as_json else out.getvalue()


def real(shared_file, written, name):
    return written(name, shared_file(f"networks/krackhardt/{name}")[1])


def test_krackhardts_friendships(shared_file, written):
    published = json.loads(shared_file("networks/krackhardt/reference_R_sna.json")[1])["friendship"]
    found = analysed(real(shared_file, written, "friendship.csv"), real(shared_file, written, "attributes.csv"))
    assert found["people"][:2] == ["A01", "A02"]
    assert found["measures"]["in_degree"]["values"] == published["indegree"]
    between = [round(value, 4) for value in found["measures"]["betweenness_directed"]["values"]]
    assert between == published["betweenness_directed"]
    assert [row["total_t"] for row in found["brokerage_by_department"]] == [
        row["t"] for row in published["brokerage_by_department"]
    ]
    assert found["ways_into"]["1"][0] == {"person": "A11", "ways": 13}
    assert found["key_players"]["reach"]["2"] == {
        "value": 1.0,
        "sets": [["A11", "A17"]],
        "equally_good": 1,
        "method": "exact",
        "value_is_exact": True,
    }
    assert found["communities"]["departments"]["people"] == 21


def test_a_readable_summary(written):
    told = analysed(
        written("t.csv", "From;To;Weight\r\n1;2;3\r\n2;3;1\r\n2;10;5\r\n1;2;4"),
        written("p.csv", b"\xef\xbb\xbfid,Department\r\n1,Law\r\n2,IT\r\n3,Law\r\n10,Sales\r\n"),
        as_json=False,
    ).splitlines()
    assert told[:3] == [
        "4 people and 3 ties, in 1 piece.",
        "Listed more than once, of which the strongest counts: 1.",
        "density: 0.25",
    ]
    assert "The way into Sales: 2 (1)." in told
    assert "Without 2, 2 lose touch with the rest." in told
    assert "reach, 1: 2 (1; exact)" in told


def test_people_without_a_table_are_those_with_ties(written):
    found = analysed(written("t.csv", "from,to\n10,9\nb,10\n"))
    assert (found["people"], found["departments"]) == (["9", "10", "b"], [None, None, None])
    assert "brokerage_by_department" not in found


def test_no_ties_at_all(written):
    found = analysed(written("t.csv", "from,to\n"))
    assert (found["people"], found["density"], found["key_players"]["reach"]) == ([], None, {})
    people = written("p.csv", "id\na\nb\n")
    assert (
        analysed(written("t.csv", "from,to\n"), people)["measures"]["closeness_undirected_weak"]["values"] == [None] * 2
    )
    assert analysed(written("t.csv", "from,to\n"), as_json=False).startswith("0 people and 0 ties, in 0 pieces.")


@pytest.mark.parametrize(
    ("ties", "people", "sentence"),
    [
        ("", None, "t.csv is empty."),
        ("a,b\n1,2\n", None, "t.csv has no column “from”: its first line must name the columns from, to[, weight]."),
        ("from,to\na,\n", None, "t.csv, line 2: a tie needs somebody in from and in to."),
        ("from,to\na,b\nb,b\n", None, "t.csv, line 3: b is tied to themselves, and a tie needs two people."),
        ("from,to,weight\na,b,much\n", None, "t.csv, line 2: the weight “much” is not a number above zero."),
        ("from,to,weight\na,b,-1\n", None, "t.csv, line 2: the weight “-1” is not a number above zero."),
        ("from,to\na,b,c\n", None, "t.csv, line 2: more cells than the 2 columns named."),
        ("from,to\na,b\n", "id\na\n", "t.csv ties a to b, but p.csv lists no b."),
        ("from,to\na,b\n", "id\na\nb\na\n", "p.csv, line 4: a is listed twice."),
        ("from,to\na,b\n", "name,id\na,\n", "p.csv, line 2: the person has no id."),
    ],
)
def test_bad_files_are_told_in_a_sentence(ties, people, sentence, written):
    with pytest.raises(CommandError) as refused:
        analysed(written("t.csv", ties), written("p.csv", people) if people else None)
    assert str(refused.value) == sentence


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv cannot be read: No such file or directory\.$"):
        analysed(str(tmp_path / "nowhere.csv"))


def test_from_a_shell_without_any_service(written, tmp_path):
    """Exit 1 and one line for a bad file; no database is started, asked or needed."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment["DATA_DIR"] = str(tmp_path / "var")

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "manage.py", "analyse", *arguments],
            cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    good = run(written("t.csv", "from,to\na,b\n"), "--json")
    assert (good.returncode, good.stderr) == (0, "")
    assert json.loads(good.stdout)["ties"] == 1
    bad = run(written("bad.csv", "from,to\na,a\n"))
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr.strip() == "CommandError: bad.csv, line 2: a is tied to themselves, and a tie needs two people."
    assert not (tmp_path / "var" / "postgres").exists()
