"""What the beat does for check-ins, once, for cron where no beat runs."""

from typing import Any

from django.core.management.base import BaseCommand

from checkins import sweeping, ticking


class Command(BaseCommand):
    help = (
        "Open the check-ins that are due, notice what changed, and write briefs, lists and invitations into the outbox,"
        " as the beat does."
    )

    # It reads no URL: checking them all would be most of its time.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        opened = ticking.tick()
        noticed, notices = sweeping.notice_changes(), sweeping.send_notices()
        self.stdout.write(
            f"{opened} check-in{'' if opened == 1 else 's'} opened,"
            f" {noticed} change{'' if noticed == 1 else 's'} noticed,"
            f" {notices} mail{'' if notices == 1 else 's'} beside briefs written."
        )
