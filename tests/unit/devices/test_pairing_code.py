"""The code on the screen is an EAN-13 that no goods carry."""

from __future__ import annotations

import pytest

from appliance.devices.pairing_code import bars, check_digit, new_digits


def test_the_bars_of_a_known_code() -> None:
    # 4006381333931: the worked example of many symbology texts; checked against an outside reader in the journeys.
    drawn = bars("4006381333931")
    assert len(drawn) == 95
    assert drawn.startswith("101") and drawn.endswith("101") and drawn[45:50] == "01010"
    assert drawn[3:10] == "0001101"  # 0 in set A
    assert drawn[10:17] == "0100111"  # 0 in set B


def test_codes_are_new_in_house_and_checked() -> None:
    codes = {new_digits() for _ in range(50)}
    assert len(codes) == 50
    assert all(code.startswith("2") and check_digit(code[:12]) == code[12] for code in codes)


@pytest.mark.parametrize("code", ["4006381333932", "400638133393", "400638133393x"])
def test_a_wrong_code_is_not_drawn(code: str) -> None:
    with pytest.raises(ValueError, match="no EAN-13"):
        bars(code)
