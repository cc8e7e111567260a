/** A PIN on the large pad: shown as dots, kept in this page only until it is sent. Wrong ones make it wait, and it says how long. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Pad } from '../parts';
import { asMinutes } from './idle';
import { NOTHING, type Told } from './refusals';
import { tell } from './tell';

const LEAST = 4;
const MOST = 8;

type Props = {
  title: string;
  isNew?: boolean;
  told?: Told;
  onPin: (pin: string) => void;
  onBack: () => void;
};

/** Seconds left of the wait that was told last: counted here, so that no network and no set clock is needed. */
function useCountdown(told: Told): number {
  const left = useSignal(told.waitS);
  useEffect(() => {
    const endMs = performance.now() + told.waitS * 1000;
    const look = () => {
      left.value = Math.max(0, Math.ceil((endMs - performance.now()) / 1000));
    };
    look();
    const tick = setInterval(look, 200);
    return () => clearInterval(tick);
  }, [told, left]);
  return left.value;
}

export function PinEntry({ title, isNew = false, told = NOTHING, onPin, onBack }: Props) {
  const digits = useSignal('');
  const first = useSignal<string | null>(null);
  const differs = useSignal(false);
  const waitS = useCountdown(told);
  const enter = () => {
    const pin = digits.peek();
    if (pin.length < LEAST || waitS > 0) return;
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
        {told.words && (
          <p class="people-no" role="alert" data-testid="people-no">
            {told.words}
          </p>
        )}
        {waitS > 0 && (
          <p class="people-wait figures" role="timer" data-testid="people-wait">
            {tell('pin.wait', { time: asMinutes(waitS) })}
          </p>
        )}
        <span class="gap" />
        <button
          type="button"
          class="main-key"
          data-testid="people-pin-ok"
          disabled={digits.value.length < LEAST || waitS > 0}
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
