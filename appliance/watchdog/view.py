"""What the till last said of itself, as values: who the box is, what waits, what the vendor wants.

Parsed once at the edge. Knows no socket.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# A JSON object as it came; which keys it must have is checked by whoever reads it.
Json = Mapping[str, Any]

KEY_BYTES = 32


class BadView(Exception):
    """The till said something this watchdog cannot read: the two are of different versions."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signs, and to whom: a box id (`new` before enrolment), the private key, the back office."""

    box_id: str
    key: bytes
    office_url: str


@dataclass(frozen=True, slots=True)
class EnrolWish:
    """The vendor wants this box to join a back office."""

    identity: Identity
    enrolment_id: str | None
    about: Json


@dataclass(frozen=True, slots=True)
class Stream:
    """The facts of one epoch: durable up to `last`, safe up to `mark`; `aside_after` when it forked."""

    epoch: int
    last: int
    mark: int
    head: str
    aside_after: int | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the box has the catalogue."""

    generation: str | None
    version: int


@dataclass(frozen=True, slots=True)
class WifiWish:
    """What a person at the screen wants of the radio: `look`, `join` or `country`."""

    id: str
    do: str
    ssid: str = ""
    password: str | None = field(default=None, repr=False)
    is_hidden: bool = False
    country: str = ""


@dataclass(frozen=True, slots=True)
class TillView:
    """One answer of `GET /next`."""

    rev: int
    identity: Identity | None
    enrol: EnrolWish | None
    is_offline_by_choice: bool
    sync_now: int
    streams: tuple[Stream, ...]
    cursor: Cursor
    wants_offer: bool
    report: Json
    wifi: WifiWish | None = None
    is_busy: bool = False


def till_view(body: Json) -> TillView:
    """Read an answer of the till. Raises `BadView`."""
    try:
        return TillView(
            rev=int(body["rev"]),
            identity=_identity(body["identity"]),
            enrol=_enrol(body["enrol"]),
            is_offline_by_choice=bool(body["is_offline_by_choice"]),
            sync_now=int(body["sync_now"]),
            streams=tuple(sorted((_stream(entry) for entry in body["streams"]), key=lambda one: one.epoch)),
            cursor=cursor(body["cursor"]),
            wants_offer=bool(body["offer"]),
            report=dict(body["report"]),
            wifi=_wifi(body.get("wifi")),
            is_busy=body.get("busy") is True,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadView(f"{type(error).__name__}: {error}") from error


def cursor(body: Json) -> Cursor:
    """The cursor as the till writes it."""
    generation = body["generation"]
    return Cursor(None if generation is None else str(generation), int(body["version"]))


def _identity(body: Json | None) -> Identity | None:
    if body is None:
        return None
    return Identity(str(body["box_id"]), _key(body["key"]), str(body["office_url"]))


def _enrol(body: Json | None) -> EnrolWish | None:
    if body is None:
        return None
    enrolment_id = body["enrolment_id"]
    return EnrolWish(
        Identity("new", _key(body["key"]), str(body["office_url"])),
        None if enrolment_id is None else str(enrolment_id),
        dict(body["about"]),
    )


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("key is not base64") from error
    if len(key) != KEY_BYTES:
        raise ValueError(f"key has {len(key)} bytes")
    return key


def _wifi(body: Json | None) -> WifiWish | None:
    if body is None:
        return None
    password = body.get("password")
    return WifiWish(
        id=str(body["id"]),
        do=str(body["do"]),
        ssid=str(body.get("ssid", "")),
        password=None if password is None else str(password),
        is_hidden=bool(body.get("is_hidden")),
        country=str(body.get("country", "")),
    )


def _stream(body: Json) -> Stream:
    aside = body.get("aside")
    return Stream(
        epoch=int(body["epoch"]),
        last=int(body["last"]),
        mark=int(body["mark"]),
        head=str(body["head"]),
        aside_after=None if aside is None else int(aside["after"]),
    )
