/** The menu: what a vendor does in a day beside selling, and the way to the box itself. */
import { showDay, showGoods, showPeople, showReady, showReceipts, showStock } from '../deeds';
import { SheetFrame } from '../parts';
import * as state from '../state';
import { say } from '../words';

function showBox(): void {
  state.sheet.value = { kind: 'box' };
}

const KEYS = [
  { name: 'ready', word: 'menu.ready', emoji: '✅', go: showReady },
  { name: 'day-key', word: 'menu.shift', emoji: '🧺', go: showDay },
  { name: 'receipts', word: 'menu.receipts', emoji: '🧾', go: () => showReceipts() },
  { name: 'goods', word: 'menu.goods', emoji: '🏷️', go: showGoods },
  { name: 'stock', word: 'menu.stock', emoji: '📦', go: showStock },
  { name: 'people', word: 'menu.people', emoji: '🧑‍🌾', go: showPeople },
  { name: 'box-key', word: 'menu.box', emoji: '⚙️', go: showBox },
] as const;

export function MenuSheet() {
  return (
    <SheetFrame name="menu" title={say('app.menu')}>
      {KEYS.map(({ name, word, emoji, go }) => (
        <button key={name} type="button" class="key menu-deed" data-testid={name} onClick={go}>
          <i aria-hidden="true">{emoji}</i>
          <span>{say(word)}</span>
        </button>
      ))}
    </SheetFrame>
  );
}
