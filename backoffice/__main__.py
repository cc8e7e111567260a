"""The command line: `python -m backoffice COMMAND`. Parses arguments and hands over to `main`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from backoffice import __version__, main
from backoffice.config import COUNTRIES, LANGUAGES, Config, ConfigError, load
from backoffice.copies import CopyError
from backoffice.errors import StickError

FAILED = 1
REFUSED = 2  # exit code of a program that refuses its configuration; a supervisor does not restart it


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    args = _parser().parse_args(arguments)
    os.umask(0o077)  # whatever the back office writes is for its user alone
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.raiseExceptions = False  # a full disk takes no lines: no traceback about that in the same log
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        code: int = args.run(args)
    except ConfigError as refusal:
        print(f"Configuration refused: {refusal}", file=sys.stderr)
        return REFUSED
    except (CopyError, StickError) as problem:
        print(f"Not done: {problem}", file=sys.stderr)
        return FAILED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m backoffice", description="Tillbox, the owner's back office."
    )
    parser.add_argument("--version", action="version", version=f"Tillbox {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, words: str) -> argparse.ArgumentParser:
        parsed = commands.add_parser(name, help=words)
        parsed.add_argument("--config", type=Path, help="TOML file, see docs/backoffice.md")
        return parsed

    command("serve", "the back office itself").set_defaults(run=lambda args: main.serve(_settings(args)))

    merchant = command("merchant", "make a merchant and its owner; the password comes from standard input")
    merchant.add_argument("--name", required=True, help="as receipts and pages say it")
    merchant.add_argument("--email", required=True, help="the owner signs in with it")
    merchant.add_argument("--country", choices=COUNTRIES, default="generic")
    merchant.add_argument("--language", choices=LANGUAGES, default="en")
    merchant.add_argument("--zone", help="IANA time zone, if it is not the country's first one")
    merchant.set_defaults(
        run=lambda args: main.add_merchant(
            _settings(args), args.name, args.email, args.country, args.language, args.zone
        )
    )
    command("copy", "copy the SQLite file now, also while it serves").set_defaults(
        run=lambda args: main.copy(_settings(args))
    )
    restore = command("restore", "put a copy back; refused while it serves")
    restore.add_argument(
        "--copy", type=Path, help="which; otherwise the newest that is at least an hour old, else the oldest"
    )
    restore.set_defaults(run=lambda args: main.put_back(_settings(args), args.copy))
    command("renew", "after PostgreSQL was restored: boxes read the whole catalogue again").set_defaults(
        run=lambda args: main.renew(_settings(args))
    )
    stick = command("import-stick", "take in what is on a box's backup stick; also while it serves")
    stick.add_argument("folder", type=Path, help="where the stick is mounted")
    stick.add_argument("--box", help="which box's, if the stick does not say")
    stick.set_defaults(run=lambda args: main.take_in_stick(_settings(args), args.folder, args.box))
    return parser


def _settings(args: argparse.Namespace) -> Config:
    return load(args.config, os.environ)


if __name__ == "__main__":
    sys.exit(run())
