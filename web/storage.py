"""Static files with their content's hash in the name, also inside JavaScript modules' imports."""

import re
from typing import Any

import brotli
from django.conf import settings
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# From this size on the last hundredth of a file's size costs half a minute.
LARGE = 1024 * 1024
QUALITY, QUALITY_OF_LARGE = 11, 6


class QuickCompressor(Compressor):
    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        quality = QUALITY if len(data) < LARGE else QUALITY_OF_LARGE
        return brotli.compress(data, quality=quality)  # type: ignore[no-any-return, no-untyped-call]


class StaticStorage(CompressedManifestStaticFilesStorage):
    """An address is worked out once: a page names dozens, and the manifest stays as it is while the server runs."""

    support_js_module_import_aggregation = True
    _patterns: dict[str, list[tuple[re.Pattern[str], str]]]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)  # type: ignore[no-untyped-call]
        self._addresses: dict[str, str] = {}
        # Only our own modules import each other. Of others, comments look like imports of files that are not there,
        # and megabytes on one line are searched for minutes.
        self._patterns = {("js/*.js" if name == "*.js" else name): each for name, each in self._patterns.items()}

    def create_compressor(self, **options: Any) -> Compressor:
        return QuickCompressor(**options)  # type: ignore[no-untyped-call]

    def url(self, name: str | None, force: bool = False) -> str:
        if not name or force or settings.DEBUG:
            return super().url(name or "", force)
        if name not in self._addresses:
            self._addresses[name] = super().url(name)
        return self._addresses[name]
