"""The command line: `python -m appliance PROGRAM`. Parses arguments and hands over to `main`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from appliance import __version__, main
from appliance.config import LANGUAGES, ConfigError, load
from appliance.store import cli as journal

REFUSED = 2  # exit code of a program that refuses its configuration; a supervisor does not restart it


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one of the box's programs; return its exit code."""
    args = _parser().parse_args(arguments)
    os.umask(0o077)  # whatever a program of the box writes is for its user alone
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
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

    demo = programs.add_parser("demo", help="the whole box with simulated hardware and demo data")
    demo.add_argument("--language", choices=LANGUAGES, default="en")
    demo.add_argument("--port", type=int, default=8080, help="of the screen; the others follow it")
    demo.add_argument("--data", type=Path, help="folder of the box's data")
    demo.add_argument("--no-window", action="store_true", help="do not open the kiosk window")
    demo.set_defaults(
        run=lambda args: main.run_demo(
            args.data or main.ROOT / "build" / "demo" / args.language,
            args.language,
            args.port,
            open_window=not args.no_window,
        )
    )
    for name, words, program in (
        ("till", "the service that sells", main.serve_till),
        ("simulator", "the virtual hardware and its workbench page", main.run_simulator),
        ("kiosk", "the full-screen window", main.run_kiosk),
    ):
        parsed = programs.add_parser(name, help=words)
        parsed.add_argument("--config", type=Path, required=True, help="TOML file, see docs/configuration.md")
        parsed.set_defaults(run=lambda args, program=program: program(load(args.config, os.environ)))
    journal.add_commands(programs)
    return parser


if __name__ == "__main__":
    sys.exit(run())
