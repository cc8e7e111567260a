"""The box's store: transactions in, facts and documents out, safe against a pulled plug. See docs/journal.md.

Here it is opened, closed and asked how it is; `writing.py` and `reading.py` are its two halves. One lock covers
deciding and appending. Knows no sale, no ticket and no clock: moments come with each transaction.
"""

from __future__ import annotations

import contextlib
import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tinydb.table import Table

from appliance.domain.errors import TillError
from appliance.ports import Moment, RecordFile, StoreState
from appliance.store.directory import TakenDirectory
from appliance.store.durability import Durability
from appliance.store.files import REAL_FILES, Files
from appliance.store.history import History, Reader
from appliance.store.keeper import Keeper
from appliance.store.line import NO_HEAD
from appliance.store.records import knowledge_of, record_files
from appliance.store.recovery import Folders, find, keep_evidence
from appliance.store.room import RoomAhead
from appliance.store.sales import HOT_SALES, HotSales
from appliance.store.segment import Segment
from appliance.store.tables import JournalTable
from appliance.store.transaction import LineTransaction
from appliance.store.verify import Verifier
from appliance.store.writing import StoreWriting

log = logging.getLogger(__name__)


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


class JournalStore(StoreWriting):
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
        self._directory = TakenDirectory(files, folders)
        self._problem = self._directory.problem
        try:
            self._found = find(files, folders, indexes)
        except BaseException:
            self._directory.release()
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
        self._last_moment = self._found.last_moment
        self._end_is_ready = False
        self._place = None
        last = self._found.segments[-1] if self._found.segments else None
        self._durability = Durability(
            self._keeper.sync, n=last.last_n if last else 0, f=last.last_f if last else 0
        )
        self._room = RoomAhead(self._prepare_ahead)
        self._verifier = Verifier(files, self._found.segments, self._sealed_damage)
        self._make_ready()
        self._verifier.start()

    def close(self) -> None:
        """Flush, end the threads, release the directory."""
        self._verifier.stop()
        self._room.stop()
        self._durability.stop()
        with self.lock:
            if self._keeper.tail is not None:
                with contextlib.suppress(TillError):
                    self._durability.flush()
                self._keeper.tail.close(trim=False)
                self._keeper.tail = None
            self._end_is_ready = False
            self._problem = "read_only"
            self._reader.close()
            self._directory.release()

    # ---- asked by others

    def records(self, step: Callable[[int, int], None]) -> Iterator[RecordFile]:
        """See `Store.records`. What differs from what this store knows of a file is damage, too."""
        with self.lock:
            known = {one.path: knowledge_of(one) for one in self.history.segments}
            paths = self._folders.segments()
        yield from record_files(self._files, sorted({*paths, *known}), known, step)

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
        """What the store can say of itself. A full disk is looked at again: nobody has to try a sale to find out."""
        with self.lock:
            if self._problem == "full" and self._durability.failure is None:
                self._look_for_room()
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
