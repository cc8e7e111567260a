"""A build that was stopped in any of its stages goes on with that stage, and one that is finished does nothing."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from image.__main__ import build_all
from image.build import Build, Plan, Stage
from image.cache import RootCache
from image.commands import Commands, Stopped

NAMES = ("rootfs", "provision", "finalise", "assemble", "publish")


class Fake(Build):
    """Stages that only leave a file; the one named in `ends_in` is stopped before it has finished."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan, Commands(plan.work / "log.txt", 0), RootCache(plan.work / "cache"))
        self._files = {name: plan.work / name for name in NAMES} | {"publish": plan.packed}
        self.ends_in = ""
        self.ran: list[str] = []

    def stages(self) -> list[Stage]:
        return [
            Stage(name, f"key of {name}", partial(self._do, name), name, self._files[name]) for name in NAMES
        ]

    def _do(self, name: str) -> None:
        self.ran.append(name)
        if name == self.ends_in:
            raise Stopped
        self._files[name].write_text("")


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    monkeypatch.setenv("IMAGE_CACHE", str(tmp_path / "kept"))
    return Plan(
        repository=tmp_path, work=tmp_path, out=tmp_path, version="1.0", epoch_s=0, packages=(), is_bare=True,
        ansible=tmp_path, python=tmp_path,
    )  # fmt: skip


@pytest.mark.parametrize("number", range(5))
def test_build_stopped_in_any_stage_goes_on_with_it(plan: Plan, number: int) -> None:
    build = Fake(plan)
    build.ends_in = NAMES[number]
    with pytest.raises(Stopped):
        build_all(plan, build, again=False)

    build = Fake(plan)
    assert build_all(plan, build, again=False) == 0

    assert build.ran == list(NAMES[number:])


def test_second_build_does_nothing(plan: Plan) -> None:
    build_all(plan, Fake(plan), again=False)

    build = Fake(plan)
    build_all(plan, build, again=False)

    assert build.ran == []


def test_stage_whose_work_somebody_removed_is_done_again(plan: Plan) -> None:
    build_all(plan, Fake(plan), again=False)
    (plan.work / "assemble").unlink()

    build = Fake(plan)
    build_all(plan, build, again=False)

    assert build.ran == ["assemble", "publish"]
