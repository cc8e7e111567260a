"""A stand-in for the till, enough to judge the kiosk alone: a session, one tile, a count it keeps itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = """<!doctype html><meta charset="utf-8"><title>Till</title>
<button data-testid="tile" style="width:200px;height:200px">Apples</button><p data-testid="total"></p>
<script>
const show = async (ask) => { document.querySelector('p').textContent = await (await ask).text() }
document.querySelector('button').onclick = () => show(fetch('/tap', {method: 'POST'}))
show(fetch('/total'))
</script>"""


class StandIn:
    """What the stand-in remembers while its windows come and go."""

    def __init__(self, token_file: Path, port: int) -> None:
        self.port = port
        self.token_file = token_file
        self.taps = 0
        self.entries = 0
        self.is_blank = False  # as when a page's script did not arrive
        self.blanks = 0  # pages without anything that were sent

    @property
    def page(self) -> str:
        self.blanks += self.is_blank
        return "<!doctype html><p></p>" if self.is_blank else PAGE

    def pair(self, token: str) -> None:
        """Write the token, as the till does when it starts."""
        self.token_file.parent.mkdir(parents=True, exist_ok=True)
        self.token_file.touch(mode=0o600)
        self.token_file.write_text(token)

    @contextmanager
    def served(self) -> Iterator[None]:
        server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, name="stand-in", args=(0.05,))
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join(timeout=5)


def _handler(till: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            token = till.token_file.read_text()
            if self.path == "/healthz":
                self._answer("ok")
            elif self.path == f"/enter?token={token}":
                till.entries += 1
                self.send_response(303)
                self.send_header("Location", "/")
                self.send_header("Set-Cookie", f"session={token}; HttpOnly; SameSite=Strict")
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif self.headers.get("Cookie") != f"session={token}":
                self._answer("no session", 403)
            else:
                self._answer(f"{till.taps} apples" if self.path == "/total" else till.page)

        def do_POST(self) -> None:
            till.taps += 1
            self._answer(f"{till.taps} apples")

        def _answer(self, words: str, status: int = 200) -> None:
            body = words.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    return Handler
