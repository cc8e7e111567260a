"""A back office and a till as plain books: the rules of docs/protocol.md and of the unix socket, no wires.

Kept apart from the product's own code on purpose: what both sides got wrong alike would not be seen.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

ZERO = "0" * 64
SERVER_TIME = "2026-11-22T10:00:00.000Z"
Json = dict[str, Any]


def head_after(head: str, fact: bytes) -> str:
    return hashlib.sha256(bytes.fromhex(head) + fact).hexdigest()


def error(code: str, **params: Any) -> Json:
    return {"error": {"code": code, "message": code, "field": None, "allowed": None, "params": params}}


@dataclass
class Chain:
    """Facts of one stream and the heads after each."""

    facts: list[bytes] = field(default_factory=list)
    heads: list[str] = field(default_factory=lambda: [ZERO])

    def add(self, fact: bytes) -> None:
        self.facts.append(fact)
        self.heads.append(head_after(self.heads[-1], fact))

    @property
    def last(self) -> int:
        return len(self.facts)

    def cut(self, f: int) -> Chain:
        return Chain(self.facts[:f], self.heads[: f + 1])


@dataclass
class OfficeBook:
    """What a back office keeps of one box."""

    streams: dict[int, Chain] = field(default_factory=dict)
    aside: set[tuple[int, int, bytes]] = field(default_factory=set)
    report_n: int = 0
    reports: list[Json] = field(default_factory=list)
    wish: int = 200
    interval_s: float = 0.2
    report_interval_s: float = 10
    revoked: bool = False
    quarantine: int = 0
    refuses: set[bytes] = field(default_factory=set)  # facts it answers with 422
    offers: list[Json] = field(default_factory=list)
    pushes: list[int] = field(default_factory=list)  # number of facts of each

    def copy(self) -> dict[int, Chain]:
        """For a later `restore`."""
        return {epoch: chain.cut(chain.last) for epoch, chain in self.streams.items()}

    def restore(self, copy: dict[int, Chain]) -> None:
        self.streams = {epoch: chain.cut(chain.last) for epoch, chain in copy.items()}

    def report(self, report: Json) -> tuple[int, Json]:
        if report["n"] <= self.report_n:
            return 409, error("late_report", n=self.report_n)
        self.report_n = report["n"]
        self.reports.append(report)
        streams = [
            {"epoch": epoch, "mark": chain.last, "head": chain.heads[-1]}
            for epoch, chain in self.streams.items()
        ]
        return 200, {
            "streams": streams,
            "catalogue": {"generation": "g1", "version": 1},
            "quarantine": self.quarantine,
            "revoked": self.revoked,
            "attention": None,
            "batch": self.wish,
            "interval_s": self.report_interval_s,
        }

    def push(self, batch: bytes) -> tuple[int, Json]:
        if not batch.endswith(b"\n"):
            return 422, error("bad_request")
        lines = batch.split(b"\n")[:-1]
        header, facts = json.loads(lines[0]), lines[1:]
        epoch, first = header["epoch"], header["first"]
        self.pushes.append(len(facts))
        head = header["start"]
        for fact in facts:
            head = head_after(head, fact)
        if head != header["end"] or len(facts) != header["count"]:
            return 422, error("broken_chain")
        if self.refuses & set(facts):
            return 422, error("bad_request")
        if header.get("aside"):
            self.aside |= {(epoch, first + place, fact) for place, fact in enumerate(facts)}
            return 200, {"epoch": epoch, "aside": first + len(facts) - 1}
        chain = self.streams.setdefault(epoch, Chain())
        told = {"epoch": epoch, "mark": chain.last, "head": chain.heads[-1]}
        if first > chain.last + 1:
            return 409, error("gap", **told)
        if chain.heads[first - 1] != header["start"]:
            return 409, error("fork", **told, at=first - 1)
        for place, fact in enumerate(facts):
            f = first + place
            if f <= chain.last and chain.facts[f - 1] != fact:
                return 409, error("fork", **told, at=f)
        for fact in facts[chain.last - first + 1 :]:
            chain.add(fact)
        told = {"epoch": epoch, "mark": chain.last, "head": chain.heads[-1]}
        return 200, {**told, "batch": self.wish, "interval_s": self.interval_s, "revoked": self.revoked}


@dataclass
class TillBook:
    """What a till keeps, and says over its socket."""

    streams: dict[int, Chain] = field(default_factory=lambda: {1: Chain()})
    marks: dict[int, tuple[int, str]] = field(default_factory=dict)
    asides: dict[int, int] = field(default_factory=dict)
    identity: Json | None = None
    enrol: Json | None = None
    is_offline: bool = False
    sync_now: int = 0
    rev: int = 1
    offer: bool = False
    busy: bool = False
    cursor: Json = field(default_factory=lambda: {"generation": None, "version": 0})
    extra: Json = field(default_factory=dict)
    uplinks: list[Json] = field(default_factory=list)
    enrolments: list[Json] = field(default_factory=list)
    changes: list[Json] = field(default_factory=list)
    forks: list[int] = field(default_factory=list)

    def sell(self, count: int = 1) -> None:
        epoch = max(self.streams)
        chain = self.streams[epoch]
        for _ in range(count):
            body = {"f": chain.last + 1, "e": epoch, "type": "sale", "body": {"total_minor": 420}}
            chain.add(json.dumps(body).encode())
        self.rev += 1

    def facts(self) -> set[tuple[int, int, bytes]]:
        return {(e, f, fact) for e, chain in self.streams.items() for f, fact in enumerate(chain.facts, 1)}

    def next(self) -> Json:
        streams = []
        for epoch, chain in self.streams.items():
            mark, head = self.marks.get(epoch, (0, ZERO))
            after = self.asides.get(epoch)
            streams.append(
                {
                    "epoch": epoch,
                    "last": chain.last,
                    "mark": mark,
                    "head": head,
                    "aside": None if after is None else {"after": after},
                }
            )
        return {
            "rev": self.rev,
            "identity": self.identity,
            "enrol": self.enrol,
            "is_offline_by_choice": self.is_offline,
            "sync_now": self.sync_now,
            "streams": streams,
            "cursor": self.cursor,
            "offer": self.offer,
            "busy": self.busy,
            "report": {"at": f"{self.rev}", "light": {"colour": "green"}, "series": "A", **self.extra},
        }

    def batch(self, epoch: int, after: int, limit: int, aside: bool) -> bytes | None:
        chain = self.streams[epoch]
        facts = chain.facts[after : after + limit]
        if not facts:
            return None
        header: Json = {
            "epoch": epoch,
            "first": after + 1,
            "count": len(facts),
            "start": chain.heads[after],
            "end": chain.heads[after + len(facts)],
        }
        if aside:
            header["aside"] = True
        return b"".join(line + b"\n" for line in [json.dumps(header).encode(), *facts])

    def acked(self, epoch: int, mark: int, head: str) -> tuple[int, Json]:
        chain = self.streams[epoch]
        if mark > chain.last:
            return 409, error("beyond_durable")
        if chain.heads[mark] != head:
            return 409, error("head_differs")
        self.marks[epoch] = (mark, head)
        self.rev += 1
        return 200, {}

    def fork(self, epoch: int, at: int) -> tuple[int, Json]:
        self.forks.append(epoch)
        if epoch not in self.asides:
            self.asides[epoch] = self.marks.get(epoch, (0, ZERO))[0]
            if epoch == max(self.streams):
                self.streams[epoch + 1] = Chain()
                self.sell()
        self.rev += 1
        return 200, {}

    def set_aside(self, epoch: int, f: int) -> tuple[int, Json]:
        self.asides[epoch] = max(self.asides[epoch], f)
        self.rev += 1
        return 200, {}
