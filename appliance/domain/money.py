"""Money in integer minor units: rounding, splitting, currencies.

`round_half_up` is the only place in the product where a fraction becomes a whole number (ADR 0003).
Knows no tax, no ticket and no language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 currency and the cash that exists in it, ascending, in minor units."""

    code: str
    exponent: int  # digits after the separator: 2 for EUR, 0 for VND
    notes_minor: tuple[int, ...]
    coins_minor: tuple[int, ...]

    @property
    def major_minor(self) -> int:
        """One whole unit (1 euro, 1 dong) in minor units."""
        return int(10**self.exponent)


def round_half_up(numerator: int, denominator: int) -> int:
    """The whole number nearest to numerator / denominator; a half goes away from zero.

    The sign is applied after rounding, so a return mirrors its sale to the cent.
    """
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -rounded if numerator < 0 else rounded


def allocate(total_minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split a total by non-negative weights so that the parts sum to it exactly (largest remainder).

    Equal remainders favour the earlier part. Weights that are all zero count as equal.
    """
    if not weights or min(weights) < 0:
        raise ValueError("weights must be non-negative and at least one")
    shares = tuple(weights) if any(weights) else (1,) * len(weights)
    whole = sum(shares)
    size = abs(total_minor)
    parts = [size * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: (-(size * shares[i] % whole), i))
    for index in by_remainder[: size - sum(parts)]:
        parts[index] += 1
    return tuple(-part for part in parts) if total_minor < 0 else tuple(parts)
