/** Small pieces every screen uses: an amount with a small unit, the number pad, a sheet. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { CloseIcon, EraseIcon } from './icons';
import { sheet } from './state';
import { partsOf, say } from './words';

/** The figures large, the unit small; a long amount gets smaller type instead of a second line. */
export function Amount({ minor, class: name = '' }: { minor: number; class?: string }) {
  const parts = partsOf(minor);
  const length = parts.reduce((sum, part) => sum + part.text.length, 0);
  const size = length > 13 ? 'longest' : length > 10 ? 'longer' : length > 8 ? 'long' : '';
  return (
    <span class={`amount figures ${size} ${name}`}>
      {parts.map((part, at) =>
        part.isUnit ? (
          <small key={part.text} class={at === 0 ? 'before' : 'after'}>
            {part.text}
          </small>
        ) : (
          part.text.trim()
        ),
      )}
    </span>
  );
}

type PadProps = {
  onDigits: (digits: string) => void;
  onErase: () => void;
  onEnter: () => void;
  zeros: string;
};

const DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '0'];

/** Digits by finger or by a hardware keyboard, which is heard from the moment the pad is seen. */
export function Pad({ onDigits, onErase, onEnter, zeros }: PadProps) {
  useLayoutEffect(() => {
    const typed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      // A key that was reached by the keyboard acts itself; a tap leaves no such focus behind.
      const own = event.target instanceof Element ? event.target.closest('button, a') : null;
      if (event.key === 'Enter' && own?.matches(':focus-visible') && !own.closest('.pad')) return;
      if (/^\d$/.test(event.key)) onDigits(event.key);
      else if (event.key === 'Backspace') onErase();
      else if (event.key === 'Enter') onEnter();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', typed);
    return () => document.removeEventListener('keydown', typed);
  }, [onDigits, onErase, onEnter]);
  return (
    <div class="pad figures">
      {DIGITS.map((digit) => (
        <button
          key={digit}
          type="button"
          class="key"
          data-testid={`pad-${digit}`}
          onClick={() => onDigits(digit)}
        >
          {digit}
        </button>
      ))}
      <button type="button" class="key" data-testid="pad-zeros" onClick={() => onDigits(zeros)}>
        {zeros}
      </button>
      <button
        type="button"
        class="key"
        data-testid="pad-back"
        aria-label={say('pad.delete')}
        onClick={() => onErase()}
      >
        <EraseIcon />
      </button>
    </div>
  );
}

/** Digits typed so far with more appended: no leading zeros, at most `most` digits. */
export function typed(before: string, digits: string, most: number): string {
  const after = (before + digits).replace(/^0+/, '');
  return after.length > most ? before : after;
}

type SheetProps = { title: ComponentChildren; children: ComponentChildren; name: string };

/** Lies over the tiles; the ticket with Total and Pay stays in sight. */
export function SheetFrame({ title, children, name }: SheetProps) {
  const close = () => {
    sheet.value = null;
  };
  useLayoutEffect(() => {
    const closeByKey = (event: KeyboardEvent) => event.key === 'Escape' && close();
    document.addEventListener('keydown', closeByKey);
    return () => document.removeEventListener('keydown', closeByKey);
  }, []);
  return (
    <section class={`sheet sheet-${name}`} data-testid={`sheet-${name}`}>
      <header class="sheet-head">
        <h2>{title}</h2>
        <button
          type="button"
          class="key round"
          data-testid="sheet-close"
          aria-label={say('app.close')}
          onClick={close}
        >
          <CloseIcon />
        </button>
      </header>
      <div class="sheet-body">{children}</div>
    </section>
  );
}
