"""The card in the emulated board: a layer over the built image, so that the image itself is never written.

Reads and writes the firmware partition as a technician's laptop would, with mtools. Knows nothing of what boots.
"""

from __future__ import annotations

import contextlib
import json
import math
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any  # qemu-img's answers are JSON

from tests.system.boot import firmware, gpt

MIB = 1 << 20
TOOL_LIMIT_S = 240.0
FIRMWARE = "firmware"


class Card:
    """A qcow2 layer over a raw image. Its size is a power of two, as emulated SD cards demand."""

    def __init__(self, image: Path, path: Path, least_mib: int = 0) -> None:
        self.path = path
        size = 1 << (max(image.stat().st_size, least_mib * MIB) - 1).bit_length()
        _tool("qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", image.absolute(), path, str(size))

    def partitions(self) -> dict[str, gpt.Partition]:
        """The card's partitions by name, as they are now; a board that is running must hold still."""
        with tempfile.TemporaryDirectory() as work:
            table = Path(work) / "table"
            self._read(0, gpt.TABLE_BYTES, table)
            return gpt.partitions(table.read_bytes())

    def layer(self) -> list[dict[str, Any]]:
        """What of the card lies in the layer and not in the image (`qemu-img map`); a running board must hold still."""
        found: list[dict[str, Any]] = json.loads(
            _tool("qemu-img", "map", "-U", "--output=json", "-f", "qcow2", self.path)
        )
        return found

    def boot_files(self, into: Path, device_tree: str = "bcm2837-rpi-3-b.dtb") -> firmware.BootFiles:
        """Copy out what the firmware partition says to start now; the answer's paths are those of the copies."""
        with self.firmware() as fat:
            names = fat.names()
            config = firmware.options(fat.text("config.txt") if "config.txt" in names else "")
            lines = {name: fat.text(name) for name in names if Path(name).name.startswith("cmdline")}
            chosen = firmware.boot_files(config, names, device_tree, lines)
            copied = {}
            for role, name in (
                ("kernel", chosen.kernel),
                ("initrd", chosen.initrd),
                ("dtb", chosen.device_tree),
            ):
                if name is not None:
                    copied[role] = str(into / role)
                    fat.copy_out(name, into / role)
            return firmware.BootFiles(copied["kernel"], copied.get("initrd"), copied["dtb"], chosen.cmdline)

    @contextlib.contextmanager
    def firmware(self, *, is_written: bool = False) -> Iterator[Fat]:
        """The firmware partition as a laptop sees it; with `is_written`, changes go onto the card at the end."""
        place = self.partitions()[FIRMWARE]
        with tempfile.TemporaryDirectory() as work:
            part = Path(work) / "firmware.vfat"
            self._read(place.offset, place.size, part)
            yield Fat(part)
            if is_written:
                self._write(place.offset, part)

    def _read(self, offset: int, size: int, into: Path) -> None:
        block = math.gcd(MIB, offset, size)
        # qemu-img counts what it skips: `count` is where to stop, not how much to take.
        blocks = (f"bs={block}", f"skip={offset // block}", f"count={(offset + size) // block}")
        _tool("qemu-img", "dd", "-U", "-f", "qcow2", "-O", "raw", *blocks, f"if={self.path}", f"of={into}")

    def _write(self, offset: int, part: Path) -> None:
        command = f"write -q -s {part} {offset} {part.stat().st_size}"
        _tool("qemu-io", "-f", "qcow2", "-c", command, self.path)


class Fat:
    """A FAT file system in a file, reached through mtools."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> set[str]:
        """Every file, with folders before it."""
        listed = _tool("mdir", "-/", "-b", "-i", self._path, "::").splitlines()
        return {line.removeprefix("::/") for line in listed if line and not line.endswith("/")}

    def text(self, name: str) -> str:
        """A file's text."""
        return _tool("mtype", "-i", self._path, f"::/{name}")

    def copy_out(self, name: str, into: Path) -> None:
        """One file, onto the laptop."""
        _tool("mcopy", "-n", "-o", "-i", self._path, f"::/{name}", into)

    def put(self, name: str, text: str) -> None:
        """Write a text file onto the card."""
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            _tool("mcopy", "-o", "-i", self._path, file.name, f"::/{name}")


def _tool(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, timeout=TOOL_LIMIT_S, check=False)
    if done.returncode != 0:
        words = done.stderr.decode(errors="replace")[-800:]
        raise RuntimeError(f"{' '.join(map(str, command[:3]))} failed: {words}")
    return done.stdout.decode(errors="replace")
