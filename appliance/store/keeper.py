"""The writing side of the journal's files: make the end trustworthy, roll to a new segment, start a new epoch.

Holds the current segment and its tail. Every caller holds the store's lock. Knows lines and files, not tables.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from appliance.domain.errors import TillError
from appliance.ports import Moment
from appliance.store.ballast import drop_ballast
from appliance.store.files import Files, write_file
from appliance.store.line import NO_HEAD, Header, begin_chain, chain, dumps, encode_fact, seal
from appliance.store.recovery import Folders, Found, keep_evidence
from appliance.store.scan import Verdict
from appliance.store.segment import Segment, facts_of, segment_name
from appliance.store.tail import NO_SPACE, Tail, WriteFailed, create_tail
from appliance.store.transaction import line_start

log = logging.getLogger(__name__)

EPOCH_STARTED = "epoch_started"
QUARANTINE = "quarantine"
ROOM_TO_SELL_BYTES = 64 << 10  # less is called full: several sales, and no more than a full disk can spare
Result = TypeVar("Result")


class Keeper:
    """Owns the end of the journal."""

    def __init__(self, files: Files, folders: Folders, first_series: str) -> None:
        self._files = files
        self._folders = folders
        self.first_series = first_series
        self.segment: Segment | None = None
        self.tail: Tail | None = None

    def with_room(self, work: Callable[[], Result]) -> Result:
        """Do something that needs space, giving back the ballast if that is what it takes."""
        try:
            return work()
        except OSError as error:
            if error.errno not in NO_SPACE or not drop_ballast(self._files, self._folders.ballast):
                raise
        return work()

    def has_room(self) -> bool:
        """Whether a disk that was full takes sales again, as far as that can be known without one; WriteFailed."""
        if self.tail is not None:
            return self.tail.has_room(ROOM_TO_SELL_BYTES)
        return self._has_free(0)  # the next segment is still to begin

    def has_room_to_open(self, found: Found) -> bool:
        """Whether copying the end of the journal is worth a try: cards are not written in vain."""
        return self._has_free(len(found.last_data))

    def _has_free(self, size: int) -> bool:
        return self._files.free_bytes(self._folders.root) >= size + ROOM_TO_SELL_BYTES

    def prepare_ahead(self) -> None:
        """Make room for the lines to come; asked without the store's lock. WriteFailed."""
        tail = self.tail
        if tail is not None:
            tail.prepare_ahead()

    def sync(self) -> None:
        """Flush the current segment."""
        if self.tail is not None:
            self.tail.sync()

    # ---- opening

    def trust_end(self, found: Found) -> None:
        """Copy what is sound of the unsealed segment to a new file, flushed and renamed, and go on there.

        After a crash nobody knows which of the bytes read back are on the disk and which only in the kernel's
        memory; a copy that was flushed is known to be.
        """
        segment = found.last.segment if found.last is not None else None
        if found.last is None or segment is None:
            return
        if found.last.verdict is Verdict.TORN:
            at = found.last.bad_at
            keep_evidence(self._files, self._folders, segment.path, at, found.last_data[at:])
        self.segment = segment
        content = found.last_data[: segment.end].ljust(segment.end, b"\n")
        tail = self.with_room(lambda: create_tail(self._files, segment.path, content))
        if segment.is_sealed:
            tail.close(trim=True)  # a kill may have come between the seal and its flush
        else:
            self.tail = tail

    def start_epoch(self, found: Found, at: Moment) -> Segment:
        """Leave the damaged segment as it is and begin a new stream of facts, receipts and lines.

        Its first line holds the fact that names the break, and every readable fact from behind it.
        """
        if found.last is None or found.last_path is None:
            raise RuntimeError("there is nothing to break with")
        damaged = found.last.segment or (found.segments[-1] if found.segments else None)
        where = found.last.bad_at
        evidence = keep_evidence(self._files, self._folders, found.last_path, where, found.last_data[where:])
        old_epoch = int(found.last_path.name.split("-", 1)[0])
        numbers = found.last_path.name.split("-", 2)[1]
        last_n = max(found.last_n, int(numbers) - 1)
        epoch = max(old_epoch, damaged.epoch if damaged else 0) + 1
        broke: dict[str, Any] = {
            "reason": found.last.reason,
            "segment": found.last_path.stem,
            "offset": where,
            "evidence": evidence,
            "old_epoch": old_epoch,
            "old_head": damaged.fact_head.hex() if damaged else NO_HEAD.hex(),
            "last_fact": damaged.last_f if damaged else 0,
            "last_line": damaged.last_n if damaged else 0,
        }
        letters = letters_of(damaged.header.series) if damaged else self.first_series
        line_head = damaged.head if damaged else NO_HEAD
        quarantined = {
            f"{old_epoch}-{fact['f']}": {"fact": data.decode(), "line": line["n"], "reason": "behind_damage"}
            for raw, line in found.last.behind
            for fact, data in zip(line.get("x", ()), facts_of(raw, line), strict=True)
        }
        body = {**broke, "readable_behind": len(quarantined)}
        changes = [[QUARANTINE, doc_id, document] for doc_id, document in quarantined.items()]
        segment = self._new_epoch(
            epoch, f"{letters}{epoch}", last_n, line_head, at, broke, body, found.counters, changes
        )
        for doc_id, document in quarantined.items():
            found.documents.set(QUARANTINE, doc_id, dumps(document))
        log.error("the journal is damaged at %s (%s); epoch %d begins", found.last_path.name, where, epoch)
        return segment

    def _new_epoch(
        self,
        epoch: int,
        series: str,
        last_n: int,
        line_head: bytes,
        at: Moment,
        broke: dict[str, Any],
        body: dict[str, Any],
        counters: dict[str, int],
        changes: list[list[Any]],
    ) -> Segment:
        header = Header(
            epoch=epoch,
            series=series,
            first_n=last_n + 1,
            facts_before=0,
            day=at.day,
            offset_min=at.offset_min,
            zone=at.zone,
            line_head=line_head,
            fact_head=NO_HEAD,
            receipts=dict(counters),
            broke=broke,
        )
        fact = encode_fact(1, epoch, EPOCH_STARTED, at, body)
        text = b'%b,"l":%b,"x":[%b],"g":"%b"' % (
            line_start(header.first_n, last_n, at),
            dumps([len(fact)]),
            fact,
            chain(NO_HEAD, fact).hex().encode(),
        )
        if changes:
            text += b',"o":' + dumps(changes)
        return self._create(header, text, [(EPOCH_STARTED, None)], chain(NO_HEAD, fact))

    # ---- going on

    def seal(self, at: Moment, durable_n: int) -> None:
        """Write the seal: how many lines and facts the segment holds, and what they add up to."""
        segment, tail = self.segment, self.tail
        if segment is None or tail is None or segment.is_sealed:
            return
        n = segment.last_n + 1
        figures = {
            "lines": n - segment.header.first_n,
            "facts": len(segment.starts),
            "totals": {
                kind: {"count": count, "total_minor": total}
                for kind, (count, total) in segment.totals.items()
            },
        }
        body = b'%b,"z":%b' % (line_start(n, durable_n, at), dumps(figures))
        line, head = seal(body, begin_chain(segment.head))
        tail.append(line)
        segment.add(len(line), head, n, [], segment.fact_head, None)
        segment.is_sealed = True
        segment.last_utc = at.utc

    def finish(self, segment: Segment) -> None:
        """After the seal is durable: give back prepared space and write the index file (both best effort)."""
        if self.tail is not None:
            self.tail.close(trim=True)
            self.tail = None
        self.write_index(segment)

    def write_index(self, segment: Segment) -> None:
        with contextlib.suppress(OSError):
            path = self._folders.index_of(segment.path)
            write_file(self._files, path, segment.index_bytes(), durable=False)

    def next_segment(self, at: Moment, counters: dict[str, int]) -> Segment:
        """Begin the next segment, or the very first; TillError `store_full`, WriteFailed."""
        before = self.segment
        if before is None:
            header = Header(
                1, self.first_series, 1, 0, at.day, at.offset_min, at.zone, NO_HEAD, NO_HEAD, dict(counters)
            )
        else:
            header = replace(
                before.header,
                first_n=before.last_n + 1,
                facts_before=before.last_f,
                day=at.day,
                offset_min=at.offset_min,
                zone=at.zone,
                line_head=before.head,
                fact_head=before.fact_head,
                receipts=dict(counters),
                broke=None,
            )
        try:
            return self._create(header)
        except OSError as error:
            if error.errno in NO_SPACE:
                raise TillError("store_full") from error
            raise WriteFailed(str(error)) from error

    def begin_epoch(self, at: Moment, reason: str, letters: str | None, counters: dict[str, int]) -> Segment:
        """Leave a sealed, sound segment behind and begin another stream; OSError."""
        before = self.segment
        if before is None:
            raise RuntimeError("there is no epoch to leave")
        epoch = before.epoch + 1
        broke: dict[str, Any] = {
            "reason": reason,
            "segment": before.path.stem,
            "offset": before.end,
            "evidence": "",
            "old_epoch": before.epoch,
            "old_head": before.fact_head.hex(),
            "last_fact": before.last_f,
            "last_line": before.last_n,
        }
        series = f"{letters or letters_of(before.header.series)}{epoch}"
        body = {**broke, "readable_behind": 0}
        log.warning("epoch %d begins with series %s: %s", epoch, series, reason)
        return self._new_epoch(epoch, series, before.last_n, before.head, at, broke, body, counters, [])

    def _create(
        self,
        header: Header,
        first_body: bytes | None = None,
        facts: list[tuple[str, int | None]] | None = None,
        fact_head: bytes = NO_HEAD,
    ) -> Segment:
        content, head = seal(header.body(), begin_chain(header.line_head))
        path = self._folders.journal / segment_name(header)
        segment = Segment(path, header, len(content), head)
        if first_body is not None:
            line, head = seal(first_body, begin_chain(head))
            segment.add(len(line), head, header.first_n, facts or [], fact_head, None)
            content += line
        self.tail = self.with_room(lambda: create_tail(self._files, path, content))
        self.segment = segment
        return segment


def letters_of(series: str) -> str:
    """The letters of a receipt series without its epoch."""
    return series.rstrip("0123456789")
