"""An edition as it is drawn on every page that shows it: once in a process, for it is never changed but when somebody
is erased."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from impact.models import IssuedReport
from impact.reports.document import restored
from web.remembered import Remembered

TEMPLATE: Final = "impact/reports/_document.html"


@dataclass(frozen=True)
class Drawn:
    """`metrics` are those of its figures, as they were on the moment `as_of`, `initiatives` those it tells of.
    `follows_grounds` as the document has it."""

    title: str
    as_of: dt.datetime
    metrics: tuple[int, ...]
    initiatives: tuple[int, ...]
    follows_grounds: bool
    body: SafeString


# A long one takes half a megabyte.
_drawn: Remembered[Drawn] = Remembered(24)


def drawn(issued: IssuedReport) -> Drawn:
    """For whoever may read the edition; its document is read from the database only where it has to be drawn."""
    if settings.DEBUG:
        return _draw(issued)
    marked = issued
    if not hasattr(issued, "written_by"):
        marked = IssuedReport.objects.filter(pk=issued.pk).light().marked().get()
    return _drawn.get(issued.pk, vars(marked)["written_by"], lambda: _draw(issued))


def _draw(issued: IssuedReport) -> Drawn:
    document = restored(issued.document)
    return Drawn(
        document.title,
        document.as_of,
        tuple(figure.metric for figure in document.figures),
        document.initiatives,
        document.follows_grounds,
        render_to_string(TEMPLATE, {"document": document}),
    )
