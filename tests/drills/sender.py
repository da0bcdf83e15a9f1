"""A sender in a process of its own, to be killed by a drill: `python tests/drills/sender.py`."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from mail import sending  # noqa: E402

sending.sweep()
