"""What every template may count on beside its own context."""

from django.http import HttpRequest

THEMES = ("light", "dark")
THEME_COOKIE = "theme"


def page(request: HttpRequest) -> dict[str, str]:
    """`theme`: "light", "dark", or "" to follow the system."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return {"theme": chosen if chosen in THEMES else ""}
