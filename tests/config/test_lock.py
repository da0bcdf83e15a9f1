"""The lock files hold what pyproject.toml asks for: checked without a network."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUN = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
DEVELOP = [Requirement(text) for text in PROJECT["dependency-groups"]["dev"]]


def locked(name: str) -> dict[str, tuple[str, str]]:
    """Package → version and the text that says who wants it."""
    blocks = re.split(r"^(?=[a-z0-9])", (ROOT / name).read_text(), flags=re.MULTILINE)
    found = {}
    for block in blocks:
        match = re.match(r"([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==([^\s;\\]+)", block)
        if match:
            found[canonicalize_name(match[1])] = (match[2], block)
    return found


@pytest.mark.parametrize(("name", "wanted"), [("requirements.txt", RUN), ("requirements-dev.txt", RUN + DEVELOP)])
def test_every_dependency_is_locked_to_a_version_it_allows(name: str, wanted: list[Requirement]) -> None:
    lock = locked(name)
    wrong = {
        requirement.name: lock.get(canonicalize_name(requirement.name), ("missing", ""))[0]
        for requirement in wanted
        if not requirement.specifier.contains(lock.get(canonicalize_name(requirement.name), ("0", ""))[0])
    }
    assert wrong == {}


@pytest.mark.parametrize(("name", "wanted"), [("requirements.txt", RUN), ("requirements-dev.txt", RUN + DEVELOP)])
def test_nothing_is_locked_that_nobody_asks_for(name: str, wanted: list[Requirement]) -> None:
    direct = {package for package, (_, block) in locked(name).items() if "coalition (pyproject.toml" in block}
    assert direct == {canonicalize_name(requirement.name) for requirement in wanted}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_has_hashes_and_no_address(name: str) -> None:
    lock = locked(name)
    assert len(lock) > 40
    assert [package for package, (_, block) in lock.items() if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://|--index|--find-links", (ROOT / name).read_text()) == []


def test_both_locks_agree() -> None:
    run, develop = locked("requirements.txt"), locked("requirements-dev.txt")
    assert {name: version for name, (version, _) in run.items()} == {
        name: version for name, (version, _) in develop.items() if name in run
    }
