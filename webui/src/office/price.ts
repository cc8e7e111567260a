/**
 * What an owner types as a price, read into minor units. Both separators are understood where only one
 * reading is possible; a text that could mean two amounts follows the language, any other is refused.
 */
import type { Language } from '../shared/i18n';
import { type Currency, money } from '../shared/money';

const separators = new Map<Language, string>();

/** The sign that parts thousands in this language; a space in Finnish. */
function groupSign(language: Language): string {
  const known = separators.get(language);
  if (known !== undefined) return known;
  const parts = new Intl.NumberFormat(language, { useGrouping: true }).formatToParts(1234567);
  const sign = parts.find((part) => part.type === 'group')?.value ?? '';
  separators.set(language, sign);
  return sign;
}

/** `3,5` -> 350 in euro, `65.000` -> 65000 in dong; null where no amount, or no single one, is meant.
 * Negative ones are read too: a returned deposit has one. */
export function readPrice(text: string, currency: Currency, language: Language): number | null {
  const signed = text.replaceAll(currency.code, '').replace(/[\s\u00a0\u202f€₫'’]/g, '');
  const isNegative = /^[-−]/.test(signed);
  const bare = isNegative ? signed.slice(1) : signed;
  if (!/^\d[\d.,]*$/.test(bare)) return null;
  const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','));
  const sign = bare[last] ?? '';
  const after = last < 0 ? '' : bare.slice(last + 1);
  const isRepeated = sign !== '' && bare.split(sign).length > 2;
  const isGroup =
    after.length === 3 && (isRepeated || currency.exponent === 0 || sign === groupSign(language));
  const hasFraction = last >= 0 && !isGroup;
  if (hasFraction && (isRepeated || after.length === 0 || after.length > currency.exponent)) return null;
  const whole = hasFraction ? bare.slice(0, last) : bare;
  if (!isGrouped(whole, hasFraction ? sign : null)) return null;
  const fraction = (hasFraction ? after : '').padEnd(currency.exponent, '0');
  const minor = Number(whole.replace(/[.,]/g, '') + fraction);
  if (!Number.isSafeInteger(minor)) return null;
  return isNegative && minor !== 0 ? -minor : minor;
}

/** Thousands stand in threes, with one sign, which is not the decimal one. */
function isGrouped(whole: string, decimal: string | null): boolean {
  if (/^\d+$/.test(whole)) return true;
  const sign = whole.includes('.') ? '.' : ',';
  return (
    sign !== decimal &&
    whole.split(sign).every((group, at) => (at === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(group))
  );
}

/** A price as it stands in the field before anyone types: figures only, the unit is beside it. */
export function writePrice(minor: number, currency: Currency, language: Language): string {
  return money(minor, currency, language).replace(/[^\d.,−]/g, '');
}
