"""Where packages come from: the builder's own sources, with the suite exchanged. Parses text, asks no network.

No mirror is written into this repository. Whatever the builder gets its Debian from serves the image as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

COMPONENTS = "main non-free-firmware"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


class NoDebianSource(Exception):
    """The builder's apt configuration names no Debian archive."""


@dataclass(frozen=True, slots=True)
class Source:
    """An archive: its address and one suite of it, as the builder uses it."""

    address: str
    suite: str


def parse_deb822(text: str) -> list[Source]:
    """Read a `.sources` file."""
    found: list[Source] = []
    for paragraph in text.split("\n\n"):
        fields: dict[str, str] = {}
        key = ""
        for line in paragraph.splitlines():
            if line.startswith("#"):
                continue
            if line[:1].isspace():
                fields[key] = f"{fields.get(key, '')} {line.strip()}"
            elif ":" in line:
                key, _, value = line.partition(":")
                key = key.strip().lower()
                fields[key] = value.strip()
        if "deb" in fields.get("types", "").split() and fields.get("enabled", "yes").lower() != "no":
            uris, suites = fields.get("uris", "").split(), fields.get("suites", "").split()
            found += [Source(uri, suite) for uri in uris for suite in suites]
    return found


def parse_one_line(text: str) -> list[Source]:
    """Read a `.list` file."""
    found: list[Source] = []
    for line in text.splitlines():
        words = line.split("#", 1)[0].split()
        if len(words) < 3 or words[0] != "deb":
            continue
        if words[1].startswith("["):
            end = next(i for i, word in enumerate(words) if word.endswith("]"))
            words = [words[0], *words[end + 1 :]]
        found.append(Source(words[1], words[2]))
    return found


def read_builder(etc_apt: Path) -> list[Source]:
    """All archives that the builder's apt knows."""
    found: list[Source] = []
    for path in (etc_apt / "sources.list", *sorted((etc_apt / "sources.list.d").glob("*"))):
        if not path.is_file():
            continue
        if path.suffix == ".sources":
            found += parse_deb822(path.read_text())
        elif path.suffix == ".list":
            found += parse_one_line(path.read_text())
    return found


def exchange_suites(sources: Iterable[Source], builder_suite: str, suite: str) -> list[str]:
    """One-line sources for `suite`: the release, its updates and backports, and its security archive.

    Raises NoDebianSource when the builder has no source for its own suite.
    """
    known = list(sources)
    main = [source.address for source in known if source.suite == builder_suite]
    security = [source.address for source in known if source.suite == f"{builder_suite}-security"]
    if not main:
        raise NoDebianSource(f"no apt source of this machine serves {builder_suite}")
    lines = [_line(main[0], f"{suite}{pocket}") for pocket in ("", "-updates", "-backports")]
    return lines + [_line(address, f"{suite}-security") for address in security[:1]]


def _line(address: str, suite: str) -> str:
    return f"deb [signed-by={KEYRING}] {address} {suite} {COMPONENTS}"
