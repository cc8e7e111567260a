"""People at the till: names, roles, and what a role may do. Knows no PIN's hash, no store, no screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from appliance.domain.errors import TillError
from appliance.domain.reading import is_plain

Role = Literal["seller", "manager", "owner"]
Right = Literal[
    "discount_over_limit",
    "refund",
    "cash_out",
    "no_sale",
    "close_day",
    "edit_goods",
    "edit_staff",
    "count_stock",
    "export",
]
LockAfter = Literal[0, 1, 5, 15]  # minutes without a touch; 0: never

ROLES: tuple[Role, ...] = get_args(Role)
ALL_RIGHTS: tuple[Right, ...] = get_args(Right)
NAME_LENGTH = 40
PIN_DIGITS = range(4, 9)  # how many a PIN has
MAX_PEOPLE = 50
LOCK_AFTER_MIN: tuple[LockAfter, ...] = get_args(LockAfter)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works at the stall; facts carry the id."""

    id: str
    name: str
    role: Role


def rights_of(role: Role) -> frozenset[Right]:
    """What a role may do beyond selling."""
    if role == "owner":
        return frozenset(ALL_RIGHTS)
    if role == "manager":
        return frozenset(ALL_RIGHTS) - {"edit_staff"}
    return frozenset({"no_sale"})


def clean_name(name: str) -> str:
    """The name without blanks around it; raises `staff_name`."""
    cleaned = " ".join(name.split())
    if not 0 < len(cleaned) <= NAME_LENGTH or not is_plain(cleaned):
        raise TillError("staff_name", field="name", allowed=f"1 to {NAME_LENGTH} printable signs")
    return cleaned


def check_pin(pin: str) -> str:
    """The PIN as given; raises `staff_pin`."""
    if len(pin) not in PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        raise TillError("staff_pin", field="pin", allowed="4 to 8 digits")
    return pin


def check_owners(people: dict[str, Person]) -> None:
    """Refuse a staff without an owner: nobody could change it any more. Raises `owner_needed`."""
    if people and not any(person.role == "owner" for person in people.values()):
        raise TillError("owner_needed", field="role", allowed="at least one owner")
