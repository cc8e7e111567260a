"""The code a scanner reads off the screen to say "I am the scanner": random digits as EAN-13, which any scanner reads.

Its first digit 2 is for shops' own use (GS1 General Specifications, 1.4.3): no goods carry it. Knows no screen.
"""

from __future__ import annotations

import secrets

# GS1 General Specifications, 5.2.2: the left digits in sets A and B, the right ones the inverse of A; which sets the
# left half uses says the first digit.
_A = (
    "0001101", "0011001", "0010011", "0111101", "0100011",
    "0110001", "0101111", "0111011", "0110111", "0001011",
)  # fmt: skip
_SETS = (
    "AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB",
    "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA",
)  # fmt: skip
_INVERSE = str.maketrans("01", "10")


def new_digits() -> str:
    """Thirteen digits nobody can have printed beforehand, with their check digit."""
    body = f"2{secrets.randbelow(10**11):011d}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """The last digit of an EAN-13, by the weights 1 and 3."""
    weighed = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(body))
    return str(-weighed % 10)


def bars(digits: str) -> str:
    """An EAN-13 as 95 modules: 1 is a bar, 0 is a gap; ValueError unless it is one."""
    if len(digits) != 13 or not digits.isdigit() or check_digit(digits[:12]) != digits[12]:
        raise ValueError(f"{digits!r} is no EAN-13")
    left = "".join(
        _left(digit, which) for digit, which in zip(digits[1:7], _SETS[int(digits[0])], strict=True)
    )
    right = "".join(_A[int(digit)].translate(_INVERSE) for digit in digits[7:])
    return f"101{left}01010{right}101"


def _left(digit: str, which: str) -> str:
    modules = _A[int(digit)]
    return modules if which == "A" else modules.translate(_INVERSE)[::-1]
