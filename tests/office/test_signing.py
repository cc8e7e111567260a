"""Who may speak for a box: only who signed this very request with its key, lately."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from backoffice.database import Database
from tests.office.caller import (
    NOON,
    OTHER_KEY,
    Call,
    Post,
    digest,
    facts_call,
    packed,
    post_office,
    report_call,
)
from tests.office.stall import BOX, M, push_body, sales_stream

PULL = Call("GET", f"/v1/boxes/{BOX}/changes?after=0&generation=g1")


@pytest.fixture
def post(sqlite_url: str) -> Iterator[Post]:
    database = Database.open(sqlite_url)
    yield post_office(database)
    database.close()


@pytest.fixture
def push() -> Call:
    return facts_call(push_body(sales_stream(2)))


def test_signed_request_is_served(post: Post, push: Call) -> None:
    assert post.told(push.signed())["mark"] == 2


def test_signed_question_without_body_is_served(post: Post) -> None:
    assert post.told(PULL.signed())["version"] == 0


@pytest.mark.parametrize("missing", ["signature", "signature-input"])
def test_unsigned_request_is_refused(post: Post, push: Call, missing: str) -> None:
    signed = push.signed()
    headers = {name: value for name, value in signed.headers.items() if name.lower() != missing}
    post.refused(replace(signed, headers=headers), 401, "unsigned")


def test_signature_of_another_key_is_refused(post: Post, push: Call) -> None:
    post.refused(push.signed(OTHER_KEY), 401, "bad_signature")


@pytest.mark.parametrize("missing", ["@method", "@authority", "@path", "@query"])
def test_signature_that_leaves_out_a_component_is_refused(post: Post, push: Call, missing: str) -> None:
    kept = tuple(name for name in ("@method", "@authority", "@path", "@query") if name != missing)
    post.refused(push.signed(components=kept), 401, "bad_signature")


def test_body_without_a_signed_digest_is_refused(post: Post, push: Call) -> None:
    bare = replace(push, body=b"").signed()
    post.refused(replace(bare, body=push.body), 401, "bad_digest")


def test_digest_that_was_not_signed_is_refused(post: Post, push: Call) -> None:
    bare = replace(push, body=b"").signed()
    post.refused(
        replace(bare, body=push.body).changed(content_digest=digest(push.body)), 401, "bad_signature"
    )


def test_digest_changed_on_the_way_is_refused(post: Post, push: Call) -> None:
    post.refused(push.signed().changed(content_digest=digest(b"other")), 401, "bad_signature")


def test_body_changed_on_the_way_is_refused(post: Post, push: Call) -> None:
    other = packed(push_body(sales_stream(3)))
    post.refused(replace(push.signed(), body=other), 401, "bad_digest")


def test_digest_and_body_changed_on_the_way_are_refused(post: Post, push: Call) -> None:
    other = packed(push_body(sales_stream(3)))
    post.refused(
        replace(push.signed(), body=other).changed(content_digest=digest(other)), 401, "bad_signature"
    )


def test_method_changed_on_the_way_is_refused(post: Post) -> None:
    # an offer and a pull differ in address; a report sent as something else meets no route at all
    assert post.send(replace(report_call(1).signed(), method="PUT")).status_code == 405


def test_authority_changed_on_the_way_is_refused(post: Post) -> None:
    post.refused(replace(PULL.signed(), host="127.0.0.1:9999"), 401, "bad_signature")


@pytest.mark.parametrize("query", ["?after=1&generation=g1", "?after=0&generation=g1&wait_s=9", ""])
def test_query_changed_on_the_way_is_refused(post: Post, query: str) -> None:
    post.refused(replace(PULL.signed(), path=f"/v1/boxes/{BOX}/changes{query}"), 401, "bad_signature")


def test_path_written_in_another_way_is_refused(post: Post) -> None:
    post.refused(replace(PULL.signed(), path=PULL.path.replace("changes", "c%68anges")), 401, "bad_signature")


def test_address_of_another_box_is_refused(post: Post, push: Call) -> None:
    other = push.path.replace(BOX, f"{M}-bzzzzzzzz")
    post.refused(replace(push, path=other).signed(), 403, "wrong_box")


@pytest.mark.parametrize("stranger", [f"{M}-bzzzzzzzz", "new", "../boxes", "mzzzzzzzz-bzzzzzzzz"])
def test_unknown_box_is_told_so(post: Post, push: Call, stranger: str) -> None:
    post.refused(push.signed(key_id=stranger), 401, "unknown_box")


@pytest.mark.parametrize("away", [timedelta(days=365), timedelta(days=-365), timedelta(hours=24, seconds=1)])
def test_clock_that_is_off_is_told_the_time(post: Post, push: Call, away: timedelta) -> None:
    told = post.told(push.signed(created=NOON + away), 401)
    assert told["error"]["code"] == "clock_off"
    assert told["server_time"] == "2026-11-22T12:00:00.000Z"


@pytest.mark.parametrize("away", [timedelta(hours=23, minutes=59), timedelta(hours=-23, minutes=-59)])
def test_clock_within_a_day_is_good_enough(post: Post, push: Call, away: timedelta) -> None:
    post.told(push.signed(created=NOON + away))


def test_clock_off_is_only_said_to_the_box_itself(post: Post, push: Call) -> None:
    post.refused(push.signed(OTHER_KEY, created=NOON + timedelta(days=365)), 401, "bad_signature")


def test_other_tag_or_label_or_no_algorithm_is_refused(post: Post, push: Call) -> None:
    post.refused(push.signed(tag="other"), 401, "bad_signature")
    post.refused(push.signed(label="other"), 401, "bad_signature")
    post.refused(push.signed(include_alg=False), 401, "bad_signature")


@pytest.mark.parametrize(
    "value",
    [
        "x" * 100_000,
        "tillbox=",
        "tillbox=:AAAA:",
        'tillbox=("@method" "@method");created=1;keyid="new";alg="ed25519";tag="tillbox-v1"',
        'tillbox=("@method";req "@nothing");created=1;keyid="new";tag="tillbox-v1"',
        'tillbox=("@query-param";name="%00");created=99999999999999;keyid="x";tag="tillbox-v1"',
        'tillbox=();created=-1;keyid="";tag="tillbox-v1"',
        'tillbox=("content-digest";key="sha-256");created=1.5;keyid="new";tag="tillbox-v1"',
        "\x7f\xff",
    ],
)
def test_nonsense_for_a_signature_is_refused(post: Post, push: Call, value: str) -> None:
    for name in ("signature", "signature_input", "content_digest"):
        answer = post.send(push.signed().changed(**{name: value}))
        assert answer.status_code == 401, (name, answer.get_json())


def _together(one: Call, other: Call) -> Call:
    return one.changed(
        signature=f"{one.headers['Signature']}, {other.headers['Signature']}",
        signature_input=f"{one.headers['Signature-Input']}, {other.headers['Signature-Input']}",
    )


def test_signature_of_a_proxy_beside_ours_does_no_harm(post: Post, push: Call) -> None:
    post.told(_together(push.signed(), push.signed(OTHER_KEY, label="proxy", tag="proxy")))


def test_good_signature_by_another_name_does_not_help(post: Post, push: Call) -> None:
    post.refused(_together(push.signed(OTHER_KEY), push.signed(label="other")), 401, "bad_signature")
