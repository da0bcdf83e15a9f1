"""The pages: `granian --interface wsgi config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# What is loaded by now stays: looking through all of it again cost a page that builds thousands of objects 0.1 s.
gc.collect()
gc.freeze()
# And what pages remember between requests is looked through more rarely: a page of 10,000 people spent up to two thirds
# of its time on that.
gc.set_threshold(20_000, 20, 50)
