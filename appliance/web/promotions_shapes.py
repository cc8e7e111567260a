"""The JSON shapes of promotions and coupons. A field that is left out stays as it is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from appliance.web.shapes import Intent, Minor

Kind = Annotated[
    Literal["percent", "nth", "set", "bundle"],
    Field(
        description="`value_bp` off; of every `count` the cheapest `free` get `value_bp` off; any `count` for"
        " `price_minor`; one of each of `item_ids` for `price_minor`"
    ),
]
Name = Annotated[str, Field(min_length=1, max_length=40)]
Ids = Annotated[list[Annotated[str, Field(min_length=1, max_length=64)]], Field(max_length=100)]
BasisPoints = Annotated[int, Field(ge=1, le=10_000)]
Count = Annotated[int, Field(ge=1, le=100)]
Free = Annotated[int, Field(ge=0, le=99)]
Price = Annotated[int, Field(ge=0, le=10**12)]
Weekdays = Annotated[
    list[Annotated[int, Field(ge=0, le=6)]], Field(max_length=7, description="0 is Monday; none: all")
]
FromMinute = Annotated[int, Field(ge=0, le=1439, description="of the local day")]
UntilMinute = Annotated[
    int, Field(ge=1, le=1440, description="not included; below `from_min`: over midnight")
]
Code = Annotated[str, Field(max_length=24, description="letters and digits; large and small are the same")]


class PromotionWish(Intent):
    name: Name = ""
    kind: Kind = "percent"
    is_on: bool = True
    item_ids: Ids = []
    category_ids: Ids = []
    value_bp: BasisPoints = 10_000
    count: Count = 1
    free: Free = 0
    price_minor: Price = 0
    weekdays: Weekdays = []
    from_min: FromMinute = 0
    until_min: UntilMinute = 1440
    code: Code | None = None


class NewPromotion(PromotionWish):
    name: Name
    kind: Kind


class Promotion(BaseModel):
    id: str
    name: str
    kind: Kind
    is_on: bool
    item_ids: list[str]
    category_ids: list[str]
    value_bp: int
    count: int
    free: int
    price_minor: Minor
    weekdays: list[int]
    from_min: int
    until_min: int
    code: str | None
    holds_now: bool


class Promotions(BaseModel):
    promotions: list[Promotion]


class Put(BaseModel):
    id: str


class Coupon(Intent):
    code: Annotated[str, Field(min_length=1, max_length=24)]
