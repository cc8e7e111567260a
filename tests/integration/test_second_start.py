"""A second box on the same data, or on taken ports, is refused in one sentence before it touches anything."""

from __future__ import annotations

import fcntl
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from appliance import demo_run, main


def asked(folder: Path, port: int) -> demo_run.Demo:
    return demo_run.Demo(folder, "de", port, port - 10, port + 10, open_window=False)


def test_a_box_that_runs_already_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "box.toml").write_text("the live box's own")
    lock = os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    assert demo_run.run(asked(tmp_path, 18_950)) == 1
    os.close(lock)
    assert "running already" in capsys.readouterr().err
    assert (tmp_path / "box.toml").read_text() == "the live box's own"


def test_a_taken_port_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert demo_run.run(asked(tmp_path, port)) == 1
    assert f"Port {port} is in use" in capsys.readouterr().err
    assert not (tmp_path / "box.toml").exists()


def test_what_the_box_writes_is_for_its_user_alone(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = (sys.executable, "-m", "appliance", "demo", "--port", port, "--data", str(tmp_path / "box"))
        ended = subprocess.run(
            command, cwd=main.ROOT, capture_output=True, text=True, timeout=60, check=False
        )
    assert ended.returncode == 1, ended.stderr
    assert stat.S_IMODE((tmp_path / "box").stat().st_mode) == 0o700
