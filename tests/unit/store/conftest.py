"""What the store's tests share: moments, a way to make a sale, a way to open and surely close."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.store import JournalStore, open_store
from tests.unit.store.sales import moment


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., JournalStore]]:
    """Open stores under the test's directory; all are closed at the end."""
    stores: list[JournalStore] = []

    def open_(folder: Path = tmp_path / "store", **options: Any) -> JournalStore:
        store = open_store(folder, series="A", now=moment, **options)
        stores.append(store)
        return store

    yield open_
    for store in stores:
        store.close()
