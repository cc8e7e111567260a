"""The kiosk's judgement without a window: settings, way in, patience, waiting page, why none can open."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

from appliance.kiosk import KioskSettings, available
from appliance.kiosk.entrance import Doorman, Entrance, TokenRefused, read_token
from appliance.kiosk.patience import (
    FIRST_WORD_S,
    LONGEST_SILENCE_S,
    LOSSES_WITHIN_S,
    MOST_LOSSES,
    SLOW_FOR_S,
    Patience,
)
from appliance.kiosk.waiting import LANGUAGES, page


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"url": "127.0.0.1:8080"}, "kiosk.url"),
        ({"url": "http://127.0.0.1:8080/other"}, "kiosk.url"),
        ({"renderer": "fast"}, "kiosk.renderer: 'fast' is not one of gpu, software, plain"),
        ({"language": "fr"}, "kiosk.language: 'fr' is not one of en, de, fi, it, vi"),
        ({"heartbeat_s": 9.0}, "kiosk.heartbeat_s"),
    ],
)
def test_bad_setting_is_refused_by_name(change: dict[str, object], named: str, tmp_path: Path) -> None:
    good: dict[str, object] = {"url": "http://127.0.0.1:8080", "storage_path": tmp_path}
    with pytest.raises(ValueError, match=re.escape(named)):
        KioskSettings(**{**good, **change})  # type: ignore[arg-type]  # wrong on purpose


def test_token_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "kiosk-token"
    assert read_token(path) is None
    path.write_text("secret\n")
    path.chmod(0o600)
    assert read_token(path) == "secret"
    path.chmod(0o640)
    with pytest.raises(TokenRefused, match="0600"):
        read_token(path)
    link = tmp_path / "link"
    link.symlink_to(path)
    with pytest.raises(TokenRefused):
        read_token(link)


def test_token_that_the_till_gave_to_our_group_is_used(tmp_path: Path) -> None:
    path = tmp_path / "kiosk-token"
    path.write_text("secret\n")
    os.chown(path, -1, os.getegid())
    path.chmod(0o640)
    assert read_token(path, frozenset({os.geteuid()})) == "secret"
    with pytest.raises(TokenRefused):
        read_token(path, frozenset({os.geteuid() + 1}))
    path.chmod(0o644)
    with pytest.raises(TokenRefused):
        read_token(path, frozenset({os.geteuid()}))


class Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthz" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def healthy_till() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Healthy)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), name="healthy-till")
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


def test_way_in_opens_when_the_till_answers_and_has_written_its_token(tmp_path: Path) -> None:
    token_file = tmp_path / "kiosk-token"
    with healthy_till() as origin:
        assert Entrance(origin, None).address() == f"{origin}/"
        assert Entrance(origin, token_file).address() is None
        token_file.write_text("a/b c")
        token_file.chmod(0o600)
        assert Entrance(origin, token_file).address() == f"{origin}/enter?token=a%2Fb%20c"
    assert Entrance(origin, token_file).address() is None


def test_doorman_tells_what_he_finds_and_stops(tmp_path: Path) -> None:
    told = threading.Event()
    answers: list[str | None] = []

    def tell(address: str | None) -> None:
        answers.append(address)
        told.set()

    with healthy_till() as origin:
        doorman = Doorman(Entrance(origin, None), tell)
        doorman.start()
        assert told.wait(5)
        doorman.stop()
    assert answers[0] == f"{origin}/"
    assert "kiosk-doorman" not in [thread.name for thread in threading.enumerate()]


def test_doorman_keeps_waiting_and_says_once_that_a_token_is_open_to_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    token_file = tmp_path / "kiosk-token"
    token_file.write_text("secret")
    token_file.chmod(0o644)
    enough = threading.Semaphore(0)
    with healthy_till() as origin:
        doorman = Doorman(Entrance(origin, token_file), lambda address: enough.release())
        doorman.start()
        assert enough.acquire(timeout=5) and enough.acquire(timeout=5)
        doorman.stop()
    assert len([record for record in caplog.records if "0600" in record.getMessage()]) == 1
    assert "secret" not in caplog.text


def test_silence_is_measured_from_the_last_word() -> None:
    patience = Patience(silence_limit_s=6.0, blank_limit_s=60.0, now_s=90.0)
    patience.heard(100.0, 5)
    assert not patience.is_silent(106.0)
    assert patience.is_silent(106.1)
    patience.heard(105.0, 5)
    assert not patience.is_silent(111.0)


def test_page_that_is_only_being_started_may_take_longer_for_its_first_word() -> None:
    patience = Patience(silence_limit_s=6.0, blank_limit_s=60.0, now_s=100.0)
    assert not patience.is_silent(100.0 + FIRST_WORD_S)
    assert patience.is_silent(100.1 + FIRST_WORD_S)


def test_page_that_shows_nothing_yet_is_still_being_started() -> None:
    patience = Patience(silence_limit_s=6.0, blank_limit_s=60.0, now_s=100.0)
    patience.heard(100.0, 0)
    assert not patience.is_silent(100.0 + FIRST_WORD_S)
    patience.heard(101.0, 5)
    assert patience.is_silent(107.1)
    patience.begin_anew(107.1)
    assert not patience.is_silent(107.1 + FIRST_WORD_S)


def test_slow_page_is_not_thrown_away_again_and_again() -> None:
    patience = Patience(silence_limit_s=6.0, blank_limit_s=60.0, now_s=0.0)
    now_s, limits = 0.0, []
    for _ in range(6):
        patience.heard(now_s, 5)
        limits.append(patience.silence_limit_s(now_s))
        now_s += 60.0
        patience.gave_up(now_s)
        patience.lost(now_s)
    assert limits == [6.0, 12.0, 24.0, 48.0, LONGEST_SILENCE_S, LONGEST_SILENCE_S]
    patience.heard(now_s + SLOW_FOR_S, 5)
    assert patience.silence_limit_s(now_s + SLOW_FOR_S) == 6.0


def test_page_with_nothing_to_read_is_blank_after_its_time_however_often_it_answers() -> None:
    patience = Patience(silence_limit_s=6.0, blank_limit_s=60.0, now_s=100.0)
    patience.heard(110.0, 5)
    patience.heard(170.0, 0)
    assert not patience.is_blank(170.0)
    assert patience.is_blank(170.1)
    patience.lost(170.1)
    assert not patience.is_blank(230.0)


def test_lost_page_gives_the_next_its_full_time() -> None:
    patience = Patience(silence_limit_s=6.0, blank_limit_s=60.0, now_s=100.0)
    patience.heard(101.0, 5)
    patience.lost(110.0)
    assert not patience.is_silent(110.0 + FIRST_WORD_S)
    assert patience.is_silent(110.1 + FIRST_WORD_S)


def test_patience_ends_with_many_losses_in_a_short_time_only() -> None:
    patience = Patience(silence_limit_s=6.0, blank_limit_s=60.0, now_s=0.0)
    for n in range(MOST_LOSSES + 1):
        assert not patience.is_exhausted(n)
        patience.lost(n)
    assert patience.is_exhausted(MOST_LOSSES)
    assert not patience.is_exhausted(MOST_LOSSES + LOSSES_WITHIN_S)


@pytest.mark.parametrize("language", LANGUAGES)
def test_waiting_page_speaks_the_boxs_language_first_and_loads_nothing(language: str) -> None:
    early, late = page(language, is_late=False), page(language, is_late=True)
    assert f"<html lang='{language}'>" in early
    assert all(f"<li lang='{other}'>" in early for other in LANGUAGES if other != language)
    assert "class='safe'" in late and "class='safe'" not in early
    assert not re.search(r"(src|href|url)\s*[=(]|<script", late)


@contextmanager
def screen_at(folder: Path) -> Iterator[dict[str, str]]:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "wayland-9"))
        listener.listen()
        yield {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(folder)}


def test_reason_for_no_window_names_what_is_missing(tmp_path: Path) -> None:
    modules, root = tmp_path / "modules", tmp_path / "root"
    (modules / "gi").mkdir(parents=True)
    libraries = root / "usr" / "lib" / "any" / "girepository-1.0"
    libraries.mkdir(parents=True)
    assert "there is no screen" in (available({}) or "")
    assert "does not answer" in (available({"DISPLAY": ":98765"}) or "")
    with screen_at(tmp_path) as environ:

        def reason() -> str | None:
            return available(environ, modules=modules, root=root)

        assert "python3-gi" in (reason() or "")
        (modules / "gi" / "_gi.cpython-27-other.so").touch()
        assert "another Python" in (reason() or "")
        (modules / "gi" / f"_gi{EXTENSION_SUFFIXES[0]}").touch()
        assert "gir1.2-gtk-3.0" in (reason() or "")
        (libraries / "Gtk-3.0.typelib").touch()
        assert "gir1.2-webkit2-4.1" in (reason() or "")
        (libraries / "WebKit2-4.1.typelib").touch()
        assert reason() is None


def test_asking_whether_a_window_can_open_loads_no_toolkit() -> None:
    words = "import sys, appliance.kiosk as k; k.available({'DISPLAY': ':98765'}); print('gi' in sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, timeout=20, cwd=root)
    assert done.stdout.strip() == "False", done.stderr
