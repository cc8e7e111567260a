"""The parts of a printable document: neither language nor paper width.

Texts are plain strings (names the vendor typed) or typed values that a renderer words by locale. Who renders
and who prints is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WordKey = Literal[
    "day.closed",
    "day.counted",
    "day.difference",
    "day.discounts",
    "day.expected",
    "day.float",
    "day.no_sales",
    "day.not_counted",
    "day.opened",
    "day.pay_in",
    "day.pay_out",
    "day.perpetual",
    "day.records",
    "day.refunds",
    "day.safe_drop",
    "day.sales",
    "day.seal",
    "day.turnover",
    "day.x_only",
    "receipt.back_by_transfer",
    "receipt.back_to_card",
    "receipt.back_to_iou",
    "receipt.back_to_voucher",
    "receipt.card",
    "receipt.cash",
    "receipt.change",
    "receipt.copy",
    "receipt.date",
    "receipt.discount",
    "receipt.gross",
    "receipt.hash",
    "receipt.iou",
    "receipt.net",
    "receipt.number",
    "receipt.paid_out",
    "receipt.per_kg",
    "receipt.tare",
    "receipt.rate",
    "receipt.reason",
    "receipt.refund",
    "receipt.refund_of",
    "receipt.rounding",
    "receipt.saved",
    "receipt.served_by",
    "receipt.signature",
    "receipt.subtotal",
    "receipt.tax",
    "receipt.tax_id",
    "receipt.thanks",
    "receipt.time_doubtful",
    "receipt.tip",
    "receipt.to_pay",
    "receipt.total",
    "receipt.transfer",
    "receipt.voucher",
]


@dataclass(frozen=True, slots=True)
class Word:
    """A phrase by key; `args` fill its named places."""

    key: WordKey
    args: tuple[tuple[str, int | str], ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """Money; `bare` leaves the currency out, as in a column of prices."""

    minor: int
    currency: str
    exponent: int
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Weight:
    """Grams, shown in kilograms with three decimals."""

    g: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time and the offset of the place where it happened."""

    utc: str
    offset_min: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A tax rate in basis points."""

    bp: int


Piece = str | Word | Amount | Weight | Moment | Rate
Words = Piece | tuple[Piece, ...]  # a tuple is said one after the other, without spaces between
Align = Literal["left", "center", "right"]
Size = Literal[1, 2]


@dataclass(frozen=True, slots=True)
class Heading:
    """A big centred line."""

    text: Words


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    words: Words
    align: Align = "left"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Words on the left, an amount at the right edge."""

    left: Words
    right: Words
    bold: bool = False
    size: Size = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length, the first one a heading; first column left, the others right."""

    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code."""

    data: str


@dataclass(frozen=True, slots=True)
class Feed:
    """Blank lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of one paper."""


Element = Heading | Text | Row | Table | Rule | Qr | Feed | Cut


@dataclass(frozen=True, slots=True)
class Document:
    """Elements from top to bottom."""

    elements: tuple[Element, ...]
