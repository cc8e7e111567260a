/** What both editors choose with: a row of keys, a colour, an emoji, a place in the row. */
import { useSignal } from '@preact/signals';
import { COLOURS, type Field, field, isFresh, move, problem } from './desk';
import { tell } from './tell';

type Choice<T> = { value: T; words: string; name: string };

export function Choices<T>({
  label,
  of,
  now,
  onChoose,
}: {
  label: string;
  of: readonly Choice<T>[];
  now: T;
  onChoose: (value: T) => void;
}) {
  return (
    <section class="goods-part">
      <small>{label}</small>
      <nav class="goods-choice" aria-label={label}>
        {of.map((one) => (
          <button
            key={one.name}
            type="button"
            class="key"
            data-testid={one.name}
            aria-pressed={now === one.value}
            onClick={() => onChoose(one.value)}
          >
            {one.words}
          </button>
        ))}
      </nav>
    </section>
  );
}

/** A line that is typed into: by the keys of the screen, or by a keyboard that is plugged in. */
export function NameLine({ value, onText }: { value: string; onText: (text: string) => void }) {
  return (
    <label class="goods-line" data-testid="item-name" aria-current={field.value === 'name'}>
      <small>{tell('name')}</small>
      <input
        inputMode="none"
        autocomplete="off"
        maxLength={80}
        dir="auto"
        placeholder="–"
        value={value}
        ref={(line) => {
          if (field.peek() === 'name' && line !== document.activeElement) line?.focus();
        }}
        onFocus={() => {
          field.value = 'name';
        }}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    </label>
  );
}

export function DigitsLine({ of, shows }: { of: Exclude<Field, null>; shows: preact.ComponentChildren }) {
  return (
    <button
      type="button"
      class="goods-line"
      data-testid={`item-${of}`}
      aria-pressed={field.value === of}
      onClick={() => {
        field.value = field.value === of ? null : of;
        isFresh.value = true;
      }}
    >
      <small>{tell(of)}</small>
      <b class="figures" dir="auto">
        {shows}
      </b>
    </button>
  );
}

export function Colours({ now, onChoose }: { now: string; onChoose: (colour: string) => void }) {
  const all: string[] = COLOURS.some((one) => one === now.toLowerCase()) ? [...COLOURS] : [now, ...COLOURS];
  return (
    <section class="goods-part">
      <small>{tell('colour')}</small>
      <nav class="goods-choice" aria-label={tell('colour')}>
        {all.map((colour) => (
          <button
            key={colour}
            type="button"
            class="key goods-colour"
            style={{ '--colour': colour }}
            aria-label={colour}
            data-testid={`colour-${colour.slice(1)}`}
            aria-pressed={now.toLowerCase() === colour}
            onClick={() => onChoose(colour)}
          />
        ))}
      </nav>
    </section>
  );
}

const EMOJI =
  '🍎🍐🍊🍋🍌🍉🍇🍓🫐🍒🍑🥭🍍🥥🥝🍅🥑🥦🥬🥒🌶🌽🥕🧄🧅🥔🍄🌰🥜🍞🥐🥖🧀🥚🧈🥩🍗🥓🐟🦐🍯🍵🧃🥛☕🍺🍷🍾🥤💧🍲🍜🍕🌭🍟🥟🍰🍪🍩🍦🍫🌻🌹🌷🌿🪴🧺🧶🧼📚👕🎁♻📦';

/** A grid of what markets sell; an emoji from elsewhere stays until another is chosen. */
export function Emoji({ now, onChoose }: { now: string; onChoose: (emoji: string) => void }) {
  const choose = (emoji: string) => {
    field.value = null;
    onChoose(emoji);
  };
  return (
    <>
      <DigitsLine of="emoji" shows={now || '–'} />
      {field.value === 'emoji' && (
        <nav class="goods-emoji" aria-label={tell('emoji')}>
          <button type="button" class="key" data-testid="emoji-none" onClick={() => choose('')}>
            –
          </button>
          {[...EMOJI].map((one) => (
            <button
              key={one}
              type="button"
              class="key"
              data-testid={`emoji-${one}`}
              aria-pressed={now.startsWith(one)}
              onClick={() => choose(one)}
            >
              {one}
            </button>
          ))}
        </nav>
      )}
    </>
  );
}

export function Place({ kind, id, at }: { kind: 'items' | 'categories'; id: string; at: [number, number] }) {
  const [n, all] = at;
  return (
    <section class="goods-part">
      <small>{tell('order')}</small>
      <div class="goods-place">
        <button
          type="button"
          class="key"
          data-testid="move-up"
          aria-label={tell('order.up')}
          disabled={n <= 1}
          onClick={() => void move(kind, id, -1)}
        >
          ▲
        </button>
        <b class="figures" data-testid="place">
          {tell('order.place', { n, all })}
        </b>
        <button
          type="button"
          class="key"
          data-testid="move-down"
          aria-label={tell('order.down')}
          disabled={n >= all}
          onClick={() => void move(kind, id, 1)}
        >
          ▼
        </button>
      </div>
    </section>
  );
}

export function Remove({ name, words, onSure }: { name: string; words: string; onSure: () => void }) {
  const isSure = useSignal(false);
  return (
    <button
      type="button"
      class="key danger goods-remove"
      data-testid={name}
      onClick={() => {
        if (isSure.value) onSure();
        isSure.value = !isSure.value;
      }}
    >
      {isSure.value ? tell('remove.sure') : words}
    </button>
  );
}

type FootProps = { words: string; isReady: boolean; onBack: () => void; onSave: () => void };

/** What does not fit stands right above the key that was tapped. */
export function Foot({ words, isReady, onBack, onSave }: FootProps) {
  return (
    <footer class="goods-foot">
      {problem.value && (
        <p class="goods-wrong" role="alert" data-testid="item-wrong">
          {problem.value}
        </p>
      )}
      <button type="button" class="key" data-testid="item-back" onClick={onBack}>
        {tell('back')}
      </button>
      <button type="button" class="main-key" data-testid="save-item" disabled={!isReady} onClick={onSave}>
        {words}
      </button>
    </footer>
  );
}
