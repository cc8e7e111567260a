"""What every way to pay answers, and the checks they share. Knows no screen and no device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_AMOUNT_MINOR
from appliance.domain.money import Currency
from appliance.domain.reading import is_plain
from appliance.domain.tender import Tender, TenderKind

MAX_REFERENCE: Final = 40


@dataclass(frozen=True, slots=True)
class Due:
    """What is still to be paid: exactly, and when the rest is paid in cash (rounded as the stall rounds)."""

    exact_minor: int
    cash_minor: int
    currency: Currency


@dataclass(frozen=True, slots=True)
class Wish:
    """What a vendor says came: `amount_minor` crossed the counter, `tip_minor` of it is not for the goods."""

    amount_minor: int
    tip_minor: int = 0
    reference: str = ""


class TenderRule(Protocol):
    """One way to pay."""

    @property
    def kind(self) -> TenderKind: ...

    def take(self, wish: Wish, due: Due) -> Tender:
        """The tender, for all that is due or for a part of it; raises a `TillError` that names the field."""
        ...


@dataclass(frozen=True, slots=True)
class Exact:
    """A way to pay that gives no change: at most what is due, and a tip where one can be left."""

    kind: TenderKind
    needs_reference: bool
    may_tip: bool

    def take(self, wish: Wish, due: Due) -> Tender:
        """Raises `amount_out_of_range`, `tip_out_of_range`, `reference_missing` or `reference_too_long`."""
        reference = checked_reference(wish.reference, self.needs_reference)
        if wish.tip_minor and not self.may_tip:
            raise TillError("tip_out_of_range", field="tip_minor", allowed="0")
        amount_minor = checked_amount(wish, due)
        return Tender(
            self.kind,
            amount_minor,
            given_minor=wish.amount_minor,
            tip_minor=wish.tip_minor,
            reference=reference,
        )


def checked_amount(wish: Wish, due: Due) -> int:
    """What is left for the goods; raises `tip_out_of_range`, or `amount_out_of_range` (params: due_minor)."""
    if not 0 <= wish.tip_minor <= MAX_AMOUNT_MINOR:
        raise TillError("tip_out_of_range", field="tip_minor", allowed=f"0..{MAX_AMOUNT_MINOR}")
    amount_minor = wish.amount_minor - wish.tip_minor
    if not 1 <= amount_minor <= due.exact_minor:
        low, high = 1 + wish.tip_minor, max(due.exact_minor, 0) + wish.tip_minor
        raise TillError(
            "amount_out_of_range",
            field="amount_minor",
            allowed=f"{low}..{high}",
            due_minor=max(due.exact_minor, 0),
        )
    return amount_minor


def checked_reference(typed: str, is_needed: bool) -> str | None:
    """What was typed, without the blanks around it; None when nothing was."""
    reference = typed.strip()
    if is_needed and not reference:
        raise TillError("reference_missing", field="reference", allowed=f"1..{MAX_REFERENCE} signs")
    if len(reference) > MAX_REFERENCE or not is_plain(reference):
        raise TillError(
            "reference_too_long",
            field="reference",
            allowed=f"at most {MAX_REFERENCE} signs",
            most=MAX_REFERENCE,
        )
    return reference or None
