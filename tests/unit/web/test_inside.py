"""The socket between till and watchdog: what it answers, what it refuses, when it wakes."""

from __future__ import annotations

import http.client
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from appliance.store import open_store
from appliance.web.inside import BUSY_FOR_S, Inside, own_users
from tests.unit.till.stall import Stall, stall_on

APPROVED = {"state": "approved", "box_id": "m-b", "merchant": {"id": "m", "name": "Obst"}, "series": "A"}


class Line(http.client.HTTPConnection):
    """A connection to the unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("till", timeout=10)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(10)
        self.sock.connect(str(self._path))


@dataclass
class Rig:
    stall: Stall
    inside: Inside
    path: Path

    def ask(self, method: str, target: str, body: object = None) -> tuple[int, bytes]:
        line = Line(self.path)
        try:
            line.request(method, target, body=None if body is None else orjson.dumps(body))
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def told(self, target: str) -> dict[str, Any]:
        status, body = self.ask("GET", target)
        assert status == 200
        answer: dict[str, Any] = orjson.loads(body)
        return answer


def rig_on(folder: Path, uids: frozenset[int], monotonic: Callable[[], float] = time.monotonic) -> Rig:
    stall = stall_on(open_store(folder / "store", series="A"))
    inside = Inside(
        folder / "till.sock", stall.office, stall.till.report, stall.store, uids=uids, monotonic=monotonic
    )
    stall.till.changed = inside.look
    stall.till.touched = inside.touched
    stall.office.changed = inside.changed
    inside.start()
    return Rig(stall, inside, folder / "till.sock")


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = rig_on(tmp_path, own_users())
    yield rig
    rig.inside.stop()
    rig.stall.store.close()


def test_a_batch_is_a_header_and_the_exact_bytes(rig: Rig) -> None:
    rig.stall.sell("sale-0001")
    rig.stall.sell("sale-0002")
    status, body = rig.ask("GET", "/batch?epoch=1&after=0&limit=10")
    header, *facts, end = body.split(b"\n")
    assert (status, end) == (200, b"")
    told = orjson.loads(header)
    assert (told["epoch"], told["first"], told["count"]) == (1, 1, 2)
    assert facts == list(rig.stall.store.stream_part(1, 0, 10, 1 << 20).facts)
    assert (told["start"], told["end"]) == (rig.stall.store.head_at(1, 0), rig.stall.store.head_at(1, 2))
    assert orjson.loads(rig.ask("GET", "/batch?epoch=1&after=0&limit=10&aside=1")[1].split(b"\n")[0])["aside"]


def test_nothing_to_send_is_an_empty_answer(rig: Rig) -> None:
    assert rig.ask("GET", "/batch?epoch=1&after=0&limit=10") == (204, b"")


def test_a_mark_is_taken_and_one_with_another_head_is_not(rig: Rig) -> None:
    rig.stall.sell("sale-0001")
    head = rig.stall.store.head_at(1, 1)
    status, body = rig.ask("POST", "/acked", {"epoch": 1, "mark": 1, "head": "00" * 32})
    assert (status, orjson.loads(body)["error"]["code"]) == (409, "head_differs")
    status, body = rig.ask("POST", "/acked", {"epoch": 1, "mark": 2, "head": head})
    assert (status, orjson.loads(body)["error"]["code"]) == (409, "beyond_durable")
    assert rig.ask("POST", "/acked", {"epoch": 1, "mark": 1, "head": head})[0] == 200
    assert rig.told("/next")["streams"][0]["mark"] == 1


def test_a_question_waits_until_a_sale_is_durable_and_not_for_a_tap(rig: Rig) -> None:
    rev = rig.told("/next")["rev"]
    answers: list[dict[str, Any]] = []
    waiting = threading.Thread(target=lambda: answers.append(rig.told(f"/next?seen={rev}&wait_s=20")))
    waiting.start()
    rig.stall.till.add_line("tap-0001", "apple", quantity=None, weight_g=None)
    waiting.join(0.2)
    assert answers == []
    rig.stall.till.paying.pay_cash("pay-0001", given_minor=150, total_minor=150)
    waiting.join(10)
    assert answers[0]["streams"][0]["last"] == 1


def test_a_till_is_busy_from_a_tap_until_some_seconds_after_the_last(tmp_path: Path) -> None:
    now_s = [0.0]
    rig = rig_on(tmp_path, own_users(), monotonic=lambda: now_s[0])
    try:
        rig.stall.till.changed()
        assert rig.told("/next")["busy"] is False
        rig.stall.till.add_line("tap-0001", "apple", quantity=None, weight_g=None)
        assert rig.told("/next")["busy"] is True
        now_s[0] += BUSY_FOR_S
        assert rig.told("/next")["busy"] is False
    finally:
        rig.inside.stop()
        rig.stall.store.close()


def test_the_end_lets_a_waiting_question_go(tmp_path: Path) -> None:
    rig = rig_on(tmp_path, own_users())
    rev = rig.told("/next")["rev"]
    waiting = threading.Thread(target=lambda: rig.told(f"/next?seen={rev}&wait_s=25"))
    waiting.start()
    while not rig.inside.waiting:
        assert waiting.is_alive()
    rig.inside.stop()
    waiting.join(10)
    assert not waiting.is_alive()
    rig.stall.store.close()


@pytest.mark.parametrize(
    ("method", "target", "body", "status"),
    [
        ("GET", "/batch?epoch=x&after=0&limit=1", None, 400),
        ("GET", "/batch", None, 400),
        ("GET", "/nowhere", None, 404),
        ("POST", "/nowhere", {}, 404),
        ("POST", "/acked", {"epoch": 1}, 400),
        ("POST", "/acked", {"epoch": "one", "mark": 1, "head": "x"}, 400),
        ("POST", "/changes", {"generation": "g"}, 400),
        ("POST", "/aside", [], 400),
    ],
)
def test_what_is_not_understood_is_refused_plainly(
    rig: Rig, method: str, target: str, body: object, status: int
) -> None:
    assert rig.ask(method, target, body)[0] == status


def test_the_whole_way_of_enrolling(rig: Rig) -> None:
    rig.stall.office.enrol("enrol-0001", "https://office.example")
    assert rig.told("/next")["enrol"]["about"]["name"] == "Stand 12"
    assert rig.ask("POST", "/enrolment", APPROVED)[0] == 200
    assert rig.told("/next")["identity"]["box_id"] == "m-b"
    assert rig.told("/catalogue")["items"]
    assert rig.ask("POST", "/offered", {"generation": "g", "version": 1})[0] == 200
    assert rig.told("/next")["offer"] is False


def test_another_user_is_not_heard(tmp_path: Path) -> None:
    rig = rig_on(tmp_path, frozenset({os.getuid() + 1}))
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        rig.told("/next")
    rig.inside.stop()
    rig.stall.store.close()


def test_the_socket_is_for_its_user_and_group_alone(rig: Rig) -> None:
    assert rig.path.stat().st_mode & 0o777 == 0o660
