"""The runner of the lanes: a step ends at its limit, leaves nothing behind, and is never silent for long."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests import run as lanes
from tests.run import Result, Step, broken_tests, counts, run


def python(words: str, code: str, limit_s: float = 60.0) -> Step:
    return Step(words, (sys.executable, "-c", code), limit_s)


def test_step_that_ends_well_counts_as_passed() -> None:
    assert run(python("well", "print('done')")) == Result(1, 0)
    assert run(python("badly", "raise SystemExit(3)")) == Result(0, 1)


def test_step_whose_program_is_missing_fails_with_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Step("absent", ("no-such-program",))) == Result(0, 1)

    assert "no-such-program cannot be started" in capsys.readouterr().out


def test_step_that_hangs_fails_at_its_limit(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(python("hangs", "import time; time.sleep(600)", limit_s=0.5)) == Result(0, 1)

    assert "longer than 0 s" in capsys.readouterr().out


def test_what_a_step_leaves_running_is_ended(tmp_path: Path) -> None:
    child = (
        "import subprocess, sys; print(subprocess.Popen(('sleep', '600')).pid, file=open(sys.argv[1], 'w'))"
    )
    step = Step("forgetful", (sys.executable, "-c", child, str(tmp_path / "pid")))

    assert run(step) == Result(1, 0)

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


def journey(folder: Path, fails: str, may_stumble: bool = True) -> Step:
    """A step of two tests below a folder of its own; one of them fails while `fails` is true."""
    (folder / "tests").mkdir()
    (folder / "tests" / "test_it.py").write_text(
        "from pathlib import Path\n"
        "def test_well(): pass\n"
        "def test_badly():\n"
        "    tried = Path(__file__).with_name('tried')\n"
        f"    failing = {fails}\n"
        "    tried.touch()\n"
        "    assert not failing\n"
    )
    command = (sys.executable, "-m", "pytest", "-q", f"--rootdir={folder}", "tests")
    return Step("journey", command, 60.0, may_stumble)


def test_stumbling_test_is_tried_once_more_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "ROOT", tmp_path)
    step = journey(tmp_path, "not tried.exists()")

    assert run(step) == Result(2, 0, ["tests/test_it.py::test_badly"])


def test_test_that_fails_twice_has_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "ROOT", tmp_path)

    assert run(journey(tmp_path, "True")) == Result(1, 1)


def test_what_may_not_stumble_is_tried_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "ROOT", tmp_path)

    assert run(journey(tmp_path, "not tried.exists()", may_stumble=False)) == Result(1, 1)


def test_names_of_broken_tests_are_read_with_their_parameters() -> None:
    lines = [
        "FAILED tests/e2e/test_a.py::test_one[de-a b] - assert 1 == 2\n",
        "ERROR tests/e2e/test_a.py::test_two\n",
        "FAILED tests/e2e/test_a.py::test_one[de-a b] - again\n",
        "FAILED to do something\n",
    ]
    assert broken_tests(lines) == ["tests/e2e/test_a.py::test_one[de-a b]", "tests/e2e/test_a.py::test_two"]
