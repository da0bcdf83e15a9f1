"""Models and domain modules know nothing of requests, templates or queues, and nobody writes signals or save()."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "mail", "stakeholders", "planning", "discussions", "impact", "checkins")
# Entry points and what serves them.
OUTSIDE = {
    "access.py", "adapter.py", "admin.py", "apps.py", "context.py", "entrance.py", "filters.py", "forms", "forms.py",
    "letters.py", "limits.py",
    "management", "middleware.py", "migrations", "pending.py", "tasks.py", "templatetags", "urls.py", "urls", "views",
}  # fmt: skip
FORBIDDEN = ("django.http", "django.shortcuts", "django.template", "celery")
EMPTY_NAMES = {"services", "utils", "helpers", "common", "managers", "mixins", "misc", "signals"}


def modules(*, inside_only: bool) -> list[Path]:
    return sorted(
        path
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if not (inside_only and OUTSIDE & set(path.relative_to(ROOT / app).parts))
    )


@cache
def read(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """What a module imports, and the functions it defines."""
    names: set[str] = set()
    functions: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
        elif isinstance(node, ast.FunctionDef):
            functions.add(node.name)
    return frozenset(names), frozenset(functions)


@pytest.mark.parametrize("path", modules(inside_only=True), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_domain_module_knows_no_request_template_or_queue(path):
    imported, _ = read(path)
    assert not [name for name in imported if name.startswith(FORBIDDEN)]


def test_no_module_has_a_name_that_says_nothing():
    assert not [path for path in modules(inside_only=False) if path.stem in EMPTY_NAMES]


def test_no_signals_and_no_save_overrides():
    for path in modules(inside_only=False):
        imported, functions = read(path)
        assert not {name for name in imported if name.startswith("django.dispatch")}, path
        assert "save" not in functions, f"{path}: write a verb instead"
