/** The backup stick: how it is, and the code that reads it. */
import { useSignal } from '@preact/signals';
import { askRecoveryCode } from '../api/stick';
import { refuse } from '../deeds';
import { SheetFrame } from '../parts';
import * as state from '../state';
import { sayNumber } from '../words';
import { type Key, tell } from './tell';

/** How it is; without a stick and without a back office that has everything, all is on this card alone. */
export function stickWords(): string {
  const { state: now, waiting } = state.stick.value;
  const { state: office, waiting_facts } = state.sync.value;
  const hasOther = office === 'enrolled' && waiting_facts === 0;
  const key: Key = now === 'none' && !hasOther ? 'stick.only' : `stick.${now}`;
  return tell(key, { count: sayNumber(waiting) });
}

/** Shown when somebody asks for it, and gone with the sheet. */
export function RecoveryCode({ onShown }: { onShown?: () => void }) {
  const code = useSignal<string | null>(null);
  const show = () => {
    askRecoveryCode().then((answer) => {
      code.value = answer.code;
      onShown?.();
    }, refuse);
  };
  if (code.value === null) {
    return (
      <nav class="sheet-keys">
        <button type="button" class="key" data-testid="stick-code" onClick={show}>
          {tell('stick.code')}
        </button>
      </nav>
    );
  }
  return (
    <section class="recovery-code" aria-label={tell('stick.code')}>
      <b class="figures" data-testid="recovery-code">
        {code.value.replaceAll('-', ' ')}
      </b>
      <p>{tell('stick.code_more')}</p>
    </section>
  );
}

export function StickSheet() {
  const now = state.stick.value.state;
  const level = now === 'safe' ? 'safe' : 'waiting';
  return (
    <SheetFrame name="stick" title={tell('row.stick')}>
      <div class={`verdict stick-now ${level}`} data-testid="stick-now" data-stick={now}>
        <b>{stickWords()}</b>
        <p>{tell('stick.lead')}</p>
      </div>
      <RecoveryCode />
    </SheetFrame>
  );
}
