/** One person: the name, the role, and a PIN typed twice. The first is always an owner. */
import { useSignal } from '@preact/signals';
import type { Person, Role } from '../api/people';
import Keyboard from '../sell/keyboard';
import { PinEntry } from './pin';
import { tell } from './tell';

const ROLES: readonly Role[] = ['seller', 'manager', 'owner'];
const MOST_LETTERS = 40;

/** The keyboard has small letters alone; a word of a name begins with a large one. */
const capital = (before: string, letter: string) =>
  before === '' || before.endsWith(' ') ? letter.toLocaleUpperCase() : letter;

type Props = {
  of: Person | null;
  isFirst: boolean;
  said: string | null;
  onSave: (name: string, role: Role, pin: string | null) => void;
  onRemove: (id: string) => void;
  onBack: () => void;
};

export function Editor({ of, isFirst, said, onSave, onRemove, onBack }: Props) {
  const name = useSignal(of?.name ?? '');
  const role = useSignal<Role>(of?.role ?? (isFirst ? 'owner' : 'seller'));
  const asksPin = useSignal(false);
  const asksRemove = useSignal(false);
  const isNamed = name.value.trim() !== '';
  if (asksPin.value)
    return (
      <PinEntry
        isNew
        title={name.value}
        told={{ words: said, waitS: 0 }}
        onPin={(pin) => onSave(name.value, role.value, pin)}
        onBack={() => {
          asksPin.value = false;
        }}
      />
    );
  if (of && asksRemove.value)
    return (
      <section class="people-who" data-testid="people-remove-ask">
        <h1>{tell('remove.ask', { name: of.name })}</h1>
        <p>{tell('remove.what')}</p>
        {said && (
          <p class="people-no" role="alert" data-testid="people-no">
            {said}
          </p>
        )}
        <nav class="people-keys">
          <button type="button" class="key" data-testid="people-remove-yes" onClick={() => onRemove(of.id)}>
            {tell('remove')}
          </button>
          <button
            type="button"
            class="key strong"
            data-testid="people-remove-no"
            onClick={() => {
              asksRemove.value = false;
            }}
          >
            {tell('cancel')}
          </button>
        </nav>
      </section>
    );
  return (
    <section class="people-editor" data-testid="people-editor">
      <div class="people-fields">
        <label class="people-name">
          <span>{tell('name')}</span>
          <input
            data-testid="people-name"
            inputMode="none"
            autocomplete="off"
            maxLength={MOST_LETTERS}
            value={name.value}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        </label>
        <nav class="people-keys">
          {(isFirst ? (['owner'] as const) : ROLES).map((one) => (
            <button
              key={one}
              type="button"
              class="key"
              data-testid={`role-${one}`}
              aria-pressed={role.value === one}
              onClick={() => {
                role.value = one;
              }}
            >
              {tell(`role.${one}`)}
            </button>
          ))}
        </nav>
        {said && (
          <p class="people-no" role="alert" data-testid="people-no">
            {said}
          </p>
        )}
        <nav class="people-keys">
          {of && (
            <button
              type="button"
              class="key strong"
              data-testid="people-save"
              disabled={!isNamed}
              onClick={() => onSave(name.value, role.value, null)}
            >
              {tell('save')}
            </button>
          )}
          <button
            type="button"
            class={of ? 'key' : 'key strong'}
            data-testid="people-to-pin"
            disabled={!isNamed}
            onClick={() => {
              asksPin.value = true;
            }}
          >
            {tell(of ? 'pin.change' : 'next')}
          </button>
          {of && (
            <button
              type="button"
              class="key"
              data-testid="people-remove"
              onClick={() => {
                asksRemove.value = true;
              }}
            >
              {tell('remove')}
            </button>
          )}
          <button type="button" class="key" data-testid="people-back" onClick={onBack}>
            {tell('back')}
          </button>
        </nav>
      </div>
      <Keyboard
        onType={(text) => {
          name.value = (name.peek() + capital(name.peek(), text)).slice(0, MOST_LETTERS);
        }}
        onErase={() => {
          name.value = [...name.peek()].slice(0, -1).join('');
        }}
      />
    </section>
  );
}
