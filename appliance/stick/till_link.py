"""Asks the till for facts and tells it how the stick is: HTTP over its unix socket, a connection for each request."""

from __future__ import annotations

import http.client
import json
import socket
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from appliance.stick.drive import Owner

TIMEOUT_S = 10.0
MOST_BYTES = 16 << 20


class TillGone(Exception):
    """The till does not answer: it is being restarted, or too busy."""


@dataclass(frozen=True, slots=True)
class Stream:
    """An epoch's last durable fact and the head there; None where damage hides it."""

    epoch: int
    last: int
    head: bytes | None


@dataclass(frozen=True, slots=True)
class Due:
    """How the till stands: `rev` differs when something changed; `is_busy` while somebody is being served."""

    rev: int
    owner: Owner
    streams: tuple[Stream, ...]
    is_busy: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Facts from the journal, byte for byte, and the head before them."""

    start: bytes
    facts: tuple[bytes, ...]


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path, timeout_s: float) -> None:
        super().__init__("till", timeout=timeout_s)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


class TillLink:
    """The till's unix socket; every call raises `TillGone`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def due(self, seen: int, wait_s: float) -> Due:
        """How the till stands, as soon as it differs from `seen`, or after `wait_s`."""
        raw = self._ask("GET", f"/stick?{urlencode({'seen': seen, 'wait_s': wait_s})}")
        try:
            said = json.loads(raw)
            owner = Owner(
                said["box"], b64decode(said["secret"]), said["stall"], said["series"], said["office_box"]
            )
            streams = tuple(
                Stream(one["epoch"], one["last"], bytes.fromhex(one["head"]) or None)
                for one in said["streams"]
            )
            return Due(said["rev"], owner, streams, said["busy"] is True)
        except (ValueError, KeyError, TypeError) as error:
            raise TillGone(f"/stick: not understood: {error!r}") from error

    def part(self, epoch: int, after: int, limit: int) -> Part | None:
        """The facts that follow; None when there is nothing to be read."""
        raw = self._ask("GET", f"/batch?{urlencode({'epoch': epoch, 'after': after, 'limit': limit})}")
        if not raw:
            return None
        header, *facts = raw.rstrip(b"\n").split(b"\n")
        return Part(bytes.fromhex(json.loads(header)["start"]), tuple(facts))

    def tell(self, state: str, upto: dict[int, int]) -> None:
        """How the stick is, and how far each epoch is on it."""
        streams = [{"epoch": epoch, "f": f} for epoch, f in sorted(upto.items())]
        self._ask("POST", "/stick", {"state": state, "streams": streams})

    def state(self) -> tuple[int, int, bytes]:
        """The tables as they are: made from everything up to this fact (epoch, number); and as JSON."""
        raw = self._ask("GET", "/stick/state")
        try:
            said = json.loads(raw)
            return int(said["epoch"]), int(said["f"]), raw
        except (ValueError, KeyError, TypeError) as error:
            raise TillGone(f"/stick/state: not understood: {error!r}") from error

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> bytes:  # Any: JSON
        connection = _UnixConnection(self._path, TIMEOUT_S)
        data = None if body is None else json.dumps(body).encode()
        try:
            connection.request(method, path, body=data, headers={"Connection": "close"})
            response = connection.getresponse()
            raw = response.read(MOST_BYTES + 1)
        except (OSError, http.client.HTTPException) as error:
            raise TillGone(f"{path}: {type(error).__name__}: {error}") from error
        finally:
            connection.close()
        if response.status not in (200, 204) or len(raw) > MOST_BYTES:
            raise TillGone(f"{path}: status {response.status}")
        return raw
