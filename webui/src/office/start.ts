/** Connects the pages to the back office: session first, then the live line and a look after every change. */
import { effect, untracked } from '@preact/signals';
import { readSession } from './api/office';
import type { SaleRow } from './api/shapes';
import { listen } from './api/wire';
import { enter, look, refuse } from './deeds';
import { followAddress, route, takeCode } from './route';
import * as state from './state';

/** Many sales in a second make one look. */
const REST_MS = 400;
/** Numbers such as "heard 12 s ago" grow old without any news. */
const LOOK_ANYWAY_MS = 30_000;
const FRESH_MS = 4_000;
const SESSION_AGAIN_MS = 5_000;

let isResting = false;
let fading: ReturnType<typeof setTimeout> | undefined;

function lookSoon(): void {
  if (isResting) return;
  isResting = true;
  setTimeout(() => {
    isResting = false;
    void look();
  }, REST_MS);
}

function showFresh(row: SaleRow): void {
  clearTimeout(fading);
  state.freshSale.value = row;
  fading = setTimeout(() => {
    state.freshSale.value = null;
  }, FRESH_MS);
}

function goLive(): () => void {
  const anyway = setInterval(() => void look(), LOOK_ANYWAY_MS);
  const hush = listen({
    up() {
      state.notLiveSince.value = null;
      lookSoon();
    },
    down() {
      state.notLiveSince.value ??= Date.now();
    },
    changed: lookSoon,
    sale(row) {
      showFresh(row as SaleRow);
      lookSoon();
    },
  });
  return () => {
    clearInterval(anyway);
    hush();
  };
}

async function meet(): Promise<void> {
  try {
    enter(await readSession());
  } catch (error) {
    refuse(error);
    setTimeout(meet, SESSION_AGAIN_MS);
  }
}

export function start(): void {
  state.followLanguage();
  const takeJoin = () => {
    const code = takeCode();
    if (code) state.joinCode.value = code;
  };
  takeJoin();
  window.addEventListener('hashchange', takeJoin); // before the page follows: a link opened in this tab
  followAddress();
  void meet();
  effect(() => {
    document.documentElement.lang = state.language.value;
  });
  effect(() => {
    if (!state.session.value?.signed_in) return undefined;
    return untracked(goLive);
  });
  // Another page, day or stall: read it at once.
  effect(() => {
    if (!state.session.value?.signed_in) return;
    route.value;
    state.salesDay.value;
    state.salesBox.value;
    untracked(() => void look());
  });
}
