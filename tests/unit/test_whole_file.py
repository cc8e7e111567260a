"""A file takes another's place whole, with its mode, whatever lies in the way."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from appliance.whole_file import replace_file


class PluggedOut(BaseException):
    """The power went."""


def test_content_and_mode_are_new_and_nothing_lies_beside(tmp_path: Path) -> None:
    path = tmp_path / "word"
    replace_file(path, b"old", 0o600)
    replace_file(path, b"new", 0o644, gid=os.getegid())
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o644)
    assert list(tmp_path.iterdir()) == [path]


def test_a_pulled_plug_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    for at in range(5):
        path, left = tmp_path / f"word{at}", at

        def step() -> None:
            nonlocal left
            if left == 0:
                raise PluggedOut
            left -= 1

        replace_file(path, b"the old word", 0o600)
        with pytest.raises(PluggedOut):
            replace_file(path, b"new", 0o600, step=step)
        assert path.read_bytes() in (b"the old word", b"new")
        replace_file(path, b"newer", 0o600)
        assert path.read_bytes() == b"newer"


def test_a_planted_pipe_or_link_is_not_written_through(tmp_path: Path) -> None:
    path, planted, victim = tmp_path / "word", tmp_path / ".word.new", tmp_path / "victim"
    os.mkfifo(planted)
    replace_file(path, b"first", 0o600)
    victim.write_bytes(b"mine")
    planted.symlink_to(victim)
    replace_file(path, b"second", 0o600)
    assert (path.read_bytes(), victim.read_bytes()) == (b"second", b"mine")
