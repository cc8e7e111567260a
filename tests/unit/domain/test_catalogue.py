"""Items, GTINs, and the five demo stalls."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance import demo
from appliance.demo.stall import PALETTE
from appliance.domain.catalogue import (
    category_from_dict,
    category_to_dict,
    check_item,
    gtin_check_digit,
    is_gtin,
    item_from_dict,
    item_to_dict,
    same_gtin_key,
)
from appliance.domain.countries import country
from appliance.domain.errors import TillError
from tests.unit.domain.strategies import an_item


@pytest.mark.parametrize("code", ["4006381333931", "96385074", "036000291452", "10614141000415"])
def test_real_gtins_are_recognised(code: str) -> None:
    assert is_gtin(code)
    assert same_gtin_key(code).endswith(code) and len(same_gtin_key(code)) == 14


@pytest.mark.parametrize("code", ["4006381333932", "400638133393", "", "40063813339x1", "٤٠٠٦٣٨١٣٣٣٩٣١"])
def test_wrong_gtins_are_refused(code: str) -> None:
    assert not is_gtin(code)
    with pytest.raises(TillError) as refused:
        same_gtin_key(code)
    assert refused.value.code == "gtin_malformed"


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 9))
def test_one_misread_digit_is_always_noticed(body: str, place: int, shift: int) -> None:
    code = f"{body}{gtin_check_digit(body)}"
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    assert is_gtin(code) and not is_gtin(wrong)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"price_minor": -1}, "price_minor"),
        ({"price_minor": 2**60}, "price_minor"),
        ({"gtin": "4006381333932"}, "gtin"),
        ({"unit": "kg", "deposit_id": "d"}, "deposit_id"),
        ({"kind": "deposit", "deposit_id": "d"}, "deposit_id"),
    ],
)
def test_an_item_that_cannot_be_sold_is_refused(changed: dict[str, object], field: str) -> None:
    with pytest.raises(TillError) as refused:
        check_item(an_item(**changed))
    assert (refused.value.code, refused.value.field) == ("item_invalid", field)


@pytest.mark.parametrize("changed", [{"unit": "litre"}, {"price_minor": True}, {"kind": "x"}, {"gtin": 5}])
def test_an_item_of_wrong_shape_is_unreadable(changed: dict[str, object]) -> None:
    with pytest.raises(TillError) as refused:
        item_from_dict(item_to_dict(an_item()) | changed)
    assert (refused.value.code, refused.value.field) == ("unreadable_record", next(iter(changed)))


@pytest.mark.parametrize("language", demo.LANGUAGES)
def test_a_demo_stall_can_be_sold_from_the_first_tap(language: str) -> None:
    categories, items = demo.catalogue(language)
    pack = country(demo.country(language))
    by_id = {item.id: item for item in items}
    assert len(categories) == 5 and 44 <= len(items) <= 60
    assert all(category_from_dict(category_to_dict(category)) == category for category in categories)
    for item in items:
        assert item_from_dict(item_to_dict(item)) == item
        assert item.category_id in {category.id for category in categories}
        assert item.emoji and item.colour in PALETTE and pack.rate(item.tax_code)
        assert item.price_minor != 0 and (item.price_minor > 0 or item.kind == "deposit")
        if item.deposit_id is not None:
            assert by_id[item.deposit_id].kind == "deposit"
    assert len({item.gtin for item in items if item.gtin}) == sum(1 for item in items if item.gtin) >= 6
    assert any(item.price_minor < 0 for item in items) and any(item.unit == "kg" for item in items)
    assert demo.merchant(language).name and pack.default_language == language


def test_dong_prices_are_whole_thousands() -> None:
    assert all(item.price_minor % 1_000 == 0 for item in demo.catalogue("vi")[1])


def test_an_unknown_demo_language_is_refused() -> None:
    with pytest.raises(TillError) as refused:
        demo.catalogue("sv")
    assert refused.value.code == "unknown_language"
