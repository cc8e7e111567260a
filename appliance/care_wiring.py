"""Puts the care of a box together: which machine is looked at, what the till knows, who opens the door.

Beside `main`, which calls it for the till, for the root program behind the door and for the command line.
"""

from __future__ import annotations

import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from appliance import __version__
from appliance.care import checks, sheet, storage, technician
from appliance.care.check import Check
from appliance.care.desk import Care
from appliance.care.door_talk import CareDoor, FileDoor, PretendedDoor
from appliance.care.health import Ask, Health
from appliance.care.inspector import Inspector
from appliance.care.machine import MIB, Machine
from appliance.care.readings import ClockReading, DevicesReading, PeopleReading, SyncReading
from appliance.care.records import Tally, about_text, packed
from appliance.care.saving import Saving
from appliance.care.self_test import SelfTest, Tools
from appliance.care.technician import Argon2id, Technician
from appliance.care.whereabouts import Whereabouts, whereabouts
from appliance.config import CODE_PAGES, COUNTRIES, LANGUAGES, LIGHT_WIRINGS, RENDERERS, Config
from appliance.domain.errors import TillError

if TYPE_CHECKING:
    from appliance.devices.hardware import Hardware
    from appliance.ports import Clock, Document, Store
    from appliance.store.people import SmallStore
    from appliance.till import BackOffice, Till
    from appliance.till.peripherals import Peripherals
    from appliance.wording.layout import Laid

PACKAGE = Path(__file__).resolve().parent
INSTALLED = Path("/opt/tillbox/current")
ANSWER = Path("/run/tillbox-care/answer.json")
SILENT_AFTER_S = 30.0
NEWEST_LOG_BYTES = 1024 * 1024
PRETENDED_MINUTES = 60
PRETENDED = Whereabouts("tillbox-demo", ("192.0.2.7",))  # RFC 5737: an address of examples
CHOICES = {
    "language": LANGUAGES,
    "country": COUNTRIES,
    "printer_code_page": CODE_PAGES,
    "kiosk_renderer": RENDERERS,
    "light_wiring": tuple(LIGHT_WIRINGS),
}


def till_care(
    settings: Config,
    clock: Clock,
    store: Store,
    till: Till,
    office: BackOffice,
    hardware: Hardware,
    peripherals: Peripherals,
    secrets: SmallStore,
    door: CareDoor,
    new_id: Callable[[str], str],
) -> Care:
    """The care of a box whose till is this process."""

    def clock_check() -> Check:
        moment = clock.now()
        problem = office.view(moment)["problem"]
        return checks.clock.check(ClockReading(moment.quality, problem in ("clock", "clock_off")))

    health = Health(
        machine_checks(settings)
        | {
            checks.clock.NAME: clock_check,
            checks.devices.NAME: lambda: checks.devices.check(_devices(hardware, peripherals)),
            checks.sync.NAME: lambda: checks.sync.check(_sync(clock, office)),
            checks.people.NAME: lambda: checks.people.check(_people(secrets)),
        }
    )

    def print_paper(lines: Callable[[int], list[Laid]]) -> None:
        if hardware.status().printer == "none":
            raise TillError("no_printer")
        hardware.print_paper(lines)

    self_test = SelfTest(
        Tools(
            light_up=lambda: _light_up(settings.lights_socket),
            print_letters=lambda: print_paper(lambda columns: sheet.letters_sheet(till.language, columns)),
            measure=lambda is_stopped: storage.measure(settings.data_dir, is_stopped=is_stopped),
            look_at_clock=clock_check,
        )
    )

    def results(columns: int) -> list[Laid]:
        return sheet.result_sheet(
            till.language,
            columns,
            at=clock.now(),
            version=__version__,
            series=store.state().series,
            results=self_test.results,
            checks=health.look(),
        )

    def make_bundle() -> tuple[bytes]:
        return (_bundle(settings, health, _journal_of(store)),)

    return Care(
        health,
        self_test,
        Saving(make_bundle, door, time.monotonic, new_id),
        Technician(secrets, Argon2id(), door, _since_start_s, new_id),
        lambda: print_paper(results),
        lambda: hardware.sample,
        (lambda: PRETENDED) if settings.simulated else whereabouts,
    )


def till_inspector(
    stall: str, clock: Clock, store: Store, till: Till, door: CareDoor, new_id: Callable[[str], str]
) -> Inspector:
    """Checks all records, and puts them on a stick."""

    def about(tally: Tally) -> str:
        now = clock.now()
        made = f"{now.utc} (clock: {now.quality})"
        return about_text(tally, box=stall, series=store.state().series, made=made, version=__version__)

    saving = Saving(
        lambda: packed(store.records(lambda _done, _of: None), about),
        door,
        time.monotonic,
        new_id,
        "save_records",
    )
    return Inspector(store, till.people, till.day.last_z, saving)


def machine_checks(settings: Config) -> dict[str, Ask]:
    """What can be asked without a running till."""
    machine = Machine()
    home = Path(sys.prefix).resolve()  # now: the link may point elsewhere later
    is_installed = home.parent == INSTALLED.parent

    def versions() -> Check:
        installed = INSTALLED.resolve().name if is_installed else None
        running = home.name if is_installed else __version__
        return checks.versions.check(machine.versions(running, installed))

    return {
        checks.disk.NAME: lambda: checks.disk.check(machine.disk(settings.data_dir)),
        checks.memory.NAME: lambda: checks.memory.check(machine.memory()),
        checks.temperature.NAME: lambda: checks.temperature.check(machine.temperature_milli_c()),
        checks.power.NAME: lambda: checks.power.check(machine.power()),
        checks.versions.NAME: versions,
    }


def support_bundle(settings: Config) -> bytes:
    """The bundle without a till, for the command line: what only a running till knows is unknown in it."""
    from appliance.clock import SystemClock

    quality = SystemClock(settings.zone, 0, offset_file=settings.clock_offset_file).now().quality
    health = Health(
        machine_checks(settings)
        | {checks.clock.NAME: lambda: checks.clock.check(ClockReading(quality, None))}
    )
    return _bundle(settings, health, _journal_in(settings.store_dir))


def care_door(settings: Config) -> int:
    """Serve one request as root; 1 when it was none."""
    from appliance import box_users
    from appliance.care.door import Door, DoorPlaces
    from appliance.care.phrasebook import read_source
    from appliance.care.root_hands import RootHands
    from appliance.first_boot.values import admin_key
    from appliance.first_boot.wishes import Refused

    def valid_key(line: str) -> str | None:
        try:
            return admin_key(line)
        except Refused:
            return None

    door = Door(
        DoorPlaces(requests=settings.run_dir / "requests", answer=ANSWER),
        RootHands(),
        box_users.uids(box_users.TILL),
        valid_key,
        lambda: read_source(PACKAGE),
        _since_start_s,
    )
    return 0 if door.serve() else 1


def door_of(settings: Config) -> CareDoor:
    """Who does for the till what only root may do."""
    if settings.simulated:
        return PretendedDoor(settings.run_dir / "stick", _since_start_s, PRETENDED_MINUTES)
    return FileDoor(settings.run_dir / "requests", ANSWER)


def _since_start_s() -> float:
    """Seconds since the board started, sleep included; the same in every process."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def _light_up(lights_socket: Path) -> bool:
    """Ask the lights for their self-test; whether somebody listens."""
    from appliance.lights.beats import TEST_WISH

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
        wire.setblocking(False)
        try:
            wire.sendto(TEST_WISH, str(lights_socket))
        except OSError:
            return False
    return True


def _devices(hardware: Hardware, peripherals: Peripherals) -> DevicesReading:
    now = hardware.status()
    states = [one["state"] for one in peripherals.view()["devices"]]
    return DevicesReading(now.printer, now.scale, states.count("gone"), states.count("asks"))


def _people(secrets: SmallStore) -> PeopleReading:
    return PeopleReading(secrets.has_put_aside, secrets.get(technician.KIND, technician.PIN) is not None)


def _sync(clock: Clock, office: BackOffice) -> SyncReading:
    now = office.view(clock.now())
    return SyncReading(
        is_enrolled=now["state"] == "enrolled",
        is_online=now["online"],
        is_offline_by_choice=now["offline_until"] is not None,
        is_watchdog_silent=office.watchdog_silent_s() > SILENT_AFTER_S,
        waiting_sales=now["waiting_sales"],
        oldest_waiting_s=now["oldest_waiting_s"],
        quarantine=now["quarantine"],
    )


def _bundle(settings: Config, health: Health, journal: Mapping[str, object]) -> bytes:
    # Imported with the first bundle: a till starts without reading its own source.
    from appliance.care.bundle import Material, bundle
    from appliance.care.phrasebook import read_source

    material = Material(
        checks=health.look(),
        versions=Machine().versions(__version__, None),
        settings={field.name: getattr(settings, field.name) for field in fields(Config)},
        choices=CHOICES,
        journal=journal,
        log=_log_lines(settings.logs_dir, Path("/data/log")),
    )
    return bundle(material, read_source(PACKAGE))


def _log_lines(*folders: Path) -> Iterator[str]:
    """The newest lines of every log this user may read."""
    for folder in folders:
        for path in sorted(folder.glob("*.log")):
            with suppress(OSError), path.open("rb") as file:
                size = file.seek(0, 2)
                file.seek(max(0, size - NEWEST_LOG_BYTES))
                text = file.read().decode("utf-8", errors="replace")
                yield from deque(text.splitlines(), maxlen=3000)


def _journal_of(store: Store) -> Document:
    state = store.state()
    return {
        "problem": state.problem,
        "is_damaged": state.damage is not None,
        "epoch": state.epoch,
        "facts": state.last_fact,
        "durable_facts": state.durable_fact,
        "sales": store.count("sale"),
        "head": state.head,
        "free_mib": state.free_bytes // MIB,
    }


def _journal_in(store_dir: Path) -> Document:
    """The same from the files, as far as they tell; read only, while a till may be writing."""
    from appliance.store.files import REAL_FILES
    from appliance.store.scan import Verdict, scan
    from appliance.store.verify import journal_files

    counted: Document = {"segments": 0, "lines": 0, "facts": 0, "damaged_segments": 0}
    paths: Iterable[Path] = journal_files(store_dir)
    for path in paths:
        seen = scan(path, REAL_FILES.read(path))
        counted["segments"] += 1
        counted["lines"] += len(seen.lines)
        if seen.segment is None or seen.verdict is Verdict.DAMAGED:
            counted["damaged_segments"] += 1
        if seen.segment is not None:
            counted["facts"] += len(seen.segment.starts)
            counted["epoch"] = seen.segment.epoch
            counted["head"] = seen.segment.fact_head.hex()
    return counted
