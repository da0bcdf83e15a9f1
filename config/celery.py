"""The Celery application: `celery -A config worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Before numpy is loaded, in every process: on two processors its own threads took three times the processor's time and
# twice as long to look for groups of opinion.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

app = Celery("coalition")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
