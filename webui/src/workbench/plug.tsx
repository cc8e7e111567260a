/** The power plug: the promise of the box, to be tried by hand. */
import { useRef } from 'preact/hooks';
import { decimal, plug as hand, type Picture, pressPower, say } from './bench';

export function PowerPlug({ plug }: { plug: Picture['plug'] }) {
  const isIn = plug.state !== 'dark';
  const words =
    plug.state === 'ready' && plug.back_ms !== null
      ? say('plug_back', { seconds: decimal(plug.back_ms / 1000, 1) })
      : say(`plug_${plug.state}`);
  return (
    <section class={`thing plug ${plug.state}`}>
      <h2>{say('plug')}</h2>
      <div class="plug-scene">
        <Outlet isIn={isIn} isHeld={plug.state === 'armed'} />
        <p role="status">{words}</p>
      </div>
      <button type="button" class="key danger" disabled={!isIn} onClick={() => hand('pull')}>
        {say('pull')}
      </button>
      {plug.state === 'armed' ? (
        <button type="button" class="key" onClick={() => hand('disarm')}>
          {say('disarm')}
        </button>
      ) : (
        <button type="button" class="key" disabled={!isIn} onClick={() => hand('arm')}>
          {say('arm')}
        </button>
      )}
      <PowerButton />
    </section>
  );
}

/** Held as long as the finger, or the space bar, is down: the box counts the seconds itself. */
function PowerButton() {
  const isDown = useRef(false);
  const press = (down: boolean) => {
    if (isDown.current === down) return;
    isDown.current = down;
    void pressPower(down);
  };
  const isKey = (event: KeyboardEvent) => event.key === ' ' || event.key === 'Enter';
  return (
    <button
      type="button"
      class="key"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        press(true);
      }}
      onPointerUp={() => press(false)}
      onPointerCancel={() => press(false)}
      onKeyDown={(event) => isKey(event) && press(true)}
      onKeyUp={(event) => isKey(event) && press(false)}
      onBlur={() => press(false)}
    >
      {say('power_button')}
    </button>
  );
}

function Outlet({ isIn, isHeld }: { isIn: boolean; isHeld: boolean }) {
  return (
    <svg class="outlet" viewBox="0 0 168 112" aria-hidden="true">
      <rect x="4" y="10" width="72" height="92" rx="12" fill="#fffdf8" stroke="#8f8674" stroke-width="2" />
      <circle cx="40" cy="56" r="27" fill="#f0eadc" stroke="#8f8674" stroke-width="2" />
      <circle cx="40" cy="46" r="4" fill="#17211b" />
      <circle cx="40" cy="66" r="4" fill="#17211b" />
      <g class={isIn ? 'plug-body in' : 'plug-body'}>
        <path d="M44 46 h18 M44 66 h18" stroke="#8f8674" stroke-width="6" stroke-linecap="round" />
        <path d="M58 36 h24 q20 0 24 14 v12 q-4 14 -24 14 h-24 z" fill="#17211b" />
        <path
          d="M104 56 q20 0 26 18 t34 22"
          fill="none"
          stroke="#17211b"
          stroke-width="7"
          stroke-linecap="round"
        />
        {isHeld && (
          <g fill="#ffe9c2" stroke="#5c3600" stroke-width="2">
            <rect x="64" y="28" width="12" height="40" rx="6" />
            <rect x="77" y="25" width="12" height="44" rx="6" />
            <rect x="90" y="28" width="12" height="40" rx="6" />
          </g>
        )}
      </g>
      {!isIn && (
        <path
          d="M44 18 l8 8 M52 14 l4 10 M62 12 l-1 10"
          stroke="#8c1d18"
          stroke-width="3"
          stroke-linecap="round"
        />
      )}
    </svg>
  );
}
