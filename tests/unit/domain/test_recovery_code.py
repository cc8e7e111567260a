"""A recovery code is a secret as a person writes it: every secret has one, and a slip of the pen is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.domain.recovery_code import code_of, secret_of

SECRETS = st.binary(min_size=16, max_size=16)


@given(SECRETS)
def test_code_leads_back_to_its_secret(secret: bytes) -> None:
    code = code_of(secret)
    assert len(code.replace("-", "")) == 28
    assert secret_of(code) == secret
    assert secret_of(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == secret


@given(SECRETS, st.integers(0, 27))
def test_one_wrong_sign_opens_no_other_secret(secret: bytes, place: int) -> None:
    signs = list(code_of(secret).replace("-", ""))
    signs[place] = "7" if signs[place] != "7" else "8"
    assert secret_of("".join(signs)) != secret


def test_what_is_no_code_is_none() -> None:
    assert secret_of("") is None
    assert secret_of("U" * 28) is None
    assert secret_of(code_of(bytes(16))[:-1]) is None
    with pytest.raises(ValueError, match="16 bytes"):
        code_of(b"short")
