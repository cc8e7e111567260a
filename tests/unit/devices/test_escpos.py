"""Receipt lines as bytes: what the page can write is written, the rest is drawn, nothing becomes `?`."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont, ImageOps

from appliance.devices import raster
from appliance.devices.escpos import CODE_PAGES, printable, qr_module_dots, receipt_bytes, wrapped
from appliance.domain.document import Cut, Feed, Qr, Rule
from appliance.wording.layout import StyledLine

RASTER = b"\x1dv0"


def paper(*lines: StyledLine | Rule | Feed | Qr | Cut, **options: object) -> bytes:
    return receipt_bytes(lines, **{"width_dots": 576, **options})  # type: ignore[arg-type]  # test options


def test_the_page_is_pinned_at_the_top() -> None:
    assert paper().startswith(b"\x1b@\x1bt\x13")
    assert paper(code_page="WPC1252").startswith(b"\x1b@\x1bt\x10")


def test_euro_and_umlauts_are_bytes_of_the_pinned_page() -> None:
    assert b"\xd5 \x84 \x94 \x86 \xe1\n" in paper(StyledLine("€ ä ö å ß"))
    assert b"\x80 \xe4 \xf6 \xe5 \xdf\n" in paper(StyledLine("€ ä ö å ß"), code_page="WPC1252")


def test_letters_the_page_lacks_are_drawn_at_full_width() -> None:
    data = paper(StyledLine("Bánh mì thịt nướng 3,00 €"))
    assert data.count(RASTER) == 1
    at = data.index(RASTER)
    assert data[at + 3 : at + 8] == bytes((0, 72, 0, 32, 0))
    assert b"?" not in data[:at]
    assert any(data[at + 8 : at + 8 + 72 * 32])


def test_a_drawn_line_is_as_wide_as_a_narrow_head() -> None:
    data = paper(StyledLine("Phở"), width_dots=384)
    at = data.index(RASTER)
    assert data[at + 4] == 48


def test_big_drawn_lines_are_twice_as_high() -> None:
    data = paper(StyledLine("Phở", size=2, bold=True, align="center"))
    at = data.index(RASTER)
    assert data[at + 6] == 64


def test_the_fence_is_the_very_last_and_after_the_cut() -> None:
    assert paper(StyledLine("x"), Cut()).endswith(b"\x1dV\x01\x1dr\x01")
    assert paper(StyledLine("x"), Cut(), fence=False).endswith(b"\x1dV\x01")


def test_a_qr_code_is_drawn_by_the_printer() -> None:
    assert b"\x1d(k" in paper(Qr("https://example.org/1"))
    assert b"1P0https://example.org/1" in paper(Qr("https://example.org/1"))


@pytest.mark.parametrize("width_dots", [384, 576])
@pytest.mark.parametrize("length", [10, 100, 250])
def test_a_qr_code_fits_the_paper(width_dots: int, length: int) -> None:
    assert 3 <= qr_module_dots("x" * length, width_dots) <= 8


def test_a_name_cannot_smuggle_commands() -> None:
    data = paper(StyledLine("Apple\x1bp\x00\x19\xfa\x10\x04"))
    assert b"\x1bp" not in data
    assert b"\x10\x04" not in data


def test_the_spaces_of_number_formats_are_spaces() -> None:
    assert printable("1\u202f234,50\u00a0€\u200b") == "1 234,50 €"


def test_decomposed_letters_are_written_whole() -> None:
    assert b"Caf\x82\n" in paper(StyledLine("Cafe\u0301"))


def test_a_line_too_long_goes_on_below_and_loses_nothing() -> None:
    assert wrapped("a" * 100, 48) == ["a" * 48, "a" * 48, "a" * 4]
    assert wrapped("", 48) == [""]


def test_an_unknown_page_is_refused_naming_the_allowed() -> None:
    with pytest.raises(ValueError, match="CP858, WPC1252"):
        paper(code_page="CP437")


def test_vietnamese_and_every_letter_of_the_pages_can_be_drawn() -> None:
    letters = (
        "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹĐđƠơƯưĂă€₫"
    )
    missing = raster.draw_line("\uffff", width_dots=24, bold=False, scale=1, align="left").tobytes()
    for letter in letters:
        assert raster.draw_line(letter, width_dots=24, bold=False, scale=1, align="left").tobytes() != missing


@given(st.text(max_size=40), st.sampled_from(sorted(CODE_PAGES)))
@settings(max_examples=60, deadline=None)
def test_any_text_prints_without_an_invented_question_mark(text: str, page: str) -> None:
    data = receipt_bytes([StyledLine(text)], width_dots=576, code_page=page, fence=False)
    if RASTER not in data:
        assert data.count(b"?") == printable(text).count("?")


def test_the_print_worker_loads_no_imaging_before_the_first_receipt() -> None:
    seen = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, appliance.devices.printing; print('PIL' in sys.modules, 'escpos' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert seen.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("bold", [False, True])
def test_no_accent_stands_over_the_next_letter_or_is_cut_off(bold: bool) -> None:
    for letter in "ẤẦẨẪẬẮẰẲẴẶẾỀỂỄỆỐỒỔỖỘấầẩẫậắằẳẵặếềểễệốồổỗộgjpqyÅÖÄ":
        drawn = raster.draw_line(f" {letter} ", width_dots=36, bold=bold, scale=1, align="left")
        left, _, right, _ = ImageOps.invert(drawn.convert("L")).getbbox() or (0, 0, 0, 0)
        assert 11 <= left < right <= 26, letter
        font = ImageFont.truetype(raster.FONTS / raster.font_file(bold), raster.FONT_DOTS)
        _, top, _, bottom = font.getbbox(letter, anchor="ls")
        assert raster.ASCENT_DOTS + top >= 0, letter
        assert raster.ASCENT_DOTS + bottom <= raster.LINE_DOTS, letter
