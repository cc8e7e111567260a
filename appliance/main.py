"""The composition root: configuration → adapters → till → web. The only module that knows them all.

Each program of the box has one function here; imports are inside them, so that no process loads what it does
not need.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from appliance import __version__, config
from appliance.config import Config

if TYPE_CHECKING:
    from flask import Flask

    from appliance.ports import Clock, Fact, Store
    from appliance.wording.layout import Laid

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "webui" / "dist"
PAPER_COLUMNS_ON_SCREEN = 42
STALLS = {"en": "Stall 12", "de": "Stand 12", "fi": "Paikka 12", "it": "Banco 12", "vi": "Quầy 12"}


def serve_till(settings: Config) -> int:
    """Serve the till until a signal ends it."""
    from appliance.web.serve import TillServer

    TillServer(settings.host, settings.port, lambda: build_till(settings)).run()
    return 0


def build_till(settings: Config) -> tuple[Flask, Callable[[], None]]:
    """The till's application with everything behind it, and how to close it. Runs in the worker process."""
    import secrets

    from appliance.clock import SystemClock, new_id
    from appliance.devices.hardware import Hardware, Links
    from appliance.devices.jobs import StoredJobs
    from appliance.devices.printing import PrinterSettings
    from appliance.domain.countries import country
    from appliance.domain.errors import TillError
    from appliance.store import open_store
    from appliance.store.people import SmallStore
    from appliance.till import Box, Till
    from appliance.web.app import create_app
    from appliance.web.guards import Door, keep_token

    pack = country(settings.country)
    clock = SystemClock(settings.zone, pack.day_cutoff_minutes)
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
    )
    box = Box(
        country=pack,
        language=settings.language,
        stall=settings.stall,
        merchant_name=settings.merchant_name,
        version=__version__,
        started_utc=clock.now().utc,
        simulated=settings.simulated,
    )
    till = Till(store, clock, hardware, paper, box, new_id)

    secret_store = SmallStore(settings.data_dir / "people.json")
    secret = secret_store.get("secret", "session")
    if secret is None:
        secret = {"hex": secrets.token_hex(32)}
        secret_store.put("secret", "session", secret)
    names = (f"127.0.0.1:{settings.port}", f"localhost:{settings.port}")
    door = Door(frozenset(names), keep_token(settings.run_dir / "kiosk-token"))
    app, screens = create_app(till, door, DIST, bytes.fromhex(secret["hex"]))

    def scanned(code: str) -> None:
        try:
            till.scan(new_id("scan"), code)
        except TillError as refusal:
            till.notice(f"error.{refusal.code}", **{**refusal.params, "gtin": code})

    till.changed = screens.changed
    hardware.changed = screens.changed
    hardware.scanned = scanned
    hardware.start()
    till.open()

    def close() -> None:
        hardware.stop()
        screens.stop()
        store.close()

    return app, close


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


def _fill_with_demo_data(store: Store, clock: Clock, language: str) -> None:
    from appliance import demo
    from appliance.till import catalogue

    if catalogue.load(store).version == 0:
        categories, items = demo.catalogue(language)
        catalogue.replace(store, clock.now(), categories, items)


def run_simulator(settings: Config) -> int:
    """Run the virtual hardware and its workbench page until a signal ends it."""
    from appliance import demo
    from appliance.simulator.app import SimulatorSettings, run
    from appliance.simulator.state import Sample

    if not settings.simulated:
        raise config.ConfigError("simulated: false; allowed is true for the simulator")
    _, items = demo.catalogue(settings.language)
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
        )
    )


def _port(link: str) -> int:
    return int(link.rpartition(":")[2])


def run_kiosk(settings: Config) -> int:
    """Open the full-screen window and keep it alive."""
    from appliance.kiosk import KioskSettings, run

    return run(
        KioskSettings(
            url=f"http://{settings.host}:{settings.port}",
            token_file=settings.run_dir / "kiosk-token",
            storage_path=settings.data_dir / "kiosk",
            renderer=settings.kiosk_renderer,
            language=settings.language,
            fullscreen=not settings.simulated,
        )
    )


def demo_config(data_dir: Path, language: str, port: int) -> Config:
    """The configuration of the demo box: simulated hardware on the ports above the screen's."""
    from appliance import demo
    from appliance.domain.countries import PACKS

    merchant = demo.merchant(language)
    code = demo.country(language).lower()
    bench = port + 10
    return config.check(
        Config(
            data_dir=data_dir.absolute(),
            port=port,
            workbench_port=bench,
            language=language,
            country=code,
            zone=PACKS[code.upper()].zone,
            stall=STALLS[language],
            merchant_name=merchant.name,
            merchant_address=merchant.address,
            merchant_tax_id=merchant.tax_id,
            simulated=True,
            demo_data=True,
            printer_link=f"tcp://127.0.0.1:{bench + 1}",
            display_link=f"tcp://127.0.0.1:{bench + 2}",
            scanner_link=f"tcp://127.0.0.1:{bench + 3}",
            scale_link=f"tcp://127.0.0.1:{bench + 4}",
        )
    )


def _cannot_start(settings: Config) -> str | None:
    """Why this demo box must not start, before it touches anything: another one runs, or has its ports."""
    import fcntl
    import socket

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lock = os.open(settings.data_dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held until this process ends
    except BlockingIOError:
        os.close(lock)
        return f"This box is running already (its data is in {settings.data_dir}). Stop it with Ctrl-C first."
    for port in (
        settings.port,
        settings.workbench_port,
        *range(settings.workbench_port + 1, settings.workbench_port + 5),
    ):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.host, port))
            except OSError:
                os.close(lock)
                return f"Port {port} is in use. Choose others with: make run port=9000"
    return None


def run_demo(data_dir: Path, language: str, port: int, *, open_window: bool) -> int:
    """The whole box on one machine: supervise till, simulator and, where one can open, the window."""
    from appliance import kiosk
    from appliance.supervisor import ChildSpec, Supervisor, answers

    settings = demo_config(data_dir, language, port)
    refusal = _cannot_start(settings)
    if refusal is not None:
        print(refusal, file=sys.stderr)
        return 1
    path = settings.data_dir / "box.toml"
    config.write(settings, path)
    screen = f"http://{settings.host}:{settings.port}"
    bench = f"http://{settings.host}:{settings.workbench_port}"

    def program(name: str) -> tuple[str, ...]:
        return (sys.executable, "-m", "appliance", name, "--config", str(path))

    children = [
        ChildSpec("till", program("till"), ready=answers(f"{screen}/healthz")),
        ChildSpec("simulator", program("simulator"), ready=answers(f"{bench}/healthz")),
    ]
    no_window = kiosk.available(os.environ) if open_window else "not wanted"
    if no_window is None:
        children.append(ChildSpec("kiosk", program("kiosk"), restart_on_success=False))

    def welcome() -> None:
        token = (settings.run_dir / "kiosk-token").read_text(encoding="ascii")
        print(f"\nTillbox is selling ({settings.merchant_name}, {settings.stall}).\n")
        print(f"  The till:       {screen}/enter?token={token}")
        print(f"  The workbench:  {bench}/   printer, drawer, scale, scanner and the power plug")
        if no_window is not None and open_window:
            print(f"  {no_window} Open the till in a browser.")
        print("\nCtrl-C stops everything.\n", flush=True)

    print(f"Starting the box in {settings.data_dir} ...", flush=True)
    return Supervisor(children, settings.run_dir, settings.logs_dir).run(on_ready=welcome)
