/** When somebody has to help: a bundle on a stick, a door for an hour, and how to switch off. */
import { useSignal } from '@preact/signals';
import type { Care } from '../api/care';
import { closeDoor, letIn, saveBundle, setPin } from './desk';
import { PinPad } from './pin';
import { tell } from './tell';

/** What a PIN is typed for. */
type Goal = 'new' | 'open';
type TechnicianProps = { now: Care['technician']; askPin: (goal: Goal) => void };

function Bundle({ now }: { now: Care['bundle'] }) {
  return (
    <article class="help-card" data-testid="bundle" data-state={now.state}>
      <h2>{tell('bundle.title')}</h2>
      <p>{tell('bundle.lead')}</p>
      {now.state !== 'none' && (
        <p class={`help-said ${now.state}`} role="status">
          {tell(`bundle.${now.state}`, { file: now.file })}
        </p>
      )}
      <button
        type="button"
        class="key strong"
        data-testid="save-bundle"
        disabled={now.state === 'saving'}
        onClick={saveBundle}
      >
        {tell('bundle.key')}
      </button>
    </article>
  );
}

function saidOf(now: Care['technician']): string | null {
  if (now.said === 'none') return null;
  const words = tell(now.said === 'failed' ? 'said.tech_failed' : `said.${now.said}`);
  return now.wait_s > 0 ? `${words} ${tell('said.wait', { count: now.wait_s })}` : words;
}

function TechnicianKey({ now, askPin }: TechnicianProps) {
  if (now.state === 'on') {
    return (
      <button type="button" class="key strong" data-testid="tech-off" onClick={closeDoor}>
        {tell('tech.off')}
      </button>
    );
  }
  return (
    <button
      type="button"
      class="key"
      data-testid={now.has_pin ? 'tech-on' : 'tech-set'}
      disabled={now.state === 'asked' || now.wait_s > 0}
      onClick={() => askPin(now.has_pin ? 'open' : 'new')}
    >
      {tell(now.has_pin ? 'tech.on' : 'tech.set')}
    </button>
  );
}

/** By which name and address the box is reached, or that nobody can reach it. */
function sayWhere({ host, addresses }: Care['whereabouts']): string {
  return addresses.length > 0
    ? tell('tech.where', { host, address: addresses.join(', ') })
    : tell('tech.nowhere', { host });
}

function Technician({ now, where, askPin }: TechnicianProps & { where: Care['whereabouts'] }) {
  const said = saidOf(now);
  const standing = now.state === 'asked' ? tell('tech.asked') : tell('tech.is_off');
  return (
    <article class="help-card" data-testid="technician" data-state={now.state} data-said={now.said}>
      <h2>{tell('tech.title')}</h2>
      <p>{tell(now.has_pin ? 'tech.lead' : 'tech.no_pin')}</p>
      <p class={`help-said ${now.state}`} role="status">
        {now.state === 'on'
          ? `${tell('tech.is_on', { count: now.minutes_left })} ${tell('tech.ends')}`
          : standing}
      </p>
      {said && now.state !== 'asked' && <p class="help-said news">{said}</p>}
      <p class="help-where" data-testid="whereabouts">
        {sayWhere(where)}
      </p>
      <TechnicianKey now={now} askPin={askPin} />
    </article>
  );
}

export function Help({ now }: { now: Care }) {
  const typing = useSignal<Goal | null>(null);
  const goal = typing.value;
  if (goal !== null) {
    return (
      <PinPad
        key={goal}
        isNew={goal === 'new'}
        onPin={(pin) => {
          typing.value = null;
          if (goal === 'new') setPin(pin);
          else letIn(pin);
        }}
        onCancel={() => {
          typing.value = null;
        }}
      />
    );
  }
  return (
    <section class="help">
      <Bundle now={now.bundle} />
      <Technician
        now={now.technician}
        where={now.whereabouts}
        askPin={(wanted) => {
          typing.value = wanted;
        }}
      />
      <article class="help-card plain">
        <h2>{tell('off.title')}</h2>
        <p>{tell('off.lead')}</p>
      </article>
    </section>
  );
}
