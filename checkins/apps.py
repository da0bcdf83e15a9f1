"""The app's entry into the project: it tells those below, which must not know it, what it holds and how its mails are
written."""

from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "checkins"

    def ready(self) -> None:
        # Models are loaded by now, and not before.
        # A process is as old as its module of health, whenever somebody asks for that first.
        from checkins import briefs, health  # noqa: F401
        from checkins.calendars import invitations
        from checkins.held import register
        from checkins.notices import digests, gates
        from mail import composing, suppressions

        register()
        composing.register(briefs.KIND, briefs.compose, gate=briefs.still_wanted)
        composing.register(digests.KIND, digests.compose, gate=digests.still_wanted)
        composing.register(invitations.KIND, invitations.compose, gate=invitations.compose)
        suppressions.register(briefs.KIND, gates.NO_BRIEFS)
        suppressions.register(digests.KIND, gates.NO_DIGESTS)
        suppressions.register(invitations.KIND, gates.NO_INVITATIONS)
