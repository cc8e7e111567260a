/** The morning check: whether the box can leave home, row by row. */
import { untilAnswered } from './intents';

export type State = 'ok' | 'look' | 'act';
export type Where =
  | 'goods'
  | 'people'
  | 'day'
  | 'stock'
  | 'status'
  | 'stick'
  | 'devices'
  | 'care'
  | 'wifi'
  | '';
export type ReadyRow = {
  name: string;
  state: State;
  key: string;
  params: Record<string, number | string>;
  go: Where;
};
export type Ready = { started_utc: string; act: number; look: number; rows: ReadyRow[] };

export const readReady = () => untilAnswered('GET', '/ready') as Promise<Ready>;
