"""The app's entry into the project: it tells stakeholders, which must not know it, what it holds."""

from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "impact"

    def ready(self) -> None:
        # Models are loaded by now, and not before.
        from accounts import links
        from impact.held import register
        from impact.reports import sharing

        register()
        links.tell_of_uses(sharing.PURPOSE, sharing.opened)
