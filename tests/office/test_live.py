"""The live stream: sales as they come in, once each, for as many pages as there is room for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from backoffice.database import Database
from backoffice.errors import OfficeError
from backoffice.live import Live
from tests.office.desk import Desk, code_of
from tests.office.stall import sale


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


def events(stream: Iterator[bytes], until: str) -> list[tuple[str, object]]:
    """Events up to the first of a kind."""
    found: list[tuple[str, object]] = []
    for chunk in stream:
        if chunk.startswith(b":"):
            continue
        head, _, data = chunk.decode().partition("\n")
        found.append((head.removeprefix("event: "), orjson.loads(data.strip().removeprefix("data: "))))
        if found[-1][0] == until:
            return found
    return found


def test_a_sale_reaches_the_page_that_is_open(desk: Desk) -> None:
    owner = desk.merchant("petra@example.org")
    box = desk.box(owner)
    stream_of_box = [sale(1, 100), sale(2, 200), sale(3, 300)]
    desk.push(box, stream_of_box[:1])
    live = Live(desk.database, rest_s=0.0)
    page = live.events(owner.merchant_id, lambda: True)
    assert [name for name, _ in events(page, "changed")] == ["changed"]

    desk.push(box, stream_of_box, 1)

    told = events(page, "changed")
    assert [name for name, _ in told] == ["sale", "sale", "changed"]
    numbers = [row["number"] for name, row in told if name == "sale" and isinstance(row, dict)]
    assert numbers == ["A-000002", "A-000003"]
    live.stop()
    assert list(page) == []


def test_a_page_that_signed_out_is_left_at_the_next_ping(desk: Desk) -> None:
    owner = desk.merchant("petra@example.org")
    live = Live(desk.database, ping_s=0.01)
    answers = iter((True, True, False))
    page = live.events(owner.merchant_id, lambda: next(answers))
    assert [chunk[:7] for chunk in page] == [b"event: ", b": ping\n", b": ping\n"]


def test_no_more_pages_than_there_is_room_for(desk: Desk) -> None:
    owner = desk.merchant("petra@example.org")
    live = Live(desk.database, most=2)
    pages = [live.events(owner.merchant_id, lambda: True) for _ in range(2)]
    with pytest.raises(OfficeError, match="too_many"):
        live.events(owner.merchant_id, lambda: True)
    pages[0].close()  # type: ignore[attr-defined]  # as the server closes an iterator that was never begun
    live.events(owner.merchant_id, lambda: True)


def test_a_seventeenth_page_is_told_to_come_again(desk: Desk) -> None:
    desk.merchant("petra@example.org")
    browser = desk.enter("petra@example.org")
    open_pages = [browser.client.get("/api/v1/live", base_url=desk.url) for _ in range(16)]
    refused = browser.call("GET", "/api/v1/live")
    assert (refused.status_code, code_of(refused), refused.headers["Retry-After"]) == (429, "too_many", "5")
    assert open_pages[0].mimetype == "text/event-stream"
    for page in open_pages:
        page.close()


def test_stopping_wakes_who_waits(desk: Desk) -> None:
    owner = desk.merchant("petra@example.org")
    live = Live(desk.database)
    page = live.events(owner.merchant_id, lambda: True)
    next(page)
    reader = threading.Thread(target=list, args=(page,), name="page")
    reader.start()
    live.stop()
    reader.join(5)
    assert not reader.is_alive()
