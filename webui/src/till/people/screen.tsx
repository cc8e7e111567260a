/** Who works here: a tap on a name and the PIN signs in; names, roles and PINs are set beside it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Refused } from '../api/intents';
import {
  addPerson,
  changePerson,
  lockAfter,
  lockNow,
  type People,
  type Person,
  readPeople,
  removePerson,
  signIn,
  signOut,
} from '../api/people';
import { refuse } from '../deeds';
import * as state from '../state';
import { Strips } from '../strips';
import { Editor } from './editor';
import { PinEntry } from './pin';
import { NOTHING, type Told, toldBy } from './refusals';
import { tell } from './tell';

const LOCK_AFTER_MIN = [0, 1, 5, 15] as const;

type Now = { at: 'list' } | { at: 'pin'; of: Person } | { at: 'edit'; of: Person | null };

export function PeopleScreen() {
  const people = useSignal<People | null>(null);
  const now = useSignal<Now>({ at: 'list' });
  const told = useSignal<Told>(NOTHING);
  const here = state.snapshot.value?.people?.here?.id ?? null;
  useEffect(() => {
    readPeople().then((told) => {
      people.value = told;
    }, refuse);
  }, [people]);
  const go = (next: Now) => {
    told.value = next.at === 'pin' ? { words: null, waitS: next.of.wait_s } : NOTHING;
    now.value = next;
  };
  const send = async (deed: Promise<People>, isDone: () => void) => {
    try {
      people.value = await deed;
      isDone();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      told.value = toldBy(error.refusal);
    }
  };
  // Waits run on while another name is looked at: the till knows how long each still is.
  const toList = () => {
    go({ at: 'list' });
    readPeople().then((now) => {
      people.value = now;
    }, refuse);
  };
  const toSelling = () => {
    state.view.value = 'sell';
  };
  const list = people.value?.people ?? [];
  const view = now.value;
  if (view.at === 'pin')
    return (
      <main class="people" data-testid="people-screen">
        <PinEntry
          title={view.of.name}
          told={told.value}
          onPin={(pin) => void send(signIn(view.of.id, pin), toSelling)}
          onBack={toList}
        />
      </main>
    );
  if (view.at === 'edit')
    return (
      <main class="people" data-testid="people-screen">
        <Editor
          of={view.of}
          isFirst={list.length === 0}
          said={told.value.words}
          onSave={(name, role, pin) =>
            void send(
              view.of ? changePerson(view.of.id, name, role, pin) : addPerson(name, role, pin ?? ''),
              toList,
            )
          }
          onRemove={(id) => void send(removePerson(id), toList)}
          onBack={toList}
        />
      </main>
    );
  return (
    <main class="people" data-testid="people-screen">
      <section class="people-list">
        <h1>{tell('title')}</h1>
        {people.value && list.length === 0 && <p>{tell('none')}</p>}
        {list.map((one) => (
          <div key={one.id} class="people-row">
            <button
              type="button"
              class="key strong"
              data-testid={`person-${one.name}`}
              aria-pressed={one.id === here}
              onClick={() => go({ at: 'pin', of: one })}
            >
              <span>{one.name}</span>
              <small>{one.id === here ? tell('here') : tell(`role.${one.role}`)}</small>
            </button>
            <button
              type="button"
              class="key"
              data-testid={`edit-${one.name}`}
              onClick={() => go({ at: 'edit', of: one })}
            >
              {tell('edit')}
            </button>
          </div>
        ))}
        {told.value.words && <p class="people-no">{told.value.words}</p>}
        <nav class="people-keys">
          <button
            type="button"
            class="key"
            data-testid="people-add"
            onClick={() => go({ at: 'edit', of: null })}
          >
            {tell(list.length === 0 ? 'add.first' : 'add')}
          </button>
          {here !== null && (
            <button
              type="button"
              class="key"
              data-testid="people-lock"
              onClick={() => void send(lockNow(), () => undefined)}
            >
              {tell('lock.now')}
            </button>
          )}
          {here !== null && (
            <button
              type="button"
              class="key"
              data-testid="people-out"
              onClick={() => void send(signOut(), () => undefined)}
            >
              {tell('out')}
            </button>
          )}
        </nav>
        {people.value?.set_up && (
          <fieldset class="people-lock-after">
            <legend>{tell('lock.after')}</legend>
            {LOCK_AFTER_MIN.map((minutes) => (
              <button
                key={minutes}
                type="button"
                class="key"
                data-testid={`lock-after-${minutes}`}
                aria-pressed={people.value?.lock_after_min === minutes}
                onClick={() => void send(lockAfter(minutes), () => undefined)}
              >
                {minutes === 0 ? tell('lock.never') : tell('lock.minutes', { minutes })}
              </button>
            ))}
          </fieldset>
        )}
      </section>
      <Strips />
    </main>
  );
}
