"""The app's entry into the project."""

from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "checkins"
