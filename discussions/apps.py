"""The app's entry into the project."""

from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "discussions"
