"""The window itself: pywebview's GTK view, led from waiting page to till and back.

All of it runs on GTK's main loop, except the doorman (asks for the till) and the deadman (ends a process
whose main loop hangs). It never pushes anything through the page: the page's own socket does that.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from typing import Any

from appliance.kiosk import toolkit, waiting
from appliance.kiosk.entrance import Doorman, Entrance
from appliance.kiosk.patience import Patience
from appliance.kiosk.settings import RENDERERS, KioskSettings
from appliance.notify import Notifier

log = logging.getLogger(__name__)

TICK_MS = 250
LATE_AFTER_S = 15.0
START_LIMIT_S = 30.0
HANG_LIMIT_S = 15.0
RETRY_AFTER_S = 1.0
CLOSE_LIMIT_S = 2.0
GAVE_UP = 1
# Also proves what a person would see: the letters that can be read.
HEARTBEAT = "document.body ? document.body.innerText.trim().length : 0"


def show(settings: KioskSettings, notify: Notifier) -> int:
    """Open the window and stay until it is closed; see `kiosk.run`."""
    tools = toolkit.load(RENDERERS[settings.renderer])
    # It will hold the session cookie.
    settings.storage_path.mkdir(mode=0o700, parents=True, exist_ok=True)
    window = KioskWindow(settings, tools, notify)
    return window.run()


class KioskWindow:
    """One window and its page."""

    def __init__(self, settings: KioskSettings, tools: toolkit.Toolkit, notify: Notifier) -> None:
        self._settings = settings
        self._notify = notify
        self._tools = tools
        self._patience = Patience(settings.silence_limit_s, settings.blank_limit_s, time.monotonic())
        entrance = Entrance(settings.origin, settings.token_file, settings.token_writers)
        self._doorman = Doorman(entrance, self._on_answer)
        self._deadman = Deadman()
        self._view: Any = None  # WebKit2.WebView: PyGObject ships no types
        self._window: Any = None  # webview.Window
        self._browser: Any = None  # pywebview's GTK window around the view
        self._address: str | None = None  # where the till can be entered now
        self._entered: str | None = None  # where the page shown has entered; None = the waiting page
        self._is_till_loaded = False
        self._is_till_seen = False
        self._waiting_since_s = time.monotonic()
        self._not_before_s = 0.0
        self._is_late = False
        self._is_asking = False
        self._ask_at_s = 0.0
        self._code = 0

    def run(self) -> int:
        """Block on GTK's main loop."""
        webview = self._tools.webview
        settings = self._settings
        self._window = webview.create_window(
            "Tillbox",
            html=waiting.page(settings.language, is_late=False),
            width=settings.width_px,
            height=settings.height_px,
            fullscreen=settings.fullscreen,
            frameless=settings.fullscreen,
            easy_drag=False,
            text_select=False,
            background_color=waiting.PAPER,
        )
        self._window.events.before_show += self._prepare
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._tools.GLib.idle_add(self._finish, 0))
        self._deadman.start()
        try:
            webview.start(gui="gtk", private_mode=False, storage_path=str(settings.storage_path))
        finally:
            self._deadman.expect_end(self._code)
            self._doorman.stop()
            self._deadman.stop()
        return self._code

    def _prepare(self) -> None:
        """Called by pywebview on the main loop when the view exists and nothing is loaded yet."""
        self._browser = self._tools.views.BrowserView.instances[self._window.uid]
        self._view = self._browser.webview
        self._view.get_user_content_manager().unregister_script_message_handler("jsBridge")
        self._view.connect("web-process-terminated", self._on_page_died)
        self._view.connect("load-failed", self._on_load_failed)
        self._view.connect("load-changed", self._on_load_changed)
        self._view.connect("decide-policy", self._on_policy)
        # A till is one page: no cache of earlier pages to pay memory for.
        self._view.get_context().set_cache_model(self._tools.WebKit.CacheModel.DOCUMENT_VIEWER)
        if self._settings.fullscreen:
            self._fill_screen(self._browser.window)
        self._tools.GLib.timeout_add(TICK_MS, self._tick)
        self._doorman.start()

    def _fill_screen(self, gtk_window: Any) -> None:  # Gtk.Window: PyGObject ships no types
        """Without a window manager (X11 on a small box) nobody obeys "fullscreen", so take the size too."""
        area = self._tools.Gdk.Display.get_default().get_monitor(0).get_geometry()
        gtk_window.move(area.x, area.y)
        gtk_window.resize(area.width, area.height)

    def _tick(self) -> bool:
        now_s = time.monotonic()
        self._deadman.main_loop_turned()
        self._heartbeat(now_s)
        if self._patience.is_silent(now_s):
            limit_s = self._patience.silence_limit_s(now_s)
            log.warning("the page has not answered for %.0f s; loading it again", limit_s)
            self._patience.gave_up(now_s)
            # Ends in _on_page_died. A page that loops for ever obeys nothing milder.
            self._view.terminate_web_process()
        elif self._patience.is_blank(now_s):
            limit_s = self._settings.blank_limit_s
            log.warning("the page has shown nothing for %.0f s; loading it again", limit_s)
            self._patience.begin_anew(now_s)
            self._view.terminate_web_process()
        elif self._entered is None and not self._is_late and now_s - self._waiting_since_s > LATE_AFTER_S:
            self._is_late = True
            self._view.load_html(waiting.page(self._settings.language, is_late=True), None)
        return True

    def _heartbeat(self, now_s: float) -> None:
        if not self._is_asking and now_s >= self._ask_at_s:
            self._is_asking = True
            self._view.evaluate_javascript(HEARTBEAT, -1, None, None, None, self._on_heartbeat)

    def _on_heartbeat(self, view: Any, result: Any) -> None:  # PyGObject ships no types
        now_s = time.monotonic()
        self._is_asking = False
        self._ask_at_s = now_s + self._settings.heartbeat_s
        try:
            letters = view.evaluate_javascript_finish(result).to_int32()
        except self._tools.GLib.Error:
            # The page is being replaced or is dead; its silence will tell.
            return
        self._patience.heard(now_s, letters)
        self._notify.alive()
        if letters and self._is_till_loaded and not self._is_till_seen:
            self._is_till_seen = True
            self._notify.status(f"the till's page shows {letters} letters")
            self._notify.ready()

    def _on_page_died(self, view: Any, reason: Any) -> None:  # PyGObject ships no types
        now_s = time.monotonic()
        self._is_asking = False
        self._patience.lost(now_s)
        log.warning("the page's process ended (%s); loading the page again", reason.value_nick)
        if self._patience.is_exhausted(now_s):
            log.error("the page cannot be kept alive; starting anew")
            self._finish(GAVE_UP)
        else:
            self._notify.alive()
            # Not from inside the signal: WebKit is still putting the dead process away.
            self._tools.GLib.idle_add(self._show_again)

    def _show_again(self) -> bool:
        if self._address is not None:
            self._enter(self._address)
        else:
            self._wait()
        return False

    def _on_answer(self, address: str | None) -> None:
        """Called in the doorman's thread."""
        self._tools.GLib.idle_add(self._learn, address)

    def _learn(self, address: str | None) -> bool:
        """Go in when the till is there, again when its token has changed; a silent till keeps its page."""
        self._address = address
        if address is not None and address != self._entered and time.monotonic() >= self._not_before_s:
            self._enter(address)
        return False

    def _enter(self, address: str) -> None:
        self._entered = address
        self._view.load_uri(address)

    def _wait(self) -> bool:
        now_s = time.monotonic()
        self._entered = None
        self._waiting_since_s = now_s
        self._not_before_s = now_s + RETRY_AFTER_S
        self._is_late = False
        self._view.load_html(waiting.page(self._settings.language, is_late=False), None)
        return False

    def _on_load_failed(self, view: Any, event: Any, address: str, problem: Any) -> bool:
        """True keeps WebKit's own error page away."""
        network = self._tools.WebKit.NetworkError
        is_replaced = problem.matches(self._tools.WebKit.network_error_quark(), network.CANCELLED)
        if self._entered is not None and not is_replaced and address.startswith(self._settings.origin):
            log.warning("the till's page could not be loaded: %s", problem.message)
            self._tools.GLib.idle_add(self._wait)
        return True

    def _on_load_changed(self, view: Any, event: Any) -> None:  # PyGObject ships no types
        events = self._tools.WebKit.LoadEvent
        self._is_till_loaded = self._is_till_seen = False
        if event == events.STARTED:
            self._patience.begin_anew(time.monotonic())
        if self._entered is None:
            return
        resource = view.get_main_resource()
        response = resource.get_response() if resource else None
        is_refused = response is not None and response.get_status_code() >= 400
        if event == events.FINISHED and not is_refused:
            self._is_till_loaded = True
        elif event == events.COMMITTED and is_refused and response is not None:
            log.warning("the till answers its own screen with %d", response.get_status_code())
            self._tools.GLib.idle_add(self._wait)

    def _on_policy(self, view: Any, decision: Any, kind: Any) -> bool:  # PyGObject ships no types
        """The kiosk knows one address: no other page, no second window, no download."""
        kinds = self._tools.WebKit.PolicyDecisionType
        if kind == kinds.RESPONSE:
            return False
        address = decision.get_navigation_action().get_request().get_uri()
        is_ours = address == "about:blank" or address.startswith(f"{self._settings.origin}/")
        if kind == kinds.NAVIGATION_ACTION and is_ours:
            return False
        log.warning("the page asked for another address; refused")
        decision.ignore()
        return True

    def _finish(self, code: int) -> bool:
        self._code = code
        self._notify.stopping()
        self._deadman.expect_end(code)
        self._browser.close_window()
        return False


class Deadman:
    """A thread that ends the process when the main loop does not turn or does not end; nobody else could."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="kiosk-deadman")
        # One float each, written by the main loop and read here.
        self._patient_until_s = time.monotonic() + START_LIMIT_S
        self._code = GAVE_UP

    def start(self) -> None:
        """Begin watching."""
        self._patient_until_s = time.monotonic() + START_LIMIT_S
        self._thread.start()

    def main_loop_turned(self) -> None:
        """The main loop lives."""
        self._patient_until_s = time.monotonic() + HANG_LIMIT_S

    def expect_end(self, code: int) -> None:
        """The window is closing: the process may not take longer than `CLOSE_LIMIT_S` for it."""
        self._code = code
        self._patient_until_s = time.monotonic() + CLOSE_LIMIT_S

    def stop(self) -> None:
        """All went well."""
        self._stop.set()
        self._thread.join(timeout=CLOSE_LIMIT_S)

    def _watch(self) -> None:
        while not self._stop.wait(0.25):
            if time.monotonic() > self._patient_until_s:
                log.error("the window does not react; ending its process")
                os._exit(self._code)
