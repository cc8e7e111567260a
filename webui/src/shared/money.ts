/**
 * Amounts and weights in words: integer minor units and grams in, text out. Never a float:
 * the decimal point is set in the digits, and Intl formats the decimal text exactly.
 */
import type { Language } from './i18n';

export type Currency = { code: string; exponent: number };
export type MoneyPart = { text: string; isUnit: boolean };

const formats = new Map<string, Intl.NumberFormat>();

function moneyFormat(currency: Currency, language: Language): Intl.NumberFormat {
  const name = `${language} ${currency.code} ${currency.exponent}`;
  const known = formats.get(name);
  if (known) return known;
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: currency.code,
    minimumFractionDigits: currency.exponent,
    maximumFractionDigits: currency.exponent,
    useGrouping: true,
  });
  formats.set(name, format);
  return format;
}

/** `1423`, exponent 2 -> `14.23`: decimal text that Intl reads without rounding. */
function decimalText(minor: number, exponent: number): `${number}` {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`not an amount in minor units: ${minor}`);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const rest = exponent > 0 ? `.${digits.slice(-exponent)}` : '';
  return `${minor < 0 ? '-' : ''}${whole}${rest}` as `${number}`;
}

/** The amount as parts, so that a page can draw the unit smaller than the figures. */
export function moneyParts(minor: number, currency: Currency, language: Language): MoneyPart[] {
  const parts: MoneyPart[] = [];
  const text = decimalText(minor, currency.exponent);
  for (const part of moneyFormat(currency, language).formatToParts(text)) {
    const isUnit = part.type === 'currency';
    const value = part.type === 'minusSign' ? '−' : part.value;
    const last = parts.at(-1);
    if (last && last.isUnit === isUnit) last.text += value;
    else parts.push({ text: value, isUnit });
  }
  return parts;
}

/** `1423` -> `14,23 €` in German, `€14.23` in English; negative amounts carry a real minus. */
export function money(minor: number, currency: Currency, language: Language): string {
  return moneyParts(minor, currency, language)
    .map((part) => part.text)
    .join('');
}

/** A note or coin without needless cents: `45 €`, `€45`; `44,78 €` keeps them. */
export function note(minor: number, currency: Currency, language: Language): string {
  const text = money(minor, currency, language);
  return currency.exponent === 2 ? text.replace(/[.,]00(?=\D*$)/, '') : text;
}

const weightFormats = new Map<Language, Intl.NumberFormat>();

/** `1160` -> `1,160 kg`, always three decimals as on the scale. */
export function weight(grams: number, language: Language): string {
  let format = weightFormats.get(language);
  if (!format) {
    format = new Intl.NumberFormat(language, {
      minimumFractionDigits: 3,
      maximumFractionDigits: 3,
      useGrouping: true,
    });
    weightFormats.set(language, format);
  }
  const kilograms = format.format(decimalText(grams, 3));
  return `${kilograms.replace('-', '−')}\u00a0kg`;
}
