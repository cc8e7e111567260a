/** The change, as wide as the screen, until the next tap on anything. The tiles below are already live. */
import { useEffect } from 'preact/hooks';
import { printCopy, showReceipts } from './deeds';
import { Awning, ListIcon, PrinterIcon } from './icons';
import { Amount } from './parts';
import * as state from './state';
import { say, sayMoney } from './words';

/** A finger that pays with a double tap must not wipe the change away with its second half. */
const DEAF_MS = 600;

export function Change() {
  const sale = state.change.value;
  useEffect(() => {
    if (!sale) return;
    const shownAt = performance.now();
    // On click, after the tapped key has done its own work: a tile tapped now starts the next sale.
    const dismiss = (event: MouseEvent) => {
      const isFollowUp = event.target instanceof Element && event.target.closest('[data-follow-up]');
      if (!isFollowUp && performance.now() - shownAt > DEAF_MS) state.change.value = null;
    };
    document.addEventListener('click', dismiss);
    return () => document.removeEventListener('click', dismiss);
  }, [sale]);
  if (!sale) return null;
  return (
    <section class="change" data-testid="change" role="status">
      <div class="change-words">
        <p class="change-title">
          {say(sale.total_minor < 0 ? 'pay.out' : sale.change_minor === 0 ? 'change.none' : 'change.title')}
        </p>
        <Amount minor={sale.change_minor} class="vast" />
        <p class="change-given figures">
          {sale.number} ·{' '}
          {say('change.given', { given: sayMoney(sale.given_minor), total: sayMoney(sale.total_minor) })}
          {sale.discount_minor > 0 && ` · ${say('change.saved', { amount: sayMoney(sale.discount_minor) })}`}
        </p>
      </div>
      <div class="follow-ups">
        <button
          type="button"
          class="follow-up"
          data-follow-up
          data-testid="change-print"
          onClick={() => void printCopy(sale.number)}
        >
          <PrinterIcon />
          {say('change.print')}
        </button>
        <button
          type="button"
          class="follow-up"
          data-follow-up
          data-testid="change-show"
          onClick={() => showReceipts(sale.number)}
        >
          <ListIcon />
          {say('change.show')}
        </button>
      </div>
      <p class="change-next">{say('change.next')}</p>
      <Awning />
    </section>
  );
}
