"""What a category and an item may be: the catalogue's shapes of docs/protocol.md, checked field by field.

Prices are gross, in integer minor units. Pure: whether a category exists is checked by `catalogue`.
"""

from __future__ import annotations

import re
from typing import Any, Final

from backoffice.errors import OfficeError

Document = dict[str, Any]  # JSON of a shape checked here

MAX_PRICE_MINOR: Final = 10**12
MAX_POSITION: Final = 10**6
MAX_TARE_G: Final = 99_999
NEW_KEYS: Final[Document] = {
    "is_free_price": False,
    "tare_g": None,
    "variant_of": None,
    "price_list": None,
}  # of items; older documents have none
UNITS: Final = ("piece", "kg")
KINDS: Final = ("goods", "deposit")

_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


def checked_id(value: object) -> str:
    """An id that can stand in an address. Raises `bad_request`."""
    if not isinstance(value, str) or _ID.fullmatch(value) is None:
        raise _bad("id", "1 to 64 letters, digits or _ . : -")
    return value


def checked_category(category_id: object, document: object) -> Document:
    """The category with exactly the known keys. Raises `bad_request` naming the field."""
    given = _object(document)
    return {
        "id": checked_id(category_id),
        "name": _text(given, "name", 80),
        "emoji": _text(given, "emoji", 32, least=0),
        "colour": _colour(given),
        "position": _whole(given, "position", 0, MAX_POSITION),
    }


def checked_item(item_id: object, document: object) -> Document:
    """The item with exactly the known keys. Raises `bad_request` naming the field."""
    given = _object(document)
    kind = _one_of(given, "kind", KINDS, default="goods")
    unit = _one_of(given, "unit", UNITS)
    deposit_id = None if given.get("deposit_id") is None else _text(given, "deposit_id", 64)
    if deposit_id is not None and (kind == "deposit" or unit == "kg"):
        raise _bad("deposit_id", "null, except for goods sold by the piece")
    return {
        "id": checked_id(item_id),
        "name": _text(given, "name", 80),
        "category_id": _text(given, "category_id", 64),
        "price_minor": _whole(
            given, "price_minor", -MAX_PRICE_MINOR if kind == "deposit" else 0, MAX_PRICE_MINOR
        ),
        "unit": unit,
        "tax_code": _text(given, "tax_code", 32),
        "emoji": _text(given, "emoji", 32, least=0),
        "colour": _colour(given),
        "position": _whole(given, "position", 0, MAX_POSITION),
        "gtin": _gtin(given),
        "deposit_id": deposit_id,
        "kind": kind,
        "is_free_price": _free_price(given, kind, unit),
        "tare_g": _tare(given, unit),
        "variant_of": _variant(given, item_id, kind),
        "price_list": None if given.get("price_list") is None else _text(given, "price_list", 64),
    }


def _free_price(given: Document, kind: str, unit: str) -> bool:
    value = given.get("is_free_price", False)
    if not isinstance(value, bool) or (value and (kind == "deposit" or unit == "kg")):
        raise _bad("is_free_price", "false, except for goods sold by the piece")
    return value


def _tare(given: Document, unit: str) -> int | None:
    if given.get("tare_g") is None:
        return None
    if unit != "kg":
        raise _bad("tare_g", "null, except for goods sold by weight")
    return _whole(given, "tare_g", 1, MAX_TARE_G)


def _variant(given: Document, item_id: object, kind: str) -> str | None:
    if given.get("variant_of") is None:
        return None
    if kind == "deposit" or given["variant_of"] == item_id:
        raise _bad("variant_of", "null, or another item, of goods that are no deposit")
    return _text(given, "variant_of", 64)


def is_gtin(code: str) -> bool:
    """Whether a text is a GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications 7.9)."""
    if len(code) not in (8, 12, 13, 14) or not (code.isascii() and code.isdigit()):
        return False
    weighted = sum(int(digit) * (1 if place % 2 == 0 else 3) for place, digit in enumerate(reversed(code)))
    return weighted % 10 == 0


def _gtin(given: Document) -> str | None:
    value = given.get("gtin")
    if value is not None and not (isinstance(value, str) and is_gtin(value)):
        raise _bad("gtin", "8, 12, 13 or 14 digits with a valid check digit, or null")
    return value


def _colour(given: Document) -> str:
    value = given.get("colour")
    if not isinstance(value, str) or _COLOUR.fullmatch(value) is None:
        raise _bad("colour", "#rrggbb")
    return value


def _object(document: object) -> Document:
    if not isinstance(document, dict):
        raise _bad("body", "an object")
    return document


def _text(given: Document, name: str, most: int, *, least: int = 1) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not least <= len(value.strip()) <= most or len(value) > most:
        raise _bad(name, f"a text of {least} to {most} characters")
    if any(ord(sign) < 32 or 0xD800 <= ord(sign) <= 0xDFFF for sign in value):
        raise _bad(name, "a text without control characters")
    return value


def _whole(given: Document, name: str, least: int, most: int) -> int:
    value = given.get(name)
    if type(value) is not int or not least <= value <= most:
        raise _bad(name, f"a whole number from {least} to {most}")
    return value


def _one_of(given: Document, name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    value = given.get(name, default)
    if not isinstance(value, str) or value not in allowed:
        raise _bad(name, " or ".join(allowed))
    return value


def _bad(field: str, allowed: str) -> OfficeError:
    return OfficeError("bad_request", field=field, allowed=allowed)
