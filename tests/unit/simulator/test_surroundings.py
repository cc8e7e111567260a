"""Cable, back office switch, clock, watchdog and lamp of the workbench, over real sockets and processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from appliance.clock import SystemClock, offset_s
from appliance.simulator.box_clock import BoxClock
from appliance.simulator.cable import SLOW_BYTES_S, SLOW_LATENCY_S, Cable, Line
from appliance.simulator.lamp import VirtualLamp
from appliance.simulator.log import Log
from appliance.simulator.office_switch import OfficeSettings, OfficeSwitch, copy_named_in
from appliance.simulator.victim import NotTheTill, start_ticks, stat_fields
from appliance.simulator.watchdog_switch import WatchdogSwitch


def eventually(question: Callable[[], object], limit_s: float = 10.0) -> None:
    deadline_s = time.monotonic() + limit_s
    while not question():
        assert time.monotonic() < deadline_s, "it never came true"
        threading.Event().wait(0.005)


def keys(log: Log) -> list[str]:
    return [entry.key for entry in log.entries()]


# -- the cable ---------------------------------------------------------------------------------------------


class Office:
    """Answers every byte with the same byte; remembers what reached it."""

    def __init__(self) -> None:
        self.heard = b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.05)
        self.address: tuple[str, int] = self.socket.getsockname()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._accept, name="office")]
        self._threads[0].start()

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                peer, _ = self.socket.accept()
            except TimeoutError:
                continue
            self._threads.append(threading.Thread(target=self._echo, args=(peer,), name="office-peer"))
            self._threads[-1].start()

    def _echo(self, peer: socket.socket) -> None:
        peer.settimeout(0.05)
        with peer:
            while not self._stop.is_set():
                try:
                    data = peer.recv(65536)
                    if not data:
                        return
                    self.heard += data
                    peer.sendall(data)
                except TimeoutError:
                    continue
                except OSError:
                    return

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(5)
        self.socket.close()


@pytest.fixture
def office() -> Iterator[Office]:
    office = Office()
    yield office
    office.stop()


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def cable(office: Office, log: Log) -> Iterator[Cable]:
    cable = Cable("127.0.0.1", 0, office.address, log)
    cable.start()
    yield cable
    cable.stop()


def call(cable: Cable, timeout_s: float = 5.0) -> socket.socket:
    return socket.create_connection(("127.0.0.1", cable.port), timeout=timeout_s)


def echo(wire: socket.socket, data: bytes) -> bytes:
    wire.sendall(data)
    answer = b""
    while len(answer) < len(data):
        answer += wire.recv(65536)
    return answer


def test_a_working_cable_carries_much_both_ways_and_the_end_of_each(cable: Cable) -> None:
    data = os.urandom(3_000_000)
    with call(cable) as wire:
        sender = threading.Thread(target=wire.sendall, args=(data,), name="sender")
        sender.start()
        answer = b""
        while len(answer) < len(data):
            answer += wire.recv(65536)
        sender.join(5)
        assert answer == data
        wire.shutdown(socket.SHUT_WR)
        assert wire.recv(1) == b""


def test_an_unplugged_cable_resets_and_refuses_and_works_again_on_the_same_port(
    cable: Cable, log: Log
) -> None:
    with call(cable) as wire:
        assert echo(wire, b"before") == b"before"
        cable.set("unplugged")
        with pytest.raises(ConnectionResetError):
            wire.recv(1)
    for _ in range(2):
        with pytest.raises(ConnectionRefusedError):
            call(cable)
    cable.set("works")
    with call(cable) as wire:
        assert echo(wire, b"after") == b"after"
    assert keys(log) == ["log.cable_unplugged", "log.cable_works"]


def test_a_dead_cable_freezes_what_is_open_swallows_what_is_new_and_loses_nothing_it_later_carries(
    cable: Cable, office: Office
) -> None:
    with call(cable) as open_before:
        assert echo(open_before, b"a") == b"a"
        cable.set("dead")
        open_before.sendall(b"b")
        with call(cable) as new:
            new.sendall(b"c")
            for wire in (open_before, new):
                wire.settimeout(0.05)
                with pytest.raises(TimeoutError):
                    wire.recv(1)
                wire.settimeout(5)
            assert office.heard == b"a"
            cable.set("works")
            assert open_before.recv(1) == b"b"
            assert new.recv(1) == b"c"


def test_a_slow_cable_answers_late_and_hurries_once_it_works(cable: Cable) -> None:
    cable.set("slow")
    with call(cable) as wire:
        began_s = time.monotonic()
        assert echo(wire, b"x") == b"x"
        assert time.monotonic() - began_s >= 2 * SLOW_LATENCY_S
        wire.sendall(b"y" * 6000)  # six seconds of this line, there and back
        cable.set("works")
        answer = b""
        while len(answer) < 6000:
            answer += wire.recv(65536)
        assert time.monotonic() - began_s < 4.0


def test_the_slow_line_keeps_its_rate_for_all_its_users() -> None:
    line = Line()
    assert line.arrival_s(200, 10.0) == pytest.approx(10.0 + 200 / SLOW_BYTES_S + SLOW_LATENCY_S)
    assert line.arrival_s(1800, 10.0) == pytest.approx(11.0 + SLOW_LATENCY_S)
    assert line.arrival_s(200, 60.0) == pytest.approx(60.1 + SLOW_LATENCY_S)  # it was free in between


def test_with_the_back_office_down_a_good_cable_connects_and_is_hung_up(cable: Cable, office: Office) -> None:
    office.stop()
    with call(cable) as wire:
        wire.sendall(b"GET")
        with pytest.raises(ConnectionResetError):
            wire.recv(1)


def test_a_stopping_cable_waits_for_nobody(office: Office, log: Log) -> None:
    cable = Cable("127.0.0.1", 0, office.address, log)
    cable.start()
    with call(cable):
        cable.set("dead")
        began_s = time.monotonic()
        cable.stop()
        assert time.monotonic() - began_s < 1.0


# -- the back office's switch ------------------------------------------------------------------------------


class FakeSite:
    """A back office with its supervisor, as far as the switch can see them."""

    def __init__(self, where: Path, *restore: str) -> None:
        self.settings = OfficeSettings(
            "http://127.0.0.1:1/", where / "office.pid", where / "run" / "office.hold", restore
        )
        self.ends = 0
        self.is_deaf = False

    def answers(self) -> bool:
        return self.is_deaf or not self.settings.hold_file.exists()

    def end(self, _pid_file: Path) -> int:
        self.ends += 1
        if self.ends > 1:
            raise NotTheTill("not_running")
        return 1


@pytest.fixture
def make_switch(log: Log) -> Iterator[Callable[[FakeSite], OfficeSwitch]]:
    switches: list[OfficeSwitch] = []

    def make(site: FakeSite) -> OfficeSwitch:
        switch = OfficeSwitch(site.settings, log, answers=site.answers, end=site.end)
        switches.append(switch)
        switch.start()
        eventually(lambda: switch.view()["state"] == "up")
        return switch

    yield make
    for switch in switches:
        switch.stop()


MakeSwitch = Callable[[FakeSite], OfficeSwitch]


def test_the_back_office_goes_down_stays_down_and_comes_back(
    make_switch: MakeSwitch, tmp_path: Path, log: Log
) -> None:
    site = FakeSite(tmp_path)
    switch = make_switch(site)
    switch.set("down")
    eventually(lambda: switch.view()["state"] == "down")
    assert site.settings.hold_file.exists() and site.ends == 1
    switch.set("up")
    eventually(lambda: switch.view()["state"] == "up")
    assert not site.settings.hold_file.exists()
    assert keys(log) == ["log.office_down", "log.office_back"]


def test_a_restored_back_office_says_which_copy_came_back(
    make_switch: MakeSwitch, tmp_path: Path, log: Log
) -> None:
    program = (
        f"assert open({str(tmp_path / 'run' / 'office.hold')!r});"
        "print('looking'); print('Restored /x/copies/office-20261122T093000Z.db; more')"
    )
    switch = make_switch(FakeSite(tmp_path, sys.executable, "-c", program))
    switch.set("restored")
    eventually(lambda: "log.office_back" in keys(log))
    assert switch.view() == {"state": "up", "copy": "2026-11-22T09:30:00Z"}
    entry = next(entry for entry in log.entries() if entry.key == "log.office_restored")
    assert entry.params == {"copy": "2026-11-22T09:30:00Z"}


@pytest.mark.parametrize(
    "argv", [(sys.executable, "-c", "import sys; sys.exit('no copy yet')"), ("/no/such",)]
)
def test_a_failed_restore_is_told_and_the_back_office_comes_back_as_it_was(
    make_switch: MakeSwitch, tmp_path: Path, log: Log, argv: tuple[str, ...]
) -> None:
    switch = make_switch(FakeSite(tmp_path, *argv))
    switch.set("restored")
    eventually(lambda: "log.office_back" in keys(log))
    assert "log.office_not_restored" in keys(log)
    assert switch.view()["copy"] is None


def test_a_back_office_nobody_can_end_is_not_called_down(tmp_path: Path, log: Log) -> None:
    site = FakeSite(tmp_path)
    site.is_deaf = True
    ticks = iter(range(10_000))
    switch = OfficeSwitch(
        site.settings, log, answers=site.answers, end=site.end, monotonic=lambda: float(next(ticks))
    )
    switch.start()
    switch.set("down")
    eventually(lambda: "log.office_stays_up" in keys(log))
    assert switch.view()["state"] == "up"
    assert not site.settings.hold_file.exists()
    switch.stop()


def test_a_stopping_workbench_holds_nothing_down(make_switch: MakeSwitch, tmp_path: Path) -> None:
    site = FakeSite(tmp_path)
    switch = make_switch(site)
    switch.set("down")
    eventually(lambda: switch.view()["state"] == "down")
    switch.stop()
    assert not site.settings.hold_file.exists()


def test_words_without_a_time_name_the_copy_as_they_are() -> None:
    assert copy_named_in("the one of yesterday") == "the one of yesterday"


# -- the clock ---------------------------------------------------------------------------------------------


def test_a_clock_a_year_behind_is_read_by_the_box_and_not_trusted(tmp_path: Path, log: Log) -> None:
    file = tmp_path / "clock-offset-s"
    knob = BoxClock(file, log)
    clock = SystemClock("Europe/Berlin", 240, offset_file=file)
    right = clock.now()
    knob.set("year_behind")
    knob.set("year_behind")
    behind = clock.now()
    assert (int(right.utc[:4]) - int(behind.utc[:4]), behind.quality) == (1, "estimated")
    assert (offset_s(file), knob.view()) == (-365 * 86400, {"state": "year_behind"})
    knob.set("right")
    assert (offset_s(file), clock.now().quality) == (0, right.quality)
    assert keys(log) == ["log.clock_year_behind", "log.clock_right"]


@pytest.mark.parametrize("content", ["", "soon", "1e9", "9" * 5000])
def test_a_broken_offset_file_moves_no_clock_out_of_this_world(tmp_path: Path, content: str) -> None:
    file = tmp_path / "clock-offset-s"
    file.write_text(content)
    assert abs(offset_s(file)) <= 20 * 366 * 86400
    assert SystemClock("Europe/Berlin", 240, offset_file=file).now().utc


def test_a_new_workbench_sets_the_clock_right(tmp_path: Path, log: Log) -> None:
    file = tmp_path / "clock-offset-s"
    file.write_text("-5")
    BoxClock(file, log).start()
    assert not file.exists()


# -- the watchdog ------------------------------------------------------------------------------------------


@pytest.fixture
def watchdog(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", "import time\nwhile True: time.sleep(9)"])
    content = {"pid": process.pid, "start": start_ticks(process.pid)}
    (tmp_path / "watchdog.pid").write_text(json.dumps(content))
    yield process
    process.kill()
    process.wait(5)


def letter(process: subprocess.Popen[bytes]) -> str:
    return stat_fields(process.pid)[0]


def test_a_watchdog_is_frozen_thawed_and_killed(
    watchdog: subprocess.Popen[bytes], tmp_path: Path, log: Log
) -> None:
    switch = WatchdogSwitch(tmp_path / "watchdog.pid", log)
    switch.do("freeze")
    eventually(lambda: letter(watchdog) == "T")
    assert switch.view() == {"state": "frozen"}
    switch.do("thaw")
    eventually(lambda: letter(watchdog) != "T")
    switch.do("kill")
    assert watchdog.wait(5) == -signal.SIGKILL
    switch.do("freeze")
    assert switch.view() == {"state": "runs"}
    assert [key.removeprefix("log.watchdog_") for key in keys(log)] == [
        "frozen", "thawed", "killed", "not_found"
    ]  # fmt: skip


def test_a_stopping_workbench_leaves_no_frozen_watchdog(
    watchdog: subprocess.Popen[bytes], tmp_path: Path, log: Log
) -> None:
    switch = WatchdogSwitch(tmp_path / "watchdog.pid", log)
    switch.do("freeze")
    switch.stop()
    eventually(lambda: letter(watchdog) != "T")


# -- the lamp ----------------------------------------------------------------------------------------------


def test_the_lamp_shows_its_levels_their_rhythm_and_names_new_colours_once(tmp_path: Path, log: Log) -> None:
    changes: list[None] = []
    lamp = VirtualLamp(tmp_path / "x.sock", log, lambda: changes.append(None), monotonic=lambda: 101.0)
    for at_s, red, green in ((100.0, 1, 0), (100.12, 0, 0), (100.24, 1, 0), (100.24, 1, 0), (100.9, 0, 1)):
        lamp.take(json.dumps({"red": red, "green": green, "at_s": at_s}).encode())
    assert lamp.view() == {
        "red": False,
        "green": True,
        "changes": [[1000, True, False], [880, False, False], [760, True, False], [100, False, True]],
    }
    assert keys(log) == ["log.light_red", "log.light_green"]
    assert len(changes) == 4


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"3", b'{"red":1}', b'{"red":2,"green":0,"at_s":1}',
             b'{"red":[],"green":0,"at_s":1}', b'{"red":1,"green":0,"at_s":"x"}', b"\xff"],
)  # fmt: skip
def test_what_no_pin_says_changes_no_lamp(tmp_path: Path, log: Log, data: bytes) -> None:
    lamp = VirtualLamp(tmp_path / "x.sock", log)
    lamp.take(data)
    assert lamp.view() == {"red": False, "green": False, "changes": []}
