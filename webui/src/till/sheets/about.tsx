/** Who this box is: version, name in the network, series, how much it has written, and under which licence. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { readAbout } from '../api/box';
import { readWhereabouts, type Whereabouts } from '../api/care';
import type { About } from '../api/shapes';
import { refuse } from '../deeds';
import { SheetFrame } from '../parts';
import * as state from '../state';
import { say, sayCountry, sayMoment, sayNumber, sayRoom } from '../words';
import { sayPrinter, sayScale } from './devices';

const about = signal<About | null>(null);
const where = signal<Whereabouts | null>(null);

export function AboutSheet() {
  useEffect(() => {
    readAbout().then((now) => {
      about.value = now;
    }, refuse);
    readWhereabouts().then((now) => {
      where.value = now;
    }, refuse);
  }, []);
  const now = about.value;
  const reached = where.value;
  const rows: [string, string][] = now
    ? [
        [say('about.version'), now.version],
        [say('about.series'), now.series],
        [say('about.country'), sayCountry(now.country)],
        [say('about.facts'), sayNumber(now.facts)],
        [say('about.free'), sayRoom(now.free_mb)],
        [say('about.started'), sayMoment(now.started_utc, state.offsetMin.value)],
        [say('status.printer'), sayPrinter()],
        [say('status.scale'), sayScale()],
        [say('about.licence'), now.licence],
      ]
    : [];
  return (
    <SheetFrame name="about" title={say('menu.about')}>
      <nav class="about-keys">
        <button
          type="button"
          class="key row-key"
          data-testid="about-stick"
          onClick={() => {
            state.sheet.value = { kind: 'stick' };
          }}
        >
          <span>{say('menu.stick')}</span>
        </button>
        <button
          type="button"
          class="key row-key"
          data-testid="inspector"
          onClick={() => {
            state.sheet.value = { kind: 'inspector' };
          }}
        >
          <span>{say('menu.inspector')}</span>
        </button>
        {state.sync.value.state === 'enrolled' && (
          <button
            type="button"
            class="key row-key"
            data-testid="leave"
            onClick={() => {
              state.sheet.value = { kind: 'leave' };
            }}
          >
            <span>{say('menu.leave')}</span>
          </button>
        )}
      </nav>
      <dl class="facts">
        {rows.map(([label, value]) => (
          <div key={label} class="fact">
            <dt>{label}</dt>
            <dd class="figures">{value}</dd>
          </div>
        ))}
        {reached && (
          <div class="fact whole" data-testid="about-network">
            <dt>{say('about.network')}</dt>
            <dd class="figures">
              {reached.host}: {reached.addresses.join(', ') || say('about.no_network')}
            </dd>
          </div>
        )}
        {now && (
          <div class="fact whole">
            <dt>{say('about.head')}</dt>
            <dd class="seal">{now.head}</dd>
          </div>
        )}
      </dl>
      {state.snapshot.value?.simulated && <p class="hint">{say('about.simulated')}</p>}
    </SheetFrame>
  );
}
