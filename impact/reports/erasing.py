"""What reports hold of a person who is erased: drafts and audiences lose their rows by themselves, editions the pieces
that quote them, and their pages are set again without those."""

from __future__ import annotations

from django.db import connection

from impact.models import IssuedReport
from impact.reports import sharing
from impact.reports.composing import without
from impact.reports.document import restored
from impact.reports.pdf import typeset
from stakeholders.models import Stakeholder


def forget(stakeholder: Stakeholder) -> None:
    """Before their rows go. Editions made for them alone go with those, and links to what they read end."""
    sharing.end_shares_for(stakeholder)
    rows = IssuedReport.objects.filter(workspace=stakeholder.workspace_id).exclude(report__stakeholder=stakeholder)
    quoting = rows.filter(document__contains={"sections": [{"items": [{"stakeholder": stakeholder.pk}]}]})
    for issued in quoting.defer("pdf").order_by("pk"):
        pages = typeset(without(restored(issued.document), stakeholder.pk))
        with connection.cursor() as cursor:
            cursor.execute("SELECT take_out_of_report(%s, %s, %s)", [issued.pk, stakeholder.pk, pages])
