"""A box's request, from bytes on the wire to a checked document: limits of size, signature, zstd, JSON.

What is refused here is refused before anything is written. Knows Flask's request and the signature; no routes.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import quote

import orjson
import zstandard
from flask import Request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from backoffice.errors import OfficeError
from backoffice.signing import KeyOf, Message, Signed, check_body, check_head

MAX_SENT_BYTES = 1 << 20
MAX_UNPACKED_BYTES = 8 << 20
MAX_DRAINED_BYTES = 4 << 20  # of what is refused anyway
MAX_DEPTH = 16
PIECE_BYTES = 64 * 1024

Shape = TypeVar("Shape", bound=BaseModel)


def message_of(request: Request) -> Message:
    """The request as it was sent: the path still escaped, because that is what was signed."""
    environ = request.environ
    target = str(environ.get("RAW_URI") or environ.get("REQUEST_URI") or "")
    if not target.startswith("/"):  # a proxy's absolute form, or a server that does not say
        path = str(environ.get("PATH_INFO", "")).encode("latin-1")
        query = str(environ.get("QUERY_STRING", ""))
        target = quote(path, safe="/:@!$&'()*+,;=~") + (f"?{query}" if query else "")
    host = str(environ.get("HTTP_HOST", ""))
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Message(request.method, f"{request.scheme}://{host}{target}", headers)


def sent_body(request: Request, most_bytes: int = MAX_SENT_BYTES) -> bytes:
    """The body as sent, that is: still compressed. Raises `too_large`.

    It is read to its end even when it is refused: a connection closed on unread bytes can swallow the answer,
    and a box whose clock is off would never hear the time.
    """
    request.max_content_length = most_bytes
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        _drain(request)
        raise OfficeError("too_large", allowed=f"{most_bytes} bytes") from error
    except (HTTPException, OSError) as error:  # cut off on the way, or a chunk that is none
        raise OfficeError("bad_request", field="body", allowed="a complete body") from error


def _drain(request: Request) -> None:
    if not request.environ.get("wsgi.input_terminated"):  # this server's input may not end by itself
        return
    left = MAX_DRAINED_BYTES
    with suppress(OSError):
        while left > 0 and (piece := request.environ["wsgi.input"].read(min(left, PIECE_BYTES))):
            left -= len(piece)


def signed_body(
    request: Request, key_of: KeyOf, now_utc: datetime, most_bytes: int = MAX_SENT_BYTES
) -> tuple[Signed, bytes]:
    """Who signed the request, and its body as sent."""
    body = sent_body(request, most_bytes)
    message = message_of(request)
    signed = check_head(message, key_of, now_utc)
    check_body(message, signed, body)
    return signed, body


def unpacked(request: Request, body: bytes, most_bytes: int = MAX_UNPACKED_BYTES) -> bytes:
    """The body without its compression. Raises `bad_encoding`, or `too_large` before much is unpacked."""
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        return body
    if encoding != "zstd":
        raise OfficeError("bad_encoding", field="content-encoding", allowed="zstd")
    pieces: list[bytes] = []
    size = 0
    # The size a frame states is a stranger's word, and so is the window it wants kept in memory.
    unpacker = zstandard.ZstdDecompressor(max_window_size=MAX_UNPACKED_BYTES)
    try:
        with unpacker.stream_reader(BytesIO(body), read_across_frames=True) as reader:
            while piece := reader.read(PIECE_BYTES):
                size += len(piece)
                if size > most_bytes:
                    raise OfficeError("too_large", allowed=f"{most_bytes} bytes unpacked")
                pieces.append(piece)
    except (zstandard.ZstdError, MemoryError) as error:
        raise OfficeError("bad_encoding", field="body", allowed="zstd") from error
    return b"".join(pieces)


def document(request: Request, raw: bytes, shape: type[Shape]) -> Shape:
    """The JSON object in a body, in the form of `shape`.

    Raises `not_json`, `bad_json`, or `bad_request` naming the field.
    """
    if request.mimetype != "application/json":
        raise OfficeError("not_json", field="content-type", allowed="application/json")
    try:
        value = orjson.loads(raw)
    except ValueError as error:
        raise OfficeError("bad_json", field="body", allowed="JSON in UTF-8") from error
    if not isinstance(value, dict):
        raise OfficeError("bad_request", field="body", allowed="a JSON object")
    _check_plain(value)
    return parsed(value, shape)


def parsed(value: dict[str, Any], shape: type[Shape]) -> Shape:  # Any: JSON
    """`value` in the form of `shape`; raises `bad_request` naming the first field that does not fit."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise OfficeError("bad_request", field=field, allowed=first["msg"]) from error


def _check_plain(value: object, depth: int = 0) -> None:
    """No texts that a database cannot hold, and no nesting that a reader could fall into."""
    if depth > MAX_DEPTH:
        raise OfficeError("bad_request", field="body", allowed=f"{MAX_DEPTH} levels at most")
    if isinstance(value, str) and "\x00" in value:
        raise OfficeError("bad_request", field="body", allowed="no NUL characters")
    if isinstance(value, dict):
        for key, inner in value.items():
            _check_plain(key, depth + 1)
            _check_plain(inner, depth + 1)
    if isinstance(value, list):
        for inner in value:
            _check_plain(inner, depth + 1)
