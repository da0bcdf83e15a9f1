"""Static files with their content's hash in the name, also inside JavaScript modules' imports."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """An address is worked out once: a page names dozens, and the manifest stays as it is while the server runs."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)  # type: ignore[no-untyped-call]
        self._addresses: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        if not name or force or settings.DEBUG:
            return super().url(name or "", force)
        if name not in self._addresses:
            self._addresses[name] = super().url(name)
        return self._addresses[name]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        # The extensions that come with django-htmx, which we do not use, mention types in comments
        # (`import("../htmx")`) that look like imports of files that are not there.
        ours = {path: found for path, found in paths.items() if not path.startswith("django_htmx/ext/")}
        yield from super().post_process(ours, dry_run, **options)  # type: ignore[no-untyped-call]
