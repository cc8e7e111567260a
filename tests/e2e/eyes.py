"""What a careful eye finds wrong with a page: cut words, controls that touch, keys too small for a thumb.

Scripts that run in the page and answer sentences; an empty list is a good page.
"""

from __future__ import annotations

from playwright.sync_api import Page

LEAST_KEY_PX = 48

_VISIBLE = """
const style = (e) => getComputedStyle(e);
const meet = (a, b) => ({ left: Math.max(a.left, b.left), top: Math.max(a.top, b.top),
  right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom) });
const isEmpty = (r) => r.right - r.left < 1 || r.bottom - r.top < 1;
const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
// What is left of a box after its scrollers and clipping ancestors have cut it.
const seen = (e) => {
  let rect = meet(e.getBoundingClientRect(), screen);
  for (let up = e.parentElement; up; up = up.parentElement)
    if (style(up).overflow !== 'visible') rect = meet(rect, up.getBoundingClientRect());
  return rect;
};
const isUncovered = (e, r) => {
  const top = document.elementFromPoint((r.left + r.right) / 2, (r.top + r.bottom) / 2);
  return top !== null && (e === top || e.contains(top) || top.contains(e) && !top.matches('section, main, aside'));
};
// Words that only a screen reader says lie in a pixel clipped to nothing.
const isForReaders = (e) => e !== null && (style(e).clipPath === 'inset(50%)' || isForReaders(e.parentElement));
const controls = () => [...document.querySelectorAll('button, a[href], input, select')]
  .map((e) => ({ e, r: seen(e) }))
  .filter(({ e, r }) => !isEmpty(r) && style(e).visibility === 'visible' && isUncovered(e, r));
const named = (e) => e.dataset.testid || e.getAttribute('aria-label') || e.textContent.trim().slice(0, 30) || e.tagName;
"""

_SMALL = """(least) => {
  // A thumb aims at a field's whole label; letters of a phone's keyboard are as narrow as on any phone.
  const isLetter = (e) => e.closest('[data-testid=keyboard]') && innerWidth < 600;
  return controls().map(({ e }) => ({ e, r: (e.closest('label') ?? e).getBoundingClientRect() }))
    .filter(({ e, r }) => e.type !== 'range' && (Math.round(r.height) < least
      || Math.round(r.width) < (isLetter(e) ? 30 : least)))
    .map(({ e, r }) => `${named(e)} is ${Math.round(r.width)} x ${Math.round(r.height)} px`);
}"""

_OVERLAPPING = """() => {
  // Over a page that scrolls, a bar that stays covers now this key, now that one; each can be moved out from under it.
  const scrolls = document.scrollingElement.scrollHeight > innerHeight + 1;
  const stays = (e) => e !== null && (style(e).position === 'fixed' || stays(e.parentElement));
  const all = controls();
  const found = [];
  all.forEach(({ e, r }, at) => all.slice(at + 1).forEach((other) => {
    if (e.contains(other.e) || other.e.contains(e) || (scrolls && stays(e) !== stays(other.e))) return;
    const both = meet(r, other.r);
    if (both.right - both.left > 1 && both.bottom - both.top > 1) found.push(`${named(e)} lies on ${named(other.e)}`);
  }));
  return found;
}"""

# A covered key is no key: it is missing above, so its covering is looked for by place alone.
_COVERED = """() => [...document.querySelectorAll('.strip')].flatMap((strip) => {
  const under = strip.getBoundingClientRect();
  return [...document.querySelectorAll('button, a[href], input, select')]
    .filter((e) => !strip.contains(e) && style(e).visibility === 'visible' && !isEmpty(meet(seen(e), under)))
    .map((e) => `${named(strip)} lies on ${named(e)}`);
})"""

# Letters reach beyond their line a little; marks above Vietnamese capitals more. Only real cuts count.
_CUT = """() => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, of = text.parentElement;
    if (!text.data.trim() || !of || of.closest('svg, script, style, select, option, [aria-hidden=true]')) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const rect = range.getBoundingClientRect();
    const own = style(of), slack = parseFloat(own.fontSize) * 0.2;
    if (rect.width < 2 || own.visibility !== 'visible' || isEmpty(seen(of))) continue;
    if (isForReaders(of)) continue;
    let isScrolled = false;
    for (let up = of; up; up = up.parentElement) {
      const s = style(up), box = up.getBoundingClientRect();
      const scrolls = /auto|scroll/.test(s.overflowX + s.overflowY);
      if (scrolls) { isScrolled = true; break; }
      const isKey = up.matches('button, a.key');
      if (s.overflowX !== 'visible' || isKey)
        if (rect.right > box.right + 1.5 || rect.left < box.left - 1.5) { found.push(`cut across: ${text.data.trim().slice(0, 40)} (${named(up)})`); break; }
      if (s.overflowY !== 'visible' || isKey)
        if (rect.bottom > box.bottom + slack || rect.top < box.top - slack) { found.push(`cut below or above: ${text.data.trim().slice(0, 40)} (${named(up)})`); break; }
    }
    if (!isScrolled && (rect.right > innerWidth + 1 || rect.left < -1)) found.push(`beyond the edge: ${text.data.trim().slice(0, 40)}`);
  }
  return [...new Set(found)];
}"""  # noqa: E501 - one rule a line

_BEYOND = """() => {
  const e = document.documentElement, b = document.body;
  const wider = Math.max(e.scrollWidth, b.scrollWidth) - innerWidth;
  return wider > 0 ? [`the page is ${wider} px wider than the screen`] : [];
}"""


# Before a look or a picture: the letters are there, no caret blinks, what moves is at its end (or its round begins),
# and two frames have passed, so that layout, observers and a second layout are done.
STILL = """async () => {
  await document.fonts.ready;
  if (!window.hasNoCaret) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { caret-color: transparent !important; }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    window.hasNoCaret = true;
  }
  const still = () => {
    for (const one of document.getAnimations()) {
      if (one.effect.getComputedTiming().endTime === Infinity) one.currentTime = 0;
      else one.finish();
    }
  };
  still();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  still();
}"""


def _ask(page: Page, *looks: str) -> list[str]:
    """All looks in one question, once nothing moves: the pictures ask it a thousand times."""
    all_looks = f"[{', '.join(looks)}].flatMap((look) => look({LEAST_KEY_PX}))"
    found: list[str] = page.evaluate(f"async () => {{ await ({STILL})(); {_VISIBLE} return {all_looks}; }}")
    return found


def hidden_px(page: Page, selector: str) -> int:
    """How much of a scroller's content does not fit into it."""
    found: int = page.evaluate(
        "(which) => { const e = document.querySelector(which); return e ? e.scrollHeight - e.clientHeight : 0; }",
        selector,
    )
    return found


def out_of_place(page: Page) -> list[str]:
    """What no page may have: words that are cut, keys that lie on each other, scrolling sideways."""
    return _ask(page, _BEYOND, _CUT, _OVERLAPPING)


def defects(page: Page) -> list[str]:
    """All of it: on the till nothing scrolls under a strip either, and every key is large enough for a thumb."""
    return _ask(page, _BEYOND, _CUT, _OVERLAPPING, _COVERED, _SMALL)
