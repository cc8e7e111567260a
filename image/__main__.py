"""`python -m image`: builds the image, says how far it is and how long it will take.

Exit codes: 0 built, 1 failed (the message says where), 2 cannot be done on this machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path

from image import apt_sources, binfmt, packages
from image.build import Build, Plan, Stage
from image.cache import RootCache, default_folder
from image.commands import Commands, Failed, Stopped, in_namespaces
from image.progress import Times, in_words, time_left
from image.provision import ROLES

REPOSITORY = Path(__file__).resolve().parent.parent
TOOLS = {
    "mmdebstrap": "mmdebstrap", "mkfs.vfat": "dosfstools", "mcopy": "mtools", "sfdisk": "fdisk", "mke2fs": "e2fsprogs",
    "zstd": "zstd", "systemd-hwdb": "udev", "depmod": "kmod", "unshare": "util-linux", "dpkg-divert": "dpkg",
    "update-mime-database": "shared-mime-info", "perl": "perl", "arch-test": "arch-test",
}  # fmt: skip
SAY_EVERY_S = 20.0


def main(arguments: list[str]) -> int:
    """Parse, check, build."""
    parser = argparse.ArgumentParser(prog="python -m image", description="Build the SD-card image of a box.")
    parser.add_argument(
        "--bare", action="store_true", help="packages only, no roles: to try whether it boots"
    )
    parser.add_argument(
        "--packages", action="store_true", help="only print the packages that the roles ask for"
    )
    parser.add_argument("--again", action="store_true", help="forget the marks of finished stages")
    parser.add_argument("--work", type=Path, default=REPOSITORY / "build/image", help="where to build")
    parser.add_argument("--ansible", type=Path, default=REPOSITORY / ".venv-ansible/bin/ansible-playbook")
    parser.add_argument(
        "--python", type=Path, default=REPOSITORY / ".venv313/bin/python", help="a Python 3.13"
    )
    told = parser.parse_args(arguments)
    if told.packages:
        say("\n".join(packages.read_roles(REPOSITORY, ROLES)))
        return 0
    lacking = sorted({package for tool, package in TOOLS.items() if not shutil.which(tool)})
    if lacking:
        return say_why(f"The build needs programs that are not here: apt-get install {' '.join(lacking)}")
    if os.geteuid() != 0:
        return say_why("The build writes files of other users: run it as root (sudo make image).")
    if not told.python.exists():
        return say_why(f"The build needs a Python 3.13, and {told.python} is none: `make image` gets one.")
    try:
        code = in_namespaces(arguments)
        if code is not None:
            return code
        binfmt.register()
        plan = make_plan(told)
        commands = Commands(plan.work / "log.txt", plan.epoch_s)
        build = Build(plan, commands, RootCache(default_folder()))
        return build_all(plan, build, told.again)
    except (Failed, binfmt.CannotEmulate, apt_sources.NoDebianSource, packages.BadList) as problem:
        return say_why(str(problem), code=1)
    except Stopped:
        return say_why("Stopped. Finished stages are kept: the next `make image` goes on from there.", code=1)


def make_plan(told: argparse.Namespace) -> Plan:
    """Gather what goes into this build."""
    with (REPOSITORY / "pyproject.toml").open("rb") as file:
        version = str(tomllib.load(file)["project"]["version"])
    work = told.work.resolve() / ("stages-bare" if told.bare else "stages")
    work.mkdir(parents=True, exist_ok=True)
    return Plan(
        repository=REPOSITORY, work=work, out=told.work.resolve(), version=version, epoch_s=commit_time_s(),
        packages=packages.read_all(REPOSITORY, ROLES), is_bare=told.bare,
        ansible=told.ansible, python=told.python,
    )  # fmt: skip


def commit_time_s() -> int:
    """SOURCE_DATE_EPOCH, else the time of the last commit."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    command = ("git", "-c", "safe.directory=*", "-C", str(REPOSITORY), "log", "-1", "--format=%ct")
    try:
        return int(subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        why = "git tells no commit here, so nobody knows which time the files should bear: set SOURCE_DATE_EPOCH"
        raise Failed(why) from None


def build_all(plan: Plan, build: Build, again: bool) -> int:
    """Run what is not done, and say so."""
    times = Times(default_folder() / "times.json")
    stages = build.stages()
    first = next((i for i, stage in enumerate(stages) if again or not build.is_done(stage)), len(stages))
    for stage in stages[:first]:
        say(f"  done before  {stage.name}")
    for index in range(first, len(stages)):
        run_one(build, stages[index], [stage.timed_as for stage in stages[index:]], times)
    say(f"{plan.packed}  {plan.packed.stat().st_size / 1e6:.0f} MB")
    return 0


def run_one(build: Build, stage: Stage, names: list[str], times: Times) -> None:
    """Run a stage while a thread says how it goes."""
    began_s = time.monotonic()
    stop = threading.Event()

    def tell() -> None:
        while True:
            spent_s = int(time.monotonic() - began_s)
            left = in_words(time_left(names, times.runs, spent_s))
            say(f"  {spent_s:4} s  {stage.name:<10} {left}")
            if stop.wait(SAY_EVERY_S):
                return

    teller = threading.Thread(target=tell, name="progress", daemon=True)
    teller.start()
    try:
        build.run(stage)
    finally:
        stop.set()
        teller.join(5)
    spent_s = round(time.monotonic() - began_s)
    say(f"  {spent_s:4} s  {stage.name:<10} finished")
    times.record(stage.timed_as, spent_s)


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def say_why(words: str, code: int = 2) -> int:
    sys.stderr.write(words + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
