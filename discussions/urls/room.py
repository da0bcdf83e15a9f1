"""The room of a live discussion, as the facilitator and the wall see it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
