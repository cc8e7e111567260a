"""docs/protocol: the golden messages fit the schemas, and the back office understands and answers them so."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from backoffice.batch import parse_batch
from backoffice.box_request import parsed
from backoffice.database import Database
from backoffice.errors import TABLE, OfficeError
from backoffice.shapes_box import (
    ChangesOut,
    EnrolmentBody,
    EnrolmentOut,
    OfferBody,
    OfferOut,
    PushOut,
    ReportBody,
    ReportOut,
)
from backoffice.signing import NEW_BOX, Message, check_body, check_head, public_key
from tests.office.caller import NOON, Call, Post
from tests.office.golden import FOLDER, STEPS, call_of, play
from tests.office.stall import FACTS, M, open_merchant

SCHEMAS = FOLDER.parent / "schemas"
MESSAGES = {
    path.stem: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json") if path.stem != "key"
}
KEY = json.loads((FOLDER / "key.json").read_text("utf-8"))
SHAPES = {
    "enrolment.request": EnrolmentBody, "enrolment.answer": EnrolmentOut, "push.answer": PushOut,
    "report.request": ReportBody, "report.answer": ReportOut, "changes.answer": ChangesOut,
    "offer.request": OfferBody, "offer.answer": OfferOut,
}  # fmt: skip
ALL = sorted(MESSAGES)


def _schemas() -> dict[str, Any]:
    return {
        path.name.removesuffix(".schema.json"): json.loads(path.read_text("utf-8"))
        for path in SCHEMAS.iterdir()
    }


REGISTRY: Registry[Any] = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in _schemas().values()
)


def misfits(name: str, document: object) -> list[str]:
    """What does not fit the schema of this name."""
    validator = Draft202012Validator(_schemas()[name], registry=REGISTRY)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def message_of(call: Call) -> Message:
    headers = {name.lower(): value for name, value in call.headers.items()}
    return Message(call.method, f"https://{call.host}{call.path}", headers)


def test_every_step_is_recorded() -> None:
    assert ALL == sorted(step.name for step in STEPS)


@pytest.mark.parametrize("name", sorted(_schemas()))
def test_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(_schemas()[name])


@pytest.mark.parametrize("name", ALL)
def test_golden_message_fits_its_schemas(name: str) -> None:
    message = MESSAGES[name]
    unpacked = message["request"]["body_unpacked"]
    if message["schemas"]["request"] is not None:
        first, *facts = unpacked.splitlines()
        assert misfits(message["schemas"]["request"], json.loads(first)) == []
        assert [misfits("fact", json.loads(line)) for line in facts] == [[]] * len(facts)
    assert misfits(message["schemas"]["answer"], message["answer"]["body"]) == []


@pytest.mark.parametrize("name", [name for name in ALL if MESSAGES[name]["schemas"]["answer"] in SHAPES])
def test_golden_message_has_the_shapes_of_the_code(name: str) -> None:
    message = MESSAGES[name]
    answer = message["answer"]["body"]
    shape = parsed(answer, SHAPES[message["schemas"]["answer"]])
    assert shape.model_dump(exclude_unset=True) == answer
    asked = message["schemas"]["request"]
    if asked in SHAPES:
        parsed(json.loads(message["request"]["body_unpacked"]), SHAPES[asked])


@pytest.mark.parametrize("name", [name for name in ALL if name not in ("bad-signature", "clock-off")])
def test_golden_signature_is_good(name: str) -> None:
    call = call_of(MESSAGES[name])
    asked: list[str] = []

    def key_of(key_id: str) -> Any:
        asked.append(key_id)
        return public_key(KEY["public_key"])

    message = message_of(call)
    signed = check_head(message, key_of, NOON + timedelta(hours=1))
    check_body(message, signed, call.body)
    assert asked == [signed.key_id]
    assert signed.key_id in (NEW_BOX, KEY["box_id"])


def test_golden_signature_of_another_key_is_bad() -> None:
    message = message_of(call_of(MESSAGES["bad-signature"]))
    with pytest.raises(OfficeError, match="bad_signature"):
        check_head(message, lambda _: public_key(KEY["public_key"]), NOON)


def test_golden_signature_of_last_year_is_out_of_time() -> None:
    message = message_of(call_of(MESSAGES["clock-off"]))
    with pytest.raises(OfficeError, match="clock_off"):
        check_head(message, lambda _: public_key(KEY["public_key"]), NOON)


def test_back_office_answers_as_recorded(database: Database) -> None:
    database.write(lambda c: open_merchant(c, M, ()))
    post = Post(database, url="https://office.example")
    answers = play(post, {name: call_of(message) for name, message in MESSAGES.items()})
    for name, message in MESSAGES.items():
        assert answers[name] == (message["answer"]["status"], message["answer"]["body"]), name


def test_golden_facts_lead_from_start_to_end() -> None:
    batch = parse_batch(MESSAGES["push"]["request"]["body_unpacked"].encode())
    assert (batch.first, batch.last) == (1, 3)
    assert MESSAGES["push"]["answer"]["body"]["head"] == batch.end


@pytest.mark.parametrize("path", sorted(FACTS.glob("*.json")), ids=lambda path: path.stem)
def test_fact_of_a_released_box_fits_its_schema(path: Path) -> None:
    assert misfits("fact", orjson.loads(path.read_bytes())) == []


@pytest.mark.parametrize("code", sorted(TABLE))
def test_every_refusal_fits_the_schema(code: str) -> None:
    error = OfficeError(code, field="x", allowed="y", n=1).to_dict()
    assert misfits("error", error | {"server_time": "2026-11-22T12:00:00.000Z"}) == []


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("push.header", {"epoch": 0, "first": 1, "count": 1, "start": "0" * 64, "end": "0" * 64}),
        (
            "push.answer",
            {"epoch": 1, "batch": 400, "interval_s": 1, "server_time": "2026-11-22T12:00:00.000Z"},
        ),
        ("report.request", {"n": 0}),
        ("catalogue", {"categories": [], "items": [{"id": "x"}]}),
        (
            "enrolment.answer",
            {"enrolment_id": "e", "state": "approved", "server_time": "2026-11-22T12:00:00.000Z"},
        ),
    ],
)
def test_schema_refuses_what_is_wrong(name: str, document: object) -> None:
    assert misfits(name, document) != []


@pytest.mark.parametrize(
    "name", ["sale", "refund", "shift_opened", "cash_moved", "shift_closed", "reprint", "epoch_started"]
)
def test_keys_of_a_newer_box_are_no_fault(name: str) -> None:
    fact = orjson.loads((FACTS / f"{name}.json").read_bytes())
    fact["body"]["brand_new"] = fact["brand_new"] = 1
    assert misfits("fact", fact) == []
