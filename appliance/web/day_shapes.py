"""The JSON shapes of the day: shifts, cash moves, X and Z."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from appliance.web.shapes import Intent, Minor, TaxTotal, TenderKind

Amount = Annotated[int, Field(ge=0, le=2**53 - 1, description="minor units")]
Pieces = Annotated[
    dict[Annotated[str, Field(pattern=r"^[1-9][0-9]{0,9}$")], Annotated[int, Field(ge=0, le=99_999)]],
    Field(max_length=40, description="how many of each note and coin, by its minor units"),
]


class OpenShift(Intent):
    float_minor: Amount
    pieces: Pieces | None = None


class CashMove(Intent):
    kind: Literal["pay_in", "pay_out", "safe_drop", "no_sale"]
    amount_minor: Amount
    reason: Annotated[str, Field(max_length=80)] = ""


class CloseShift(Intent):
    counted_minor: Amount | None = None
    pieces: Pieces | None = None


class ShiftsPage(BaseModel):
    before: Annotated[int, Field(ge=1, le=2**53 - 1)] | None = None


class ShiftNow(BaseModel):
    n: int
    is_open: bool
    opened_utc: str | None
    offset_min: int
    day: str | None
    float_minor: Minor
    is_counted: bool
    left_minor: Minor
    pieces_minor: list[int]
    waiting_facts: int
    waiting_receipts: int
    parked: int
    unprinted: int
    unconfirmed: str | None


class Counted(BaseModel):
    count: int
    total_minor: Minor


class Tender(BaseModel):
    kind: TenderKind
    amount_minor: Minor
    tips_minor: Minor = 0


class Moves(BaseModel):
    pay_in_minor: Minor
    pay_out_minor: Minor
    safe_drop_minor: Minor
    no_sales: int


class Report(BaseModel):
    """X: what happened so far. `expected_minor` is null for whoever may not close the day."""

    n: int
    opened_utc: str
    opened_offset_min: int
    day: str
    float_minor: Minor
    is_counted: bool
    sales: Counted
    refunds: Counted
    turnover_minor: Minor
    discount_minor: Minor
    rounding_minor: Minor
    tenders: list[Tender]
    moves: Moves
    taxes: list[TaxTotal]
    first_number: str | None
    last_number: str | None
    expected_minor: Minor | None
    currency: str
    exponent: int


class ShiftOpened(BaseModel):
    n: int


class CashMoved(BaseModel):
    n: int
    kind: Literal["pay_in", "pay_out", "safe_drop", "no_sale"]
    amount_minor: Minor


class ShiftRow(BaseModel):
    n: int
    epoch: int
    f: int
    at_utc: str
    offset_min: int
    day: str
    turnover_minor: Minor
    sales: int
    difference_minor: Minor | None
    state: Literal["on_box", "safe"]


class Shifts(BaseModel):
    shifts: list[ShiftRow]
    more: bool


class ShiftDetail(ShiftRow):
    z: dict[str, Any]  # Any: the fact's own body, as it was stored
    hash: str
    paper: list[str]
