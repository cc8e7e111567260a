"""Boxes that wait for changes of the catalogue, and boxes that all come at once."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from backoffice import catalogue
from backoffice.database import Database
from backoffice.errors import OfficeError
from backoffice.patience import ChangeBell, WriteQueue
from tests.office.caller import Call, facts_call, post_office
from tests.office.stall import BOX, M, push_body, sales_stream

STREAM = sales_stream(4)
CATEGORY = {"id": "fruit", "name": "Fruit", "emoji": "🍎", "colour": "#aa0000", "position": 1}
PULL = Call("GET", f"/v1/boxes/{BOX}/changes?generation=g1&after=0&wait_s=20")


class _TellingBell(ChangeBell):
    """Tells when somebody begins to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.has_begun = threading.Event()

    def wait(self, merchant_id: str, seen: int, timeout_s: float) -> None:
        self.has_begun.set()
        super().wait(merchant_id, seen, timeout_s)


def test_waiting_box_hears_of_a_change_at_once(database: Database) -> None:
    bell = _TellingBell()
    post = post_office(database, bell=bell, monotonic=time.monotonic)
    told: list[tuple[dict[str, Any], float]] = []
    waiter = threading.Thread(
        target=lambda: told.append((post.told(PULL.signed()), time.monotonic())),
        name="waiting box",
    )
    waiter.start()
    assert bell.has_begun.wait(10)
    started_s = time.monotonic()
    post.database.write(lambda c: catalogue.put_category(c, M, "fruit", CATEGORY))
    waiter.join(10)
    changes, heard_s = told[0]
    assert changes["categories"] == [CATEGORY]
    assert heard_s - started_s < 2  # milliseconds, but the machine may be busy; without the bell it takes 5 s


def test_box_without_a_place_to_wait_is_answered_at_once(database: Database) -> None:
    bell = ChangeBell(most=1)
    post = post_office(database, bell=bell)
    with bell.place():
        answer = post.send(PULL.signed())
    assert (answer.status_code, answer.headers["Retry-After"]) == (200, "5")
    assert answer.get_json()["version"] == 0


def test_ending_program_sends_waiting_boxes_home(database: Database) -> None:
    post = post_office(database)
    post.bell.close()
    assert post.told(PULL.signed())["version"] == 0


def test_crowd_is_given_one_moment_each(database: Database) -> None:
    post = post_office(database, queue=WriteQueue(lambda: 50.0, most=1, per_s=0.5))
    with post.queue.turn():
        answers = [post.send(facts_call(push_body(STREAM)).signed()) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429] * 3
    assert [answer.headers["Retry-After"] for answer in answers] == ["1", "3", "5"]
    assert post.told(facts_call(push_body(STREAM)).signed())["mark"] == 4


def test_sales_go_before_reports() -> None:
    queue = WriteQueue(lambda: 0.0, most=4)
    with queue.turn(), queue.turn(), queue.turn():
        with pytest.raises(OfficeError, match="too_many"), queue.turn(0.75):
            pass
        with queue.turn():
            assert queue.is_crowded


def test_turn_is_given_back_after_a_failure() -> None:
    queue = WriteQueue(lambda: 0.0, most=1)
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"), queue.turn():
            raise ValueError("broken")
