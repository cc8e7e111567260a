/** A PIN on the large pad: shown as dots, kept in this page only until it is sent. */
import { useSignal } from '@preact/signals';
import { Pad } from '../parts';
import { tell } from './tell';

const LEAST = 4;
const MOST = 8;

type Props = {
  title: string;
  isNew?: boolean;
  said?: string | null;
  onPin: (pin: string) => void;
  onBack: () => void;
};

export function PinEntry({ title, isNew = false, said = null, onPin, onBack }: Props) {
  const digits = useSignal('');
  const first = useSignal<string | null>(null);
  const differs = useSignal(false);
  const enter = () => {
    const pin = digits.peek();
    if (pin.length < LEAST) return;
    digits.value = '';
    if (!isNew || pin === first.peek()) {
      first.value = null;
      onPin(pin);
      return;
    }
    differs.value = first.peek() !== null;
    first.value = first.peek() === null ? pin : null;
  };
  return (
    <section class="people-pin" data-testid="people-pin">
      <div class="people-side">
        <h1>{title}</h1>
        <p>{isNew ? tell(first.value === null ? 'pin.new' : 'pin.repeat') : tell('pin.enter')}</p>
        <p class="people-dots" role="status" aria-label={`${digits.value.length}`}>
          {'●'.repeat(digits.value.length)}
          <span aria-hidden="true">{'○'.repeat(Math.max(0, LEAST - digits.value.length))}</span>
        </p>
        {differs.value && <p class="people-no">{tell('pin.differs')}</p>}
        {said && (
          <p class="people-no" role="alert" data-testid="people-no">
            {said}
          </p>
        )}
        <span class="gap" />
        <button
          type="button"
          class="main-key"
          data-testid="people-pin-ok"
          disabled={digits.value.length < LEAST}
          onClick={enter}
        >
          {tell('ok')}
        </button>
        <button type="button" class="key" data-testid="people-pin-back" onClick={onBack}>
          {tell('back')}
        </button>
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
