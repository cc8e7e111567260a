"""The loop of the lights process: hear, decide, show, and sleep until something can change.

Takes plain values; reads no configuration.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from appliance.domain.light import Light, light
from appliance.lights import wiring as wirings
from appliance.lights.beats import LARGEST_BEAT_BYTES, TEST_WISH, parse_beat
from appliance.lights.lamp import Lamp, PinLamp, Pins, SimulatedLamp, system_pins
from appliance.lights.rhythm import levels_at, step_at
from appliance.lights.vigil import Vigil
from appliance.lights.wires import turn_red as turn_wires_red
from appliance.lights.wiring import Levels, Wiring
from appliance.notify import SILENT, Notifier

LOG = logging.getLogger(__name__)

REFRESH_S = 1.0
MOST_AT_ONCE = 64  # datagrams read before the lamp is looked after again
_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid of the sender (unix(7), SCM_CREDENTIALS)
_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True, slots=True)
class LightsSettings:
    """Where to listen, how the lamp is wired, and the pin of each of its LEDs in the order of `wiring.LEDS`.

    With `simulated_socket` no real pin is touched. `uids` may send heartbeats besides our own user and root.
    """

    socket_path: Path
    pins: Pins
    simulated_socket: Path | None = None
    uids: frozenset[int] = frozenset()
    wiring: Wiring = "two"


class Ear:
    """The socket of the heartbeats: only the box's own users are heard, whatever else comes is counted."""

    def __init__(self, path: Path, uids: frozenset[int]) -> None:
        self._uids = uids
        self.ignored = 0
        self.is_test_wished = False
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # of a lights process before us; a name has one owner, the newest
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self._socket.bind(str(path))
        path.chmod(0o660)

    def fileno(self) -> int:
        """For select."""
        return self._socket.fileno()

    def close(self) -> None:
        """Listen no more. The name stays: a successor may have it already."""
        self._socket.close()

    def listen(self, vigil: Vigil, now_s: float) -> Vigil:
        """The vigil with all that came since."""
        for _ in range(MOST_AT_ONCE):
            try:
                data, ancillary, _, _ = self._socket.recvmsg(
                    LARGEST_BEAT_BYTES + 1, socket.CMSG_SPACE(_CREDENTIALS.size)
                )
            except OSError:
                return vigil  # nothing more has come
            is_ours = self._is_ours(ancillary)
            beat = parse_beat(data) if is_ours else None
            if is_ours and data == TEST_WISH:
                self.is_test_wished = True
            elif beat is None:
                self._ignore()
            else:
                vigil = vigil.heard(beat, now_s)
        return vigil

    def _is_ours(self, ancillary: list[tuple[int, int, bytes]]) -> bool:
        for level, kind, content in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
                return _CREDENTIALS.unpack(content[: _CREDENTIALS.size])[1] in self._uids
        return False

    def _ignore(self) -> None:
        self.ignored += 1
        if self.ignored.bit_count() == 1:  # at 1, 2, 4, 8 …: a babbling neighbour must not fill the log
            LOG.warning("%d datagrams were no heartbeats of this box", self.ignored)


class Keeper:
    """Keeps the lamp at what the vigil says; `step` returns how long nothing will change by itself."""

    def __init__(self, lamp: Lamp, now_s: float, wiring: Wiring = "two") -> None:
        self.vigil = Vigil(began_s=now_s)
        self._wiring: Wiring = wiring
        self._test_began_s: float | None = None
        self._lamp = lamp
        self._light: Light = light(self.vigil.state(now_s))
        self._since_s = now_s
        self._levels: Levels | None = None
        self._refreshed_s = now_s

    def test(self, now_s: float) -> None:
        """Show every LED once, then go on; one test at a time, so that nobody can keep the lamp from telling."""
        if self._test_began_s is None:
            LOG.info("a test of the lamp begins")
            self._test_began_s = now_s

    def step(self, now_s: float) -> float:
        """Show what holds now; seconds until it has to be looked at again if nobody is heard."""
        decided = light(self.vigil.state(now_s))
        if (decided.colour, decided.rhythm) != (self._light.colour, self._light.rhythm):
            self._since_s = now_s  # every rhythm begins lit, so a change is seen at once
        if decided != self._light:
            LOG.info("%s %s: %s", decided.colour, decided.rhythm, decided.reason)
            self._light = decided
        levels, change_ms = self._levels_now(decided, now_s)
        if levels != self._levels:
            self._lamp.show(*levels)
            self._levels, self._refreshed_s = levels, now_s
        elif now_s - self._refreshed_s >= REFRESH_S:
            self._lamp.refresh()
            self._refreshed_s = now_s
        next_s = min(self.vigil.next_look_s(now_s), self._refreshed_s + REFRESH_S, now_s + change_ms / 1000)
        return max(0.0, next_s - now_s)

    def _levels_now(self, decided: Light, now_s: float) -> tuple[Levels, float]:
        if self._test_began_s is not None:
            tested = step_at(wirings.self_test(self._wiring), (now_s - self._test_began_s) * 1000)
            if tested is not None:
                return tested
            self._test_began_s = None
            self._since_s = now_s
        return levels_at(decided, (now_s - self._since_s) * 1000, self._wiring)


def run_lights(settings: LightsSettings, notify: Notifier = SILENT) -> int:
    """Drive the lamp until SIGTERM or SIGINT; it is red before the till's first heartbeat and after the end."""
    wake_fd = _wake_on_signals()
    # The ear first: what is sent while the pins are made ready waits.
    ear = Ear(settings.socket_path, settings.uids | {os.geteuid(), 0})
    lamp = _lamp(settings)
    red = wirings.levels(settings.wiring, "red")
    lamp.show(*red)
    keeper = Keeper(lamp, time.monotonic(), settings.wiring)
    LOG.info("the lamp: %s", _said(settings))
    wait_s = keeper.step(time.monotonic())
    notify.ready()
    while True:
        notify.alive()
        # One millisecond more, because select may come back just before the moment.
        readable, _, _ = select.select([ear.fileno(), wake_fd], [], [], wait_s + 0.001)
        if wake_fd in readable:
            break
        now_s = time.monotonic()
        keeper.vigil = ear.listen(keeper.vigil, now_s)
        if ear.is_test_wished:
            ear.is_test_wished = False
            keeper.test(now_s)
        wait_s = keeper.step(now_s)
    notify.stopping()
    lamp.show(*red)
    lamp.leave_lit()
    ear.close()
    return 0


def turn_red(settings: LightsSettings) -> int:
    """Only turn the lamp red: for the moment after the lights process has died."""
    if settings.simulated_socket is not None:
        turn_wires_red(str(settings.simulated_socket))  # the pretended pins ended with their process
    else:
        lamp = PinLamp(settings.pins, system_pins(os.environ))
        lamp.show(*wirings.levels(settings.wiring, "red"))
        lamp.leave_lit()
    return 0


def _lamp(settings: LightsSettings) -> Lamp:
    if settings.simulated_socket is not None:
        return SimulatedLamp(settings.pins, settings.simulated_socket, settings.wiring)
    return PinLamp(settings.pins, system_pins(os.environ))


def _said(settings: LightsSettings) -> str:
    leds = zip(wirings.LEDS[settings.wiring], settings.pins, strict=True)
    return ", ".join(f"{led} on GPIO{pin}" for led, pin in leds)


def _wake_on_signals() -> int:
    """A file descriptor that becomes readable when the process is asked to end."""
    wake_fd, wake_write_fd = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def end(_number: int, _frame: FrameType | None) -> None:
        with suppress(BlockingIOError):
            os.write(wake_write_fd, b"x")

    for number in _STOP_SIGNALS:
        signal.signal(number, end)
    return wake_fd
