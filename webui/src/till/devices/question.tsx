/** "What is this?": a serial device says nothing of itself, so a person says it, once. */
import { useSignal } from '@preact/signals';
import type { Attached } from '../api/devices';
import { say as word } from '../words';
import { DeviceIcon } from './icons';
import { asked, forget, say } from './roster';
import { tell } from './tell';

const BAUDS = [2400, 4800, 9600, 19200, 38400, 115200];
const USUAL = 9600;

export function Question({ of }: { of: Attached }) {
  const baud = useSignal(of.baud ?? USUAL);
  return (
    <div class="what" data-testid="what">
      <div class="what-words">
        <h1>{tell('what.title', { name: of.name || tell('kind.serial') })}</h1>
        <p>{tell('what.lead')}</p>
      </div>
      <nav class="what-roles">
        {of.roles.map((role) => (
          <button
            key={role}
            type="button"
            class="key what-role"
            data-testid={`role-${role}`}
            aria-pressed={of.role === role}
            onClick={() => say(of.key, role, role === 'ignored' ? null : baud.value)}
          >
            <DeviceIcon of={{ ...of, role }} />
            <span>{tell(`role.${role}`)}</span>
          </button>
        ))}
      </nav>
      <p class="what-speed">{tell('what.speed')}</p>
      <nav class="what-bauds figures">
        {BAUDS.map((one) => (
          <button
            key={one}
            type="button"
            class="key"
            data-testid={`baud-${one}`}
            aria-pressed={baud.value === one}
            onClick={() => {
              baud.value = one;
            }}
          >
            {one}
          </button>
        ))}
      </nav>
      <nav class="pair-keys">
        {of.can_forget && (
          <button type="button" class="key" data-testid="forget" onClick={() => forget(of.key)}>
            {tell('key.forget')}
          </button>
        )}
        <button
          type="button"
          class="key"
          data-testid="what-close"
          onClick={() => {
            asked.value = null;
          }}
        >
          {word('app.close')}
        </button>
      </nav>
    </div>
  );
}
