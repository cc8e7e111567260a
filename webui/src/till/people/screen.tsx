/** Who works here: a tap on a name and the PIN signs in; names, roles and PINs are set beside it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Refused } from '../api/intents';
import {
  addPerson,
  changePerson,
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
import { sayRefusal } from '../words';
import { Editor } from './editor';
import { PinEntry } from './pin';
import { tell } from './tell';

type Now = { at: 'list' } | { at: 'pin'; of: Person } | { at: 'edit'; of: Person | null };

export function PeopleScreen() {
  const people = useSignal<People | null>(null);
  const now = useSignal<Now>({ at: 'list' });
  const said = useSignal<string | null>(null);
  const here = state.snapshot.value?.people?.here?.id ?? null;
  useEffect(() => {
    readPeople().then((told) => {
      people.value = told;
    }, refuse);
  }, [people]);
  const go = (next: Now) => {
    said.value = null;
    now.value = next;
  };
  const send = async (deed: Promise<People>, isDone: () => void) => {
    try {
      people.value = await deed;
      isDone();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      said.value = sayRefusal(error.refusal);
    }
  };
  const toList = () => go({ at: 'list' });
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
          said={said.value}
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
          said={said.value}
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
        {said.value && <p class="people-no">{said.value}</p>}
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
              data-testid="people-out"
              onClick={() => void send(signOut(), () => undefined)}
            >
              {tell('out')}
            </button>
          )}
        </nav>
      </section>
      <Strips />
    </main>
  );
}
