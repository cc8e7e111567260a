"""The goods and their versions: nothing is lost to a cursor, whatever commits in whatever order."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from backoffice import catalogue
from backoffice.database import Database
from backoffice.errors import OfficeError
from backoffice.goods import is_gtin
from tests.office.stall import M, open_merchant

WAIT_S = 10.0
HONEY = {"name": "Honey", "emoji": "🍯", "colour": "#ffcc00", "position": 1}
JAR = {
    "name": "Forest honey", "category_id": "honey", "price_minor": 650, "unit": "piece", "tax_code": "reduced",
    "emoji": "🍯", "colour": "#ffcc00", "position": 1, "gtin": None, "deposit_id": None, "kind": "goods",
    "is_free_price": False, "tare_g": None, "variant_of": None, "price_list": None,
}  # fmt: skip
DEPOSIT = JAR | {"name": "Jar", "price_minor": 25, "kind": "deposit"}


def put_item(database: Database, item_id: str = "jar", **changes: Any) -> dict[str, object]:
    return database.write(lambda c: catalogue.put_item(c, M, item_id, JAR | changes))


def changes(database: Database, generation: str | None = "g1", after: int | None = None) -> dict[str, Any]:
    return database.read(lambda c: catalogue.changes(c, M, generation, after))


def ids(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["id"] for entry in entries]


@pytest.fixture
def shop(merchant: Database) -> Database:
    merchant.write(lambda c: catalogue.put_category(c, M, "honey", HONEY))
    return merchant


def test_a_change_is_told_to_a_box_once(shop: Database) -> None:
    assert put_item(shop) == {"generation": "g1", "version": 2}
    told = changes(shop, after=1)
    assert told == {
        "generation": "g1", "version": 2, "is_snapshot": False, "categories": [],
        "items": [{"id": "jar", **JAR}], "removed": {"categories": [], "items": []},
    }  # fmt: skip
    assert changes(shop, after=2)["items"] == []


def test_a_removal_is_told_and_can_be_taken_back(shop: Database) -> None:
    put_item(shop)
    assert shop.write(lambda c: catalogue.remove_item(c, M, "jar")) == {"generation": "g1", "version": 3}
    assert changes(shop, after=2)["removed"] == {"categories": [], "items": ["jar"]}
    put_item(shop, price_minor=700)
    told = changes(shop, after=2)
    assert (told["items"][0]["price_minor"], told["removed"]["items"]) == (700, [])


@pytest.mark.parametrize(
    ("generation", "after"), [(None, None), ("g0", 2), ("g1", None), ("g1", 99), ("g1", -1)]
)
def test_a_cursor_of_another_life_brings_a_snapshot(
    shop: Database, generation: str | None, after: int | None
) -> None:
    put_item(shop)
    put_item(shop, "gone")
    shop.write(lambda c: catalogue.remove_item(c, M, "gone"))
    told = changes(shop, generation, after)
    assert told["is_snapshot"] is True
    assert (ids(told["categories"]), ids(told["items"])) == (["honey"], ["jar"])
    assert told["removed"] == {"categories": [], "items": []}


def test_a_new_generation_makes_every_cursor_old(shop: Database) -> None:
    generation = shop.write(lambda c: catalogue.new_generation(c, M))
    assert generation != "g1"
    assert changes(shop, "g1", 1)["is_snapshot"] is True
    assert changes(shop, generation, 1)["is_snapshot"] is False


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "  "), ("name", "x" * 81), ("name", None), ("name", "a\0b"), ("category_id", "none"),
        ("category_id", None), ("price_minor", -1), ("price_minor", 1.5), ("price_minor", "650"),
        ("price_minor", True), ("price_minor", 10**12 + 1), ("unit", "litre"), ("tax_code", ""), ("emoji", 1),
        ("colour", "red"), ("colour", "#12345"), ("position", -1), ("gtin", "4006381333932"), ("gtin", 5),
        ("deposit_id", "nothing"), ("deposit_id", 7), ("kind", "gift"),
    ],
)  # fmt: skip
def test_a_wrong_item_is_refused_naming_the_field(shop: Database, field: str, value: object) -> None:
    with pytest.raises(OfficeError) as caught:
        put_item(shop, **{field: value})
    assert (caught.value.code, caught.value.field) == ("bad_request", field)
    assert changes(shop, after=0)["version"] == 1


@pytest.mark.parametrize("item_id", ["", "a b", "a/b", "x" * 65, "ü"])
def test_an_id_must_fit_an_address(shop: Database, item_id: str) -> None:
    with pytest.raises(OfficeError) as caught:
        put_item(shop, item_id)
    assert caught.value.field == "id"


def test_keys_that_are_not_known_are_left_out(shop: Database) -> None:
    put_item(shop, mood="sunny", id="other")
    assert changes(shop, after=1)["items"] == [{"id": "jar", **JAR}]


def test_an_item_carries_a_deposit_that_exists(shop: Database) -> None:
    shop.write(lambda c: catalogue.put_item(c, M, "glass", DEPOSIT))
    put_item(shop, deposit_id="glass")
    with pytest.raises(OfficeError) as caught:
        put_item(shop, "other", deposit_id="jar")
    assert caught.value.field == "deposit_id"
    with pytest.raises(OfficeError, match="in_use"):
        shop.write(lambda c: catalogue.remove_item(c, M, "glass"))
    with pytest.raises(OfficeError) as caught:
        put_item(shop, "glass")
    assert caught.value.field == "kind"
    with pytest.raises(OfficeError) as caught:
        put_item(shop, unit="kg", deposit_id="glass")
    assert caught.value.field == "deposit_id"


def test_a_category_with_items_stays(shop: Database) -> None:
    put_item(shop)
    with pytest.raises(OfficeError, match="in_use"):
        shop.write(lambda c: catalogue.remove_category(c, M, "honey"))
    shop.write(lambda c: catalogue.remove_item(c, M, "jar"))
    shop.write(lambda c: catalogue.remove_category(c, M, "honey"))
    assert changes(shop)["categories"] == []


def test_what_is_not_there_cannot_be_removed(shop: Database) -> None:
    for name in ("nothing", "honey"):
        with pytest.raises(OfficeError, match="not_found"):
            shop.write(lambda c, name=name: catalogue.remove_item(c, M, name))
    assert changes(shop)["version"] == 1


def test_merchants_do_not_see_each_others_goods(shop: Database) -> None:
    shop.write(lambda c: open_merchant(c, "mother222", (), "g1"))
    put_item(shop)
    assert shop.read(lambda c: catalogue.changes(c, "mother222", "g1", 0))["items"] == []
    with pytest.raises(OfficeError, match="not_found"):
        shop.write(lambda c: catalogue.remove_item(c, "mother222", "jar"))
    with pytest.raises(OfficeError, match="not_found"):
        shop.read(lambda c: catalogue.changes(c, "mnobody22", None, None))


# ---- offer


def offer(database: Database, categories: object, items: object) -> dict[str, object]:
    return database.write(lambda c: catalogue.offer(c, M, categories, items))


def test_an_offer_adds_what_the_merchant_does_not_have(shop: Database) -> None:
    put_item(shop)
    put_item(shop, "gone")
    shop.write(lambda c: catalogue.remove_item(c, M, "gone"))
    offered = [
        {"id": "jar", **JAR, "price_minor": 1},
        {"id": "gone", **JAR},
        {"id": "glass", **DEPOSIT},
        {"id": "big", **JAR, "deposit_id": "glass", "category_id": "more"},
    ]
    told = offer(shop, [{"id": "honey", **HONEY}, {"id": "more", **HONEY}], offered)
    assert told == {"added": 3, "generation": "g1", "version": 5}
    after = changes(shop, after=4)
    assert (ids(after["categories"]), ids(after["items"])) == (["more"], ["big", "glass"])
    assert changes(shop)["items"][-1]["price_minor"] == 650
    assert offer(shop, [], offered)["added"] == 0


@pytest.mark.parametrize(
    ("categories", "items", "field"),
    [
        (None, [], "categories"),
        ([], {}, "items"),
        ([HONEY], [], "categories[0].id"),
        ([], [{"id": "jar", **JAR, "price_minor": None}], "items[0].price_minor"),
        ([], [{"id": "jar", **JAR, "category_id": "none"}], "items[0].category_id"),
        ([], [{"id": "jar", **JAR, "deposit_id": "none"}], "items[0].deposit_id"),
        ([], [{"id": "a", **JAR}, {"id": "b", **JAR, "deposit_id": "a"}], "items[1].deposit_id"),
        ([], ["jar"], "items[0].id"),
    ],
)
def test_a_wrong_offer_is_refused_as_a_whole(
    shop: Database, categories: object, items: object, field: str
) -> None:
    before = changes(shop)
    with pytest.raises(OfficeError) as caught:
        offer(shop, categories, items)
    assert (caught.value.code, caught.value.field) == ("bad_request", field)
    assert changes(shop) == before


# ---- the cursor rule


class Follower:
    """A box that pulls: what it holds, by version cursor."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.version = 0
        self.items: dict[str, int] = {}

    def pull(self) -> None:
        told = changes(self.database, after=self.version)
        assert told["is_snapshot"] is False
        assert told["version"] >= self.version
        self.items |= {item["id"]: item["price_minor"] for item in told["items"]}
        for item_id in told["removed"]["items"]:
            self.items.pop(item_id, None)
        self.version = told["version"]


def test_a_cursor_on_numbers_drawn_before_the_commit_loses_rows(database: Database) -> None:
    """The control: numbers from a sequence, committed in another order, as concurrent writers do."""
    database.write(lambda c: c.execute(text("CREATE TABLE rows_of_sequence (n BIGINT, name TEXT)")))
    numbers = itertools.count(1)
    drawn, go = threading.Event(), threading.Event()

    def write(name: str, *, is_late: bool) -> None:
        number = next(numbers)
        if is_late:
            drawn.set()
            assert go.wait(WAIT_S)
        row = {"n": number, "name": name}
        database.write(lambda c: c.execute(text("INSERT INTO rows_of_sequence VALUES (:n, :name)"), row))

    def pull(cursor: int) -> tuple[int, list[str]]:
        query = text("SELECT n, name FROM rows_of_sequence WHERE n > :cursor ORDER BY n")
        rows = database.read(lambda c: c.execute(query, {"cursor": cursor}).all())
        return max([cursor, *(row.n for row in rows)]), [row.name for row in rows]

    with ThreadPoolExecutor(1) as other:
        late = other.submit(write, "first", is_late=True)
        assert drawn.wait(WAIT_S)
        write("second", is_late=False)
        cursor, seen = pull(0)
        go.set()
        late.result(WAIT_S)
    cursor, more = pull(cursor)
    assert [*seen, *more] == ["second"]  # "first" is lost to this reader for ever


def test_a_sequence_of_the_database_loses_rows_just_so(postgresql_url: str) -> None:
    """The control on PostgreSQL itself: a bigserial, two open transactions."""
    database = Database.open(postgresql_url)
    database.write(lambda c: c.execute(text("CREATE TABLE log (n BIGSERIAL, name TEXT)")))
    seen: list[str] = []

    def insert(connection: Connection, name: str) -> None:
        connection.execute(text("INSERT INTO log (name) VALUES (:name)"), {"name": name})

    def pull(cursor: int) -> int:
        rows = database.read(
            lambda c: c.execute(text("SELECT n, name FROM log WHERE n > :n"), {"n": cursor}).all()
        )
        seen.extend(row.name for row in rows)
        return max([cursor, *(row.n for row in rows)])

    def first(connection: Connection) -> int:
        insert(connection, "first")
        with ThreadPoolExecutor(1) as other:
            other.submit(database.write, lambda c: insert(c, "second")).result(WAIT_S)
        return pull(0)

    pull(database.write(first))
    assert seen == ["second"]
    database.close()


def test_the_version_counter_makes_the_second_writer_wait(shop: Database) -> None:
    """The same interleaving with the catalogue: a reader in between sees neither or both in order."""
    box = Follower(shop)

    with ThreadPoolExecutor(1) as other:

        def first(connection: Connection) -> Any:
            catalogue.put_item(connection, M, "first", JAR)
            second = other.submit(put_item, shop, "second")
            box.pull()
            assert box.items == {} and not second.done()
            return second

        second = shop.write(first)
        box.pull()
        assert second.result(WAIT_S)["version"] == 3
    box.pull()
    assert box.items == {"first": 650, "second": 650}


def test_no_change_is_lost_to_a_box_that_pulls_while_many_write(shop: Database) -> None:
    box = Follower(shop)
    is_done = threading.Event()

    def follow() -> None:
        while not is_done.is_set():
            box.pull()

    def write(place: int) -> None:
        put_item(shop, f"i{place % 40}", price_minor=place)
        if place % 7 == 0:
            shop.write(lambda c: catalogue.remove_item(c, M, f"i{place % 40}"))

    with ThreadPoolExecutor(7) as threads:
        following = threads.submit(follow)
        list(threads.map(write, range(120)))
        is_done.set()
        following.result(WAIT_S)
    box.pull()
    assert box.items == {item["id"]: item["price_minor"] for item in changes(shop)["items"]}
    assert box.version == changes(shop)["version"]


@given(st.integers(0, 10**12 - 1))
def test_a_gtin_has_one_right_check_digit(number: int) -> None:
    assert sum(is_gtin(f"{number:012d}{digit}") for digit in range(10)) == 1


def test_known_gtins() -> None:
    assert is_gtin("4006381333931") and is_gtin("96385074") and is_gtin("036000291452")
    assert not is_gtin("4006381333932") and not is_gtin("400638133393") and not is_gtin("٤٠٠٦٣٨١٣٣٣٩٣١")
