"""Lends a root of another processor the builder's Python, so that Ansible's modules need no emulation there.

A module takes 5 to 10 s under emulation, and a twentieth of that here. Only the interpreter is lent: what the modules
start inside the root, they start from the root. It answers with the box's processor when asked, since the roles
decide by that what to install.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from image.commands import Failed

PLACE = "hostpython"
WHERE = (
    "import os, sys, sysconfig; print(os.path.realpath(sys.executable)); print(sysconfig.get_path('stdlib'))"
)
LIBRARY = re.compile(r"(/\S+)(?= \(0x)")
NOT_NEEDED = ("test", "tests", "site-packages", "dist-packages", "idlelib", "ensurepip", "turtledemo", "__pycache__",
              "config-*", "*.a", "sitecustomize.py")  # fmt: skip
LAUNCHER = """\
#!/bin/sh
exec /{place}/libraries/{loader} --library-path /{place}/libraries /{place}/bin/{name} "$@"
"""
PRETENCE = """\
import os
_told = os.uname()
os.uname = lambda: os.uname_result((*_told[:4], {machine!r}))
"""


@contextmanager
def lent_python(root: Path, python: Path, machine: str) -> Iterator[str]:
    """Put `python` into `root`, give the path of its launcher there, and take it away again."""
    home = root / PLACE
    shutil.rmtree(home, ignore_errors=True)
    try:
        yield _lend(home, python, machine)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _lend(home: Path, python: Path, machine: str) -> str:
    told = subprocess.run((python, "-I", "-c", WHERE), capture_output=True, text=True, check=True, timeout=30)
    program, library = (Path(line) for line in told.stdout.splitlines())
    lent = home / "lib" / library.name
    shutil.copytree(library, lent, ignore=shutil.ignore_patterns(*NOT_NEEDED))
    (lent / "sitecustomize.py").write_text(PRETENCE.format(machine=machine))
    (home / "bin").mkdir()
    shutil.copy2(program, home / "bin" / program.name)
    (home / "libraries").mkdir()
    needed = libraries(program)
    loader = next((path for path in needed if path.name.startswith("ld-linux")), None)
    if loader is None:
        raise Failed(f"{program} names no loader: it cannot be lent")
    for extension in sorted((library / "lib-dynload").glob("*.so")):
        needed += libraries(extension, loader, {path.parent for path in needed})
    for path in needed:
        if not (home / "libraries" / path.name).exists():
            shutil.copy(path, home / "libraries" / path.name)
    launcher = home / "python"
    launcher.write_text(LAUNCHER.format(place=PLACE, loader=loader.name, name=program.name))
    launcher.chmod(0o755)
    return f"/{PLACE}/python"


def libraries(binary: Path, loader: Path | None = None, places: Iterable[Path] = ()) -> list[Path]:
    """What a program of this machine needs, its loader included; or a library, by the loader of such a program.

    A Python may have brought its own C library and loader, so that ldd, which asks the machine's, would be wrong.
    """
    command: tuple[str | Path, ...] = (binary,)
    if loader is not None:
        command = (loader, "--library-path", ":".join(map(str, sorted(places))), "--list", binary)
    told = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=30, env={"LD_TRACE_LOADED_OBJECTS": "1"}
    ).stdout
    return [Path(found) for found in LIBRARY.findall(told)]
