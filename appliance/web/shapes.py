"""The JSON shapes of the API: what intents may say and what answers look like (OpenAPI 3.1 comes from here).

Answers are written by `views`; a contract test holds every real answer against these shapes.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from appliance.web.people_shapes import PeopleLatest
from appliance.web.stock_shapes import StockLatest

Minor = Annotated[int, Field(ge=-(2**53) + 1, le=2**53 - 1, description="minor units of the currency")]
Grams = Annotated[int, Field(ge=1, le=999_999, description="grams")]
AskedMinor = Annotated[int, Field(ge=1, le=99_999_999)]
TareGrams = Annotated[int, Field(ge=0, le=99_999, description="grams")]
Quantity = Annotated[int, Field(ge=1, le=9999)]
BasisPoints = Annotated[int, Field(ge=1, le=10_000, description="1 % = 100")]
Language = Literal["en", "de", "fi", "it", "vi"]


class Intent(BaseModel):
    """A body from outside: unknown keys and loose types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Nothing(Intent):
    """An intent that needs no words."""


class AddLine(Intent):
    item_id: Annotated[str, Field(min_length=1, max_length=64)]
    quantity: Quantity | None = None
    weight_g: Annotated[Grams | None, Field(description="what lies on the scale, with its vessel")] = None
    price_minor: Annotated[AskedMinor | None, Field(description="of an item with a free price")] = None
    tare_g: Annotated[TareGrams | None, Field(description="null: the item's own")] = None
    is_returned: Annotated[bool, Field(description="a deposit that comes back")] = False


class GiveDiscount(Intent):
    line_id: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    kind: Literal["percent", "amount"]
    value: Annotated[int, Field(ge=1, le=2**53 - 1, description="basis points, or minor units")]
    label: Annotated[str, Field(max_length=40)] = ""


class ChangeLine(Intent):
    quantity: Quantity | None = None
    weight_g: Grams | None = None
    tare_g: Annotated[TareGrams | None, Field(description="null: as it was")] = None


class Scan(Intent):
    gtin: Annotated[str, Field(pattern=r"^[0-9]{8,14}$")]


class Pay(Intent):
    tender: Literal["cash"]
    given_minor: Annotated[int, Field(ge=0, le=10**12)]
    total_minor: Minor
    tip_minor: Annotated[int, Field(ge=0, le=10**12, description="of the change, what stays")] = 0


class Settings(Intent):
    language: Language | None = None
    quick_print: bool | None = None
    discount_presets_bp: Annotated[list[BasisPoints], Field(max_length=6)] | None = None


class Offline(Intent):
    until: Literal["switched_back", "tonight"] | None


class Enrol(Intent):
    url: Annotated[str, Field(min_length=1, max_length=300)]


class PrintAnswer(Intent):
    printed: bool


class SalesPage(BaseModel):
    before: Annotated[int, Field(ge=1, le=2**53 - 1, description="the fact to continue below")] | None = None
    epoch: Annotated[int, Field(ge=1, le=9999, description="the epoch of `before`")] = 1
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class ReceiptQuery(BaseModel):
    """A number, an amount (`12,50`), or words that stand on the receipt."""

    q: Annotated[str, Field(min_length=1, max_length=40)]
    before: Annotated[int, Field(ge=1, le=2**53 - 1, description="`next.f` of the answer before")] | None = (
        None
    )
    epoch: Annotated[int, Field(ge=1, le=9999, description="`next.epoch` of the answer before")] = 1
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class Category(BaseModel):
    id: str
    name: str
    emoji: str
    colour: str
    position: int


class Item(BaseModel):
    id: str
    name: str
    category_id: str
    price_minor: Minor
    unit: Literal["piece", "kg"]
    tax_code: str
    emoji: str
    colour: str
    position: int
    gtin: str | None
    deposit_id: str | None
    kind: Literal["goods", "deposit"]
    is_free_price: bool
    tare_g: int | None
    variant_of: Annotated[str | None, Field(description="the item this one is a size or kind of")]
    price_list: Annotated[str | None, Field(description="the list its price is of")]


class Catalogue(BaseModel):
    version: int
    categories: list[Category]
    items: list[Item]


class Line(BaseModel):
    id: str
    item_id: str
    name: str
    unit: Literal["piece", "kg"]
    quantity: int
    weight_g: int | None
    price_minor: Minor
    tax_code: str
    rate_bp: int
    letter: str
    kind: Literal["goods", "deposit"]
    parent_id: str | None
    amount_minor: Minor
    discount_minor: Minor
    tare_g: Annotated[int, Field(description="taken off the weight on the scale")] = 0
    price_list: Annotated[str | None, Field(description="the list its price is of")] = None
    promotion_minor: Annotated[Minor, Field(description="what of `discount_minor` promotions gave")] = 0


class QuickCash(BaseModel):
    given_minor: Minor
    change_minor: Minor


class Discount(BaseModel):
    """`value` is basis points or minor units; `line_id` null means the whole ticket."""

    id: str
    label: str
    kind: Literal["percent", "amount"]
    value: int
    line_id: str | None
    amount_minor: Minor
    approved_by: str | None
    promotion_id: Annotated[str | None, Field(description="given by a promotion, not by hand")] = None


TenderKind = Literal["cash", "card", "transfer", "voucher", "iou"]


class Tender(BaseModel):
    kind: TenderKind
    amount_minor: Minor
    given_minor: Minor
    change_minor: Minor
    tip_minor: Minor
    reference: str | None


class Payment(Tender):
    id: str
    at_utc: str


class TransferAccount(BaseModel):
    name: str
    account: str
    bank: str


class Payments(BaseModel):
    """The ways to pay that have a key, and what cash may be rounded to here."""

    kinds: list[TenderKind]
    cash_step_minor: int
    steps_minor: list[int]
    account: TransferAccount | None
    has_transfer_code: bool


class Ticket(BaseModel):
    id: str
    rev: int
    lines: list[Line]
    discounts: list[Discount]
    discount_minor: Minor
    total_minor: Minor
    due_minor: Annotated[Minor, Field(description="what is not paid yet")]
    cash_due_minor: Annotated[Minor, Field(description="the same, rounded as the stall rounds cash")]
    payments: list[Payment]
    coupons: list[str]
    name: str
    count: int
    can_undo: bool
    touched: str | None
    quick_cash: list[QuickCash]


class LastSale(BaseModel):
    number: str
    total_minor: Minor
    given_minor: Minor
    change_minor: Minor
    tip_minor: Minor = 0
    is_cash: bool = True
    discount_minor: Minor
    at_utc: str
    print_job_id: str | None


class Currency(BaseModel):
    code: str
    exponent: int


class Merchant(BaseModel):
    name: str


class Box(BaseModel):
    series: str
    stall: str


class Status(BaseModel):
    level: Literal["safe", "waiting", "danger"]
    key: str
    params: dict[str, int | str]


class Light(BaseModel):
    """The lamp; `rhythm` is (lit 1 or dark 0, milliseconds), repeated."""

    colour: Literal["red", "amber", "green"]
    word: Literal["double_blink", "slow_pulse", "steady", "wink"]
    rhythm: list[tuple[int, int]]
    reason: str


class FirstSync(BaseModel):
    done: int
    total: int


class SyncNow(BaseModel):
    state: Literal["trying", "done", "no_connection", "office_down", "offline_by_choice", "watchdog_silent"]


class Enrolling(BaseModel):
    state: str
    code: str | None
    approve_url: str | None
    fingerprint: str
    qr: list[str] | None


class Sync(BaseModel):
    """What the box knows of its back office; `online` null is unknown."""

    state: Literal["not_enrolled", "enrolling", "enrolled"]
    online: bool | None
    offline_until: Literal["switched_back", "tonight"] | None
    waiting_facts: int
    waiting_sales: int
    oldest_waiting_s: float | None
    acked_utc: str | None
    tried_utc: str | None
    problem: str | None
    uplink: str
    first_sync: FirstSync | None
    sync_now: SyncNow | None
    enrol: Enrolling | None
    merchant: str | None
    office_url: str | None
    quarantine: int


class Question(BaseModel):
    job_id: str
    number: str


class Printer(BaseModel):
    state: Literal["ready", "printing", "paper_out", "cover_open", "offline", "unknown", "none"]
    queued: int
    paper_low: bool | None
    question: Question | None


class Scale(BaseModel):
    state: Literal["stable", "moving", "none", "error"]
    weight_g: int | None


class Notice(BaseModel):
    id: int
    key: str
    params: dict[str, int | str]


class StickNow(BaseModel):
    """The backup stick; `waiting` facts are not on it yet."""

    state: Literal["none", "copying", "safe", "full", "read_only", "failed"]
    waiting: int


class ShiftBrief(BaseModel):
    """`is_old`: its business day is over, and nobody has closed it."""

    n: int
    is_open: bool
    opened_utc: str | None
    is_old: bool


class Snapshot(BaseModel):
    """Everything a screen draws, as of `rev`; a larger `rev` is newer."""

    rev: int
    language: Language
    country: str
    currency: Currency
    merchant: Merchant
    box: Box
    clock_utc: str
    offset_min: int
    business_day: str
    ticket: Ticket
    last_sale: LastSale | None
    status: Status
    light: Light
    sync: Sync
    printer: Printer
    scale: Scale
    notice: Notice | None
    catalogue_version: int
    quick_print: bool
    discount_presets_bp: list[int]
    simulated: bool
    welcome: Literal["language", "card", "network", "office", "goods", "restored"] | None
    stock: StockLatest
    stick: StickNow
    people: PeopleLatest
    shift: ShiftBrief
    payments: Payments
    parked: int = Field(description="tickets that are put aside")


PrintState = Literal["none", "queued", "sending", "sent", "confirmed", "held", "unconfirmed", "failed"]


class SaleRow(BaseModel):
    kind: Literal["sale", "refund"]
    of: Annotated[str | None, Field(description="of a refund: the sale's number")]
    epoch: int
    f: int
    number: str
    at_utc: str
    offset_min: int
    total_minor: Minor
    count: int
    state: Literal["on_box", "safe"]
    print_state: PrintState


class Sales(BaseModel):
    sales: list[SaleRow]
    more: bool


class LookFurther(BaseModel):
    epoch: int
    f: int


class FoundReceipts(BaseModel):
    sales: list[SaleRow]
    next: Annotated[
        LookFurther | None, Field(description="where to look further; null: all was looked through")
    ]
    looked_back_to: Annotated[str | None, Field(description="the business day down to which was looked")]


class TaxTotal(BaseModel):
    code: str
    letter: str
    rate_bp: int
    gross_minor: Minor
    net_minor: Minor
    tax_minor: Minor


class SaleDetail(SaleRow):
    lines: list[Line]
    discounts: list[Discount]
    taxes: list[TaxTotal]
    given_minor: Minor
    change_minor: Minor
    hash: str
    paper: list[str]
    refunds: list[str]


class Reprint(BaseModel):
    job_id: str


class About(BaseModel):
    version: str
    country: str
    series: str
    epoch: int
    facts: int
    head: str
    free_mb: int
    started_utc: str
    licence: str


class Health(BaseModel):
    ok: bool
