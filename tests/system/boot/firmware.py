"""What the Raspberry Pi's own first stage would start from a firmware partition: pure reading of its text files.

Knows nothing of disks and emulators. Source: Raspberry Pi documentation, "config.txt" and "Conditional filters".
Only the options that choose files are read; what the harness cannot honour is refused, not guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

# Filters that hold on an emulated Pi 3B; `none` and everything else does not.
FILTERS = {"pi3": ("all", "pi3")}


class NotBootable(AssertionError):
    """The firmware partition does not say what to start; the words say why."""


@dataclass(frozen=True, slots=True)
class BootFiles:
    """Paths inside the firmware partition, and the kernel's command line."""

    kernel: str
    initrd: str | None
    device_tree: str
    cmdline: str


def options(text: str, board: str = "pi3") -> dict[str, str]:
    """The options that hold on a board; the last of several wins. `initramfs` has a blank instead of `=`."""
    found: dict[str, str] = {}
    holds = True
    for raw in text.splitlines():
        line = raw.split("#", 1)[0].strip()
        if line.startswith("[") and line.endswith("]"):
            holds = line[1:-1].strip().lower() in FILTERS[board]
        elif holds and line.startswith("initramfs "):
            found["initramfs"] = line.split()[1]
        elif holds and "=" in line:
            key, _, value = line.partition("=")
            found[key.strip()] = value.strip()
        elif holds and line.startswith("include "):
            raise NotBootable(f"config.txt: {line!r}: included files are not read")
    return found


def boot_files(
    config: dict[str, str], names: set[str], device_tree: str, cmdline: dict[str, str]
) -> BootFiles:
    """Which files start: `names` are the files there are, `cmdline` the texts of possible cmdline files by path."""
    prefix = config.get("os_prefix", "")
    kernel = prefix + config.get("kernel", "kernel8.img")
    if prefix and kernel not in names:
        prefix, kernel = (
            "",
            config.get("kernel", "kernel8.img"),
        )  # the firmware ignores a prefix without a kernel
    if kernel not in names:
        raise NotBootable(f"config.txt asks for the kernel {kernel}, which is not there")
    initrd = config.get("initramfs")
    if initrd is None and config.get("auto_initramfs") == "1":
        stem = kernel.removeprefix(prefix)
        initrd = next((name for name in (_beside(stem), "initramfs8") if prefix + name in names), None)
    if initrd is not None and prefix + initrd not in names:
        raise NotBootable(f"config.txt asks for the initramfs {prefix + initrd}, which is not there")
    tree = prefix + config.get("device_tree", device_tree)
    if tree not in names:
        raise NotBootable(f"there is no device tree {tree}")
    words = cmdline.get(prefix + config.get("cmdline", "cmdline.txt"))
    if words is None:
        raise NotBootable(f"there is no {prefix}cmdline.txt")
    first_line = words.strip().splitlines()[0] if words.strip() else ""
    return BootFiles(kernel, None if initrd is None else prefix + initrd, tree, first_line)


def _beside(kernel: str) -> str:
    """The initramfs that belongs to a kernel's name, by the firmware's rule."""
    return kernel.replace("kernel", "initramfs", 1).removesuffix(".img")
