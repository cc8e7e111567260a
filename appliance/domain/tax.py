"""Value added tax contained in gross prices: one total per rate, then net and tax from that total.

Method: total gross per rate, net = gross / (1 + rate) rounded once, tax = gross - net (ADR 0003). The stored
numbers are what receipt, journal and reports show; nobody computes them again. Knows no country.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from appliance.domain.money import round_half_up
from appliance.domain.reading import Document, text, whole

FULL_BP = 10_000  # 100 % in basis points


@dataclass(frozen=True, slots=True)
class TaxRate:
    """One rate of a country: `code` in the catalogue, `letter` on paper, basis points (19 % = 1900)."""

    code: str
    letter: str
    rate_bp: int


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """What one rate contributed to a sale; net_minor + tax_minor == gross_minor, always."""

    code: str
    letter: str
    rate_bp: int
    gross_minor: int
    net_minor: int
    tax_minor: int


class Taxed(Protocol):
    """What the split needs of a line."""

    @property
    def tax_code(self) -> str: ...
    @property
    def letter(self) -> str: ...
    @property
    def rate_bp(self) -> int: ...
    @property
    def amount_minor(self) -> int: ...


def split_inclusive(lines: Iterable[Taxed]) -> tuple[TaxTotal, ...]:
    """The tax totals of lines with gross amounts, ordered by letter.

    Lines are grouped by code and rate: a rate that changed while a ticket was open gives two totals.
    """
    gross_by_rate: dict[tuple[str, int, str], int] = {}
    for line in lines:
        key = (line.letter, line.rate_bp, line.tax_code)
        gross_by_rate[key] = gross_by_rate.get(key, 0) + line.amount_minor
    totals = []
    for (letter, rate_bp, code), gross_minor in sorted(gross_by_rate.items()):
        net_minor = round_half_up(gross_minor * FULL_BP, FULL_BP + rate_bp)
        totals.append(TaxTotal(code, letter, rate_bp, gross_minor, net_minor, gross_minor - net_minor))
    return tuple(totals)


def tax_total_to_dict(total: TaxTotal) -> dict[str, object]:
    """The JSON shape of one total."""
    return {
        "code": total.code,
        "letter": total.letter,
        "rate_bp": total.rate_bp,
        "gross_minor": total.gross_minor,
        "net_minor": total.net_minor,
        "tax_minor": total.tax_minor,
    }


def tax_total_from_dict(document: Document) -> TaxTotal:
    """Read what `tax_total_to_dict` wrote; raises `unreadable_record`."""
    return TaxTotal(
        code=text(document, "code"),
        letter=text(document, "letter"),
        rate_bp=whole(document, "rate_bp"),
        gross_minor=whole(document, "gross_minor"),
        net_minor=whole(document, "net_minor"),
        tax_minor=whole(document, "tax_minor"),
    )
