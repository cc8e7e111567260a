"""A thousand random schedules between a box and its back office, and two controls that must not pass."""

from tests.faults import verdicts
from tests.faults.loopdisk import run_rig


def test_whatever_happens_both_sides_agree_in_the_end() -> None:
    report = run_rig("tests.faults.sync_model", {"first": 1, "count": 1000}, timeout_s=600)

    assert verdicts.model(report) == []
    assert report["schedules"] == 1000


def test_schedules_fail_when_marks_are_told_from_plain_reads() -> None:
    arguments = {"first": 1, "count": 400, "control": "hasty", "enough": 1}
    report = run_rig("tests.faults.sync_model", arguments, timeout_s=300)

    assert verdicts.model(report) == []
    assert "a failover forgets" in report["problems"][0]


def test_schedules_fail_when_the_catalogue_version_is_drawn_before_its_transaction() -> None:
    arguments = {"first": 1, "count": 400, "control": "sequence", "enough": 1}
    report = run_rig("tests.faults.sync_model", arguments, timeout_s=300)

    assert verdicts.model(report) == []
    assert "items differ" in report["problems"][0]
