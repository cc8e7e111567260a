"""Nothing unique, secret or passing is left in a root that goes onto many cards."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from image.finalise import forget, lock_accounts, set_times

LEFTOVERS = (
    "etc/ssh/ssh_host_ed25519_key", "etc/ssh/ssh_host_ed25519_key.pub", "etc/hostname", "root/.ansible/tmp/x",
    "var/log/apt/history.log", "var/lib/apt/lists/mirror_Packages", "var/cache/apt/pkgcache.bin",
    "etc/apt/sources.list.d/0000.list", "tmp/left", "var/lib/systemd/random-seed", "etc/shadow-",
)  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (*LEFTOVERS, "etc/ssh/sshd_config", "usr/bin/true", "etc/machine-id"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("4f9c\n")
    return tmp_path


def test_keys_names_logs_and_the_mirror_are_gone_and_the_rest_stays(root: Path) -> None:
    forget(root)
    assert [name for name in LEFTOVERS if (root / name).exists()] == []
    assert (root / "etc/ssh/sshd_config").exists()
    assert (root / "usr/bin/true").exists()
    assert (root / "var/log").is_dir()


def test_the_machine_id_is_empty_so_that_each_box_finds_its_own(root: Path) -> None:
    forget(root)
    assert (root / "etc/machine-id").read_text() == ""


def test_dbus_asks_for_the_same_machine_id(root: Path) -> None:
    (root / "var/lib/dbus").mkdir(parents=True)
    (root / "var/lib/dbus/machine-id").write_text("4f9c\n")
    forget(root)
    assert (root / "var/lib/dbus/machine-id").readlink() == Path("/etc/machine-id")


def test_a_link_that_a_role_made_is_kept(root: Path) -> None:
    (root / "etc/resolv.conf").symlink_to("/run/NetworkManager/resolv.conf")
    (root / "etc/hostname").unlink()
    (root / "etc/hostname").symlink_to("/run/hostname")
    forget(root)
    assert (root / "etc/resolv.conf").is_symlink()
    assert (root / "etc/hostname").is_symlink()


def test_forgetting_twice_is_forgetting_once(root: Path) -> None:
    forget(root)
    before = sorted(root.rglob("*"))
    forget(root)
    assert sorted(root.rglob("*")) == before


def test_no_account_keeps_a_password_and_root_is_locked(root: Path) -> None:
    (root / "etc/shadow").write_text(
        "root:$y$secret:20000:0:99999:7:::\nmail:*:20000::::::\npi:$y$x:20000::::::\n"
    )
    lock_accounts(root)
    lines = (root / "etc/shadow").read_text().splitlines()
    assert [line.split(":")[:3] for line in lines] == [
        ["root", "!*", "1"],
        ["mail", "*", "1"],
        ["pi", "*", "1"],
    ]


def test_nothing_is_younger_than_the_commit_and_older_things_keep_their_age(root: Path) -> None:
    old, new = root / "usr/bin/true", root / "etc/ssh/sshd_config"
    os.utime(old, (500, 500))
    set_times(root, 1_000_000)
    assert old.stat().st_mtime == 500
    assert new.stat().st_mtime == 1_000_000
