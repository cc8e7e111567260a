"""A till behind Flask's test client, on a real store in a temporary folder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from apiflask import APIBlueprint
from flask import Flask
from flask.testing import FlaskClient

from appliance.care.door_talk import PretendedDoor
from appliance.care.inspector import Inspector
from appliance.care.saving import Saving
from appliance.domain.device import Found
from appliance.store import open_store
from appliance.till.pairing import PairingCode
from appliance.till.peripherals import Peripherals
from appliance.web.app import create_app
from appliance.web.day_api import day_api
from appliance.web.devices_api import devices_api
from appliance.web.goods_api import goods_api
from appliance.web.guards import Door
from appliance.web.inspector_api import inspector_api
from appliance.web.parking_api import parking_api
from appliance.web.payments_api import payments_api
from appliance.web.people_api import people_api
from appliance.web.price_lists_api import price_lists_api
from appliance.web.promotions_api import promotions_api
from appliance.web.ready_api import ready_api
from appliance.web.refunds_api import refunds_api
from appliance.web.stock_api import stock_api
from tests.unit.till.fake_rack import FakeRack
from tests.unit.till.stall import Stall, ready_on, stall_on

HOST = "127.0.0.1:8080"
KEY = "t" * 43


class _TillClient(FlaskClient):
    """Speaks to the box by the name it has, unless a test says otherwise."""

    def open(self, *args, **kwargs):  # type: ignore[no-untyped-def]  # passes Werkzeug's own arguments through
        headers = dict(kwargs.pop("headers", None) or {})
        headers.setdefault("Host", HOST)
        return super().open(*args, headers=headers, **kwargs)


@dataclass
class Bench:
    """The application, a paired client, and what stands behind them."""

    app: Flask
    client: FlaskClient
    stall: Stall
    peripherals: Peripherals

    @property
    def store(self):  # type: ignore[no-untyped-def]  # the real store
        return self.stall.store


Parts = Callable[[Stall, Path], Sequence[APIBlueprint]]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    yield from made_bench(tmp_path)


def made_bench(tmp_path: Path, more: Parts = lambda _stall, _folder: ()) -> Iterator[Bench]:
    """A bench with the parts every test needs, and `more`."""
    (tmp_path / "dist" / "assets").mkdir(parents=True)
    (tmp_path / "dist" / "index.html").write_text("<!doctype html><title>till</title>")
    stall = stall_on(open_store(tmp_path / "store", series="A"))
    picture = PairingCode("2123456789017", "1" * 95, ["1"])
    peripherals = Peripherals(
        stall.store,
        stall.clock,
        stall.devices,
        FakeRack(),
        lambda: picture,
        lambda: 0.0,
        lambda: "de",
        threading.Lock(),
    )
    peripherals.found([Found("usb-1", "printer", "/dev/usb/lp0"), Found("at-1", "serial", "/dev/ttyUSB0")])
    app, screens = create_app(
        stall.till,
        stall.office,
        Door(frozenset({HOST}), KEY),
        tmp_path / "dist",
        b"s" * 32,
        [
            devices_api(peripherals),
            day_api(stall.till.day),
            refunds_api(stall.till.refunds),
            payments_api(stall.till.paying, stall.till.pay_settings, lambda text: [text]),
            stock_api(stall.till.stock),
            parking_api(stall.till.parking),
            price_lists_api(stall.till.price_lists),
            people_api(stall.till.people),
            goods_api(stall.till.goods),
            inspector_api(
                Inspector(stall.store, stall.till.people, stall.till.day.last_z, _saving(tmp_path))
            ),
            ready_api(ready_on(stall, lambda: peripherals.view()["devices"])),
            promotions_api(stall.till.promotions, stall.clock.now),
            *more(stall, tmp_path),
        ],
    )
    app.test_client_class = _TillClient
    client = app.test_client()
    assert client.get(f"/enter?token={KEY}").status_code == 303
    yield Bench(app, client, stall, peripherals)
    screens.stop()
    stall.store.close()


def _saving(folder: Path) -> Saving:
    """Puts something on a stick that is not in."""
    return Saving(
        lambda: [b"zip"],
        PretendedDoor(folder / "stick", lambda: 0.0, 60),
        lambda: 0.0,
        lambda _kind: "save-0001",
        "save_records",
    )
