"""`make run`: one or two boxes with simulated hardware and their back office, on one machine, under one supervisor.

Writes their configurations, starts their programs, says where they are. Knows no program from inside.
"""

from __future__ import annotations

import fcntl
import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from appliance import config
from appliance.config import Config

if TYPE_CHECKING:
    from appliance.supervisor import ChildSpec

STALLS = {
    "en": ("Stall 12", "Stall 14"),
    "de": ("Stand 12", "Stand 14"),
    "fi": ("Paikka 12", "Paikka 14"),
    "it": ("Banco 12", "Banco 14"),
    "vi": ("Quầy 12", "Quầy 14"),
}
SERIES = ("A", "B")
NEXT_BOX = 100  # each box's ports follow those of the one before at this distance


@dataclass(frozen=True, slots=True)
class Demo:
    """What was asked for; ports are those of the first box and of the back office."""

    data_dir: Path
    language: str
    port: int = 8080
    workbench_port: int = 8070
    office_port: int = 8090
    boxes: int = 1
    open_window: bool = True
    welcome: bool = False

    @property
    def office_dir(self) -> Path:
        return self.data_dir.absolute() / "office"


def box_config(demo: Demo, place: int = 0) -> Config:
    """The configuration of a demo box: simulated hardware on the ports above its workbench's."""
    from appliance import demo as stalls
    from appliance.domain.countries import PACKS

    merchant = stalls.merchant(demo.language)
    code = stalls.country(demo.language).lower()
    bench = demo.workbench_port + place * NEXT_BOX
    cable = bench + 5
    folder = demo.data_dir.absolute()
    return config.check(
        Config(
            data_dir=folder if place == 0 else folder / SERIES[place].lower(),
            port=demo.port + place * NEXT_BOX,
            workbench_port=bench,
            language=demo.language,
            country=code,
            zone=PACKS[code.upper()].zone,
            box_series=SERIES[place],
            stall=STALLS[demo.language][place],
            merchant_name=merchant.name,
            merchant_address=merchant.address,
            merchant_tax_id=merchant.tax_id,
            simulated=True,
            demo_data=True,
            office_url=f"http://127.0.0.1:{cable}",
            enrol_at_start=not demo.welcome,
            welcome_screen=demo.welcome,
            cable_port=cable,
            office_port=demo.office_port,
            office_dir=str(demo.office_dir),
            first_box_dir="" if place == 0 else str(folder),
            printer_link=f"tcp://127.0.0.1:{bench + 1}",
            display_link=f"tcp://127.0.0.1:{bench + 2}",
            scanner_link=f"tcp://127.0.0.1:{bench + 3}",
            scale_link=f"tcp://127.0.0.1:{bench + 4}",
        )
    )


def run(demo: Demo) -> int:
    """Start everything, say where it is, keep it alive until Ctrl-C; the exit code."""
    from appliance import kiosk
    from appliance.supervisor import ChildSpec, Supervisor

    boxes = [box_config(demo, place) for place in range(demo.boxes)]
    refusal = _cannot_start(demo, boxes)
    if refusal is not None:
        print(refusal, file=sys.stderr)
        return 1
    children = [_office(demo, boxes[0])]
    for place, box in enumerate(boxes):
        config.write(box, box.data_dir / "box.toml")
        children += programs(box, place)
    no_window = kiosk.available(os.environ) if demo.open_window else "not wanted"
    if no_window is None:
        children.append(ChildSpec("kiosk", _program("kiosk", boxes[0]), restart_on_success=False))

    def welcome() -> None:
        for box in boxes:
            _say_where(box, first=box is boxes[0])
        _say_office(demo, has_started=supervisor.was_ready("office"), log=boxes[0].logs_dir / "office.log")
        if no_window is not None and demo.open_window:
            print(f"\n  {no_window} Open the till in a browser.")
        print("\nCtrl-C stops everything.\n", flush=True)

    print(f"Starting in {demo.data_dir.absolute()} ...", flush=True)
    supervisor = Supervisor(children, boxes[0].run_dir, boxes[0].logs_dir)
    return supervisor.run(on_ready=welcome)


def _say_where(box: Config, *, first: bool) -> None:
    token = (box.run_dir / "kiosk-token").read_text(encoding="ascii")
    screen, bench = f"http://{box.host}:{box.port}", f"http://{box.host}:{box.workbench_port}"
    print(f"\nTillbox is selling ({box.merchant_name}, {box.stall}).\n")
    print(f"  The till:         {screen}/enter?token={token}")
    note = "   printer, drawer, scale, scanner, light, network cable and the power plug" if first else ""
    print(f"  The workbench:    {bench}/{note}")


def _say_office(demo: Demo, *, has_started: bool, log: Path) -> None:
    if not has_started:
        print("  The back office did not start. The till sells without it; sales wait safely on the box.")
        print(f"                    why is in {log}")
        return
    password = (demo.office_dir / "password").read_text(encoding="ascii").strip()
    print(f"  The back office:  http://127.0.0.1:{demo.office_port}/")
    print(f"                    sign in as demo@tillbox.example with the password {password}")


def programs(box: Config, place: int) -> list[ChildSpec]:
    """The programs of one box, as their unit files would name them."""
    from appliance.lights import wires
    from appliance.supervisor import ChildSpec, answers

    suffix = "" if place == 0 else f"-{box.box_series.lower()}"
    screen = f"http://{box.host}:{box.port}/healthz"
    bench = f"http://{box.host}:{box.workbench_port}/healthz"
    return [
        ChildSpec(f"simulator{suffix}", _program("simulator", box), ready=answers(bench)),
        ChildSpec(
            f"lights{suffix}",
            _program("lights", box),
            # By its path, with nothing of the package behind it: it has to be done before the restart.
            after_death=(sys.executable, "-I", "-S", wires.__file__, str(box.pins_socket)),
        ),
        ChildSpec(f"till{suffix}", _program("till", box), ready=answers(screen)),
        ChildSpec(f"watchdog{suffix}", _program("watchdog", box)),
        ChildSpec(f"stick{suffix}", _program("stick", box), is_needed=False),
    ]


def _program(name: str, box: Config) -> tuple[str, ...]:
    return (sys.executable, "-m", "appliance", name, "--config", str(box.data_dir / "box.toml"))


def _office(demo: Demo, box: Config) -> ChildSpec:
    """The back office, a program of its own: all it shares with the box is its address and the protocol."""
    from appliance.supervisor import ChildSpec, answers

    path = demo.office_dir / "office.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (
        f'data_dir = "{demo.office_dir}"',
        f"port = {demo.office_port}",
        "report_interval_s = 5",
        "demo = true",
        f'demo_language = "{box.language}"',
        f'demo_country = "{box.country}"',
        f"demo_merchant = {config.toml_text(box.merchant_name)}",
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ChildSpec(
        "office",
        (sys.executable, "-m", "backoffice", "serve", "--config", str(path)),
        ready=answers(f"http://127.0.0.1:{demo.office_port}/healthz"),
        hold_file=box.run_dir / "office.hold",
        is_needed=False,
    )


def _cannot_start(demo: Demo, boxes: Sequence[Config]) -> str | None:
    """Why this demo must not start, before it touches anything: another one runs, or has its ports."""
    demo.data_dir.mkdir(parents=True, exist_ok=True)
    lock = os.open(demo.data_dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held until this process ends
    except BlockingIOError:
        os.close(lock)
        return f"This box is running already (its data is in {demo.data_dir}). Stop it with Ctrl-C first."
    ports = [demo.office_port]
    for box in boxes:
        ports += [box.port, *range(box.workbench_port, box.cable_port + 1)]
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                os.close(lock)
                return f"Port {port} is in use. Choose others with: make run port=9000"
    return None
