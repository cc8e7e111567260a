"""The composition root: configuration → adapters → till → web. The only module that knows them all.

Each program of the box has one function here; imports are inside them, so that no process loads what it does
not need.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from appliance import __version__, config
from appliance.config import Config
from appliance.notify import SILENT, Notifier, Proof, take

if TYPE_CHECKING:
    from flask import Flask

    from appliance.domain.catalogue import Category, Item
    from appliance.network.wifi import Wifi
    from appliance.ports import Clock, Fact, Store
    from appliance.simulator.office_switch import OfficeSettings
    from appliance.store.people import SmallStore
    from appliance.till.peripherals import PairingCode
    from appliance.wording.layout import Laid

ROOT = Path(__file__).resolve().parent.parent
# Installed into a virtual environment, the screen lies at its top, three floors above its packages.
DIST = (ROOT.parents[2] if ROOT.name == "site-packages" else ROOT) / "webui" / "dist"
PAPER_COLUMNS_ON_SCREEN = 42
HEALTH_LIMIT_S = 3.0


def serve_till(settings: Config) -> int:
    """Serve the till until a signal ends it."""
    from appliance.web.serve import TillServer

    voice = take(os.environ)  # before gunicorn sees it, which would speak too early
    TillServer(settings.host, settings.port, lambda: build_till(settings, voice)).run()
    return 0


def build_till(settings: Config, voice: Notifier = SILENT) -> tuple[Flask, Callable[[], None]]:
    """The till's application with everything behind it, and how to close it. Runs in the worker process."""
    import threading
    import time

    from appliance import box_users
    from appliance.box_key import StoredKey
    from appliance.care_wiring import till_care
    from appliance.clock import SystemClock, new_id
    from appliance.devices.hardware import Hardware, Links
    from appliance.devices.hotplug import HotplugWatch, NoEvents, system_events
    from appliance.devices.jobs import StoredJobs
    from appliance.devices.printing import PrinterSettings
    from appliance.devices.sysfs import SysTree
    from appliance.devices.typed import grab, leave
    from appliance.domain.countries import country
    from appliance.domain.errors import TillError
    from appliance.heartbeat import Heart
    from appliance.store import open_store
    from appliance.store.people import SmallStore
    from appliance.till import BackOffice, Box, Till
    from appliance.till.peripherals import Peripherals
    from appliance.till.welcome import Welcome
    from appliance.till.wifi import Wifi
    from appliance.web.app import create_app
    from appliance.web.care_api import care_api
    from appliance.web.devices_api import devices_api
    from appliance.web.guards import Door, keep_token
    from appliance.web.inside import Inside, own_users
    from appliance.web.welcome_api import refused_keys, welcome_api
    from appliance.web.wifi_api import wifi_api

    pack = country(settings.country)
    clock = SystemClock(settings.zone, pack.day_cutoff_minutes, offset_file=settings.clock_offset_file)
    store = open_store(settings.store_dir, series=settings.box_series, now=clock.now)
    if settings.demo_data:
        _fill_with_demo_data(store, clock, settings.language)
    paper = _Paper(settings)
    jobs = StoredJobs(store, clock, lambda job, fact: paper.laid(fact, job.language, job.kind == "copy"))
    hardware = Hardware(
        Links(settings.printer_link, settings.display_link, settings.scanner_link, settings.scale_link),
        jobs,
        PrinterSettings(
            width_dots=settings.printer_width_dots,
            code_page=settings.printer_code_page.upper(),
            answers_fence=settings.printer_answers_fence,
        ),
        take=leave if settings.simulated else grab,  # a simulated keyboard is a pipe, which nobody can grab
    )
    box = Box(
        country=pack,
        language=settings.language,
        stall=settings.stall,
        merchant_name=settings.merchant_name,
        version=__version__,
        started_utc=clock.now().utc,
        simulated=settings.simulated,
        greets=settings.welcome_screen or not settings.demo_data,
    )
    secrets = SmallStore(settings.data_dir / "people.json")
    office = BackOffice(store, clock, box, StoredKey(secrets), time.monotonic, _qr_rows)
    office.open()
    till = Till(store, clock, hardware, paper, box, new_id, office)

    names = (f"127.0.0.1:{settings.port}", f"localhost:{settings.port}")
    token = keep_token(settings.run_dir / "kiosk-token", box_users.gid(box_users.KIOSK))
    door = Door(frozenset(names), token)
    wifi = Wifi(time.monotonic, new_id, threading.Lock(), _radio_country(settings))
    peripherals = Peripherals(
        store, clock, hardware, hardware, _pairing_code, time.monotonic, lambda: till.language
    )
    care = till_care(settings, clock, store, till, office, hardware, peripherals, secrets, new_id)
    usb = settings.simulated_usb_dir
    hotplug = HotplugWatch(
        SysTree() if usb is None else SysTree(usb / "sys", usb / "dev"),
        system_events() if usb is None else NoEvents(),
        peripherals.found,
    )
    report_path = settings.data_dir / "first-boot.json"
    welcome = Welcome(store, clock, box, lambda: _sample_goods(settings))
    parts = (
        wifi_api(wifi),
        devices_api(peripherals),
        welcome_api(till, welcome, report_path),
        care_api(care),
    )
    app, screens = create_app(till, office, door, DIST, _session_secret(secrets), parts)
    uids = own_users() | box_users.uids(box_users.WATCHDOG)
    inside = Inside(settings.till_socket, office, till.report, store, uids=uids, wifi=wifi)
    heart = Heart(settings.lights_socket, "till", till.heartbeat)

    def prove() -> None:
        _ask_for_health(settings)
        till.heartbeat()

    proof = Proof(voice, prove)

    def changed() -> None:
        screens.changed()
        inside.look()

    def office_changed() -> None:
        screens.changed()
        inside.changed()

    def scanned(code: str) -> None:
        if peripherals.takes(code):
            return
        try:
            till.scan(new_id("scan"), code)
        except TillError as refusal:
            till.notice(f"error.{refusal.code}", **{**refusal.params, "gtin": code})

    till.changed = changed
    office.changed = office_changed
    office.catalogue_changed = till.catalogue_changed
    wifi.changed = inside.changed
    welcome.changed = changed
    welcome.catalogue_changed = till.catalogue_changed
    hardware.changed = screens.changed
    hardware.scanned = scanned
    hardware.paired = peripherals.paired
    peripherals.changed = changed
    peripherals.asks = lambda: till.notice("notice.device_asks")
    peripherals.open()
    hardware.start()
    hotplug.start()
    till.open()
    refused = refused_keys(report_path)
    if refused and welcome.step is None:  # a new box shows them in its welcome
        till.notice("notice.card_refused", keys=refused)
    if settings.enrol_at_start and office.is_alone:
        office.enrol(new_id("enrol"), settings.office_url)
    inside.start()
    heart.start()
    proof.start()

    def close() -> None:
        proof.stop()
        heart.stop()
        inside.stop()
        hotplug.stop(timeout_s=2.0)
        care.stop()
        hardware.stop()
        screens.stop()
        store.close()

    return app, close


def _ask_for_health(settings: Config) -> None:
    """One request through the whole server, as a screen sends it; raises when it is not answered."""
    from http.client import HTTPConnection

    with closing(HTTPConnection(settings.host, settings.port, timeout=HEALTH_LIMIT_S)) as line:
        line.request("GET", "/healthz")
        if line.getresponse().status != 200:
            raise ConnectionError("the till does not say that it is well")


def _radio_country(settings: Config) -> str:
    """The country to propose to a radio that asks for one; empty where the box has none of its own."""
    return "" if settings.country == "generic" else settings.country.upper()


def _session_secret(secrets: SmallStore) -> bytes:
    """What signs the screens' cookies; made once."""
    from secrets import token_hex

    kept = secrets.get("secret", "session")
    if kept is None:
        kept = {"hex": token_hex(32)}
        secrets.put("secret", "session", kept)
    return bytes.fromhex(kept["hex"])


def _qr_rows(text: str) -> list[str]:
    """A QR code as rows of 0 and 1, without its quiet border; never a Micro QR, which few scanners read."""
    import segno

    return ["".join("1" if dark else "0" for dark in row) for row in segno.make_qr(text, error="m").matrix]


def _pairing_code() -> PairingCode:
    """A fresh code for a scanner to read off the screen."""
    from appliance.devices import pairing_code
    from appliance.till.peripherals import PairingCode

    digits = pairing_code.new_digits()
    return PairingCode(digits, pairing_code.bars(digits), _qr_rows(digits))


class _Paper:
    """The receipt of a sale, for the printer and for the screen."""

    def __init__(self, settings: Config) -> None:
        from appliance.domain.receipt import Merchant

        self._columns = settings.printer_columns
        self._merchant = Merchant(settings.merchant_name, settings.merchant_address, settings.merchant_tax_id)

    def laid(
        self, fact: Fact, language: str, is_copy: bool = False, columns: int | None = None
    ) -> list[Laid]:
        """Styled lines of the receipt; a doubtful clock is said on it."""
        from appliance.domain.receipt import receipt
        from appliance.domain.sale import sale_from_body
        from appliance.wording import lay_out, render

        document = receipt(
            sale_from_body(fact.body),
            self._merchant,
            copy=1 if is_copy else 0,
            time_is_doubtful=fact.at.quality == "estimated",
            fact_hash=fact.hash,
        )
        return lay_out(render(document, language), columns or self._columns)

    def lines(self, fact: Fact) -> list[str]:
        """The receipt as plain lines; its QR code is for paper alone."""
        from appliance.domain.document import Qr
        from appliance.wording import as_text

        laid = self.laid(fact, fact.body["language"], columns=PAPER_COLUMNS_ON_SCREEN)
        return as_text([line for line in laid if not isinstance(line, Qr)], PAPER_COLUMNS_ON_SCREEN)


def _sample_goods(settings: Config) -> tuple[Sequence[Category], Sequence[Item]]:
    """Goods to begin with, of a stall in the box's country: prices and taxes have to be of one kind."""
    from appliance import demo
    from appliance.domain.countries import country

    return demo.catalogue(country(settings.country).default_language)


def _fill_with_demo_data(store: Store, clock: Clock, language: str) -> None:
    from appliance import demo
    from appliance.till import catalogue

    if catalogue.load(store).version == 0:
        categories, items = demo.catalogue(language)
        catalogue.replace(store, clock.now(), categories, items)


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
