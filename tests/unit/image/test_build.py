"""A build goes on where the last one ended, and does again what changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from image.__main__ import commit_time_s
from image.build import Build, Plan, Stage, stage_key
from image.cache import RootCache
from image.commands import Commands, Failed

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    plan = Plan(
        repository=REPOSITORY, work=tmp_path, out=tmp_path, version="1.0", epoch_s=0, packages=("udev",), is_bare=True,
        ansible=tmp_path, python=tmp_path,
    )  # fmt: skip
    return Build(plan, Commands(tmp_path / "log.txt", 0), RootCache(tmp_path / "cache"))


def test_a_stage_is_done_only_for_the_key_it_was_done_with(build: Build) -> None:
    stage = Stage("assemble", "key", lambda: None, "assemble")
    assert not build.is_done(stage)
    build.run(stage)
    assert build.is_done(stage)
    assert not build.is_done(Stage("assemble", "other", lambda: None, "assemble"))


def test_a_stage_that_fails_is_not_done_even_if_it_was_before(build: Build) -> None:
    build.run(Stage("assemble", "key", lambda: None, "assemble"))

    def fail() -> None:
        raise Failed("no room")

    stage = Stage("assemble", "key", fail, "assemble")
    with pytest.raises(Failed):
        build.run(stage)
    assert not build.is_done(stage)


def test_stages_come_in_order_and_each_has_its_own_key(build: Build) -> None:
    stages = build.stages()
    assert [stage.name for stage in stages] == ["rootfs", "provision", "finalise", "assemble", "publish"]
    assert len({stage.key for stage in stages}) == 5


def test_a_key_follows_content_version_and_the_stage_before(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("1")
    key = stage_key("before", "1.0", [path], tmp_path)
    assert key == stage_key("before", "1.0", [path], tmp_path)
    assert key != stage_key("other", "1.0", [path], tmp_path)
    assert key != stage_key("before", "1.1", [path], tmp_path)
    path.write_text("2")
    assert key != stage_key("before", "1.0", [path], tmp_path)


def test_a_program_that_fails_says_its_last_words_and_where_the_rest_is(tmp_path: Path) -> None:
    commands = Commands(tmp_path / "log.txt", 0)
    with pytest.raises(Failed, match="no such thing") as caught:
        commands.run("sh", "-c", "echo no such thing >&2; exit 3")
    assert str(tmp_path / "log.txt") in str(caught.value)
    with pytest.raises(Failed, match="not installed"):
        commands.run("a-program-that-nobody-has")
    with pytest.raises(Failed, match="within 1 s"):
        commands.run("sleep", "60", timeout_s=1)


def test_what_is_made_carries_the_time_of_the_commit(tmp_path: Path) -> None:
    commands = Commands(tmp_path / "log.txt", 42)
    commands.run("sh", "-c", 'test "$SOURCE_DATE_EPOCH" = 42')
    commands.at_time(43).run("sh", "-c", 'test "$SOURCE_DATE_EPOCH" = 43')


def test_without_a_commit_it_says_how_to_tell_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    with pytest.raises(Failed, match="SOURCE_DATE_EPOCH"):
        commit_time_s()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "7")
    assert commit_time_s() == 7
