/** Looking for a receipt: the box looks back a piece at a time, and says how far. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Found, findReceipts } from '../api/sales';
import type { SaleRow } from '../api/shapes';
import { refuse } from '../deeds';
import { CloseIcon, SearchIcon } from '../icons';
import { SecretKeys } from '../network/keys';
import { Row } from '../receipts';
import * as state from '../state';
import { tell } from './tell';

const TYPED_MS = 250;
const ENOUGH = 12;
const PIECES = 10;
const MOST = 40;

const sayDay = (day: string): string =>
  new Intl.DateTimeFormat(state.language.value, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(day),
  );

export function Find({ onClose }: { onClose: () => void }) {
  const query = useSignal('');
  const rows = useSignal<readonly SaleRow[]>([]);
  const edge = useSignal<Found | null>(null);
  const isLooking = useSignal(false);
  const isTyping = useSignal(true);
  const line = useRef<HTMLInputElement>(null);

  /** Some pieces further back, until there is enough to show; what another question was asked for is dropped. */
  async function look(below: Found['next']): Promise<void> {
    const asked = query.peek().trim();
    if (asked === '') return;
    isLooking.value = true;
    let next = below;
    try {
      for (let piece = 0; piece < PIECES; piece++) {
        const found = await findReceipts(asked, next);
        if (query.peek().trim() !== asked) return;
        rows.value = [...rows.peek(), ...found.sales];
        edge.value = found;
        next = found.next;
        if (next === null || rows.peek().length >= ENOUGH) break;
      }
    } catch (error) {
      refuse(error);
    }
    isLooking.value = false;
  }

  useEffect(() => {
    rows.value = [];
    edge.value = null;
    isLooking.value = false;
    const timer = setTimeout(() => void look(null), TYPED_MS);
    return () => clearTimeout(timer);
  }, [query.value]);
  useEffect(() => line.current?.focus(), []);

  const change = (text: string) => {
    query.value = text.slice(0, MOST);
  };
  const end = edge.value;
  return (
    <>
      <section class="receipt-list" data-testid="find">
        <div class="find-line">
          <label class="search-line">
            <SearchIcon />
            <input
              ref={line}
              data-testid="find-input"
              inputMode="none"
              autocomplete="off"
              placeholder={tell('hint')}
              value={query.value}
              onFocus={() => {
                isTyping.value = true;
              }}
              onInput={(event) => change(event.currentTarget.value)}
            />
          </label>
          <button
            type="button"
            class="key round"
            data-testid="find-close"
            aria-label={tell('close')}
            onClick={onClose}
          >
            <CloseIcon />
          </button>
        </div>
        {query.value.trim() === '' && <p class="hint">{tell('try')}</p>}
        {end !== null && rows.value.length === 0 && !isLooking.value && (
          <p class="hint" data-testid="find-none">
            {tell('none')}
          </p>
        )}
        {rows.value.map((row) => (
          <Row key={`${row.epoch}.${row.f}`} row={row} isOpen={row.number === state.openReceipt.value} />
        ))}
        {(end !== null || isLooking.value) && (
          <p class="find-edge" data-testid="find-edge">
            {isLooking.value
              ? tell('looking')
              : end?.looked_back_to
                ? tell('back_to', { day: sayDay(end.looked_back_to) })
                : tell('all')}
          </p>
        )}
        {end?.next && !isLooking.value && (
          <button
            type="button"
            class="key find-further"
            data-testid="find-further"
            onClick={() => void look(end.next)}
          >
            {tell('further')}
          </button>
        )}
      </section>
      {isTyping.value && (
        <SecretKeys
          onType={(text) => change(query.peek() + text)}
          onErase={() => change([...query.peek()].slice(0, -1).join(''))}
          onEnter={() => {
            isTyping.value = false;
          }}
        />
      )}
    </>
  );
}
