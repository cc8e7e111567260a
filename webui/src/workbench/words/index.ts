/** All languages of the workbench. */
import type { Language } from '../../shared/i18n';
import { de } from './de';
import { en, type Key, type Words } from './en';
import { fi } from './fi';
import { it } from './it';
import { vi } from './vi';

export const words: Readonly<Record<Language, Words>> = { de, en, fi, it, vi };
export type { Key };

/** Log keys come over the wire: those this page does not know are shown as they are, never hidden. */
export function isKey(key: string): key is Key {
  return key in en;
}
