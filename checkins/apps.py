"""The app's entry into the project: it tells the outbox, which must not know it, how its mails are written."""

from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "checkins"

    def ready(self) -> None:
        # Models are loaded by now, and not before.
        from checkins import briefs
        from mail import composing

        composing.register(briefs.KIND, briefs.compose)
