"""The box's store: transactions in, facts and documents out, safe against a pulled plug. See docs/journal.md.

Threads: one lock covers deciding and appending; waiting for the disk happens outside it. Knows no sale, no
ticket and no clock: moments come with each transaction.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tinydb.table import Table

from appliance.domain.errors import TillError
from appliance.ports import Moment, StoreState
from appliance.store.ballast import take_ballast
from appliance.store.durability import SETTLED, Durability, LineCommit
from appliance.store.files import REAL_FILES, Files
from appliance.store.history import History, Reader
from appliance.store.keeper import Keeper
from appliance.store.line import NO_HEAD, body_of, seal
from appliance.store.reading import StoreReading
from appliance.store.recovery import Folders, find, forget_old_answers, keep_evidence
from appliance.store.sales import HOT_SALES, SALE, HotSales
from appliance.store.scan import Verdict
from appliance.store.segment import Segment
from appliance.store.snapshot import KeptAnswer, write_snapshot
from appliance.store.tables import JournalTable
from appliance.store.tail import NO_SPACE, WriteFailed
from appliance.store.transaction import LineTransaction
from appliance.store.verify import Verifier

log = logging.getLogger(__name__)

SEGMENT_BYTES = 32 << 20
UNKNOWN_MOMENT = Moment("1970-01-01T00:00:00.000Z", "estimated", 0, "UTC", "1970-01-01")
READ_ONLY = (30, 13, 1)  # EROFS, EACCES, EPERM


class StoreLocked(TillError):
    """Another process has the store open."""

    def __init__(self) -> None:
        super().__init__("store_locked")


def open_store(
    directory: Path,
    *,
    series: str,
    files: Files = REAL_FILES,
    indexes: Mapping[str, Sequence[str]] | None = None,
    now: Callable[[], Moment] | None = None,
    hot_sales: int = HOT_SALES,
) -> JournalStore:
    """Open (or create) the store in `directory`.

    `series` is the box's receipt series, capital letters. `indexes` names tables and the paths to index.
    `now` gives the moment of TinyDB writes outside a transaction and of an epoch's first fact; without it the
    last moment the journal knows is used, with quality `saved`. Raises StoreLocked, NewerSchema, OSError.
    """
    if re.fullmatch(r"[A-Z]{1,6}", series) is None:
        raise TillError("bad_setting", field="series", allowed="1 to 6 capital letters")
    return JournalStore(Folders(directory), series, files, indexes or {}, now, hot_sales)


class JournalStore(StoreReading):
    """Implements `appliance.ports.Store`; made by `open_store`."""

    def __init__(
        self,
        folders: Folders,
        base_series: str,
        files: Files,
        indexes: Mapping[str, Sequence[str]],
        now: Callable[[], Moment] | None,
        hot_sales: int,
    ) -> None:
        self.lock = threading.RLock()
        self.current: LineTransaction | None = None
        self._files = files
        self._folders = folders
        self._now = now
        self._problem: str | None = None
        self._lock_fd: int | None = None
        self._take_directory()
        try:
            self._found = find(files, folders, indexes)
        except BaseException:
            self._release_directory()
            raise
        self._documents = self._found.documents
        self._answers = self._found.answers
        self._damage = list(self._found.damage)
        self._reader = Reader(files)
        self.history = History(self._reader, self._sealed_damage)
        for segment in self._found.segments:
            self.history.add(segment)
        self._hot = HotSales(hot_sales)
        self._keeper = Keeper(files, folders, base_series)
        self._counters = self._found.counters
        self._last_moment = self._saved_moment()
        self._end_is_ready = False
        last = self._found.segments[-1] if self._found.segments else None
        self._durability = Durability(
            self._keeper.sync, n=last.last_n if last else 0, f=last.last_f if last else 0
        )
        self._verifier = Verifier(files, self._found.segments, self._sealed_damage)
        self._make_ready()
        self._verifier.start()

    # ---- opening and closing

    def _take_directory(self) -> None:
        try:
            for folder in (
                self._folders.journal,
                self._folders.snapshots,
                self._folders.indexes,
                self._folders.evidence,
            ):
                self._files.make_directory(folder)
            self._lock_fd = self._files.open(self._folders.lock, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            if error.errno not in (*READ_ONLY, *NO_SPACE):
                raise
            self._problem = "read_only" if error.errno in READ_ONLY else "full"
            with contextlib.suppress(OSError):
                self._lock_fd = self._files.open(self._folders.lock, os.O_RDONLY)
        if self._lock_fd is not None:
            try:
                fcntl.flock(self._lock_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._release_directory()
                raise StoreLocked from None

    def _release_directory(self) -> None:
        if self._lock_fd is not None:
            self._files.close(self._lock_fd)
            self._lock_fd = None

    def _saved_moment(self) -> Moment:
        if not self._found.segments:
            return UNKNOWN_MOMENT
        last = self._found.segments[-1]
        header = last.header
        utc = last.last_utc or UNKNOWN_MOMENT.utc
        return Moment(utc, "saved", header.offset_min, header.zone, header.day)

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
            if error.errno in NO_SPACE:
                self._problem = "full"
            elif error.errno in READ_ONLY:
                self._problem = "read_only"
            else:
                self._durability.fail(f"opening: {error}")
            log.error("the store opens for reading only: %s", error)
            return
        self._end_is_ready = True
        self._problem = None
        found.last_data = b""
        found.last = None
        for segment in found.rebuilt:
            self._keeper.write_index(segment)
        take_ballast(self._files, self._folders.ballast)

    def close(self) -> None:
        """Flush, end the threads, release the directory."""
        self._verifier.stop()
        self._durability.stop()
        with self.lock:
            if self._keeper.tail is not None:
                with contextlib.suppress(TillError):
                    self._durability.flush()
                self._keeper.tail.close(trim=False)
                self._keeper.tail = None
            self._end_is_ready = False
            self._problem = self._problem or "read_only"
            self._reader.close()
            self._release_directory()

    # ---- writing

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
            try:
                segment = self._roll_if_needed(transaction.moment)
            except (WriteFailed, TillError) as problem:
                raise self._noted(problem) from problem.__cause__
            transaction.place(segment.last_n + 1, segment.epoch, segment.last_f)
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

    def _noted(self, problem: WriteFailed | TillError) -> TillError:
        """Remember what stands in the way of selling; the error to raise."""
        if isinstance(problem, WriteFailed):
            self._durability.fail(str(problem))
            return TillError("store_failed")
        if problem.code == "store_full":
            self._problem = "full"
        return problem

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

    def _refuse_unless_writable(self) -> None:
        if self._durability.failure is not None:
            raise TillError("store_failed")
        if not self._end_is_ready:
            if self._problem == "full":
                self._make_ready()
            if not self._end_is_ready:
                raise TillError("store_full" if self._problem == "full" else "store_read_only")

    def _append(self, transaction: LineTransaction) -> LineCommit:
        segment, tail = self._keeper.segment, self._keeper.tail
        if segment is None or tail is None:
            raise RuntimeError("no segment is open")
        if transaction.is_empty:
            # Whatever was read must be on the disk before anybody is told.
            return LineCommit(self._durability, segment.last_n) if transaction.is_durable else SETTLED
        body, fact_head = transaction.body(self._durability.durable_n, segment.fact_head)
        line, head = seal(body, segment.head)
        # While a flush runs, the next one takes many lines together: starting each by itself would cost writes.
        tail.append(line, starts_writing=transaction.is_durable and not self._durability.is_syncing)
        self._problem = None
        n = transaction.n
        segment.add(len(line), head, n, transaction.kinds, fact_head, transaction.receipt)
        segment.last_utc = transaction.moment.utc
        self._last_moment = transaction.moment
        self._durability.appended(n, segment.last_f)
        self._apply(transaction, segment)
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
                transaction.moment.day, transaction.n, transaction.answer_bytes, transaction.is_durable
            )
        if self._hot.is_loaded:
            f = segment.last_f - len(transaction.kinds)
            for (kind, _), fact in zip(transaction.kinds, transaction.facts, strict=True):
                f += 1
                if kind == SALE:
                    self._hot.add(segment.epoch, f, body_of(fact))

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

    # ---- asked by others

    def table(self, name: str) -> Table:
        """A TinyDB table; `sales` is the read-only view over the sale facts."""
        return self.sales if name == "sales" else JournalTable(self, name)

    def _sealed_damage(self, segment: Segment) -> None:
        """Damage in a sealed segment: later segments state numbers and heads themselves, so selling goes on."""
        note = f"sealed_segment:{segment.path.stem}"
        with self.lock:
            if note in self._damage:
                return
            self._damage.append(note)
        log.error("sealed segment %s is damaged", segment.path.name)
        with contextlib.suppress(OSError):
            keep_evidence(self._files, self._folders, segment.path, 0, self._files.read(segment.path))

    def count(self, type: str) -> int:
        """How many facts of a type the current epoch has."""
        return self.history.count(type)

    def settle(self, timeout_s: float = 10.0) -> None:
        """Return once every fact appended so far is durable; at once if the store has failed."""
        with self.lock:
            segment = self._keeper.segment
            n = 0 if segment is None or self._durability.durable_f >= self.last_f else segment.last_n
        with contextlib.suppress(TillError):
            self._durability.wait(n, timeout_s)

    def state(self) -> StoreState:
        """What the store can say of itself."""
        with self.lock:
            segment = self._keeper.segment
            if segment is None and self.history.segments:
                segment = self.history.segments[-1]
            problem = "failed" if self._durability.failure is not None else self._problem
            try:
                free_bytes = self._files.free_bytes(self._folders.root)
            except OSError:
                free_bytes = 0
            return StoreState(
                writable=problem is None and self._end_is_ready,
                problem=problem,
                damage="; ".join(self._damage) or None,
                epoch=self.epoch,
                series=self.series,
                last_fact=self.last_f,
                durable_fact=self._durability.durable_f,
                head=(segment.fact_head if segment is not None else NO_HEAD).hex(),
                free_bytes=free_bytes,
            )
