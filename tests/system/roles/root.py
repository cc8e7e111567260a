"""A Debian root that the roles can be tried on: made by mmdebstrap from the packages the roles declare, and kept.

The packages are there already because the container it becomes has no network. Mirrors are those of this machine.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from image.apt_sources import exchange_suites, read_builder
from image.build import builder_suite
from image.cache import RootCache, default_folder, root_key, unpack
from image.packages import merge, read_role

REPOSITORY = Path(__file__).resolve().parents[3]
ROLES = REPOSITORY / "ansible" / "roles"
SUITE = "trixie"
OPTIONS = (
    "--quiet", "--variant=minbase", "--format=directory", '--aptopt=APT::Install-Recommends "false"',
    "--dpkgopt=force-unsafe-io", "--dpkgopt=path-exclude=/usr/share/doc/*", "--dpkgopt=path-exclude=/usr/share/man/*",
)  # fmt: skip
BUILD_LIMIT_S = 1500
BESIDE = ("sudo",)  # what a stock system has already, and no role wants
TOOLS = {
    "mmdebstrap": "mmdebstrap",
    "systemd-nspawn": "systemd-container",
    "zstd": "zstd",
    "nsenter": "util-linux",
}


class CannotRun(Exception):
    """Something this lane needs is not there; the sentence says what."""


def packages() -> list[str]:
    """All that the roles want installed, and what is there before them; a suite after a slash is for boards."""
    lists = []
    for defaults in sorted(ROLES.glob("*/defaults/main.yml")):
        lists.append(read_role(defaults.parts[-3], defaults.read_text(encoding="utf-8")))
    return [*(name.partition("/")[0] for name in merge(lists)), *BESIDE]


def make(target: Path) -> None:
    """Unpack a root into the empty folder `target`, after making one if none is kept. Raises CannotRun."""
    for tool, package in TOOLS.items():
        if shutil.which(tool) is None:
            raise CannotRun(f"The roles cannot be tried here: the package {package} is missing.")
    wanted = packages()
    cache = RootCache(default_folder().with_name("roles"))
    key = root_key(wanted, SUITE, {"options": "\0".join(OPTIONS).encode()})
    if cache.find(key) is None:
        with tempfile.TemporaryDirectory(dir="/var/tmp") as scratch:
            cache.store(key, _bootstrapped(Path(scratch) / "root", wanted))
    kept = cache.find(key)
    if kept is None:
        raise CannotRun(f"The roles cannot be tried here: {cache.folder} does not keep what is put into it.")
    unpack(kept, target)


def _bootstrapped(root: Path, wanted: list[str]) -> Path:
    sources = exchange_suites(read_builder(Path("/etc/apt")), builder_suite(), SUITE)
    command = ["mmdebstrap", *OPTIONS, f"--include={','.join(wanted)}", SUITE, str(root), "-"]
    try:
        subprocess.run(command, input="\n".join(sources) + "\n", text=True, check=True, timeout=BUILD_LIMIT_S)
    except subprocess.SubprocessError as problem:
        raise CannotRun(
            f"The roles cannot be tried here: no Debian root could be made ({problem})."
        ) from problem
    return root
