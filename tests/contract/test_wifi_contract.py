"""One contract for every Wi-Fi: the simulated air, and NetworkManager's adapter on a private bus."""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from appliance.network.networkmanager import NetworkManagerWifi
from appliance.network.wifi import Join, NoWifi, Wifi
from appliance.simulator.air import Sender, SimulatedWifi

PASSWORD = "strawberry & cream"
AIR = (
    Sender("Market hall", 4, password=PASSWORD),
    Sender("Free", 2, is_locked=False),
    Sender("Backstage", 3, password=PASSWORD, is_hidden=True),
    Sender("Phone", 1, password=PASSWORD, gives_address=False),
)

PERCENT = {4: 90, 3: 60, 2: 40, 1: 10}
TEMPLATE = Path(__file__).with_name("air_on_dbus.py")
SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's, which has python3-dbusmock
START_LIMIT_S = 20.0

Make = Callable[..., Wifi]


def bus_config(folder: Path) -> Path:
    path = folder / "bus.conf"
    path.write_text(
        '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"'
        ' "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd"><busconfig><type>session</type>'
        f"<listen>unix:path={folder}/bus</listen><policy context='default'>"
        "<allow own='*'/><allow user='*'/><allow send_destination='*' eavesdrop='true'/>"
        "<allow eavesdrop='true'/></policy></busconfig>"
    )
    return path


class PrivateBus:
    """A bus of its own with a mocked NetworkManager on it; nothing of the machine's is touched."""

    def __init__(self, folder: Path, *, is_off: bool = False, has_radio: bool = True) -> None:
        self.address = f"unix:path={folder}/bus"
        self._children: list[subprocess.Popen[bytes]] = []
        self._environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.address}
        daemon = self._start(
            "dbus-daemon", f"--config-file={bus_config(folder)}", "--nofork", "--print-address"
        )
        assert daemon.stdout is not None
        assert select.select([daemon.stdout], [], [], START_LIMIT_S)[0], "the bus did not start"
        air: list[dict[str, object]] = [{**asdict(one), "percent": PERCENT[one.strength]} for one in AIR]
        air.append({"ssid": "Slow", "is_hidden": True, "hangs": True})
        parameters = json.dumps({"air": air, "is_off": is_off, "has_radio": has_radio})
        self._start(SYSTEM_PYTHON, "-m", "dbusmock", "--template", str(TEMPLATE), "--parameters", parameters)

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            command, env=self._environment, stdout=subprocess.PIPE, start_new_session=True
        )
        self._children.append(child)
        return child

    def wait_until_ready(self, wifi: Wifi) -> None:
        deadline_s = time.monotonic() + START_LIMIT_S
        while True:
            try:
                wifi.look()
                return
            except NoWifi:
                assert time.monotonic() < deadline_s, "the mocked NetworkManager did not come"
                time.sleep(0.05)

    def on_disk(self) -> list[str]:
        said = subprocess.run(
            ("dbus-send", "--system", "--print-reply", "--dest=org.freedesktop.NetworkManager",
             "/org/freedesktop/NetworkManager", "org.tillbox.Test.OnDisk"),
            env=self._environment, capture_output=True, text=True, check=True, timeout=10,
        ).stdout  # fmt: skip
        return [row.strip() for row in said.splitlines() if "Settings/" in row]

    def stop(self) -> None:
        for child in reversed(self._children):
            child.send_signal(signal.SIGKILL)
            child.wait(10)
            if child.stdout is not None:
                child.stdout.close()


@pytest.fixture(params=["simulated", "networkmanager"])
def make(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    if request.param == "simulated":

        def simulated(*, is_off: bool = False) -> Wifi:
            return SimulatedWifi(AIR, search_s=0.01, join_s=0.01, is_off=is_off)

        yield simulated
        return
    buses: list[PrivateBus] = []

    def real(*, is_off: bool = False) -> Wifi:
        bus = PrivateBus(tmp_path, is_off=is_off)
        buses.append(bus)
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
        wifi = NetworkManagerWifi(lambda country: None, search_s=2.0, join_s=10.0)
        bus.wait_until_ready(wifi)
        return wifi

    try:
        yield real
    finally:
        for bus in buses:
            bus.stop()


def names(wifi: Wifi) -> dict[str, tuple[int, bool]]:
    return {one.ssid: (one.strength, one.is_locked) for one in wifi.look().networks}


def test_what_is_in_the_air_is_told_with_bars_and_locks(make: Make) -> None:
    wifi = make()
    found = wifi.search()
    assert (found.radio, found.joined) == ("ready", None)
    assert [one.ssid for one in found.networks] == ["Market hall", "Free", "Phone"]  # the strongest first
    assert names(wifi) == {"Market hall": (4, True), "Free": (2, False), "Phone": (1, True)}
    assert not any(one.is_known for one in found.networks)


def test_a_network_is_joined_and_known_from_then_on(make: Make) -> None:
    wifi = make()
    assert wifi.join(Join("Market hall", PASSWORD)) == "joined"
    air = wifi.look()
    assert air.joined == "Market hall"
    assert {one.ssid for one in air.networks if one.is_known} == {"Market hall"}
    assert wifi.join(Join("Free")) == "joined"
    assert wifi.look().joined == "Free"
    assert wifi.join(Join("Market hall")) == "joined"  # known: without its password


def test_a_wrong_password_is_told_and_what_was_joined_before_comes_back(make: Make) -> None:
    wifi = make()
    assert wifi.join(Join("Free")) == "joined"
    assert wifi.join(Join("Market hall", "not this one")) == "password"
    eventually(lambda: wifi.look().joined == "Free")
    assert {one.ssid for one in wifi.look().networks if one.is_known} == {"Free"}


def test_a_locked_network_without_a_password_wants_one(make: Make) -> None:
    assert make().join(Join("Market hall")) == "password"


def test_a_hidden_network_is_joined_by_its_name(make: Make) -> None:
    wifi = make()
    assert wifi.join(Join("Backstage", PASSWORD, is_hidden=True)) == "joined"
    assert wifi.look().joined == "Backstage"


@pytest.mark.parametrize("is_hidden", [True, False])
def test_who_is_not_there_is_out_of_range(make: Make, is_hidden: bool) -> None:
    assert make().join(Join("Nobody", PASSWORD, is_hidden=is_hidden)) == "out_of_range"


def test_a_network_that_gives_no_address_is_told_apart(make: Make) -> None:
    assert make().join(Join("Phone", PASSWORD)) == "no_address"


def test_a_blocked_radio_asks_for_its_country_first(make: Make) -> None:
    wifi = make(is_off=True)
    assert wifi.look().radio == "off"
    assert wifi.join(Join("Free")) == "radio_off"
    assert wifi.set_country("FI").radio == "ready"
    assert wifi.join(Join("Free")) == "joined"


def test_the_password_is_in_no_log(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wifi = make()
    wish = Join("Market hall", PASSWORD)
    wifi.join(wish)
    assert PASSWORD not in caplog.text
    assert PASSWORD not in repr(wish)


def eventually(question: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + 10
    while not question():
        assert time.monotonic() < deadline_s
        time.sleep(0.02)


# -- NetworkManager alone ---------------------------------------------------------------------------------


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    private = PrivateBus(tmp_path)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", private.address)
    try:
        yield private
    finally:
        private.stop()


def test_a_new_profile_reaches_the_disk_only_when_it_is_proven(bus: PrivateBus) -> None:
    wifi = NetworkManagerWifi(lambda country: None)
    bus.wait_until_ready(wifi)
    assert wifi.join(Join("Market hall", "not this one")) == "password"
    assert bus.on_disk() == []
    assert wifi.join(Join("Market hall", PASSWORD)) == "joined"
    first = bus.on_disk()
    assert len(first) == 1
    assert wifi.join(Join("Market hall", "changed, wrong")) == "password"
    assert bus.on_disk() == first  # the old one is still there
    assert wifi.join(Join("Market hall", PASSWORD)) == "joined"
    second = bus.on_disk()
    assert len(second) == 1 and second != first  # the proven one took its place


def test_a_radio_that_says_nothing_is_not_waited_for_without_end(bus: PrivateBus) -> None:
    wifi = NetworkManagerWifi(lambda country: None, join_s=0.3)
    bus.wait_until_ready(wifi)
    assert wifi.join(Join("Free")) == "joined"
    assert wifi.join(Join("Slow", PASSWORD, is_hidden=True)) == "slow"
    eventually(lambda: wifi.look().joined == "Free")


def test_stopping_ends_a_join_that_is_under_way(bus: PrivateBus) -> None:
    wifi = NetworkManagerWifi(lambda country: None)
    bus.wait_until_ready(wifi)

    def join() -> None:
        with pytest.raises(NoWifi):
            wifi.join(Join("Slow", PASSWORD, is_hidden=True))

    thread = threading.Thread(target=join, name="joining")
    thread.start()
    eventually(lambda: wifi._current is not None)
    wifi.stop()
    thread.join(5)
    assert not thread.is_alive()


def test_a_box_without_a_radio_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = PrivateBus(tmp_path, has_radio=False)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", private.address)
    try:
        wifi = NetworkManagerWifi(lambda country: None)
        private.wait_until_ready(wifi)
        assert wifi.look().radio == "none"
        assert wifi.join(Join("Free")) == "no_wifi"
    finally:
        private.stop()


def test_a_machine_without_a_bus_has_no_wifi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    with pytest.raises(NoWifi):
        NetworkManagerWifi(lambda country: None).look()


def test_the_country_is_told_also_while_nobody_answers_on_the_bus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    told: list[str] = []
    with pytest.raises(NoWifi):
        NetworkManagerWifi(told.append).set_country("FI")
    assert told == ["FI"]
