"""However a stream is cut, repeated and mixed up, the books end the same."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backoffice.database import Database
from tests.office.stall import books, fact, open_merchant, push_body, sale, sales_stream, send, told

SMALL = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
STREAM = [
    *sales_stream(4),
    fact(5, "tip", {"amount_minor": 5}),
    sale(6, 250, counter=2),  # a number used before
    fact(7, "reprint", {"number": "A-000001"}),
    *sales_stream(5, first=8),
    b"not JSON",
    sale(14, 1, rounding_minor=2),  # sums that do not agree
    *sales_stream(2, first=15),
]
_names = itertools.count()

cuts = st.tuples(st.integers(1, len(STREAM)), st.integers(1, len(STREAM))).map(
    lambda ends: tuple(sorted(ends))
)


def _new_box(database: Database) -> tuple[str, str]:
    merchant_id = f"m{next(_names):08d}"
    box_id = f"{merchant_id}-bqrstuvwx"
    database.write(lambda connection: open_merchant(connection, merchant_id, (box_id,)))
    return merchant_id, box_id


def _comparable(database: Database, merchant_id: str) -> object:
    kept = books(database, merchant_id)
    return replace(kept, takings=[(day, hour, n, total) for day, hour, _box, n, total in kept.takings])


@SMALL
@given(batches=st.lists(cuts, max_size=12))
def test_any_split_repetition_and_order_of_batches_ends_in_the_same_books(
    database: Database, batches: list[tuple[int, int]]
) -> None:
    expected_id, expected_box = _new_box(database)
    send(database, push_body(STREAM), box_id=expected_box)
    merchant_id, box_id = _new_box(database)
    mark = 0
    for first, last in batches:
        answer = send(database, push_body(STREAM, first, last), box_id=box_id)
        if first > mark + 1:
            assert answer == {"code": "gap", **told(STREAM, mark)}
        else:
            mark = max(mark, last)
            assert answer == told(STREAM, mark)
    if mark < len(STREAM):
        send(database, push_body(STREAM, mark + 1), box_id=box_id)
    assert _comparable(database, merchant_id) == _comparable(database, expected_id)
    assert books(database, merchant_id).total_minor > 0


@settings(SMALL, max_examples=8)
@given(order=st.permutations(range(1, len(STREAM) + 1)))
def test_single_facts_in_any_order_sent_until_they_are_all_kept(database: Database, order: list[int]) -> None:
    merchant_id, box_id = _new_box(database)
    mark = 0
    while mark < len(STREAM):
        for f in order:
            mark = send(database, push_body(STREAM, f, f), box_id=box_id)["mark"]
    expected_id, expected_box = _new_box(database)
    send(database, push_body(STREAM), box_id=expected_box)
    assert _comparable(database, merchant_id) == _comparable(database, expected_id)
