"""Static files as production serves them: hashed names all the way down, within the budget of a first page."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import storages
from django.core.management import call_command
from django.test.utils import override_settings
from django.utils.functional import empty

ROOT = Path(__file__).parents[2]
# STACK: first page without fonts and charts; the page itself may take 15 kB of it
BUDGET = 60_000 - 15_000


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """`collectstatic` into a folder of its own, with the storage of production."""
    root = tmp_path_factory.mktemp("static")
    staticfiles = {"BACKEND": "web.storage.StaticStorage"}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    with override_settings(STATIC_ROOT=root, STORAGES={"default": default, "staticfiles": staticfiles}):
        storages.__dict__.pop("backends", None)
        staticfiles_storage._wrapped = storages.create_storage(staticfiles)
        call_command("collectstatic", interactive=False, verbosity=0)
        yield root
    staticfiles_storage._wrapped = empty


def hashed(collected: Path, name: str) -> str:
    return json.loads((collected / "staticfiles.json").read_text())["paths"][name]


def named_by(template: str) -> list[str]:
    return re.findall(r"\{% static '([^']+\.(?:css|js))' %\}", (ROOT / "templates" / template).read_text())


def modules(path: str) -> set[str]:
    """`path` and every module it imports, and those import."""
    source = (ROOT / "static" / path).read_text()
    found = {path}
    for name in re.findall(r'(?:import|from) "\./([\w-]+\.js)"', source):
        found |= modules(f"js/{name}")
    return found


def test_modules_import_hashed_names(collected):
    app = (collected / hashed(collected, "js/app.js")).read_text()
    imported = re.findall(r'import ?"\./([^"]+)"', app)
    assert len(imported) == 10
    for name in imported:
        assert re.fullmatch(r"[\w-]+\.[0-9a-f]{12}\.js", name), name
        assert (collected / "js" / name).exists()


def test_stylesheets_name_hashed_fonts_that_exist(collected):
    css = (collected / hashed(collected, "css/base.css")).read_text()
    fonts = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', css)
    assert len(fonts) == 5
    for name in fonts:
        assert re.fullmatch(r"fonts/\w+-\w+\.[0-9a-f]{12}\.woff2", name)
        assert (collected / name).exists()


def test_the_first_page_stays_within_its_budget(collected):
    named = named_by("base.html") + named_by("head.html")
    files = {name for entry in named for name in (modules(entry) if entry.startswith("js/") else {entry})}
    assert {"css/tokens.css", "js/palette.js", "django_htmx/htmx-2.min.js"} <= files
    sizes = {name: len(gzip.compress((collected / name).read_bytes(), 9)) for name in sorted(files)}
    assert sum(sizes.values()) <= BUDGET, sizes
