"""A small stall for tests of the till: three items, a still clock, devices that note what they are told."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

from appliance.domain.catalogue import Category, Item
from appliance.domain.countries import country
from appliance.domain.money import Currency
from appliance.ports import DeviceStatus, Fact, Moment, Store
from appliance.till import Box, Till
from appliance.till.catalogue import replace as replace_catalogue

NOON = Moment("2026-11-22T11:00:00.000Z", "ntp", 60, "Europe/Berlin", "2026-11-22")
CATEGORIES = [Category("fruit", "Obst", "🍎", "#8c1d18", 1)]
ITEMS = [
    Item("apple", "Apfel", "fruit", 150, "piece", "reduced", "🍎", "#8c1d18", 1, gtin="4006381333931"),
    Item("pear", "Birnen", "fruit", 340, "kg", "reduced", "🍐", "#8c1d18", 2),
    Item("juice", "Apfelsaft", "fruit", 280, "piece", "standard", "🧃", "#8c1d18", 3, deposit_id="bottle"),
    Item("bottle", "Pfand", "fruit", 15, "piece", "standard", "♻️", "#8c1d18", 4, kind="deposit"),
]


@dataclass
class FakeClock:
    """A clock that a test moves."""

    moment: Moment = NOON

    def now(self) -> Moment:
        return self.moment

    def turn_to(self, utc: str, day: str) -> None:
        self.moment = replace(self.moment, utc=utc, day=day)


@dataclass
class NotedDevices:
    """Devices that remember what they were asked to do, in order."""

    done: list[str] = field(default_factory=list)

    def status(self) -> DeviceStatus:
        return DeviceStatus()

    def kick_drawer(self) -> None:
        self.done.append("drawer")

    def print_soon(self, job_id: str | None = None) -> None:
        self.done.append("print")

    def show_welcome(self, language: str) -> None:
        self.done.append("welcome")

    def show_line(
        self, name: str, amount_minor: int, total_minor: int, currency: Currency, language: str
    ) -> None:
        self.done.append(f"show {name} {amount_minor} of {total_minor}")

    def show_change(self, total_minor: int, change_minor: int, currency: Currency, language: str) -> None:
        self.done.append(f"change {change_minor} of {total_minor}")


class PlainPaper:
    """Paper that shows only the number."""

    def lines(self, sale: Fact) -> list[str]:
        return [str(sale.body["number"])]


@dataclass
class Stall:
    """A till with all that a test looks at."""

    till: Till
    store: Store
    devices: NotedDevices
    clock: FakeClock

    def sell(self, key: str, item_id: str = "apple", given_minor: int | None = None) -> str:
        """One item for cash; the receipt number."""
        total = self.till.add_line(f"{key}-add", item_id, quantity=None, weight_g=None)["ticket"][
            "total_minor"
        ]
        sold = self.till.pay_cash(
            f"{key}-pay", given_minor=total if given_minor is None else given_minor, total_minor=total
        )
        return str(sold["last_sale"]["number"])


def stall_on(store: Store, clock: FakeClock | None = None) -> Stall:
    """A German stall on a store; fills its catalogue once."""
    clock = clock or FakeClock()
    if not store.documents("items"):
        replace_catalogue(store, clock.now(), CATEGORIES, ITEMS)
    devices = NotedDevices()
    ids = itertools.count(store.state().last_fact * 1000 + 1)
    box = Box(country("de"), "de", "Stand 12", "Obst & Gemüse", "0.1.0", NOON.utc, simulated=True)
    till = Till(store, clock, devices, PlainPaper(), box, lambda kind: f"{kind}-{next(ids):09d}")
    return Stall(till, store, devices, clock)
