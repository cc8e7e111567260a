"""The runner of the lanes: a step ends at its limit, leaves nothing behind, and is never silent for long."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests import run as lanes
from tests.run import Step, counts, run


def python(words: str, code: str, limit_s: float = 60.0) -> Step:
    return Step(words, (sys.executable, "-c", code), limit_s)


def test_step_that_ends_well_counts_as_passed() -> None:
    assert run(python("well", "print('done')")) == (1, 0)
    assert run(python("badly", "raise SystemExit(3)")) == (0, 1)


def test_step_whose_program_is_missing_fails_with_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Step("absent", ("no-such-program",))) == (0, 1)

    assert "no-such-program cannot be started" in capsys.readouterr().out


def test_step_that_hangs_fails_at_its_limit(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(python("hangs", "import time; time.sleep(600)", limit_s=0.5)) == (0, 1)

    assert "longer than 0 s" in capsys.readouterr().out


def test_what_a_step_leaves_running_is_ended(tmp_path: Path) -> None:
    child = (
        "import subprocess, sys; print(subprocess.Popen(('sleep', '600')).pid, file=open(sys.argv[1], 'w'))"
    )
    step = Step("forgetful", (sys.executable, "-c", child, str(tmp_path / "pid")))

    assert run(step) == (1, 0)

    pid = int((tmp_path / "pid").read_text())
    deadline = time.monotonic() + 10
    while is_running(pid):
        assert time.monotonic() < deadline


def is_running(pid: int) -> bool:
    """A zombie that nobody has waited for yet does not run."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_silent_step_is_said_to_be_at_work(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "STILL_S", 0.1)

    run(python("silent", "import time; time.sleep(1)"))

    assert "... " in capsys.readouterr().out


def test_skipped_test_is_no_proof() -> None:
    assert counts(["== 3 passed, 1 skipped in 2.0s =="], 0) == (3, 1)
    assert counts(["nothing readable"], 1) == (0, 1)
