"""What the owner sees of boxes, above all of silent ones, and may do with them."""

from __future__ import annotations

import pytest

from backoffice import boxes
from backoffice.database import Database
from backoffice.errors import OfficeError
from tests.office.caller import Post, facts_call, post_office, report_call
from tests.office.stall import BOX, M, push_body, sales_stream

STREAM = sales_stream(4)
LIGHT = {"colour": "green", "rhythm": "steady", "reason": "light.safe"}
SAID = {
    "waiting": 3, "waiting_sales": 2, "oldest_waiting_s": 4.5, "light": LIGHT, "uplink": "ethernet", "problem": "slow",
    "is_offline_by_choice": False, "free_mb": 512, "version": "0.2.0",
}  # fmt: skip


@pytest.fixture
def post(database: Database) -> Post:
    return post_office(database)


def view(post: Post, now_utc: str, **settings: float) -> dict[str, object]:
    views = post.database.read(lambda c: boxes.stall_views(c, M, now_utc, **settings))
    return views[0]


def test_box_that_never_spoke_is_not_called_silent(post: Post) -> None:
    seen = view(post, post.office.now_utc)
    assert (seen["state"], seen["light"], seen["waiting"], seen["heard_utc"]) == ("never", None, None, None)


def test_box_that_reports_is_seen_as_it_is(post: Post) -> None:
    post.told(report_call(1, **SAID).signed())
    seen = view(post, "2026-11-22T12:00:35.000Z")
    assert seen["state"] == "online"
    assert {name: seen[name] for name in SAID} == SAID


def test_what_came_since_the_last_report_waits_no_longer(post: Post) -> None:
    post.told(report_call(1, **SAID, streams=[{"epoch": 1, "last": len(STREAM)}]).signed())
    assert view(post, "2026-11-22T12:00:01.000Z")["waiting"] == 3
    post.told(facts_call(push_body(STREAM, 1, len(STREAM) - 1)).signed())
    seen = view(post, "2026-11-22T12:00:02.000Z")
    assert (seen["waiting"], seen["waiting_sales"]) == (1, 1)


def test_of_a_silent_box_only_what_it_said_last_is_known(post: Post) -> None:
    post.told(report_call(1, **SAID).signed())
    seen = view(post, "2026-11-22T12:00:35.001Z")
    assert seen["state"] == "silent"
    assert [seen[name] for name in ("light", "uplink", "problem", "oldest_waiting_s")] == [None] * 4
    assert (seen["waiting"], seen["heard_utc"]) == (3, "2026-11-22T12:00:00.000Z")


def test_boxes_that_report_more_often_are_missed_sooner(post: Post) -> None:
    post.told(report_call(1, **SAID).signed())
    assert view(post, "2026-11-22T12:00:21.000Z", interval_s=5)["state"] == "silent"


def test_box_that_only_sends_facts_is_heard_too(post: Post) -> None:
    post.told(facts_call(push_body(sales_stream(2))).signed())
    assert view(post, post.office.now_utc)["state"] == "online"


def test_takings_of_the_day_are_counted(post: Post) -> None:
    post.told(facts_call(push_body(sales_stream(2))).signed())
    seen = view(post, post.office.now_utc)
    assert (seen["today_minor"], seen["today_sales"]) == (101 + 102, 2)
    other_day = post.database.read(lambda c: boxes.stall_views(c, M, post.office.now_utc, day="2026-11-21"))
    assert (other_day[0]["today_minor"], other_day[0]["today_sales"]) == (0, 0)


def test_box_can_be_renamed(post: Post) -> None:
    post.database.write(lambda c: boxes.rename(c, M, BOX, "  Corner  "))
    assert view(post, post.office.now_utc)["name"] == "Corner"


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x00b", "a\nb"])
def test_name_that_cannot_be_shown_is_refused(post: Post, name: str) -> None:
    with pytest.raises(OfficeError, match="bad_request, field name"):
        post.database.write(lambda c: boxes.rename(c, M, BOX, name))


def test_other_merchant_cannot_touch_the_box(post: Post) -> None:
    for work in (boxes.revoke, lambda c, m, b: boxes.rename(c, m, b, "Mine")):
        with pytest.raises(OfficeError, match="unknown_box"):
            post.database.write(lambda c, work=work: work(c, "mzzzzzzzz", BOX))
    assert view(post, post.office.now_utc)["is_revoked"] is False


@pytest.mark.parametrize(
    "box_id", ["", "new", "m-b", f"{BOX}x", BOX.upper(), f"{BOX}\n", "mabcdefgh-bqrstuvw1"]
)
def test_name_that_is_no_box_leads_to_no_merchant(box_id: str) -> None:
    assert boxes.merchant_of(box_id) is None


def test_merchant_is_read_from_the_name_of_the_box() -> None:
    assert boxes.merchant_of(BOX) == M
