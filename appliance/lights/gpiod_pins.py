"""Pins for gpiozero on libgpiod, version 2 and later: the kernel's own character devices, and nothing else.

gpiozero has pin factories for lgpio, RPi.GPIO, pigpio and bare registers, but none for libgpiod, which is all that
Debian has for its Python. This one knows nothing of lamps; it needs read and write access to /dev/gpiochip*.

    from gpiozero import LED
    led = LED(17, pin_factory=GpiodFactory())

The chip is found by its label, a line by its name (GPIO17) or else by its offset, which on every Raspberry Pi is the
number. There is no PWM. Needs the module `gpiod` (on Debian python3-libgpiod, on PyPI gpiod).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any  # what gpiozero and gpiod hand over; neither is typed here

import gpiod
from gpiod.line import Bias, Direction, Edge, Value
from gpiozero.exc import (
    PinFixedPull,
    PinInvalidBounce,
    PinInvalidEdges,
    PinInvalidFunction,
    PinInvalidPull,
    PinInvalidState,
    PinPWMUnsupported,
    PinSetInput,
    PinUnknownPi,
)
from gpiozero.pins.local import LocalPiFactory, LocalPiPin

CONSUMER = "gpiozero"
# The chip with the pins of the header: Pi Zero to 3; Pi 4, 400 and CM4; Pi 5 and its kin.
LABELS = ("pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1")
# A board that does not say which it is has the header of all since the B+; the 3B stands for them.
USUAL_REVISION = 0xA02082
WAIT_S = 0.5

_FUNCTIONS = {"input": Direction.INPUT, "output": Direction.OUTPUT}
_PULLS = {"up": Bias.PULL_UP, "down": Bias.PULL_DOWN, "floating": Bias.DISABLED}
_EDGES = {"both": Edge.BOTH, "rising": Edge.RISING, "falling": Edge.FALLING, "none": Edge.NONE}


def find_chip(devices: Path = Path("/dev")) -> str:
    """The path of the chip that has the header's pins. Raises `PinUnknownPi` when there is none."""
    for path in sorted(devices.glob("gpiochip*")):
        if path.is_symlink():
            continue  # an old name of another one
        with gpiod.Chip(str(path)) as chip:
            if chip.get_info().label in LABELS:
                return str(path)
    raise PinUnknownPi(f"no GPIO chip in {devices} is called {' or '.join(LABELS)}")


class GpiodFactory(LocalPiFactory):  # type: ignore[misc]  # gpiozero ships no types
    """Extends gpiozero's LocalPiFactory. `chip` is a path such as /dev/gpiochip0; None finds it by its label."""

    def __init__(self, chip: str | None = None) -> None:
        super().__init__()
        self._chip: Any = gpiod.Chip(chip or find_chip())
        self.pin_class = GpiodPin

    def close(self) -> None:
        """Let go of all pins, then of the chip."""
        super().close()
        chip, self._chip = self._chip, None
        if chip is not None:
            chip.close()

    @property
    def chip(self) -> Any:
        """The gpiod.Chip."""
        return self._chip

    def offset(self, number: int) -> int:
        """Where the line of GPIO `number` is on the chip."""
        try:
            return int(self._chip.line_offset_from_id(f"GPIO{number}"))
        except OSError:
            return number  # lines of special use have other names: SDA1, ID_SD …

    def _get_revision(self) -> int:
        try:
            return int(super()._get_revision())
        except (PinUnknownPi, OSError):  # a sandbox may hide /proc/cpuinfo
            return USUAL_REVISION


class GpiodPin(LocalPiPin):  # type: ignore[misc]  # gpiozero ships no types
    """Extends gpiozero's LocalPiPin: one line, held by one request from its first use until it is closed."""

    def __init__(self, factory: GpiodFactory, info: Any) -> None:
        super().__init__(factory, info)
        self._offset = factory.offset(self._number)
        self._edges = "both"
        self._bounce_s: float | None = None
        self._watch: _Watch | None = None
        # As it is: a lamp that is lit stays so until somebody decides otherwise.
        self._settings = gpiod.LineSettings(direction=Direction.AS_IS)
        self._request: Any = factory.chip.request_lines({self._offset: self._settings}, consumer=CONSUMER)

    def close(self) -> None:
        """Make an input of the line, as gpiozero's other pins do, and let it go."""
        request, self._request = self._request, None
        if request is None:
            return
        self._stop_watching()
        request.reconfigure_lines({self._offset: gpiod.LineSettings(direction=Direction.INPUT)})
        request.release()

    def output_with_state(self, state: bool) -> None:
        """Make an output of it that has this level from the first moment."""
        self._configure(direction=Direction.OUTPUT, bias=Bias.AS_IS, output_value=_value(state))

    def input_with_pull(self, pull: str) -> None:
        """Make an input of it that is pulled this way from the first moment."""
        self._check_pull(pull)
        self._configure(direction=Direction.INPUT, bias=_PULLS[pull])

    def _configure(self, **changes: Any) -> None:
        kept = {
            "direction": self._settings.direction,
            "bias": self._settings.bias,
            "edge_detection": Edge.NONE,
            "debounce_period": timedelta(),
        }
        fresh = gpiod.LineSettings(**{**kept, **changes})
        self._request.reconfigure_lines({self._offset: fresh})
        self._settings = fresh

    def _info_now(self) -> Any:
        return self.factory.chip.get_line_info(self._offset)

    def _get_function(self) -> str:
        return "output" if self._info_now().direction == Direction.OUTPUT else "input"

    def _set_function(self, value: str) -> None:
        if value not in _FUNCTIONS:
            raise PinInvalidFunction(f'invalid function "{value}" for pin {self!r}')
        self._stop_watching()
        if value == "output":
            self.output_with_state(self._get_state())
        else:
            self._configure(direction=Direction.INPUT)

    def _get_state(self) -> bool:
        return bool(self._request.get_value(self._offset) == Value.ACTIVE)

    def _set_state(self, value: object) -> None:
        if value not in (0, 1):
            raise PinInvalidState(f'invalid state "{value}" for pin {self!r}')
        if self._get_function() == "input":
            raise PinSetInput(f"cannot set state of pin {self!r}")
        self._request.set_value(self._offset, _value(bool(value)))

    def _get_pull(self) -> str:
        bias = self._info_now().bias
        names = {kind: name for name, kind in _PULLS.items()}
        return names.get(bias, self.info.pull or "floating")

    def _set_pull(self, value: str) -> None:
        if self._get_function() != "input":
            raise PinFixedPull(f"cannot set pull on non-input pin {self!r}")
        self._check_pull(value)
        self._reconfigured(bias=_PULLS[value], direction=Direction.INPUT)

    def _check_pull(self, value: str) -> None:
        if value not in _PULLS:
            raise PinInvalidPull(f'invalid pull "{value}" for pin {self!r}')
        if self.info.pull not in (value, ""):
            raise PinFixedPull(f"{self!r} has a physical pull-{self.info.pull} resistor")

    def _get_frequency(self) -> float | None:
        return None

    def _set_frequency(self, value: float | None) -> None:
        if value is not None:
            raise PinPWMUnsupported(f"PWM is not supported on pin {self!r}")

    def _get_bounce(self) -> float | None:
        return self._bounce_s

    def _set_bounce(self, value: float | None) -> None:
        if value is not None and value < 0:
            raise PinInvalidBounce("bounce must be 0 or greater")
        self._bounce_s = value or None
        self._reconfigured()

    def _get_edges(self) -> str:
        return self._edges

    def _set_edges(self, value: str) -> None:
        if value not in _EDGES:
            raise PinInvalidEdges(f'invalid edge specification "{value}" for pin {self!r}')
        self._edges = value
        self._reconfigured()

    def _enable_event_detect(self) -> None:
        self._configure(
            direction=Direction.INPUT,
            edge_detection=_EDGES[self._edges],
            debounce_period=timedelta(seconds=self._bounce_s or 0.0),
        )
        self._watch = _Watch(self._request, self._call_when_changed, f"{CONSUMER}-{self!r}")

    def _disable_event_detect(self) -> None:
        self._stop_watching()
        self._configure()

    def _reconfigured(self, **changes: Any) -> None:
        """With other settings; a watch that runs goes on with them."""
        is_watched = self._watch is not None
        self._stop_watching()
        if changes:
            self._configure(**changes)
        if is_watched:
            self._enable_event_detect()

    def _stop_watching(self) -> None:
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.stop()


class _Watch:
    """A thread that hands on the edges of one line, with the kernel's own time of each."""

    def __init__(self, request: Any, changed: Callable[[float, bool], None], name: str) -> None:
        self._request = request
        self._changed = changed
        self._stop = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; within WAIT_S, unless the watcher itself asks."""
        self._stop.set()
        try:
            self._thread.join(2 * WAIT_S)
        except RuntimeError:
            pass  # called from what an edge set off: the thread ends after it

    def _run(self) -> None:
        while not self._stop.is_set():
            if not self._request.wait_edge_events(WAIT_S):
                continue
            for event in self._request.read_edge_events():
                if self._stop.is_set():
                    return
                is_high = event.event_type == event.Type.RISING_EDGE
                self._changed(event.timestamp_ns / 1e9, is_high)


def _value(state: bool) -> Any:
    return Value.ACTIVE if state else Value.INACTIVE
