"""The app's entry into the project: it tells those below, which must not know it, what it holds and how its mails are
written."""

from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "checkins"

    def ready(self) -> None:
        # Models are loaded by now, and not before.
        from checkins import briefs
        from checkins.held import register
        from mail import composing

        register()
        composing.register(briefs.KIND, briefs.compose)
