"""Plotly's script, found like any static file: `plotly/plotly.min.js`, straight from its package."""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

FOLDER, NAME = "plotly", "plotly.min.js"


def folder() -> Path:
    return Path(str(files("plotly") / "package_data"))


class PlotlyFinder(BaseFinder):
    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str] | None:  # type: ignore[override]
        if path.replace("\\", "/") != f"{FOLDER}/{NAME}":
            return [] if find_all else None
        found = str(folder() / NAME)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        if not matches_patterns(NAME, tuple(ignore_patterns or ())):
            storage = FileSystemStorage(location=folder())
            storage.prefix = FOLDER  # type: ignore[attr-defined]
            yield NAME, storage
