"""The crash-safe store: documents and facts on an append-only journal. See docs/journal.md."""

from appliance.store.directory import StoreLocked
from appliance.store.store import JournalStore, open_store

__all__ = ["JournalStore", "StoreLocked", "open_store"]
