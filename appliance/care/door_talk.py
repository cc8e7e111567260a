"""How the till asks for the few things that only root may do, and how it is answered: two small files.

The till may write a request and nothing else; who reads it (`appliance/care/door.py`) trusts no byte of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol, get_args

from appliance.whole_file import replace_file

Deed = Literal["technician_on", "technician_off", "save_bundle", "save_records"]
Outcome = Literal["on", "off", "saved", "no_stick", "no_key", "failed"]
REQUEST = "request.json"
BUNDLE = "bundle.zip"
RECORDS = "records.zip"
LARGEST_REQUEST_BYTES = 256
LARGEST_BUNDLE_BYTES = 8 * 1024 * 1024
LARGEST_RECORDS_BYTES = 256 * 1024 * 1024
PAYLOADS: Mapping[Deed, str] = {"save_bundle": BUNDLE, "save_records": RECORDS}
SAVED_AS: Mapping[Deed, str] = {"save_bundle": "support", "save_records": "records"}
ID = re.compile(r"[a-z0-9-]{4,40}")
FILE = re.compile(r"tillbox-(support|records)-[0-9]{1,6}\.zip")


@dataclass(frozen=True, slots=True)
class Request:
    """One wish."""

    id: str
    do: Deed


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it. `until_s` is when technician mode ends, in seconds since the board started; `file` was saved."""

    id: str
    outcome: Outcome
    until_s: int | None = None
    file: str = ""


class CareDoor(Protocol):
    """Who does what only root may do. `ask` returns once the payload is handed over; raises OSError."""

    def ask(self, request: Request, payload: Iterable[bytes] | None = None) -> None: ...
    def answer(self) -> Answer | None: ...


def parse_request(data: bytes) -> Request | None:
    """The request in `data`; None for anything else."""
    body = _object(data, LARGEST_REQUEST_BYTES)
    if body is None or set(body) != {"id", "do"}:
        return None
    id_, do = body["id"], body["do"]
    if not (isinstance(id_, str) and ID.fullmatch(id_)):
        return None
    return next((Request(id_, deed) for deed in get_args(Deed) if deed == do), None)


def parse_answer(data: bytes) -> Answer | None:
    """The answer in `data`; None for anything else."""
    body = _object(data, LARGEST_REQUEST_BYTES)
    if body is None or set(body) != {"id", "outcome", "until_s", "file"}:
        return None
    id_, until_s, file = body["id"], body["until_s"], body["file"]
    if not (isinstance(id_, str) and ID.fullmatch(id_) and isinstance(file, str)):
        return None
    if file and not FILE.fullmatch(file):
        return None
    if until_s is not None and (type(until_s) is not int or until_s < 0):
        return None
    return next(
        (Answer(id_, one, until_s, file) for one in get_args(Outcome) if one == body["outcome"]), None
    )


def _object(data: bytes, largest: int) -> Mapping[str, object] | None:
    if len(data) > largest:
        return None
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def as_bytes(said: Request | Answer) -> bytes:
    """For the file."""
    return json.dumps({name: getattr(said, name) for name in said.__slots__}).encode()


class FileDoor:
    """The till's side of the two files. A request appears in one piece, its payload before it."""

    def __init__(self, requests: Path, answer: Path) -> None:
        self._requests = requests
        self._answer = answer

    def ask(self, request: Request, payload: Iterable[bytes] | None = None) -> None:
        """See `CareDoor`; the folder is made by the system, so that nobody else can own it."""
        if payload is not None:
            replace_file(self._requests / PAYLOADS[request.do], payload, 0o600)
        replace_file(self._requests / REQUEST, as_bytes(request), 0o600)

    def answer(self) -> Answer | None:
        """The last answer since the board started."""
        try:
            with self._answer.open("rb") as file:
                return parse_answer(file.read(LARGEST_REQUEST_BYTES + 1))
        except OSError:
            return None


class PretendedDoor:
    """A demo box has no root: a folder is its USB stick, and technician mode opens nothing."""

    def __init__(self, stick: Path, now_s: Callable[[], float], minutes: int) -> None:
        self._stick = stick
        self._now_s = now_s
        self._minutes = minutes
        self._said: Answer | None = None

    def ask(self, request: Request, payload: Iterable[bytes] | None = None) -> None:
        """See `CareDoor`."""
        until_s = None if self._said is None or request.do == "technician_off" else self._said.until_s
        done = self._done(request, payload)
        self._said = done if done.until_s is not None else replace(done, until_s=until_s)

    def answer(self) -> Answer | None:
        """See `CareDoor`."""
        return self._said

    def _done(self, request: Request, payload: Iterable[bytes] | None) -> Answer:
        if request.do == "technician_off":
            return Answer(request.id, "off")
        if not self._stick.is_dir():
            return Answer(request.id, "no_key" if request.do == "technician_on" else "no_stick")
        if request.do == "technician_on":
            return Answer(request.id, "on", int(self._now_s()) + self._minutes * 60)
        name = free_name(self._stick, SAVED_AS[request.do])
        with (self._stick / name).open("xb") as file:
            file.writelines(payload or ())
        return Answer(request.id, "saved", file=name)


def free_name(folder: Path, what: str) -> str:
    """A name nobody has there yet: by number, because a clock may be wrong."""
    number = 1
    while (folder / f"tillbox-{what}-{number}.zip").exists():
        number += 1
    return f"tillbox-{what}-{number}.zip"
