/**
 * Asks who is there when nobody touched this screen for a while. The ticket below stays as it is; somebody who pays
 * is left alone. Scans, and taps on another screen, count as touches: they change the ticket.
 */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Refused } from '../api/intents';
import { lockNow, type Person, readPeople, signIn, signOut } from '../api/people';
import { refuse } from '../deeds';
import * as state from '../state';
import { isLeftAlone } from './idle';
import { PinEntry } from './pin';
import { NOTHING, type Told, toldBy } from './refusals';
import { tell } from './tell';

const LOOK_MS = 1000;
const TOUCHES = ['pointerdown', 'keydown', 'wheel'] as const;

const isPaying = () => state.view.peek() === 'pay' || state.isPaying.peek();

/** What waits for an approval holds every other intent: whoever wanted it is gone. */
function leaveAll(): void {
  state.asked.peek()?.done(null);
  state.sheet.value = null;
  state.change.value = null;
  state.view.value = 'sell';
}

export function Guard() {
  const people = state.snapshot.value?.people;
  const ticket = state.snapshot.value?.ticket;
  const touchedMs = useRef(performance.now());
  const isLocked = (people?.is_locked ?? false) && state.view.value !== 'pay' && !state.isPaying.value;
  const afterMin = people?.here && !people.is_locked ? people.lock_after_min : 0;
  // Each of these is a touch.
  useEffect(() => {
    touchedMs.current = performance.now();
  }, [ticket?.id, ticket?.rev, afterMin, people?.here?.id, state.view.value]);
  useEffect(() => {
    if (afterMin === 0) return;
    const touch = () => {
      touchedMs.current = performance.now();
    };
    const look = () => {
      const nowMs = performance.now();
      if (!isLeftAlone({ touchedMs: touchedMs.current, nowMs, afterMin, isPaying: isPaying() })) return;
      touch();
      leaveAll();
      lockNow().catch(refuse);
    };
    for (const name of TOUCHES) document.addEventListener(name, touch, { capture: true, passive: true });
    const tick = setInterval(look, LOOK_MS);
    return () => {
      clearInterval(tick);
      for (const name of TOUCHES) document.removeEventListener(name, touch, { capture: true });
    };
  }, [afterMin]);
  return isLocked ? <Locked /> : null;
}

function Locked() {
  const people = useSignal<readonly Person[]>([]);
  const chosen = useSignal<Person | null>(null);
  const told = useSignal<Told>(NOTHING);
  const over = useRef<HTMLDivElement>(null);
  useEffect(() => {
    leaveAll();
    const look = () =>
      readPeople().then((now) => {
        people.value = now.people;
      }, refuse);
    void look();
  }, [people]);
  // Nothing below can be reached meanwhile, not by a keyboard either.
  useEffect(() => {
    const below = [...(over.current?.parentElement?.children ?? [])].filter((one) => one !== over.current);
    for (const one of below) one.toggleAttribute('inert', true);
    return () => {
      for (const one of below) one.toggleAttribute('inert', false);
    };
  }, [state.view.value, state.sheet.value, state.change.value]);
  const send = async (deed: Promise<unknown>) => {
    try {
      await deed;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      told.value = toldBy(error.refusal);
    }
  };
  const here = state.snapshot.value?.people?.here?.id;
  const first = (one: Person) => (one.id === here ? 0 : 1);
  const choose = (one: Person | null) => {
    told.value = { words: null, waitS: one?.wait_s ?? 0 };
    chosen.value = one;
  };
  const back = () => {
    choose(null);
    readPeople().then((now) => {
      people.value = now.people;
    }, refuse);
  };
  const who = chosen.value;
  return (
    <div
      ref={over}
      class="people-over people-lock"
      data-testid="locked"
      role="dialog"
      aria-modal="true"
      aria-label={tell('lock.title')}
    >
      {who ? (
        <PinEntry
          title={who.name}
          told={told.value}
          onPin={(pin) => void send(signIn(who.id, pin))}
          onBack={back}
        />
      ) : (
        <section class="people-who">
          <h1>{tell('lock.title')}</h1>
          <p>{tell('lock.ticket')}</p>
          <div class="people-names">
            {[...people.value]
              .sort((a, b) => first(a) - first(b))
              .map((one) => (
                <button
                  key={one.id}
                  type="button"
                  class="key strong"
                  data-testid={`unlock-${one.name}`}
                  onClick={() => choose(one)}
                >
                  <span>{one.name}</span>
                  <small>{tell(one.id === here ? 'here' : `role.${one.role}`)}</small>
                </button>
              ))}
          </div>
          <button type="button" class="key" data-testid="unlock-nobody" onClick={() => void send(signOut())}>
            {tell('lock.nobody')}
          </button>
        </section>
      )}
    </div>
  );
}
