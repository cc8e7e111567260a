"""The application's archive: the same files make the same bytes, and what was cut off is not taken for whole."""

from __future__ import annotations

import importlib.util
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.system.roles.root import REPOSITORY


@pytest.fixture(scope="module")
def payload() -> ModuleType:
    spec = importlib.util.spec_from_file_location("payload", REPOSITORY / "ansible" / "payload.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def application(folder: Path) -> Path:
    (folder / "lib").mkdir(parents=True)
    (folder / "lib" / "till.py").write_text("SELLS = True\n")
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to("/usr/bin/python3")
    return folder


def test_the_same_application_makes_the_same_archive(tmp_path: Path, payload: ModuleType) -> None:
    first = payload.pack(application(tmp_path / "one" / "0.1-x"), tmp_path / "first")
    second = payload.pack(application(tmp_path / "two" / "0.1-x"), tmp_path / "second")
    assert first.read_bytes() == second.read_bytes()


def test_the_mark_of_a_whole_application_comes_last_and_all_is_root_s(
    tmp_path: Path, payload: ModuleType
) -> None:
    with tarfile.open(payload.pack(application(tmp_path / "0.1-x"), tmp_path / "archive")) as tar:
        entries = tar.getmembers()
    assert entries[-1].name == "0.1-x/complete"
    assert {(entry.uid, entry.gid, entry.mode & 0o022) for entry in entries if not entry.issym()} == {
        (0, 0, 0)
    }
    assert [entry.linkname for entry in entries if entry.issym()] == ["/usr/bin/python3"]


def test_another_target_is_another_application(payload: ModuleType) -> None:
    names = {payload.digest(machine, python) for machine in payload.PLATFORMS for python in ("3.11", "3.13")}
    assert len(names) == 4


def test_what_python_left_behind_is_not_installed(tmp_path: Path, payload: ModuleType) -> None:
    for name in ("till.py", "__pycache__/till.cpython-313.pyc", ".hidden", "web/.cache/x"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    assert [file.name for file in payload.files(tmp_path)] == ["till.py"]
