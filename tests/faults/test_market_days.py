"""Ten market days of at least 500 deeds each, kept a second time by hand; a till that forgets must be caught."""

from tests.faults import verdicts
from tests.faults.loopdisk import run_rig


def test_after_ten_market_days_all_books_agree() -> None:
    report = run_rig("tests.faults.market_days", {"days": 10, "seed": 1}, timeout_s=300)

    assert verdicts.days(report) == []
    assert (report["days"], report["cuts"] > 10) == (10, True)


def test_a_till_that_forgets_what_came_back_is_caught() -> None:
    report = run_rig("tests.faults.market_days", {"days": 2, "seed": 1, "control": "forgets"}, timeout_s=300)

    assert verdicts.days(report) == []
    assert any("more came back than was paid" in problem for problem in report["problems"])
