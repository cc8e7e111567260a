/** What a ticket is called, typed with the keys of the screen or a keyboard that is plugged in. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import Keyboard from '../sell/keyboard';
import { tell } from './tell';

const MOST = 40;
const capital = (before: string, text: string): string => (before === '' ? text.toLocaleUpperCase() : text);

type Props = { before: string; words: string; onName: (name: string) => void; onBack: () => void };

export function Naming({ before, words, onName, onBack }: Props) {
  const name = useSignal(before);
  const line = useRef<HTMLInputElement>(null);
  useEffect(() => line.current?.focus(), []);
  return (
    <form
      class="ticket-naming"
      onSubmit={(event) => {
        event.preventDefault();
        onName(name.value.trim());
      }}
    >
      <input
        ref={line}
        class="ticket-name"
        data-testid="ticket-name"
        aria-label={tell('name')}
        inputMode="none"
        autocomplete="off"
        maxLength={MOST}
        dir="auto"
        value={name.value}
        onInput={(event) => {
          name.value = event.currentTarget.value;
        }}
      />
      <nav class="tickets-keys two">
        <button type="button" class="key" data-testid="ticket-back" onClick={onBack}>
          {tell('back')}
        </button>
        <button type="submit" class="key strong" data-testid="ticket-named">
          {words}
        </button>
      </nav>
      <Keyboard
        onType={(text) => {
          name.value = (name.peek() + capital(name.peek(), text)).slice(0, MOST);
        }}
        onErase={() => {
          name.value = [...name.peek()].slice(0, -1).join('');
        }}
      />
    </form>
  );
}
