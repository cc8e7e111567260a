/** The top line: whose stall, is the money safe, what time. While the till is away it says so instead. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { showPeople } from './deeds';
import { AwningMark, BackIcon, LevelMark, PrinterIcon } from './icons';
import { LampTwin } from './lamp';
import * as state from './state';
import { say, sayClock, sayLamp, sayStatus, sayStatusShort } from './words';

function Clock() {
  // Looks every second, draws every minute; a snapshot's own time moves the clock with the next look.
  const now = useSignal(sayClock());
  useEffect(() => {
    const look = () => {
      now.value = sayClock();
    };
    look();
    const tick = setInterval(look, 1000);
    return () => clearInterval(tick);
  }, [now]);
  return <time class="clock figures">{now.value}</time>;
}

function StatusPill() {
  const now = state.status.value;
  const lamp = state.lamp.value;
  return (
    <button
      type="button"
      class={`pill ${now.level}`}
      data-testid="status-pill"
      onClick={() => {
        state.sheet.value = state.sheet.value?.kind === 'status' ? null : { kind: 'status' };
      }}
    >
      <LampTwin lamp={lamp} />
      <span class="pill-long">
        {sayStatus(now)}
        <small class="lamp-word">{sayLamp(lamp)}</small>
      </span>
      <span class="pill-short">{sayStatusShort(now)}</span>
    </button>
  );
}

/** Who sells, where people are set up: a tap lets somebody else. */
function Here() {
  if (!state.hasPeople.value || state.view.value !== 'sell') return null;
  return (
    <button type="button" class="here" data-testid="here" onClick={showPeople}>
      {state.hereName.value ?? say('people.nobody')}
    </button>
  );
}

function PrinterMark() {
  const now = state.printer.value;
  if (now.state === 'none' || now.state === 'ready' || now.state === 'printing') return null;
  return (
    <button
      type="button"
      class="printer-mark"
      data-testid="printer-mark"
      aria-label={say(`printer.${now.state}`)}
      onClick={() => {
        state.sheet.value = { kind: 'status' };
      }}
    >
      <PrinterIcon />
      <LevelMark level="waiting" />
    </button>
  );
}

function Title() {
  const [name = '', place = ''] = state.stall.value.split('\n');
  return (
    <>
      <AwningMark />
      <span class="stall">
        <b>{name}</b>
        {place && <span>{place}</span>}
      </span>
    </>
  );
}

/** On a phone an open receipt covers the list: back leads to the list first. */
function goBack(): void {
  const coversList = state.view.value === 'receipts' && window.matchMedia('(max-width: 640px)').matches;
  if (coversList && state.openReceipt.value !== null) state.openReceipt.value = null;
  else state.view.value = state.view.value === 'tender' ? 'pay' : 'sell';
}

export function Header() {
  if (state.isAway.value) {
    return (
      <header class="top away" data-testid="away" aria-live="polite">
        <AwningMark />
        <span>{say('app.restarting')}</span>
      </header>
    );
  }
  return (
    <header class="top">
      {state.view.value === 'sell' ? (
        <Title />
      ) : (
        <button type="button" class="back" data-testid="back" onClick={goBack}>
          <BackIcon />
          {say('app.back')}
        </button>
      )}
      <span class="gap" />
      <Here />
      <PrinterMark />
      <StatusPill />
      <Clock />
    </header>
  );
}
