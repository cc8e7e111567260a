"""The plug is pulled below the file system: what was acknowledged is on the disk, whatever the disk kept."""

from tests.faults import verdicts
from tests.faults.loopdisk import run_rig

# Sixty cuts of our store, and two controls that must lose sales in the same run.
CUTS = {"steady": 18, "killed": 18, "start": 12, "again": 12, "no_fsync": 10, "tinydb": 30}


def test_acknowledged_sales_survive_a_power_cut_and_the_controls_do_not() -> None:
    report = run_rig("tests.faults.power_cut", {"variants": CUTS, "seed": 1}, timeout_s=300)

    assert verdicts.power(report) == []
    assert sum(variant["cuts"] for variant in report if variant["variant"] not in verdicts.CONTROLS) >= 60
