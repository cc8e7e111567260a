"""Phrases by key and language. Knows no formats and no documents."""

from __future__ import annotations

from typing import Final

from appliance.domain.errors import TillError
from appliance.wording import phrases_de, phrases_en, phrases_fi, phrases_it, phrases_vi
from appliance.wording.keys import LANGUAGES, Key, Language

PHRASES: Final[dict[Language, dict[Key, str]]] = {
    "en": phrases_en.PHRASES,
    "de": phrases_de.PHRASES,
    "fi": phrases_fi.PHRASES,
    "it": phrases_it.PHRASES,
    "vi": phrases_vi.PHRASES,
}


def language_of(text: str) -> Language:
    """The language a text names; raises `unknown_language`."""
    for language in LANGUAGES:
        if language == text:
            return language
    raise TillError("unknown_language", field="language", allowed=", ".join(LANGUAGES), language=text)


def say(key: Key, language: str, **args: int | str) -> str:
    """A phrase with its places filled."""
    return PHRASES[language_of(language)][key].format(**args)
