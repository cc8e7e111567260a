"""The image comes from where the builder gets its own packages."""

from __future__ import annotations

from pathlib import Path

import pytest

from image.apt_sources import (
    NoDebianSource,
    Source,
    exchange_suites,
    parse_deb822,
    parse_one_line,
    read_builder,
)

MODERN = """\
Types: deb deb-src
# a note
URIs: http://mirror.test/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.test/security
Suites:
 bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://off.test
Suites: bookworm

Types: deb-src
URIs: http://source.test
Suites: bookworm
"""
OLD = """\
# deb http://off.test bookworm main
deb [arch=amd64 signed-by=/a.gpg] http://mirror.test/debian bookworm main # the mirror
deb-src http://source.test bookworm main
deb http://mirror.test/security bookworm-security main
"""


def test_both_notations_say_the_same() -> None:
    main = Source("http://mirror.test/debian", "bookworm")
    security = Source("http://mirror.test/security", "bookworm-security")
    assert parse_deb822(MODERN) == [main, Source("http://mirror.test/debian", "bookworm-updates"), security]
    assert parse_one_line(OLD) == [main, security]


def test_only_the_suite_is_exchanged_and_backports_come_along() -> None:
    lines = exchange_suites(parse_deb822(MODERN), "bookworm", "trixie")
    words = [line.split("] ")[1] for line in lines]
    assert words == [
        "http://mirror.test/debian trixie main non-free-firmware",
        "http://mirror.test/debian trixie-updates main non-free-firmware",
        "http://mirror.test/debian trixie-backports main non-free-firmware",
        "http://mirror.test/security trixie-security main non-free-firmware",
    ]


def test_a_builder_without_debian_sources_is_told_so() -> None:
    with pytest.raises(NoDebianSource, match="bookworm"):
        exchange_suites([Source("http://other.test", "nodistro")], "bookworm", "trixie")


def test_files_that_apt_ignores_are_ignored(tmp_path: Path) -> None:
    parts = tmp_path / "sources.list.d"
    parts.mkdir()
    (tmp_path / "sources.list").write_text(OLD)
    (parts / "debian.sources").write_text(MODERN)
    (parts / "other.sources.disabled").write_text(MODERN)
    assert len(read_builder(tmp_path)) == 5
