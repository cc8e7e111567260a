"""The test print comes now or not at all, once, and says what became of it."""

from __future__ import annotations

import pytest

from appliance.devices.printing import PrinterSettings
from appliance.devices.sample_paper import WITHIN_S, sample_lines
from appliance.wording import LANGUAGES
from appliance.wording.layout import StyledLine, cells
from tests.unit.devices.fakes import Stall


def wish(stall: Stall) -> None:
    stall.worker.print_sample(sample_lines("en", 48))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", [32, 42, 48])
def test_its_lines_fit_the_paper_and_reach_its_edge(language: str, columns: int) -> None:
    lines = [line for line in sample_lines(language, columns) if isinstance(line, StyledLine)]
    assert max(cells(line.text) * line.size for line in lines) == columns


def test_it_is_printed_once_and_confirmed() -> None:
    stall = Stall()
    wish(stall)
    stall.turns(3)
    assert (len(stall.printer.papers), stall.worker.sample) == (1, "printed")
    assert b"This is not a receipt." in stall.printer.papers[0]


def test_it_does_not_push_in_front_of_a_receipt_that_asks_nor_lose_one() -> None:
    stall = Stall()
    stall.jobs.add("A-000001")
    wish(stall)
    stall.turns(4)
    assert (stall.jobs.states(), stall.worker.sample) == (["confirmed"], "printed")


def test_a_printer_that_cannot_print_for_ten_seconds_prints_it_never() -> None:
    stall = Stall()
    stall.printer.faults.add("paper_out")
    wish(stall)
    stall.turns(3)
    assert stall.worker.sample == "waiting"
    stall.clock.now_s += WITHIN_S
    stall.turns(1)
    stall.printer.faults.clear()
    stall.turns(3)
    assert (stall.printer.papers, stall.worker.sample) == ([], "not_printed")


def test_one_that_was_interrupted_is_not_repeated() -> None:
    stall = Stall()
    stall.printer.breaks_on_job = True
    wish(stall)
    stall.turns(1)
    stall.printer.breaks_on_job = False
    stall.turns(5)
    assert (stall.printer.papers, stall.worker.sample) == ([], "unconfirmed")


def test_a_printer_that_never_answers_ends_as_sent() -> None:
    stall = Stall(PrinterSettings(answers_fence=False))
    wish(stall)
    stall.turns(2)
    assert stall.worker.sample == "sent"


def test_another_printer_starts_without_the_old_ones_verdict() -> None:
    stall = Stall()
    wish(stall)
    stall.turns(2)
    stall.worker.plugged_anew()
    assert stall.worker.sample == "none"


def test_a_printer_plugged_in_is_tried_at_once_and_finds_what_was_stored_meanwhile() -> None:
    stall = Stall()
    stall.printer.is_reachable = False
    stall.turns(6)  # away for a minute: the next try would be half a minute off
    stall.jobs.add("A-000001")
    stall.printer.is_reachable = True
    stall.worker.plugged_anew()
    stall.turns(2)
    assert stall.jobs.states() == ["confirmed"]
