"""The simulator process: devices, workbench page, and an orderly end.

Takes plain values; reads no configuration.
"""

from __future__ import annotations

import logging
import signal
import threading
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from appliance.simulator.office_switch import OfficeSettings
from appliance.simulator.state import LANGUAGES, ROW_S, Ports, Sample, Workbench
from appliance.simulator.surroundings import CableSettings
from appliance.simulator.web import create_app

LOG = logging.getLogger(__name__)

REQUEST_S = 30


@dataclass(frozen=True, slots=True)
class SimulatorSettings:
    """Where to listen and what to show. A port of 0 lets the system choose.

    The pid files are in `run_dir` unless they are named: of several boxes one supervisor may keep them all.
    """

    host: str
    workbench_port: int
    printer_port: int
    display_port: int
    scanner_port: int
    scale_port: int
    till_url: str
    run_dir: Path
    dist_dir: Path
    language: str = "en"
    samples: tuple[Sample, ...] = ()
    columns: int = 48
    row_s: float = ROW_S
    seed: int | None = None
    zone: str = "UTC"
    cable: CableSettings | None = None
    office: OfficeSettings | None = None
    till_pid_file: Path | None = None
    watchdog_pid_file: Path | None = None

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {self.language!r}")


class _QuietHandler(WSGIRequestHandler):
    timeout = REQUEST_S

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        LOG.debug("%s %s", getattr(self, "requestline", ""), code)


class Simulator:
    """Everything wired; `start`, `stop`, `url`."""

    def __init__(self, settings: SimulatorSettings) -> None:
        self.bench = Workbench(
            host=settings.host,
            ports=Ports(
                settings.printer_port, settings.display_port, settings.scanner_port, settings.scale_port
            ),
            till_url=settings.till_url,
            run_dir=settings.run_dir,
            language=settings.language,
            samples=settings.samples,
            columns=settings.columns,
            row_s=settings.row_s,
            seed=settings.seed,
            zone=settings.zone,
            cable=settings.cable,
            office=settings.office,
            till_pid_file=settings.till_pid_file or settings.run_dir / "till.pid",
            watchdog_pid_file=settings.watchdog_pid_file or settings.run_dir / "watchdog.pid",
        )
        self._host = settings.host
        app = create_app(
            self.bench, dist_dir=settings.dist_dir.absolute(), hosts=self._hosts, run_dir=settings.run_dir
        )
        self._server: BaseWSGIServer = make_server(
            settings.host, settings.workbench_port, app, threaded=True, request_handler=_QuietHandler
        )
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.1},
            name="sim-workbench",
            daemon=True,
        )

    @property
    def port(self) -> int:
        """The workbench's port."""
        return self._server.server_port

    @property
    def url(self) -> str:
        """The workbench's address."""
        return f"http://{self._host}:{self.port}"

    def _hosts(self) -> frozenset[str]:
        return frozenset(f"{name}:{self.port}" for name in {self._host, "localhost"})

    def start(self) -> None:
        """Devices first: whoever can see the page can use them."""
        self.bench.start()
        self._thread.start()

    def stop(self) -> None:
        """Close all ports; within a few seconds."""
        self.bench.stop()
        self._server.shutdown()
        self._thread.join(1.0)
        self._server.server_close()


def run(settings: SimulatorSettings) -> int:
    """Run until SIGTERM or SIGINT; the exit code."""
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    simulator = Simulator(settings)
    simulator.start()
    LOG.info("workbench at %s", simulator.url)
    while not ended.wait(1.0):
        pass
    simulator.stop()
    return 0
