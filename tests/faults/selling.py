"""The sales a fault rig interrupts, and the judge who compares what is left with what was promised.

One sale touches everything that must move together: a lazy tap on an open ticket, then one durable
transaction that removes the ticket, counts two tables, takes a receipt number, writes the fact and keeps its
answer. The acknowledgement (an `Ack` as one JSON line) is written only after the commit's wait returned.
"""

import json
import os
import threading
import time
import traceback
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from appliance.ports import Moment
from appliance.store import open_store, tail
from appliance.store.scan import Verdict, scan

SERIES = "A"
ROOM_BYTES = (
    64 << 10
)  # a rig's life is short: its journal is prepared in small pieces, so that faults fall on that too


@dataclass(frozen=True, slots=True)
class Ack:
    """A sale whose customer has gone with the goods: it must be there for ever, exactly once."""

    key: str
    number: str
    f: int
    day: int


def moment(day: int) -> Moment:
    """A moment of the given business day (0 to 27). Nothing here may depend on the clock's truth."""
    date = f"2026-11-{day + 1:02d}"
    return Moment(utc=f"{date}T07:00:00.000Z", quality="ntp", offset_min=60, zone="Europe/Berlin", day=date)


def sell(store: Any, key: str, day: int) -> Ack:
    """One durable sale; returns after the disk has it."""
    ticket = f"ticket-{key}"
    with store.transaction(moment(day), durable=False) as tap:
        tap.put("tickets", ticket, {"lines": [{"item": "apples", "weight_g": 512}]})
    with store.transaction(moment(day), durable=True, key=key) as sale:
        series, counter = sale.next_receipt()
        number = f"{series}-{counter:06d}"
        for table in ("stock", "takings"):
            total = sale.get(table, "apples") or {"sold": 0}
            sale.put(table, "apples", {"sold": total["sold"] + 1})
        sale.remove("tickets", ticket)
        body = {"number": number, "series": series, "counter": counter, "key": key, "total_minor": 199}
        f = sale.fact("sale", body | {"lines": [{"name": "Äpfel", "weight_g": 512, "amount_minor": 199}] * 2})
        sale.answer({"number": number, "f": f})
    sale.commit.wait()
    return Ack(key, number, f, day)


def sell_many(
    directory: Path, acks: int, life: str, sales: int, threads: int, first_day: int, **opening: Any
) -> None:
    """A process's whole life: open, sell from several threads with the day changing midway, close."""
    tail.PREALLOCATE_BYTES = ROOM_BYTES
    writing = threading.Lock()
    write_line(acks, {"opening": life})
    store = open_store(directory, series=SERIES, **opening)
    state = store.state()
    write_line(acks, {"opened": life, "epoch": state.epoch})

    def stall(worker: int) -> None:
        for number in range(sales // threads):
            day = first_day + (number >= sales // threads // 2)
            ack = sell(store, f"{life}-{worker}-{number:05d}", day)
            with writing:
                write_line(acks, asdict(ack))

    if threads == 1:
        stall(0)
    else:
        stalls = [
            threading.Thread(target=stall, args=(n,), name=f"stall {n}", daemon=True) for n in range(threads)
        ]
        for thread in stalls:
            thread.start()
        for thread in stalls:
            thread.join()
    store.close()


def write_line(descriptor: int, line: dict[str, object]) -> None:
    """One line in one write: it arrives whole or not at all."""
    os.write(descriptor, json.dumps(line).encode() + b"\n")


def acks_in(lines: list[bytes]) -> list[Ack]:
    """The sales among the lines a workload wrote."""
    parsed = [json.loads(line) for line in lines]
    return [Ack(**line) for line in parsed if "key" in line]


def judge(directory: Path, acks: list[Ack], **opening: Any) -> dict[str, Any]:
    """Open what is left, compare, verify, sell on, open again. No `problems`: every promise held."""
    journal = [path.name for path in journal_paths(directory)]
    died: list[str] = []
    told_before = threading.excepthook
    threading.excepthook = lambda death: died.append(f"thread {death.thread} died: {death.exc_value!r}")
    try:
        problems = _judge(directory, acks, opening)
    except Exception:  # a store that cannot be opened is the finding, not an accident of the rig
        problems = [traceback.format_exc(limit=-6)]
    finally:
        threading.excepthook = told_before
    return {"journal": journal, "problems": problems + died}


def _judge(directory: Path, acks: list[Ack], opening: dict[str, Any]) -> list[str]:
    day = max((ack.day for ack in acks), default=0)
    known = _last_two_days(directory)
    with closing(open_store(directory, series=SERIES, **opening)) as store:
        problems = _compare(store, acks) + _compare_answers(store, [ack for ack in acks if ack.day in known])
        fresh = [sell(store, f"after-{time.monotonic_ns()}-{n}", day) for n in range(3)]
    problems += verify(directory)
    # Selling on may turn a day long gone into one of the last two again: its answers stay forgotten.
    known &= _last_two_days(directory)
    answered = [ack for ack in acks if ack.day in known] + fresh
    with closing(open_store(directory, series=SERIES, **opening)) as store:
        found = _compare(store, acks + fresh) + _compare_answers(store, answered)
    return problems + [f"selling on: {problem}" for problem in found]


def _facts(store: Any) -> list[Any]:
    facts, after = [], 0
    while page := store.facts(after, 1000):
        facts += page
        after = page[-1].f
    return facts


def _compare(store: Any, acks: list[Ack]) -> list[str]:
    problems: list[str] = []
    state = store.state()
    if not state.writable or state.damage is not None or state.epoch != 1:
        problems.append(f"not a healthy first epoch: {state}")
    facts = _facts(store)
    if [fact.f for fact in facts] != list(range(1, len(facts) + 1)):
        problems.append(f"facts are not gapless: {[fact.f for fact in facts]}")
    sales = [fact for fact in facts if fact.type == "sale"]
    counters = [fact.body["counter"] for fact in sales]
    if counters != list(range(1, len(sales) + 1)):
        problems.append(f"receipt numbers used twice or skipped: {counters}")
    by_key: dict[str, list[Any]] = {}
    for sale in sales:
        by_key.setdefault(sale.body["key"], []).append(sale)
    problems += [f"{key} sold {len(found)} times" for key, found in by_key.items() if len(found) > 1]
    kept = {key: [(sale.body["number"], sale.f) for sale in found] for key, found in by_key.items()}
    if lost := [ack for ack in acks if kept.get(ack.key) != [(ack.number, ack.f)]]:
        problems.append(f"{len(lost)} of {len(acks)} lost or changed: {lost[0]} is {kept.get(lost[0].key)}")
    for table in ("stock", "takings"):
        counted = (store.get(table, "apples") or {"sold": 0})["sold"]
        if counted != len(sales):
            problems.append(f"table {table} says {counted}, the facts say {len(sales)}")
    open_tickets = {doc_id.removeprefix("ticket-") for doc_id, _ in store.documents("tickets")}
    return problems + [f"{key} is sold but its ticket is open" for key in open_tickets & by_key.keys()]


def _compare_answers(store: Any, acks: list[Ack]) -> list[str]:
    """The last keys are still known: a client that asks again is not charged twice."""
    problems = []
    for ack in acks[-5:]:
        answered = store.answered(ack.key)
        if answered is None or answered.answer != {"number": ack.number, "f": ack.f}:
            problems.append(f"the answer to {ack.key} is forgotten: {answered}")
        found = store.receipt_by_number(ack.number)
        if found is None or found.body["key"] != ack.key:
            problems.append(f"sale {ack.number} cannot be looked up")
    return problems


def _last_two_days(directory: Path) -> set[int]:
    """The business days whose answers a store keeps: the two it came to last, whatever the calendar says."""
    days = list(dict.fromkeys(path.stem[-10:] for path in reversed(journal_paths(directory))))[:2]
    return {number for number in range(28) if moment(number).day in days}


def journal_paths(directory: Path) -> list[Path]:
    """The journal's segment files, oldest first; found without opening the store, which would make one."""
    return sorted((directory / "journal").glob("*.jsonl"))


def sale_numbers(directory: Path) -> list[str]:
    """The receipt numbers of every sale, in the journal's order."""
    with closing(open_store(directory, series=SERIES)) as store:
        return [fact.body["number"] for fact in _facts(store) if fact.type == "sale"]


def verify(directory: Path) -> list[str]:
    """Both chains of a closed journal, line by line and from segment to segment."""
    problems: list[str] = []
    before = None
    for path in journal_paths(directory):
        outcome = scan(path, path.read_bytes())
        segment = outcome.segment
        if segment is None or outcome.verdict is not Verdict.WHOLE:
            problems.append(f"{path.name} is {outcome.verdict}: {outcome.reason}")
            continue
        if before is not None:
            wanted = (before.head, before.fact_head, before.last_n + 1, before.last_f)
            header = segment.header
            if (header.line_head, header.fact_head, header.first_n, header.facts_before) != wanted:
                problems.append(f"{path.name} does not continue the segment before it")
        before = segment
    return problems
