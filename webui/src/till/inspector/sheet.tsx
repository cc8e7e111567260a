/** The records checked in one tap, and all of them put on a stick in another. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { beginInspection, type Inspected, readInspection, saveRecords } from '../api/inspector';
import { refuse } from '../deeds';
import { SheetFrame } from '../parts';
import { language } from '../state';
import { sayNumber } from '../words';
import { tell } from './tell';

const LOOK_AGAIN_MS = 400;

const sayDay = (day: string | null): string =>
  day === null
    ? '–'
    : new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));

function sayVerdict(now: Inspected): string {
  if (now.state === 'running') return tell('running', { done: now.done, of: now.of });
  if (now.state === 'damaged' || now.state === 'failed') return tell(now.state);
  const days = { first: sayDay(now.first_day), last: sayDay(now.last_day) };
  return tell('sound', { count: sayNumber(now.facts), ...days });
}

function sayDamage({ day, lost }: Inspected['damaged'][number]): string {
  if (day === null) return tell('day.none');
  if (lost === null) return tell('day.unknown', { day: sayDay(day) });
  return tell(lost === 0 ? 'day.readable' : 'day.lost', { day: sayDay(day), count: lost });
}

export function InspectorSheet() {
  const found = useSignal<Inspected | null>(null);
  const now = found.value;
  const take = (answer: Promise<Inspected>) =>
    void answer.then((next) => {
      found.value = next;
    }, refuse);
  useEffect(() => take(readInspection()), []);
  useEffect(() => {
    if (now?.state !== 'running' && now?.saved.state !== 'saving') return;
    const timer = setTimeout(() => take(readInspection()), LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [now]);
  const isDone = now?.state === 'sound' || now?.state === 'damaged';
  return (
    <SheetFrame name="inspector" title={tell('title')}>
      {now && now.state !== 'idle' ? (
        <p class={`inspector-verdict ${now.state}`} data-testid="inspector-verdict" data-state={now.state}>
          {sayVerdict(now)}
        </p>
      ) : (
        <p>{tell('lead')}</p>
      )}
      {now?.state === 'damaged' && (
        <>
          <ul class="inspector-damage" data-testid="inspector-damage">
            {now.damaged.map((one) => (
              <li key={one.file}>{sayDamage(one)}</li>
            ))}
          </ul>
          <p>{tell('damaged_todo')}</p>
        </>
      )}
      <nav class="inspector-keys">
        <button
          type="button"
          class="key strong"
          data-testid="inspector-check"
          disabled={now?.state === 'running'}
          onClick={() => take(beginInspection())}
        >
          {tell(isDone ? 'again' : 'check')}
        </button>
        {isDone && (
          <button
            type="button"
            class="key"
            data-testid="inspector-save"
            disabled={now.saved.state === 'saving'}
            onClick={() => take(saveRecords())}
          >
            {tell('export')}
          </button>
        )}
      </nav>
      {isDone && now.saved.state !== 'none' && (
        <p class={`inspector-saved ${now.saved.state}`} role="status" data-testid="inspector-saved">
          {tell(`saved.${now.saved.state}`, { file: now.saved.file })}
        </p>
      )}
      {isDone && (
        <>
          <dl class="facts">
            <div class="fact whole">
              <dt>{tell('head')}</dt>
              <dd class="seal">{now.head}</dd>
            </div>
          </dl>
          {now.last_z > 0 && <p class="figures">{tell('z', { n: now.last_z })}</p>}
          <p class="hint">{tell('hint')}</p>
        </>
      )}
    </SheetFrame>
  );
}
