/** What the box just did, in words, newest first. */
import { type Entry, language, say, sentence } from './bench';

function tone(key: string): string {
  if (key.startsWith('log.pulled') || key.startsWith('log.till_not')) return 'danger';
  if (key === 'log.till_back' || key === 'log.receipt_came') return 'safe';
  if (/_(on|armed|unheard)$/.test(key) && key !== 'log.goods_on') return 'waiting';
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
              {new Date(entry.at_utc).toLocaleTimeString(language.value, {
                hour: '2-digit',
                minute: '2-digit',
                second: '2-digit',
                hourCycle: 'h23',
              })}
            </time>
            <span>{sentence(entry)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
