"""The truth table is true: its tests exist, its words are on the screen, and the page is the one that is made of it."""

from __future__ import annotations

import pytest

from tests.unit.docs.offline import LATER, OTHERS, PAGE, ROOT, ROWS, Row, page, text_of


def test_the_page_is_the_one_that_is_made() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.unit.docs.offline"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_a_row_is_shown_by_a_test_and_says_what_the_screen_says(row: Row) -> None:
    assert len(row.others) == len(OTHERS)
    assert (row.test is None) == row.here.startswith(LATER)
    if row.test is not None:
        path, name = row.test.split("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), row.test
    if row.words:
        assert text_of(row.words), row.words
