"""The golden messages of docs/protocol/golden: one life of a box, request by request.

`python -m tests.office.golden` records them anew; the tests only replay what is recorded. Between two messages a
step may do what the owner does meanwhile. Names drawn by chance are replaced by fixed ones before they matter.
"""

from __future__ import annotations

import base64
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import zstandard
from sqlalchemy import update

from backoffice import boxes, catalogue, enrolments, schema
from backoffice.database import Database
from backoffice.enrolments import fingerprint
from tests.office.caller import KEY, NOON, OTHER_KEY, Call, Post, facts_call, json_call, public
from tests.office.stall import BOX, M, fact, fixture, heads, open_merchant, push_body

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "protocol" / "golden"
HOST = "office.example"
ENROLMENT = "etestvector"
CODE = "K7QXM2PD"
Json = dict[str, Any]  # Any: JSON
Schemas = tuple[str | None, str]


def _goods() -> Json:
    category = {"id": "fruit", "name": "Fruit", "emoji": "🍎", "colour": "#b3261e", "position": 1}
    apples = {
        "id": "apples", "name": "Apples", "category_id": "fruit", "price_minor": 120, "unit": "piece",
        "tax_code": "reduced", "emoji": "🍎", "colour": "#b3261e", "position": 1, "gtin": None, "deposit_id": None,
        "kind": "goods",
    }  # fmt: skip
    bottle = apples | {"id": "bottle", "name": "Deposit", "price_minor": 25, "kind": "deposit", "position": 3}
    cider = apples | {
        "id": "cider", "name": "Cider", "tax_code": "standard", "gtin": "4006381333931", "deposit_id": "bottle",
        "position": 2,
    }  # fmt: skip
    grapes = apples | {"id": "grapes", "name": "Grapes", "unit": "kg", "price_minor": 399, "position": 4}
    return {"categories": [category], "items": [apples, bottle, cider, grapes]}


def _sale(f: int, counter: int, *, epoch: int = 1, ticket: str = "t1") -> bytes:
    body = json.loads(fixture("sale"))["body"]
    series = "A" if epoch == 1 else f"A{epoch}"
    named = {"series": series, "counter": counter, "number": f"{series}-{counter:06d}", "ticket_id": ticket}
    return fact(f, "sale", body | named, epoch=epoch)


STREAM = [_sale(1, 1), fact(2, "reprint", {"number": "A-000001"}), _sale(3, 2), _sale(4, 3)]
OTHERS = [*STREAM[:2], _sale(3, 2, ticket="t9")]
SECOND = [
    fact(
        1,
        "epoch_started",
        json.loads(fixture("epoch_started"))["body"]
        | {"reason": "fork", "old_head": heads(OTHERS)[-1].hex(), "last_fact": 3},
        epoch=2,
    ),
    _sale(2, 1, epoch=2, ticket="t10"),
]
REPORT: Json = {
    "n": 57, "at": "2026-11-22T12:00:00.000Z", "quality": "ntp", "version": "0.2.0",
    "streams": [{"epoch": 1, "last": 3}, {"epoch": 2, "last": 2}], "waiting": 0, "waiting_sales": 0,
    "oldest_waiting_s": 0.0, "light": {"colour": "green", "rhythm": "steady", "reason": "light.safe"},
    "uplink": "ethernet", "is_offline_by_choice": False, "free_mb": 51234, "printer": "ready", "problem": None,
    "series": "A2",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One message; `before` is what happens in the back office first."""

    name: str
    says: str
    call: Callable[[], Call]
    schemas: Schemas  # of the body (of its first line for a push) and of the answer
    before: Callable[[Post], None] = lambda _post: None


def _ask_first(post: Post) -> None:
    post.send(_ENROL())
    values = {"enrolment_id": ENROLMENT, "code": CODE}
    post.database.write(lambda c: c.execute(update(schema.enrolments).values(values)))


def _approve(post: Post) -> None:
    seen, now = fingerprint(public(KEY)), post.office.now_utc
    post.database.write(lambda c: enrolments.approve(c, M, CODE, seen, now))
    for table in (schema.boxes, schema.enrolments):
        post.database.write(lambda c, table=table: c.execute(update(table).values(box_id=BOX)))


def _owner_changes(post: Post) -> None:
    apples = _goods()["items"][0] | {"price_minor": 150}
    post.database.write(lambda c: catalogue.put_item(c, M, "apples", apples))
    post.database.write(lambda c: catalogue.remove_item(c, M, "grapes"))


def _revoke(post: Post) -> None:
    post.database.write(lambda c: boxes.revoke(c, M, BOX))


def _about() -> Json:
    return {
        "public_key": public(KEY), "name": "Market hall", "series": "A", "country": "DE", "currency": "EUR",
        "exponent": 2, "language": "de", "zone": "Europe/Berlin", "version": "0.2.0",
    }  # fmt: skip


def _signed(call: Call, key_id: str = BOX, **how: Any) -> Call:
    return replace(call, host=HOST).signed(how.pop("key", KEY), key_id, **how)


def _push(body: bytes, **how: Any) -> Callable[[], Call]:
    return lambda: _signed(facts_call(body), **how)


def _get(path: str, key_id: str = BOX) -> Callable[[], Call]:
    return lambda: _signed(Call("GET", path), key_id)


def _post(path: str, body: Json, key_id: str = BOX) -> Callable[[], Call]:
    return lambda: _signed(json_call(path, body), key_id)


_BOX = f"/v1/boxes/{BOX}"
_ENROL, _LOOK = _post("/v1/enrolments", _about(), "new"), _get(f"/v1/enrolments/{ENROLMENT}", "new")
ENROL: Schemas = ("enrolment.request", "enrolment.answer")
LOOK: Schemas = (None, "enrolment.answer")
OFFER: Schemas = ("offer.request", "offer.answer")
PULL: Schemas = (None, "changes.answer")
PUSH: Schemas = ("push.header", "push.answer")
REFUSED: Schemas = ("push.header", "error")
STEPS = (
    Step("enrolment", "A new box asks, and shows the code.", _ENROL, ENROL, _ask_first),
    Step("enrolment-pending", "Nobody has typed the code yet.", _LOOK, LOOK),
    Step("enrolment-approved", "The owner has compared the fingerprints.", _LOOK, LOOK, _approve),
    Step("offer", "Goods from before the enrolment.", _post(f"{_BOX}/catalogue", _goods()), OFFER),
    Step("snapshot", "The first pull brings everything.", _get(f"{_BOX}/changes"), PULL),
    Step("pull", "A price was changed, an item removed.", _get(f"{_BOX}/changes?generation=g1&after=1&wait_s=25"),
         PULL, _owner_changes),
    Step("gap", "Facts before these are missing.", _push(push_body(STREAM, 3)), REFUSED),
    Step("push", "Two sales and a reprint; the mark moves.", _push(push_body(STREAM, 1, 3)), PUSH),
    Step("push-again", "The same facts and one more: only that one is new.", _push(push_body(STREAM, 2, 4)), PUSH),
    Step("fork", "Another fact 3: two boxes have one key.", _push(push_body(OTHERS)), REFUSED),
    Step("aside", "What differs is sent set aside; no mark moves.", _push(push_body(OTHERS, 3, aside=True)), PUSH),
    Step("push-epoch", "The new epoch names the old head.", _push(push_body(SECOND, epoch=2)), PUSH),
    Step("report", "Presence and health; the answer has every stream.", _post(f"{_BOX}/report", REPORT),
         ("report.request", "report.answer")),
    Step("report-late", "The same number again.", _post(f"{_BOX}/report", REPORT), ("report.request", "error")),
    Step("clock-off", "Signed a year ago: the answer says the time.",
         _push(push_body(SECOND, epoch=2), created=NOON - timedelta(days=365)), REFUSED),
    Step("bad-signature", "Signed with another key.", _push(push_body(SECOND, epoch=2), key=OTHER_KEY), REFUSED),
    Step("revoked", "Facts of a revoked box are kept apart; the mark moves.",
         _push(push_body([*SECOND, _sale(3, 2, epoch=2)], 3, epoch=2)), PUSH, _revoke),
)  # fmt: skip


def call_of(message: Mapping[str, Any]) -> Call:
    """The request in a golden message."""
    asked = message["request"]
    url = urlsplit(asked["url"])
    path = url.path + (f"?{url.query}" if url.query else "")
    return Call(asked["method"], path, base64.b64decode(asked["body_base64"]), asked["headers"], url.netloc)


def play(post: Post, calls: Mapping[str, Call]) -> dict[str, tuple[int, Json]]:
    """Status and body of each answer, by the name of the message."""
    answers = {}
    for step in STEPS:
        step.before(post)
        answer = post.send(calls[step.name])
        answers[step.name] = (answer.status_code, answer.get_json())
    return answers


def _message(step: Step, call: Call, answer: tuple[int, Json]) -> Json:
    body = call.body
    if call.headers.get("content-encoding") == "zstd":
        body = zstandard.ZstdDecompressor().decompress(body)
    return {
        "name": step.name,
        "says": step.says,
        "clock_utc": "2026-11-22T12:00:00.000Z",
        "schemas": dict(zip(("request", "answer"), step.schemas, strict=True)),
        "request": {
            "method": call.method,
            "url": f"https://{call.host}{call.path}",
            "headers": dict(call.headers),
            "body_base64": base64.b64encode(call.body).decode(),
            "body_unpacked": body.decode() or None,
        },
        "answer": {"status": answer[0], "body": answer[1]},
    }


def _record() -> None:
    calls = {step.name: step.call() for step in STEPS}
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{folder}/office.db")
        database.write(lambda c: open_merchant(c, M, ()))
        answers = play(Post(database, url=f"https://{HOST}"), calls)
        database.close()
    for step in STEPS:
        message = _message(step, calls[step.name], answers[step.name])
        _write(step.name, message)
        sys.stdout.write(f"{step.name}: {message['answer']['status']}\n")
    _write(
        "key",
        {
            "warning": "A test vector that everybody knows. Never give it to a box.",
            "private_key": base64.b64encode(KEY.private_bytes_raw()).decode(),
            "public_key": public(KEY),
            "fingerprint": fingerprint(public(KEY)),
            "box_id": BOX,
        },
    )


def _write(name: str, document: Json) -> None:
    text = json.dumps(document, indent=2, ensure_ascii=False)
    (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    _record()
