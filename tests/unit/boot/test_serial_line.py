"""Waiting for words on a serial line."""

import socket
import threading
from pathlib import Path

import pytest

from tests.system.boot.serial_line import NotSaid, SerialLine, Transcript


def test_words_are_found_wherever_they_are_cut() -> None:
    said = Transcript()
    said.add(b"boot ok\nlog")
    said.add(b"in: ")

    assert said.expect(r"(\w+): ", 0.0)[1] == b"login"


def test_what_was_read_is_not_found_again() -> None:
    said = Transcript()
    said.add(b"login: login: ")
    said.expect("login: ", 0.0)
    said.expect("login: ", 0.0)

    with pytest.raises(NotSaid):
        said.expect("login: ", 0.0)


def test_more_can_be_said_after_a_find() -> None:
    said = Transcript()
    said.add(b"one ")
    found = said.expect("one", 0.0)
    said.add(b"two")

    assert (found[0], said.expect("two", 0.0)[0], said.all()) == (b"one", b"two", b"one two")


def test_what_was_said_before_a_find_is_handed_over() -> None:
    said = Transcript()
    said.add(b"$ many\nwords\n0 done\n")
    said.expect(r"\$ ", 0.0)

    before, found = said.read_to(r"(\d) done\n", 0.0)

    assert (before, found[1]) == (b"many\nwords\n", b"0")


def test_failure_shows_the_last_words() -> None:
    said = Transcript()
    said.add(b"Kernel panic")

    with pytest.raises(NotSaid, match="Kernel panic"):
        said.expect("login", 0.0)


def test_dead_line_is_not_waited_for() -> None:
    said = Transcript()
    threading.Timer(0.01, said.end).start()

    with pytest.raises(NotSaid, match="went dead"):
        said.expect("login", 60.0)


def test_line_carries_both_ways_and_is_logged(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "port"))
        server.listen()
        with SerialLine("test", tmp_path / "port", tmp_path / "log") as line:
            board, _ = server.accept()
            with board:
                board.sendall(b"name? ")
                line.expect("name", 10.0)
                line.send(b"till\n")
                assert board.recv(100) == b"till\n"

    assert (tmp_path / "log").read_bytes() == b"name? "
