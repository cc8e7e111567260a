/** A password, and the name too where the network hides it. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { WifiWish } from '../api/wifi';
import { SecretKeys } from './keys';
import { tell } from './tell';

const LEAST = 8;
const LONGEST = 64;
const LONGEST_NAME = 32;

type Field = 'name' | 'password';
/** What is typed; kept by the caller, so that one wrong letter is not a new start, and let go when it leaves. */
export type Typed = Readonly<Record<Field, Signal<string>>>;
type Props = {
  /** `null`: the network hides its name, it is typed too. */
  ssid: string | null;
  typed: Typed;
  trouble: string | null;
  onJoin: (wish: WifiWish) => void;
  onBack: () => void;
};

export function Secret({ ssid, typed, trouble, onJoin, onBack }: Props) {
  const isHidden = ssid === null;
  const { name, password } = typed;
  const isShown = useSignal(false);
  const field = useSignal<Field>(isHidden ? 'name' : 'password');
  const lines = { name: useRef<HTMLInputElement>(null), password: useRef<HTMLInputElement>(null) };
  useEffect(() => lines[field.value].current?.focus(), [field.value]);

  const wanted = ssid ?? name.value;
  const isTyped =
    password.value.length >= LEAST || (isHidden && name.value.trim() !== '' && password.value === '');
  const go = () => {
    if (!isTyped || wanted.trim() === '') return;
    const secret = password.value === '' ? {} : { password: password.value };
    onJoin({ ssid: wanted, is_hidden: isHidden, ...secret });
  };
  const now = typed[field.value];
  const most = field.value === 'name' ? LONGEST_NAME : LONGEST;

  const line = (of: Field, label: string) => (
    <label class="search-line">
      <input
        ref={lines[of]}
        data-testid={`wifi-${of}`}
        class={of === 'password' && !isShown.value ? 'is-covered' : ''}
        aria-label={label}
        placeholder={label}
        value={typed[of].value}
        maxLength={of === 'name' ? LONGEST_NAME : LONGEST}
        inputMode="none"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        onFocus={() => {
          field.value = of;
        }}
        onInput={(event) => {
          typed[of].value = event.currentTarget.value;
        }}
      />
    </label>
  );

  return (
    <section class="wifi-secret" data-testid="wifi-secret">
      <form
        class="wifi-form"
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <header class="wifi-head">
          <h1>{isHidden ? tell('hidden.title') : tell('secret.title', { ssid })}</h1>
          <button type="button" class="key" data-testid="wifi-back" onClick={onBack}>
            {tell('others')}
          </button>
        </header>
        {trouble && (
          <p class="wifi-trouble" role="status" data-testid="wifi-trouble">
            {trouble}
          </p>
        )}
        {isHidden && line('name', tell('hidden.name'))}
        <div class="wifi-line">
          {line('password', tell(isHidden ? 'hidden.password' : 'secret.least'))}
          <button
            type="button"
            class="key"
            data-testid="wifi-show"
            aria-pressed={isShown.value}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => {
              isShown.value = !isShown.value;
            }}
          >
            {tell(isShown.value ? 'secret.hide' : 'secret.show')}
          </button>
          <button type="submit" class="main-key" data-testid="wifi-join" disabled={!isTyped}>
            {tell('join')}
          </button>
        </div>
      </form>
      <SecretKeys
        onType={(text) => {
          now.value = (now.value + text).slice(0, most);
        }}
        onErase={() => {
          now.value = now.value.slice(0, -1);
        }}
      />
    </section>
  );
}
