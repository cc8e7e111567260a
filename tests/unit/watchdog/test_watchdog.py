"""The whole watchdog between a till on a unix socket and a back office on a port."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from appliance.watchdog.process import Watchdog, WatchdogSettings
from tests.unit.watchdog.books import TillBook
from tests.unit.watchdog.stage import IDENTITY, KEY
from tests.unit.watchdog.wires import OfficeServer, TillServer


@pytest.fixture
def watchdog(till: TillServer, office: OfficeServer) -> Iterator[Watchdog]:
    till.book.identity = {**IDENTITY, "office_url": office.url}
    dog = Watchdog(WatchdogSettings(till.path))
    yield dog
    dog.stop()


def facts_of(office: OfficeServer) -> list[bytes]:
    return [fact for chain in office.book.streams.values() for fact in chain.facts]


def test_sales_reach_the_back_office_and_the_till_hears_it(
    watchdog: Watchdog, till: TillServer, office: OfficeServer
) -> None:
    watchdog.start()
    till.change(lambda book: book.sell(120))
    till.until(lambda: till.book.marks.get(1, (0, ""))[0] == 120)
    assert facts_of(office) == till.book.streams[1].facts
    till.until(lambda: bool(till.book.uplinks) and till.book.uplinks[-1]["online"])
    assert till.book.uplinks[-1]["uplink"] == "loopback"
    assert watchdog.heartbeat() == {"who": "watchdog", "online": True}


def test_the_catalogue_is_pulled_change_by_change(
    watchdog: Watchdog, till: TillServer, office: OfficeServer
) -> None:
    watchdog.start()
    till.until(lambda: till.book.cursor["version"] == 2)
    assert office.waiting.wait(5)
    office.changed.set()
    till.until(lambda: till.book.cursor["version"] == 3)
    assert [change["version"] for change in till.book.changes] == [1, 2, 3]


def test_a_box_with_goods_of_its_own_offers_them_before_its_first_pull(
    watchdog: Watchdog, till: TillServer, office: OfficeServer
) -> None:
    till.book.offer = True
    watchdog.start()
    till.until(lambda: till.book.cursor["version"] == 2)
    assert office.book.offers == [{"categories": [], "items": []}]


def test_a_new_box_asks_shows_its_code_and_hears_of_its_approval(
    watchdog: Watchdog, till: TillServer, office: OfficeServer
) -> None:
    till.book.identity = None
    about = {"name": "Stand 12", "series": "A"}
    till.book.enrol = {"office_url": office.url, "key": KEY, "enrolment_id": None, "about": about}
    watchdog.start()
    till.until(lambda: len(till.book.enrolments) == 2)
    pending, approved = till.book.enrolments
    assert (pending["state"], pending["code"], pending["enrolment_id"]) == ("pending", "K7QX-M2PD", "e1")
    assert (approved["state"], approved["box_id"], approved["series"]) == (
        "approved",
        IDENTITY["box_id"],
        "A",
    )


def test_offline_by_choice_hangs_up_and_coming_back_sends_what_was_sold(
    watchdog: Watchdog, till: TillServer, office: OfficeServer
) -> None:
    watchdog.start()
    assert office.waiting.wait(10)

    def go_offline(book: TillBook) -> None:
        book.is_offline = True

    till.change(go_offline)
    till.until(lambda: bool(till.book.uplinks) and till.book.uplinks[-1]["online"] is False)
    asked = len(office.asked)
    till.change(lambda book: book.sell(3))

    def come_back(book: TillBook) -> None:
        assert len(office.asked) == asked
        book.is_offline = False

    till.change(come_back)
    till.until(lambda: till.book.marks.get(1, (0, ""))[0] == 3)


def test_a_till_that_restarts_is_found_again(
    watchdog: Watchdog, till: TillServer, office: OfficeServer
) -> None:
    watchdog.start()
    till.change(lambda book: book.sell(3))
    till.until(lambda: till.book.marks.get(1, (0, ""))[0] == 3)
    book, path = till.book, till.path
    till.close()
    again = TillServer(path, book)  # the watchdog may ask at once
    try:
        again.change(lambda book: book.sell(2))
        again.until(lambda: book.marks[1][0] == 5)
    finally:
        again.close()
        path.touch()  # the fixture removes it
        till.server.shutdown = lambda: None  # type: ignore[method-assign]  # ended above


def test_it_stops_within_two_seconds_whatever_it_waits_for(
    watchdog: Watchdog, till: TillServer, office: OfficeServer
) -> None:
    watchdog.start()
    assert office.waiting.wait(10)
    begun_s = time.monotonic()
    watchdog.stop()
    assert time.monotonic() - begun_s < 2.0


def test_it_waits_for_a_till_that_is_not_there_yet(office: OfficeServer, tmp_path) -> None:  # type: ignore[no-untyped-def]
    dog = Watchdog(WatchdogSettings(tmp_path / "till.sock"))
    dog.start()
    assert dog.heartbeat()["online"] is None
    dog.stop()
    assert office.asked == []
