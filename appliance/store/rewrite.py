"""Writes a journal anew from facts that were kept elsewhere, byte for byte, and begins a new epoch behind them.

For a box whose card is gone: the facts are those of its backup stick. Only where no journal is yet. Knows what a fact
says of its day and of its receipt number, and nothing else of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from appliance.ports import Document, Moment
from appliance.store.files import REAL_FILES, Files, write_file
from appliance.store.keeper import EPOCH_STARTED
from appliance.store.line import NO_HEAD, Header, begin_chain, chain, dumps, loads, seal
from appliance.store.recovery import Folders
from appliance.store.segment import Segment, segment_name, total_of
from appliance.store.store import open_store
from appliance.store.transaction import line_fields, line_start

REASON = "restored"
SEGMENT_BYTES = 32 << 20


class Rewriter:
    """A journal while it is written. Raises OSError; what is there then is no journal, and is thrown away."""

    def __init__(self, directory: Path, files: Files = REAL_FILES) -> None:
        self._directory = directory
        self._files = files
        self._journal = Folders(directory).journal
        files.make_directory(self._journal)
        self._counters: dict[str, int] = {}
        self._segment: Segment | None = None
        self._text: list[bytes] = []

    def epoch(self, epoch: int, series: str, facts: Iterable[bytes]) -> None:
        """All facts of an epoch, from its first on; epochs come in order."""
        is_first = True
        for raw in facts:
            fact: dict[str, Any] = loads(raw)
            at = _moment(fact)
            segment = self._segment
            if segment is None or is_first:
                self._begin(epoch, series, at, is_epoch=True, why=fact)
            elif segment.header.day != at.day or segment.end >= SEGMENT_BYTES:
                self._begin(epoch, series, at, is_epoch=False, why=fact)
            self._line(raw, fact, at)
            is_first = False

    def end(self, moment: Moment, documents: Mapping[str, Mapping[str, Document]]) -> tuple[int, str]:
        """Begin the new epoch with the tables as they were: its number, and its receipt series."""
        if self._segment is None:
            raise ValueError("there is no fact to go on from")
        self._write()
        store = open_store(self._directory, series="A", files=self._files)
        try:
            store.begin_epoch(moment, reason=REASON)
            with store.transaction(moment, durable=True) as tx:
                for table, found in documents.items():
                    for doc_id, document in found.items():
                        tx.put(table, doc_id, document)
            tx.commit.wait()
            state = store.state()
            return state.epoch, state.series
        finally:
            store.close()

    # ---- inside

    def _begin(self, epoch: int, series: str, at: Moment, *, is_epoch: bool, why: Document) -> None:
        before = self._segment
        broke = None
        if before is not None:
            self._seal(before)
            if is_epoch:
                broke = _broke(before, str(why["body"].get("reason", "")))
        is_new = before is None or is_epoch
        header = Header(
            epoch=epoch,
            series=series,
            first_n=1 if before is None else before.last_n + 1,
            facts_before=0 if before is None or is_new else before.last_f,
            day=at.day,
            offset_min=at.offset_min,
            zone=at.zone,
            line_head=NO_HEAD if before is None else before.head,
            fact_head=NO_HEAD if before is None or is_new else before.fact_head,
            receipts=dict(self._counters),
            broke=broke,
        )
        content, head = seal(header.body(), begin_chain(header.line_head))
        self._segment = Segment(self._journal / segment_name(header), header, len(content), head)
        self._text = [content]

    def _line(self, raw: bytes, fact: Document, at: Moment) -> None:
        segment = self._segment
        if segment is None:
            raise ValueError("no segment is begun")
        n, fact_head = segment.last_n + 1, chain(segment.fact_head, raw)
        start = line_fields(n, n - 1, at)
        receipt = _receipt(fact)
        if receipt is not None:
            start["r"] = receipt
            self._counters[receipt[0]] = receipt[1]
        start["l"] = [len(raw)]
        body = b'%b,"x":[%b],"g":"%b"' % (dumps(start)[:-1], raw, fact_head.hex().encode())
        line, head = seal(body, begin_chain(segment.head))
        segment.add(len(line), head, n, [(fact["type"], total_of(fact["body"]))], fact_head, receipt)
        segment.last_utc = at.utc
        self._text.append(line)

    def _seal(self, segment: Segment) -> None:
        n = segment.last_n + 1
        totals = {
            kind: {"count": count, "total_minor": total} for kind, (count, total) in segment.totals.items()
        }
        figures = {"lines": n - segment.header.first_n, "facts": len(segment.starts), "totals": totals}
        at = Moment(segment.last_utc, "saved", 0, "", segment.header.day)
        line, head = seal(
            b'%b,"z":%b' % (line_start(n, n - 1, at), dumps(figures)), begin_chain(segment.head)
        )
        segment.add(len(line), head, n, [], segment.fact_head, None)
        segment.is_sealed = True
        self._text.append(line)
        self._write()

    def _write(self) -> None:
        if self._segment is not None and self._text:
            write_file(self._files, self._segment.path, b"".join(self._text))
            self._text = []


def _moment(fact: Document) -> Moment:
    return Moment(fact["at"], fact["q"], fact["off"], fact["zone"], fact["day"])


def _receipt(fact: Document) -> tuple[str, int, int] | None:
    """The receipt number a fact has: series, counter, and its place in the line."""
    series, counter = fact["body"].get("series"), fact["body"].get("counter")
    if fact["type"] == EPOCH_STARTED or not isinstance(series, str) or type(counter) is not int:
        return None
    return series, counter, 0


def _broke(before: Segment, reason: str) -> Document:
    """What the epoch after `before` says of it; the words are those of `Keeper.begin_epoch`."""
    return {
        "reason": reason,
        "segment": before.path.stem,
        "offset": before.end,
        "evidence": "",
        "old_epoch": before.epoch,
        "old_head": before.fact_head.hex(),
        "last_fact": before.last_f,
        "last_line": before.last_n,
    }
