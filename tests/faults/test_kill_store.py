"""The selling process is killed with signal 9 at a random moment, two hundred times."""

from tests.faults import verdicts
from tests.faults.loopdisk import run_rig


def test_acknowledged_sales_survive_kill_9_exactly_once() -> None:
    report = run_rig("tests.faults.kill_store", {"rounds": 200, "seed": 1}, timeout_s=300)

    assert verdicts.kill(report) == []
    assert report["rounds"] == 200
