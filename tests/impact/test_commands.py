"""manage.py xmr, nps and attribute: figures from plain files, and one sentence for a file that is none."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from impact.tables import numbers, read
from manage import WITHOUT_SERVICES
from stakeholders.formats.plain import File

ROOT = Path(__file__).resolve().parents[2]
VIGNETTE = "1,2,1,2,10,1,2,1,2,1,2,1,2,1,2,1,2,1".replace(",", "\n")


def ran(command, path, *options, as_json=True):
    out, errors = io.StringIO(), io.StringIO()
    call_command(command, path, *options, *(["--json"] if as_json else []), stdout=out, stderr=errors)
    return json.loads(out.getvalue()) if as_json else (out.getvalue(), errors.getvalue())


def test_the_limits_of_the_vignette(written):
    found = ran("xmr", written("v.csv", f"value\n{VIGNETTE}\n"))
    assert found == {
        "n": 18,
        "gaps": 0,
        "mean": 35 / 18,
        "average_moving_range": 1.0,
        "lower_limit": 35 / 18 - 2.66,
        "upper_limit": 35 / 18 + 2.66,
        "screened_moving_ranges": 2,
        "trial_limits": False,
        "rules": "nhs",
        "good": "neither",
        "signals": [{"rule": "outside_limits", "side": "above", "indices": [4]}],
        "latest_index": 17,
        "latest_value": 1.0,
        "latest_signals": [],
        "change": "common_cause",
        "target": None,
        "assurance": "no_target",
        "sentence": "1 is within what chance brings (−0.7 to 4.6). There is no target.",
    }
    whole = ran("xmr", written("v.csv", f"value\n{VIGNETTE}\n"), "--no-screen", "--target", "8", "--good", "up")
    assert (round(whole["lower_limit"], 2), round(whole["upper_limit"], 2)) == (-3.06, 6.95)
    assert (whole["assurance"], whole["target"], whole["screened_moving_ranges"]) == ("will_fail", 8.0, 0)


def test_rules_direction_and_counts(written):
    path = written("v.csv", "value\n" + "5\n3\n" * 8 + "4.1\n4.2\n4.3\n4.4\n4.5\n4.6\n4.7\n")
    nhs = ran("xmr", path, "--good", "down")
    assert [signal["rule"] for signal in nhs["signals"]] == ["trend"]
    assert (nhs["change"], nhs["latest_signals"]) == ("concern", ["trend"])
    assert ran("xmr", path, "--good", "up")["change"] == "improvement"
    assert ran("xmr", path, "--rules", "wheeler", "--good", "up")["signals"] == []
    out = io.StringIO()
    call_command("xmr", path, good="up", rules="nhs", json=True, stdout=out)
    assert json.loads(out.getvalue()) == ran("xmr", path, "--good", "up")
    rare = written("v.csv", "value\n" + "0\n2\n" * 6)
    assert (ran("xmr", rare, "--counts")["lower_limit"], ran("xmr", rare)["lower_limit"]) == (None, -4.32)


def test_a_readable_judgement(written):
    told, errors = ran("xmr", written("v.csv", "when;value\n1;1\n2;2\n3;\n4;1\n5;2\n6;1\n7;9"), as_json=False)
    assert (told, errors) == (
        "9 is within what chance brings (−5 to 10). The limits are on "
        "trial: they rest on six values. There is no target.\n\nchange: common cause\nassurance: no target\n"
        "values: 6, gaps: 1\nmean: 2.6667\n"
        "average moving range: 2.75\nlower limit: -4.6483\nupper limit: 9.9817\n",
        "",
    )
    told, _ = ran("xmr", written("v.csv", f"value\n{VIGNETTE}"), as_json=False)
    assert told.splitlines()[5:] == [
        "mean: 1.9444",
        "average moving range: 1 (2 extreme left out)",
        "lower limit: -0.7156",
        "upper limit: 4.6044",
        "signal: outside limits, above, value 5",
    ]


@pytest.mark.parametrize(
    ("content", "gaps", "n"),
    [
        ("value\n1\n\n2\n\n\n", 1, 2),
        ('value\n1\n""\n2\n""\n', 2, 2),
        ("value,note\n1,\n,x\n2,\n\n", 1, 2),
        ("VALUE \r\n1\r\n−2.5\r\n.5\r\n", 0, 3),
        (b"\xef\xbb\xbfvalue\n1e3\n", 0, 1),
        ("value\n1\n2".encode("utf-16"), 0, 2),
    ],
)
def test_empty_cells_are_gaps(written, content, gaps, n):
    found = ran("xmr", written("v.csv", content))
    assert (found["gaps"], found["n"]) == (gaps, n)


def test_one_promoter_alone_is_not_sure(written):
    found = ran("nps", written("s.csv", "score\n10\n"))
    assert (found["n"], found["nps"], found["promoters"], found["too_few"]) == (1, 100.0, 1, True)
    assert (round(found["low"], 3), round(found["high"], 3)) == (-48.499, 98.499)
    told, _ = ran("nps", written("s.csv", "score\n10\n"), as_json=False)
    assert "±" not in told
    assert told == (
        "+100 from one answer: too few to say. Among everybody it may be anything between −48 and 98.\n"
        "Too few to say. 1 promote, 0 are passive, 0 detract.\n"
    )


def test_scores(written):
    found = ran("nps", written("s.csv", "id,score\n" + "a,9\n" * 60 + "b,0\n" * 20 + "c,7.0\n" * 20 + "d,\n"))
    assert {name: found[name] for name in ("n", "empty", "promoters", "passives", "detractors", "nps")} == {
        "n": 100,
        "empty": 1,
        "promoters": 60,
        "passives": 20,
        "detractors": 20,
        "nps": 40.0,
    }
    told, _ = ran("nps", written("s.csv", "score\n9\n\n9\n"), as_json=False)
    assert told.splitlines()[0].endswith("Empty and left out: 1.")


BRYL = "path,total_conversions,total_conversion_value,total_null\nC1 > C2 > C3,1,10,0\nC1,0,0,1\nC2 > C3,0,0,1\n"


def test_journeys_as_published(written):
    found = ran("attribute", written("p.csv", BRYL))
    assert found["credit"]["markov_with_nulls"] == pytest.approx({"C1": 0.2, "C2": 0.4, "C3": 0.4})
    assert found["credit_value"]["markov_with_nulls"] == pytest.approx({"C1": 2.0, "C2": 4.0, "C3": 4.0})
    assert found["credit"]["markov_without_nulls"] == pytest.approx(dict.fromkeys(("C1", "C2", "C3"), 1 / 3))
    assert found["removal_effects"]["markov_with_nulls"] == pytest.approx({"C1": 0.5, "C2": 1.0, "C3": 1.0})
    assert found["conversion_probability"]["markov_with_nulls"] == pytest.approx(1 / 3)
    assert (found["conversions"], found["value"], found["nulls"], found["rows"]) == (1.0, 10.0, 2.0, 3)
    assert (found["stands_out"], found["best_rank"]["C3"], found["worst_rank"]["C3"]) == (None, 1, 2)


def test_readable_attribution(written):
    told, _ = ran("attribute", written("p.csv", "path,total_conversions\na > b,3\nA>B,1\n"), as_json=False)
    lines = told.splitlines()
    assert (
        lines[0]
        == "b is first in seven of the eight models and a in six, in some of them together, so no channel stands out."
    )
    assert lines[2] == "4 conversions on 2 paths of 2 lines."
    assert lines[3] == "Ranks agree between models: Kendall's W 0.625 (1 is the same order everywhere)."
    assert lines[5].startswith(
        "channel  first  last  linear  u shaped  w shaped  time decay  markov without nulls  shapley"
    )
    assert lines[7].split() == ["a", "3", "0", "1.5", "1.5", "1.5", "1", "1.5", "1.5", "0", "%", "to", "75", "%", "1–3"]
    assert "markov with nulls" not in told


def test_days_make_time_decay_one_of_age(written):
    path = written("p.csv", "path,total_conversions,days_before\na > b,3,7 > 0\n")
    assert ran("attribute", path)["credit"]["time_decay"] == pytest.approx({"a": 1.0, "b": 2.0})


BAD = [
    ("xmr", "", "v.csv is empty."),
    ("xmr", "\n \n", "v.csv is empty."),
    ("xmr", "value\n", "v.csv has column titles and nothing below them."),
    ("xmr", "value\n\n\n", "v.csv has column titles and nothing below them."),
    ("xmr", 'value\n""\n', "No value is known, so there is nothing to judge."),
    ("xmr", "1\n2\n", "v.csv has no column “value”: its first line must name it, and names “1”."),
    ("xmr", "value,Value\n1,2\n", "v.csv has two columns “value”: which one counts?"),
    ("xmr", "value\n3,5\n", "line 2: 2 cells, and the first line names 1. Is there a decimal comma, or"),
    ("xmr", "a;value\n1;3,5\n", "v.csv, line 2: “3,5” has a comma or a gap in it: write 1234.5, with a point"),
    ("xmr", 'value\n"1,234.5"\n', "v.csv, line 2: “1,234.5” has a comma or a gap in it"),
    ("xmr", "value\n1 234\n", "v.csv, line 2: “1 234” has a comma or a gap in it"),
    ("xmr", "value\n1\n82 %\n", "v.csv, line 3: “82 %” has a percent sign: write the number alone"),
    ("xmr", "value\n=SUM(A1)\n", "v.csv, line 2: “=SUM(A1)” is a formula: save the sheet with its values."),
    ("xmr", "value\n'=1+1\n", "v.csv, line 2: “'=1+1” is a formula"),
    ("xmr", "value\n@A1\n", "v.csv, line 2: “@A1” is a formula"),
    ("xmr", "value\nn/a\n", "v.csv, line 2: “n/a” is no number. Leave a cell empty where the value is not known."),
    ("xmr", "value\nNaN\n", "v.csv, line 2: “NaN” is no number."),
    ("xmr", "value\ninf\n", "v.csv, line 2: “inf” is no number."),
    ("xmr", "value\n1_000\n", "v.csv, line 2: “1_000” is no number."),
    ("xmr", "value\n١\n", "v.csv, line 2: “١” is no number."),
    ("xmr", "value\n1e999\n", "v.csv, line 2: “1e999” is too large a number."),
    ("xmr", "value\n-1e308\n", "v.csv, line 2: “-1e308” is too large a number."),
    ("xmr", 'value\n1\n"2\n3\n', "v.csv, line 4: “2 3” is no number."),
    ("xmr", "value\n1\x002\n", "v.csv cannot be read: The file holds NUL characters"),
    ("xmr", b"\xff\xfevalue\n1\n\x00", "v.csv cannot be read: The file says it is UTF-16-LE and is not."),
    ("xmr", b"\x89PNG\r\n\x1a\n\x01\x02\x03\x04\x05\x06", "v.csv cannot be read: This is no text table"),
    ("xmr", b"PK\x03\x04\x00\x00\x08\x00", "v.csv is a workbook or an archive: save the sheet as CSV UTF-8"),
    ("nps", "value\n9\n", "v.csv has no column “score”"),
    ("nps", "score\n11\n", "v.csv, line 2: “11” is no score: scores are whole numbers from 0 to 10."),
    ("nps", "score\n9.5\n", "v.csv, line 2: “9.5” is no score"),
    ("nps", "score\n-1\n", "v.csv, line 2: “-1” is no score"),
    ("nps", "score\n9%\n", "v.csv, line 2: “9%” has a percent sign"),
    ("attribute", "path\na\n", "v.csv has no column “total_conversions”"),
    ("attribute", "path,total_conversions\n,1\n", "v.csv, line 2: the path names no channel."),
    ("attribute", "path,total_conversions\na > > b,1\n", "v.csv, line 2: a channel is missing between two “>”."),
    (
        "attribute",
        "path,total_conversions\na,\n",
        "v.csv, line 2: total_conversions is empty: write 0 where there was none.",
    ),
    ("attribute", "path,total_conversions\na,-1\n", "v.csv, line 2: total_conversions is below zero."),
    ("attribute", "path,total_conversions\na,0\n", "v.csv: Nobody converted, so there is nothing to credit."),
    ("attribute", "path,total_conversions\n=a,1\n", "v.csv, line 2: the path is a formula"),
    (
        "attribute",
        "path,total_conversions,total_conversion_value\na,0,5\n",
        "v.csv, line 2: a value, and no conversion that it could come from.",
    ),
    (
        "attribute",
        "path,total_conversions,days_before\na > b,1,3\n",
        "v.csv, line 2: days_before needs a number of days",
    ),
    ("attribute", "path,total_conversions,total_null\na,1,x\n", "v.csv, line 2: “x” is no number."),
]


@pytest.mark.parametrize(("command", "content", "sentence"), BAD, ids=lambda part: repr(part)[:40])
def test_a_file_that_cannot_be_read_is_one_sentence(written, command, content, sentence):
    with pytest.raises(CommandError) as refused:
        ran(command, written("v.csv", content))
    assert sentence in str(refused.value)
    assert refused.value.returncode == 1


def test_a_file_that_is_not_there_or_too_large(written, tmp_path):
    with pytest.raises(CommandError, match=r"none\.csv cannot be read: No such file or directory\."):
        ran("xmr", tmp_path / "none.csv")
    with pytest.raises(CommandError, match="Is a directory"):
        ran("xmr", tmp_path)
    large = tmp_path / "large.csv"
    with large.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    with pytest.raises(
        CommandError, match=r"large\.csv is larger than 20 MB: keep only the columns and rows that count\."
    ):
        ran("xmr", large)


def test_counts_are_not_below_zero(written):
    with pytest.raises(CommandError, match="below zero"):
        ran("xmr", written("v.csv", "value\n1\n-1\n"), "--counts")


@pytest.mark.parametrize("target", ["9,5", "82%", "nan", "much"])
def test_a_target_is_a_number(written, target):
    with pytest.raises(CommandError, match="is no number: write it with a point, without a percent sign"):
        ran("xmr", written("v.csv", "value\n1\n"), "--target", target)


def test_a_guess_about_the_encoding_is_said_beside_the_figures(written):
    path = written("p.csv", "path,total_conversions\nBörse,3\n".encode("cp1252"))
    told, errors = ran("attribute", path, as_json=False)
    assert told.startswith("Every conversion came by way of Börse alone")
    assert errors.startswith("The file is not in UTF-8 and was read as Windows-1252")


def test_weekly_revenue_adds_up(published_rows):
    published_rows("weekly_spend_and_revenue.csv")
    path = ROOT.parent / "shared" / "data" / "impact" / "weekly_spend_and_revenue.csv"
    found = numbers(read(File(path.name, path.read_bytes()), ["revenue"]), "revenue")
    assert len(found) == 208
    assert round(sum(found), 2) == 379_005_696.67


def test_from_a_shell_without_any_service(written, tmp_path):
    """Exit 1 and one line for a bad file; no database is started, asked or needed, for none of the three."""
    assert {"attribute", "nps", "xmr"} <= WITHOUT_SERVICES
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment["DATA_DIR"] = str(tmp_path / "var")
    refused = subprocess.run(
        [sys.executable, "manage.py", "xmr", written("bad.csv", "value\nx\n")],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.strip() == (
        "CommandError: bad.csv, line 2: “x” is no number. Leave a cell empty where the value is not known."
    )
    assert not (tmp_path / "var" / "postgres").exists()
