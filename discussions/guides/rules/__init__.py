"""Rules of the guide check by language. A further language is a module that calls `register` with its `Language`."""

from discussions.guides.rules.en import ENGLISH
from discussions.guides.rules.language import Language

_LANGUAGES: dict[str, Language] = {}
DEFAULT = "en"


def register(language: Language) -> None:
    _LANGUAGES[language.code] = language


def language(code: str) -> Language:
    """The rules of a language, or of the one it is a variety of; English where there are none."""
    return _LANGUAGES.get(code) or _LANGUAGES.get(code.partition("-")[0]) or _LANGUAGES[DEFAULT]


register(ENGLISH)
