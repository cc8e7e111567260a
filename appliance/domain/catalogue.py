"""What a stall sells: categories, items, their prices and codes.

Prices are gross (tax included). A `piece` item is priced each, a `kg` item per kilogram. A deposit is an item
of its own kind, so that bottles carry it and returned bottles can be sold at a negative price.
Knows no ticket, no stock and no picture files (a picture is an emoji for now).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_AMOUNT_MINOR, MAX_ASKED_PRICE_MINOR, MAX_TARE_G
from appliance.domain.reading import Document, flag, text, text_or_none, unreadable, whole, whole_or_none

Unit = Literal["piece", "kg"]
Kind = Literal["goods", "deposit"]

UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Category:
    """A tab of the sell screen; `colour` is `#rrggbb`, `position` orders tabs."""

    id: str
    name: str
    emoji: str
    colour: str
    position: int


@dataclass(frozen=True, slots=True)
class Item:
    """A tile of the sell screen; `deposit_id` names the deposit item each piece carries.

    A free price is asked at each sale, `price_minor` being what is proposed (0: nothing). `tare_g` is the vessel goods
    are weighed in, unless the sale says otherwise. `variant_of` names the item this one is a size or kind of: a tile
    stands for both, and each keeps its own price, code and stock.
    """

    id: str
    name: str
    category_id: str
    price_minor: int
    unit: Unit
    tax_code: str
    emoji: str
    colour: str
    position: int
    gtin: str | None = None
    deposit_id: str | None = None
    kind: Kind = "goods"
    is_free_price: bool = False
    tare_g: int | None = None
    variant_of: str | None = None
    price_list: str | None = None  # the list its price is of; None: priced by hand


def gtin_check_digit(body: str) -> int:
    """The check digit of a GTIN without it: weights 3, 1, 3 ... from the right (GS1 General Spec. 7.9)."""
    if not (body.isascii() and body.isdigit()):
        raise ValueError("a GTIN has digits only")
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return -weighted % 10


def is_gtin(code: str) -> bool:
    """Whether a text is a GTIN-8, -12, -13 or -14 with a right check digit."""
    if len(code) not in (8, 12, 13, 14) or not (code.isascii() and code.isdigit()):
        return False
    return gtin_check_digit(code[:-1]) == int(code[-1])


def same_gtin_key(code: str) -> str:
    """The 14-digit form in which a scanned UPC-A equals the catalogue's EAN-13; raises `gtin_malformed`."""
    if not is_gtin(code):
        raise TillError(
            "gtin_malformed", field="gtin", allowed="8, 12, 13 or 14 digits with a valid check digit"
        )
    return code.zfill(14)


def check_item(item: Item) -> Item:
    """The item itself if it can be sold; raises `item_invalid` naming the field."""
    if abs(item.price_minor) > MAX_AMOUNT_MINOR:
        raise TillError("item_invalid", field="price_minor", allowed=f"at most {MAX_AMOUNT_MINOR}")
    if item.kind == "goods" and item.price_minor < 0:
        raise TillError("item_invalid", field="price_minor", allowed="0 or more, except for deposits")
    if item.gtin is not None and not is_gtin(item.gtin):
        raise TillError("item_invalid", field="gtin", allowed="a valid GTIN or null")
    if item.deposit_id is not None and (item.kind == "deposit" or item.unit == "kg"):
        raise TillError(
            "item_invalid", field="deposit_id", allowed="null, except for goods sold by the piece"
        )
    if item.is_free_price and (item.kind == "deposit" or item.unit == "kg"):
        raise TillError(
            "item_invalid", field="is_free_price", allowed="false, except for goods sold by the piece"
        )
    if item.is_free_price and item.price_minor > MAX_ASKED_PRICE_MINOR:
        raise TillError("item_invalid", field="price_minor", allowed=f"at most {MAX_ASKED_PRICE_MINOR}")
    if item.tare_g is not None and (item.unit != "kg" or not 1 <= item.tare_g <= MAX_TARE_G):
        raise TillError(
            "item_invalid", field="tare_g", allowed=f"1..{MAX_TARE_G} where sold by weight, or null"
        )
    if item.variant_of is not None and (item.kind == "deposit" or item.variant_of == item.id):
        raise TillError(
            "item_invalid", field="variant_of", allowed="another item, of goods that are not a deposit"
        )
    return item


def unit_of(document: Document) -> Unit:
    """The unit in a stored document."""
    value = text(document, "unit")
    for unit in UNITS:
        if unit == value:
            return unit
    raise unreadable("unit", " or ".join(UNITS))


def kind_of(document: Document) -> Kind:
    """The kind in a stored document."""
    value = text(document, "kind", "goods")
    for kind in KINDS:
        if kind == value:
            return kind
    raise unreadable("kind", " or ".join(KINDS))


def category_to_dict(category: Category) -> dict[str, object]:
    """The JSON shape of a category."""
    return {
        "id": category.id,
        "name": category.name,
        "emoji": category.emoji,
        "colour": category.colour,
        "position": category.position,
    }


def category_from_dict(document: Document) -> Category:
    """Read what `category_to_dict` wrote; raises `unreadable_record`."""
    return Category(
        id=text(document, "id"),
        name=text(document, "name"),
        emoji=text(document, "emoji"),
        colour=text(document, "colour"),
        position=whole(document, "position"),
    )


def item_to_dict(item: Item) -> dict[str, object]:
    """The JSON shape of an item."""
    return {
        "id": item.id,
        "name": item.name,
        "category_id": item.category_id,
        "price_minor": item.price_minor,
        "unit": item.unit,
        "tax_code": item.tax_code,
        "emoji": item.emoji,
        "colour": item.colour,
        "position": item.position,
        "gtin": item.gtin,
        "deposit_id": item.deposit_id,
        "kind": item.kind,
        "is_free_price": item.is_free_price,
        "tare_g": item.tare_g,
        "variant_of": item.variant_of,
        "price_list": item.price_list,
    }


def item_from_dict(document: Document) -> Item:
    """Read what `item_to_dict` wrote; raises `unreadable_record` or `item_invalid`."""
    return check_item(
        Item(
            id=text(document, "id"),
            name=text(document, "name"),
            category_id=text(document, "category_id"),
            price_minor=whole(document, "price_minor"),
            unit=unit_of(document),
            tax_code=text(document, "tax_code"),
            emoji=text(document, "emoji"),
            colour=text(document, "colour"),
            position=whole(document, "position"),
            gtin=text_or_none(document, "gtin"),
            deposit_id=text_or_none(document, "deposit_id"),
            kind=kind_of(document),
            is_free_price=flag(document, "is_free_price"),  # older versions had neither
            tare_g=whole_or_none(document, "tare_g"),
            variant_of=text_or_none(document, "variant_of"),
            price_list=text_or_none(document, "price_list"),
        )
    )
