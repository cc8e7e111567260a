"""The time left is told from what was measured here, or said to be unknown."""

from __future__ import annotations

from pathlib import Path

from image.progress import Left, Times, in_words, time_left, typical


def test_a_usual_time_is_the_one_in_the_middle() -> None:
    assert typical([]) is None
    assert typical([30, 10, 500]) == 30


def test_what_has_run_is_taken_off_the_first_stage_only() -> None:
    times = {"rootfs": [100], "assemble": [10]}
    assert time_left(["rootfs", "assemble"], times, 40) == Left(70, ())


def test_a_stage_that_takes_longer_than_ever_still_takes_a_little() -> None:
    assert time_left(["rootfs"], {"rootfs": [100]}, 300).seconds == 5


def test_a_stage_never_measured_is_named_instead_of_guessed() -> None:
    left = time_left(["rootfs", "assemble"], {"assemble": [10]}, 5)
    assert left == Left(10, ("rootfs",))
    assert in_words(left) == "time left unknown: never run here: rootfs; about 10 s for the rest"


def test_words_are_rough_when_it_takes_long() -> None:
    assert in_words(Left(50, ())) == "about 50 s left"
    assert in_words(Left(400, ())) == "about 7 min left"


def test_times_are_remembered_and_only_the_last_few(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "times.json"
    times = Times(path)
    for seconds in range(10):
        times.record("rootfs", seconds)
    assert Times(path).runs == {"rootfs": [5, 6, 7, 8, 9]}


def test_a_broken_file_of_times_costs_only_the_estimate(tmp_path: Path) -> None:
    path = tmp_path / "times.json"
    for broken in ("{", "[]", '{"rootfs": ["x"]}', '{"rootfs": 3}'):
        path.write_text(broken)
        assert Times(path).runs == {}
