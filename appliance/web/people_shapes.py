"""The JSON shapes of people at the till. PINs only come in, never go out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from appliance.domain.staff import LockAfter, Right, Role

StaffId = Annotated[str, Field(min_length=1, max_length=64)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Pin = Annotated[str, Field(pattern=r"^[0-9]{4,8}$", description="4 to 8 digits")]


class _Intent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class StaffNew(_Intent):
    """Somebody new; the first has to be an owner."""

    name: Name
    role: Role
    pin: Pin


class StaffChange(_Intent):
    """What is known of somebody from now on; no PIN keeps the one there is."""

    name: Name
    role: Role
    pin: Pin | None = None


class SignIn(_Intent):
    staff_id: StaffId
    pin: Pin


class Approve(_Intent):
    """Somebody who may lets somebody else do one deed."""

    staff_id: StaffId
    pin: Pin
    right: Right


class LockChoice(_Intent):
    """Minutes without a touch until the till asks who is there; 0: never."""

    lock_after_min: LockAfter


class Approval(BaseModel):
    """The header `Approval` of one intent that needs `right`, within `seconds`."""

    approval: str
    right: Right
    seconds: int


class PersonHere(BaseModel):
    id: str
    name: str
    role: Role


class PeopleLatest(BaseModel):
    """Who is signed in; `set_up` false: nobody works with names here, and everything is allowed."""

    set_up: bool
    here: PersonHere | None
    is_locked: bool = Field(description="whoever is signed in has to show it by the PIN; sales go on")
    lock_after_min: LockAfter = Field(
        description="minutes without a touch after which a screen locks; 0: never"
    )


class Person(PersonHere):
    """`wait_s`: how long the next try of the PIN has to wait."""

    role: Literal["seller", "manager", "owner"]
    rights: list[Right]
    wait_s: int


class People(PeopleLatest):
    people: list[Person]
