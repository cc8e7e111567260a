"""The command line: `python -m appliance PROGRAM`. Parses arguments and hands over to `main`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from appliance import __version__, demo_run, main
from appliance.config import LANGUAGES, ConfigError, load

Programs = argparse._SubParsersAction  # argparse has no public name for it
REFUSED = 2  # exit code of a program that refuses its configuration; a supervisor does not restart it


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one of the box's programs; return its exit code."""
    args = _parser().parse_args(arguments)
    os.umask(0o077)  # whatever a program of the box writes is for its user alone
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.raiseExceptions = False  # a full disk takes no lines: no traceback about that in the same log
    try:
        code: int = args.run(args)
    except ConfigError as refusal:
        print(f"Configuration refused: {refusal}", file=sys.stderr)
        return REFUSED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m appliance", description="Tillbox, the box at the stall.")
    parser.add_argument("--version", action="version", version=f"Tillbox {__version__}")
    programs = parser.add_subparsers(required=True, metavar="PROGRAM")

    demo = programs.add_parser("demo", help="boxes with simulated hardware and demo data, and a back office")
    demo.add_argument("--language", choices=LANGUAGES, default="en")
    demo.add_argument("--boxes", type=int, choices=(1, 2), default=1)
    demo.add_argument("--port", type=int, help="of the till; the others follow it (TILL_PORT, 8080)")
    demo.add_argument("--workbench-port", type=int, help="ten below the till's (SIM_PORT)")
    demo.add_argument("--office-port", type=int, help="ten above the till's (OFFICE_PORT)")
    demo.add_argument("--data", type=Path, help="folder of the data (DATA_DIR, build/demo/<language>)")
    demo.add_argument("--no-window", action="store_true", help="do not open the kiosk window")
    demo.add_argument("--welcome", action="store_true", help="as a new box that greets its owner")
    demo.set_defaults(run=lambda args: demo_run.run(_demo(args, os.environ)))
    for name, words, program in (
        ("till", "the service that sells", main.serve_till),
        ("simulator", "the virtual hardware and its workbench page", main.run_simulator),
        ("kiosk", "the full-screen window", main.run_kiosk),
        ("watchdog", "the process that synchronises with the back office", main.run_watchdog),
        ("stick", "the process that writes the backup stick", main.run_stick),
        ("care-door", "what only root may do for the till, once (root)", main.care_door),
    ):
        parsed = programs.add_parser(name, help=words)
        parsed.add_argument("--config", type=Path, required=True, help="TOML file, see docs/configuration.md")
        parsed.set_defaults(run=lambda args, program=program: program(load(args.config, os.environ)))
    lights = programs.add_parser("lights", help="the process that drives the lamp")
    lights.add_argument("--config", type=Path, required=True, help="TOML file, see docs/configuration.md")
    lights.add_argument("--red", action="store_true", help="only turn it red, and end")
    lights.set_defaults(run=lambda args: main.run_lights(load(args.config, os.environ), only_red=args.red))
    bundle = programs.add_parser("support-bundle", help="how this box is, for a technician, without secrets")
    bundle.add_argument("--config", type=Path, required=True, help="TOML file, see docs/configuration.md")
    bundle.add_argument("--out", type=Path, required=True, help="the zip to write; must not exist yet")
    bundle.set_defaults(run=lambda args: main.support_bundle(load(args.config, os.environ), args.out))
    export = programs.add_parser("stick-export", help="write all facts on a backup stick as JSON lines")
    export.add_argument("folder", type=Path, help="where the stick is mounted")
    export.set_defaults(run=lambda args: main.stick_export(args.folder))
    again = programs.add_parser("restore-from-stick", help="make a new box the one whose stick this is")
    again.add_argument("folder", type=Path, help="where the stick is mounted")
    again.add_argument("--config", type=Path, required=True, help="TOML file, see docs/configuration.md")
    again.set_defaults(run=lambda args: main.restore_from_stick(load(args.config, os.environ), args.folder))
    first = programs.add_parser(
        "first-boot", help="what a box does at each start before anything else (root)"
    )
    first.set_defaults(run=lambda _args: main.first_boot())
    add_journal(programs)
    return parser


def add_journal(programs: Programs[argparse.ArgumentParser]) -> None:
    """Add `journal` and its three commands."""
    journal = programs.add_parser("journal", help="verify, show or export the journal of a box")
    commands = journal.add_subparsers(dest="journal_command", required=True)
    for name, words in (
        ("verify", "check every line of every segment"),
        ("show", "print the last transactions readably"),
        ("export", "write all facts as JSON lines, byte for byte as they were stored"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("directory", type=Path, help="the box's data directory, or its store directory")
        if name == "show":
            command.add_argument("--last", type=int, default=20, help="how many transactions (20)")

    def run_journal(args: argparse.Namespace) -> int:
        from appliance.store import cli  # the lamp has to be back within a second: it starts without a store

        return cli.run(args)

    journal.set_defaults(run=run_journal)


def _demo(args: argparse.Namespace, environment: Mapping[str, str]) -> demo_run.Demo:
    """What the arguments ask for, else the environment."""

    def port(given: int | None, variable: str, otherwise: int) -> int:
        text = environment.get(variable, "")
        if given is None and text and not (text.isascii() and text.isdigit()):
            raise ConfigError(f"{variable}: {text!r} in the environment; allowed is a whole number")
        chosen = given if given is not None else int(text or otherwise)
        if not 1024 <= chosen <= 65000:
            raise ConfigError(f"{variable}: {chosen}; allowed are 1024 to 65000")
        return chosen

    till = port(args.port, "TILL_PORT", 8080)
    own = f"{args.language}-welcome" if args.welcome else args.language
    folder = args.data or environment.get("DATA_DIR") or main.ROOT / "build" / "demo" / own
    return demo_run.Demo(
        data_dir=Path(folder),
        language=args.language,
        port=till,
        workbench_port=port(args.workbench_port, "SIM_PORT", till - 10),
        office_port=port(args.office_port, "OFFICE_PORT", till + 10),
        boxes=args.boxes,
        open_window=not args.no_window,
        welcome=args.welcome,
    )


if __name__ == "__main__":
    sys.exit(run())
