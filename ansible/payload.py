"""Makes the application as it is unpacked on a target: a virtual environment with our package and the built screen.

Runs on the machine that builds or deploys; nothing has to be installed or compiled on the target, and its processor
need not be ours. Prints two lines: the folder's name, and the archive. The name says what is in it, so an
application that has not changed is made and unpacked once.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

REPOSITORY = Path(__file__).resolve().parent.parent
REQUIREMENTS = REPOSITORY / "requirements" / "runtime.txt"
PACKAGE = REPOSITORY / "appliance"
SCREEN = REPOSITORY / "webui" / "dist"
RECIPE = "1"  # count up when this file makes something else of the same input
PLATFORMS = {"x86_64": "x86_64-unknown-linux-gnu", "aarch64": "aarch64-unknown-linux-gnu"}
FETCH_LIMIT_S = 900
COMPILE_LIMIT_S = 600


class CannotMake(Exception):
    """The application cannot be made; the sentence says what to do."""


def main() -> int:
    """Make it, or find it made."""
    parser = argparse.ArgumentParser(description="Makes the application for a target.")
    parser.add_argument("--machine", choices=PLATFORMS, required=True, help="the target's processor")
    parser.add_argument("--python", required=True, help="the target's Python, such as 3.13")
    parser.add_argument("--uv", type=Path, required=True)
    parser.add_argument("--into", type=Path, required=True, help="folder for the archive")
    args = parser.parse_args()
    try:
        name, archive = make(args.machine, args.python, args.uv, args.into.resolve())
    except CannotMake as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(f"{name}\n{archive}\n")
    return 0


def make(machine: str, python: str, uv: Path, into: Path) -> tuple[str, Path]:
    """(name of the folder, archive that unpacks to it). Raises CannotMake."""
    if not (SCREEN / "index.html").exists():
        raise CannotMake("The screen is not built; run `make webui/dist/.built` first.")
    name = f"{version()}-{digest(machine, python)}"
    archive = into / f"tillbox-{name}.tar.gz"
    if not archive.exists():
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=into) as scratch:
            home = Path(scratch) / name
            fill(home, machine, python, uv)
            pack(home, Path(scratch) / "archive").replace(archive)
    return name, archive


def version() -> str:
    """Our own version."""
    found = re.search(r'__version__ = "([^"]+)"', (PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    if found is None:
        raise CannotMake("appliance/__init__.py names no version.")
    return found[1]


def digest(machine: str, python: str) -> str:
    """Short name of everything that goes in."""
    total = hashlib.sha256("\0".join((RECIPE, machine, python)).encode())
    for file in (REQUIREMENTS, *files(PACKAGE), *files(SCREEN)):
        total.update(f"\0{file.relative_to(REPOSITORY)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:10]


def files(folder: Path) -> Iterator[Path]:
    """All files that are installed, in a fixed order."""
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") or part == "__pycache__" for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden:
            yield file


def fill(home: Path, machine: str, python: str, uv: Path) -> None:
    """The environment: like one that `python3 -m venv --system-site-packages` makes on the target."""
    packages = home / "lib" / f"python{python}" / "site-packages"
    fetch = [
        str(uv), "pip", "install", "--quiet", "--require-hashes", "--link-mode=copy",
        f"--python-platform={PLATFORMS[machine]}", f"--python-version={python}",
        f"--target={packages}", f"--requirement={REQUIREMENTS}",
    ]  # fmt: skip
    run(fetch, FETCH_LIMIT_S, "The packages of the application could not be fetched")
    for left in ("bin", ".lock"):  # programs of the packages: none of them is ours to run
        target = packages / left
        shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
    for source, target in ((PACKAGE, packages / "appliance"), (SCREEN, home / "webui" / "dist")):
        for file in files(source):
            copy = target / file.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
    (home / "bin").mkdir()
    (home / "bin" / "python").symlink_to("/usr/bin/python3")
    (home / "pyvenv.cfg").write_text(
        f"home = /usr/bin\ninclude-system-site-packages = true\nversion = {python}\n", encoding="ascii"
    )
    compiler = shutil.which(str(REPOSITORY / ".venv313" / "bin" / "python")) if python == "3.13" else None
    compiler = compiler or shutil.which(f"python{python}")
    if compiler is not None and works(compiler, python):
        compiling = [compiler, "-I", "-m", "compileall", "-q", "-j0", "--invalidation-mode=unchecked-hash"]
        # Some packages carry examples for other Pythons, which do not compile: that is no failure of ours.
        subprocess.run(
            [*compiling, "-s", str(home), str(packages)], timeout=COMPILE_LIMIT_S, capture_output=True
        )


def works(compiler: str, python: str) -> bool:
    """Whether it is the Python it seems to be: a shim may lead nowhere."""
    asked = "import sys; print('%d.%d' % sys.version_info[:2])"
    said = subprocess.run([compiler, "-I", "-c", asked], capture_output=True, text=True, timeout=60)
    return said.returncode == 0 and said.stdout.strip() == python


def run(command: list[str], limit_s: float, otherwise: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=limit_s)
    if done.returncode != 0:
        raise CannotMake(f"{otherwise}: {done.stderr.strip()[-600:]}")


def pack(home: Path, archive: Path) -> Path:
    """The same bytes for the same files. The empty file `complete` comes last: without it, unpacking was cut off."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = entry.mtime = 0
        entry.uname = entry.gname = "root"
        entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry

    def write(file: IO[bytes]) -> None:
        with tarfile.open(fileobj=file, mode="w") as tar:
            for path in (home, *sorted(home.rglob("*"))):
                tar.add(path, str(path.relative_to(home.parent)), recursive=False, filter=plain)
            tar.addfile(plain(tarfile.TarInfo(f"{home.name}/complete")))

    with (
        archive.open("wb") as raw,
        gzip.GzipFile("", fileobj=raw, mode="wb", compresslevel=3, mtime=0) as zipped,
    ):
        write(zipped)
        zipped.flush()
        os.fsync(raw.fileno())
    return archive


if __name__ == "__main__":
    sys.exit(main())
