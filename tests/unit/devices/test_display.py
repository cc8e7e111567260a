"""The customer display shows the latest text and is sent nothing twice."""

from __future__ import annotations

import pytest

from appliance.devices.display import INITIALISE, DisplayWorker, line_bytes
from appliance.devices.display_text import encoded, row
from appliance.simulator.display import DisplayStream
from tests.unit.devices.fake_links import FakeLink
from tests.unit.devices.fakes import FakeClock


def test_only_changed_lines_are_sent() -> None:
    link = FakeLink()
    worker = DisplayWorker(link)
    worker.show("Apples", "1,20")
    worker.turn()
    worker.show("Apples", "2,40")
    worker.turn()
    worker.turn()
    assert link.written == [
        INITIALISE,
        line_bytes(b"A", "Apples") + line_bytes(b"B", "1,20"),
        line_bytes(b"B", "2,40"),
    ]


def test_the_latest_text_wins() -> None:
    link = FakeLink()
    worker = DisplayWorker(link)
    worker.show("first", "1")
    worker.show("second", "2")
    worker.turn()
    assert b"first" not in b"".join(link.written)
    assert b"second" in b"".join(link.written)


def test_a_display_plugged_in_again_shows_the_present_text() -> None:
    link, clock, states = FakeLink(), FakeClock(), []
    worker = DisplayWorker(link, states.append, clock=clock)
    worker.show("before", "")
    worker.turn()
    link.is_reachable = False
    worker.show("missed", "")
    clock.now_s += worker.turn()
    worker.show("present", "now")
    clock.now_s += worker.turn()
    link.is_reachable = True
    link.written.clear()
    worker.turn()
    glass = DisplayStream()
    glass.feed(b"".join(link.written))
    assert [line.strip() for line in glass.lines] == ["present", "now"]
    assert states == [True, False, True]


def test_a_line_is_always_twenty_characters() -> None:
    assert line_bytes(b"A", "x") == b"\x1bQAx" + b" " * 19 + b"\r"
    assert len(line_bytes(b"B", "x" * 50)) == 24


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Äpfel 1,20 €", "Äpfel 1,20 €"),
        ("Phở bò", "Pho bò"),
        ("Đậu 5₫", "Dâu 5d"),
        ("a\x1b@b\r", "a@b"),
        ("1\u202f000", "1 000"),
    ],
)
def test_letters_the_display_lacks_lose_their_accents(text: str, shown: str) -> None:
    assert encoded(text).decode("cp858").replace("â", "a") == shown.replace("â", "a")


@pytest.mark.parametrize(
    ("name", "amount", "shown"),
    [
        ("Pears", "4.00", "Pears           4.00"),
        ("Strawberries 400 g", "4.00", "Strawberries    4.00"),
        ("Strawberries 400 g", "400", "Strawberries     400"),
        ("Rooster potatoes, 5 kg bag", "6.50", "Rooster         6.50"),
        ("Carrots, bunch of nine", "1,234.50", "Carrots     1,234.50"),
        ("Erdbeermarmeladenglas", "12,00", "Erdbeermarmel. 12,00"),
        ("Käse 12 Monate", "1.234,50", "Käse        1.234,50"),
        ("Ice cream… the best", "3.00", "Ice cream...    3.00"),
        ("Dưa hấu", "1.234.567\u00a0₫", "Dua hau  1.234.567 d"),
        ("", "4.00", "                4.00"),
    ],
)
def test_a_name_too_long_for_its_line_ends_with_a_whole_word_and_the_amount_is_never_cut(
    name: str, amount: str, shown: str
) -> None:
    assert row(name, amount) == shown
    assert encoded(row(name, amount)) == shown.encode("cp858")
