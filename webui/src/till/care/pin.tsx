/** Digits for a PIN: shown as dots, kept in this page only until they are sent. */
import { useSignal } from '@preact/signals';
import { Pad } from '../parts';
import { tell } from './tell';

const LEAST = 6;
const MOST = 12;

type PinProps = { isNew: boolean; onPin: (pin: string) => void; onCancel: () => void };

export function PinPad({ isNew, onPin, onCancel }: PinProps) {
  const digits = useSignal('');
  const first = useSignal<string | null>(null);
  const differs = useSignal(false);
  const enter = () => {
    const pin = digits.peek();
    if (pin.length < LEAST) return;
    digits.value = '';
    if (!isNew || pin === first.peek()) {
      onPin(pin);
    } else {
      differs.value = first.peek() !== null;
      first.value = first.peek() === null ? pin : null;
    }
  };
  const title = isNew ? tell(first.value === null ? 'pin.new' : 'pin.repeat') : tell('pin.enter');
  return (
    <section class="pin" data-testid="pin-pad">
      <div class="pin-words">
        <h1>{title}</h1>
        {isNew && first.value === null && <p class="muted">{tell('pin.rule')}</p>}
        <p class="pin-dots" role="status" aria-label={`${digits.value.length}`}>
          {'●'.repeat(digits.value.length)}
          <span aria-hidden="true">{'○'.repeat(Math.max(0, LEAST - digits.value.length))}</span>
        </p>
        {differs.value && <p class="pin-differs">{tell('pin.differs')}</p>}
        <nav>
          <button
            type="button"
            class="key strong"
            data-testid="pin-ok"
            disabled={digits.value.length < LEAST}
            onClick={enter}
          >
            {tell('pin.ok')}
          </button>
          <button type="button" class="key" data-testid="pin-cancel" onClick={onCancel}>
            {tell('pin.cancel')}
          </button>
        </nav>
      </div>
      <Pad
        zeros="00"
        onDigits={(more) => {
          digits.value = (digits.peek() + more).slice(0, MOST);
        }}
        onErase={() => {
          digits.value = digits.peek().slice(0, -1);
        }}
        onEnter={enter}
      />
    </section>
  );
}
