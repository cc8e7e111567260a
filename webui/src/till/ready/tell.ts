/** The words of this screen, in the vendor's language now. They come with the part, not with the first load. */
import { wordsOf } from '../../shared/i18n';
import type { ReadyRow, State, Where } from '../api/ready';
import { language } from '../state';
import { say, sayMoney, sayRoom, sayWeight } from '../words';
import { words } from './words';

const MEGABYTES_A_MIB = 1.048576;
const UNITS = [
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const;

export const { tell, tellForeign } = wordsOf(words, () => language.value);

/** `3 hours ago`, in the largest unit that is full. */
function sayAge(seconds: number): string {
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: 'auto' });
  const [unit, length] = UNITS.find(([, one]) => seconds >= one) ?? UNITS[2];
  return seconds < length ? format.format(0, 'second') : format.format(-Math.floor(seconds / length), unit);
}

export const tellName = (row: ReadyRow): string => tellForeign(`name.${row.name}`) ?? row.name;

/** The sentence of a row, its figures as people read them. */
export function tellRow(row: ReadyRow): string {
  const { age_s, float_minor, weight_g, free_mib } = row.params;
  const params: Record<string, string | number> = { ...row.params };
  if (typeof age_s === 'number') params.age = sayAge(age_s);
  if (typeof float_minor === 'number') params.float = sayMoney(float_minor);
  if (typeof weight_g === 'number') params.weight = sayWeight(weight_g);
  if (typeof free_mib === 'number') params.free = sayRoom(free_mib * MEGABYTES_A_MIB);
  return tellForeign(`row.${row.key}`, params) ?? '';
}

export function tellGo(where: Exclude<Where, ''>): string {
  return where === 'day' || where === 'status' ? tell(`go.${where}`) : say(`menu.${where}`);
}

/** The mark of a state, in the shapes all screens use. */
export const markOf = (one: State) => (({ ok: 'safe', look: 'waiting', act: 'danger' }) as const)[one];
