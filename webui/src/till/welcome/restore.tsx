/** A new box takes over from a broken one: its stick is in, its recovery code is typed, and all is as it was. */
import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { readWelcome, restoreFrom } from '../api/welcome';
import { refuse } from '../deeds';
import Keyboard from '../sell/keyboard';
import * as state from '../state';
import { sayNumber } from '../words';
import { go, known, learn } from './deeds';
import { tell } from './tell';

const SIGNS = 28;
const ASK_MS = 1000;

export const isTakingOver = signal(false);

/** In groups of four, as it is written down. */
const grouped = (typed: string): string =>
  (typed.toUpperCase().match(/[0-9A-Z]/g) ?? [])
    .slice(0, SIGNS)
    .join('')
    .replace(/(.{4})(?=.)/g, '$1 ');

function Working({ onRefused }: { onRefused: () => void }) {
  useEffect(() => {
    const timer = setInterval(() => {
      readWelcome().then(({ restoring, step }) => {
        if (step === 'restored' || restoring === 'working') return;
        if (restoring !== 'none') state.refusal.value = { code: restoring, field: null, params: {} };
        onRefused();
      }, refuse);
    }, ASK_MS);
    return () => clearInterval(timer);
  }, [onRefused]);
  return (
    <section class="plain" data-testid="welcome-working" role="status">
      <div>
        <h1>{tell('stick.working')}</h1>
        <p>{tell('stick.working_more')}</p>
      </div>
    </section>
  );
}

export function TakeOver() {
  const line = useRef<HTMLInputElement>(null);
  const code = useSignal('');
  const isWorking = useSignal(false);
  useEffect(() => line.current?.focus(), []);
  const stop = useRef(() => {
    isWorking.value = false;
  });
  if (isWorking.value) return <Working onRefused={stop.current} />;
  const isIn = state.stick.value.state !== 'none';
  const isTyped = code.value.replaceAll(' ', '').length === SIGNS;
  const begin = () => {
    if (!isTyped || !isIn) return;
    state.refusal.value = null;
    restoreFrom(code.value).then(() => {
      isWorking.value = true;
    }, refuse);
  };
  return (
    <div class="take-over" data-testid="welcome-take-over">
      <section class="connect-address">
        <div>
          <h1>{tell('stick.title')}</h1>
          <p class="muted">{tell(isIn ? 'stick.lead' : 'stick.none')}</p>
        </div>
        <form
          class="address-line"
          onSubmit={(event) => {
            event.preventDefault();
            begin();
          }}
        >
          <label class="search-line">
            <input
              ref={line}
              class="figures"
              data-testid="restore-code"
              aria-label={tell('stick.code')}
              value={code.value}
              inputMode="none"
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
              onInput={(event) => {
                code.value = grouped(event.currentTarget.value);
                event.currentTarget.value = code.value;
              }}
            />
          </label>
          <button type="submit" class="main-key" data-testid="restore-go" disabled={!isTyped || !isIn}>
            {tell('stick.go')}
          </button>
        </form>
      </section>
      <Keyboard
        kind="address"
        onType={(text) => {
          code.value = grouped(code.value + text);
        }}
        onErase={() => {
          code.value = grouped(code.value.replaceAll(' ', '').slice(0, -1));
        }}
      />
    </div>
  );
}

/** After the new start: what came along, and from which number on something may be missing. */
export function Restored() {
  useEffect(learn, []);
  const found = known.value?.restored;
  if (!found) return null;
  return (
    <section class="plain restored" data-testid="welcome-restored">
      <div>
        <h1>{tell('restored.title')}</h1>
        <p>{tell('restored.lead', { count: sayNumber(found.facts), number: found.last_number || '–' })}</p>
        <p>{tell('restored.missing', { number: found.missing_from, series: found.series })}</p>
        {!found.is_whole && <p>{tell('restored.old')}</p>}
        <p>
          <b>{tell('restored.card')}</b>
        </p>
      </div>
      <button type="button" class="main-key" data-testid="restored-sell" onClick={() => go('done')}>
        {tell('goods.sell')}
      </button>
    </section>
  );
}
