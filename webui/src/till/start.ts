/** Connects the screen to the till and keeps it in step: first look, pushes, and a new look after every break. */
import { effect, untracked } from '@preact/signals';
import { readCatalogue, readSnapshot } from './api/box';
import { useApprover } from './api/intents';
import type { Snapshot } from './api/shapes';
import { listen } from './api/wire';
import { refuse, takeBack } from './deeds';
import { fetchPart } from './office/later';
import * as state from './state';
import { follow } from './stock/levels';

/** A restart shorter than this is not worth a word. */
const AWAY_AFTER_MS = 400;

/** By then the first tiles are drawn and the vendor has not yet found the pill. */
const PART_AFTER_MS = 2500;

let catalogueVersion: number | null = null;

async function learnCatalogue(version: number): Promise<void> {
  if (version === catalogueVersion) return;
  catalogueVersion = version;
  try {
    const now = await readCatalogue();
    if (catalogueVersion === version) state.catalogue.value = now;
  } catch (error) {
    catalogueVersion = null;
    refuse(error);
  }
}

function take(now: Snapshot, isFresh: boolean): void {
  state.draw(now, isFresh);
  void learnCatalogue(now.catalogue_version);
  if (isFresh && now.stock) follow(now.stock, true).catch(refuse);
}

async function look(): Promise<void> {
  try {
    take(await readSnapshot(), true);
  } catch (error) {
    refuse(error);
  }
}

function askApproval(right: string): Promise<string | null> {
  return new Promise((resolve) => {
    state.asked.value = {
      right,
      done(token) {
        state.asked.value = null;
        resolve(token);
      },
    };
  });
}

export function start(): void {
  useApprover(askApproval);
  state.followLanguage();
  let away: ReturnType<typeof setTimeout> | undefined;
  listen({
    up() {
      clearTimeout(away);
      away = undefined;
      state.isAway.value = false;
      void look();
    },
    down() {
      away ??= setTimeout(() => {
        state.isAway.value = true;
      }, AWAY_AFTER_MS);
    },
    refused(reason) {
      if (reason === 'not_paired') state.isPaired.value = false;
      else state.refusal.value = { code: reason, params: {} };
      // The till is there, it only gives this screen no live line.
      clearTimeout(away);
      away = undefined;
      state.isAway.value = false;
    },
    snapshot: (body) => take(body as Snapshot, false),
  });
  void look();
  setTimeout(fetchPart, PART_AFTER_MS);

  // A screen that guessed another language than the box's does not draw it for the blink of an eye.
  effect(() => {
    if (state.isKnown.value && state.spoken.value?.language === state.wanted.value)
      state.isReady.value = true;
  });
  // Another screen may have paid the ticket that is being paid here.
  effect(() => {
    if (state.view.value === 'pay' && state.lines.value.length === 0 && !state.isPaying.value) {
      state.view.value = 'sell';
    }
  });
  // Answers bring levels as pushes do: a tile shows what is left with the very tap that sold it.
  effect(() => {
    const latest = state.snapshot.value?.stock;
    if (latest) follow(latest).catch(refuse);
  });
  // A sheet that is asked for is wanted now: the change of the last sale must not lie over it.
  effect(() => {
    if (state.sheet.value) state.change.value = null;
  });
  // A receipt was held under the scanner: its goods come back. What was scanned before this page came is past.
  let heard: number | null = null;
  effect(() => {
    if (!state.isKnown.value) return;
    const now = state.tillNotice.value;
    const id = now?.id ?? 0;
    const isNew = heard !== null && id > heard && now?.key === 'scan.receipt';
    heard = id;
    if (isNew) untracked(() => takeBack(String(now.params.number)));
  });
  effect(() => {
    const root = document.documentElement;
    root.lang = state.language.value;
    root.toggleAttribute('data-sun', state.light.value === 'sun');
    root.toggleAttribute('data-night', state.light.value === 'night');
    root.dataset.text = state.textSize.value;
    root.toggleAttribute('data-left', state.isLeftHand.value);
  });
}
