/** Somebody who may lets somebody else do one deed: names, then the PIN. The ticket below stays as it is. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Refused } from '../api/intents';
import { approve, type Person, type Right, readPeople } from '../api/people';
import { asked } from '../state';
import { PinEntry } from './pin';
import { NOTHING, type Told, toldBy } from './refusals';
import { tell } from './tell';

export function ApprovalSheet() {
  const now = asked.value;
  const who = useSignal<readonly Person[]>([]);
  const chosen = useSignal<Person | null>(null);
  const told = useSignal<Told>(NOTHING);
  useEffect(() => {
    if (!now) return;
    readPeople().then(
      ({ people }) => {
        who.value = people.filter((one) => one.rights.includes(now.right as Right));
      },
      () => now.done(null),
    );
  }, [now, who]);
  if (!now) return null;
  const send = async (pin: string) => {
    if (!chosen.value) return;
    try {
      now.done((await approve(chosen.value.id, pin, now.right)).approval);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      told.value = toldBy(error.refusal);
    }
  };
  return (
    <div class="people-over" data-testid="approval" role="dialog" aria-modal="true">
      {chosen.value ? (
        <PinEntry
          title={chosen.value.name}
          told={told.value}
          onPin={(pin) => void send(pin)}
          onBack={() => {
            chosen.value = null;
            told.value = NOTHING;
          }}
        />
      ) : (
        <section class="people-who">
          <h1>{tell('approve.title')}</h1>
          <p>{tell(`right.${now.right as Right}`)}</p>
          {who.value.map((one) => (
            <button
              key={one.id}
              type="button"
              class="key strong"
              data-testid={`approve-${one.name}`}
              onClick={() => {
                told.value = { words: null, waitS: one.wait_s };
                chosen.value = one;
              }}
            >
              {one.name} <small>{tell(`role.${one.role}`)}</small>
            </button>
          ))}
          <button type="button" class="key" data-testid="approve-no" onClick={() => now.done(null)}>
            {tell('cancel')}
          </button>
        </section>
      )}
    </div>
  );
}
