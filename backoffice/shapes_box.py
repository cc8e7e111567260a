"""What boxes say and are told, field by field: the same shapes as docs/protocol/schemas, for checking and for OpenAPI.

Keys that are not known here are ignored; boxes are newer than their back office at times. Shapes only.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

MAX_WHOLE = 2**53 - 1  # beyond this JSON numbers lie
HEAD = r"^[0-9a-f]{64}$"
SERIES = r"^[A-Z]{1,6}$"

Whole = Annotated[int, Field(ge=0, le=MAX_WHOLE)]
Word = Annotated[str, Field(max_length=64)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Head = Annotated[str, Field(pattern=HEAD)]


class Shape(BaseModel):
    """Strict: a number in quotes is not a number."""

    model_config = ConfigDict(strict=True, extra="ignore")


class EnrolmentBody(Shape):
    """A new box introduces itself."""

    public_key: Annotated[str, Field(min_length=44, max_length=44)]
    name: Name
    series: Annotated[str, Field(pattern=SERIES)]
    country: Annotated[str, Field(pattern=r"^[A-Za-z]{2,10}$")]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    exponent: Annotated[int, Field(ge=0, le=4)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    zone: Annotated[str, Field(min_length=1, max_length=64)]
    version: Annotated[str, Field(min_length=1, max_length=32)]


class StreamEnd(Shape):
    epoch: Annotated[int, Field(ge=1, le=MAX_WHOLE)]
    last: Whole


class Light(Shape):
    colour: Word
    rhythm: Word
    reason: Word


class ReportBody(Shape):
    """Presence and health. All but `n` may be unknown: a report is never refused for what the box cannot say."""

    n: Annotated[int, Field(ge=1, le=MAX_WHOLE)]
    at: Annotated[str, Field(max_length=40)] | None = None
    quality: Word | None = None
    version: Annotated[str, Field(max_length=32)] | None = None
    streams: Annotated[list[StreamEnd], Field(max_length=1000)] = []
    waiting: Whole | None = None
    waiting_sales: Whole | None = None
    oldest_waiting_s: Annotated[float, Field(ge=0, le=MAX_WHOLE, allow_inf_nan=False)] | None = None
    light: Light | None = None
    uplink: Word | None = None
    is_offline_by_choice: bool | None = None
    free_mb: Whole | None = None
    printer: Word | None = None
    problem: Word | None = None
    series: Annotated[str, Field(max_length=16)] | None = None


class OfferBody(Shape):
    """Goods typed in before enrolling; each is checked where the catalogue is kept."""

    categories: Annotated[list[dict[str, Any]], Field(max_length=1000)]  # Any: JSON, checked later
    items: Annotated[list[dict[str, Any]], Field(max_length=20_000)]  # Any: JSON, checked later


class ChangesQuery(Shape):
    """How far a box has the catalogue, and how long it would wait for more."""

    generation: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None = None
    after: Whole | None = None
    wait_s: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] = 0.0


class MerchantName(Shape):
    id: str
    name: str


class EnrolmentOut(Shape):
    """Answer to a new box; which keys there are depends on `state`."""

    enrolment_id: str
    state: Literal["pending", "denied", "expired", "approved"]
    server_time: str
    code: str | None = None
    approve_url: str | None = None
    expires_in_s: int | None = None
    interval_s: float | None = None
    box_id: str | None = None
    merchant: MerchantName | None = None
    series: str | None = None


class PushOut(Shape):
    """How far the back office is; with `aside`, only what was set aside."""

    epoch: int
    mark: int | None = None
    head: Head | None = None
    aside: int | None = None
    batch: int
    interval_s: float
    revoked: bool | None = None
    server_time: str


class StreamMark(Shape):
    epoch: int
    mark: int
    head: Head


class CatalogueMark(Shape):
    generation: str
    version: int


class ReportOut(Shape):
    streams: list[StreamMark]
    catalogue: CatalogueMark
    quarantine: int
    revoked: bool
    attention: str | None
    batch: int
    interval_s: float
    server_time: str


class RemovedIds(Shape):
    categories: list[str]
    items: list[str]


class BoxMark(Shape):
    epoch: int
    mark: int


class ChangesOut(Shape):
    generation: str
    version: int
    is_snapshot: bool
    categories: list[dict[str, Any]]  # Any: as in catalogue.schema.json
    items: list[dict[str, Any]]  # Any: as in catalogue.schema.json
    removed: RemovedIds
    marks: list[BoxMark]  # up to which facts of the asking box this was made
    server_time: str


class OfferOut(Shape):
    added: int
    generation: str
    version: int
    server_time: str
