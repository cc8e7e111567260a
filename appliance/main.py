"""The composition root: each program of the box has one function here, which puts it together and runs it.

Imports are inside them, so that no process loads what it does not need; `till_wiring` and `care_wiring` put together
what is too large for a function.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from appliance import config
from appliance.config import Config
from appliance.notify import take

if TYPE_CHECKING:
    from flask import Flask

    from appliance.network.wifi import Wifi
    from appliance.simulator.office_switch import OfficeSettings

ROOT = Path(__file__).resolve().parent.parent
# Installed into a virtual environment, the screen lies at its top, three floors above its packages.
DIST = (ROOT.parents[2] if ROOT.name == "site-packages" else ROOT) / "webui" / "dist"


def serve_till(settings: Config) -> int:
    """Serve the till until a signal ends it."""
    from appliance.web.serve import TillServer

    voice = take(os.environ)  # before gunicorn sees it, which would speak too early

    def build() -> tuple[Flask, Callable[[], None]]:
        from appliance.till_wiring import build_till  # in the worker: its parent needs none of that

        return build_till(settings, DIST, voice)

    TillServer(settings.host, settings.port, build).run()
    return 0


def run_watchdog(settings: Config) -> int:
    """Synchronise with the back office until a signal ends it."""
    from appliance.heartbeat import Heart
    from appliance.watchdog.process import Heartbeat, WatchdogSettings, run

    def beat(state: Callable[[], Heartbeat]) -> Callable[[], None]:
        heart = Heart(settings.lights_socket, "watchdog", state)
        heart.start()
        return heart.stop

    def radio() -> Wifi:
        if settings.simulated:
            from appliance.simulator.air import SimulatedWifi

            return SimulatedWifi()
        from appliance.network.country import CountryFile
        from appliance.network.networkmanager import NetworkManagerWifi

        return NetworkManagerWifi(CountryFile(settings.run_dir / "wifi-country").tell)

    chosen = WatchdogSettings(settings.till_socket, settings.clock_offset_file, heart=beat, wifi=radio)
    return run(chosen, take(os.environ))


def run_stick(settings: Config) -> int:
    """Keep the backup stick level with the till until a signal ends it."""
    from appliance.stick.follow import run

    # Without a stick the folder is a part of the card: nothing may be written there.
    is_there = Path.is_dir if settings.simulated else os.path.ismount
    return run(settings.till_socket, settings.stick_dir, is_there)


def stick_export(stick: Path) -> int:
    """Ask for the recovery code, write every fact on `stick` to standard output; 1: one is cut, 2: none opened."""
    import sys

    from appliance.stick.export import export

    sys.stderr.write("Recovery code of the box: ")  # asked for: an argument could be read by anybody here
    sys.stderr.flush()
    return export(stick, sys.stdin.readline(), sys.stdout.buffer, sys.stderr)


def restore_from_stick(settings: Config, stick: Path) -> int:
    """Ask for the recovery code and make the box again from `stick`; 0, or 1 when it is refused."""
    import sys

    from appliance import restore
    from appliance.clock import SystemClock
    from appliance.domain.countries import country
    from appliance.domain.errors import TillError

    cutoff = country(settings.country).day_cutoff_minutes
    clock = SystemClock(settings.zone, cutoff, offset_file=settings.clock_offset_file)
    sys.stderr.write("Recovery code of the box: ")
    sys.stderr.flush()
    try:
        found = restore.restore(settings.data_dir, stick, sys.stdin.readline(), clock.now)
    except TillError as refusal:
        sys.stderr.write(f"{restore.refused(refusal)}\n")
        return 1
    sys.stdout.write(restore.words(found))
    return 0


def run_lights(settings: Config, *, only_red: bool = False) -> int:
    """Drive the lamp until a signal ends it; or only turn it red, for the moment after its process died."""
    from appliance import box_users
    from appliance.lights import LightsSettings, run_lights, turn_red
    from appliance.lights.wiring import WIRINGS

    chosen = LightsSettings(
        socket_path=settings.lights_socket,
        pins=settings.light_pins,
        wiring=next(one for one in WIRINGS if one == settings.light_wiring),
        simulated_socket=settings.pins_socket if settings.simulated else None,
        button_pin=settings.power_button_pin,
        simulated_button=settings.button_socket if settings.simulated else None,
        uids=box_users.uids(box_users.TILL, box_users.WATCHDOG),
    )
    return turn_red(chosen) if only_red else run_lights(chosen, take(os.environ))


def run_simulator(settings: Config) -> int:
    """Run the virtual hardware and its workbench page until a signal ends it."""
    from appliance import demo
    from appliance.simulator.app import SimulatorSettings, run
    from appliance.simulator.state import Sample
    from appliance.simulator.surroundings import CableSettings

    if not settings.simulated:
        raise config.ConfigError("simulated: false; allowed is true for the simulator")
    _, items = demo.catalogue(settings.language)
    is_first = not settings.first_box_dir
    pids = settings.run_dir if is_first else Path(settings.first_box_dir) / "run"
    suffix = "" if is_first else f"-{settings.box_series.lower()}"
    return run(
        SimulatorSettings(
            host=settings.host,
            workbench_port=settings.workbench_port,
            printer_port=_port(settings.printer_link),
            display_port=_port(settings.display_link),
            scanner_port=_port(settings.scanner_link),
            scale_port=_port(settings.scale_link),
            till_url=f"http://{settings.host}:{settings.port}",
            run_dir=settings.run_dir,
            dist_dir=DIST,
            language=settings.language,
            samples=tuple(Sample(item.gtin, item.name, item.emoji) for item in items if item.gtin)[:6],
            columns=settings.printer_columns,
            zone=settings.zone,
            cable=CableSettings(settings.cable_port, (settings.host, settings.office_port))
            if settings.cable_port
            else None,
            office=_office_switch(settings) if settings.office_dir and is_first else None,
            till_pid_file=pids / f"till{suffix}.pid",
            watchdog_pid_file=pids / f"watchdog{suffix}.pid",
        )
    )


def _office_switch(settings: Config) -> OfficeSettings:
    """The back office as the workbench can take it down and put an older copy back."""
    import sys

    from appliance.simulator.office_switch import OfficeSettings

    own = str(Path(settings.office_dir) / "office.toml")
    return OfficeSettings(
        url=f"http://{settings.host}:{settings.office_port}",
        pid_file=settings.run_dir / "office.pid",
        hold_file=settings.run_dir / "office.hold",
        restore_argv=(sys.executable, "-m", "backoffice", "restore", "--config", own),
    )


def _port(link: str) -> int:
    return int(link.rpartition(":")[2])


def first_boot() -> int:
    """Make sure that the box has its directories, keys, name and configuration; before all other programs."""
    from appliance.first_boot import FirstBoot, Places, RealMachine

    return FirstBoot(Places(), RealMachine()).run()


def care_door(settings: Config) -> int:
    """Do the one thing that the till asks of root."""
    from appliance import care_wiring

    return care_wiring.care_door(settings)


def support_bundle(settings: Config, out: Path) -> int:
    """Write a support bundle to `out`; 1 when it cannot be written."""
    import sys

    from appliance import care_wiring

    packed = care_wiring.support_bundle(settings)
    try:
        with out.open("xb") as file:
            file.write(packed)
    except OSError as problem:
        sys.stderr.write(f"{out} cannot be written: {problem.strerror}. Choose another place.\n")
        return 1
    return 0


def run_kiosk(settings: Config) -> int:
    """Open the full-screen window and keep it alive."""
    from appliance import box_users
    from appliance.kiosk import KioskSettings, run

    return run(
        KioskSettings(
            url=f"http://{settings.host}:{settings.port}",
            token_file=settings.run_dir / "kiosk-token",
            token_writers=box_users.uids(box_users.TILL),
            storage_path=settings.data_dir / "kiosk",
            renderer=settings.kiosk_renderer,
            language=settings.language,
            fullscreen=not settings.simulated,
        ),
        take(os.environ),
    )
