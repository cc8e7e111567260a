"""A small stall for tests of the till: three items, a still clock, devices that note what they are told."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from appliance.domain.catalogue import Category, Item
from appliance.domain.countries import country
from appliance.domain.countries.pack import CountryPack
from appliance.domain.money import Currency
from appliance.ports import DeviceStatus, Fact, Moment, Store, Transaction
from appliance.till import BackOffice, Box, Till
from appliance.till.catalogue import replace as replace_catalogue
from appliance.till.people import People
from appliance.till.ready import Ready
from appliance.till.ready.desk import Plugged

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
    printer: str = "ready"

    def status(self) -> DeviceStatus:
        return DeviceStatus(printer=self.printer)

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


class SlowDisk:
    """A store whose durable lines take their time: `while_waiting` is called before each wait ends."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.while_waiting: Callable[[], None] = lambda: None

    def __getattr__(self, name: str) -> Any:  # Any: whatever the real store has
        return getattr(self._store, name)

    @contextmanager
    def transaction(
        self, moment: Moment, *, durable: bool, key: str | None = None
    ) -> Iterator[SlowTransaction]:
        with self._store.transaction(moment, durable=durable, key=key) as inner:
            yield SlowTransaction(inner, self if durable else None)


class SlowTransaction:
    """The real transaction with a commit that waits for the slow disk first."""

    def __init__(self, inner: Transaction, disk: SlowDisk | None) -> None:
        self._inner = inner
        self._disk = disk

    def __getattr__(self, name: str) -> Any:  # Any: whatever the real transaction has
        return getattr(self._inner, name)

    @property
    def commit(self) -> SlowTransaction:
        return self

    def wait(self, timeout_s: float = 10.0) -> None:
        if self._disk is not None:
            self._disk.while_waiting()
        self._inner.commit.wait(timeout_s)


class StillKey:
    """The key of a test box."""

    def private(self) -> str:
        return "cHJpdmF0ZQ=="

    def public(self) -> str:
        return "cHVibGlj"

    def fingerprint(self) -> str:
        return "0123 4567 89ab cdef"

    def forget(self) -> None:
        """It stays what it is."""


class PlainPaper:
    """Paper that shows only the number."""

    def lines(self, sale: Fact) -> list[str]:
        return [str(sale.body.get("number", sale.type))]


@dataclass
class Stall:
    """A till with all that a test looks at."""

    till: Till
    office: BackOffice
    store: Store
    devices: NotedDevices
    clock: FakeClock
    time_s: list[float]  # the monotonic clock, moved by tests

    def sell(self, key: str, item_id: str = "apple", given_minor: int | None = None) -> str:
        """One item for cash; the receipt number."""
        total = self.till.add_line(f"{key}-add", item_id, quantity=None, weight_g=None)["ticket"][
            "total_minor"
        ]
        sold = self.till.paying.pay_cash(
            f"{key}-pay", given_minor=total if given_minor is None else given_minor, total_minor=total
        )
        return str(sold["last_sale"]["number"])


class MemoryRegister:
    """The small store, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}

    def get(self, _kind: str, id_: str) -> dict[str, Any] | None:
        found = self.kept.get(id_)
        return None if found is None else dict(found)

    def ids(self, _kind: str) -> list[str]:
        return list(self.kept)

    def put(self, _kind: str, id_: str, document: Mapping[str, Any]) -> None:
        self.kept[id_] = dict(document)

    def delete(self, _kind: str, id_: str) -> bool:
        return self.kept.pop(id_, None) is not None


class PlainHash:
    """A hash that costs nothing."""

    def make(self, pin: str) -> str:
        return f"hash of {pin}"

    def fits(self, pin: str, kept: str) -> bool:
        return kept == f"hash of {pin}"


def stall_on(
    store: Store,
    clock: FakeClock | None = None,
    register: MemoryRegister | None = None,
    land: CountryPack | None = None,
) -> Stall:
    """A German stall on a store, or one of another `land` with the same goods; fills its catalogue once."""
    clock = clock or FakeClock()
    if not store.documents("items"):
        replace_catalogue(store, clock.now(), CATEGORIES, ITEMS)
    devices = NotedDevices()
    ids = itertools.count(store.state().last_fact * 1000 + 1)
    box = Box(land or country("de"), "de", "Stand 12", "Obst & Gemüse", "0.1.0", NOON.utc, simulated=True)
    time_s = [100.0]
    office = BackOffice(store, clock, box, StillKey(), lambda: time_s[0], lambda _text: ["1"])
    kept = register or MemoryRegister()
    till = Till(
        store,
        clock,
        devices,
        PlainPaper(),
        box,
        lambda kind: f"{kind}-{next(ids):09d}",
        office,
        lambda intents: People(store, intents, kept, PlainHash(), lambda: time_s[0], threading.Lock()),
    )
    office.catalogue_changed = till.catalogue_changed
    return Stall(till, office, store, devices, clock, time_s)


def ready_on(stall: Stall, plugged: Plugged = lambda: (), is_lamp_driven: bool | None = True) -> Ready:
    """The morning check of a stall."""
    return Ready(
        stall.till,
        stall.office,
        stall.store,
        stall.clock,
        stall.devices,
        plugged,
        lambda: is_lamp_driven,
        NOON.utc,
    )
