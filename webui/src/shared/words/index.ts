/** All five catalogues of the till. */
import type { Language } from '../i18n';
import { de } from './de';
import { en, type Words } from './en';
import { fi } from './fi';
import { it } from './it';
import { vi } from './vi';

export type { WordKey, Words } from './en';

export const WORDS: Readonly<Record<Language, Words>> = { de, en, fi, it, vi };
