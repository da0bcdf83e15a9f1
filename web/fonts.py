"""The two typefaces, cut from their packages to Latin and written as WOFF2 once, found like any static file."""

import hashlib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage
from fontTools import subset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

FOLDER = "fonts"
FACES = {
    "HankenGrotesk-Regular.woff2": ("font_hanken_grotesk", "HankenGrotesk-Regular.otf"),
    "HankenGrotesk-SemiBold.woff2": ("font_hanken_grotesk", "HankenGrotesk-SemiBold.otf"),
    "SourceSerifPro-Semibold.woff2": ("font_source_serif_pro", "SourceSerifPro-Semibold.otf"),
    "HankenFigures-Regular.woff2": ("font_hanken_grotesk", "HankenGrotesk-Regular.otf"),
    "HankenFigures-SemiBold.woff2": ("font_hanken_grotesk", "HankenGrotesk-SemiBold.otf"),
}
# Hanken Grotesk has no tabular figures, and columns of numbers need them: these faces are its ten digits, one width
FIGURES = frozenset({"HankenFigures-Regular.woff2", "HankenFigures-SemiBold.woff2"})
DIGITS = range(0x30, 0x3A)
# Latin, its extensions in part, modifiers, combining marks, punctuation, currency, arrows, minus, shapes
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x192, 0x192),
    (0x1E6, 0x1E7),
    (0x1FA, 0x21B),
    (0x237, 0x237),
    (0x2C6, 0x2DD),
    (0x300, 0x30C),
    (0x326, 0x328),
    (0x1E80, 0x1E85),
    (0x1E9E, 0x1E9E),
    (0x1EF2, 0x1EF3),
    (0x2009, 0x2044),
    (0x2070, 0x2089),
    (0x20A0, 0x20BF),
    (0x2116, 0x2122),
    (0x2190, 0x2199),
    (0x2212, 0x2212),
    (0x2248, 0x2248),
    (0x2260, 0x2265),
    (0x25A0, 0x25CF),
    (0xFB00, 0xFB04),
)
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "lnum", "tnum", "pnum", "case", "frac", "sups"]


def unicodes() -> list[int]:
    return [code for first, last in RANGES for code in range(first, last + 1)]


def cut(package: str, source: str, figures: bool = False) -> bytes:
    """The named face of `package` as WOFF2, subset to `RANGES`, or to its digits made equally wide."""
    options = subset.Options(flavor="woff2", layout_features=FEATURES, desubroutinize=True, notdef_outline=True)  # type: ignore[no-untyped-call]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    if figures:
        options.layout_features = []  # kerning would undo what equal widths do
    font = TTFont(io.BytesIO((files(package) / "files" / source).read_bytes()), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)  # type: ignore[no-untyped-call]
    subsetter.populate(unicodes=list(DIGITS) if figures else unicodes())  # type: ignore[no-untyped-call]
    subsetter.subset(font)  # type: ignore[no-untyped-call]
    if figures:
        widen_digits(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def widen_digits(font: TTFont) -> None:
    """Give every digit the width of the widest, each in the middle of its own."""
    characters = font.getBestCmap() or {}
    names = [characters[code] for code in DIGITS]
    glyphs, metrics, top = font.getGlyphSet(), font["hmtx"], font["CFF "].cff.topDictIndex[0]
    width = max(metrics[name][0] for name in names)
    drawn = {}
    for name in names:
        advance, bearing = metrics[name]
        shift = (width - advance) // 2
        pen = T2CharStringPen(width - top.Private.nominalWidthX, None)
        glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, shift, 0)))  # type: ignore[no-untyped-call]
        drawn[name] = (pen.getCharString(private=top.Private), (width, bearing + shift))
    for name, (outline, measures) in drawn.items():
        top.CharStrings[name] = outline
        metrics[name] = measures


def cache_folder() -> Path:
    """Where cut faces are kept; its name changes with what they are made from."""
    made_from = repr(
        (
            RANGES,
            FEATURES,
            FACES,
            sorted(FIGURES),
            version("font-hanken-grotesk"),
            version("font-source-serif-pro"),
            version("fonttools"),
        )
    )
    key = hashlib.sha256(made_from.encode()).hexdigest()[:12]
    base = Path(getattr(settings, "FONT_CACHE", None) or Path(settings.BASE_DIR) / "var" / "fonts")
    try:
        (base / key).mkdir(parents=True, exist_ok=True)
        if os.access(base / key, os.W_OK):
            return base / key
    except OSError:
        pass
    # a read-only image or another person's checkout: a folder of one's own, never a shared guessable one
    private = Path(tempfile.gettempdir()) / f"coalition-fonts-{os.getuid() if hasattr(os, 'getuid') else 0}" / key
    private.mkdir(parents=True, exist_ok=True, mode=0o700)
    return private


def face(name: str, folder: Path) -> Path:
    """The file of one face, cut now if it is not there yet. Two processes at once each write a whole file."""
    path = folder / name
    if not path.exists():
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as out:
            out.write(cut(*FACES[name], figures=name in FIGURES))
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    return path


class FontFinder(BaseFinder):
    """Finds static/fonts/<face>.woff2."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str] | None:  # type: ignore[override]
        folder, _, name = path.replace("\\", "/").rpartition("/")
        if folder != FOLDER or name not in FACES:
            return [] if find_all else None
        found = str(face(name, cache_folder()))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        folder = cache_folder()
        storage = FileSystemStorage(location=folder)
        storage.prefix = FOLDER  # type: ignore[attr-defined]
        for name in FACES:
            if not matches_patterns(name, list_of(ignore_patterns)):
                face(name, folder)
                yield name, storage


def list_of(patterns: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(patterns or ())
