/** All languages of the back office. */
import type { Language } from '../../shared/i18n';
import { de } from './de';
import { en, type WordKey, type Words } from './en';
import { fi } from './fi';
import { it } from './it';
import { vi } from './vi';

export const WORDS: Readonly<Record<Language, Words>> = { de, en, fi, it, vi };
export type { WordKey };
