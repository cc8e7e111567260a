"""A page from another port of the same machine, in the same browser, with the session cookie: it can do nothing.

The hardest foreigner there is: cookies do not know ports and 127.0.0.1 is the same site, so the browser
sends the session along. Only the till's own guards stand between that page and the money.
"""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.e2e.box import DemoBox
from tests.e2e.screen import TillScreen

SHARES_BOX = True
PAGE = b"<!doctype html><title>A foreign page</title><p>Win a pineapple!"

# Every way a page has to reach another origin. Each answers "failed" or what it got hold of.
ATTACKS = """
async ([till, bench]) => {
  const pay = JSON.stringify({ tender: 'cash', given_minor: 450, total_minor: 450 });
  const add = JSON.stringify({ item_id: 'honey' });
  const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16)).join('');
  const tell = async (deed) => { try { return await deed(); } catch { return 'failed'; } };
  const read = (url, options) => tell(async () => {
    const answer = await fetch(url, { credentials: 'include', ...options });
    return answer.type === 'opaque' ? 'opaque' : `read ${answer.status} ${(await answer.text()).slice(0, 80)}`;
  });
  const post = (url, body, mode, type) => read(url, {
    method: 'POST', mode, body, headers: { 'Content-Type': type, ...(mode === 'cors' ? { 'Idempotency-Key': key() } : {}) },
  });
  const socket = () => tell(() => new Promise((done) => {
    const wire = new WebSocket(`${till.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const late = setTimeout(() => done('failed'), 4000);
    wire.onopen = () => wire.send('40');
    wire.onmessage = (event) => {
      if (String(event.data).includes('snapshot')) { clearTimeout(late); done(`heard ${event.data.slice(0, 80)}`); }
      if (String(event.data).startsWith('44')) { clearTimeout(late); done('failed'); }
    };
    wire.onclose = wire.onerror = () => { clearTimeout(late); done('failed'); };
  }));
  const found = {
    snapshot: await read(`${till}/api/v1/snapshot`, {}),
    snapshot_blind: await read(`${till}/api/v1/snapshot`, { mode: 'no-cors' }),
    script: await tell(() => new Promise((done) => {
      const script = document.createElement('script');
      script.onload = () => done('loaded');
      script.onerror = () => done('failed');
      script.src = `${till}/api/v1/catalogue`;
      document.head.append(script);
    })),
    pay: await post(`${till}/api/v1/ticket/pay`, pay, 'cors', 'application/json'),
    pay_as_text: await post(`${till}/api/v1/ticket/pay`, pay, 'no-cors', 'text/plain'),
    add: await post(`${till}/api/v1/ticket/lines`, add, 'cors', 'application/json'),
    add_as_form: await post(`${till}/api/v1/ticket/lines`, 'item_id=honey', 'no-cors', 'application/x-www-form-urlencoded'),
    beacon: await tell(async () => navigator.sendBeacon(`${till}/api/v1/ticket/clear`, '{}') && 'sent'),
    socket: await socket(),
    plug: await post(`${bench}/api/plug`, '{"action":"pull"}', 'cors', 'application/json'),
    plug_as_text: await post(`${bench}/api/plug`, '{"action":"pull"}', 'no-cors', 'text/plain'),
  };
  return found;
}
"""  # noqa: E501 - one attack a line

FORM = """
(till) => {
  const form = document.createElement('form');
  form.method = 'POST'; form.enctype = 'text/plain'; form.action = `${till}/api/v1/ticket/lines`;
  const field = document.createElement('input');
  field.name = '{"item_id":"honey","x":"'; field.value = '"}';
  form.append(field); document.body.append(form); form.submit();
}
"""

FRAME = """
(till) => new Promise((done) => {
  const frame = document.createElement('iframe');
  frame.onload = () => { try { done(frame.contentDocument ? 'seen' : 'failed'); } catch { done('failed'); } };
  frame.src = till;
  document.body.append(frame);
})
"""


class _Foreign(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def foreign_page(till: TillScreen) -> Iterator[Page]:
    """Another tab of the vendor's browser, on a page somebody else serves."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Foreign)
    thread = threading.Thread(target=server.serve_forever, name="foreign-page", daemon=True)
    thread.start()
    page = till.page.context.new_page()
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        yield page
    finally:
        page.close()
        server.shutdown()
        server.server_close()
        thread.join(5)


def test_a_foreign_page_with_the_session_cookie_changes_and_learns_nothing(
    till: TillScreen, box: DemoBox
) -> None:
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    about = box.vendor().get("/api/v1/about")
    before = box.journal("export"), about["head"], about["facts"]
    pulls = box.bench.state()["plug"]["pulls"]

    with foreign_page(till) as page:
        cookies = {cookie["name"] for cookie in page.context.cookies(page.url)}
        assert "tillbox" in cookies, "the test means something only while the browser sends the cookie along"
        found = page.evaluate(ATTACKS, [box.url, box.bench.url])
        found["frame"] = page.evaluate(FRAME, box.url)
        page.evaluate(FORM, box.url)
        page.wait_for_url(f"{box.url}/**")
        assert "foreign_page" in page.content()

    sent_blindly = {"beacon": "sent"}  # a beacon never tells its page what became of it
    assert {name: what for name, what in found.items() if what != "failed"} == sent_blindly
    about = box.vendor().get("/api/v1/about")
    assert (box.journal("export"), about["head"], about["facts"]) == before
    assert box.bench.state()["plug"]["pulls"] == pulls
    till.has_lines(1)
    till.total_is("4,50")


def test_the_workbench_page_cannot_act_on_the_till_either(till: TillScreen, box: DemoBox) -> None:
    page = till.page.context.new_page()
    page.goto(box.bench.url)
    status = page.evaluate(
        "async (till) => { try { return (await fetch(till + '/api/v1/ticket/clear',"
        " { method: 'POST', mode: 'no-cors', body: '{}', credentials: 'include' })).type; }"
        " catch { return 'failed'; } }",
        box.url,
    )
    assert status == "failed"


def test_a_browser_that_never_entered_sees_how_to_pair_and_no_goods(
    calm_box: DemoBox, browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(calm_box.url)
    page.get_by_test_id("not-paired").wait_for()
    assert page.locator(".tile").count() == 0
    context.close()
