"""Money, weights, rates and moments as text by locale (CLDR through Babel).

The text is for paper: no-break spaces become plain spaces and the minus is the hyphen, because code pages of
printers have no others. Babel is imported at first use; a box that only sells does not pay for it at start.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from appliance.wording.keys import Language
from appliance.wording.phrases import language_of

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

# English is the English of the euro area: 24 hours, day before month.
LOCALES: Final[dict[Language, str]] = {
    "en": "en_IE",
    "de": "de_DE",
    "fi": "fi_FI",
    "it": "it_IT",
    "vi": "vi_VN",
}
PLAIN: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2212": "-", "\u200e": None, "\u200f": None})
BASIS_POINT_EXPONENT: Final = 2  # 1900 basis points read as 19.00 %


def money(minor: int, currency: str, exponent: int, language: str, *, bare: bool = False) -> str:
    """An amount with its currency sign, or `bare` without: 14.23 EUR in German is "14,23 €"."""
    value = Decimal(minor).scaleb(-exponent)
    locale = _locale(language)
    pattern = _number_pattern(language, exponent) if bare else _money_pattern(language, exponent)
    applied = pattern.apply(value, locale, currency=None if bare else currency, currency_digits=False)
    return applied.translate(PLAIN).strip()


def weight(g: int, language: str) -> str:
    """Grams in kilograms with three decimals: "0,742 kg"."""
    kilograms = _number_pattern(language, 3).apply(Decimal(g).scaleb(-3), _locale(language))
    return f"{kilograms} kg".translate(PLAIN)


def rate(bp: int, language: str) -> str:
    """A rate in basis points: "19%" in English, "25,5 %" in Finnish."""
    pattern = _percent_pattern(language)
    return pattern.apply(Decimal(bp).scaleb(-2 - BASIS_POINT_EXPONENT), _locale(language)).translate(PLAIN)


def moment(utc: str, offset_min: int, language: str) -> str:
    """Local date and time of an ISO moment: "22.11.2026 08:00"."""
    from babel.dates import format_date, format_skeleton, format_time

    at = datetime.fromisoformat(utc)
    at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(timezone(timedelta(minutes=offset_min)))
    local = at.replace(tzinfo=None)
    locale = _locale(language)
    if language == "en":  # 05/06/2026 would be read either way
        date = format_date(local, "medium", locale=locale)
    else:
        date = format_skeleton("yMd", local, locale=locale)
    time = format_time(local, "short", locale=locale)
    return f"{date} {time}".translate(PLAIN)


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(LOCALES[language_of(language)])


@lru_cache(maxsize=32)
def _money_pattern(language: str, exponent: int) -> NumberPattern:
    return _with_digits(_locale(language).currency_formats["standard"].pattern, exponent, exponent)


@lru_cache(maxsize=32)
def _number_pattern(language: str, digits: int) -> NumberPattern:
    return _with_digits(_locale(language).decimal_formats[None].pattern, digits, digits)


@lru_cache(maxsize=8)
def _percent_pattern(language: str) -> NumberPattern:
    return _with_digits(_locale(language).percent_formats[None].pattern, 0, BASIS_POINT_EXPONENT)


def _with_digits(pattern: str, least: int, most: int) -> NumberPattern:
    """A pattern of CLDR with our number of decimals; a new object, CLDR's own is shared."""
    from babel.numbers import parse_pattern

    parsed = parse_pattern(pattern)
    parsed.frac_prec = (least, most)
    return parsed
