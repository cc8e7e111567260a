"""Where the image to boot is, and where what was seen of it is kept."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.system.boot.boards import PROGRAM

ROOT = Path(__file__).resolve().parents[3]
LOGS = ROOT / "build" / "boot"
TOOLS = (PROGRAM, "qemu-img", "qemu-io", "mcopy", "setpriv")
OLDEST_QEMU = 10  # since 9.1 the quick board has a second serial port


def image_to_boot() -> Path:
    """TILLBOX_IMAGE, or what `make image` built. Raises LookupError saying what is missing."""
    lacking = [tool for tool in TOOLS if not shutil.which(tool)]
    if lacking or qemu_version() < OLDEST_QEMU:
        what = ", ".join(lacking) or f"QEMU {OLDEST_QEMU} or newer"
        raise LookupError(f"Booting the image needs {what}: run tests/system/boot/get_emulator.sh as root.")
    told = os.environ.get("TILLBOX_IMAGE")
    found = [Path(told)] if told else sorted((ROOT / "build" / "image").glob("tillbox-*.img"))
    if not found or not found[-1].exists():
        raise LookupError("There is no image to boot: `make image` builds it.")
    return found[-1]


def qemu_version() -> int:
    """The emulator's major version."""
    told = subprocess.run(
        (PROGRAM, "--version"), capture_output=True, text=True, check=True, timeout=60
    ).stdout
    found = re.search(r"version (\d+)", told)
    return int(found[1]) if found else 0


def fresh(folder: Path) -> Path:
    """An empty folder for what the serial ports say."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder
