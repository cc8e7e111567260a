"""Puts the till's process together: the stall and its store, what is plugged in, the doors through which it is asked.

Beside `main`, which calls it in the server's worker. The only module that knows all parts of a till; decides nothing.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from secrets import token_hex

from flask import Flask

from appliance import __version__, box_users, demo, restore
from appliance.box_key import StoredKey
from appliance.care.desk import Care
from appliance.care.technician import Argon2id
from appliance.care_wiring import door_of, till_care, till_inspector
from appliance.clock import SystemClock, new_id
from appliance.config import Config
from appliance.devices import pairing_code
from appliance.devices.hardware import Hardware, Links
from appliance.devices.hotplug import HotplugWatch, NoEvents, system_events
from appliance.devices.jobs import StoredJobs
from appliance.devices.printing import PrinterSettings
from appliance.devices.sysfs import SysTree
from appliance.devices.typed import grab, leave
from appliance.domain.catalogue import Category, Item
from appliance.domain.countries import country
from appliance.domain.day_paper import x_paper, z_paper
from appliance.domain.document import Qr
from appliance.domain.errors import TillError
from appliance.domain.receipt import QR_VERSION, Merchant, receipt, refund_receipt
from appliance.domain.refund import refund_from_body
from appliance.domain.sale import sale_from_body
from appliance.heartbeat import Heart
from appliance.notify import SILENT, Notifier, Proof
from appliance.ports import Document, Fact, Moment
from appliance.stick_key import StoredSecret
from appliance.store import JournalStore, open_store
from appliance.store.people import SmallStore
from appliance.till import BackOffice, Box, Till, catalogue
from appliance.till.leaving import Leaving
from appliance.till.pairing import PairingCode
from appliance.till.people import People
from appliance.till.peripherals import Peripherals
from appliance.till.radio_country import RadioCountry
from appliance.till.ready import Ready
from appliance.till.stick import Stick
from appliance.till.welcome import Welcome
from appliance.till.wifi import Wifi
from appliance.web.app import create_app
from appliance.web.care_api import care_api
from appliance.web.day_api import day_api
from appliance.web.devices_api import devices_api
from appliance.web.goods_api import goods_api
from appliance.web.guards import Door, keep_token
from appliance.web.inside import Inside, own_users
from appliance.web.inspector_api import inspector_api
from appliance.web.leaving_api import leaving_api
from appliance.web.live import Screens
from appliance.web.parking_api import parking_api
from appliance.web.payments_api import payments_api
from appliance.web.people_api import people_api
from appliance.web.price_lists_api import price_lists_api
from appliance.web.promotions_api import promotions_api
from appliance.web.ready_api import ready_api
from appliance.web.refunds_api import refunds_api
from appliance.web.stick_api import stick_api
from appliance.web.stock_api import stock_api
from appliance.web.welcome_api import refused_keys, welcome_api
from appliance.web.wifi_api import wifi_api
from appliance.wording import as_text, lay_out, render
from appliance.wording.layout import Laid

PAPER_COLUMNS_ON_SCREEN = 42
HEALTH_LIMIT_S = 3.0
HOTPLUG_STOP_S = 2.0


def build_till(settings: Config, dist: Path, voice: Notifier = SILENT) -> tuple[Flask, Callable[[], None]]:
    """The till's application with everything behind it, and how to close it. Runs in the worker process."""
    stall = _stall(settings)
    plugs = _plugs(settings, stall)
    doors = _doors(settings, dist, stall, plugs)
    heart = Heart(settings.lights_socket, "till", stall.till.heartbeat)
    proof = Proof(voice, lambda: _prove(settings, stall.till))
    _connect(stall, plugs, doors)

    if stall.secrets.is_damaged:
        stall.till.notice("notice.people_damaged")
    plugs.peripherals.open()
    plugs.hardware.start()
    plugs.hotplug.start()
    stall.till.open()
    refused = refused_keys(_card_report(settings))
    if refused and doors.welcome.step is None:  # a new box shows them in its welcome
        stall.till.notice("notice.card_refused", keys=refused)
    if settings.enrol_at_start and stall.office.is_alone:
        stall.office.enrol(new_id("enrol"), settings.office_url)
    doors.inside.start()
    heart.start()
    proof.start()

    def close() -> None:
        proof.stop()
        heart.stop()
        doors.inside.stop()
        plugs.hotplug.stop(timeout_s=HOTPLUG_STOP_S)
        doors.care.stop()
        plugs.hardware.stop()
        doors.screens.stop()
        stall.store.close()

    return doors.app, close


@dataclass(frozen=True, slots=True)
class _Stall:
    """What would sell without any device, screen or network."""

    clock: SystemClock
    store: JournalStore
    secrets: SmallStore
    box: Box
    office: BackOffice
    hardware: Hardware
    till: Till


def _stall(settings: Config) -> _Stall:
    pack = country(settings.country)
    clock = SystemClock(settings.zone, pack.day_cutoff_minutes, offset_file=settings.clock_offset_file)
    restore.finish(settings.data_dir)
    store = open_store(settings.store_dir, series=settings.box_series, now=clock.now)
    if settings.demo_data and catalogue.load(store).version == 0:
        catalogue.replace(store, clock.now(), *demo.catalogue(settings.language))
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
    office.proposed_url = settings.office_url
    office.open()
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
    till = Till(
        store,
        clock,
        hardware,
        paper,
        box,
        new_id,
        office,
        lambda intents: People(store, intents, secrets, Argon2id(), time.monotonic, threading.Lock()),
    )
    till.day.print_x = lambda report: hardware.print_paper(
        lambda columns: paper.interim(report, clock.now(), till.language, columns)
    )
    return _Stall(clock, store, secrets, box, office, hardware, till)


@dataclass(frozen=True, slots=True)
class _Plugs:
    """What may be plugged in, and who notices."""

    hardware: Hardware
    peripherals: Peripherals
    hotplug: HotplugWatch


def _plugs(settings: Config, stall: _Stall) -> _Plugs:
    hardware, till, usb = stall.hardware, stall.till, settings.simulated_usb_dir
    peripherals = Peripherals(
        stall.store,
        stall.clock,
        hardware,
        hardware,
        _pairing_code,
        time.monotonic,
        lambda: till.language,
        threading.Lock(),
    )
    hotplug = HotplugWatch(
        SysTree() if usb is None else SysTree(usb / "sys", usb / "dev"),
        system_events() if usb is None else NoEvents(),
        peripherals.found,
    )
    return _Plugs(hardware, peripherals, hotplug)


@dataclass(frozen=True, slots=True)
class _Doors:
    """Through which the till is asked: by screens, and by the watchdog."""

    app: Flask
    screens: Screens
    inside: Inside
    wifi: Wifi
    welcome: Welcome
    care: Care
    stick: Stick


def _doors(settings: Config, dist: Path, stall: _Stall, plugs: _Plugs) -> _Doors:
    till, store = stall.till, stall.store
    # The country to propose to a radio that asks for one; empty where the box has none of its own.
    radio_country = "" if settings.country == "generic" else settings.country.upper()
    wifi = Wifi(time.monotonic, new_id, threading.Lock(), radio_country, RadioCountry(store, stall.clock))
    # A new box begins with goods of a stall in its country: prices and taxes have to be of one kind.
    welcome = Welcome(store, stall.clock, stall.box, lambda: _sample_goods(settings))
    care_door = door_of(settings)
    care = till_care(
        settings,
        stall.clock,
        store,
        till,
        stall.office,
        plugs.hardware,
        plugs.peripherals,
        stall.secrets,
        care_door,
        new_id,
    )
    stick = Stick(
        store,
        StoredSecret(stall.secrets),
        time.monotonic,
        threading.Lock(),
        stall=stall.box.stall,
        office_box=stall.office.box_id,
    )
    parts = (
        stick_api(stick, till.people),
        leaving_api(till, Leaving(store, stall.clock, stall.office, till.people, stick)),
        wifi_api(wifi),
        devices_api(plugs.peripherals),
        welcome_api(till, welcome, _card_report(settings), _take_over(settings, stall)),
        care_api(care),
        day_api(till.day),
        refunds_api(till.refunds),
        payments_api(till.paying, till.pay_settings, _qr_rows),
        goods_api(till.goods),
        promotions_api(till.promotions, stall.clock.now),
        inspector_api(till_inspector(stall.box.stall, stall.clock, store, till, care_door, new_id)),
        stock_api(till.stock),
        parking_api(till.parking),
        price_lists_api(till.price_lists),
        people_api(till.people),
        ready_api(_ready(settings, stall, plugs)),
    )
    names = (f"127.0.0.1:{settings.port}", f"localhost:{settings.port}")
    token = keep_token(settings.run_dir / "kiosk-token", box_users.gid(box_users.KIOSK))
    door = Door(frozenset(names), token)
    app, screens = create_app(till, stall.office, door, dist, _session_secret(stall.secrets), parts)
    uids = own_users() | box_users.uids(box_users.WATCHDOG)
    inside = Inside(settings.till_socket, stall.office, till.report, store, uids=uids, wifi=wifi, stick=stick)
    return _Doors(app, screens, inside, wifi, welcome, care, stick)


def _connect(stall: _Stall, plugs: _Plugs, doors: _Doors) -> None:
    """Who hears of whose news."""
    till, office, hardware, peripherals = stall.till, stall.office, plugs.hardware, plugs.peripherals
    screens, inside, welcome = doors.screens, doors.inside, doors.welcome

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
            if code.startswith(f"{QR_VERSION}|"):
                till.notice("scan.receipt", number=till.refunds.scanned(code))
                return
            if till.promotions.has_coupon(code):
                till.promotions.give_coupon(new_id("coupon"), code)
                return
            till.scan(new_id("scan"), code)
        except TillError as refusal:
            till.notice(f"error.{refusal.code}", **{**refusal.params, "gtin": code})

    till.changed = changed
    till.touched = inside.touched
    till.stick = doors.stick.view
    doors.stick.changed = screens.changed
    office.changed = office_changed
    office.catalogue_changed = till.catalogue_changed
    doors.wifi.changed = inside.changed
    welcome.changed = changed
    welcome.catalogue_changed = till.catalogue_changed
    hardware.changed = screens.changed
    hardware.scanned = scanned
    hardware.paired = peripherals.paired
    peripherals.changed = changed
    peripherals.asks = lambda: till.notice("notice.device_asks")


def _ready(settings: Config, stall: _Stall, plugs: _Plugs) -> Ready:
    """The morning check of this box."""
    return Ready(
        stall.till,
        stall.office,
        stall.store,
        stall.clock,
        stall.hardware,
        lambda: plugs.peripherals.view()["devices"],
        lambda: _is_heard(settings.lights_socket),
        stall.box.started_utc,
    )


def _is_heard(lights_socket: Path) -> bool:
    """Whether somebody drives the lamp: its socket is open. Nothing is said to it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
        try:
            wire.connect(str(lights_socket))
        except OSError:
            return False
    return True


def _take_over(settings: Config, stall: _Stall) -> restore.TakeOver:
    """A new box becomes another one in the next life of this process, which its parent gives it at once."""
    store = stall.store

    def is_new() -> bool:
        return store.state().last_fact == 0 and len(store.epochs()) <= 1

    return restore.TakeOver(
        settings.data_dir,
        settings.stick_dir,
        stall.clock.now,
        is_new,
        lambda: os.kill(os.getpid(), signal.SIGTERM),
    )


def _card_report(settings: Config) -> Path:
    """What the first boot says of the settings on the card: root's word, in a folder of root's."""
    return settings.data_dir.parent / "state" / "first-boot-report.json"


def _prove(settings: Config, till: Till) -> None:
    """One request through the whole server, as a screen sends it; raises when it is not answered."""
    with closing(HTTPConnection(settings.host, settings.port, timeout=HEALTH_LIMIT_S)) as line:
        line.request("GET", "/healthz")
        if line.getresponse().status != 200:
            raise ConnectionError("the till does not say that it is well")
    till.heartbeat()


def _session_secret(secrets: SmallStore) -> bytes:
    """What signs the screens' cookies; made once."""
    kept = secrets.get("secret", "session")
    if kept is None:
        kept = {"hex": token_hex(32)}
        secrets.put("secret", "session", kept)
    return bytes.fromhex(kept["hex"])


def _qr_rows(text: str) -> list[str]:
    """A QR code as rows of 0 and 1, without its quiet border; never a Micro QR, which few scanners read."""
    import segno  # a sale needs none

    return ["".join("1" if dark else "0" for dark in row) for row in segno.make_qr(text, error="m").matrix]


def _pairing_code() -> PairingCode:
    """A fresh code for a scanner to read off the screen."""
    digits = pairing_code.new_digits()
    return PairingCode(digits, pairing_code.bars(digits), _qr_rows(digits))


def _sample_goods(settings: Config) -> tuple[Sequence[Category], Sequence[Item]]:
    return demo.catalogue(country(settings.country).default_language)


class _Paper:
    """The receipt of a sale, for the printer and for the screen."""

    def __init__(self, settings: Config) -> None:
        self._columns = settings.printer_columns
        self._merchant = Merchant(settings.merchant_name, settings.merchant_address, settings.merchant_tax_id)

    def laid(
        self, fact: Fact, language: str, is_copy: bool = False, columns: int | None = None
    ) -> list[Laid]:
        """Styled lines of the receipt; a doubtful clock is said on it."""
        copy, is_doubtful = (1 if is_copy else 0), fact.at.quality == "estimated"
        if fact.type == "shift_closed":
            document = z_paper(fact.body, self._merchant, copy, fact.hash)
        elif fact.type == "refund":
            refund = refund_from_body(fact.body)
            document = refund_receipt(refund, self._merchant, copy, is_doubtful, fact.hash)
        else:
            document = receipt(sale_from_body(fact.body), self._merchant, copy, is_doubtful, fact.hash)
        return lay_out(render(document, language), columns or self._columns)

    def interim(self, report: Document, moment: Moment, language: str, columns: int) -> list[Laid]:
        """Styled lines of an X."""
        paper = x_paper(report, self._merchant, moment.utc, moment.offset_min)
        return lay_out(render(paper, language), columns)

    def lines(self, fact: Fact) -> list[str]:
        """The receipt as plain lines; its QR code is for paper alone."""
        laid = self.laid(fact, fact.body["language"], columns=PAPER_COLUMNS_ON_SCREEN)
        return as_text([line for line in laid if not isinstance(line, Qr)], PAPER_COLUMNS_ON_SCREEN)
