"""For a mail server that pipes what comes back: marks the mail that did not arrive."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mail import bounces


class Command(BaseCommand):
    help = "Mark the mail as bounced that a delivery status notification (RFC 3464) on standard input is about."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            message = bounces.receive(sys.stdin.buffer.read())
        except bounces.NotABounceError as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write("Marked as bounced." if message else "Nothing to mark: it is only late, or marked already.")
