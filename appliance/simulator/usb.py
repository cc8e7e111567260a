"""Simulated USB sockets: what is plugged in appears as a small tree like /sys and /dev, with living nodes in it.

A printer or a serial adapter is a pseudo-terminal with the virtual printer behind it, a scanner is a pipe of key
events. The till looks through this tree with the code that looks through the real one. Knows nothing of the till.
"""

from __future__ import annotations

import os
import select
import shutil
import struct
import termios
import threading
import tty
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

EVENT = struct.Struct("llHHi")
TURN_S = 0.2
SEND_S = 2.0
DIGITS = {digit: code for code, digit in enumerate("1234567890", start=2)}
ENTER = 28
# The keys of an ordinary keyboard, as the kernel writes its bitmap.
KEYBOARD_KEYS = "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"


class Wire(Protocol):
    """What a virtual device needs of its line, see `sockets.Connection`."""

    @property
    def is_closed(self) -> bool: ...
    def receive(self) -> bytes | None: ...
    def send(self, data: bytes) -> bool: ...


@dataclass(frozen=True, slots=True)
class Gadget:
    """Something with a USB plug, as the kernel would show it."""

    socket: str
    node: str
    class_name: str
    attributes: dict[str, str]
    interface: dict[str, str]


GADGETS = {
    "printer": Gadget(
        "1-1",
        "usb/lp0",
        "usbmisc",
        {
            "idVendor": "0416",
            "idProduct": "5011",
            "manufacturer": "Tillbox",
            "product": "Virtual USB printer",
        },
        {
            "bInterfaceClass": "07",
            "bInterfaceSubClass": "01",
            "bInterfaceProtocol": "02",
            "ieee1284_id": "MFG:Tillbox;CMD:ESC/POS;MDL:Virtual USB printer;CLS:PRINTER;",
        },
    ),
    "scanner": Gadget(
        "1-2",
        "input/event0",
        "input",
        {"idVendor": "05e0", "idProduct": "1200", "serial": "S0042", "product": "Virtual USB scanner"},
        {"bInterfaceClass": "03", "bInterfaceSubClass": "01", "bInterfaceProtocol": "01"},
    ),
    "serial": Gadget(
        "1-3",
        "ttyUSB0",
        "tty",
        {"idVendor": "1a86", "idProduct": "7523", "serial": "0", "product": "Virtual serial adapter"},
        {"bInterfaceClass": "ff", "bInterfaceSubClass": "01", "bInterfaceProtocol": "02"},
    ),
}


class Pty:
    """A pseudo-terminal that behaves like a raw line: our end serves it, the other end is its node."""

    def __init__(self) -> None:
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave, termios.TCSANOW)
        os.set_blocking(self._master, False)
        self.path = os.ttyname(self._slave)  # kept open here, so that it stays raw between two users
        self._closed = threading.Event()
        self._lock = threading.Lock()  # guards the descriptors against a close in the middle of a call

    @property
    def is_closed(self) -> bool:
        return self._closed.is_set()

    def receive(self) -> bytes | None:
        """As `sockets.Connection.receive`."""
        if self.is_closed:
            return None
        if not self._wait(select.POLLIN, TURN_S):
            return b""
        with self._lock:
            if self._closed.is_set():
                return None
            try:
                return os.read(self._master, 65536)
            except BlockingIOError:
                return b""
            except OSError:
                return None

    def send(self, data: bytes) -> bool:
        """As `sockets.Connection.send`."""
        while data:
            if not self._wait(select.POLLOUT, SEND_S):
                return False
            with self._lock:
                if self.is_closed:
                    return False
                try:
                    data = data[os.write(self._master, data) :]
                except OSError:
                    return False
        return True

    def close(self) -> None:
        """Pull it out: whoever has the node open is told."""
        with self._lock:
            if not self.is_closed:
                self._closed.set()
                os.close(self._master)
                os.close(self._slave)

    def _wait(self, what: int, limit_s: float) -> bool:
        poll = select.poll()
        with self._lock:
            if self.is_closed:
                return False
            poll.register(self._master, what)
        return bool(poll.poll(limit_s * 1000))


class UsbSockets:
    """Three sockets, each for one kind of device; any thread may plug. `serve` is the virtual printer's."""

    def __init__(
        self, root: Path, serve: Callable[[Wire], None], on_change: Callable[[], None] = lambda: None
    ) -> None:
        self._root = root
        self._serve = serve
        self._on_change = on_change
        self._lock = threading.Lock()
        self._lines: dict[str, Pty] = {}
        self._keys: int | None = None

    def start(self) -> None:
        """Nothing is plugged in, whatever an earlier run left."""
        shutil.rmtree(self._root, ignore_errors=True)
        (self._root / "sys" / "class").mkdir(parents=True)
        (self._root / "dev").mkdir()

    def stop(self) -> None:
        """Pull everything."""
        for name in GADGETS:
            self.plug(name, False)

    def plugged(self) -> dict[str, bool]:
        """What is plugged in."""
        with self._lock:
            return {
                name: name in self._lines or name == "scanner" and self._keys is not None for name in GADGETS
            }

    def plug(self, name: str, is_in: bool) -> None:
        """Plug one of `GADGETS` in or pull it out; what is so already stays so."""
        if self.plugged()[name] is is_in:
            return
        with self._lock:
            (self._plug_in if is_in else self._pull_out)(name, GADGETS[name])
        self._on_change()

    def type(self, code: str) -> bool:
        """The scanner reads a code of digits and types it; False when it is not plugged in or nobody reads it."""
        keys = [*(DIGITS[digit] for digit in code), ENTER]
        data = b"".join(
            EVENT.pack(0, 0, 1, key, value) + EVENT.pack(0, 0, 0, 0, 0) for key in keys for value in (1, 0)
        )
        with self._lock:
            if self._keys is None:
                return False
            try:
                return os.write(self._keys, data) == len(data)
            except BlockingIOError:
                return False

    def _plug_in(self, name: str, gadget: Gadget) -> None:
        node = self._root / "dev" / gadget.node
        node.parent.mkdir(parents=True, exist_ok=True)
        if name == "scanner":
            os.mkfifo(node)
            self._keys = os.open(node, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        else:
            line = self._lines[name] = Pty()
            node.symlink_to(line.path)
            threading.Thread(target=self._serve, args=(line,), name=f"sim-usb-{name}", daemon=True).start()
        device = self._root / "sys" / "devices" / "platform-usb" / "usb1" / gadget.socket
        interface = device / f"{gadget.socket}:1.0"
        _lay_out(device, gadget.attributes)
        _lay_out(interface, {**gadget.interface, "bInterfaceNumber": "00"})
        hangs_on = interface
        if name == "scanner":
            hangs_on = interface / "input" / "input0"
            _lay_out(hangs_on / "capabilities", {"key": KEYBOARD_KEYS})
        entry = self._root / "sys" / "class" / gadget.class_name / Path(gadget.node).name
        _lay_out(entry, {"uevent": f"DEVNAME={gadget.node}"})
        (entry / "device").symlink_to(hangs_on)

    def _pull_out(self, name: str, gadget: Gadget) -> None:
        entry = self._root / "sys" / "class" / gadget.class_name / Path(gadget.node).name
        shutil.rmtree(entry, ignore_errors=True)  # somebody may have cleared the folder under us
        shutil.rmtree(
            self._root / "sys" / "devices" / "platform-usb" / "usb1" / gadget.socket, ignore_errors=True
        )
        (self._root / "dev" / gadget.node).unlink(missing_ok=True)
        if name == "scanner":
            keys, self._keys = self._keys, None
            if keys is not None:
                os.close(keys)
        else:
            self._lines.pop(name).close()


def _lay_out(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(f"{text}\n", encoding="ascii")
