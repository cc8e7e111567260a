/** The words of this screen, in the vendor's language now. They come with the part, not with the first load. */
import { wordsOf } from '../../shared/i18n';
import { language } from '../state';
import { sayNumber, sayWeight } from '../words';
import { words } from './words';

export const { tell } = wordsOf(words, () => language.value);

/** Pieces as a number, grams as kilograms. */
export const sayAmount = (unit: 'piece' | 'kg', amount: number): string =>
  unit === 'kg' ? sayWeight(amount) : tell('pieces', { amount: sayNumber(amount).replace('-', '−') });

/** What a count found: nothing wrong, so much missing, so much more. */
export function sayVariance(unit: 'piece' | 'kg', delta: number): string {
  if (delta === 0) return tell('variance.none');
  return tell(delta < 0 ? 'variance.less' : 'variance.more', { amount: sayAmount(unit, Math.abs(delta)) });
}
