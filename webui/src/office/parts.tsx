/** Small pieces every page uses: an amount with a small unit, a field, a dialog, an empty place in words. */
import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Awning, CloseIcon } from './icons';
import { partsOf, say } from './words';

/** The figures large, the unit small. */
export function Amount({ minor, class: name = '' }: { minor: number; class?: string }) {
  return (
    <span class={`amount figures ${name}`}>
      {partsOf(minor).map((part, at) =>
        part.isUnit ? (
          <span key={part.text} class={at === 0 ? 'sign before' : 'sign after'}>
            {part.text}
          </span>
        ) : (
          part.text.trim()
        ),
      )}
    </span>
  );
}

type FieldProps = {
  label: string;
  hint?: string | undefined;
  error?: string | null;
  name: string;
  value: string;
  onText: (text: string) => void;
  type?: 'text' | 'email' | 'password';
  children?: ComponentChildren;
} & Partial<
  Pick<
    InputHTMLAttributes<HTMLInputElement>,
    'autoComplete' | 'inputMode' | 'autoFocus' | 'autoCapitalize' | 'maxLength' | 'spellcheck' | 'required'
  >
>;

export function Field({ label, hint, error, name, value, onText, children, ...rest }: FieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (error) input.current?.focus();
  }, [error]);
  return (
    <div class={`field ${error ? 'wrong' : ''}`}>
      <label for={id}>{label}</label>
      <div class="field-line">
        <input
          // Preact ties each type of field to its own roles; this one is told its type by the page.
          {...(rest as InputHTMLAttributes<HTMLInputElement>)}
          ref={input}
          id={id}
          name={name}
          data-testid={`field-${name}`}
          value={value}
          aria-invalid={Boolean(error)}
          aria-describedby={`${id}-says`}
          onInput={(event) => onText(event.currentTarget.value)}
        />
        {children}
      </div>
      <p id={`${id}-says`} class="field-says" role={error ? 'alert' : undefined}>
        {error || hint}
      </p>
    </div>
  );
}

type DialogProps = { title: string; onClose: () => void; children: ComponentChildren; name: string };

/** A sheet over the page; the browser keeps the focus inside and gives it back afterwards. */
export function Dialog({ title, onClose, children, name }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const now = dialog.current;
    if (now && !now.open) now.showModal();
    return () => now?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog dialog-${name}`}
      data-testid={`dialog-${name}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header class="dialog-head">
        <h2 id={heading}>{title}</h2>
        <button
          type="button"
          class="icon-key"
          aria-label={say('app.close')}
          data-testid="dialog-close"
          onClick={onClose}
        >
          <CloseIcon />
        </button>
      </header>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <section class="empty">
      <Awning />
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export const Waiting = () => <p class="loading">{say('app.loading')}</p>;

export function Row({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{label}</dt>
      <dd class="figures">{children}</dd>
    </div>
  );
}
