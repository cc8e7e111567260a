/** Checking all that was recorded, and taking it along. */
import { intend, untilAnswered } from './intents';

export type Inspected = {
  state: 'idle' | 'running' | 'sound' | 'damaged';
  done: number;
  of: number;
  facts: number;
  first_day: string | null;
  last_day: string | null;
  head: string | null;
  damaged: string[];
  last_z: number;
};

export const readInspection = () => untilAnswered('GET', '/inspector') as Promise<Inspected>;
export const beginInspection = () => intend('POST', '/inspector/check', {}) as Promise<Inspected>;
