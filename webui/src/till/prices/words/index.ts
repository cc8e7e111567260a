/** All languages of price lists. */
import type { Language } from '../../../shared/i18n';
import { de } from './de';
import { en, type Key, type Words } from './en';
import { fi } from './fi';
import { it } from './it';
import { vi } from './vi';

export const words: Readonly<Record<Language, Words>> = { de, en, fi, it, vi };
export type { Key };
