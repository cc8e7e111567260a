"""Cash: change goes back, the rest may be rounded, a tip may stay in the drawer."""

from __future__ import annotations

from appliance.domain.errors import TillError
from appliance.domain.payment import take_cash
from appliance.domain.tender import Tender, TenderKind
from appliance.domain.tenders.rule import Due, Wish, checked_amount


class Cash:
    """Less than what is due pays a part of it; a negative due (only returned deposits) goes out of the drawer."""

    kind: TenderKind = "cash"

    def take(self, wish: Wish, due: Due) -> Tender:
        """Raises what `take_cash` does; of a part `amount_out_of_range`, or `tip_out_of_range` with a tip."""
        if wish.amount_minor < min(due.exact_minor, due.cash_minor) and due.cash_minor > 0:
            if wish.tip_minor:
                raise TillError(
                    "tip_out_of_range", field="tip_minor", allowed="0 while something is still due"
                )
            amount_minor = checked_amount(wish, due)
            return Tender("cash", amount_minor, given_minor=amount_minor)
        return take_cash(due.cash_minor, wish.amount_minor, due.currency, wish.tip_minor)


RULE = Cash()
