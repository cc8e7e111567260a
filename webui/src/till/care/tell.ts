/** The words of this page, in the vendor's language now. They come with the part, not with the first load. */
import { wordsOf } from '../../shared/i18n';
import type { HealthCheck, Level } from '../api/care';
import { language } from '../state';
import { sayRoom } from '../words';
import { words } from './words';

const MEGABYTES_A_MIB = 1.048576;

export const { tell, tellForeign } = wordsOf(words, () => language.value);

export const tellName = (check: HealthCheck): string => tellForeign(`name.${check.name}`) ?? check.name;

/** The sentence of a check, with room on the card as people read it. */
export function tellCheck(check: HealthCheck): string {
  const { free_mib, total_mib } = check.params;
  const params: Record<string, string | number> = { ...check.params };
  if (typeof free_mib === 'number') params.free = sayRoom(free_mib * MEGABYTES_A_MIB);
  if (typeof total_mib === 'number') params.total = sayRoom(total_mib * MEGABYTES_A_MIB);
  return tellForeign(`check.${check.key}`, params) ?? tell('check.disk.unknown');
}

export function sayMs(micros: number | string | undefined): string {
  const digits = Number(micros) < 10_000 ? 1 : 0;
  return new Intl.NumberFormat(language.value, { maximumFractionDigits: digits }).format(
    Number(micros) / 1000,
  );
}

/** The mark of a level, in the shapes all screens use. */
export const markOf = (level: Level) =>
  (({ fine: 'safe', attention: 'waiting', danger: 'danger', unknown: 'unknown' }) as const)[level];
