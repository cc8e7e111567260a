"""No fact a box may send, however odd, breaks the back office: it is stored, set aside, and the mark moves on."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import func, select

from backoffice import schema
from backoffice.database import Database
from tests.office.caller import facts_call, post_office, report_call
from tests.office.stall import FACTS, fact, push_body, sale_body

ODD: tuple[Any, ...] = (
    None, True, -1, 0, 2**31, 2**53, 2**63, 2**64 - 1, 1e308, 0.5, "", "\x00", "a\x00b", "x" * 100_000, "2026-02-30",
    "9999-99-99T99:99:99.999Z", "0000-00-00", [], [[]], [None], {}, {"a": {}}, "\U0010ffff",
)  # fmt: skip


def _places(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in a document."""
    if path:
        yield path
    if isinstance(document, dict):
        for key, inner in document.items():
            yield from _places(inner, (*path, key))
    if isinstance(document, list):
        for place, inner in enumerate(document):
            yield from _places(inner, (*path, place))


def _with(document: Any, path: tuple[Any, ...], value: object) -> Any:
    changed = copy.deepcopy(document)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


def _odd_facts() -> list[bytes]:
    """One sale with each value of each field exchanged for each odd one; and the same around the body."""
    bodies = [_with(sale_body(1), path, odd) for path in _places(sale_body(1)) for odd in ODD]
    facts = [fact(number, "sale", body) for number, body in enumerate(bodies, 1)]
    whole = orjson.loads(fact(1, "sale", sale_body(1)))
    facts += [orjson.dumps(_with(whole, (key,), odd)) for key in whole for odd in ODD]
    return facts


FEW: tuple[Any, ...] = ("\x00", "a\x00b", None, 2**63, 0.5, [], {"a": {}})
OTHER_FACTS = sorted(path for path in FACTS.glob("*.json") if not path.name.startswith("sale"))


def test_no_odd_fact_of_another_kind_breaks_it_either(database: Database) -> None:
    post = post_office(database)
    wholes = [orjson.loads(path.read_bytes()) for path in OTHER_FACTS]
    bodies = [
        (whole["type"], _with(whole["body"], path, odd))
        for whole in wholes
        for path in _places(whole["body"])
        for odd in FEW
    ]
    facts = [fact(number, type_, body) for number, (type_, body) in enumerate(bodies, 1)]
    assert len({type_ for type_, _ in bodies}) >= 9
    for first in range(1, len(facts) + 1, 100):
        last = min(first + 99, len(facts))
        assert post.told(facts_call(push_body(facts, first, last)).signed())["mark"] == last
    assert post.told(report_call(1).signed())["quarantine"] > 0


def test_no_odd_fact_breaks_the_back_office(database: Database) -> None:
    post = post_office(database)
    facts = _odd_facts()
    assert len(facts) > 1000
    for first in range(1, len(facts) + 1, 100):
        last = min(first + 99, len(facts))
        told = post.told(facts_call(push_body(facts, first, last)).signed())
        assert told["mark"] == last
    assert post.told(report_call(1).signed())["quarantine"] > len(facts) / 2
    sales = post.database.read(
        lambda c: c.execute(select(func.count()).select_from(schema.sales)).scalar_one()
    )
    assert 1 <= sales < 100  # mostly the same receipt number again and again
