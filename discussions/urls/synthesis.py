"""What comes out of a discussion."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
