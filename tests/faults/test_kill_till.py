"""The whole till is killed with signal 9 while a vendor sells over HTTP and the printer prints."""

from tests.faults import verdicts
from tests.faults.loopdisk import run_rig


def test_sales_and_paper_stay_right_when_the_till_is_killed() -> None:
    report = run_rig("tests.faults.kill_till", {"rounds": 20, "seed": 1}, timeout_s=300)

    assert verdicts.kill(report) == []
    assert report["rounds"] == 20
