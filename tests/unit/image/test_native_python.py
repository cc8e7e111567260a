"""The builder's Python is lent to a root for the roles' run, and never stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from image.native_python import PLACE, PRETENCE, lent_python, libraries


def test_all_that_a_program_needs_is_found_with_its_loader() -> None:
    names = [path.name for path in libraries(Path(sys.executable).resolve())]
    assert any(name.startswith("libc.so") for name in names)
    assert any(name.startswith("ld-linux") for name in names)


def test_it_is_gone_afterwards_even_when_the_roles_fail(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), lent_python(tmp_path, Path(sys.executable), "aarch64") as launcher:
        script = tmp_path / launcher.lstrip("/")
        loader = next((tmp_path / PLACE / "libraries").glob("ld-linux*"))
        assert loader.name in script.read_text()
        assert script.stat().st_mode & 0o111
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_lent_python_says_it_runs_on_the_boxs_processor() -> None:
    code = (
        PRETENCE.format(machine="aarch64") + "import platform; print(platform.machine(), os.uname().sysname)"
    )
    told = subprocess.run(
        (sys.executable, "-I", "-c", code), capture_output=True, text=True, check=True, timeout=30
    )
    assert told.stdout.split() == ["aarch64", "Linux"]
