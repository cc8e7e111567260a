/** The on-screen keyboard for a password: every character a router takes, on two layers and with a shift. */
import { useSignal } from '@preact/signals';
import { EraseIcon } from '../icons';
import { LETTERS } from '../sell/keyboard';
import { language } from '../state';
import { say } from '../words';
import { layer, next, type Shift } from './layers';

type Props = { onType: (text: string) => void; onErase: () => void; onEnter?: () => void };

export function SecretKeys({ onType, onErase, onEnter }: Props) {
  const shift = useSignal<Shift>('off');
  const hasSigns = useSignal(false);
  const rows = layer(LETTERS[language.value], hasSigns.value, shift.value);
  const type = (letter: string) => {
    onType(letter);
    if (shift.peek() === 'once') shift.value = 'off';
  };
  const keysOf = (row: string) =>
    [...row].map((letter) => (
      <button key={letter} type="button" class="key" onClick={() => type(letter)}>
        {letter}
      </button>
    ));
  return (
    // The finger must not take the focus from the line that is typed into.
    <div class="keyboard secret" data-testid="keyboard" onPointerDown={(event) => event.preventDefault()}>
      {rows.slice(0, -1).map((row) => (
        <div key={row} class="keyboard-row">
          {keysOf(row)}
        </div>
      ))}
      <div class="keyboard-row">
        {!hasSigns.value && (
          <button
            type="button"
            class="key wide"
            data-testid="shift"
            aria-label="Shift"
            aria-pressed={shift.value !== 'off'}
            onClick={() => {
              shift.value = next(shift.value);
            }}
          >
            {shift.value === 'lock' ? '⇪' : '⇧'}
          </button>
        )}
        {keysOf(rows.at(-1) ?? '')}
        <button type="button" class="key wide" aria-label={say('pad.delete')} onClick={onErase}>
          <EraseIcon />
        </button>
        <i class="turn" />
        <button
          type="button"
          class="key wide"
          data-testid="signs"
          onClick={() => {
            hasSigns.value = !hasSigns.value;
          }}
        >
          {hasSigns.value ? 'abc' : '#+='}
        </button>
        <button type="button" class="key wide space" aria-label="␣" onClick={() => type(' ')}>
          ␣
        </button>
        {onEnter && (
          <button type="button" class="key wide" data-testid="enter" aria-label="↵" onClick={onEnter}>
            ↵
          </button>
        )}
      </div>
    </div>
  );
}
