/** Box check: how the box is, a test of its hardware, and what to do when somebody has to help. */
import { useEffect } from 'preact/hooks';
import { SheetNow } from '../sheets/sheet-now';
import * as state from '../state';
import { Strips } from '../strips';
import { care, tab, watch } from './desk';
import { Health } from './health';
import { Help } from './help';
import { SelfTest } from './self-test';
import { tell } from './tell';

const TABS = ['health', 'test', 'help'] as const;

export function CareScreen() {
  useEffect(() => {
    tab.value = 'health';
    return watch();
  }, []);
  const now = care.value;
  return (
    <main class="care" data-testid="care-screen">
      <nav class="care-tabs" aria-label={tell('title')}>
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            class="key"
            data-testid={`care-${name}`}
            aria-pressed={tab.value === name}
            onClick={() => {
              tab.value = name;
            }}
          >
            {tell(`tab.${name}`)}
          </button>
        ))}
      </nav>
      <div class="care-stage">
        {now && tab.value === 'health' && <Health checks={now.checks} />}
        {now && tab.value === 'test' && <SelfTest now={now} />}
        {now && tab.value === 'help' && <Help now={now} />}
      </div>
      <SheetNow />
      {state.refusal.value && <Strips />}
    </main>
  );
}
