"""docs/protocol from the box's side: what golden messages say is what the box's own code reads and writes."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from appliance.domain.catalogue import (
    category_from_dict,
    category_to_dict,
    check_item,
    item_from_dict,
    item_to_dict,
)
from appliance.domain.sale import sale_body, sale_from_body
from appliance.store.line import NO_HEAD, chain

PROTOCOL = Path(__file__).resolve().parents[2] / "docs" / "protocol"
PUSHES = ["push", "push-epoch"]


def golden(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((PROTOCOL / "golden" / f"{name}.json").read_text("utf-8"))
    return document


def _registry() -> Registry[Any]:
    schemas = [json.loads(path.read_text("utf-8")) for path in (PROTOCOL / "schemas").iterdir()]
    return Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in schemas)


def misfits(name: str, document: object) -> list[str]:
    """What does not fit the schema of this name."""
    schema = json.loads((PROTOCOL / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    found = Draft202012Validator(schema, registry=_registry()).iter_errors(document)
    return [f"{error.json_path}: {error.message}" for error in found]


@pytest.mark.parametrize("name", PUSHES)
def test_box_chains_facts_as_the_messages_say(name: str) -> None:
    header, *facts = golden(name)["request"]["body_unpacked"].encode().splitlines()
    head = NO_HEAD
    for fact in facts:
        head = chain(head, fact)
    assert head.hex() == orjson.loads(header)["end"] == golden(name)["answer"]["body"]["head"]


@pytest.mark.parametrize("name", PUSHES)
def test_sale_the_box_writes_is_the_sale_in_the_messages(name: str) -> None:
    _, *facts = golden(name)["request"]["body_unpacked"].splitlines()
    bodies = [json.loads(fact)["body"] for fact in facts if '"type":"sale"' in fact]
    assert bodies
    for body in bodies:
        assert sale_body(sale_from_body(body)) == body
        assert misfits("sale", sale_body(sale_from_body(body))) == []


@pytest.mark.parametrize("name", ["snapshot", "pull"])
def test_goods_in_the_messages_are_goods_the_box_can_sell(name: str) -> None:
    told = golden(name)["answer"]["body"]
    items = [check_item(item_from_dict(entry)) for entry in told["items"]]
    categories = [category_from_dict(entry) for entry in told["categories"]]
    assert [item_to_dict(item) for item in items] == told["items"]
    assert [category_to_dict(category) for category in categories] == told["categories"]


def test_goods_the_box_has_fit_an_offer() -> None:
    offered = json.loads(golden("offer")["request"]["body_unpacked"])
    mine = {
        "categories": [category_to_dict(category_from_dict(entry)) for entry in offered["categories"]],
        "items": [item_to_dict(item_from_dict(entry)) for entry in offered["items"]],
    }
    assert misfits("offer.request", mine) == []


def test_body_in_the_messages_is_what_was_sent() -> None:
    message = golden("report")["request"]
    assert base64.b64decode(message["body_base64"]).decode() == message["body_unpacked"]
