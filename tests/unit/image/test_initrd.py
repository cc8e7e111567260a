"""An initrd without the module of the card's controller would be a box that does not start."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from image.initrd import File, NotAnInitrd, files_in, foreign, missing, read, wanted_modules


def entry(name: str, content: bytes = b"") -> bytes:
    """One file of a newc archive."""
    raw = name.encode() + b"\0"
    fields = [0] * 13
    fields[6], fields[11] = len(content), len(raw)
    head = b"070701" + b"".join(b"%08x" % field for field in fields) + raw
    return padded(padded(head) + content)


def padded(content: bytes) -> bytes:
    return content + b"\0" * (-len(content) % 4)


def archive(*names: str) -> bytes:
    return b"".join(entry(name, b"five!") for name in names) + entry("TRAILER!!!")


def test_archives_one_behind_the_other_are_all_read() -> None:
    content = archive("a/one.ko.xz") + b"\0" * 300 + archive("two") + b"rest"
    assert files_in(content) == ([File("a/one.ko.xz", b"five!"), File("two", b"five!")], b"rest")


def test_the_compressed_archive_at_the_end_is_read_too(tmp_path: Path) -> None:
    packed = subprocess.run(("zstd", "-qc"), input=archive("init"), capture_output=True, check=True).stdout
    path = tmp_path / "initrd.img"
    path.write_bytes(archive("early") + packed)
    assert [file.name for file in read(path)] == ["early", "init"]


def test_something_else_is_no_initrd(tmp_path: Path) -> None:
    path = tmp_path / "initrd.img"
    path.write_bytes(b"\x1f\x8b not ours")
    with pytest.raises(NotAnInitrd, match=str(path)):
        read(path)


def test_a_module_counts_when_it_is_inside_or_built_into_the_kernel() -> None:
    names = ["usr/lib/modules/7/kernel/drivers/mmc/host/sdhci-iproc.ko.xz", "usr/bin/ext4"]
    builtin = "kernel/drivers/virtio/virtio_pci.ko\n"
    assert missing(["sdhci_iproc", "virtio_pci", "ext4"], names, builtin) == ["ext4"]


def test_the_list_of_modules_has_comments_and_one_spelling() -> None:
    assert wanted_modules("# card\nsdhci-iproc\n\nusb_storage # disk\n") == ["sdhci_iproc", "usb_storage"]


def test_a_program_of_the_builders_processor_in_it_is_found() -> None:
    start = b"\x7fELF" + bytes(14)
    programs = [File("init", b"#!/bin/sh"), File("kmod", start + b"\xb7\0"), File("cp", start + b"\x3e\0")]
    assert foreign(programs) == ["cp"]
