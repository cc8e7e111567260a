/** All five catalogues of the back office at once, for the tests that compare them: no page loads this. */
import type { Language } from '../../shared/i18n';
import { de } from './de';
import { en, type Words } from './en';
import { fi } from './fi';
import { it } from './it';
import { vi } from './vi';

export const WORDS: Readonly<Record<Language, Words>> = { de, en, fi, it, vi };
