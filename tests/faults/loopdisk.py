"""Small ext4 disks for the fault rigs: own images, own loop devices, own mount namespace.

Every rig runs as a program inside a private mount namespace (`run_rig`), so a mount can neither be seen from
outside nor survive the rig, and a loop device is detached as soon as it is mounted: the kernel frees it with
its last mount, however the rig ends. No device but the one just made is ever touched.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

GROUP_BLOCKS = 2048
REPOSITORY = Path(__file__).resolve().parents[2]


class RigUnavailable(Exception):
    """This machine cannot run the fault rigs; the message is one sentence saying what is missing."""


def require_rig() -> None:
    """Refuse, in one sentence, a machine that lacks what the rigs stand on: never skip in silence."""
    if os.geteuid() != 0:
        raise RigUnavailable("The fault rigs mount disks of their own and need root: run them as root.")
    for path in ("/dev/fuse", "/dev/loop-control"):
        if not Path(path).exists():
            raise RigUnavailable(f"The fault rigs need {path}, which this machine does not have.")
    for program in ("losetup", "mkfs.ext4", "e2fsck", "mount", "umount", "unshare"):
        if shutil.which(program) is None:
            raise RigUnavailable(f"The fault rigs need the program {program}: install it.")


def run_rig(module: str, arguments: Mapping[str, object], timeout_s: float) -> Any:
    """Run a rig module inside a private mount namespace and return the report it prints as its last line."""
    require_rig()
    command: list[str | Path] = [
        "unshare",
        "--mount",
        "--propagation",
        "private",
        sys.executable,
        "-m",
        module,
    ]
    done = subprocess.run(
        [*command, json.dumps(arguments)], cwd=REPOSITORY, capture_output=True, text=True, timeout=timeout_s
    )
    if done.returncode != 0:
        raise RuntimeError(
            f"{module} broke down ({done.returncode}):\n{done.stdout[-500:]}\n{done.stderr[-4000:]}"
        )
    return json.loads(done.stdout.splitlines()[-1])


def report_from(rig: Callable[..., object]) -> None:
    """The body of a rig module's `__main__`: arguments in as JSON, the report out as JSON."""
    print(json.dumps(rig(**json.loads(sys.argv[1]))), flush=True)


@contextlib.contextmanager
def workspace() -> Iterator[Path]:
    """A unique directory, in memory where there is room (the rigs judge order, not speed)."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 1 << 30
    path = Path(tempfile.mkdtemp(prefix="tillbox-faults-", dir=memory if roomy else None))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def make_image(path: Path, size_mib: int) -> None:
    """Format a fresh sparse ext4 image; small block groups, so that even it has backup superblocks."""
    with path.open("wb") as image:
        image.truncate(size_mib << 20)
    options = [
        "-q",
        "-F",
        "-b",
        "4096",
        "-m",
        "0",
        "-g",
        str(GROUP_BLOCKS),
        "-E",
        "nodiscard,lazy_itable_init=0,lazy_journal_init=0",
    ]
    subprocess.run(["mkfs.ext4", *options, path], check=True, timeout=60, capture_output=True)


def repair(image: Path) -> None:
    """What a box does at boot with a disk that does not mount: fsck, from the backup superblock if need be.

    ext4 writes its superblock in place at mount and unmount; torn inside its 4 KiB, its check sum is wrong.
    """
    for backup in ([], ["-b", str(GROUP_BLOCKS), "-B", "4096"]):
        done = subprocess.run(["e2fsck", "-fy", *backup, image], capture_output=True, timeout=60)
        if done.returncode <= 2:  # 1 and 2: errors were found and corrected
            return


@contextlib.contextmanager
def mounted(image: Path, mountpoint: Path, *, direct: bool = False, options: str = "") -> Iterator[str]:
    """Mount an image on a loop device of its own; yields the device's name. `OSError` if ext4 refuses."""
    mountpoint.mkdir(parents=True, exist_ok=True)
    device = _attach(image, direct=direct)
    command: list[str | Path] = [
        "mount",
        "-t",
        "ext4",
        *(["-o", options] if options else []),
        device,
        mountpoint,
    ]
    try:
        done = subprocess.run(command, timeout=60, capture_output=True, text=True)
    finally:
        # While mounted this only marks the device to be freed with its last mount.
        subprocess.run(["losetup", "--detach", device], check=True, timeout=60)
    if done.returncode != 0:
        raise OSError(f"ext4 did not mount: {done.stderr.strip()}")
    try:
        yield device
    finally:
        _unmount(mountpoint)


def _attach(image: Path, *, direct: bool) -> str:
    command: list[str | Path] = [
        "losetup",
        "--find",
        "--show",
        *(["--direct-io=on"] if direct else []),
        image,
    ]
    for _ in range(50):
        done = subprocess.run(command, timeout=60, capture_output=True, text=True)
        if done.returncode == 0:
            return str(done.stdout).strip()
        time.sleep(0.1)  # another program took the free device between our asking and our taking
    raise RuntimeError(f"no loop device could be had: {done.stderr.strip()}")


def _unmount(mountpoint: Path) -> None:
    for _ in range(50):
        done = subprocess.run(["umount", mountpoint], timeout=120, capture_output=True, text=True)
        if done.returncode == 0 or not os.path.ismount(mountpoint):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{mountpoint} stays busy: {done.stderr.strip()}")
