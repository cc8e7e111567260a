"""The language switch: one tap in the menu, every word and every amount of the screen follows."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.box import DemoBox, until
from tests.e2e.screen import TillScreen

SHARES_BOX = True
# language: (the Pay key, the total of 4.50 EUR as people write it there, a word of the paper)
WORDS = {
    "en": ("Pay", "4.50", "Total"),
    "fi": ("Maksa", "4,50", "Yhteensä"),
    "it": ("Paga", "4,50", "Totale"),
    "vi": ("Thanh toán", "4,50", "Tổng cộng"),
    "de": ("Bezahlen", "4,50", "Summe"),
}


def test_every_language_takes_the_whole_screen_at_once(till: TillScreen, box: DemoBox) -> None:
    seen = set()
    for language, (pay, total, paper) in WORDS.items():
        till.tap("tile-strawberries-500")
        till.has_lines(1)
        till.open_box()
        till.tap(f"language-{language}")
        expect(till.key(f"language-{language}")).to_have_attribute("aria-pressed", "true")
        expect(till.page.locator("html")).to_have_attribute("lang", language)
        till.tap("sheet-close")
        expect(till.key("pay")).to_have_text(pay)
        till.total_is(total)
        seen.add(till.key("status-pill").inner_text())
        till.tap("exact")
        till.shows("change")
        number = box.sold()[-1]
        if language != "vi":  # Vietnamese paper is drawn as pictures; who can read those proves it elsewhere
            receipt = until(lambda n=number: box.bench.receipts_of(n), f"the paper speaks {language}")[0]  # type: ignore[misc]
            assert paper.upper() in receipt.upper()
        till.page.reload()
        expect(till.key("pay")).to_have_text(pay)
    assert len(seen) == len(WORDS), "the sentence about the money's safety differs in every language"


def test_no_key_of_a_message_is_ever_shown_instead_of_its_words(till: TillScreen) -> None:
    for language in WORDS:
        till.open_box()
        till.tap(f"language-{language}")
        expect(till.page.locator("html")).to_have_attribute("lang", language)
        for name in ("about", "sheet-close", "status-pill", "sheet-close", "menu", "receipts", "back"):
            till.tap(name)
            text = till.page.locator("body").inner_text()
            for start in (
                "sell.",
                "pay.",
                "menu.",
                "status.",
                "printer.",
                "receipts.",
                "about.",
                "error.",
                "kept.",
                "do.",
                "row.",
                "uplink.",
                "lamp.",
                "{",
            ):
                assert not any(word.startswith(start) for word in text.split()), (language, name, start)
