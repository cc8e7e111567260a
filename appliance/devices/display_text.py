"""What the customer's display says, and in which letters: two lines of twenty characters. Knows no link, no thread."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from appliance.domain.money import Currency
from appliance.wording import money, say

COLUMNS = 20
CODEC = "cp858"
_UNFINISHED = re.compile(r"[ ,;:/(–-]*(?: [0-9.,]+)?$")  # what a cut leaves behind: a number without its unit


@dataclass(frozen=True, slots=True)
class Glass:
    """The two lines."""

    upper: str
    lower: str = ""


def welcome(language: str) -> Glass:
    """While nothing is on the ticket."""
    return Glass(say("display.welcome", language))


def line(name: str, amount_minor: int, total_minor: int, currency: Currency, language: str) -> Glass:
    """The line that was just put on the ticket, if any, above the total."""
    upper = row(name, _money(amount_minor, currency, language)) if name else ""
    return Glass(upper, row(say("display.total", language), _money(total_minor, currency, language)))


def change(total_minor: int, change_minor: int, currency: Currency, language: str) -> Glass:
    """What was paid, and what comes back."""
    return Glass(
        row(say("display.total", language), _money(total_minor, currency, language)),
        row(say("display.change", language), _money(change_minor, currency, language)),
    )


def row(name: str, amount: str) -> str:
    """A name and an amount on one line, in letters the display has. The amount is never cut.

    A name that is too long ends with a whole word: half of "400 g" would be another quantity, or look like money.
    """
    name, amount = (encoded(text).decode(CODEC).strip() for text in (name, amount))
    room = max(0, COLUMNS - len(amount) - 1)
    if len(name) > room:
        whole = _UNFINISHED.sub("", name[: room + 1].rpartition(" ")[0])
        name = whole or name[: max(0, room - 1)] + "."[:room]
    return name.ljust(COLUMNS - len(amount)) + amount


def encoded(text: str) -> bytes:
    """The text in the display's letters; one it lacks loses its accents, for it cannot draw."""
    out = b""
    for character in unicodedata.normalize("NFC", text):
        out += _letter(character)
    return out


def _letter(character: str) -> bytes:
    if character in "\u00a0\u202f\u2009":
        return b" "
    if unicodedata.category(character)[0] == "C":
        return b""
    try:
        return character.encode(CODEC)
    except UnicodeEncodeError:
        plain = {"đ": "d", "Đ": "D", "₫": "d", "–": "-", "—": "-", "’": "'"}.get(character)
        plain = plain or unicodedata.normalize("NFKD", character)
        return plain.encode("ascii", "ignore") or b"."


def _money(minor: int, currency: Currency, language: str) -> str:
    return money(minor, currency.code, currency.exponent, language, bare=True)
