"""Reads facts about people at the till, strictly. Pure: knows no database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

ROLES: Final = ("seller", "manager", "owner")
KINDS: Final = ("in", "out")

_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")


@dataclass(frozen=True, slots=True)
class Changed:
    """The body of a `staff_changed`."""

    staff_id: str
    name: str
    role: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Present:
    """The body of a `staff_present`."""

    staff_id: str
    kind: str
    at_utc: str
    offset_min: int
    day: str


class BadStaff(Exception):
    """A key that is missing, of a wrong type or out of its range."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def changed_from(body: Mapping[str, Any]) -> Changed:
    """The body of `staff_changed`. Raises BadStaff."""
    _id(body, "id")
    name = body.get("name")
    if not isinstance(name, str) or not 0 < len(name) <= 40 or not name.isprintable():
        raise BadStaff("name")
    if body.get("role") not in ROLES:
        raise BadStaff("role")
    if not isinstance(body.get("active"), bool):
        raise BadStaff("active")
    for key in ("staff", "approved_by"):
        if body.get(key) is not None:
            _id(body, key)
    _when(body)
    return Changed(body["id"], name, body["role"], body["active"])


def present_from(body: Mapping[str, Any]) -> Present:
    """The body of `staff_present`. Raises BadStaff."""
    _id(body, "staff")
    if body.get("kind") not in KINDS:
        raise BadStaff("kind")
    _when(body)
    return Present(body["staff"], body["kind"], body["at_utc"], body["offset_min"], body["day"])


def _id(body: Mapping[str, Any], key: str) -> None:
    value = body.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= 64 or not value.isprintable():
        raise BadStaff(key)


def _when(body: Mapping[str, Any]) -> None:
    at_utc, offset_min, day = body.get("at_utc"), body.get("offset_min"), body.get("day")
    if not isinstance(at_utc, str) or _AT.fullmatch(at_utc) is None:
        raise BadStaff("at_utc")
    if type(offset_min) is not int or abs(offset_min) > 24 * 60:
        raise BadStaff("offset_min")
    try:
        is_day = isinstance(day, str) and date.fromisoformat(day).isoformat() == day
    except ValueError:
        is_day = False
    if not is_day:
        raise BadStaff("day")
