/** The sell screen: what there is on the left, what is bought on the right. */

import { useEffect } from 'preact/hooks';
import { later } from '../later';
import { ReadyStripLater } from '../ready/later';
import { SheetNow } from '../sheets/sheet-now';
import * as state from '../state';
import { Strips } from '../strips';
import { enterCode, Items } from './items';
import { Ticket } from './ticket';

const { usePart } = later(() => import('./keyboard'));

/**
 * A hardware keyboard, or a scanner that acts as one, opens the search and types into it. The search line takes over
 * once it has the focus; until then every key is kept here, because a scanner does not wait for a line to appear.
 */
function openSearchByTyping(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || state.sheet.peek()) return;
  if (event.target instanceof HTMLInputElement) return;
  const query = state.query.peek();
  if (event.key === 'Enter' && query !== null) {
    event.preventDefault();
    enterCode();
  } else if (/^[\p{L}\d]$/u.test(event.key)) {
    event.preventDefault();
    state.query.value = (query ?? '') + event.key;
  }
}

function type(text: string): void {
  state.query.value = (state.query.value ?? '') + text;
}

function erase(): void {
  state.query.value = (state.query.value ?? '').slice(0, -1);
}

function KeyboardLater() {
  const now = usePart();
  return now && <now.default onType={type} onErase={erase} />;
}

export function Sell() {
  const isSearching = state.query.value !== null;
  useEffect(() => {
    document.addEventListener('keydown', openSearchByTyping);
    return () => document.removeEventListener('keydown', openSearchByTyping);
  }, []);
  return (
    <main class={`sell ${isSearching ? 'searching' : ''} ${state.linesAreOpen.value ? 'lines-open' : ''}`}>
      <div class="left">
        <Strips>
          <ReadyStripLater />
        </Strips>
        <Items />
        <SheetNow />
      </div>
      <Ticket />
      {isSearching && <KeyboardLater />}
    </main>
  );
}
