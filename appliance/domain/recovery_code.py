"""The recovery code: a box's secret for its backup stick, as a person writes it down.

28 letters and digits in groups of four: 128 bits of secret, 12 bits of check. No I, L, O or U; what is typed instead
of a digit (O for 0, I or L for 1) is understood. Pure.
"""

from __future__ import annotations

import hashlib

SECRET_BYTES = 16
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DIGITS = 28
_CHECK_BITS = 12
_MEANT = str.maketrans("OIL", "011")


def code_of(secret: bytes) -> str:
    """The code of a secret of 16 bytes."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a secret has {SECRET_BYTES} bytes")
    number = int.from_bytes(secret, "big") << _CHECK_BITS | _check(secret)
    digits = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_DIGITS)))
    return "-".join(digits[at : at + 4] for at in range(0, _DIGITS, 4))


def secret_of(code: str) -> bytes | None:
    """The secret of a code as it was typed; None when it is none, or one sign of it is wrong."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum()).translate(_MEANT)
    if len(typed) != _DIGITS or any(sign not in _ALPHABET for sign in typed):
        return None
    number = 0
    for sign in typed:
        number = number << 5 | _ALPHABET.index(sign)
    secret = (number >> _CHECK_BITS).to_bytes(SECRET_BYTES, "big")
    return secret if number & (1 << _CHECK_BITS) - 1 == _check(secret) else None


def _check(secret: bytes) -> int:
    return (
        int.from_bytes(hashlib.sha256(b"tillbox recovery" + secret).digest()[:2], "big") >> 16 - _CHECK_BITS
    )
