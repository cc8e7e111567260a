/** Devices: what is plugged in, how it is, and the one thing one would want to do about it. */
import { useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Attached, Devices } from '../api/devices';
import { SheetNow } from '../sheets/sheet-now';
import * as state from '../state';
import { Strips } from '../strips';
import { say as word } from '../words';
import { DeviceIcon } from './icons';
import { Pair } from './pair';
import { Question } from './question';
import { asked, endPairing, forget, look, printSample, roster, say, startPairing } from './roster';
import { tell, tellForeign } from './tell';

const PRINTER_STATES = ['ready', 'printing', 'paper_out', 'cover_open', 'offline', 'unknown'] as const;
const FINE = ['ready', 'printing', 'stable', 'moving'];

function sayState(of: Attached): string {
  if (of.state === 'gone') return tell('state.gone');
  const printer = PRINTER_STATES.find((one) => one === of.state);
  if (of.role === 'printer' && printer) return word(`printer.${printer}`);
  if (of.state === 'error') return word('scale.error');
  return tellForeign(`state.${of.state}`) ?? tell('state.ready');
}

/** How urgent a look is: a state with a colour is also said in words and has its own shape. */
function levelOf(of: Attached): string {
  if (['gone', 'spare', 'ignored', 'keyboard'].includes(of.state)) return 'quiet';
  return FINE.includes(of.state) ? 'safe' : 'waiting';
}

/** What asks for a person comes first, then the printer, then the rest as the till lists it. */
function place(of: Attached): number {
  if (of.state === 'asks') return 0;
  if (levelOf(of) === 'waiting' || of.state === 'gone') return 1;
  return of.role === 'printer' ? 2 : of.role ? 4 : 3;
}

function titleOf(of: Attached): string {
  if (of.role && of.role !== 'ignored') return tell(`role.${of.role}`);
  return of.kind === 'configured' ? tell('title') : tell(`kind.${of.kind}`);
}

type KeyProps = { name: string; is?: string; onTap: () => void; children: string };

function Key({ name, is = '', onTap, children }: KeyProps) {
  return (
    <button type="button" class={`key ${is}`} data-testid={name} onClick={onTap}>
      {children}
    </button>
  );
}

function Deed({ of }: { of: Attached }) {
  const ask = () => {
    asked.value = of.key;
  };
  const isHere = of.state !== 'gone';
  if (of.state === 'asks') {
    return (
      <Key name="what-is-this" is="strong" onTap={ask}>
        {tell('key.what')}
      </Key>
    );
  }
  if (of.state === 'keyboard') {
    return (
      <Key name="pair" onTap={startPairing}>
        {tell('key.pair')}
      </Key>
    );
  }
  if (of.kind === 'printer' && isHere && of.role !== 'printer') {
    return (
      <Key name="use" onTap={() => say(of.key, 'printer', null)}>
        {tell('key.use')}
      </Key>
    );
  }
  return (
    <>
      {of.role === 'printer' && isHere && (
        <Key name="test-print" is="strong" onTap={printSample}>
          {tell('key.test')}
        </Key>
      )}
      {of.kind === 'serial' && isHere && (
        <Key name="change" onTap={ask}>
          {tell('key.change')}
        </Key>
      )}
      {of.can_forget && (!isHere || of.kind === 'keyboard') && (
        <Key name="forget" onTap={() => forget(of.key)}>
          {tell('key.forget')}
        </Key>
      )}
    </>
  );
}

function Row({ of, sample }: { of: Attached; sample: Devices['sample'] }) {
  const isPrinter = of.role === 'printer' && of.state !== 'gone';
  return (
    <li class={`device ${levelOf(of)}`} data-testid="device" data-key={of.key} data-state={of.state}>
      <DeviceIcon of={of} />
      <div class="device-words">
        <b>{titleOf(of)}</b>
        {of.name && <small>{of.name}</small>}
        <span class="device-state">{sayState(of)}</span>
        {isPrinter && sample !== 'none' && (
          <span class="device-sample" data-testid="sample" data-sample={sample} role="status">
            {tell(`sample.${sample}`)}
          </span>
        )}
      </div>
      <nav class="device-keys">
        <Deed of={of} />
      </nav>
    </li>
  );
}

function List({ now }: { now: Devices }) {
  return (
    <div class="devices-list">
      <header class="devices-head">
        <div>
          <h1>{tell('title')}</h1>
          <p class="muted">{tell('lead')}</p>
        </div>
        <Key name="pair-scanner" onTap={startPairing}>
          {tell('key.pair')}
        </Key>
      </header>
      {now.devices.length === 0 ? (
        <p class="devices-empty" data-testid="no-devices">
          {tell('empty')}
        </p>
      ) : (
        <ul>
          {[...now.devices]
            .sort((one, other) => place(one) - place(other))
            .map((one) => (
              <Row key={one.key} of={one} sample={now.sample} />
            ))}
        </ul>
      )}
    </div>
  );
}

function Stage({ now }: { now: Devices }) {
  if (now.pairing) return <Pair pairing={now.pairing} />;
  const open = now.devices.find((one) => one.key === asked.value && one.roles.length > 0);
  if (open) return <Question key={open.key} of={open} />;
  return <List now={now} />;
}

export function DevicesScreen() {
  // Every change of a device pushes a snapshot: its revision says when to look.
  useSignalEffect(() => {
    if (state.snapshot.value) void look();
  });
  useEffect(
    () => () => {
      asked.value = null;
      if (roster.peek()?.pairing) endPairing();
    },
    [],
  );
  const now = roster.value;
  return (
    <main class="devices" data-testid="devices-screen">
      <div class="devices-stage">{now && <Stage now={now} />}</div>
      <SheetNow />
      {/* How a device is stands in its row: only a refusal is news here. */}
      {state.refusal.value && <Strips />}
    </main>
  );
}
