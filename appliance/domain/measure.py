"""What one sale says of an item beside how many: the price that is asked, the vessel on the scale, an empty bottle.

Knows no ticket and no store.
"""

from __future__ import annotations

from dataclasses import replace

from appliance.domain.catalogue import Item, Unit
from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_ASKED_PRICE_MINOR, MAX_TARE_G, MAX_WEIGHT_G


def at_price(item: Item, price_minor: int | None) -> Item:
    """The item at the price of this sale: its own, or the one that was asked for.

    Raises `price_required` or `price_out_of_range`.
    """
    if not item.is_free_price:
        if price_minor is not None:
            raise TillError(
                "price_out_of_range", field="price_minor", allowed="none, as the item has its price"
            )
        return item
    allowed = f"1..{MAX_ASKED_PRICE_MINOR}"
    if price_minor is None:
        raise TillError("price_required", field="price_minor", allowed=allowed, name=item.name)
    if not 1 <= price_minor <= MAX_ASKED_PRICE_MINOR:
        raise TillError("price_out_of_range", field="price_minor", allowed=allowed)
    return replace(item, price_minor=price_minor)


def returned(item: Item) -> Item:
    """A deposit that comes back: the money for it goes out. Raises `not_a_deposit`."""
    if item.kind != "deposit":
        raise TillError("not_a_deposit", field="is_returned", allowed="true for deposits alone")
    return replace(item, price_minor=-abs(item.price_minor))


def net_g(unit: Unit, gross_g: int | None, tare_g: int) -> int | None:
    """What is sold of what lies on the scale; None where nothing was weighed.

    Raises `weight_not_allowed`, `weight_out_of_range`, or `tare_too_heavy` when nothing is left.
    """
    if unit != "kg" and tare_g:
        raise TillError("weight_not_allowed", field="tare_g", allowed="none, as it is sold by the piece")
    if not 0 <= tare_g <= MAX_TARE_G:
        raise TillError("weight_out_of_range", field="tare_g", allowed=f"0..{MAX_TARE_G}")
    if gross_g is None:
        return None
    if not 1 <= gross_g <= MAX_WEIGHT_G:
        raise TillError("weight_out_of_range", field="weight_g", allowed=f"1..{MAX_WEIGHT_G}")
    if gross_g <= tare_g:
        raise TillError(
            "tare_too_heavy", field="tare_g", allowed="less than the weight", tare_g=tare_g, weight_g=gross_g
        )
    return gross_g - tare_g
