"""The app's entry into the project: it tells stakeholders, which must not know it, what it holds about people."""

from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "discussions"

    def ready(self) -> None:
        # Models are loaded by now, and not before.
        from discussions.held import register

        register()
