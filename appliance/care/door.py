"""The root side of the door: reads one request of the till, does it, answers. Runs once and ends.

The till may be in a stranger's hands, so nothing of it is believed but the choice between four deeds: the file has to
be small, plain, owned by the till's user, and exactly of the form. What a deed does is written here.
"""

from __future__ import annotations

import io
import logging
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex
from typing import IO, Protocol

from appliance.care.bundle import with_log
from appliance.care.door_talk import (
    BUNDLE,
    LARGEST_BUNDLE_BYTES,
    LARGEST_RECORDS_BYTES,
    LARGEST_REQUEST_BYTES,
    PAYLOADS,
    RECORDS,
    REQUEST,
    SAVED_AS,
    Answer,
    Request,
    as_bytes,
    free_name,
    parse_answer,
    parse_request,
)
from appliance.care.phrasebook import Phrasebook
from appliance.whole_file import replace_file

log = logging.getLogger(__name__)

MINUTES = 60
KEY_FILE = "tillbox-technician.pub"
LARGEST_KEY_BYTES = 4096
MOST_KEYS = 4


class NoStick(Exception):
    """No stick is plugged in, or none that can be read."""


class Hands(Protocol):
    """What the door does to the machine. Raises OSError, NoStick."""

    def stick(self, *, can_write: bool) -> AbstractContextManager[Path]:
        """The first USB stick's files, for as long as the context lasts."""

    def open_ssh(self) -> None: ...
    def close_ssh(self) -> None: ...
    def log_lines(self) -> Iterable[str]: ...


@dataclass(frozen=True, slots=True)
class DoorPlaces:
    """`kept_keys` are those of the file on the card; `keys` those of technician mode, gone with the power."""

    requests: Path = Path("/run/tillbox/requests")
    answer: Path = Path("/run/tillbox-care/answer.json")
    keys: Path = Path("/run/tillbox-care/authorized_keys")
    kept_keys: Path = Path("/data/ssh/authorized_keys")


class Door:
    """`uids` may ask; `valid_key` is None for a line that is no public key; `now_s` counts since the board started."""

    def __init__(
        self,
        places: DoorPlaces,
        hands: Hands,
        uids: Collection[int],
        valid_key: Callable[[str], str | None],
        book: Callable[[], Phrasebook],
        now_s: Callable[[], float],
    ) -> None:
        self._places = places
        self._hands = hands
        self._uids = uids
        self._valid_key = valid_key
        self._book = book
        self._now_s = now_s

    def serve(self) -> bool:
        """One request; False when what lay there was none, which is taken away all the same."""
        data = self._take(REQUEST, LARGEST_REQUEST_BYTES)
        request = None if data is None else parse_request(data)
        if request is None:
            for name in PAYLOADS.values():
                self._take(name, 0)
            log.warning("a request that is none was thrown away")
            return False
        answer = self._done(request)
        log.info("asked for %s: %s", request.do, answer.outcome)
        if answer.until_s is None and answer.outcome != "off":
            answer = replace(answer, until_s=self._open_until_s())
        replace_file(self._places.answer, as_bytes(answer), 0o644)
        return True

    def _done(self, request: Request) -> Answer:
        try:
            if request.do == "technician_on":
                return self._technician_on(request)
            if request.do == "technician_off":
                self._hands.close_ssh()
                self._places.keys.unlink(missing_ok=True)
                return Answer(request.id, "off")
            return self._save_bundle(request) if request.do == "save_bundle" else self._save_records(request)
        except NoStick:
            return Answer(request.id, "no_stick")
        except (OSError, ValueError, zipfile.BadZipFile) as problem:
            log.warning("%s could not be done: %r", request.do, problem)
            return Answer(request.id, "failed")

    def _technician_on(self, request: Request) -> Answer:
        keys = self._keys_on_stick()
        if not keys and not self._has_kept_key():
            return Answer(request.id, "no_key")
        replace_file(self._places.keys, "".join(f"{key}\n" for key in keys).encode(), 0o600)
        self._hands.open_ssh()
        return Answer(request.id, "on", int(self._now_s()) + MINUTES * 60)

    def _keys_on_stick(self) -> Sequence[str]:
        try:
            with self._hands.stick(can_write=False) as stick, (stick / KEY_FILE).open("rb") as file:
                text = file.read(LARGEST_KEY_BYTES).decode("utf-8", errors="replace")
        except (NoStick, FileNotFoundError):
            return ()
        keys = [key for line in text.splitlines() if (key := self._valid_key(line)) is not None]
        return keys[:MOST_KEYS]

    def _has_kept_key(self) -> bool:
        try:
            return bool(self._places.kept_keys.read_text(encoding="utf-8").strip())
        except (OSError, ValueError):
            return False

    def _save_bundle(self, request: Request) -> Answer:
        bundle = self._take(BUNDLE, LARGEST_BUNDLE_BYTES)
        if bundle is None:
            return Answer(request.id, "failed")
        whole = with_log(bundle, self._hands.log_lines(), self._book())
        return self._put(request, io.BytesIO(whole))

    def _save_records(self, request: Request) -> Answer:
        with self._opened(RECORDS, LARGEST_RECORDS_BYTES) as records:
            return Answer(request.id, "failed") if records is None else self._put(request, records)

    def _put(self, request: Request, source: IO[bytes]) -> Answer:
        """On the stick under a free name, or not at all."""
        with self._hands.stick(can_write=True) as stick:
            path = stick / free_name(stick, SAVED_AS[request.do])
            try:
                with path.open("xb") as file:
                    shutil.copyfileobj(source, file)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError:
                path.unlink(missing_ok=True)
                raise
        return Answer(request.id, "saved", file=path.name)

    def _take(self, name: str, largest: int) -> bytes | None:
        """The file's bytes, and the file away; None unless `_opened` gives it."""
        with self._opened(name, largest) as file:
            return None if file is None else file.read(largest)

    @contextmanager
    def _opened(self, name: str, largest: int) -> Iterator[IO[bytes] | None]:
        """The file, which has no name any more; None unless it is small, plain and the till's own."""
        path = self._places.requests / name
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            if not isinstance(error, FileNotFoundError):
                path.unlink(missing_ok=True)
            yield None
            return
        try:
            facts = os.fstat(descriptor)  # before anything opens it as a file: a folder would raise
            if stat.S_ISDIR(facts.st_mode):
                _put_aside(path)
                yield None
                return
            path.unlink(missing_ok=True)
            is_plain = stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1
            if not is_plain or facts.st_uid not in self._uids or facts.st_size > largest:
                yield None
                return
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                yield file
        finally:
            os.close(descriptor)

    def _open_until_s(self) -> int | None:
        """What was said last of technician mode: saving a bundle meanwhile does not end it."""
        try:
            before = parse_answer(self._places.answer.read_bytes())
        except OSError:
            return None
        return before.until_s if before is not None else None


def _put_aside(folder: Path) -> None:
    """A folder under a request's name would have us started for ever. What is in it is not ours to look through."""
    folder.rename(folder.with_name(f"{folder.name}.{token_hex(8)}"))
