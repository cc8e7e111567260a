"""Taking cash: what was given, what goes back, and which notes a customer is likely to hold out.

Knows no card, no drawer and no language.
"""

from __future__ import annotations

from dataclasses import dataclass

from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_AMOUNT_MINOR
from appliance.domain.money import Currency

MOST_NOTES_BACK = 10  # of the largest kind: 2,000 EUR, 5,000,000 VND
MAX_SUGGESTIONS = 4
MAX_PIECES = 3  # nobody counts out more for a round-up; bigger totals may also use whole top notes
FAR_FACTOR = 7  # beyond seven times the total nobody is likely to pay with it


@dataclass(frozen=True, slots=True)
class CashTender:
    """Cash that crossed the counter: given_minor - change_minor is what the drawer gained."""

    given_minor: int
    change_minor: int


def take_cash(total_minor: int, given_minor: int, currency: Currency) -> CashTender:
    """The tender for a total; a negative total (only returned deposits) is paid out of the drawer.

    Raises `given_too_small` (params: missing_minor), or `given_out_of_range` for what nobody holds out: more
    change than ten of the largest note is a slip of the finger, and a sale cannot be taken back.
    """
    if total_minor < 0:
        if given_minor != 0:
            raise TillError("given_out_of_range", field="given_minor", allowed="0 when money is paid out")
        return CashTender(given_minor=0, change_minor=-total_minor)
    most_minor = min(total_minor + MOST_NOTES_BACK * currency.notes_minor[-1], MAX_AMOUNT_MINOR)
    if not 0 <= given_minor <= most_minor:
        raise TillError("given_out_of_range", field="given_minor", allowed=f"{total_minor}..{most_minor}")
    if given_minor < total_minor:
        raise TillError(
            "given_too_small",
            field="given_minor",
            allowed=f"at least {total_minor}",
            missing_minor=total_minor - given_minor,
        )
    return CashTender(given_minor=given_minor, change_minor=given_minor - total_minor)


def pieces(amount_minor: int, currency: Currency) -> tuple[int, ...]:
    """The fewest notes and coins that make an amount, biggest first; empty if it cannot be made exactly.

    Greedy is the fewest for 1-2-5 series, which every currency here has.
    """
    rest_minor = amount_minor
    chosen: list[int] = []
    for piece_minor in sorted((*currency.notes_minor, *currency.coins_minor), reverse=True):
        count, rest_minor = divmod(rest_minor, piece_minor)
        chosen.extend([piece_minor] * count)
    return tuple(chosen) if rest_minor == 0 else ()


def suggest_notes(total_minor: int, currency: Currency) -> tuple[int, ...]:
    """At most four sums, ascending and above the total, that a person would really hand over.

    A round-up is kept only if no piece of it could have stayed in the purse (the change is smaller than the
    smallest piece given) and it takes few pieces; single notes come before combinations.
    """
    if total_minor <= 0:
        return ()
    top_minor = currency.notes_minor[-1]
    most_pieces = MAX_PIECES + total_minor // top_minor
    steps = [d for d in (*currency.coins_minor, *currency.notes_minor) if d >= currency.major_minor]
    candidates: dict[int, int] = {}  # sum -> number of pieces
    for step_minor in steps:
        sum_minor = (total_minor // step_minor + 1) * step_minor
        handed = pieces(sum_minor, currency)
        if handed and len(handed) <= most_pieces and sum_minor - total_minor < handed[-1]:
            candidates[sum_minor] = len(handed)
    near = [s for s in sorted(candidates) if s <= FAR_FACTOR * total_minor] or sorted(candidates)[:2]
    likely = sorted(near, key=lambda sum_minor: (candidates[sum_minor], sum_minor))[:MAX_SUGGESTIONS]
    return tuple(sorted(likely))
