/** The page "Box check": health, self-test, support bundle, technician mode. */
import { intend, untilAnswered } from './intents';

export type Level = 'fine' | 'attention' | 'danger' | 'unknown';
export type HealthCheck = {
  name: string;
  level: Level;
  key: string;
  params: Record<string, number | string>;
};
export type Part = 'lamp' | 'printer' | 'touch' | 'storage' | 'clock';
export type PartState = 'open' | 'running' | 'asks' | 'good' | 'attention' | 'bad' | 'failed';
export type TestedPart = { part: Part; state: PartState; params: Record<string, number | string> };
export type Whereabouts = { host: string; addresses: string[] };
export type Care = {
  checks: HealthCheck[];
  parts: TestedPart[];
  paper: 'none' | 'waiting' | 'printed' | 'sent' | 'unconfirmed' | 'not_printed';
  bundle: { state: 'none' | 'saving' | 'saved' | 'no_stick' | 'failed' | 'no_answer'; file: string };
  technician: {
    has_pin: boolean;
    state: 'off' | 'asked' | 'on';
    minutes_left: number;
    said:
      | 'none'
      | 'pin_set'
      | 'pin_wrong'
      | 'pin_wait'
      | 'no_pin'
      | 'has_pin'
      | 'no_answer'
      | 'not_closed'
      | 'no_key'
      | 'failed';
    wait_s: number;
  };
  whereabouts: Whereabouts;
};

const deed = (path: string, body: Record<string, unknown>) =>
  intend('POST', `/care${path}`, body) as Promise<Care>;

export const readCare = () => untilAnswered('GET', '/care') as Promise<Care>;
export const readWhereabouts = () => untilAnswered('GET', '/care/whereabouts') as Promise<Whereabouts>;
export const beginPart = (part: Part) => deed('/self-test', { part });
export const judgePart = (part: Part, is_good: boolean) => deed('/self-test/verdict', { part, is_good });
export const printResults = () => deed('/result-sheet', {});
export const saveBundle = () => deed('/support-bundle', {});
export const setPin = (pin: string) => deed('/technician-pin', { pin });
export const letIn = (pin: string) => deed('/technician', { pin });
export const closeDoor = () => intend('DELETE', '/care/technician', undefined) as Promise<Care>;
