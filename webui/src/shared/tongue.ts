/**
 * Which language a page speaks: the wanted one as soon as its words are here, the one before until then.
 * Language and words change together, so that no screen is half translated. Knows no page and no word.
 */
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Language } from './i18n';

/** How the words of each language are fetched. */
export type WordFiles<Words> = Readonly<Record<Language, () => Promise<Words>>>;
export type Spoken<Words> = { language: Language; words: Words };

const AGAIN_AFTER_MS = 1000;

/** What is spoken, null until the first words are here; `follow` fetches what is wanted, again and again where it fails. */
export function tongue<Words>(files: WordFiles<Words>, wanted: ReadonlySignal<Language>) {
  const spoken = signal<Spoken<Words> | null>(null);

  /** Fetches a language's words; they count unless another language was wanted meanwhile. */
  async function learn(language: Language): Promise<void> {
    const words = await files[language]();
    if (wanted.peek() === language) spoken.value = { language, words };
  }

  /** Answers what ends it. A box that is just starting again is asked until it answers. */
  function follow(): () => void {
    return effect(() => {
      const language = wanted.value;
      let again: ReturnType<typeof setTimeout> | undefined;
      let isOver = false;
      const fetch = () => {
        learn(language).catch(() => {
          if (!isOver) again = setTimeout(fetch, AGAIN_AFTER_MS);
        });
      };
      fetch();
      return () => {
        isOver = true;
        clearTimeout(again);
      };
    });
  }

  return { spoken: spoken as ReadonlySignal<Spoken<Words> | null>, learn, follow };
}
