"""The JSON shapes of refunds: what comes back, and what is still out."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from appliance.web.shapes import Intent, Line, Minor, TenderKind

Taken = Annotated[
    str,
    Field(
        max_length=20_000,
        pattern=r"^[A-Za-z0-9._-]{1,64}:[0-9]{1,6}(,[A-Za-z0-9._-]{1,64}:[0-9]{1,6})*$",
        description="line id and pieces or grams, `l1:2,l4:742`; absent: everything left",
    ),
]


class Wanted(BaseModel):
    take: Taken | None = None
    in_cash: bool = False


class BackLine(Intent):
    line_id: Annotated[str, Field(min_length=1, max_length=64)]
    measure: Annotated[int, Field(ge=1, le=999_999, description="pieces, or grams")]
    to_stock: bool = True


class GiveBack(Intent):
    lines: Annotated[list[BackLine], Field(min_length=1, max_length=1000)] | None = None
    total_minor: Annotated[int, Field(ge=0, le=2**53 - 1)]
    reason: Annotated[str, Field(max_length=80)] = ""
    in_cash: Annotated[bool, Field(description="all in cash, however it was paid")] = False


class OfferedLine(Line):
    left: int


class MoneyBack(BaseModel):
    kind: TenderKind
    amount_minor: Minor


class RefundOffer(BaseModel):
    number: str
    at_utc: str
    offset_min: int
    total_minor: Minor
    left_minor: Minor
    chosen_minor: Minor
    money: Annotated[list[MoneyBack], Field(description="how the chosen goods are paid back")]
    is_cash_only: bool
    lines: list[OfferedLine]
    refunds: list[str]


class RefundDone(BaseModel):
    number: str
    paid_out_minor: Minor
    print_job_id: str | None
