"""The rules of the order check by language. Another one is a module beside `en` and a line here."""

from planning.intake.rules import en
from planning.intake.rules.language import Language

DEFAULT = "en"
LANGUAGES: dict[str, Language] = {"en": en.ENGLISH}


def language(code: str) -> Language:
    """The rules of a language; English where there are none for it."""
    return LANGUAGES.get(code.partition("-")[0], LANGUAGES[DEFAULT])
