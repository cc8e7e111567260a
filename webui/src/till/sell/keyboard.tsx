/** The on-screen keyboard, loaded when first wanted. Letters sit where the language has them. */
import type { Language } from '../../shared/i18n';
import { EraseIcon } from '../icons';
import { language } from '../state';
import { say } from '../words';

type Rows = readonly string[];

/** What a finger types words with, in the order of each language; digits on top. */
export const LETTERS: Readonly<Record<Language, Rows>> = {
  de: ['1234567890', 'qwertzuiopü', 'asdfghjklöä', 'yxcvbnmß'],
  en: ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  fi: ['1234567890', 'qwertyuiopå', 'asdfghjklöä', 'zxcvbnm'],
  it: ['1234567890', 'qwertyuiopè', 'asdfghjklòà', 'zxcvbnmùì'],
  // The search ignores marks, so plain letters find every Vietnamese word.
  vi: ['1234567890', 'qwertyuiop', 'asdfghjklđ', 'zxcvbnm'],
};
const ADDRESS: Rows = ['1234567890', 'qwertyuiop', 'asdfghjkl-', 'zxcvbnm.:/'];
const GERMAN_ADDRESS: Rows = ['1234567890', 'qwertzuiop', 'asdfghjkl-', 'yxcvbnm.:/'];

function rowsFor(kind: 'words' | 'address'): Rows {
  if (kind === 'words') return LETTERS[language.value];
  return language.value === 'de' ? GERMAN_ADDRESS : ADDRESS;
}

type Props = { kind?: 'words' | 'address'; onType: (text: string) => void; onErase: () => void };

export default function Keyboard({ kind = 'words', onType, onErase }: Props) {
  const rows = rowsFor(kind);
  return (
    // The finger must not take the focus from the line that is typed into: a scanner types there.
    <div class={`keyboard ${kind}`} data-testid="keyboard" onPointerDown={(event) => event.preventDefault()}>
      {rows.map((row, at) => (
        <div key={row} class="keyboard-row">
          {[...row].map((letter) => (
            <button key={letter} type="button" class="key" onClick={() => onType(letter)}>
              {letter}
            </button>
          ))}
          {at === rows.length - 1 && (
            <>
              {kind === 'words' && (
                <button type="button" class="key wide" aria-label="␣" onClick={() => onType(' ')}>
                  ␣
                </button>
              )}
              <button type="button" class="key wide" aria-label={say('pad.delete')} onClick={onErase}>
                <EraseIcon />
              </button>
            </>
          )}
        </div>
      ))}
    </div>
  );
}
