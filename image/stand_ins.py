"""Lets the builder's own programs stand in inside a root of another processor while packages are installed there.

Under emulation, dpkg, Perl, shell scripts and making indexes cost nearly all of the time. Where it makes no difference
the builder's programs do the work, and what makes indexes, compiles or draws keys does nothing until it is done once,
at the end (`rootfs.settle`). mmdebstrap runs this file when the essential packages lie unpacked in the root and nothing
of it ran yet. Copied, never mounted: a mount of the builder's root in there would outlive a failed build.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from image.native_python import libraries

NATIVE = (
    "dash", "bash", "dpkg", "dpkg-deb", "dpkg-divert", "dpkg-query", "dpkg-split", "dpkg-trigger",
    "perl", "tar", "gzip", "zstd", "sed", "grep", "find", "xargs", "[", "basename", "cat", "chgrp",
    "chmod", "chown", "comm", "cp", "cut", "date", "dirname", "echo", "env", "expr", "false", "head",
    "id", "install", "ln", "ls", "md5sum", "mkdir", "mktemp", "mv", "printf", "readlink", "realpath",
    "rm", "rmdir", "seq", "sort", "stat", "tail", "tee", "test", "touch", "tr", "true", "uniq", "wc",
)  # fmt: skip
SHELL = ("dash", "cat", "chmod", "mkdir", "rm", "sleep")  # what Ansible starts around each of its modules
DEPMOD = "/usr/sbin/depmod"
LATER = (
    "/usr/bin/py3compile", "/usr/bin/ssh-keygen", "/usr/bin/systemd-hwdb", "/usr/bin/update-mime-database", DEPMOD,
    "/usr/sbin/update-initramfs",
)  # fmt: skip
# Python's own packages call this by its path to compile the standard library.
EMPTY = "/usr/lib/python3.13/py_compile.py"
NO_START = "usr/sbin/policy-rc.d"  # exit 101: nothing may start while packages are being set up
# A compiled module of a package that a script needs (dictionaries-common): the same out of what Perl brings itself.
TEXT_ICONV = """\
package Text::Iconv;
use Encode ();
sub raise_error {}
sub new { my ($class, $from, $to) = @_; return bless [$from, $to], $class }
sub convert { my ($self, $text) = @_; Encode::from_to($text, $self->[0], $self->[1]); return $text }
1;
"""
ENDING = ".waiting"
# The builder whose programs can be lent, and where Debian has the loader and the libraries of that processor.
BUILDER = "x86_64"
LOADERS, LIBRARIES = "usr/lib64", "usr/lib/x86_64-linux-gnu"
LIMIT_S = 60


def lend(root: Path, programs: Collection[str] = NATIVE) -> None:
    """Put all stand-ins into `root`; each program of the root waits beside its own."""
    _lend_programs(root, programs)
    if "perl" in programs and (root / LOADERS).exists():
        _lend_perl_modules(root)
    for program in LATER:
        _stand_in(root, program, b"#!/bin/sh\nexit 0\n")
    _stand_in(root, EMPTY, b"")
    (root / NO_START).write_text("#!/bin/sh\nexit 101\n")
    (root / NO_START).chmod(0o755)


@contextmanager
def lent_shell(root: Path) -> Iterator[None]:
    """A finished root with the builder's shell in it, for a while."""
    try:
        _lend_programs(root, SHELL)
        yield
    finally:
        give_back(root)


def give_back(root: Path, *programs: str) -> None:
    """The root gets its own programs back: those named, or all, and then nothing of the builder stays."""
    for program in programs or waiting(_divert(root, "--list", f"*{ENDING}")):
        (root / program.lstrip("/")).unlink(missing_ok=True)
        _divert(root, "--local", "--rename", "--remove", program)
    if not programs:
        (root / NO_START).unlink(missing_ok=True)
        if (root / LOADERS).exists():
            (root / "lib64").unlink()
            shutil.rmtree(root / LOADERS)
            shutil.rmtree(root / LIBRARIES)


def waiting(listed: str) -> list[str]:
    """The programs in what `dpkg-divert --list` says: `local diversion of /usr/bin/tar to /usr/bin/tar.waiting`."""
    return [line.split(" ")[3] for line in listed.splitlines() if line.startswith("local diversion of ")]


def of_box(dpkg: bytes) -> bytes:
    """dpkg has the name of its processor compiled in, by which it would take every package here for a foreign one."""
    return dpkg.replace(b"amd64", b"arm64")  # equally long, so every address behind it stays right


def _lend_programs(root: Path, names: Iterable[str]) -> None:
    """The builder's programs with their libraries, on a builder whose programs can be lent."""
    if platform.machine() != BUILDER:
        return
    (root / LOADERS).mkdir(parents=True)
    (root / "lib64").symlink_to(LOADERS)
    for name in names:
        found = shutil.which(name, path="/usr/sbin:/usr/bin")
        if found is None:
            continue  # the root's own does it, only slower
        program = Path(found).resolve()
        for library in libraries(program):
            target = root / str(library).lstrip("/")
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(library, target)
        content = program.read_bytes()
        _stand_in(root, f"/usr/bin/{name}", of_box(content) if name.startswith("dpkg") else content)


def _lend_perl_modules(root: Path) -> None:
    """Perl looks into several folders. One of them takes all, and goes away with the other libraries."""
    told = _said("perl", "-MConfig", "-e", r'print "$Config{privlibexp}\n$Config{archlibexp}\n"')
    plain, built = (Path(line) for line in told.splitlines())
    base = built.parent.parent / "perl-base"
    lent = root / str(base).lstrip("/")
    for folder in filter(Path.is_dir, (plain, built, base)):  # Debian has a smaller Perl too, of `base` only
        shutil.copytree(folder, lent, dirs_exist_ok=True)
    (lent / "Text").mkdir(parents=True, exist_ok=True)
    (lent / "Text/Iconv.pm").write_text(TEXT_ICONV)


def _stand_in(root: Path, program: str, content: bytes) -> None:
    """The package's own file goes aside, now or when it is unpacked."""
    _divert(root, "--local", "--rename", "--divert", program + ENDING, "--add", program)
    target = root / program.lstrip("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    target.chmod(0o755)


def _divert(root: Path, *arguments: str) -> str:
    return _said("dpkg-divert", f"--root={root}", "--quiet", *arguments)


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=LIMIT_S).stdout


def main(arguments: Iterable[str]) -> None:
    """Lend to the root that mmdebstrap names."""
    (root,) = arguments
    lend(Path(root))


if __name__ == "__main__":
    main(sys.argv[1:])
