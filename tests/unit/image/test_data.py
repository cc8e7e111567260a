"""The data partition holds the folders that the roles declare, and no others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from image.data import Folder, from_fstab, from_tmpfiles, make, read_root

TMPFILES = """\
# a note
d /data            0755 root root -
d /data/till       0700 till tillers -
f /data/note       0644 root root -
d /run/tillbox     2770 root root -
d /database        0755 root root -
"""
FSTAB = """\
# /data/never /x none bind 0 0
PARTLABEL=data /data ext4 noatime 0 2
/data/state/systemd /var/lib/systemd none bind 0 0
/data/till /elsewhere none bind,ro 0 0
/srv /mnt none bind 0 0
"""


def test_folders_come_from_the_declarations_below_data() -> None:
    assert from_tmpfiles(TMPFILES) == [
        Folder("", 0o755, "root", "root"),
        Folder("till", 0o700, "till", "tillers"),
    ]


def test_what_is_mounted_from_data_must_be_there_before_the_first_start() -> None:
    assert [folder.path for folder in from_fstab(FSTAB)] == ["state/systemd", "till"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    etc = tmp_path / "root" / "etc"
    (etc / "tmpfiles.d").mkdir(parents=True)
    (etc / "tmpfiles.d/tillbox.conf").write_text(TMPFILES)
    (etc / "fstab").write_text(FSTAB)
    (etc / "passwd").write_text(f"root:x:{os.getuid()}:0::/:\ntill:x:{os.getuid()}:1::/:\n")
    (etc / "group").write_text(f"root:x:{os.getgid()}:\ntillers:x:{os.getgid()}:\n")
    return tmp_path / "root"


def test_what_tmpfiles_says_beats_what_fstab_implies(root: Path) -> None:
    assert {folder.path: folder.mode for folder in read_root(root)}["till"] == 0o700


def test_the_tree_is_made_with_modes_and_one_time(root: Path, tmp_path: Path) -> None:
    made = tmp_path / "data"
    make(root, made, epoch_s=1_000_000)
    assert sorted(str(path.relative_to(made)) for path in made.rglob("*")) == [
        "state",
        "state/systemd",
        "till",
    ]
    assert (made / "till").stat().st_mode & 0o7777 == 0o700
    assert {path.stat().st_mtime for path in (made, *made.rglob("*"))} == {1_000_000.0}


def test_an_account_that_no_role_made_is_an_error(root: Path, tmp_path: Path) -> None:
    (root / "etc/passwd").write_text("root:x:0:0::/:\n")
    with pytest.raises(KeyError, match="till"):
        make(root, tmp_path / "data", epoch_s=0)
