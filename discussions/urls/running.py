"""Discussions: preparing one, inviting, reminding, moderating."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
