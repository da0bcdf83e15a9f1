"""Static files with their content's hash in the name, also inside JavaScript modules' imports."""

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        # The extensions that come with django-htmx, which we do not use, mention types in comments
        # (`import("../htmx")`) that look like imports of files that are not there.
        ours = {path: found for path, found in paths.items() if not path.startswith("django_htmx/ext/")}
        yield from super().post_process(ours, dry_run, **options)  # type: ignore[no-untyped-call]
