"""Makes the demo workspace, each app its part of the story; says so when it is there already."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list

from checkins.demo import check_in_demo
from discussions.demo.making import discuss_demo
from impact.demo import measure_demo
from impact.demo_desk import bring_earlier
from impact.demo_planned import link_planned
from impact.reports.demo import report_demo
from impact.returns.demo import return_demo
from planning.demo import plan_demo
from planning.intake.demo import ask_demo
from planning.sessions.demo import session_demo
from stakeholders.demo.workspace import make_demo
from stakeholders.network.reading import read_network


class Command(BaseCommand):
    help = "Make the demo workspace, Northwind Instruments, unless it is there already."

    # It reads no URL: checking them all would be most of its time.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        with transaction.atomic():
            workspace, made = make_demo(today=today)
            planned = plan_demo(workspace, today=today)
            asked = ask_demo(workspace, today=today)
            asked = bring_earlier(workspace, today=today) or asked
            held = session_demo(workspace, today=today)
            discussed = discuss_demo(workspace, today=today)
            measured = measure_demo(workspace, today=today)
            link_planned(workspace)
            reported = report_demo(workspace, today=today)
            returned = return_demo(workspace, today=today)
            checked_in = check_in_demo(workspace, today=today)
            if made:
                read_network(workspace)
        parts = (
            ("goals", planned), ("requests", asked), ("sessions", held), ("discussions", discussed),
            ("metrics", measured), ("reports", reported), ("returns", returned), ("check-ins", checked_in),
        )  # fmt: skip
        added = get_text_list([name for name, done in parts if done], "and")
        said = "made" if made else f"there already; its {added} added" if added else "there already; nothing changed"
        self.stdout.write(f"{workspace.name} (/w/{workspace.slug}/): {said}.")
