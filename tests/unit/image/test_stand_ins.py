"""The builder's programs stand in for a root's own while it is made, and nothing of them stays."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from image.stand_ins import DEPMOD, LATER, give_back, lend, lent_shell, of_box, waiting

FEW = ("dash", "dpkg")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The beginning of a root of another processor: merged folders, and programs nobody here can run."""
    root = tmp_path / "root"
    for folder in ("usr/bin", "usr/sbin", "usr/lib", "var/lib/dpkg"):
        (root / folder).mkdir(parents=True)
    for name in ("bin", "sbin", "lib"):
        (root / name).symlink_to(f"usr/{name}")
    for program in ("usr/bin/dpkg", "usr/bin/perl", DEPMOD.lstrip("/")):
        (root / program).write_text("its own")
    (root / "var/lib/dpkg/status").write_text("")
    return root


def files(root: Path) -> dict[str, str]:
    """Every file but dpkg's own notes, with what is in it."""
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            if "var/lib/dpkg" not in folder and not path.is_symlink():
                found[str(path.relative_to(root))] = path.read_text(errors="replace")
    return found


def test_everything_is_as_before_afterwards(root: Path) -> None:
    before = files(root)

    lend(root, FEW)
    assert files(root).keys() > before.keys()
    give_back(root)

    assert files(root) == before
    assert not (root / "lib64").is_symlink()


def test_what_a_package_brings_meanwhile_is_its_own_afterwards(root: Path) -> None:
    lend(root, FEW)
    assert (root / "usr/bin/update-mime-database").read_text() == "#!/bin/sh\nexit 0\n"
    (root / "usr/bin/update-mime-database.waiting").write_text(
        "unpacked by dpkg"
    )  # where the diversion leads

    give_back(root)

    assert (root / "usr/bin/update-mime-database").read_text() == "unpacked by dpkg"


def test_one_program_can_be_given_back_before_the_others(root: Path) -> None:
    lend(root, FEW)

    give_back(root, DEPMOD)

    assert (root / DEPMOD.lstrip("/")).read_text() == "its own"
    assert (root / LATER[0].lstrip("/")).read_text() == "#!/bin/sh\nexit 0\n"


def test_nothing_may_start_while_packages_are_set_up(root: Path) -> None:
    lend(root, FEW)

    assert subprocess.run((root / "usr/sbin/policy-rc.d",), check=False, timeout=10).returncode == 101


def test_lent_dpkg_takes_the_boxs_packages_for_its_own() -> None:
    assert of_box(b"\0amd64\0(amd64)") == b"\0arm64\0(arm64)"


def test_shell_lent_to_the_roles_is_gone_afterwards_even_when_they_fail(root: Path) -> None:
    (root / "usr/bin/dash").write_text("its own")
    before = files(root)

    with pytest.raises(RuntimeError), lent_shell(root):
        raise RuntimeError

    assert files(root) == before


def test_diverted_programs_are_read_from_what_dpkg_says() -> None:
    assert waiting("local diversion of /usr/bin/[ to /usr/bin/[.waiting\nsomething else\n") == ["/usr/bin/["]
