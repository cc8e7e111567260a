"""Puts the parts onto one card image without a loop device or a mount: every file system is made as a file.

Knows block sizes and tools; it does not know what the files mean.
"""

from __future__ import annotations

import os
from pathlib import Path

from image.commands import Commands, Failed
from image.layout import MBR_OFFSET, MIB, Layout, Partition, identifier, old_table, sfdisk_script

COPY_BLOCK = 4 * MIB


def make_fat(
    commands: Commands, folder: Path, target: Path, part: Partition, version: str, epoch_s: int
) -> None:
    """A FAT32 holding `folder`, made by mtools: not every kernel can mount one."""
    files = sorted(folder.rglob("*"))
    for path in files:
        os.utime(path, (epoch_s, epoch_s))
    _empty(target, part.size_mib)
    number = identifier(version, "fat")[:8]
    commands.run("mkfs.vfat", "--invariant", "-F", "32", "-i", number, "-n", "FIRMWARE", target)
    for path in files:
        name = f"::/{path.relative_to(folder)}"
        if path.is_dir():
            commands.run("mmd", "-i", target, name)
        else:
            commands.run("mcopy", "-m", "-i", target, path, name)


def make_ext4(
    commands: Commands, folder: Path, target: Path, part: Partition, version: str, *, grows: bool = False
) -> None:
    """An ext4 holding `folder` with its owners and modes.

    One that does not grow is never written, and has no journal: e2fsck writes the head of a journal at every start,
    however clean it is.
    """
    number = identifier(version, f"ext4/{part.label}")
    options = f"hash_seed={number},root_owner=0:0,lazy_itable_init=0,lazy_journal_init=0"
    if grows:
        options += (
            f",resize={512 * 1024 * MIB // 4096}"  # room in the tables to grow to 512 GiB while mounted
        )
    journal = ("-J", "size=16") if grows else ("-O", "^has_journal")
    _empty(target, part.size_mib)
    commands.run(
        "mke2fs", "-q", "-F", "-t", "ext4", "-b", "4096", "-I", "256", "-i", "16384", "-m", "0",
        *journal, "-L", part.label, "-U", number, "-E", options, "-d", folder, target,
    )  # fmt: skip
    commands.run("e2fsck", "-f", "-n", target)


def join(commands: Commands, layout: Layout, parts: dict[str, Path], target: Path, version: str) -> None:
    """Write the partition table and the parts into `target`; what has no part stays empty."""
    _empty(target, layout.total_mib)
    commands.run(
        "sfdisk", "--quiet", "--no-reread", "--no-tell-kernel", target, feed=sfdisk_script(layout, version)
    )
    with target.open("r+b") as file:
        file.seek(MBR_OFFSET)
        file.write(old_table(layout))
    for label, path in parts.items():
        if path.stat().st_size > layout[label].size_mib * MIB:
            raise Failed(f"{path.name} is larger than its partition")
        _copy_sparse(path, target, layout[label].start_mib * MIB)


def _empty(target: Path, size_mib: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    with target.open("wb") as file:
        file.truncate(size_mib * MIB)


def _copy_sparse(source: Path, target: Path, offset: int) -> None:
    """Copy to `offset`, leaving holes where there is nothing but zeros."""
    nothing = bytes(COPY_BLOCK)
    with source.open("rb") as given, target.open("r+b") as taken:
        at = offset
        while block := given.read(COPY_BLOCK):
            if block != nothing[: len(block)]:
                taken.seek(at)
                taken.write(block)
            at += len(block)
