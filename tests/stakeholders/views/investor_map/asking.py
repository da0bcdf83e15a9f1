"""Where the investor map is asked, and when."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

MAP = "/w/northwind/map/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def ago(number: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=number)


def url(name: str, *args) -> str:
    return reverse(f"stakeholders:{name}", args=["northwind", *args])
