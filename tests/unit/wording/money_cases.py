"""The money cases that paper and screen are tested with; run as a module, it writes them anew."""

from __future__ import annotations

import json
from pathlib import Path

from appliance import wording

FIXTURE = Path(__file__).parents[2] / "fixtures" / "money_format.json"
EURO_CENTS = (0, 5, 1_423, -320, 123_450, 123_456_789)
DONG = (0, 85_000, -2_000)


def cases() -> list[dict[str, object]]:
    """Every language with every amount, as Babel words it today."""
    amounts = [("EUR", 2, minor) for minor in EURO_CENTS] + [("VND", 0, minor) for minor in DONG]
    return [
        {
            "language": language,
            "currency": currency,
            "exponent": exponent,
            "minor": minor,
            "text": wording.money(minor, currency, exponent, language),
        }
        for language in wording.LANGUAGES
        for currency, exponent, minor in amounts
    ]


if __name__ == "__main__":
    rows = ",\n".join("  " + json.dumps(case, ensure_ascii=False) for case in cases())
    FIXTURE.write_text(f"[\n{rows}\n]\n", encoding="utf-8")
