"""The build from beginning to end: five stages, each with a mark, so that the next run goes on where this one ended.

A stage is done when the mark with its key exists. The key covers everything that goes into the stage and all before
it; another key means the stage is done anew. Wiring only: how a stage does its work is told in its own module.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from image import apt_sources, assemble, data, firmware, manifest, provision, rootfs
from image.cache import RootCache, root_key, unpack
from image.commands import Commands, Failed
from image.finalise import finalise
from image.layout import make_layout

BUILDER_SUITE_KEY = "VERSION_CODENAME="
SUITE = "trixie"
FIRMWARE_MIB, ROOT_MIB, DATA_MIB = 256, 2560, 128
ZSTD_LEVEL = "-9"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be built, from what, and where."""

    repository: Path
    work: Path  # the unfinished: roots and parts
    out: Path  # the finished
    version: str
    epoch_s: int
    packages: tuple[str, ...]
    is_bare: bool  # packages only, for trying the boot: no roles
    ansible: Path
    python: Path  # the builder's Python of the box's version

    @property
    def image(self) -> Path:
        return self.out / f"tillbox-{self.version}{'-bare' if self.is_bare else ''}.img"

    @property
    def packed(self) -> Path:
        return self.image.with_name(self.image.name + ".zst")

    @property
    def root(self) -> Path:
        return self.work / "root"


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the build: its name, the key of what goes in, the deed, the name its times are kept under, its work."""

    name: str
    key: str
    run: Callable[[], None]
    timed_as: str
    made: Path | None = None  # gone, if somebody tidied up: then the mark means nothing


class Build:
    """The five stages for one plan."""

    def __init__(self, plan: Plan, commands: Commands, cache: RootCache) -> None:
        self._plan = plan
        self._commands = commands
        # A cached root must be the same whichever commit made it.
        self._recipe = commands.at_time(rootfs.EPOCH_S)
        self._cache = cache
        self._layout = make_layout(FIRMWARE_MIB, ROOT_MIB, DATA_MIB)
        self._root_key = root_key(plan.packages, SUITE, rootfs.recipe())

    def stages(self) -> list[Stage]:
        plan, code = self._plan, self._plan.repository / "image"
        keys = [self._root_key]
        inputs: list[list[Path]] = [
            [
                code / "provision.py",
                code / "native_python.py",
                *([] if plan.is_bare else provision_inputs(plan.repository)),
            ],
            [code / "finalise.py"],
            [
                code / "build.py",  # the sizes of the partitions
                code / "assemble.py",
                code / "data.py",
                code / "firmware.py",
                code / "layout.py",
                *files_below(rootfs.FILES),
            ],
            [code / "manifest.py", code / "build.py"],
        ]
        for paths in inputs:
            keys.append(stage_key(keys[-1], plan.version, paths, plan.repository))
        deeds = (self._rootfs, self._provision, self._finalise, self._assemble, self._publish)
        names = ("rootfs", "provision", "finalise", "assemble", "publish")
        found = self._cache.find(self._root_key) is not None
        timed_as = ("rootfs from the cache" if found else "rootfs", *names[1:])  # seconds against minutes
        made = (None, plan.root, plan.root, plan.image, plan.packed)
        return [Stage(*parts) for parts in zip(names, keys, deeds, timed_as, made, strict=True)]

    def is_done(self, stage: Stage) -> bool:
        mark = self._mark(stage)
        is_there = stage.made is None or stage.made.exists()
        return is_there and mark.is_file() and mark.read_text() == stage.key

    def run(self, stage: Stage) -> None:
        """Do a stage. Its mark goes first and comes back last."""
        self._mark(stage).unlink(missing_ok=True)
        stage.run()
        self._mark(stage).write_text(stage.key)

    def _mark(self, stage: Stage) -> Path:
        return self._plan.work / f"{stage.name}.done"

    def _rootfs(self) -> None:
        """Make sure that the root of packages is in the cache."""
        plan = self._plan
        shutil.rmtree(plan.root, ignore_errors=True)
        if self._cache.find(self._root_key):
            return
        sources = apt_sources.exchange_suites(
            apt_sources.read_builder(Path("/etc/apt")), builder_suite(), SUITE
        )
        made = plan.work / "packages-root"
        rootfs.make_root(self._recipe, made, SUITE, sources, plan.packages)
        rootfs.settle(self._recipe, made, plan.python)
        self._cache.store(self._root_key, made)
        # Only now: a failed attempt may leave mounts below, which end with this program. The next one removes it.
        shutil.rmtree(made)

    def _provision(self) -> None:
        """Always from a fresh root: what an earlier attempt left cannot hide a mistake of the roles."""
        plan = self._plan
        shutil.rmtree(plan.root, ignore_errors=True)
        if not self._cache.find(self._root_key):
            self._rootfs()
        packed = self._cache.find(self._root_key)
        if packed is None:
            raise Failed(f"the cache does not keep what is put into it: {self._cache.folder}")
        unpack(packed, plan.root)
        if not plan.is_bare:
            provision.provision(self._commands, plan.repository, plan.root, plan.ansible, plan.python)

    def _finalise(self) -> None:
        plan = self._plan
        finalise(plan.root, plan.epoch_s)

    def _assemble(self) -> None:
        plan, layout, commands = self._plan, self._layout, self._commands
        example = plan.repository / "image/files/tillbox.toml"
        parts = {label: plan.work / f"{label}.part" for label in ("firmware", "root_a", "data")}
        firmware.collect(plan.root, plan.work / "firmware", example if example.is_file() else None)
        assemble.make_fat(
            commands,
            plan.work / "firmware",
            parts["firmware"],
            layout["firmware"],
            plan.version,
            plan.epoch_s,
        )
        data.make(plan.root, plan.work / "data", plan.epoch_s)
        assemble.make_ext4(
            commands, plan.work / "data", parts["data"], layout["data"], plan.version, grows=True
        )
        assemble.make_ext4(commands, plan.root, parts["root_a"], layout["root_a"], plan.version)
        assemble.join(commands, layout, parts, plan.image, plan.version)
        for path in parts.values():
            path.unlink()

    def _publish(self) -> None:
        plan, image, packed = self._plan, self._plan.image, self._plan.packed
        self._commands.run("zstd", "--quiet", "--force", ZSTD_LEVEL, "-T0", image, "-o", packed)
        raw_digest, packed_digest = manifest.digest(image), manifest.digest(packed)
        packages = manifest.read_root(plan.root)
        packed.with_name(packed.name + ".sha256").write_text(f"{packed_digest.sha256}  {packed.name}\n")
        stem = image.with_suffix("")
        _write(stem, ".packages.txt", manifest.package_list(packages))
        bill = manifest.bill_of_materials(packages, plan.version, packed_digest, plan.epoch_s)
        _write(stem, ".spdx.json", json.dumps(bill, indent=1) + "\n")
        listing = manifest.imager_list(plan.version, packed.as_uri(), raw_digest, packed_digest, plan.epoch_s)
        _write(stem, ".rpi-imager-manifest", json.dumps(listing, indent=1) + "\n")


def _write(stem: Path, ending: str, text: str) -> None:
    stem.with_name(stem.name + ending).write_text(text)


def files_below(folder: Path) -> list[Path]:
    """Every file of a folder that is ours, in a fixed order."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def provision_inputs(repository: Path) -> list[Path]:
    """Everything that the playbook takes from this repository: the roles, the program, the screen, what it requires."""
    folders = ("ansible", "appliance", "webui/dist")
    paths = [path for folder in folders for path in files_below(repository / folder)]
    return [*paths, repository / "requirements/runtime.txt", repository / "pyproject.toml"]


def stage_key(before: str, version: str, paths: Iterable[Path], repository: Path) -> str:
    """A hash of the stage before, the version and the content of these files."""
    digest = hashlib.sha256(f"{before}\0{version}\0".encode())
    for path in paths:
        digest.update(str(path.relative_to(repository)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:20]


def builder_suite() -> str:
    """The Debian release that this machine runs."""
    for line in Path("/etc/os-release").read_text().splitlines():
        if line.startswith(BUILDER_SUITE_KEY):
            return line.removeprefix(BUILDER_SUITE_KEY).strip('"')
    raise Failed("this machine is no Debian: /etc/os-release names no release")
