"""Where things lie on a box, and the few things first boot asks of the running system. No decisions here."""

from __future__ import annotations

import logging
import os
import pwd
import secrets
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)

COMMAND_LIMIT_S = 15.0
SECTOR_BYTES = 512


@dataclass(frozen=True, slots=True)
class Places:
    """All paths, below one root."""

    root: Path = Path("/")

    @property
    def fat(self) -> Path:
        return self.root / "boot/firmware"

    @property
    def base_config(self) -> Path:
        return self.root / "etc/tillbox/box.toml"

    @property
    def machine_id(self) -> Path:
        return self.root / "etc/machine-id"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def config(self) -> Path:
        return self.data / "config/box.toml"

    @property
    def state(self) -> Path:
        return self.data / "state"

    @property
    def screen_report(self) -> Path:
        """What the till reads; `till_wiring` finds it beside the till's folder."""
        return self.state / "first-boot-report.json"

    @property
    def network(self) -> Path:
        return self.data / "network"

    @property
    def ssh(self) -> Path:
        return self.data / "ssh"


@dataclass(frozen=True, slots=True)
class Room:
    """How the data partition lies on its card, in MiB. `unused_mb` is what lies behind it, `outside_mb` what of it
    the file system does not use yet."""

    data_mb: int
    unused_mb: int
    outside_mb: int


class Machine(Protocol):
    """The running system."""

    def own(self, path: Path, user: str) -> bool: ...
    def name_host(self, name: str) -> None: ...
    def set_radio_country(self, code: str) -> None: ...
    def open_fat(self, path: Path, *, writable: bool) -> None: ...
    def room(self, data: Path) -> Room | None: ...
    def random_hex(self, count: int) -> str: ...
    def make_host_key(self) -> tuple[bytes, bytes]: ...


class RealMachine:
    """A box. What fails here is logged and passed over: a box without a name still sells."""

    def own(self, path: Path, user: str) -> bool:
        """Give `path` to a user and the group of the same name; False when there is no such user here."""
        try:
            entry = pwd.getpwnam(user)
        except KeyError:
            return False
        about = path.stat()
        if (about.st_uid, about.st_gid) != (entry.pw_uid, entry.pw_gid):
            os.chown(path, entry.pw_uid, entry.pw_gid)
        return True

    def name_host(self, name: str) -> None:
        if socket.gethostname() != name:
            try:
                socket.sethostname(name)
            except OSError as problem:
                log.warning("the host keeps its name: %s", problem.strerror)

    def set_radio_country(self, code: str) -> None:
        self._run("iw", "reg", "set", code)

    def open_fat(self, path: Path, *, writable: bool) -> None:
        if path.is_mount():
            self._run("mount", "-o", f"remount,{'rw' if writable else 'ro'}", str(path))

    def room(self, data: Path) -> Room | None:
        """None where it cannot be told (no partition of its own)."""
        device = data.stat().st_dev
        block = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}")
        figures = os.statvfs(data)
        try:
            start, size = (int((block / name).read_text()) for name in ("start", "size"))
            disk = int((block.resolve().parent / "size").read_text())
        except (OSError, ValueError):
            return None
        mib = 1 << 20
        file_system = figures.f_blocks * figures.f_frsize // mib
        partition = size * SECTOR_BYTES // mib
        return Room(file_system, (disk - start - size) * SECTOR_BYTES // mib, partition - file_system)

    def random_hex(self, count: int) -> str:
        return secrets.token_hex(count // 2)

    def make_host_key(self) -> tuple[bytes, bytes]:
        """A new Ed25519 key for sshd: private and public part, as it reads them."""
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = Ed25519PrivateKey.generate()
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.OpenSSH,
            serialization.NoEncryption(),
        )
        public = key.public_key().public_bytes(
            serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
        )
        return private, public + b"\n"

    def _run(self, *command: str) -> None:
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=COMMAND_LIMIT_S)
        except (OSError, subprocess.SubprocessError) as problem:
            log.warning("%s failed: %r", " ".join(command), problem)
