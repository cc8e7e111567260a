/** All five catalogues of the till at once, for the tests that compare them: no screen loads this. */
import type { Language } from '../i18n';
import { de } from './de';
import { en, type Words } from './en';
import { fi } from './fi';
import { it } from './it';
import { vi } from './vi';

export const WORDS: Readonly<Record<Language, Words>> = { de, en, fi, it, vi };
