"""Setting pages with typst, in the product's own typefaces."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import typst


def set_pdf(source: str, *, is_accessible: bool = False, **inputs: str) -> bytes:
    """The pages as PDF, by PDF/UA-1 where it `is_accessible`: whatever that does not allow raises typst.TypstError.
    `inputs` are read in the source as sys.inputs, and are never taken for its signs."""
    standard: Literal["ua-1"] | None = "ua-1" if is_accessible else None
    pages: bytes = typst.compile(
        source.encode(), format="pdf", font_paths=fonts(), sys_inputs=inputs, pdf_standards=standard
    )
    return pages


@cache
def fonts() -> typst.Fonts:
    """The product's own typefaces, then the system's for other scripts: found once a process."""
    return typst.Fonts(
        font_paths=[str(files(package) / "files") for package in ("font_hanken_grotesk", "font_source_serif_pro")]
    )
