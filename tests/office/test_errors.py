"""Refusals: a stable code, its status, and the JSON of docs/protocol.md."""

from __future__ import annotations

import pytest

from backoffice.errors import TABLE, OfficeError


def test_an_error_has_the_shape_of_the_protocol() -> None:
    error = OfficeError("gap", field="first", allowed="at most 3", mark=2)
    assert error.status == 409
    assert error.to_dict() == {
        "error": {
            "code": "gap", "message": "Facts before these are missing.", "field": "first", "allowed": "at most 3",
            "params": {"mark": 2},
        }
    }  # fmt: skip
    assert str(error) == "gap, field first, allowed: at most 3, mark=2"


@pytest.mark.parametrize("code", sorted(TABLE))
def test_every_code_has_a_status_and_a_sentence(code: str) -> None:
    error = OfficeError(code)
    assert 400 <= error.status < 600
    assert error.message.endswith(".")


def test_an_unknown_code_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        OfficeError("never_heard_of")
