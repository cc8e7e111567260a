"""The selling process is killed with signal 9 at a random moment, two hundred times."""

from contextlib import closing
from pathlib import Path

from appliance.store import open_store
from tests.faults import selling, verdicts
from tests.faults.loopdisk import run_rig


def test_acknowledged_sales_survive_kill_9_exactly_once() -> None:
    report = run_rig("tests.faults.kill_store", {"rounds": 200, "seed": 1}, timeout_s=300)

    assert verdicts.kill(report) == []
    assert report["rounds"] == 200


def test_a_day_that_comes_back_after_two_others_is_not_held_against_the_store(tmp_path: Path) -> None:
    """Threads that sell across midnight, one sale nobody was told of, then selling on with the last day told."""
    with closing(open_store(tmp_path, series=selling.SERIES)) as store:
        told = [selling.sell(store, f"day-{day}", day) for day in (4, 3)]
        selling.sell(store, "never told", 10)

    assert selling.judge(tmp_path, told)["problems"] == []


def test_the_judge_notices_a_forgotten_answer(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, series=selling.SERIES)) as store:
        told = selling.sell(store, "told", 1)
    promised = selling.Ack("another", told.number, told.f, told.day)

    problems = selling.judge(tmp_path, [promised])["problems"]

    assert any("the answer to another is forgotten" in problem for problem in problems)
