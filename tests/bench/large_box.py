"""A box that has lived: 5,000 items, and 100,000 whole sales of two hundred days in its journal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from appliance import demo
from appliance.clock import SystemClock
from appliance.config import Config
from appliance.domain.catalogue import Item
from appliance.store import open_store
from appliance.till import catalogue
from tests.bench.store_growth import DAYS, SALES_A_DAY, Unflushed
from tests.bench.store_peer import moment

ITEMS = 5000


def many(goods: tuple[Item, ...]) -> list[Item]:
    """The stall's own goods first, then enough others of the same kinds."""
    own = list(goods)
    plain = [item for item in own if item.kind == "goods" and item.deposit_id is None]
    return own + [
        replace(
            plain[number % len(plain)],
            id=f"more-{number}",
            name=f"{plain[number % len(plain)].name} {number}",
            position=1000 + number,
            gtin=None,
        )
        for number in range(ITEMS - len(own))
    ]


def stock_up(chosen: Config, language: str) -> None:
    """Put 5,000 items into a box that does not run."""
    store = open_store(chosen.store_dir, series="A")
    categories, goods = demo.catalogue(language)
    catalogue.replace(store, SystemClock(chosen.zone, 240).now(), categories, many(goods))
    store.close()


def sell_for_years(store_dir: Path, sale: dict[str, Any]) -> None:
    """100,000 sales like `sale` (the body of a real one), on days before today."""
    store = open_store(store_dir, series="A", files=Unflushed())
    for day in range(DAYS):
        at = moment(day)
        for _ in range(SALES_A_DAY):
            with store.transaction(at, durable=True) as tx:
                series, counter = tx.next_receipt()
                tx.fact(
                    "sale", {**sale, "number": f"{series}-{counter:06d}", "at_utc": at.utc, "day": at.day}
                )
    store.close()
