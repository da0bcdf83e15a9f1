"""manage.py agreement: everything from plain files, and one sentence for a file that is none."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT.parent / "shared" / "data" / "consensus" / "bg2050"

VOTES = "comment-id,voter-id,vote\n1,a,1\n1,b,-1\n1,c,1\n2,a,0\n2,b,1\n1,a,-1\n10,d,1\n"
GROUPS = "participant,group-id\na,0\nb,0\nc,1\nd,\ne,2\n"


@pytest.fixture
def written(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def measured(votes, groups, *, as_json=True):
    out = io.StringIO()
    call_command("agreement", votes, groups=Path(groups), json=as_json, stdout=out)
    return json.loads(out.getvalue()) if as_json else out.getvalue()


def test_every_published_value():
    if not PUBLISHED.exists():
        pytest.skip("bg2050 is not at hand: the real files are not part of the repository")
    found = measured(str(PUBLISHED / "votes.csv"), PUBLISHED / "participants-votes.csv")
    assert (found["cells"], found["replaced"], found["participants"], found["without_group"]) == (14_283, 58, 126, 18)
    assert found["groups"] == [{"group": "0", "voters": 100}, {"group": "1", "voters": 8}]
    with (PUBLISHED / "comments.csv").open() as file:
        published = {row["comment-id"]: float(row["group-informed-consensus"]) for row in csv.DictReader(file)}
    assert len(published) == 371
    assert list(found["statements"]) == sorted(published, key=int)
    for comment, value in published.items():
        assert abs(found["statements"][comment]["consensus"]["polis_product"] - value) < 1e-12
    assert found["statements"]["2"]["groups"]["1"]["agrees"] == 6


def test_statistics_by_group(written):
    found = measured(written("v.csv", VOTES), written("g.csv", GROUPS))
    assert found["groups"] == [
        {"group": "0", "voters": 2},
        {"group": "1", "voters": 1},
        {"group": "2", "voters": 0},
    ]
    assert (found["cells"], found["replaced"], found["without_group"], found["listed_without_votes"]) == (6, 1, 1, 1)
    one = found["statements"]["1"]
    assert one["not_yet_heard"] == ["2"]
    assert one["groups"]["0"] == {
        "heard": True,
        "seen": 2,
        "agrees": 0,
        "disagrees": 2,
        "passes": 0,
        "agree": {"share": 0.0, "low": 0.0, "high": pytest.approx(0.657620, abs=1e-6), "probability": 0.25},
        "disagree": {"share": 1.0, "low": pytest.approx(0.342380, abs=1e-6), "high": 1.0, "probability": 0.75},
    }
    assert one["groups"]["2"]["agree"] == {"share": None, "low": None, "high": None, "probability": 0.5}
    assert one["consensus"] == {
        "geometric_mean": pytest.approx((1 / 4 * 2 / 3) ** 0.5, abs=1e-15),
        "polis_product": pytest.approx(1 / 4 * 2 / 3, abs=1e-15),
    }
    # Group 1 has voted elsewhere and not here: Polis counts it a half.
    assert found["statements"]["2"]["consensus"] == {"geometric_mean": 0.5, "polis_product": 0.25}
    assert found["statements"]["10"]["consensus"] == {"geometric_mean": None, "polis_product": 0.25}


def test_the_latest_vote_counts_by_its_time(written):
    votes = "timestamp,comment-id,voter-id,vote\n300,1,a,1\n100,1,a,-1\n200,1,a,0\n"
    groups = written("g.csv", "participant,group-id\na,x\n")
    assert measured(written("v.csv", votes), groups)["statements"]["1"]["groups"]["x"]["agrees"] == 1
    dated = "timestamp;comment-id;voter-id;vote\n2026-03-02T10:00;1;a;1\n2026-03-02 09:00;1;a;-1\n"
    assert measured(written("d.csv", dated), groups)["statements"]["1"]["groups"]["x"]["agrees"] == 1


def test_a_readable_summary(written):
    votes = written("v.csv", b"\xef\xbb\xbf" + VOTES.replace(",", ";").encode())
    told = measured(votes, written("g.csv", GROUPS.replace("\n", "\r\n")), as_json=False)
    lines = told.splitlines()
    assert lines[:8] == [
        "6 votes of 4 people on 3 statements.",
        "Cast more than once, of which the latest counts: 1.",
        "In no group and left out: 1 of those who voted.",
        "Listed and never voted: 1.",
        "Group 0: 2 voted.",
        "Group 1: 1 voted.",
        "Group 2: not yet heard.",
        "",
    ]
    assert [re.split(r"  +", line) for line in lines[8:]] == [
        ["statement", "consensus", "Polis", *(f"group {group}: agree of n (95 %)" for group in (0, 1, 2))],
        ["2", "0.500", "0.250", "1 of 2 (9%–91%)", "not yet heard", "not yet heard"],
        ["1", "0.408", "0.167", "0 of 2 (0%–66%)", "1 of 1 (21%–100%)", "not yet heard"],
        ["10", "–", "0.250", "not yet heard", "not yet heard", "not yet heard"],
    ]
    assert len({len(line) for line in lines[8:]}) == 1


def test_a_long_list_says_how_much_it_leaves_out(written):
    votes = "comment-id,voter-id,vote\n" + "".join(f"{idea},a,1\n" for idea in range(55))
    told = measured(written("v.csv", votes), written("g.csv", "participant,group-id\na,x\n"), as_json=False)
    assert told.splitlines()[-1] == "… and 15 more: --json lists all of them."


@pytest.mark.parametrize(
    ("votes", "groups", "sentence"),
    [
        ("", GROUPS, "v.csv is empty: there are no votes in it."),
        (VOTES, "\n\n", "g.csv is empty: there are no participants in it."),
        ("comment-id,voter-id,vote\n", GROUPS, "v.csv has column titles and no votes below them."),
        (VOTES, "participant,group-id\n", "g.csv has column titles and nobody below them."),
        (
            "comment,voter-id,vote\n1,a,1\n",
            GROUPS,
            "v.csv has no column “comment-id”: its first line must name comment-id, voter-id, vote.",
        ),
        (VOTES, "participant\na\n", "g.csv has no column “group-id”: its first line must name participant, group-id."),
        (
            "comment-id,voter-id,vote\n1,a,1\n1,b,yes\n",
            GROUPS,
            "v.csv, line 3: “yes” is no vote: 1 is agree, 0 pass and -1 disagree.",
        ),
        (
            "comment-id,voter-id,vote\n1,a\n",
            GROUPS,
            "v.csv, line 2: “” is no vote: 1 is agree, 0 pass and -1 disagree.",
        ),
        ("comment-id,voter-id,vote\n1,,1\n", GROUPS, "v.csv, line 2: a vote needs a comment-id and a voter-id."),
        (
            "timestamp,comment-id,voter-id,vote\nlater,1,a,1\n",
            GROUPS,
            "v.csv, line 2: the timestamp “later” is no number and no date.",
        ),
        (VOTES, "participant,group-id\na,0\n\na,1\n", "g.csv, line 4: a is listed twice."),
        (VOTES, "participant,group-id\n,1\n", "g.csv, line 2: the participant has no id."),
        (VOTES.encode("utf-16"), GROUPS, "v.csv is not in UTF-8: save it as “CSV UTF-8” and try that."),
        (VOTES, b"participant,group-id\nJos\xe9,1\n", "g.csv is not in UTF-8: save it as “CSV UTF-8” and try that."),
    ],
)
def test_bad_files_are_told_in_a_sentence(votes, groups, sentence, written):
    with pytest.raises(CommandError) as refused:
        measured(written("v.csv", votes), written("g.csv", groups))
    assert str(refused.value) == sentence


def test_a_file_that_is_not_there(written, tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv cannot be read: No such file or directory\.$"):
        measured(str(tmp_path / "nowhere.csv"), written("g.csv", GROUPS))


def test_from_a_shell_without_any_service(written, tmp_path):
    """Exit 1 and one line for a bad file; no database is started, asked or needed."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment["DATA_DIR"] = str(tmp_path / "var")
    groups = written("g.csv", GROUPS)

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "manage.py", "agreement", *arguments],
            cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    good = run(written("v.csv", VOTES), "--groups", groups, "--json")
    assert (good.returncode, good.stderr) == (0, "")
    assert json.loads(good.stdout)["cells"] == 6
    bad = run(written("bad.csv", "comment-id,voter-id,vote\n1,a,2\n"), "--groups", groups)
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr.strip() == "CommandError: bad.csv, line 2: “2” is no vote: 1 is agree, 0 pass and -1 disagree."
    assert not (tmp_path / "var" / "postgres").exists()
