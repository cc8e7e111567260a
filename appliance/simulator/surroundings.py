"""What surrounds the till: its lamp, the cable to its back office, that back office, the box's clock, the watchdog.

Objects like the printer or the scale, but without a wire to the till itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appliance.simulator.box_clock import BoxClock
from appliance.simulator.cable import Cable
from appliance.simulator.lamp import VirtualLamp
from appliance.simulator.log import Log
from appliance.simulator.office_switch import OfficeSettings, OfficeSwitch
from appliance.simulator.power_button import PowerButton
from appliance.simulator.watchdog_switch import WatchdogSwitch

LAMP_SOCKET = "light-pins.sock"
BUTTON_SOCKET = "button.sock"
OFFSET_FILE = "clock-offset-s"


@dataclass(frozen=True, slots=True)
class CableSettings:
    """The port at the box's end and the back office's address at the other; 0 lets the system choose."""

    port: int
    office: tuple[str, int]


class Surroundings:
    """Owns them. Without settings there is no cable, or no switch of the back office, on the workbench."""

    def __init__(
        self,
        *,
        host: str,
        run_dir: Path,
        watchdog_pid_file: Path,
        cable: CableSettings | None,
        office: OfficeSettings | None,
        log: Log,
        on_change: Callable[[], None],
        on_light: Callable[[], None],
        on_power_off: Callable[[], None],
    ) -> None:
        self._run_dir = run_dir
        self.lamp = VirtualLamp(run_dir / LAMP_SOCKET, log, on_light, on_power_off)
        self.power_button = PowerButton(run_dir / BUTTON_SOCKET)
        self.clock = BoxClock(run_dir / OFFSET_FILE, log, on_change)
        self.watchdog = WatchdogSwitch(watchdog_pid_file, log, on_change)
        self.cable = Cable(host, cable.port, cable.office, log, on_change) if cable else None
        self.office = OfficeSwitch(office, log, on_change) if office else None

    def start(self) -> None:
        """Everything whole and working."""
        self._run_dir.mkdir(parents=True, exist_ok=True)
        for one in (self.lamp, self.clock, self.cable, self.office):
            if one is not None:
                one.start()

    def stop(self) -> None:
        """Close all ports and leave nothing frozen or held down."""
        for one in (self.office, self.cable, self.watchdog, self.clock, self.lamp):
            if one is not None:
                one.stop()

    def picture(self) -> dict[str, Any]:  # Any: JSON
        """What the workbench's picture says of them; null is: there is none."""
        return {
            "light": self.lamp.view(),
            "cable": self.cable.view() if self.cable else None,
            "office": self.office.view() if self.office else None,
            "clock": self.clock.view(),
            "watchdog": self.watchdog.view(),
        }
