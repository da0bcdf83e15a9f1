"""A sender in a process of its own, to be killed or frozen by a drill: `python tests/drills/sender.py [unfenced]`, the
control with which says how it went of a mail that is another's by now."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from mail import sending  # noqa: E402
from mail.models import Message  # noqa: E402

if "unfenced" in sys.argv:
    sending._ours = lambda claim: Message.objects.filter(pk=claim.id)
sending.sweep()
