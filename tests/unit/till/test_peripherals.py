"""What a person says of a device is remembered; what is plugged in decides what is used; nothing is guessed."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from appliance.domain.device import Found, Role
from appliance.domain.errors import TillError
from appliance.ports import Store
from appliance.store import open_store
from appliance.till.pairing import PAIRING_LIMIT_S, PairingCode
from appliance.till.peripherals import Peripherals
from tests.unit.till.fake_rack import FakeRack
from tests.unit.till.stall import FakeClock, NotedDevices

PRINTER = Found("usb-epson", "printer", "/dev/usb/lp0", {"model": "TM-T20II"})
ADAPTER = Found("at-1.3", "serial", "/dev/ttyUSB0")
KEYS = Found("usb-keys", "keyboard", "/dev/input/event3", {"model": "Scanner 9000"})
CODE = "2123456789017"


class Bench:
    def __init__(self, folder: Path, configured: Mapping[Role, str] | None = None) -> None:
        self._folder = folder
        self.rack = FakeRack(configured or {})
        self.hardware = NotedDevices()
        self.asked = 0
        self.now_s = 100.0
        self._keys = 0
        self.open()

    def open(self) -> None:
        self.store: Store = open_store(self._folder, series="A")
        self.peripherals = Peripherals(
            self.store,
            FakeClock(),
            self.hardware,
            self.rack,
            lambda: PairingCode(CODE, "01" * 47 + "1", ["1"]),
            lambda: self.now_s,
            lambda: "fi",
            threading.Lock(),
        )
        self.peripherals.asks = self._asks
        self.peripherals.open()

    def restart(self) -> None:
        self.store.close()  # type: ignore[attr-defined]  # the real store
        self.rack.wired = []
        self.open()

    def _asks(self) -> None:
        self.asked += 1

    def key(self) -> str:
        self._keys += 1
        return f"key-{self._keys:08d}"

    def states(self) -> dict[str, str]:
        return {one["key"]: one["state"] for one in self.peripherals.view()["devices"]}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "store")


def test_a_usb_printer_is_used_at_once_and_after_a_restart(bench: Bench) -> None:
    bench.peripherals.found([PRINTER])
    assert bench.rack.used == {"printer:usb-epson": "/dev/usb/lp0"}
    bench.restart()
    assert bench.rack.used == {"printer:usb-epson": None}  # remembered before anything was looked for
    bench.peripherals.found([PRINTER])
    assert bench.rack.used == {"printer:usb-epson": "/dev/usb/lp0"}


def test_an_unplugged_printer_is_gone_and_still_ours(bench: Bench) -> None:
    bench.peripherals.found([PRINTER])
    bench.peripherals.found([])
    assert bench.rack.used == {"printer:usb-epson": None}
    assert bench.states() == {"usb-epson": "gone"}


def test_a_serial_line_is_asked_for_once_and_never_guessed(bench: Bench) -> None:
    bench.peripherals.found([ADAPTER])
    bench.peripherals.found([ADAPTER])
    assert (bench.asked, bench.rack.used, bench.states()) == (1, {}, {"at-1.3": "asks"})
    bench.peripherals.assign(bench.key(), "at-1.3", "scale", None)
    assert bench.rack.used == {"scale:at-1.3": "/dev/ttyUSB0"}
    bench.peripherals.found([])
    bench.peripherals.found([ADAPTER])
    bench.restart()
    bench.peripherals.found([ADAPTER])
    assert bench.asked == 1


def test_an_ignored_line_is_neither_used_nor_asked_for_again(bench: Bench) -> None:
    bench.peripherals.found([ADAPTER])
    bench.peripherals.assign(bench.key(), "at-1.3", "ignored", None)
    bench.peripherals.found([])
    bench.peripherals.found([ADAPTER])
    assert (bench.asked, bench.rack.used, bench.states()) == (1, {}, {"at-1.3": "ignored"})


def test_one_device_a_role_the_new_answer_displaces_the_old(bench: Bench) -> None:
    other = Found("at-1.4", "serial", "/dev/ttyUSB1")
    bench.peripherals.found([ADAPTER, other])
    bench.peripherals.assign(bench.key(), "at-1.3", "scale", None)
    bench.peripherals.assign(bench.key(), "at-1.4", "scale", None)
    assert bench.rack.used == {"scale:at-1.4": "/dev/ttyUSB1"}
    assert bench.states()["at-1.3"] == "asks"


def test_a_configured_printer_stays_until_a_person_chooses_the_other(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "store", {"printer": "tcp://10.0.0.9:9100"})
    bench.peripherals.found([PRINTER])
    assert (bench.rack.used, bench.states()) == ({}, {"configured-printer": "ready", "usb-epson": "spare"})
    bench.peripherals.assign(bench.key(), "usb-epson", "printer", None)
    assert bench.rack.used == {"printer:usb-epson": "/dev/usb/lp0"}
    assert bench.states() == {"usb-epson": "ready"}
    bench.peripherals.forget(bench.key(), "usb-epson")
    assert bench.states() == {"configured-printer": "ready", "usb-epson": "spare"}


def test_a_node_named_in_the_configuration_is_not_shown_twice(tmp_path: Path) -> None:
    bench = Bench(
        tmp_path / "store", {"printer": "usb:///dev/usb/lp0", "scale": "serial:///dev/ttyUSB0?baud=4800"}
    )
    bench.peripherals.found([PRINTER, ADAPTER])
    assert set(bench.states()) == {"configured-printer", "configured-scale"}


def test_the_same_answer_sent_twice_counts_once(bench: Bench) -> None:
    bench.peripherals.found([ADAPTER])
    key = bench.key()
    bench.peripherals.assign(key, "at-1.3", "scale", None)
    bench.peripherals.assign(bench.key(), "at-1.3", "display", None)
    bench.peripherals.assign(key, "at-1.3", "scale", None)
    assert bench.rack.used == {"display:at-1.3": "/dev/ttyUSB0"}


@pytest.mark.parametrize(
    ("key", "role", "code"), [("nowhere", "scale", "unknown_device"), ("usb-keys", "scanner", "device_role")]
)
def test_what_cannot_be_is_refused_and_changes_nothing(bench: Bench, key: str, role: str, code: str) -> None:
    bench.peripherals.found([KEYS])
    with pytest.raises(TillError) as refused:
        bench.peripherals.assign(bench.key(), key, role, None)
    assert (refused.value.code, bench.rack.used) == (code, {})
    with pytest.raises(TillError):
        bench.peripherals.forget(bench.key(), "nowhere")


def test_a_test_print_needs_a_printer_and_speaks_the_vendors_language(bench: Bench) -> None:
    bench.peripherals.print_sample(bench.key())
    assert bench.rack.samples == ["fi"]
    bench.hardware.printer = "none"
    with pytest.raises(TillError) as refused:
        bench.peripherals.print_sample(bench.key())
    assert refused.value.code == "no_printer"


def test_the_keyboard_that_types_the_code_is_the_scanner_and_is_remembered(bench: Bench) -> None:
    bench.peripherals.found([KEYS])
    assert bench.rack.used == {}
    bench.peripherals.start_pairing(bench.key())
    assert bench.rack.listening == (CODE, {"usb-keys": "/dev/input/event3"})
    bench.peripherals.paired("usb-keys")
    assert bench.rack.used == {"scanner:usb-keys": "/dev/input/event3"}
    pairing = bench.peripherals.view()["pairing"]
    assert (pairing["state"], pairing["name"]) == ("paired", "Scanner 9000")
    bench.restart()
    moved = Found("usb-keys", "keyboard", "/dev/input/event9")
    bench.peripherals.found([moved])
    assert bench.rack.used == {"scanner:usb-keys": "/dev/input/event9"}


def test_a_scanner_plugged_in_while_the_code_is_shown_is_listened_to(bench: Bench) -> None:
    bench.peripherals.start_pairing(bench.key())
    assert bench.rack.listening == (CODE, {})
    bench.peripherals.found([KEYS])
    assert bench.rack.listening == (CODE, {"usb-keys": "/dev/input/event3"})


def test_a_scanner_that_is_ours_already_says_so_and_sells_nothing(bench: Bench) -> None:
    assert bench.peripherals.takes("4006381333931") is False
    bench.peripherals.start_pairing(bench.key())
    assert bench.peripherals.takes("4006381333931") is False
    assert bench.peripherals.takes(CODE) is True
    assert bench.peripherals.view()["pairing"]["state"] == "known"


def test_a_code_does_not_wait_for_ever_and_can_be_taken_away(bench: Bench) -> None:
    bench.peripherals.found([KEYS])
    bench.peripherals.start_pairing(bench.key())
    bench.now_s += PAIRING_LIMIT_S
    assert bench.peripherals.view()["pairing"]["state"] == "expired"
    assert bench.rack.listening == (None, {})
    bench.peripherals.paired("usb-keys")  # too late
    assert bench.rack.used == {}
    bench.peripherals.start_pairing(bench.key())
    bench.peripherals.end_pairing(bench.key())
    assert (bench.peripherals.view()["pairing"], bench.rack.listening) == (None, (None, {}))


def test_a_code_ends_by_itself_though_nobody_looks_at_the_page(bench: Bench) -> None:
    bench.peripherals.found([KEYS])
    bench.peripherals.start_pairing(bench.key())
    assert bench.rack.listens_until_s == bench.now_s + PAIRING_LIMIT_S
    bench.now_s += 100 * PAIRING_LIMIT_S
    bench.peripherals.paired("usb-keys")  # typed after all
    assert bench.rack.used == {}
    other = Found("usb-other", "keyboard", "/dev/input/event4")
    bench.peripherals.found([KEYS, other])
    assert bench.rack.listening == (None, {})
    assert bench.peripherals.view()["pairing"]["state"] == "expired"


def test_a_code_scanned_too_late_is_not_taken_for_a_scanner_of_ours(bench: Bench) -> None:
    bench.peripherals.start_pairing(bench.key())
    bench.now_s += PAIRING_LIMIT_S
    assert bench.peripherals.takes(CODE) is True  # it sells nothing either
    assert bench.peripherals.view()["pairing"]["state"] == "expired"


def test_whatever_is_plugged_in_while_a_scanner_is_paired_nobody_listens_on(bench: Bench) -> None:
    bench.peripherals.found([KEYS])
    bench.peripherals.start_pairing(bench.key())
    bench.rack.stop_listening()  # the ear has heard it
    other = Found("usb-other", "keyboard", "/dev/input/event4")
    bench.peripherals.found([KEYS, other])
    assert bench.rack.listening[0] == CODE  # nobody said yet that it was heard
    bench.peripherals.paired("usb-keys")
    assert bench.rack.listening == (None, {})


def test_a_new_code_is_not_ended_by_the_old_one(bench: Bench) -> None:
    pairing = bench.peripherals._pairing
    pairing.start()
    old = pairing.waiting()
    assert old is not None
    pairing.start()  # a person taps while the scanner is written down
    pairing.end(old, "paired", "Scanner 9000")
    assert bench.peripherals.view()["pairing"]["state"] == "waiting"
    assert bench.rack.listening[0] == CODE


def test_a_keyboard_pulled_while_it_typed_leaves_the_code_waiting(bench: Bench) -> None:
    bench.peripherals.found([KEYS])
    bench.peripherals.start_pairing(bench.key())
    bench.peripherals.found([])
    bench.rack.stop_listening()  # as the ear does when it has heard the code
    bench.peripherals.paired("usb-keys")
    assert bench.rack.listening == (CODE, {})
    assert bench.peripherals.view()["pairing"]["state"] == "waiting"


def test_a_twin_of_the_scanner_neither_loses_nor_becomes_it(bench: Bench) -> None:
    def at(socket: str, node: str) -> Found:
        return Found(f"at-{socket}", "keyboard", node, {}, "usb-keys", f"at-{socket}")

    ours, twin = at("2", "/dev/input/event3"), at("1", "/dev/input/event4")
    bench.peripherals.found([ours])
    bench.peripherals.start_pairing(bench.key())
    bench.peripherals.paired("usb-keys")
    bench.peripherals.found([twin, ours])
    assert bench.rack.used == {"scanner:usb-keys": "/dev/input/event3"}
    assert bench.states() == {"usb-keys": "ready", "at-1": "keyboard"}
    bench.restart()
    bench.peripherals.found([twin, ours])
    assert bench.rack.used == {"scanner:usb-keys": "/dev/input/event3"}
    bench.peripherals.found([twin])
    assert bench.rack.used == {"scanner:usb-keys": None}
    bench.peripherals.found([twin, at("3", "/dev/input/event5")])  # moved: remembered there from now on
    bench.restart()
    bench.peripherals.found([at("1", "/dev/input/event4"), at("3", "/dev/input/event5")])
    assert bench.rack.used == {"scanner:usb-keys": "/dev/input/event5"}


def test_another_printer_stands_in_while_ours_is_away_and_gives_the_place_back(bench: Bench) -> None:
    other = Found("usb-star", "printer", "/dev/usb/lp1", {"model": "Star"})
    bench.peripherals.found([PRINTER])
    bench.peripherals.found([other])
    assert bench.rack.used == {"printer:usb-star": "/dev/usb/lp1"}
    assert bench.states() == {"usb-epson": "gone", "usb-star": "ready"}
    bench.restart()
    bench.peripherals.found([other])
    assert bench.rack.used == {"printer:usb-star": "/dev/usb/lp1"}
    bench.peripherals.found([PRINTER, other])
    assert bench.rack.used == {"printer:usb-epson": "/dev/usb/lp0"}
    assert bench.states() == {"usb-epson": "ready", "usb-star": "spare"}


def test_who_stands_in_for_a_printer_that_is_forgotten_is_the_printer(bench: Bench) -> None:
    other = Found("usb-star", "printer", "/dev/usb/lp1", {"model": "Star"})
    bench.peripherals.found([PRINTER])
    bench.peripherals.found([other])
    bench.peripherals.forget(bench.key(), "usb-epson")
    assert bench.rack.used == {"printer:usb-star": "/dev/usb/lp1"}
    bench.peripherals.found([PRINTER, other])
    assert bench.states() == {"usb-star": "ready", "usb-epson": "spare"}


def test_a_printer_that_is_forgotten_while_it_is_there_is_not_taken_again(bench: Bench) -> None:
    bench.peripherals.found([PRINTER])
    bench.peripherals.forget(bench.key(), "usb-epson")
    assert (bench.rack.used, bench.states()) == ({}, {"usb-epson": "spare"})


def test_a_printer_of_labels_is_shown_and_used_only_when_a_person_says_so(bench: Bench) -> None:
    labels = Found("usb-zebra", "printer", "/dev/usb/lp0", {"speaks": "ZPL II"})
    bench.peripherals.found([labels])
    assert (bench.rack.used, bench.states()) == ({}, {"usb-zebra": "spare"})
    bench.peripherals.assign(bench.key(), "usb-zebra", "printer", None)
    assert bench.rack.used == {"printer:usb-zebra": "/dev/usb/lp0"}
