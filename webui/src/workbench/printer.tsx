/** The receipt printer: paper, roll, cover and cable, each of which can be handled. */
import type { ComponentChildren } from 'preact';
import { FAULTS, type Fault, type Picture, pieces, say, setFault, tear } from './bench';
import { Paper } from './paper';
import type { Key } from './words';

type Faults = Picture['printer']['faults'];

function condition(printer: Picture['printer']): { key: Key; tone: string } {
  const { faults } = printer;
  if (faults.offline) return { key: 'printer_offline', tone: 'danger' };
  if (faults.cover_open) return { key: 'printer_cover_open', tone: 'danger' };
  if (faults.paper_out) return { key: 'printer_paper_out', tone: 'danger' };
  if (faults.paper_low) return { key: 'printer_paper_low', tone: 'waiting' };
  return { key: 'printer_fine', tone: 'safe' };
}

export function Printer({ printer }: { printer: Picture['printer'] }) {
  const { key, tone } = condition(printer);
  const isHolding = printer.waiting_bytes > 0 && tone === 'danger';
  return (
    <section class="printer" aria-label={say('printer')}>
      <Paper pieces={pieces.value} strip={printer.strip} />
      <div class="printer-body">
        <Machine faults={printer.faults} />
        <div class="printer-panel">
          <b>{say(isHolding ? 'printer_waiting' : 'printer')}</b>
          <span class={`pill ${tone}`} role="status">
            <i aria-hidden="true" /> {say(key)}
          </span>
          <button type="button" class="key tear" disabled={pieces.value.length === 0} onClick={() => tear()}>
            {say('tear')}
          </button>
        </div>
      </div>
      <div class="faults">
        {FAULTS.map((fault) => (
          <FaultKey key={fault} fault={fault} isOn={printer.faults[fault]} />
        ))}
      </div>
    </section>
  );
}

const STATES: Readonly<Record<Fault, readonly [Key, Key]>> = {
  paper_out: ['is_in', 'is_out'],
  paper_low: ['is_off', 'is_on'],
  cover_open: ['is_shut', 'is_open'],
  offline: ['is_in', 'is_out'],
  slow: ['is_off', 'is_on'],
};

function FaultKey({ fault, isOn }: { fault: Fault; isOn: boolean }) {
  return (
    <button type="button" class="fault" aria-pressed={isOn} onClick={() => setFault(fault, !isOn)}>
      <FaultIcon fault={fault} isOn={isOn} />
      <span>{say(`fault_${fault}`)}</span>
      <small>{say(STATES[fault][isOn ? 1 : 0])}</small>
    </button>
  );
}

function FaultIcon({ fault, isOn }: { fault: Fault; isOn: boolean }) {
  return (
    <svg
      viewBox="0 0 32 24"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linejoin="round"
      stroke-linecap="round"
    >
      {fault === 'paper_out' && (
        <>
          <circle cx="16" cy="12" r="9" stroke-dasharray={isOn ? '3 4' : undefined} />
          <circle cx="16" cy="12" r="3" />
        </>
      )}
      {fault === 'paper_low' && (
        <>
          <circle cx="16" cy="12" r={isOn ? 5 : 9} />
          <circle cx="16" cy="12" r="3" />
          <path d="M21 21 h7" />
        </>
      )}
      {fault === 'cover_open' && (
        <path d={isOn ? 'M4 14 h24 v7 h-24z M4 14 L22 3' : 'M4 12 h24 v9 h-24z M4 9 h24'} />
      )}
      {fault === 'offline' && (
        <path d={isOn ? 'M2 12 h7 m0 -5 v10 M30 12 h-7 m0 -5 v10' : 'M2 12 h28 M13 7 v10 M19 7 v10'} />
      )}
      {fault === 'slow' && (
        <path d="M4 19 h22 q3 0 3 -4 M18 19 q-10 0 -10 -7 q0 -6 6 -6 q6 0 6 6 q0 4 -4 4 q-3 0 -3 -3" />
      )}
    </svg>
  );
}

/** The machine itself, drawn; its parts are shortcuts for the keys below it. */
function Machine({ faults }: { faults: Faults }) {
  const rollRadius = faults.paper_out ? 0 : faults.paper_low ? 13 : 27;
  return (
    <svg class="machine-picture" viewBox="0 0 440 132" aria-hidden="true">
      <Grab onGrab={() => setFault('offline', !faults.offline)}>
        <path d={faults.offline ? 'M440 104 H424' : 'M440 104 H404'} stroke="#17211b" stroke-width="8" />
        <rect x={faults.offline ? 414 : 396} y="94" width="14" height="20" rx="3" fill="#17211b" />
        <rect x="384" y="80" width="56" height="48" fill="transparent" />
      </Grab>
      <path
        d="M24 30 H392 Q404 30 404 42 V124 Q404 130 398 130 H18 Q12 130 12 124 V42 Q12 30 24 30 Z"
        fill="#2f3b35"
      />
      <Grab onGrab={() => setFault('paper_out', !faults.paper_out)}>
        <rect x="296" y="44" width="88" height="74" rx="12" fill="#17211b" />
        {rollRadius > 0 && (
          <circle cx="340" cy="81" r={rollRadius} fill="#fffdf8" stroke="#d9d1c0" stroke-width="2" />
        )}
        {rollRadius > 18 && (
          <circle cx="340" cy="81" r="19" fill="none" stroke="#d9d1c0" stroke-width="1.5" />
        )}
        <circle cx="340" cy="81" r="8" fill="#8f8674" />
      </Grab>
      <Grab
        part={faults.cover_open ? 'cover open' : 'cover'}
        onGrab={() => setFault('cover_open', !faults.cover_open)}
      >
        <path d="M6 18 Q6 8 16 8 H400 Q410 8 410 18 V30 Q410 34 406 34 H10 Q6 34 6 30 Z" fill="#46544c" />
        <rect x="22" y="6" width="372" height="7" rx="3.5" fill="#0b110e" />
      </Grab>
    </svg>
  );
}

/** A part of the drawing that can be taken hold of; the keys below do the same for keyboards and readers. */
function Grab({
  part = '',
  onGrab,
  children,
}: {
  part?: string;
  onGrab: () => void;
  children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the picture is hidden from readers, the keys are not
    <g class={`grab ${part}`} onClick={onGrab}>
      {children}
    </g>
  );
}
