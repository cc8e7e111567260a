"""The sales as the owner reads them: page by page, and one down to its hash; a number is unique within its box only."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import update

from backoffice import schema
from backoffice.database import Database
from tests.office.desk import Desk, code_of
from tests.office.stall import NO_HEAD, at, heads, sale


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


def test_sales_are_paged_by_time_and_summed_as_a_whole(desk: Desk) -> None:
    """Both boxes sold as series A, some at the very same moment."""
    owner = desk.merchant("petra@example.org")
    one, two = desk.box(owner), desk.box(owner, "bzzzzzzzz", "B")
    desk.push(one, [sale(f, 100, **at("2026-11-22", f"09:{f:02d}")) for f in range(1, 6)])
    desk.push(two, [sale(1, 50, counter=3, **at("2026-11-22", "09:03"))])
    browser = desk.enter("petra@example.org")

    found: list[tuple[str, str]] = []
    before = ""
    while True:
        page = browser.get(f"/api/v1/sales?day=2026-11-22&limit=2{before}")
        found += [(row["box_id"], row["number"]) for row in page["sales"]]
        assert (page["total_minor"], page["count"]) == (550, 6)
        if not page["more"]:
            break
        before = f"&before={found[-1][1]}&before_box={found[-1][0]}"

    assert found == [
        (one, "A-000005"),
        (one, "A-000004"),
        (two, "A-000003"),
        (one, "A-000003"),
        (one, "A-000002"),
        (one, "A-000001"),
    ]
    assert browser.get(f"/api/v1/sales?box={two}")["total_minor"] == 50


@pytest.mark.parametrize(
    "before", ["before=A-000009&before_box={box}", "before=A-000001", "before=A-000001&before_box=x"]
)
def test_a_page_after_a_sale_that_is_not_there_is_refused(desk: Desk, before: str) -> None:
    box = desk.box(desk.merchant("petra@example.org"))
    desk.push(box, [sale(1)])
    answer = desk.enter("petra@example.org").call("GET", f"/api/v1/sales?{before.format(box=box)}")
    assert code_of(answer) == "bad_request"


def test_two_sales_with_one_number_are_opened_by_their_boxes(desk: Desk) -> None:
    owner = desk.merchant("petra@example.org")
    one, two = desk.box(owner), desk.box(owner, "bzzzzzzzz", "B")
    desk.push(one, [sale(1, 100)])
    desk.push(two, [sale(1, 250)])
    browser = desk.enter("petra@example.org")
    for box, total_minor in ((one, 100), (two, 250)):
        shown = browser.get(f"/api/v1/boxes/{box}/sales/A-000001")
        assert (shown["box_id"], shown["total_minor"]) == (box, total_minor)
        assert shown["body"]["total_minor"] == total_minor
        assert (shown["fact"]["box_id"], shown["fact"]["is_verified"]) == (box, True)
    assert browser.get("/api/v1/sales")["total_minor"] == 350
    assert code_of(browser.call("GET", f"/api/v1/boxes/{one}/sales/A-000002")) == "not_found"


def test_a_sale_is_shown_with_its_fact_and_the_hash_is_computed_again(desk: Desk) -> None:
    box = desk.box(desk.merchant("petra@example.org"))
    stream = [sale(1, 100), sale(2, 200)]
    desk.push(box, stream)
    browser = desk.enter("petra@example.org")

    shown = browser.get(f"/api/v1/boxes/{box}/sales/A-000002")

    assert shown["fact"]["bytes"].encode() == stream[1]
    assert shown["fact"]["is_verified"] is True
    told = hashlib.sha256(bytes.fromhex(shown["fact"]["previous_hash"]) + stream[1]).hexdigest()
    assert told == shown["fact"]["hash"] == heads(stream)[2].hex()
    assert shown["body"]["total_minor"] == shown["total_minor"] == 200
    first = browser.get(f"/api/v1/boxes/{box}/sales/A-000001")
    assert first["fact"]["previous_hash"] == NO_HEAD.hex()


def test_a_fact_that_was_changed_in_the_database_is_told(desk: Desk) -> None:
    box = desk.box(desk.merchant("petra@example.org"))
    desk.push(box, [sale(1, 100), sale(2, 200)])
    desk.database.write(
        lambda connection: connection.execute(
            update(schema.facts).where(schema.facts.c.f == 2).values(bytes=sale(2, 2000))
        )
    )
    shown = desk.enter("petra@example.org").get(f"/api/v1/boxes/{box}/sales/A-000002")
    assert shown["fact"]["is_verified"] is False
