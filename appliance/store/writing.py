"""The writing half of the store: one transaction at a time becomes one line, and segments follow each other.

Deciding and appending happen under the store's lock, waiting for the disk outside it. What prevents writing is
remembered here, and looked at again. Answers no question.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace

from appliance.domain.errors import TillError
from appliance.ports import Moment
from appliance.store.ballast import take_ballast
from appliance.store.directory import READ_ONLY
from appliance.store.durability import SETTLED, LineCommit
from appliance.store.files import Files
from appliance.store.history import Reader
from appliance.store.line import body_of, seal
from appliance.store.place import Place
from appliance.store.reading import StoreReading
from appliance.store.recovery import Folders, Found, forget_old_answers
from appliance.store.room import RoomAhead
from appliance.store.sales import SALE
from appliance.store.scan import Verdict
from appliance.store.segment import Segment
from appliance.store.snapshot import KeptAnswer, write_snapshot
from appliance.store.tail import NO_SPACE, WriteFailed
from appliance.store.transaction import LineTransaction

log = logging.getLogger(__name__)

SEGMENT_BYTES = 32 << 20


class StoreWriting(StoreReading):
    """What can be done to a store; `JournalStore` fills in the parts."""

    _files: Files
    _folders: Folders
    _found: Found
    _reader: Reader
    _room: RoomAhead
    _now: Callable[[], Moment] | None
    _last_moment: Moment
    _damage: list[str]
    _problem: str | None
    _end_is_ready: bool
    _place: Place | None  # the next line's, while it is known

    def transaction(self, moment: Moment, *, durable: bool, key: str | None = None) -> LineTransaction:
        """Decide under the lock; on a clean exit one line is appended, on an exception nothing happened.

        Raises TillError `store_failed`, `store_read_only`, `store_full`, `key_answered` (the key was used:
        ask `answered`).
        """
        return LineTransaction(self, moment, durable=durable, key=key)

    def begin(self, transaction: LineTransaction) -> None:
        """Take the lock and make the journal ready for one more line."""
        self.lock.acquire()
        try:
            if self.current is not None:
                raise RuntimeError("a transaction is already open in this thread")
            if self._durability.failure is not None or not self._end_is_ready:
                self._refuse_unless_writable()
            if transaction.key is not None and transaction.key in self._answers:
                raise TillError("key_answered", field="key")
            place = self._place
            if place is None or place.day != transaction.moment.day:
                try:
                    place = Place(self._roll_if_needed(transaction.moment), self._counters)
                except (WriteFailed, TillError) as problem:
                    raise self._noted(problem) from problem.__cause__
            transaction.place = place
            self.current = transaction
        except BaseException:
            self.lock.release()
            raise

    def finish(self, transaction: LineTransaction, error: BaseException | None) -> None:
        """Append the line unless deciding failed; release the lock."""
        self.current = None
        try:
            if error is None:
                transaction.end(self._append(transaction))
        except (WriteFailed, TillError) as problem:
            raise self._noted(problem) from problem.__cause__
        finally:
            self.lock.release()

    @contextlib.contextmanager
    def joined(self) -> Iterator[LineTransaction]:
        """The open transaction of this thread, or a durable one of its own that is waited for."""
        with self.lock:
            if self.current is not None:
                yield self.current
                return
            with self.transaction(self._own_moment(), durable=True) as transaction:
                yield transaction
        transaction.commit.wait()

    def begin_epoch(self, moment: Moment, *, reason: str, letters: str | None = None) -> None:
        """Go on with a new stream of facts and a new receipt series; its first fact names the old head.

        Durable when it returns. `letters` replace those of the series. Raises TillError as a transaction does.
        """
        with self.lock:
            if self.current is not None:
                raise RuntimeError("a transaction is open in this thread")
            self._refuse_unless_writable()
            try:
                before = self._roll_if_needed(moment)
                self._finish(before, moment)
                segment = self._keeper.begin_epoch(moment, reason, letters, self._counters)
            except OSError as error:
                problem = TillError("store_full") if error.errno in NO_SPACE else WriteFailed(str(error))
                raise self._noted(problem) from error
            except (WriteFailed, TillError) as problem:
                raise self._noted(problem) from problem.__cause__
            self.history.add(segment)
            self._last_moment = moment
            self._durability.restart(segment.last_n, segment.last_f)

    # ---- one line

    def _append(self, transaction: LineTransaction) -> LineCommit:
        segment, tail = self._keeper.segment, self._keeper.tail
        if segment is None or tail is None:
            raise RuntimeError("no segment is open")
        if transaction.is_empty:
            # Whatever was read must be on the disk before anybody is told.
            return LineCommit(self._durability, segment.last_n) if transaction.is_durable else SETTLED
        place = transaction.place
        self._place = None  # its chains end with this line
        body, fact_head = transaction.body(self._durability.durable_n, segment.fact_head)
        line, head = seal(body, place.line_chain)
        # While a flush runs, the next one takes many lines together: starting each by itself would cost writes.
        tail.append(line, starts_writing=transaction.is_durable and not self._durability.is_syncing)
        n = place.n
        segment.add(len(line), head, n, transaction.kinds, fact_head, transaction.receipt)
        segment.last_utc = transaction.moment.utc
        self._last_moment = transaction.moment
        self._durability.appended(n, segment.last_f)
        self._apply(transaction, segment)
        if segment.end < SEGMENT_BYTES:
            self._place = Place(segment, self._counters)
        if tail.is_room_low:
            self._room.is_low()
        if transaction.is_durable:
            return LineCommit(self._durability, n)
        self._durability.soon()
        return SETTLED

    def _apply(self, transaction: LineTransaction, segment: Segment) -> None:
        for (table, doc_id), data in transaction.changes.items():
            self._documents.set(table, doc_id, data)
        if transaction.receipt is not None:
            self._counters[transaction.receipt[0]] = transaction.receipt[1]
        if transaction.key is not None and transaction.answer_bytes is not None:
            self._answers[transaction.key] = KeptAnswer(
                transaction.moment.day, transaction.place.n, transaction.answer_bytes, transaction.is_durable
            )
        if self._hot.is_loaded:
            f = segment.last_f - len(transaction.kinds)
            for (kind, _), fact in zip(transaction.kinds, transaction.facts, strict=True):
                f += 1
                if kind == SALE:
                    self._hot.add(segment.epoch, f, body_of(fact))

    # ---- segments

    def _roll_if_needed(self, moment: Moment) -> Segment:
        """Seal the segment when the business day changed or it grew large, and begin the next."""
        segment = self._keeper.segment
        if segment is not None and not segment.is_sealed:
            if segment.header.day == moment.day and segment.end < SEGMENT_BYTES:
                return segment
        if segment is not None:
            self._finish(segment, moment)
        segment = self._keeper.next_segment(moment, self._counters)
        self.history.add(segment)
        forget_old_answers(self._answers, [s.header.day for s in self.history.segments[-8:]])
        take_ballast(self._files, self._folders.ballast)
        return segment

    def _finish(self, segment: Segment, moment: Moment) -> None:
        """Seal the open segment, make it durable, keep a snapshot of the tables at its end."""
        self._place = None
        if not segment.is_sealed:
            self._keeper.seal(moment, self._durability.durable_n)
            self._durability.appended(segment.last_n, segment.last_f)
        if self._keeper.tail is None:
            return
        self._durability.flush()
        self._keeper.finish(segment)
        with contextlib.suppress(OSError):
            write_snapshot(
                self._files,
                self._folders.snapshots,
                segment.last_n,
                segment.head.hex(),
                self._documents,
                self._answers.items(),
            )

    def _prepare_ahead(self) -> None:
        try:
            self._keeper.prepare_ahead()
        except WriteFailed as problem:
            self._durability.fail(str(problem))

    # ---- what stands in the way

    def _own_moment(self) -> Moment:
        return self._now() if self._now is not None else replace(self._last_moment, quality="saved")

    def _make_ready(self) -> None:
        """Make the end of the journal trustworthy and writable; what prevents it becomes the problem."""
        if self._problem == "read_only":
            return
        try:
            found = self._found
            if found.last is not None and found.last.verdict is Verdict.DAMAGED:
                segment = self._keeper.start_epoch(found, self._own_moment())
                self.history.add(segment)
                self._damage.append(f"epoch_started:{segment.epoch}")
                self._durability.restart(segment.last_n, segment.last_f)
            else:
                self._keeper.trust_end(found)
                if found.last_path is not None:
                    self._reader.forget(found.last_path)
        except OSError as error:
            before = self._problem
            if error.errno in NO_SPACE:
                self._problem = "full"
            elif error.errno in READ_ONLY:
                self._problem = "read_only"
            else:
                self._durability.fail(f"opening: {error}")
            if self._problem != before:  # tried again and again: said once
                log.error("the store opens for reading only: %s", error)
            return
        self._end_is_ready = True
        self._problem = None
        found.last_data = b""
        found.last = None
        for segment in found.rebuilt:
            self._keeper.write_index(segment)
        take_ballast(self._files, self._folders.ballast)

    def _noted(self, problem: WriteFailed | TillError) -> TillError:
        """Remember what stands in the way of selling; the error to raise."""
        if isinstance(problem, WriteFailed):
            self._durability.fail(str(problem))
            return TillError("store_failed")
        if problem.code == "store_full":
            self._problem = "full"
        return problem

    def _refuse_unless_writable(self) -> None:
        if self._durability.failure is not None:
            raise TillError("store_failed")
        if not self._end_is_ready:
            if self._problem == "full":
                self._make_ready()
            if not self._end_is_ready:
                raise TillError("store_full" if self._problem == "full" else "store_read_only")

    def _look_for_room(self) -> None:
        try:
            if not self._end_is_ready:
                if self._keeper.has_room_to_open(self._found):
                    self._make_ready()
            elif self._keeper.has_room():
                self._problem = None
        except WriteFailed as problem:
            self._noted(problem)
        except OSError as problem:
            log.warning("nobody knows how full the disk is: %s", problem)
