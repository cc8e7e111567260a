/** The on-screen keyboard of the search, loaded when first wanted. Letters sit where the language has them. */
import type { Language } from '../../shared/i18n';
import { EraseIcon } from '../icons';
import * as state from '../state';
import { say } from '../words';

const ROWS: Readonly<Record<Language, readonly string[]>> = {
  de: ['1234567890', 'qwertzuiopü', 'asdfghjklöä', 'yxcvbnmß'],
  en: ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  fi: ['1234567890', 'qwertyuiopå', 'asdfghjklöä', 'zxcvbnm'],
  it: ['1234567890', 'qwertyuiopè', 'asdfghjklòà', 'zxcvbnmùì'],
  // The search ignores marks, so plain letters find every Vietnamese word.
  vi: ['1234567890', 'qwertyuiop', 'asdfghjklđ', 'zxcvbnm'],
};

function type(text: string): void {
  state.query.value = (state.query.value ?? '') + text;
}

export default function Keyboard() {
  const rows = ROWS[state.language.value];
  return (
    // The finger must not take the focus from the search line: a scanner types there.
    <div class="keyboard" data-testid="keyboard" onPointerDown={(event) => event.preventDefault()}>
      {rows.map((row, at) => (
        <div key={row} class="keyboard-row">
          {[...row].map((letter) => (
            <button key={letter} type="button" class="key" onClick={() => type(letter)}>
              {letter}
            </button>
          ))}
          {at === rows.length - 1 && (
            <>
              <button type="button" class="key wide" aria-label="␣" onClick={() => type(' ')}>
                ␣
              </button>
              <button
                type="button"
                class="key wide"
                aria-label={say('pad.delete')}
                onClick={() => {
                  state.query.value = (state.query.value ?? '').slice(0, -1);
                }}
              >
                <EraseIcon />
              </button>
            </>
          )}
        </div>
      ))}
    </div>
  );
}
