/** The way from the box to its back office: the light, the cable, the office, the box's clock, the watchdog. */
import type { ComponentChildren } from 'preact';
import { act, type Key, type Picture, say } from './bench';
import { Lamp } from './lamp';

type Choice = { value: string; words: Key; isPassing?: boolean };
type ObjectProps = {
  name: Key;
  is: string;
  choices: readonly Choice[];
  /** What taking hold of the picture does: the next of these values after the present one. */
  grabs: readonly string[];
  onChoose: (value: string) => void;
  children: ComponentChildren;
};

/** A drawn thing that can be taken hold of, and below it the same by name, for keyboards and readers. */
function Thing({ name, is, choices, grabs, onChoose, children }: ObjectProps) {
  const next = grabs[(grabs.indexOf(is) + 1) % grabs.length] ?? is;
  return (
    <div class="object">
      <svg class="grab" viewBox="0 0 132 60" aria-hidden="true" onClick={() => onChoose(next)}>
        <rect width="132" height="60" fill="transparent" />
        {children}
      </svg>
      <label>
        <b>{say(name)}</b>
        <select
          value={is}
          data-testid={name}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            event.currentTarget.value = is; // the picture says what became of it
            onChoose(chosen);
          }}
        >
          {choices
            .filter((one) => !one.isPassing || one.value === is)
            .map((one) => (
              <option key={one.value} value={one.value} disabled={one.isPassing}>
                {say(one.words)}
              </option>
            ))}
        </select>
      </label>
    </div>
  );
}

const CABLES = [
  { value: 'works', words: 'cable_works' },
  { value: 'unplugged', words: 'cable_unplugged' },
  { value: 'dead', words: 'cable_dead' },
  { value: 'slow', words: 'cable_slow' },
] as const;

function Cable({ is }: { is: string }) {
  return (
    <Thing
      name="cable"
      is={is}
      choices={CABLES}
      grabs={CABLES.map((one) => one.value)}
      onChoose={(state) => act('cable', { state })}
    >
      <g fill="none" stroke-linecap="round">
        <rect x="4" y="18" width="24" height="26" rx="4" fill="#2f3b35" />
        <path d="M11 26h10v10H11z" fill="#17211b" />
        <rect x="104" y="18" width="24" height="26" rx="4" fill="#2f3b35" />
        <path d="M111 26h10v10h-10z" fill="#17211b" />
        <g class={is === 'unplugged' ? 'cord out' : 'cord'}>
          <rect x="28" y="25" width="16" height="12" rx="2" fill="#8f8674" />
          <path
            d={is === 'unplugged' ? 'M44 31c14 0 14 20 30 18s10-18 30-18' : 'M44 31h60'}
            stroke="#17603a"
            stroke-width="6"
            stroke-dasharray={is === 'dead' ? '2 11' : undefined}
          />
        </g>
        {is === 'dead' && <path d="m66 14 16 16m0-16L66 30" stroke="#8c1d18" stroke-width="4" />}
        {is === 'slow' && (
          <path
            d="M56 23h22q5 0 5-7m-12 7q-11 0-11-9 0-7 7-7 6 0 6 6 0 5-4 5-3 0-3-4"
            stroke="#5c3600"
            stroke-width="3"
          />
        )}
        {is === 'works' && <path d="m62 14 6 7 12-14" stroke="#17603a" stroke-width="4" />}
      </g>
    </Thing>
  );
}

const OFFICES = [
  { value: 'up', words: 'office_up' },
  { value: 'down', words: 'office_down' },
  { value: 'restored', words: 'office_restored' },
  { value: 'starting', words: 'office_starting', isPassing: true },
  { value: 'restoring', words: 'office_restoring', isPassing: true },
] as const;

function Office({ is }: { is: string }) {
  const light = is === 'up' ? '#ffe9c2' : is === 'down' ? '#17211b' : '#8f8674';
  return (
    <Thing
      name="office"
      is={is}
      choices={OFFICES}
      grabs={['up', 'down']}
      onChoose={(state) => act('office', { state })}
    >
      <path d="M30 58V20L66 4l36 16v38z" fill="#46544c" />
      <path d="M24 22 66 3l42 19" fill="none" stroke="#17603a" stroke-width="5" stroke-linecap="round" />
      {[40, 59, 78].map((x) => (
        <rect key={x} x={x} y="24" width="14" height="12" rx="2" fill={light} />
      ))}
      <rect x="40" y="42" width="14" height="12" rx="2" fill={light} />
      <rect x="78" y="42" width="14" height="12" rx="2" fill={light} />
      <rect x="59" y="42" width="14" height="16" rx="2" fill="#2a352f" />
      {is === 'down' && (
        <path d="m8 10 14 14m0-14L8 24" stroke="#8c1d18" stroke-width="4" stroke-linecap="round" />
      )}
    </Thing>
  );
}

const CLOCKS = [
  { value: 'right', words: 'clock_right' },
  { value: 'year_behind', words: 'clock_year_behind' },
] as const;

function Clock({ is }: { is: string }) {
  const year = new Date().getFullYear() - (is === 'right' ? 0 : 1);
  const ink = is === 'right' ? '#17603a' : '#8c1d18';
  return (
    <Thing
      name="clock"
      is={is}
      choices={CLOCKS}
      grabs={['right', 'year_behind']}
      onChoose={(state) => act('clock', { state })}
    >
      <circle cx="36" cy="31" r="25" fill="#fffdf8" stroke="#2f3b35" stroke-width="5" />
      <path d="M36 12v4M36 46v4M17 31h4M51 31h4" stroke="#8f8674" stroke-width="3" stroke-linecap="round" />
      <path d="M36 31V18M36 31l9 6" stroke="#17211b" stroke-width="4" stroke-linecap="round" />
      <rect x="70" y="14" width="58" height="36" rx="6" fill="#fffdf8" stroke="#8f8674" stroke-width="2" />
      <path d="M70 20q0-6 6-6h46q6 0 6 6v4H70z" fill={ink} />
      <text x="99" y="43" text-anchor="middle" font-size="17" font-weight="700" fill={ink}>
        {year}
      </text>
    </Thing>
  );
}

const WATCHDOGS = [
  { value: 'runs', words: 'watchdog_runs' },
  { value: 'frozen', words: 'watchdog_frozen' },
  { value: 'kill', words: 'watchdog_kill' },
] as const;
const DOG_ACTIONS: Readonly<Record<string, string>> = { runs: 'thaw', frozen: 'freeze', kill: 'kill' };

function Watchdog({ is }: { is: string }) {
  const isFrozen = is === 'frozen';
  const coat = isFrozen ? '#9bb7d4' : '#b87333';
  return (
    <Thing
      name="watchdog"
      is={is}
      choices={WATCHDOGS}
      grabs={['runs', 'frozen']}
      onChoose={(state) => act('watchdog', { action: DOG_ACTIONS[state] ?? 'thaw' })}
    >
      <path d="M6 58V30L34 8l28 22v28z" fill="#46544c" />
      <path d="M18 58V42a16 16 0 0 1 32 0v16z" fill="#17211b" />
      <path d="M1 32 34 6l33 26" fill="none" stroke="#8c1d18" stroke-width="5" stroke-linecap="round" />
      <path d="M74 58V38q0-8 8-8h20l4-12 12 4 8 2q3 8-6 10l-4 1v23h-8V46H84v12z" fill={coat} />
      <path d="M106 18l-6 14 8 2z" fill="#2a352f" />
      <circle cx="114" cy="25" r="2" fill="#17211b" />
      <path
        d={isFrozen ? 'M74 40q-8 4-8 12' : 'M74 40q-12-2-10-14'}
        fill="none"
        stroke={coat}
        stroke-width="5"
        stroke-linecap="round"
      />
      {isFrozen && (
        <path d="M92 4v16M85 8l14 8M99 8l-14 8" stroke="#3b6ea5" stroke-width="2.5" stroke-linecap="round" />
      )}
    </Thing>
  );
}

export function Way({ now }: { now: Picture }) {
  return (
    <section class="thing way" aria-label={say('way')}>
      {now.light && <Lamp />}
      {now.cable && <Cable is={now.cable.state} />}
      {now.office && <Office is={now.office.state} />}
      {now.clock && <Clock is={now.clock.state} />}
      {now.watchdog && <Watchdog is={now.watchdog.state} />}
    </section>
  );
}
