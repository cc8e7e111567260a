"""The JSON shapes of editing goods. A field that is left out stays as it is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from appliance.web import shapes

Name = Annotated[str, Field(min_length=1, max_length=80)]
Emoji = Annotated[str, Field(max_length=32)]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
Position = Annotated[int, Field(ge=0, le=10**6)]
Id = Annotated[str, Field(min_length=1, max_length=64)]
TareGrams = Annotated[int, Field(ge=1, le=99_999)]
Code = Annotated[str, Field(min_length=8, max_length=14)]


class _Intent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class NewCategory(_Intent):
    name: Name
    emoji: Emoji = ""
    colour: Colour = "#3a4a5a"


class CategoryWish(_Intent):
    name: Name = ""
    emoji: Emoji = ""
    colour: Colour = ""
    position: Position = 0


class NewItem(_Intent):
    """A negative price is for deposits alone."""

    name: Name
    category_id: Id
    price_minor: shapes.Minor
    tax_code: Annotated[str, Field(min_length=1, max_length=32)]
    unit: Literal["piece", "kg"] = "piece"
    emoji: Emoji = ""
    colour: Colour = "#3a4a5a"
    gtin: Code | None = None
    deposit_id: Id | None = None
    kind: Literal["goods", "deposit"] = "goods"
    is_free_price: Annotated[bool, Field(description="the price is asked at each sale")] = False
    tare_g: TareGrams | None = None
    variant_of: Id | None = None


class ItemWish(_Intent):
    """Null takes barcode, deposit, tare and `variant_of` away; no other field may be null."""

    name: Name = ""
    category_id: Id = ""
    price_minor: shapes.Minor = 0
    tax_code: Annotated[str, Field(min_length=1, max_length=32)] = ""
    unit: Literal["piece", "kg"] = "piece"
    emoji: Emoji = ""
    colour: Colour = ""
    position: Position = 0
    gtin: Code | None = None
    deposit_id: Id | None = None
    kind: Literal["goods", "deposit"] = "goods"
    is_free_price: bool = False
    tare_g: TareGrams | None = None
    variant_of: Id | None = None


class Move(_Intent):
    step: Annotated[Literal[-1, 1], Field(description="one place back, or one on")]


class Place(_Intent):
    before: Annotated[Id | None, Field(description="the item it stands right before; null: last")]


class Tax(BaseModel):
    code: str
    rate_bp: int
    letter: str


class Taxes(BaseModel):
    """What the tax code of an item may be here."""

    taxes: list[Tax]


class Gone(BaseModel):
    id: str
