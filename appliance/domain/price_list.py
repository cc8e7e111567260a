"""Price lists that take effect by themselves: other prices for some goods from a day and minute of the stall's time.

A list that has come into force has changed the goods and is history; what is priced by hand after it stays as it was
priced. Knows no clock, no catalogue and no time zone: moments are local, `2026-12-01T06:00`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_AMOUNT_MINOR
from appliance.domain.reading import Document, is_plain, records, text, text_or_none, whole

MAX_LISTS = 50
MAX_PRICES = 1_000
MAX_NAME = 40

_STARTS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")


@dataclass(frozen=True, slots=True)
class PriceList:
    """`prices` by item id; `in_force_utc` is when it changed the goods, None before that."""

    id: str
    name: str
    starts: str
    prices: tuple[tuple[str, int], ...]
    in_force_utc: str | None = None


def check_list(one: PriceList) -> PriceList:
    """The list itself; raises `price_list_invalid` naming the field."""
    if not 1 <= len(one.name.strip()) <= MAX_NAME or not is_plain(one.name):
        raise _invalid("name", f"1 to {MAX_NAME} characters")
    if _STARTS.fullmatch(one.starts) is None or not _is_moment(one.starts):
        raise _invalid("starts", "a day and a time such as 2026-12-01T06:00")
    if not 1 <= len(one.prices) <= MAX_PRICES:
        raise _invalid("prices", f"1 to {MAX_PRICES} prices")
    if len({item_id for item_id, _ in one.prices}) != len(one.prices):
        raise _invalid("prices", "each item once")
    if any(abs(price_minor) > MAX_AMOUNT_MINOR for _, price_minor in one.prices):
        raise _invalid("price_minor", f"at most {MAX_AMOUNT_MINOR}")
    return one


def due(lists: Iterable[PriceList], local: str) -> list[PriceList]:
    """Those that come into force by now, in the order in which they do."""
    waiting = (one for one in lists if one.in_force_utc is None and one.starts <= local)
    return sorted(waiting, key=lambda one: (one.starts, one.id))


def list_to_dict(one: PriceList) -> dict[str, object]:
    """The JSON shape of a list."""
    return {
        "id": one.id,
        "name": one.name,
        "starts": one.starts,
        "prices": [{"item_id": item_id, "price_minor": price} for item_id, price in one.prices],
        "in_force_utc": one.in_force_utc,
    }


def list_from_dict(document: Document) -> PriceList:
    """Read what `list_to_dict` wrote; raises `unreadable_record` or `price_list_invalid`."""
    prices = ((text(entry, "item_id"), whole(entry, "price_minor")) for entry in records(document, "prices"))
    return check_list(
        PriceList(
            id=text(document, "id"),
            name=text(document, "name"),
            starts=text(document, "starts"),
            prices=tuple(prices),
            in_force_utc=text_or_none(document, "in_force_utc"),
        )
    )


def _is_moment(starts: str) -> bool:
    try:
        datetime.fromisoformat(starts)
    except ValueError:
        return False
    return True


def _invalid(field: str, allowed: str) -> TillError:
    return TillError("price_list_invalid", field=field, allowed=allowed)
