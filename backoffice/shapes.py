"""The JSON shapes of the owner's half: what may be asked and what is answered (OpenAPI 3.1 comes from here).

Questions from outside are strict: unknown keys and loose types are refused. Knows no database.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from backoffice.owners import LONGEST_PASSWORD, SHORTEST_PASSWORD

Minor = Annotated[int, Field(ge=-(2**53) + 1, le=2**53 - 1, description="minor units of the currency")]
Price = Annotated[int, Field(ge=-(10**12), le=10**12, description="gross, minor units of the currency")]
Language = Literal["en", "de", "fi", "it", "vi"]
Country = Literal["generic", "de", "fi", "it", "vn"]


def _printable(text: str) -> str:
    if not text.isprintable():  # PostgreSQL keeps no NUL, and nobody means the others
        raise ValueError("letters, figures and signs, no control characters")
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("more than spaces")
    return text


def _sensible(day: date) -> date:
    if not 2000 <= day.year <= 2999:
        raise ValueError("a day between 2000 and 2999")
    return day


Text = Annotated[str, AfterValidator(_printable)]
Name = Annotated[Text, AfterValidator(_not_blank), Field(min_length=1, max_length=80)]
Day = Annotated[date, AfterValidator(_sensible)]


Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


MOST_F = 2**53 - 1


class Question(BaseModel):
    """A body from outside."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Nothing(Question):
    """A call that needs no words."""


class Setup(Question):
    token: Annotated[Text, Field(min_length=1, max_length=200)]
    merchant_name: Name
    email: Annotated[Text, Field(min_length=3, max_length=254)]
    password: Annotated[str, Field(min_length=SHORTEST_PASSWORD, max_length=LONGEST_PASSWORD)]
    country: Country
    language: Language


class SignIn(Question):
    email: Annotated[Text, Field(min_length=1, max_length=254)]
    password: Annotated[str, Field(min_length=1, max_length=LONGEST_PASSWORD)]


class Rename(Question):
    name: Name


class Approve(Question):
    fingerprint: Annotated[Text, Field(min_length=16, max_length=40)]


class ItemWish(Question):
    """An item without its id, which is in the address."""

    name: Name
    category_id: Annotated[Text, Field(min_length=1, max_length=64)]
    price_minor: Price
    unit: Literal["piece", "kg"]
    tax_code: Annotated[Text, Field(min_length=1, max_length=32)]
    emoji: Annotated[str, Field(max_length=32)]
    colour: Colour
    position: Annotated[int, Field(ge=0, le=1_000_000)]
    gtin: Annotated[str, Field(pattern=r"^[0-9]{8,14}$")] | None = None
    deposit_id: Annotated[Text, Field(min_length=1, max_length=64)] | None = None
    kind: Literal["goods", "deposit"] = "goods"
    is_free_price: bool = False
    tare_g: Annotated[int, Field(ge=1, le=99_999)] | None = None
    variant_of: Annotated[Text, Field(min_length=1, max_length=64)] | None = None
    price_list: Annotated[Text, Field(min_length=1, max_length=64)] | None = None


class CategoryWish(Question):
    """A category without its id, which is in the address."""

    name: Name
    emoji: Annotated[str, Field(max_length=32)]
    colour: Colour
    position: Annotated[int, Field(ge=0, le=1_000_000)]


class ConflictWish(Question):
    """One field that was changed at both ends: `kept` is fine as it is, `other` takes the value that was not kept."""

    box_id: Annotated[Text, Field(min_length=1, max_length=64)]
    conflict_id: Annotated[Text, Field(min_length=1, max_length=64)]
    field: Annotated[Text, Field(min_length=1, max_length=64)]
    use: Literal["kept", "other"]


class DayOf(BaseModel):
    day: Day | None = None


class SalesQuery(BaseModel):
    day: Day | None = None
    box: Annotated[Text, Field(max_length=64)] | None = None
    before: Annotated[Text, Field(max_length=32, description="number of the last sale known")] | None = None
    before_box: Annotated[Text, Field(max_length=64, description="and its box")] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Currency(BaseModel):
    code: str
    exponent: int


class Merchant(BaseModel):
    id: str
    name: str
    currency: Currency
    language: str
    zone: str


class Session(BaseModel):
    signed_in: bool
    needs_setup: bool
    csrf: str | None
    email: str | None
    merchant: Merchant | None
    is_demo: bool
    version: str


class Light(BaseModel):
    colour: str
    rhythm: str
    reason: str


class Stall(BaseModel):
    """A box as the office may speak of it; null is what cannot be known."""

    box_id: str
    name: str
    series: str
    state: Literal["online", "silent", "never"]
    light: Light | None
    waiting: int | None
    waiting_sales: int | None
    oldest_waiting_s: float | None
    heard_utc: str | None
    today_minor: Minor
    today_sales: int
    version: str | None
    uplink: str | None
    is_offline_by_choice: bool | None
    problem: str | None
    free_mb: int | None
    is_revoked: bool
    quarantine: int
    attention: str | None
    fingerprint: str
    enrolled_utc: str


class Boxes(BaseModel):
    boxes: list[Stall]


class SaleRow(BaseModel):
    number: str
    box_id: str
    stall: str
    at_utc: str
    offset_min: int
    day: str
    total_minor: Minor
    count: int
    received_utc: str
    kind: Literal["sale", "refund"]
    of_number: str | None


class Hour(BaseModel):
    hour: int
    total_minor: Minor
    sales: int
    last_week_minor: Minor | None


class LastWeek(BaseModel):
    day: str
    total_minor: Minor
    sales: int
    until_now_minor: Minor


class Need(BaseModel):
    kind: Literal["quarantine", "fork", "silent", "enrolment", "revoked"]
    params: dict[str, int | str | None]


class Today(BaseModel):
    day: str
    clock_utc: str
    offset_min: int
    total_minor: Minor
    sales: int
    average_minor: Minor
    last_week: LastWeek
    hours: list[Hour]
    stalls: list[Stall]
    needs: list[Need]
    latest: list[SaleRow]


class Sales(BaseModel):
    sales: list[SaleRow]
    more: bool
    total_minor: Minor
    count: int


class ShiftsQuery(BaseModel):
    day: Day | None = None


class ShiftRow(BaseModel):
    n: int
    box_id: str
    stall: str
    epoch: int
    f: int
    day: str
    at_utc: str
    offset_min: int
    sales: int
    turnover_minor: Minor
    expected_minor: Minor
    counted_minor: Minor | None
    difference_minor: Minor | None
    received_utc: str


class Shifts(BaseModel):
    shifts: list[ShiftRow]


class Shift(ShiftRow):
    hash: str
    z: dict[str, Any]  # Any: the fact's own body, as the box wrote it


class Fact(BaseModel):
    box_id: str
    epoch: int
    f: int
    hash: str
    previous_hash: str | None
    bytes: str
    received_utc: str
    is_verified: bool


class Refunded(BaseModel):
    number: str
    total_minor: Minor


class Sale(SaleRow):
    refunds: list[Refunded]
    body: dict[str, Any]  # Any: the fact's own body, as the box wrote it
    fact: Fact


class Entry(BaseModel):
    quarantine_id: str
    box_id: str
    stall: str
    epoch: int
    f: int
    reason: str
    params: dict[str, int | str]
    received_utc: str
    state: Literal["open", "applied", "seen"]
    bytes: str


class Quarantine(BaseModel):
    entries: list[Entry]


class StallStock(BaseModel):
    box_id: str
    stall: str
    left: int


class StockItem(BaseModel):
    """What is left of an item in pieces (`unit` piece) or grams; `left` is of all stalls together."""

    item_id: str
    unit: Literal["piece", "kg"]
    name: str
    left: int
    stalls: list[StallStock]


class StockMove(BaseModel):
    """A move of goods by hand; the delta of a count is its variance."""

    id: str
    box_id: str
    stall: str
    item_id: str
    unit: Literal["piece", "kg"]
    name: str
    kind: Literal["receive", "waste", "count", "load", "unload"]
    delta: int
    counted: int | None
    reason: str | None
    at_utc: str
    offset_min: int
    staff_name: str | None


class Stock(BaseModel):
    """Levels, below zero first, and the moves of `day`, newest first."""

    day: str
    items: list[StockItem]
    moves: list[StockMove]


class HoursQuery(BaseModel):
    """Business days, both included; the last month where none is named."""

    since: Day | None = None
    until: Day | None = None


class Worker(BaseModel):
    """Somebody at a box; `name` is null once forgotten, or where no fact tells of the person."""

    box_id: str
    stall: str
    staff_id: str
    name: str | None


class PersonOf(Worker):
    """`is_active`: works there, as far as the box has told; `sales` without refunds."""

    role: Literal["seller", "manager", "owner"] | None
    is_active: bool
    is_forgotten: bool
    seen_utc: str | None
    sales: int


class People(BaseModel):
    people: list[PersonOf]


class Stint(Worker):
    """`minutes` is null where nobody signed out, or the clock was set in between."""

    day: str
    came_utc: str
    went_utc: str | None
    offset_min: int
    minutes: int | None


class WorkedSum(Worker):
    minutes: int


class Hours(BaseModel):
    since: str
    until: str
    stints: list[Stint]
    sums: list[WorkedSum]


class Retried(BaseModel):
    """What became of it: `reason` says why it still cannot be counted."""

    state: Literal["open", "applied"]
    reason: str | None


class Enrolment(BaseModel):
    code: str
    name: str
    series: str
    fingerprint: str
    version: str
    created_utc: str
    state: Literal["pending", "approved", "denied", "expired"]


class Pending(BaseModel):
    """Always empty: an enrolment belongs to nobody until somebody types its code."""

    pending: list[Enrolment]


class Conflict(BaseModel):
    """A field that a box and the back office had both changed; `kept` and `lost` have the `value`."""

    box_id: str
    stall: str
    conflict_id: str
    kind: Literal["items", "categories"]
    doc_id: str
    name: str
    field: str
    kept: dict[str, Any]  # Any: of whatever type the field has
    lost: dict[str, Any]  # Any: of whatever type the field has
    at_utc: str
    received_utc: str


class Catalogue(BaseModel):
    generation: str
    version: int
    categories: list[dict[str, Any]]  # Any: as in catalogue.schema.json
    items: list[dict[str, Any]]  # Any: as in catalogue.schema.json
    conflicts: list[Conflict]


class Version(BaseModel):
    generation: str
    version: int


class Done(BaseModel):
    ok: Literal[True]


class Health(BaseModel):
    ok: bool
