"""What a customer's banking app reads from a QR code: an EPC code (GiroCode) in euro, a VietQR code in dong.

Sources: EPC069-12 v3.1 (Quick Response Code: Guidelines to Enable Data Capture for the Initiation of a SEPA Credit
Transfer); NAPAS, QR Code Format v1.5 on EMVCo's Merchant-Presented Mode v1.1. Knows no picture and no bank.
"""

from __future__ import annotations

import re
import unicodedata
from binascii import crc_hqx
from dataclasses import dataclass
from typing import Final

from appliance.domain.errors import TillError
from appliance.domain.reading import Document, text

MAX_NAME: Final = 70
EPC_MAX_MINOR: Final = 99_999_999_999  # 999,999,999.99 EUR
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"([A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?)?")
_BANK = re.compile(r"[0-9]{6}")  # the bank's number with NAPAS
_ACCOUNT = re.compile(r"[A-Za-z0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class Account:
    """Where transfers go: an IBAN (and perhaps a BIC), or a Vietnamese bank's number and an account of it."""

    name: str
    account: str
    bank: str


def check_account(name: str, account: str, bank: str, currency: str) -> Account:
    """The account, tidied; raises `account_invalid` naming the field, `no_transfer_code` in other currencies."""
    name = name.strip()
    account, bank = account.replace(" ", "").upper(), bank.replace(" ", "").upper()
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
        raise TillError("account_invalid", field="name", allowed=f"1..{MAX_NAME} signs")
    if currency == "EUR":
        if not _IBAN.fullmatch(account) or not _is_iban(account):
            raise TillError(
                "account_invalid", field="account", allowed="an IBAN whose check digits are right"
            )
        if not _BIC.fullmatch(bank):
            raise TillError("account_invalid", field="bank", allowed="a BIC of 8 or 11 signs, or nothing")
    elif currency == "VND":
        if not _ACCOUNT.fullmatch(account):
            raise TillError("account_invalid", field="account", allowed="1..19 letters and digits")
        if not _BANK.fullmatch(bank):
            raise TillError("account_invalid", field="bank", allowed="6 digits")
    else:
        raise TillError("no_transfer_code", field="account", allowed="EUR, VND")
    return Account(name, account, bank)


def transfer_code(account: Account, amount_minor: int, currency: str, note: str) -> str:
    """The text of the QR code; `note` is what the statement will say (short). Raises `amount_out_of_range`."""
    if currency == "VND":
        return _vietqr(account, amount_minor, note)
    if not 1 <= amount_minor <= EPC_MAX_MINOR:
        raise TillError(
            "amount_out_of_range", field="amount_minor", allowed=f"1..{EPC_MAX_MINOR}", due_minor=0
        )
    amount = f"EUR{amount_minor // 100}.{amount_minor % 100:02d}"
    lines = ("BCD", "002", "1", "SCT", account.bank, account.name, account.account, amount, "", "", note)
    return "\n".join(lines)


def _is_iban(iban: str) -> bool:
    """ISO 7064 mod 97-10."""
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def _vietqr(account: Account, amount_minor: int, note: str) -> str:
    bank = _field("00", account.bank) + _field("01", account.account)
    service = _field("00", "A000000727") + _field("01", bank) + _field("02", "QRIBFTTA")
    fields = (
        _field("00", "01"),
        _field("01", "12"),
        _field("38", service),
        _field("53", "704"),
        _field("54", str(amount_minor)),
        _field("58", "VN"),
        _field("62", _field("08", _plain(note))),
        "6304",
    )
    told = "".join(fields)
    return f"{told}{crc_hqx(told.encode('ascii'), 0xFFFF):04X}"


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _plain(note: str) -> str:
    """Without marks: the apps of some banks refuse anything but ASCII."""
    apart = unicodedata.normalize("NFD", note.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in apart if sign.isascii() and sign.isprintable())[:25]


def account_to_dict(account: Account) -> dict[str, object]:
    """As the box keeps it."""
    return {"name": account.name, "account": account.account, "bank": account.bank}


def account_from_dict(document: Document) -> Account:
    """Read what `account_to_dict` wrote."""
    return Account(text(document, "name"), text(document, "account"), text(document, "bank"))
