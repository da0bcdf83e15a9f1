"""The app's entry into the project: it says what it holds about people beside the rows that erasure names itself."""

from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "stakeholders"

    def ready(self) -> None:
        # Models are loaded by now, and not before.
        from stakeholders.held_here import register

        register()
