"""Guides: writing, checking and previewing them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
