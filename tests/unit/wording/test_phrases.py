"""Every phrase exists in every language, with the same places to fill."""

from __future__ import annotations

from string import Formatter

import pytest

from appliance import wording
from appliance.domain.countries import PACKS
from appliance.wording.phrases import PHRASES


def places(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_all_phrases_exist_and_take_the_same_values(language: str) -> None:
    phrases = PHRASES[wording.language_of(language)]
    assert set(phrases) == set(wording.KEYS) and len(set(wording.KEYS)) == len(wording.KEYS)
    for key, phrase in phrases.items():
        assert phrase.strip() == phrase and phrase
        assert places(phrase) == places(PHRASES["en"][key]), key


def test_phrases_of_two_languages_differ() -> None:
    for language in wording.LANGUAGES[1:]:
        same = [key for key in wording.KEYS if PHRASES[language][key] == PHRASES["en"][key]]
        assert len(same) <= 2, (language, same)


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_each_country_says_which_fiscal_device_its_law_asks_for(language: str) -> None:
    for pack in PACKS.values():
        key = next(key for key in wording.KEYS if key == pack.fiscal_notice_key)
        assert wording.say(key, language).endswith(".")


def test_display_phrases_fit_a_twenty_column_display() -> None:
    for language in wording.LANGUAGES:
        for key in wording.KEYS:
            if key.startswith("display."):
                assert len(wording.say(key, language)) <= 20, (language, key)


def test_a_copy_is_numbered() -> None:
    assert wording.say("receipt.copy", "de", copy=2) == "KOPIE 2"
