/** What the box just did, in words, newest first. */
import { clockTime, type Entry, say, sentence } from './bench';

const DANGER = /^log\.(pulled|till_not|light_red|office_not|watchdog_not)/;
const WAITING = /_(on|armed|unheard|unplugged|dead|slow|amber|down|behind|frozen|killed|stays_up)$/;
const SAFE = new Set([
  'log.till_back',
  'log.receipt_came',
  'log.light_green',
  'log.office_back',
  'log.cable_works',
]);

function tone(key: string): string {
  if (DANGER.test(key)) return 'danger';
  if (SAFE.has(key)) return 'safe';
  if (WAITING.test(key) && key !== 'log.goods_on') return 'waiting';
  return '';
}

export function Log({ entries }: { entries: Entry[] }) {
  return (
    <section class="thing log">
      <h2>{say('log')}</h2>
      <ol aria-live="polite">
        {entries.toReversed().map((entry) => (
          <li key={entry.number} class={tone(entry.key)}>
            <time dateTime={entry.at_utc} class="figures">
              {clockTime(entry.at_utc)}
            </time>
            <span>{sentence(entry)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
