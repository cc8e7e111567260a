"""The emulated boards: what hardware each has, as arguments of QEMU 10. Pure; starts nothing.

`VIRT` is QEMU's own board: quick, with a screen, USB and a watchdog card. `PI3` is a Raspberry Pi 3B down to the
registers of its GPIO and watchdog, four times as slow and without a screen that cage could use.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

PROGRAM = "qemu-system-aarch64"
GPIO_LEVELS = 0x3F200034  # GPLEV0 of a BCM2837: bit n is the level of GPIO n (BCM2835 peripherals, 6.1)
WATCHDOG_CONTROL, WATCHDOG_TIME = 0x3F10001C, 0x3F100024  # PM_RSTC and PM_WDOG: in 65536ths of a second
# An emulator on a busy machine may need longer to find a partition than any real board.
PATIENCE = "systemd.default_device_timeout_sec=900"
LONGEST_WORDS = 2048  # COMMAND_LINE_SIZE of arm64


@dataclass(frozen=True, slots=True)
class Board:
    """One kind of machine. `console` and `shell` are the kernel's names of its serial ports."""

    name: str
    arguments: tuple[str, ...]
    card: tuple[str, ...]  # with {card} in it
    console: str
    shell: str
    uses_device_tree: bool
    slowness: int  # factor on every limit
    more_words: str = ""  # further words of the kernel's command line

    def command(self, files: BoardFiles, work: Path) -> list[str]:
        """The whole command line; sockets and logs lie in `work`."""
        parts = [PROGRAM, *self.arguments, "-accel", "tcg,thread=multi", "-nodefaults", "-no-user-config"]
        parts += ["-display", "none", "-kernel", files.kernel, "-append", files.cmdline]
        if files.initrd is not None:
            parts += ["-initrd", files.initrd]
        if self.uses_device_tree:
            parts += ["-dtb", files.device_tree]
        parts += [part.format(card=files.card) for part in self.card]
        parts += ["-qmp", f"unix:{work}/qmp,server=on,wait=off"]
        for port in dict.fromkeys((self.console, self.shell)):
            parts += ["-chardev", f"socket,id={port},path={work}/{port},server=on,wait=off"]
        if self.uses_device_tree:
            parts += ["-serial", "null"]  # the first port of a Pi 3 belongs to its Bluetooth chip
        for port in dict.fromkeys((self.console, self.shell)):
            parts += ["-serial", f"chardev:{port}"]
        return parts


@dataclass(frozen=True, slots=True)
class BoardFiles:
    """What the first stage would have loaded, as files on this machine."""

    kernel: str
    initrd: str | None
    device_tree: str
    cmdline: str
    card: Path


NETWORK = "lan"  # the id of the network card, for set_link

VIRT = Board(
    name="virt",
    arguments=(
        *("-M", "virt,gic-version=3", "-cpu", "cortex-a72", "-smp", "2", "-m", "1536"),
        *("-netdev", "user,id=net", "-device", f"virtio-net-pci,netdev=net,id={NETWORK},romfile="),
        *("-device", "i6300esb", "-action", "watchdog=reset", "-device", "virtio-rng-pci"),
        *("-device", "virtio-gpu-pci,xres=1024,yres=600"),
        *("-device", "qemu-xhci,id=usb", "-device", "usb-kbd,bus=usb.0"),
    ),
    card=("-drive", "file={card},format=qcow2,if=none,id=card", "-device", "virtio-blk-pci,drive=card"),
    console="ttyAMA0",
    shell="ttyAMA1",
    uses_device_tree=False,
    slowness=1,
)  # fmt: skip

PI3 = Board(
    name="raspi3b",
    arguments=(
        *("-M", "raspi3b", "-m", "1024", "-action", "watchdog=reset"),
        *("-netdev", "user,id=net", "-device", f"usb-net,netdev=net,id={NETWORK}", "-device", "usb-kbd"),
    ),
    card=("-drive", "file={card},format=qcow2,if=sd"),
    console="ttyS1",
    shell="ttyS1",
    uses_device_tree=True,
    slowness=3,
    # QEMU's model of its watchdog keeps no time: whoever winds it up resets the board at once, so with what the image
    # says it would never come up (hw/misc/bcm2835_powermgt.c of QEMU 10). A test winds it up later and looks.
    # And it has no screen that the compositor could draw on.
    more_words="systemd.watchdog_sec=off systemd.mask=tillbox-kiosk.service",
)


def kernel_words(board: Board, of_card: str, more: str = "") -> str:
    """The card's own command line and what the harness adds: a console, and a root shell on a serial port.

    The shell exists in no image: it is asked for on the kernel's command line, which only somebody with the card or
    the board in hand can write (systemd-debug-generator(8)). Who can do that owns the box anyway.
    """
    added = f"console={board.console},115200 systemd.debug_shell={board.shell} {PATIENCE}"
    if board.shell == board.console:
        # One port for both: nobody else may speak on it once the shell is there.
        added += f" systemd.mask=serial-getty@{board.shell}.service loglevel=1 systemd.show_status=0"
    words = " ".join(filter(None, (of_card, added, board.more_words, more)))
    assert len(words) < LONGEST_WORDS, f"{len(words)} bytes are too many for a kernel: {words}"
    return words


def credential(name: str, text: str) -> str:
    """Words of the kernel's command line that hand systemd a file of this start (systemd.system-credentials(7))."""
    return f"systemd.set_credential_binary={name}:{base64.b64encode(text.encode()).decode()}"
