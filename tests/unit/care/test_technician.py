"""Technician mode: no PIN from the factory, guesses wait longer and longer, nobody is locked out for ever."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import pytest

from appliance.care.technician import KIND, PIN, Argon2id, Technician
from appliance.till.pins import LONGEST_WAIT_S
from tests.unit.care.fakes import FakeDoor, MemorySecrets, PlainHash

keys = (f"key-{number}" for number in itertools.count())
ids = (f"tech-{number}" for number in itertools.count())


@dataclass
class Box:
    """A technician mode with its surroundings; `time_s` since the board started."""

    door: FakeDoor = field(default_factory=FakeDoor)
    secrets: MemorySecrets = field(default_factory=MemorySecrets)
    time_s: float = 50.0

    def start(self) -> Technician:
        return Technician(self.secrets, PlainHash(), self.door, lambda: self.time_s, lambda _kind: next(ids))


@pytest.fixture
def box() -> Box:
    return Box()


def with_pin(box: Box) -> Technician:
    technician = box.start()
    technician.set_pin(next(keys), "271828")
    return technician


def test_a_new_box_has_no_pin_and_opens_for_nobody(box: Box) -> None:
    technician = box.start()
    technician.switch_on(next(keys), "000000")
    assert technician.view()["said"] == "no_pin"
    assert box.door.asked == []


def test_the_first_pin_is_kept_as_a_hash_and_cannot_be_replaced_here(box: Box) -> None:
    technician = with_pin(box)
    assert (technician.view()["has_pin"], technician.view()["said"]) == (True, "pin_set")
    technician.set_pin(next(keys), "314159")
    assert technician.view()["said"] == "has_pin"
    assert box.secrets.kept[KIND, PIN]["hash"] == "hash of 271828"


def test_the_right_pin_asks_the_door_and_the_hour_is_shown_until_it_is_over(box: Box) -> None:
    technician = with_pin(box)
    technician.switch_on(next(keys), "271828")
    assert technician.view()["state"] == "asked"
    box.door.say("on", until_s=50 + 3600)
    assert (technician.view()["state"], technician.view()["minutes_left"]) == ("on", 60)
    box.time_s += 3541
    assert technician.view()["minutes_left"] == 1
    box.time_s += 60
    assert technician.view()["state"] == "off"


def test_a_till_that_was_restarted_still_shows_that_the_door_is_open(box: Box) -> None:
    technician = with_pin(box)
    technician.switch_on(next(keys), "271828")
    box.door.say("on", until_s=50 + 3600)
    assert box.start().view()["state"] == "on"


def test_anybody_closes_the_door(box: Box) -> None:
    technician = with_pin(box)
    technician.switch_on(next(keys), "271828")
    box.door.say("on", until_s=50 + 3600)
    technician.switch_off(next(keys))
    assert box.door.asked[-1].do == "technician_off"
    box.door.say("off")
    assert technician.view()["state"] == "off"


@pytest.mark.parametrize("is_answered", [True, False])
def test_a_door_that_could_not_be_closed_is_said_as_long_as_it_is_open(box: Box, is_answered: bool) -> None:
    technician = with_pin(box)
    technician.switch_on(next(keys), "271828")
    box.door.say("on", until_s=50 + 3600)
    assert technician.view()["state"] == "on"
    technician.switch_off(next(keys))
    if is_answered:
        box.door.say("failed", until_s=50 + 3600)
    else:
        box.time_s += 31
    assert (technician.view()["state"], technician.view()["said"]) == ("on", "not_closed")
    box.time_s += 3600
    assert (technician.view()["state"], technician.view()["said"]) == ("off", "none")


@pytest.mark.parametrize(
    ("outcome", "said"), [("no_key", "no_key"), ("failed", "failed"), ("no_stick", "none")]
)
def test_what_came_of_it_is_said(box: Box, outcome: str, said: str) -> None:
    technician = with_pin(box)
    technician.switch_on(next(keys), "271828")
    box.door.say(outcome)  # type: ignore[arg-type]  # an outcome by its parameter
    assert technician.view()["state"] == "off"
    assert technician.view()["said"] == said


def test_a_box_without_the_door_says_so_at_once_and_a_silent_one_after_a_while(box: Box) -> None:
    technician = with_pin(box)
    box.door.is_missing = True
    technician.switch_on(next(keys), "271828")
    assert technician.view()["said"] == "no_answer"
    box.door.is_missing = False
    technician.switch_on(next(keys), "271828")
    box.time_s += 31
    technician.view()
    assert (technician.view()["state"], technician.view()["said"]) == ("off", "no_answer")


def guess(box: Box, technician: Technician) -> str:
    technician.switch_on(next(keys), "000000")
    return str(technician.view()["said"])


def test_guessing_takes_longer_and_longer_but_never_more_than_five_minutes(box: Box) -> None:
    technician = with_pin(box)
    assert [guess(box, technician) for _ in range(3)] == ["pin_wrong"] * 3
    waits = []
    for _ in range(12):
        assert guess(box, technician) == "pin_wait"
        technician.switch_on(next(keys), "271828")  # not even the right one
        assert box.door.asked == []
        waits.append(technician.view()["wait_s"])
        box.time_s += waits[-1] + 1
        assert guess(box, technician) == "pin_wrong"
    assert waits[:4] == [2, 4, 8, 16] and waits == sorted(waits)
    assert max(waits) == LONGEST_WAIT_S
    box.time_s += LONGEST_WAIT_S + 1
    technician.switch_on(next(keys), "271828")
    assert technician.view()["state"] == "asked"
    assert box.secrets.kept[KIND, PIN]["fails"] == 0


def test_pulling_the_plug_forgives_no_guess(box: Box) -> None:
    technician = with_pin(box)
    for _ in range(4):
        guess(box, technician)
        box.time_s += 10
    box.time_s = 20.0
    assert box.start().view()["wait_s"] > 0


def test_a_card_that_cannot_be_written_keeps_no_technician_out_and_no_guesser_quick(box: Box) -> None:
    technician = with_pin(box)
    box.secrets.is_read_only = True
    for _ in range(4):
        guess(box, technician)
        box.time_s += 10
    assert guess(box, technician) == "pin_wrong"
    assert guess(box, technician) == "pin_wait"
    box.time_s += 60
    technician.switch_on(next(keys), "271828")
    assert technician.view()["state"] == "asked"


def test_a_pin_that_cannot_be_kept_is_not_set(box: Box) -> None:
    box.secrets.is_read_only = True
    technician = with_pin(box)
    assert (technician.view()["has_pin"], technician.view()["said"]) == (False, "failed")


def test_one_wish_sent_twice_is_one_try(box: Box) -> None:
    technician = with_pin(box)
    for _ in range(5):
        technician.switch_on("the-same-key", "000000")
        technician.switch_off(next(keys))
    assert box.secrets.kept[KIND, PIN]["fails"] == 1


def test_the_real_hash_tells_right_from_wrong_and_survives_nonsense() -> None:
    hashing = Argon2id()
    kept = hashing.make("271828")
    assert kept.startswith("$argon2id$") and "271828" not in kept
    assert hashing.fits("271828", kept)
    assert not hashing.fits("271829", kept)
    assert not hashing.fits("271828", "nonsense")
