"""Paper of any width: nothing sticks out, nothing is lost, amounts stand at the right edge."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from appliance import demo, wording
from appliance.domain.countries import country
from appliance.domain.countries.pack import CountryPack
from appliance.domain.document import Cut, Document, Feed, Heading, Qr, Row, Rule, Table, Text
from appliance.domain.receipt import Merchant, receipt
from appliance.domain.ticket import Ticket
from appliance.wording.layout import StyledLine, as_text, cells, lay_out, wrap
from appliance.wording.rows import PlainRow, PlainTable, PlainText, render
from tests.unit.domain.strategies import added, busy_tickets
from tests.unit.domain.test_sale import OPENED, sold

WIDTHS = (32, 42, 48)
LONG = Merchant(
    "Lebensmittelgenossenschaft Oberhausen-Unterwalde am Donnerstagsmarkt",
    "Donaudampfschifffahrtsgesellschaftsstraße 123\n12345 Ort",
    "DE 1",
)


def widest(lines: list[object]) -> int:
    return max(cells(line.text) * line.size for line in lines if isinstance(line, StyledLine))


@given(busy_tickets(), st.sampled_from(wording.LANGUAGES), st.sampled_from(WIDTHS))
def test_a_receipt_never_exceeds_its_paper(
    start: tuple[Ticket, CountryPack], language: str, columns: int
) -> None:
    ticket, pack = start
    assume(ticket.lines)
    document = receipt(sold(ticket, pack), LONG, copy=1, time_is_doubtful=True, fact_hash="ab" * 32)
    rows = render(document, language)
    assert widest(lay_out(rows, columns)) <= columns
    assert all(cells(line) <= columns for line in as_text(lay_out(rows, columns), columns))


@pytest.mark.parametrize("language", demo.LANGUAGES)
@pytest.mark.parametrize("columns", WIDTHS)
def test_every_item_of_the_demo_stalls_fits_and_is_named_whole(language: str, columns: int) -> None:
    _, items = demo.catalogue(language)
    pack = country(demo.country(language))
    ticket = Ticket("t1", OPENED)
    for place, item in enumerate(items):
        ticket = added(ticket, item, f"l{place}", pack, quantity=12, weight_g=1_250)
    rows = render(receipt(sold(ticket, pack, language=language), demo.merchant(language)), language)
    assert widest(lay_out(rows, columns)) <= columns
    paper = " ".join(" ".join(as_text(lay_out(rows, columns), columns)).split())
    assert all(item.name in paper for item in items)


def test_a_row_pads_wraps_or_drops_its_amount_below() -> None:
    short, middle, long = (
        [line.text for line in lay_out([row], 16) if isinstance(line, StyledLine)]
        for row in (
            PlainRow("Tea", "1,20 B"),
            PlainRow("Apple juice 1 l", "2,90 A"),
            PlainRow("Elderberry juice, cloudy", "12.345,67 AB"),
        )
    )
    assert short == ["Tea       1,20 B"]
    assert middle == ["Apple juice 1 l", "          2,90 A"]
    assert long == ["Elderberry", "juice, cloudy", "    12.345,67 AB"]


def test_big_lines_count_double_and_words_too_long_are_cut() -> None:
    rows = render(Document((Heading("Lebensmittel"), Row("Sum", "1,00", bold=True, size=2))), "de")
    assert lay_out(rows, 20) == [
        StyledLine("Lebensmitt", bold=True, size=2, align="center"),
        StyledLine("el", bold=True, size=2, align="center"),
        StyledLine("Sum   1,00", bold=True, size=2),
    ]


def test_an_indent_is_kept_and_hangs() -> None:
    assert wrap("  Deposit on a green glass bottle", 16) == [
        "  Deposit on a",
        "    green glass",
        "    bottle",
    ]
    assert wrap("", 16) == [""]


def test_a_table_aligns_or_becomes_a_list_on_narrow_paper() -> None:
    table = PlainTable((("Rate", "Net", "VAT"), ("A 19 %", "12,61", "2,39")))
    assert [line.text for line in lay_out([table], 20)] == ["Rate       Net   VAT", "A 19 %   12,61  2,39"]
    narrow = PlainTable((("Rate", "Net", "VAT"), ("A 19 %", "1.234.567", "234.567")))
    assert [line.text for line in lay_out([narrow], 16)] == [
        "A 19 %",
        "  Net  1.234.567",
        "  VAT    234.567",
    ]


def test_wide_letters_and_marks_are_measured_as_they_print() -> None:
    assert (cells("Xoài"), cells("Xoa\u0300i"), cells("🍎"), cells("a\u200bb")) == (4, 4, 2, 2)


def test_special_elements_pass_through_and_plain_text_shows_them() -> None:
    document = Document((Text("Hi", align="right"), Rule(), Qr("TB1"), Feed(2), Cut(), Table((("a", "b"),))))
    rows = render(document, "en")
    assert lay_out(rows, 16)[1:5] == [Rule(), Qr("TB1"), Feed(2), Cut()]
    assert as_text(lay_out(rows, 16), 16)[:5] == ["              Hi", "-" * 16, "[TB1]", "", ""]


def test_plain_text_shows_big_rows_across_the_whole_paper() -> None:
    rows = [PlainRow("Total", "9,48 €", bold=True, size=2), PlainText("Stall", align="center", size=2)]
    assert as_text(lay_out(rows, 32), 32) == ["Total                     9,48 €", " " * 13 + "Stall"]


def test_paper_too_narrow_for_a_row_is_refused() -> None:
    with pytest.raises(ValueError, match="16 columns"):
        lay_out([], 15)
