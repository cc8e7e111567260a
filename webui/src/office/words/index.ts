/** The catalogues of the back office, each a file of its own: the page loads the one it shows. */
import type { WordFiles } from '../../shared/tongue';
import type { Words } from './en';

export type { WordKey } from './en';

export const WORDS: WordFiles<Words> = {
  de: async () => (await import('./de')).de,
  en: async () => (await import('./en')).en,
  fi: async () => (await import('./fi')).fi,
  it: async () => (await import('./it')).it,
  vi: async () => (await import('./vi')).vi,
};
