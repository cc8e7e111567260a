"""Till, watchdog and back office as processes, over real sockets and a bad line, on both databases at once."""

from concurrent.futures import ThreadPoolExecutor

from tests.faults import verdicts
from tests.faults.loopdisk import run_rig

ROUNDS = 25


def test_real_processes_agree_after_every_schedule() -> None:
    def play(engine: str) -> dict[str, object]:
        arguments = {"engine": engine, "rounds": ROUNDS, "seed": 1}
        report: dict[str, object] = run_rig("tests.faults.sync_processes", arguments, timeout_s=900)
        return report

    with ThreadPoolExecutor(2) as both:
        for report in both.map(play, ("sqlite", "postgresql")):
            assert verdicts.processes(report) == []
            assert report["rounds"] == ROUNDS
