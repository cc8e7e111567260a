"""What lies on the FAT partition: the Raspberry Pi's firmware, and one folder per root with its kernel.

Puts a folder together out of the root; it does not know how a FAT is written.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from image.commands import Failed
from image.rootfs import FILES, kernel_version

SLOT = "slot_a"
FIRMWARE = ("bootcode.bin", "start*.elf", "fixup*.dat")


def collect(root: Path, folder: Path, example: Path | None) -> None:
    """Fill `folder` anew: firmware and settings on top; kernel, initrd, device trees and command line in the slot.

    `example` becomes `tillbox.toml`, the one file a person edits.
    """
    shutil.rmtree(folder, ignore_errors=True)
    slot = folder / SLOT
    slot.mkdir(parents=True)
    version = kernel_version(root)
    for pattern in FIRMWARE:
        found = sorted((root / "usr/lib/raspi-firmware").glob(pattern))
        if not found:
            raise Failed(f"the root has no {pattern} of the Raspberry Pi's firmware")
        for path in found:
            shutil.copy2(path, folder / path.name)
    shutil.copy2(root / f"boot/vmlinuz-{version}", slot / "vmlinuz")
    shutil.copy2(root / f"boot/initrd.img-{version}", slot / "initrd.img")
    for path in sorted((root / f"usr/lib/linux-image-{version}/broadcom").glob("bcm*-rpi-*.dtb")):
        shutil.copy2(path, slot / path.name)
    for path in sorted((root / "usr/lib/raspi-firmware/overlays").rglob("*")):
        if path.is_file():
            (slot / "overlays").mkdir(exist_ok=True)
            shutil.copy2(path, slot / "overlays" / path.name)
    shutil.copyfile(FILES / "config.txt", folder / "config.txt")
    shutil.copyfile(FILES / "cmdline.txt", slot / "cmdline.txt")
    if example is not None:
        shutil.copyfile(example, folder / "tillbox.toml")
