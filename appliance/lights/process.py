"""The loop of the lights process: hear, decide, show, and sleep until something can change.

Takes plain values; reads no configuration.
"""

from __future__ import annotations

import logging
import math
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
from typing import TYPE_CHECKING

from appliance.lights import wiring as wirings
from appliance.lights.beats import LARGEST_BEAT_BYTES, TEST_WISH, parse_beat
from appliance.lights.button import Button, PinButton, SimulatedButton
from appliance.lights.keeper import Keeper
from appliance.lights.lamp import Lamp, PinLamp, Pins, SimulatedLamp, system_pins
from appliance.lights.power import LogindPower, SimulatedPower
from appliance.lights.switch import PowerSwitch
from appliance.lights.vigil import Vigil
from appliance.lights.wires import turn_red as turn_wires_red
from appliance.lights.wiring import Wiring
from appliance.notify import SILENT, Notifier

if TYPE_CHECKING:
    from gpiozero import Factory

LOG = logging.getLogger(__name__)

MOST_AT_ONCE = 64  # datagrams read before the lamp is looked after again
_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid of the sender (unix(7), SCM_CREDENTIALS)
_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True, slots=True)
class LightsSettings:
    """Where to listen, how the lamp is wired, and the pin of each of its LEDs in the order of `wiring.LEDS`.

    With the simulated sockets no real pin is touched. `uids` may send heartbeats besides our own user and root.
    `button_pin` 0: there is no power button.
    """

    socket_path: Path
    pins: Pins
    simulated_socket: Path | None = None
    uids: frozenset[int] = frozenset()
    wiring: Wiring = "two"
    button_pin: int = 0
    simulated_button: Path | None = None


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


def run_lights(settings: LightsSettings, notify: Notifier = SILENT) -> int:
    """Drive the lamp until SIGTERM or SIGINT; it is red before the till's first heartbeat and after the end."""
    wake_fd = _wake_on_signals()
    # The ear first: what is sent while the pins are made ready waits.
    ear = Ear(settings.socket_path, settings.uids | {os.geteuid(), 0})
    factory = None if settings.simulated_socket is not None else system_pins(os.environ)
    lamp = _lamp(settings, factory)
    red = wirings.levels(settings.wiring, "red")
    lamp.show(*red)
    keeper = Keeper(lamp, time.monotonic(), settings.wiring)
    LOG.info("the lamp: %s", _said(settings))
    keeper.step(time.monotonic())
    switch = _switch(settings, factory, keeper)
    wait_s = 0.0
    notify.ready()
    while True:
        notify.alive()
        # One millisecond more, because select may come back just before the moment.
        moving = [ear.fileno(), wake_fd, *([switch.fileno()] if switch is not None else [])]
        readable, _, _ = select.select(moving, [], [], wait_s + 0.001)
        if wake_fd in readable:
            break
        now_s = time.monotonic()
        keeper.vigil = ear.listen(keeper.vigil, now_s)
        if ear.is_test_wished:
            ear.is_test_wished = False
            keeper.test(now_s)
        look_s = switch.step(now_s) if switch is not None else math.inf
        wait_s = min(keeper.step(now_s), look_s)
    notify.stopping()
    _finish(keeper)
    lamp.show(*red)
    lamp.leave_lit()
    ear.close()
    return 0


def _finish(keeper: Keeper) -> None:
    """Who held the button sees one whole round of the answer, even when the box stops quicker than that."""
    while (left_s := keeper.answer_left_s(now_s := time.monotonic())) > 0:
        time.sleep(min(left_s, keeper.step(now_s) + 0.001))


def turn_red(settings: LightsSettings) -> int:
    """Only turn the lamp red: for the moment after the lights process has died."""
    if settings.simulated_socket is not None:
        turn_wires_red(str(settings.simulated_socket))  # the pretended pins ended with their process
    else:
        lamp = _lamp(settings, system_pins(os.environ))
        lamp.show(*wirings.levels(settings.wiring, "red"))
        lamp.leave_lit()
    return 0


def _lamp(settings: LightsSettings, factory: Factory | None) -> Lamp:
    if settings.simulated_socket is not None:
        return SimulatedLamp(settings.pins, settings.simulated_socket, settings.wiring)
    return PinLamp(settings.pins, factory)


def _switch(settings: LightsSettings, factory: Factory | None, keeper: Keeper) -> PowerSwitch | None:
    if not settings.button_pin:
        return None
    button: Button
    try:
        if settings.simulated_socket is None:
            button = PinButton(settings.button_pin, factory)
        elif settings.simulated_button is not None:
            button = SimulatedButton(settings.button_pin, settings.simulated_button)
        else:
            return None
    except Exception as problem:  # of whichever library drives the pins: no button may cost the lamp
        LOG.warning("the power button on GPIO%d cannot be used: %r", settings.button_pin, problem)
        return None
    LOG.info("the power button: GPIO%d", settings.button_pin)
    power = SimulatedPower(settings.simulated_socket) if settings.simulated_socket else LogindPower()
    return PowerSwitch(button, power, keeper, time.monotonic())


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
