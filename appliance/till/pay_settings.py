"""How a stall takes money: which ways to pay have a key, whether cash is rounded, where transfers go.

Changed by whoever may change the people of the till: an account that somebody swaps takes the day's money. Knows no
screen.
"""

from __future__ import annotations

from collections.abc import Sequence

from appliance.domain.countries.pack import CountryPack
from appliance.domain.errors import TillError
from appliance.domain.tender import TENDER_KINDS, TenderKind
from appliance.domain.transfer_code import (
    Account,
    account_from_dict,
    account_to_dict,
    check_account,
    transfer_code,
)
from appliance.ports import Document, Moment, Store, Transaction
from appliance.till.intents import Intents
from appliance.till.people import People

SETTINGS = "settings"
PAYMENTS = "payments"
KINDS: tuple[TenderKind, ...] = ("cash", "card", "voucher", "iou")  # before anybody chose


class PaySettings:
    """Callable from any thread."""

    def __init__(self, store: Store, intents: Intents, people: People, country: CountryPack) -> None:
        self._store = store
        self._intents = intents
        self._people = people
        self._country = country

    def view(self) -> Document:
        """What the screen offers and what can be chosen; the account is None where none was set."""
        kept = self._kept()
        return {
            "kinds": list(self.kinds()),
            "cash_step_minor": self.cash_step_minor(),
            "steps_minor": [0, *self._country.cash_steps_minor],
            "account": kept.get("account"),
            "has_transfer_code": self._country.currency.code in ("EUR", "VND"),
        }

    def kinds(self) -> tuple[TenderKind, ...]:
        """The ways to pay that have a key, in the order of the table."""
        kept = self._kept()
        chosen = kept.get("kinds", KINDS)
        has_account = kept.get("account") is not None
        return tuple(
            kind
            for kind in TENDER_KINDS
            if kind == "cash"
            or (kind == "transfer" and has_account)
            or (kind != "transfer" and kind in chosen)
        )

    def cash_step_minor(self) -> int:
        """What cash is rounded to; 0 rounds nothing."""
        return int(self._kept().get("cash_step_minor", 0))

    def code(self, amount_minor: int, note: str) -> str:
        """The text of a transfer's QR code; raises `no_account`, `amount_out_of_range`."""
        account = self._kept().get("account")
        if account is None:
            raise TillError("no_account", field="kind", allowed="an account for transfers, set before")
        return transfer_code(account_from_dict(account), amount_minor, self._country.currency.code, note)

    def change(
        self,
        key: str,
        *,
        kinds: Sequence[TenderKind],
        cash_step_minor: int,
        account: tuple[str, str, str] | None,
        approval: str | None = None,
    ) -> Document:
        """Set all of it; `account` is name, IBAN or account, BIC or bank.

        Raises `unknown_step`, `account_invalid` naming the field, `no_transfer_code`, `needs_approval`.
        """
        steps = (0, *self._country.cash_steps_minor)
        if cash_step_minor not in steps:
            allowed = ", ".join(map(str, steps))
            raise TillError("unknown_step", field="cash_step_minor", allowed=allowed)
        checked: Account | None = None
        if account is not None:
            checked = check_account(*account, self._country.currency.code)
        kept = {
            "kinds": [kind for kind in TENDER_KINDS if kind in kinds],
            "cash_step_minor": cash_step_minor,
            "account": None if checked is None else account_to_dict(checked),
        }

        def decide(tx: Transaction, _moment: Moment) -> None:
            self._people.check("edit_staff", approval)
            tx.put(SETTINGS, PAYMENTS, kept)

        self._intents.once(key, ("payments", repr(kept)), decide, durable=True)
        return self.view()

    def _kept(self) -> Document:
        return self._store.get(SETTINGS, PAYMENTS) or {}
