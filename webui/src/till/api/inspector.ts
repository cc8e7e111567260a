/** Checking all that was recorded, and putting it on a stick. */
import { intend, untilAnswered } from './intents';

export type Inspected = {
  state: 'idle' | 'running' | 'sound' | 'damaged' | 'failed';
  done: number;
  of: number;
  facts: number;
  first_day: string | null;
  last_day: string | null;
  head: string | null;
  damaged: { file: string; day: string | null; lost: number | null }[];
  last_z: number;
  saved: { state: 'none' | 'saving' | 'saved' | 'no_stick' | 'failed' | 'no_answer'; file: string };
};

export const readInspection = () => untilAnswered('GET', '/inspector') as Promise<Inspected>;
export const beginInspection = () => intend('POST', '/inspector/check', {}) as Promise<Inspected>;
export const saveRecords = () => intend('POST', '/inspector/records', {}) as Promise<Inspected>;
