"""Makes a root that holds Debian packages and nothing of ours: mmdebstrap with the work of emulation taken away.

The builder's own programs stand in inside the root while it is made, and nothing makes indexes (`stand_ins.py`);
`settle` makes up for that. What it saves is told in docs/image.md.
"""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from image import initrd, native_python, stand_ins
from image.commands import Commands, Failed

REPOSITORY = Path(__file__).resolve().parent.parent
FILES = Path(__file__).parent / "files"
MODULES = FILES / "initramfs-modules"
PYTHON = "python3.13"  # of trixie; the stand-ins know its folder too
MIME = "usr/share/mime"
EPOCH_S = 1754697600  # the day trixie came out: a root of packages has no commit to take its time from
LEFT_OUT = ("/usr/share/man/*", "/usr/share/info/*", "/usr/share/locale/*/LC_MESSAGES/*", "/usr/share/doc/*",
            "/usr/share/gtk-doc/*", "/usr/share/help/*", "/usr/share/lintian/*")  # fmt: skip
LEND = f'cd {shlex.quote(str(REPOSITORY))} && exec {shlex.quote(sys.executable)} -m image.stand_ins "$1"'
KEPT = ("/usr/share/doc/*/copyright",)  # licences travel with what they license


def recipe() -> dict[str, bytes]:
    """Everything here that shapes the root: part of its name in the cache."""
    modules = (stand_ins, native_python, initrd)
    files = (Path(__file__), *(Path(str(module.__file__)) for module in modules), MODULES)
    return {path.name: path.read_bytes() for path in files}


def make_root(
    commands: Commands, root: Path, suite: str, sources: Sequence[str], packages: Sequence[str]
) -> None:
    """Make `root` anew. What a failed attempt left is removed first."""
    shutil.rmtree(root, ignore_errors=True)
    dpkg = ["force-unsafe-io", "force-confold", "force-confdef"]
    dpkg += [f"path-exclude={pattern}" for pattern in LEFT_OUT] + [
        f"path-include={pattern}" for pattern in KEPT
    ]
    commands.run(
        "mmdebstrap", "--arch=arm64", "--variant=minbase", "--mode=root", "--format=directory",
        "--skip=essential/unlink,check/empty",
        '--aptopt=APT::Install-Recommends "false"', '--aptopt=Acquire::Languages "none"',
        '--aptopt=Acquire::Retries "5"', '--aptopt=Acquire::http::Timeout "60"',
        *(f"--dpkgopt={option}" for option in dpkg),
        '--setup-hook=mkdir -p "$1/boot/firmware"',
        f"--extract-hook={LEND}",
        f"--include={','.join(packages)}",
        suite, root, "-",
        feed="\n".join(sources) + "\n",
        timeout_s=3600,
    )  # fmt: skip
    # The builder's mirror is the builder's business: it must not travel in an image.
    (root / "etc" / "apt" / "sources.list").unlink(missing_ok=True)


def settle(commands: Commands, root: Path, python: Path) -> None:
    """What the stand-ins kept the packages from doing, done once, and natively where possible; then they go."""
    version = kernel_version(root)
    stand_ins.give_back(root, stand_ins.DEPMOD)  # the initrd makes an index of its own
    commands.run("systemd-hwdb", f"--root={root}", "--usr", "update", timeout_s=120)
    commands.run("depmod", "-b", root, version, timeout_s=300)
    make_initrd(commands, root, version)
    stand_ins.give_back(root)
    if (root / MIME).is_dir():
        commands.run("update-mime-database", root / MIME, timeout_s=120)
    compile_python(commands, root, python)


def kernel_version(root: Path) -> str:
    """The one kernel of this root."""
    found = sorted(path.name for path in (root / "usr/lib/modules").iterdir())
    if len(found) != 1:
        raise Failed(f"the root should hold one kernel, it holds: {', '.join(found) or 'none'}")
    return found[0]


def compile_python(commands: Commands, root: Path, python: Path) -> None:
    """Compile Debian's Python files with the builder's Python of the same version.

    Compiled files are the same on all processors. Unchecked: the root is read-only, and no time stamp gets in.
    """
    if not (root / "usr/lib" / PYTHON).is_dir():
        raise Failed(f"the root does not hold {PYTHON}, for which this recipe is made")
    check = f"import sys; sys.exit('python%d.%d' % sys.version_info[:2] != '{PYTHON}')"
    commands.run(python, "-c", check, timeout_s=30)
    places = [root / "usr/lib" / PYTHON, root / "usr/lib/python3/dist-packages"]
    there = [place for place in places if place.is_dir()]
    for place in there:
        for folder in sorted(place.rglob("__pycache__")):
            shutil.rmtree(folder)
    commands.run(
        python, "-m", "compileall", "-q", "-f", "-j", "2", "--invalidation-mode", "unchecked-hash",
        "-x", r"/(test|tests|lib2to3)/", "-s", root, "-p", "/", *there,
        extra={"PYTHONHASHSEED": "0"}, timeout_s=900,
    )  # fmt: skip


def make_initrd(commands: Commands, root: Path, version: str) -> None:
    """Build the initrd from our list of modules: 9 MB instead of 36, and minutes less under emulation."""
    settings = root / "etc/initramfs-tools"
    (settings / "conf.d").mkdir(parents=True, exist_ok=True)
    (settings / "conf.d/tillbox").write_text("MODULES=list\nCOMPRESS=zstd\nRESUME=none\nFSTYPE=ext4\n")
    shutil.copyfile(MODULES, settings / "modules")
    made = root / f"boot/initrd.img-{version}"
    commands.in_root(root, "mkinitramfs", "-o", f"/boot/{made.name}", version)
    builtin = (root / f"usr/lib/modules/{version}/modules.builtin").read_text()
    files = initrd.read(made)
    lacking = initrd.missing(
        initrd.wanted_modules(MODULES.read_text()), [file.name for file in files], builtin
    )
    if lacking:
        raise Failed(f"the initrd lacks modules: {', '.join(lacking)}")
    if foreign := initrd.foreign(files):
        raise Failed(f"programs of another processor got into the initrd: {', '.join(foreign)}")
