"""The print worker: each paper once, in order, and honest about what it does not know."""

from __future__ import annotations

import pytest

from appliance.devices.printing import PrinterSettings
from tests.unit.devices.fakes import Stall


@pytest.fixture
def stall() -> Stall:
    return Stall()


def test_a_job_is_sending_on_disk_before_the_first_byte_leaves(stall: Stall) -> None:
    job_id = stall.jobs.add("A-000001")
    begun_when_marked = []
    stall.jobs.before_mark = lambda state: begun_when_marked.append((state, stall.printer.jobs_begun))
    stall.turns()
    assert begun_when_marked == [("sending", 0), ("confirmed", 1)]
    assert stall.jobs.marks == [(job_id, "sending", True), (job_id, "confirmed", False)]


def test_jobs_are_printed_in_order_and_once(stall: Stall) -> None:
    for number in ("A-000001", "A-000002", "A-000003"):
        stall.jobs.add(number)
    stall.turns(6)
    assert [
        number in paper
        for number, paper in zip((b"A-000001", b"A-000002", b"A-000003"), stall.printer.papers, strict=True)
    ] == [True] * 3
    assert stall.jobs.states() == ["confirmed"] * 3


def test_a_job_named_by_wake_is_printed_without_looking_through_all(stall: Stall) -> None:
    stall.turns()
    stall.jobs.open_jobs = lambda: pytest.fail("looked through all jobs")  # type: ignore[method-assign]
    stall.worker.wake(stall.jobs.add("A-000001"))
    stall.turns()
    assert stall.jobs.states() == ["confirmed"]


def test_nothing_is_sent_while_paper_is_out_and_it_prints_once_paper_is_back(stall: Stall) -> None:
    stall.printer.faults.add("paper_out")
    stall.jobs.add("A-000001")
    stall.turns(5)
    assert stall.jobs.states() == ["held"]
    assert stall.printer.jobs_begun == 0
    assert stall.worker.status.state == "paper_out"
    assert stall.worker.status.queued == 1
    stall.printer.faults.clear()
    stall.turns(2)
    assert stall.jobs.states() == ["confirmed"]
    assert len(stall.printer.papers) == 1
    assert stall.worker.status.state == "ready"
    assert stall.worker.status.queued == 0


@pytest.mark.parametrize("fault", ["paper_out", "cover_open", "offline"])
def test_a_fault_in_the_middle_is_waited_out_on_the_same_connection(stall: Stall, fault: str) -> None:
    stall.jobs.add("A-000001")
    stall.jobs.before_mark = lambda state: stall.printer.faults.add(fault) if state == "sending" else None
    fault_ends_s = stall.clock.now_s + 3600
    seen = set()

    def world() -> None:
        seen.add(stall.worker.status.state)
        if stall.clock.now_s >= fault_ends_s:
            stall.printer.faults.clear()

    stall.printer.while_waiting = world
    stall.turns()
    assert fault in seen
    assert stall.jobs.states() == ["confirmed"]
    assert len(stall.printer.papers) == 1


def test_a_missing_fence_leaves_the_job_unconfirmed_and_is_never_sent_again(stall: Stall) -> None:
    stall.printer.answers_fence = False
    stall.jobs.add("A-000001")
    stall.turns(20)
    assert stall.jobs.states() == ["unconfirmed"]
    assert len(stall.printer.papers) == 1


def test_a_late_fence_does_not_confirm_the_next_paper(stall: Stall) -> None:
    stall.printer.answers_fence = False
    stall.jobs.add("A-000001")
    stall.turns()
    assert not stall.printer.is_open


def test_a_printer_that_vanishes_in_the_middle_leaves_a_question_and_the_next_job_prints(
    stall: Stall,
) -> None:
    stall.jobs.add("A-000001")
    stall.jobs.add("A-000002")
    stall.printer.breaks_on_job = True
    stall.turns()
    assert stall.jobs.states() == ["unconfirmed", "queued"]
    assert stall.worker.status.state == "offline"
    stall.printer.breaks_on_job = False
    stall.turns(4)
    assert stall.jobs.states() == ["unconfirmed", "confirmed"]
    assert len(stall.printer.papers) == 1


def test_an_unreachable_printer_holds_jobs_and_is_tried_later_and_later(stall: Stall) -> None:
    stall.printer.is_reachable = False
    stall.jobs.add("A-000001")
    waits = []
    for _ in range(7):
        waits.append(stall.worker.turn())
        stall.clock.now_s += waits[-1]
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert stall.jobs.states() == ["held"]
    stall.printer.is_reachable = True
    stall.turns(2)
    assert stall.jobs.states() == ["confirmed"]


def test_a_job_left_sending_by_a_crash_is_asked_about_and_not_printed(stall: Stall) -> None:
    job_id = stall.jobs.add("A-000001", state="sending")
    stall.turns(3)
    assert stall.jobs.marks == [(job_id, "unconfirmed", True)]
    assert stall.printer.papers == []


def test_stopping_in_the_middle_leaves_the_job_sending_on_disk(stall: Stall) -> None:
    stall.jobs.add("A-000001")
    stall.printer.answers_fence = False
    stall.printer.while_waiting = lambda: stall.worker.stop(0)
    stall.turns()
    assert stall.jobs.states() == ["sending"]


def test_a_store_that_refuses_sends_nothing(stall: Stall) -> None:
    stall.jobs.add("A-000001")

    def refuse(state: str) -> None:
        raise OSError("disk full")

    stall.jobs.before_mark = refuse
    with pytest.raises(OSError):
        stall.worker.turn()
    assert stall.printer.jobs_begun == 0
    stall.jobs.before_mark = lambda state: None
    stall.turns()
    assert stall.jobs.states() == ["confirmed"]


def test_a_paper_that_cannot_be_drawn_does_not_block_the_next(stall: Stall) -> None:
    stall.jobs.unprintable.add(stall.jobs.add("A-000001"))
    stall.jobs.add("A-000002")
    stall.turns(3)
    assert stall.jobs.states() == ["failed", "confirmed"]


def test_a_silent_printer_is_unknown_and_gets_nothing(stall: Stall) -> None:
    stall.printer.is_silent = True
    stall.jobs.add("A-000001")
    stall.turns(3)
    assert stall.worker.status.state == "unknown"
    assert stall.worker.status.paper_low is None
    assert stall.jobs.states() == ["held"]


def test_a_printer_set_up_as_never_answering_ends_as_sent() -> None:
    stall = Stall(PrinterSettings(answers_fence=False))
    stall.printer.is_silent = True
    stall.jobs.add("A-000001")
    stall.turns()
    assert stall.jobs.states() == ["sent"]
    assert stall.printer.jobs_begun == 1


def test_a_printer_that_takes_no_bytes_leaves_a_question(stall: Stall) -> None:
    stall.printer.takes_bytes = False
    stall.jobs.add("A-000001")
    stall.turns()
    assert stall.jobs.states() == ["unconfirmed"]


def test_the_drawer_opens_before_the_paper_and_once(stall: Stall) -> None:
    stall.jobs.add("A-000001")
    stall.worker.kick_drawer()
    papers_at_pulse = []
    write = stall.printer.write

    def watched(data: bytes, timeout_s: float) -> int:
        if data.startswith(b"\x1bp"):
            papers_at_pulse.append(len(stall.printer.papers))
        return write(data, timeout_s)

    stall.printer.write = watched  # type: ignore[method-assign]
    stall.turns(4)
    assert papers_at_pulse == [0]
    assert stall.printer.pulses == [b"\x1b\x70\x00\x19\xfa"]


def test_the_drawer_opens_while_paper_is_out(stall: Stall) -> None:
    stall.printer.faults.add("paper_out")
    stall.jobs.add("A-000001")
    stall.turns(2)
    stall.worker.kick_drawer()
    stall.turns(2)
    assert len(stall.printer.pulses) == 1
    assert stall.printer.pulses[0][:3] == b"\x10\x14\x01"


def test_a_kick_nobody_could_deliver_is_forgotten(stall: Stall) -> None:
    stall.printer.is_reachable = False
    stall.worker.kick_drawer()
    stall.turns(60)
    stall.printer.is_reachable = True
    stall.clock.now_s += 60
    stall.turns(3)
    assert stall.printer.pulses == []


def test_low_paper_is_told_and_prints_on(stall: Stall) -> None:
    stall.printer.faults.add("paper_low")
    stall.jobs.add("A-000001")
    stall.turns(2)
    assert stall.jobs.states() == ["confirmed"]
    assert stall.worker.status.paper_low is True


def test_a_printer_that_babbles_confirms_nothing_and_gets_nothing(stall: Stall) -> None:
    stall.printer.babble = b"\x00"  # what a fence's answer looks like, over and over
    stall.jobs.add("A-000001")
    stall.turns(3)
    assert (stall.jobs.states(), stall.printer.jobs_begun) == (["held"], 0)
    assert stall.worker.status.state == "offline"
    stall.printer.babble = b""
    stall.turns(4)
    assert stall.jobs.states() == ["confirmed"]


def test_a_store_that_fails_at_the_start_delays_the_open_jobs_and_loses_none(stall: Stall) -> None:
    stall.jobs.add("A-000001", state="sending")
    stall.jobs.add("A-000002")

    def refuse(state: str) -> None:
        raise OSError("disk busy")

    stall.jobs.before_mark = refuse
    with pytest.raises(OSError):
        stall.worker.turn()
    stall.jobs.before_mark = lambda state: None
    stall.turns(2)
    assert stall.jobs.states() == ["unconfirmed", "confirmed"]


def test_a_step_the_store_took_but_did_not_confirm_is_asked_about(stall: Stall) -> None:
    stall.jobs.add("A-000001")
    stall.jobs.after_mark = lambda state: stall.jobs.fail() if state == "sending" else None
    with pytest.raises(OSError):
        stall.worker.turn()
    assert stall.jobs.states() == ["sending"]
    stall.turns(2)
    assert (stall.jobs.states(), stall.printer.jobs_begun) == (["unconfirmed"], 0)
