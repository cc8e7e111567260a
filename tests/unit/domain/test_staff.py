"""Roles, names and PINs."""

from __future__ import annotations

import pytest

from appliance.domain.errors import TillError
from appliance.domain.staff import ALL_RIGHTS, Person, check_owners, check_pin, clean_name, rights_of


def test_each_role_may_more_than_the_one_below() -> None:
    assert rights_of("seller") < rights_of("manager") < rights_of("owner") == set(ALL_RIGHTS)
    assert rights_of("owner") - rights_of("manager") == {"edit_staff"}
    assert rights_of("seller") == {"no_sale"}


def test_names_lose_their_blanks() -> None:
    assert clean_name("  Ngọc   Anh ") == "Ngọc Anh"


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a\x00b"])
def test_bad_names_are_refused(name: str) -> None:
    with pytest.raises(TillError) as refusal:
        clean_name(name)
    assert (refusal.value.code, refusal.value.field) == ("staff_name", "name")


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "١٢٣٤"])
def test_bad_pins_are_refused(pin: str) -> None:
    with pytest.raises(TillError, match="staff_pin"):
        check_pin(pin)


def test_people_need_an_owner_nobody_needs_none() -> None:
    check_owners({})
    check_owners({"a": Person("a", "Anna", "owner")})
    with pytest.raises(TillError, match="owner_needed"):
        check_owners({"a": Person("a", "Anna", "manager")})
