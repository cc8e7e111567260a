"""Taking cash: what was given, what goes back, how it is rounded, and which notes a customer is likely to hold out.

Knows no card, no drawer and no language.
"""

from __future__ import annotations

from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_AMOUNT_MINOR
from appliance.domain.money import Currency, round_half_up
from appliance.domain.tender import Tender

MOST_NOTES_BACK = 10  # of the largest kind: 2,000 EUR, 5,000,000 VND
MAX_SUGGESTIONS = 4
MAX_PIECES = 3  # nobody counts out more for a round-up; bigger totals may also use whole top notes
FAR_FACTOR = 7  # beyond seven times the total nobody is likely to pay with it


def most_given(due_minor: int, currency: Currency) -> int:
    """The most a customer hands over: more change than ten of the largest note is a slip of the finger."""
    return min(due_minor + MOST_NOTES_BACK * currency.notes_minor[-1], MAX_AMOUNT_MINOR)


def round_cash(due_minor: int, step_minor: int) -> int:
    """What is due in cash where small coins are not used: the nearest step by absolute value, a half away from zero.

    Five cents: 1, 2, 6, 7 go down, 3, 4, 8, 9 go up; what would become nothing stays (Finland, Act 890/2000, Sec. 1).
    A step of 0 or 1 rounds nothing.
    """
    if step_minor <= 1:
        return due_minor
    return round_half_up(due_minor, step_minor) * step_minor or due_minor


def take_cash(due_minor: int, given_minor: int, currency: Currency, tip_minor: int = 0) -> Tender:
    """The tender for all that is due; a negative sum (only returned deposits) is paid out of the drawer.

    Raises `given_too_small` (params: missing_minor), `tip_out_of_range`, or `given_out_of_range` for what nobody
    holds out: a sale cannot be taken back.
    """
    if due_minor < 0:
        if given_minor or tip_minor:
            raise TillError("given_out_of_range", field="given_minor", allowed="0 when money is paid out")
        return Tender("cash", due_minor, change_minor=-due_minor)
    most_minor = most_given(due_minor, currency)
    if not 0 <= given_minor <= most_minor:
        raise TillError("given_out_of_range", field="given_minor", allowed=f"{due_minor}..{most_minor}")
    rest_minor = given_minor - due_minor
    if rest_minor < 0:
        raise TillError(
            "given_too_small", field="given_minor", allowed=f"at least {due_minor}", missing_minor=-rest_minor
        )
    if not 0 <= tip_minor <= rest_minor:
        raise TillError("tip_out_of_range", field="tip_minor", allowed=f"0..{rest_minor}")
    return Tender("cash", due_minor, given_minor, rest_minor - tip_minor, tip_minor)


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
