"""Takes a provisioned root to what may go onto many cards: complete, and with nothing unique or secret in it.

Each step may run again on its own result. It must not know how the root came to be.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

# Unique to a machine, secret, or only true while building. Globs below the root.
FORGET = (
    "etc/ssh/ssh_host_*", "etc/hostname", "etc/resolv.conf", "root/.ssh", "root/.ansible", "root/.cache",
    "root/.bash_history", "var/lib/dbus/machine-id", "var/lib/systemd/random-seed", "var/lib/systemd/credential.secret",
    "var/lib/NetworkManager/secret_key", "var/lib/NetworkManager/*.lease", "etc/.pwd.lock", "etc/*-",
    "etc/apt/sources.list", "etc/apt/sources.list.d/*", "etc/apt/apt.conf.d/99mmdebstrap",
    "var/lib/apt/lists/*", "var/cache/apt/*", "var/cache/debconf/*-old", "var/cache/ldconfig/aux-cache",
    "var/lib/dpkg/*-old", "var/backups/*", "var/log/*", "tmp/*", "tmp/.[!.]*", "var/tmp/*", "run/*",
    "boot/initrd.img-*.old-dkms", "usr/bin/qemu-aarch64-static",
)  # fmt: skip


def finalise(root: Path, epoch_s: int) -> None:
    """All steps, in order."""
    forget(root)
    lock_accounts(root)
    set_times(root, epoch_s)


def forget(root: Path) -> None:
    """Remove what must differ between boxes, what is secret, and what only the build needed."""
    for pattern in FORGET:
        for path in sorted(root.glob(pattern)):
            if path.is_symlink() or not path.is_dir():
                # A link out of the volatile places is configuration, not a leftover.
                if path.is_symlink() and pattern.startswith("etc/"):
                    continue
                path.unlink()
            else:
                shutil.rmtree(path)
    machine_id = root / "etc/machine-id"
    if not machine_id.is_symlink():
        machine_id.write_text("")
    for_dbus = root / "var/lib/dbus/machine-id"
    if for_dbus.parent.is_dir() and not for_dbus.is_symlink():
        for_dbus.symlink_to("/etc/machine-id")  # else each start tries to make it, on a root it cannot write


def lock_accounts(root: Path) -> None:
    """No account has a password, root's is locked. Nobody logs in but by a key that the owner brings."""
    shadow = root / "etc/shadow"
    lines = []
    for line in shadow.read_text().splitlines():
        fields = line.split(":")
        if len(fields) > 2:
            fields[1] = (
                "!*" if fields[0] == "root" else "*" if fields[1] not in ("!", "!*", "*") else fields[1]
            )
            fields[2] = "1"  # the day of the last change is the day of the build otherwise
        lines.append(":".join(fields))
    shadow.write_text("\n".join(lines) + "\n")


def set_times(root: Path, epoch_s: int) -> None:
    """No file is younger than the commit it was built from: two builds of one commit are alike."""
    for path in _everything(root):
        state = path.lstat()
        if state.st_mtime > epoch_s:
            os.utime(path, (epoch_s, epoch_s), follow_symlinks=False)


def _everything(root: Path) -> Iterator[Path]:
    yield root
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            yield Path(folder, name)
