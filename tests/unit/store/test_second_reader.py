"""A second reader of the journal, written from docs/journal.md alone: it shares no code with the store.

If this and the store ever disagree, the page or the store is wrong.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from appliance.store import JournalStore
from tests.unit.store.sales import all_facts, moment, sell


def read_journal(folder: Path) -> tuple[dict[str, dict[str, Any]], list[tuple[bytes, str]]]:
    """Tables and (exact fact bytes, chain head) of a sound journal; AssertionError for any other."""
    tables: dict[str, dict[str, Any]] = {}
    facts: list[tuple[bytes, str]] = []
    head, fact_head, n = b"", b"", 0
    for path in sorted(folder.glob("*.jsonl")):
        lines = path.read_bytes().rstrip(b"\n").split(b"\n")
        for raw in lines:
            body, frame = raw[:-87], raw[-87:]
            line = json.loads(raw)
            if "segment" in line:
                assert raw is lines[0] and line["segment"].startswith("1.")
                assert not head or (head.hex(), fact_head.hex(), n + 1) == (line["p"], line["g"], line["n"])
                head, fact_head = bytes.fromhex(line["p"]), bytes.fromhex(line["g"])
                n = line["n"] - 1
            else:
                n += 1
                assert line["n"] == n and line["d"] < n
            head = hashlib.sha256(head + body).digest()
            covered = raw[:-16]
            assert frame == b',"h":"%b","c":"%08x"}' % (head.hex().encode(), zlib.crc32(covered))
            start = raw.find(b',"x":[') + 6
            for length in line.get("l", []):
                fact = raw[start : start + length]
                fact_head = hashlib.sha256(fact_head + fact).digest()
                facts.append((fact, fact_head.hex()))
                start += length + 1
            assert "x" not in line or line["g"] == fact_head.hex()
            for table, doc_id, document in line.get("o", []):
                if document is None:
                    tables.get(table, {}).pop(doc_id, None)
                else:
                    tables.setdefault(table, {})[doc_id] = document
    return tables, facts


def test_a_reader_written_from_the_page_reads_the_same(
    opened: Callable[..., JournalStore], tmp_path: Path
) -> None:
    store = opened()
    for day in (1, 1, 2, 4):
        sell(store, day, key=f"key-{day}-{store.last_f}", note='tricky ","x":[ text ü\n')
    with store.transaction(moment(4), durable=True) as transaction:
        transaction.fact("a", {})
        transaction.fact("b", {"price_minor": -1})
        transaction.put("items", "i", {"name": "Äpfel"})
        transaction.remove("tickets", "open")
    transaction.commit.wait()
    tables, facts = read_journal(tmp_path / "store/journal")
    assert tables["items"] == dict(store.documents("items"))
    assert tables["tickets"] == {}
    ours = all_facts(store)
    assert [head for _, head in facts] == [fact.hash for fact in ours]
    assert [data for data, _ in facts] == [store.exact_fact(fact.f)[0] for fact in ours]
    assert [json.loads(data)["body"] for data, _ in facts] == [fact.body for fact in ours]
