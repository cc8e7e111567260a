"""Codes for banking apps: an EPC code as the European Payments Council's guideline has it, and VietQR's fields."""

from __future__ import annotations

from binascii import crc_hqx

import pytest

from appliance.domain.errors import TillError
from appliance.domain.transfer_code import (
    account_from_dict,
    account_to_dict,
    check_account,
    transfer_code,
)


def test_an_epc_code_is_that_of_the_guideline() -> None:
    """The widely shown example of EPC069-12, the Red Cross in Belgium, as version 002 and without a purpose."""
    account = check_account("Red Cross of Belgium", "BE72 0000 0000 1616", "bpotbeb1", "EUR")
    assert transfer_code(account, 100, "EUR", "Urgency fund").split("\n") == [
        "BCD", "002", "1", "SCT", "BPOTBEB1", "Red Cross of Belgium", "BE72000000001616", "EUR1.00", "", "",
        "Urgency fund",
    ]  # fmt: skip
    assert account_from_dict(account_to_dict(account)) == account


def test_a_vietqr_code_reads_back_field_by_field() -> None:
    account = check_account("Sạp Trái Cây", "113366668888", "970415", "VND")
    code = transfer_code(account, 79_000, "VND", "Sạp Đào A12")
    told = fields(code)
    assert (told["00"], told["01"], told["53"], told["54"], told["58"]) == ("01", "12", "704", "79000", "VN")
    service = fields(told["38"])
    assert (service["00"], service["02"]) == ("A000000727", "QRIBFTTA")
    assert fields(service["01"]) == {"00": "970415", "01": "113366668888"}
    assert fields(told["62"]) == {"08": "Sap Dao A12"}
    assert int(told["63"], 16) == crc_hqx(code[:-4].encode(), 0xFFFF)
    assert crc_hqx(b"123456789", 0xFFFF) == 0x29B1  # the check value of CRC-16/CCITT-FALSE


@pytest.mark.parametrize(
    ("name", "account", "bank", "currency", "field"),
    [
        ("", "BE72000000001616", "", "EUR", "name"),
        ("x" * 71, "BE72000000001616", "", "EUR", "name"),
        ("Ann", "BE72000000001617", "", "EUR", "account"),
        ("Ann", "DE", "", "EUR", "account"),
        ("Ann", "BE72000000001616", "BPOT", "EUR", "bank"),
        ("Ann", "1" * 20, "970415", "VND", "account"),
        ("Ann", "113366668888", "97041", "VND", "bank"),
        ("Ann", "113366668888", "970415", "USD", "account"),
    ],
)
def test_an_account_that_cannot_be_is_refused_by_its_field(
    name: str, account: str, bank: str, currency: str, field: str
) -> None:
    with pytest.raises(TillError) as refused:
        check_account(name, account, bank, currency)
    assert refused.value.field == field and refused.value.allowed


def test_nothing_to_transfer_is_said() -> None:
    account = check_account("Ann", "BE72000000001616", "", "EUR")
    with pytest.raises(TillError) as refused:
        transfer_code(account, 0, "EUR", "")
    assert refused.value.field == "amount_minor"


def fields(text: str) -> dict[str, str]:
    found = {}
    while text:
        tag, size = text[:2], int(text[2:4])
        found[tag], text = text[4 : 4 + size], text[4 + size :]
    return found
