"""What can be a Wi-Fi's name, its password, and the country of a radio: one answer for screen, card and watchdog.

Pure; knows no radio. Where standard and use differ, whatever could open a network is let through: only it can know.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from appliance.domain.radio_countries import RADIO_COUNTRIES

LONGEST_NAME_BYTES: Final = 32  # IEEE 802.11
# IEEE 802.11i speaks of 8 to 63 ASCII characters; routers take others too, and NetworkManager counts bytes of UTF-8.
SHORTEST_PASSWORD_BYTES, LONGEST_PASSWORD_BYTES = 8, 63
RAW_KEY_DIGITS: Final = 64  # hexadecimal: the key itself
_HEX: Final = frozenset("0123456789abcdefABCDEF")


def is_name(text: str) -> bool:
    """Whether a network can be called so: 1 to 32 bytes of text that can be shown, not only blanks."""
    return bool(text.strip()) and _is_plain(text) and len(text.encode()) <= LONGEST_NAME_BYTES


def is_raw_name(name: bytes) -> bool:
    """Whether these bytes can be a name, readable or not."""
    return 1 <= len(name) <= LONGEST_NAME_BYTES


def is_password(text: str) -> bool:
    """Whether this could open a network: 8 to 63 bytes of text, or 64 hexadecimal digits."""
    if not _is_plain(text):
        return False
    if len(text) == RAW_KEY_DIGITS and _HEX.issuperset(text):
        return True
    return SHORTEST_PASSWORD_BYTES <= len(text.encode()) <= LONGEST_PASSWORD_BYTES


def is_radio_country(code: str) -> bool:
    """Whether Linux knows this country's rules for radio; 00, the whole world, is none."""
    return code in RADIO_COUNTRIES


def _is_plain(text: str) -> bool:
    """Without control characters, line ends, and halves of letters, which no encoding can carry."""
    return all(unicodedata.category(letter) not in ("Cc", "Cs", "Zl", "Zp") for letter in text)
