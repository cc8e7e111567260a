"""Saving a file on a stick: made in a thread of its own, handed to the door, and what came of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable

from appliance.care.door_talk import CareDoor, Deed, Request
from appliance.domain.errors import is_disk_full
from appliance.ports import Document
from appliance.till.recent_keys import RecentKeys

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 90.0  # a slow stick
JOIN_S = 5.0


class Saving:
    """One file of a kind at a time. Callable from any thread."""

    def __init__(
        self,
        make: Callable[[], Iterable[bytes]],
        door: CareDoor,
        monotonic_s: Callable[[], float],
        new_id: Callable[[str], str],
        deed: Deed = "save_bundle",
    ) -> None:
        self._deed: Deed = deed
        self._make = make
        self._door = door
        self._monotonic_s = monotonic_s
        self._new_id = new_id
        self._lock = threading.Lock()  # guards all below
        self._state = "none"
        self._file = ""
        self._keys = RecentKeys()
        self._asked: tuple[str, float] | None = None
        self._thread: threading.Thread | None = None

    def start(self, key: str) -> None:
        """Make the file and save it; one that is under way goes on."""
        with self._lock, self._keys.once(key) as is_new:
            if not is_new or self._now() == "saving":
                return
            self._state, self._file, self._asked = "saving", "", None
            self._thread = threading.Thread(target=self._run, name=f"care-{self._deed}", daemon=True)
            self._thread.start()

    def view(self) -> Document:
        """`state`: none, saving, saved, no_stick, failed, no_answer; `file` on the stick."""
        with self._lock:
            return {"state": self._now(), "file": self._file}

    def stop(self) -> None:
        """Wait a little for what is under way."""
        if self._thread is not None:
            self._thread.join(JOIN_S)

    def _run(self) -> None:
        request = Request(self._new_id("save"), self._deed)
        try:
            self._door.ask(request, self._make())
        except Exception as error:  # a thread's top: the screen says that nothing was saved
            if is_disk_full(error):
                log.error("the disk is full: nothing was saved")
            else:
                log.exception("what was to be saved could not be made")
            with self._lock:
                self._state = "failed"
            return
        with self._lock:
            self._asked = (request.id, self._monotonic_s())

    def _now(self) -> str:
        if self._state != "saving" or self._asked is None:
            return self._state
        id_, asked_s = self._asked
        answer = self._door.answer()
        if answer is not None and answer.id == id_:
            self._state = answer.outcome if answer.outcome in ("saved", "no_stick") else "failed"
            self._file = answer.file
        elif self._monotonic_s() - asked_s > ANSWER_WITHIN_S:
            self._state = "no_answer"
        return self._state
