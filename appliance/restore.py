"""Makes a box again from its backup stick: journal, tables, people and its key, on a box that has sold nothing yet.

All of it is made in a folder of its own and put in place at the end. A power cut leaves a new box, or the old one
made again: `finish` goes on where it was, at the next start.
"""

from __future__ import annotations

import base64
import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from appliance.domain.errors import TillError
from appliance.domain.sale import receipt_number
from appliance.ports import Document, Moment
from appliance.stick.drive import FOLDER as STICK
from appliance.stick.take import Kept, find
from appliance.stick_key import KIND, NAME, SESSION
from appliance.store import open_store
from appliance.store.files import REAL_FILES, Files, write_file
from appliance.store.keeper import letters_of
from appliance.store.line import dumps, loads
from appliance.store.rewrite import Rewriter
from appliance.till.restoring import Restoring

log = logging.getLogger(__name__)

FRESH = "a box that has sold nothing and has nobody set up"
FOLDER, READY, STORE, PEOPLE = "restoring", "ready", "store", "people.json"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was found. `missing_from`: this number and those after it may stand on the old card alone, '' : none."""

    stall: str
    facts: int
    last_utc: str
    last_number: str
    missing_from: str
    series: str
    is_whole: (
        bool  # False: no tables were on the stick; goods and people are set up again, and it is another box
    )

    def found(self) -> Document:
        """The part that the new box keeps for its screen."""
        return {
            "stall": self.stall,
            "facts": self.facts,
            "last_number": self.last_number,
            "missing_from": self.missing_from,
            "series": self.series,
            "is_whole": self.is_whole,
        }


class TakeOver:
    """The same for a new box whose till runs: made beside it, put in place when the till starts again (`end`)."""

    def __init__(
        self,
        data_dir: Path,
        stick: Path,
        now: Callable[[], Moment],
        is_new: Callable[[], bool],
        end: Callable[[], None],
    ) -> None:
        self._data_dir = data_dir
        self._stick = stick
        self._now = now
        self._is_new = is_new
        self._end = end
        self._lock = threading.Lock()
        self._state = "none"

    @property
    def state(self) -> str:
        """`none`, `working`, or the code of what went wrong."""
        return self._state

    def begin(self, code: str) -> None:
        """Start, if that is not under way; a year of sales takes a while. Raises `restore_not_fresh`."""
        if not self._is_new():
            raise TillError("restore_not_fresh", allowed=FRESH)
        with self._lock:
            if self._state == "working":
                return
            self._state = "working"
        threading.Thread(target=self._work, args=(code,), name="restore", daemon=True).start()

    def _work(self, code: str) -> None:
        try:
            prepare(self._data_dir, self._stick, code, self._now)
        except TillError as refusal:
            self._state = refusal.code
        except (OSError, ValueError, KeyError, TypeError):
            log.exception("the stick cannot be read")
            self._state = "store_failed"
        else:
            self._end()


def restore(data_dir: Path, stick: Path, code: str, now: Callable[[], Moment]) -> Restored:
    """Make the box of `code` again in `data_dir`, whose till does not run.

    Raises `restore_not_fresh`, `restore_nothing`, `store_locked`, OSError.
    """
    finish(data_dir)
    check_fresh(data_dir)
    found = prepare(data_dir, stick, code, now)
    finish(data_dir)
    return found


def check_fresh(data_dir: Path) -> None:
    """Raise `restore_not_fresh` if this box has facts of its own, `store_locked` while its till runs."""
    if not _has_no_fact(data_dir / STORE):
        raise TillError("restore_not_fresh", allowed=FRESH)


def _has_no_fact(directory: Path, *, is_done: bool = False) -> bool:
    """Whether nothing would be lost with this store; `is_done`: what is there is what was restored."""
    if is_done or not directory.exists():
        return True
    store = open_store(directory, series="A")
    try:
        return store.state().last_fact == 0 and len(store.epochs()) <= 1
    finally:
        store.close()


def prepare(
    data_dir: Path, stick: Path, code: str, now: Callable[[], Moment], files: Files = REAL_FILES
) -> Restored:
    """Make everything beside what is there; `finish` puts it in place. Raises `restore_nothing`, OSError."""
    kept = find(stick, code)
    if kept is None:
        raise TillError("restore_nothing", field="code", allowed="the recovery code of a box on this stick")
    folder = data_dir / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    files.make_directory(folder)
    state = kept.state or {"tables": {}, "people": {}, "epoch": 0, "f": 0}
    tables = Restoring(state["tables"], state["people"], (int(state["epoch"]), int(state["f"])))
    rewriter = Rewriter(folder / STORE, files)
    for stream in kept.streams:
        series = stream.series or _series(kept, stream.epoch)
        rewriter.epoch(stream.epoch, series, _noted(kept, stream.epoch, tables))
    is_same_box = kept.state is not None or not kept.office_box
    tables.mark({stream.epoch: stream.last for stream in kept.streams}, is_same_box=is_same_box)
    told = _told(kept)
    settings = tables.tables.setdefault("settings", {})
    settings["welcome"] = {"step": "restored", "found": told.found()}
    rewriter.end(now(), tables.tables)
    people = tables.people
    people.setdefault(KIND, {})[NAME] = {
        "raw": base64.b64encode(kept.secret).decode(),
        "box": kept.folder.name,
    }
    write_file(files, folder / PEOPLE, dumps(people))
    write_file(files, folder / READY, b"")
    return told


def finish(data_dir: Path, files: Files = REAL_FILES) -> bool:
    """Put in place what `prepare` made, if it was made whole; whether anything was. Asked before a store is opened.

    A box that sold something meanwhile keeps what it has.
    """
    folder = data_dir / FOLDER
    if not folder.exists():
        return False
    is_ready = (folder / READY).exists() and _has_no_fact(
        data_dir / STORE, is_done=not (folder / STORE).exists()
    )
    if is_ready:
        if (folder / STORE).exists():
            if (data_dir / STORE).exists():
                files.replace(data_dir / STORE, folder / "before")
                files.sync_directory(data_dir)
            write_file(files, data_dir / PEOPLE, _people(files.read(folder / PEOPLE), data_dir / PEOPLE))
            files.replace(folder / STORE, data_dir / STORE)
            files.sync_directory(data_dir)
            files.sync_directory(folder)
        files.unlink(folder / READY)
        files.sync_directory(folder)
    shutil.rmtree(folder)
    return is_ready


def _people(data: bytes, own: Path) -> bytes:
    """With what signs the cookies of this box's screens, so that none of them has to be paired again."""
    people = loads(data)
    with suppress(OSError, ValueError, KeyError, TypeError):
        people[KIND][SESSION] = loads(own.read_bytes())[KIND][SESSION]
    return dumps(people)


def _noted(kept: Kept, epoch: int, tables: Restoring) -> Iterator[bytes]:
    for raw in kept.facts(epoch):
        tables.note(loads(raw))
        yield raw


def _series(kept: Kept, epoch: int) -> str:
    letters = letters_of(kept.series) or "A"
    return letters if epoch == 1 else f"{letters}{epoch}"


def _told(kept: Kept) -> Restored:
    last = kept.streams[-1]
    now = last.series or _series(kept, last.epoch)
    number = next((one.last_number for one in reversed(kept.streams) if one.last_number), "")
    own, _, counter = last.last_number.rpartition("-")
    missing = receipt_number(own, int(counter) + 1) if counter else receipt_number(now, 1)
    return Restored(
        kept.stall,
        sum(one.last for one in kept.streams),
        last.last_utc,
        number,
        missing,
        f"{letters_of(now)}{last.epoch + 1}",
        kept.state is not None,
    )


def words(found: Restored) -> str:
    """What was found, for whoever did it."""
    told = (
        f"{found.facts} facts of {found.stall or 'the box'}, the last of {found.last_utc}, "
        f"last receipt {found.last_number or 'none'}.\n"
        f"{found.missing_from} and later may exist only on the old card: at most the last two seconds before it "
        f"died, if the stick was in. New receipts begin with {found.series}.\n"
    )
    if not found.is_whole:
        told += "The stick was written by an older version: set up goods and people again, and connect the box anew.\n"
    return told + "Never sell with the old card again.\n"


def refused(refusal: TillError) -> str:
    """Why nothing was done."""
    why = {
        "restore_not_fresh": "This box has data of its own, which nothing replaces. Use a new card.",
        "restore_nothing": f"Nothing on the stick opens with this code. Give the folder in which `{STICK}` lies.",
        "store_locked": "The till runs. Stop it first.",
    }
    return why.get(refusal.code, refusal.code)
