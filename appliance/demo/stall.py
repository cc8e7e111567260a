"""How a demo stall is written down: short rows, made into categories and items of the domain.

Positions follow the order of the rows, shades come from the category, GTINs get their check digit here
(prefix 20 to 29: codes a shop may give itself). Knows no language; the rows do.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from appliance.domain.catalogue import Category, Item, Kind, Unit, check_item, gtin_check_digit
from appliance.domain.receipt import Merchant

# Earth, leaf, clay: three shades for each of the five tabs of a stall.
SHADES: Final[tuple[tuple[str, str, str], ...]] = (
    ("#a8442a", "#b9603a", "#8f3b2b"),
    ("#4f6b2f", "#64803f", "#3f5a33"),
    ("#2f6b57", "#47806c", "#28594b"),
    ("#3f6078", "#567489", "#345066"),
    ("#8a5f2b", "#a0763f", "#735026"),
)
PALETTE: Final[frozenset[str]] = frozenset(shade for shades in SHADES for shade in shades)


@dataclass(frozen=True, slots=True)
class Goods:
    """One tile. `own_code` follows the shop's own GTIN prefix; `deposit` is the id of a deposit row."""

    id: str
    name: str
    price_minor: int
    emoji: str
    unit: Unit = "piece"
    tax: str = "reduced"
    own_code: int | None = None
    deposit: str | None = None
    kind: Kind = "goods"


@dataclass(frozen=True, slots=True)
class Tab:
    """One category with its tiles."""

    id: str
    name: str
    emoji: str
    goods: tuple[Goods, ...]


@dataclass(frozen=True, slots=True)
class Stall:
    """A stall to try the till with."""

    country: str
    merchant: Merchant
    tabs: tuple[Tab, ...]

    def categories(self) -> tuple[Category, ...]:
        """The tabs in order."""
        return tuple(
            Category(tab.id, tab.name, tab.emoji, SHADES[place % len(SHADES)][0], place)
            for place, tab in enumerate(self.tabs)
        )

    def items(self) -> tuple[Item, ...]:
        """The tiles in order, tab by tab."""
        items = tuple(
            _item(goods, tab, place, SHADES[tab_place % len(SHADES)][place % 3])
            for tab_place, tab in enumerate(self.tabs)
            for place, goods in enumerate(tab.goods)
        )
        twice = [item_id for item_id, times in Counter(item.id for item in items).items() if times > 1]
        if twice:
            raise ValueError(f"demo items with the same id: {twice}")
        return items


def own_gtin(own_code: int) -> str:
    """A GTIN-13 in the range a shop may use inside its walls."""
    body = f"20{own_code:010d}"
    return f"{body}{gtin_check_digit(body)}"


def _item(goods: Goods, tab: Tab, place: int, shade: str) -> Item:
    return check_item(
        Item(
            id=goods.id,
            name=goods.name,
            category_id=tab.id,
            price_minor=goods.price_minor,
            unit=goods.unit,
            tax_code=goods.tax,
            emoji=goods.emoji,
            colour=shade,
            position=place,
            gtin=None if goods.own_code is None else own_gtin(goods.own_code),
            deposit_id=goods.deposit,
            kind=goods.kind,
        )
    )
