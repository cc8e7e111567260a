"""A back office on this machine for the box in the emulator: the product's own, approving by itself as in the demo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backoffice import schema
from tests.faults.sync_processes import Books, Program, answers
from tests.free_port import free_port


class Office:
    """A running back office; `numbers` are the sales in its books."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.port = free_port()
        self._books = Books(folder, None)
        config = folder / "office.toml"
        config.write_text(
            f'data_dir = "{folder}"\nport = {self.port}\nreport_interval_s = 1\ndemo = true\n',
            encoding="utf-8",
        )
        words = ("backoffice", "serve", "--config", str(config))
        self._program = Program(words, folder / "office.log", lambda: answers(self.port))

    def numbers(self) -> set[str]:
        """The receipt numbers in its books."""
        return {str(row[0]) for row in self._books.rows(schema.sales.c.number)}

    @contextmanager
    def open(self) -> Iterator[Office]:
        """Open for as long as it is used."""
        self._program.start()
        try:
            yield self
        finally:
            self._program.kill()
