"""Makes the readings of the morning check and asks every row. Changes nothing, and is asked only when wanted.

Knows no device and no screen: what is plugged in and whether the lamp is driven, others say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from appliance.ports import Clock, Devices, Document, Moment, Store
from appliance.till import views
from appliance.till.back_office import BackOffice
from appliance.till.catalogue import ASIDE
from appliance.till.ready import (
    clock,
    day,
    drawer,
    goods,
    lamp,
    office,
    people,
    plugged,
    printer,
    receipts,
    room,
    stick,
    stock,
)
from appliance.till.ready.readings import (
    ClockReading,
    DayReading,
    GoodsReading,
    OfficeReading,
    PeopleReading,
    PrinterReading,
    ReceiptsReading,
    RoomReading,
    StickReading,
    StockReading,
)
from appliance.till.ready.row import Row
from appliance.till.till import Till

# Role and state of everything that was ever seen here, as the page of devices tells it.
Plugged = Callable[[], Sequence[Mapping[str, object]]]


class Ready:
    """Callable from any thread."""

    def __init__(
        self,
        till: Till,
        office: BackOffice,
        store: Store,
        clock: Clock,
        devices: Devices,
        plugged: Plugged,
        is_lamp_driven: Callable[[], bool | None],
        started_utc: str,
    ) -> None:
        self._till = till
        self._office = office
        self._store = store
        self._clock = clock
        self._devices = devices
        self._plugged = plugged
        self._is_lamp_driven = is_lamp_driven
        self._started_utc = started_utc

    def view(self) -> Document:
        """Every row as things stand now, how many ask for what, and which start of the till this is."""
        rows = self.rows()
        return {
            "started_utc": self._started_utc,
            "act": sum(row.state == "act" for row in rows),
            "look": sum(row.state == "look" for row in rows),
            "rows": [asdict(row) for row in rows],
        }

    def rows(self) -> list[Row]:
        """In the order of a morning: what is sold, who sells, what stands around it, the box itself."""
        moment = self._clock.now()
        sync = self._office.view(moment)
        is_enrolled = sync["state"] == "enrolled"
        seen_s = self._seen_s(moment, sync)
        paper = self._printer()
        return [
            goods.row(self._goods(is_enrolled, seen_s)),
            stock.row(self._stock()),
            people.row(self._people()),
            day.row(self._day(moment)),
            printer.row(paper),
            drawer.row(paper),
            *self._seen_devices(),
            receipts.row(ReceiptsReading(is_enrolled, sync["waiting_sales"], sync["quarantine"])),
            stick.row(StickReading(self._till.stick()["state"], is_enrolled)),
            office.row(
                OfficeReading(
                    sync["state"], sync["online"], sync["offline_until"] is not None, sync["problem"], seen_s
                )
            ),
            clock.row(ClockReading(moment.quality, sync["problem"] in ("clock", "clock_off"))),
            self._room(),
            lamp.row(self._is_lamp_driven()),
        ]

    def _seen_s(self, moment: Moment, sync: Document) -> int | None:
        """Seconds since the back office last answered; nothing while it does."""
        if sync["online"]:
            return 0
        seen = self._office.seen_utc()
        if seen is None:
            return None
        return int((datetime.fromisoformat(moment.utc) - datetime.fromisoformat(seen)).total_seconds())

    def _goods(self, is_enrolled: bool, seen_s: int | None) -> GoodsReading:
        known = self._till.catalogue()
        sold = sum(item["kind"] == "goods" for item in known["items"])
        aside = len(self._store.documents(ASIDE))
        return GoodsReading(known["version"], sold, is_enrolled, seen_s, aside)

    def _stock(self) -> StockReading:
        levels = self._till.stock.view()["levels"]
        left = [(level["unit"], max(level["left"], 0)) for level in levels]
        return StockReading(
            counted=len(levels),
            out=sum(amount == 0 for _, amount in left),
            pieces=sum(amount for unit, amount in left if unit == "piece"),
            weight_g=sum(amount for unit, amount in left if unit == "kg"),
        )

    def _people(self) -> PeopleReading:
        now = self._till.people.view()
        return PeopleReading(len(now["people"]), None if now["here"] is None else now["here"]["name"])

    def _day(self, moment: Moment) -> DayReading:
        now, brief = self._till.day.view(), self._till.day.brief(moment)
        return DayReading(now["is_open"], brief["is_old"], now["is_counted"], now["float_minor"])

    def _printer(self) -> PrinterReading:
        now = self._devices.status()
        state = now.printer
        if state == "none" and any(one["role"] == "printer" for one in self._plugged()):
            state = "offline"  # remembered, and not plugged in
        return PrinterReading(state, now.paper_low, None if now.question is None else now.question[1])

    def _seen_devices(self) -> list[Row]:
        seen = self._plugged()
        rows = (
            plugged.row(role, [str(one["state"]) for one in seen if one["role"] == role])
            for role in ("scanner", "scale")
        )
        return [row for row in rows if row is not None]

    def _room(self) -> Row:
        state = self._store.state()
        return room.row(RoomReading(state.free_bytes // views.MIB, state.problem))
