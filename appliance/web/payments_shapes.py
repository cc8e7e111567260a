"""The JSON shapes of paying in parts and in several ways, and of how a stall takes money."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from appliance.web.shapes import Intent, Minor, TenderKind

Sum = Annotated[int, Field(ge=0, le=10**12)]


class TakePayment(Intent):
    kind: TenderKind
    amount_minor: Annotated[Sum, Field(description="what crossed the counter, the tip with it")]
    tip_minor: Sum = 0
    reference: Annotated[str, Field(max_length=40)] = ""
    due_minor: Annotated[Minor, Field(description="what the vendor saw is still to be paid")]


class Account(Intent):
    name: Annotated[str, Field(max_length=70)]
    account: Annotated[str, Field(max_length=64, description="an IBAN, or the number of the account")]
    bank: Annotated[str, Field(max_length=20, description="a BIC or nothing, or the number of the bank")] = ""


class SetPayments(Intent):
    kinds: Annotated[list[TenderKind], Field(max_length=10)]
    cash_step_minor: Annotated[int, Field(ge=0, le=10**6)]
    account: Account | None = None


class TransferCode(BaseModel):
    rows: Annotated[list[str], Field(description="the QR code, rows of 0 and 1 without a border")]
    text: str
    amount_minor: Minor
    name: str
    account: str
