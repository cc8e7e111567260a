/** The sell screen: what there is on the left, what is bought on the right. */

import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { SheetNow } from '../sheets/sheet-now';
import * as state from '../state';
import { Items } from './items';
import { Ticket } from './ticket';

const keyboard = signal<ComponentType | null>(null);

function loadKeyboard(): void {
  if (keyboard.value) return;
  void import('./keyboard').then((module) => {
    keyboard.value = module.default;
  });
}

/** A letter or a scanner typing on a hardware keyboard opens the search with it. */
function openSearchByTyping(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || state.sheet.peek() || state.query.peek() !== null)
    return;
  if (event.target instanceof HTMLInputElement || !/^[\p{L}\d]$/u.test(event.key)) return;
  event.preventDefault();
  state.query.value = event.key;
}

export function Sell() {
  const isSearching = state.query.value !== null;
  useEffect(() => {
    document.addEventListener('keydown', openSearchByTyping);
    return () => document.removeEventListener('keydown', openSearchByTyping);
  }, []);
  useEffect(() => {
    if (isSearching) loadKeyboard();
  }, [isSearching]);
  const Keyboard = keyboard.value;
  return (
    <main class={`sell ${isSearching ? 'searching' : ''} ${state.linesAreOpen.value ? 'lines-open' : ''}`}>
      <div class="left">
        <Items />
        <SheetNow />
      </div>
      <Ticket />
      {isSearching && Keyboard && <Keyboard />}
    </main>
  );
}
