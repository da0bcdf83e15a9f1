"""The pages: `granian --interface wsgi config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# What is loaded by now stays: looking through all of it again cost a page that builds thousands of objects 0.1 s.
gc.collect()
gc.freeze()
