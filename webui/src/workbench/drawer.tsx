/** The cash drawer: springs out when the till pulses it, and is pushed shut by hand. */
import { closeDrawer, say } from './bench';

const COINS = [
  [26, '#c9a227'],
  [24, '#c9a227'],
  [21, '#b87333'],
  [18, '#b87333'],
] as const;

export function Drawer({ isOpen }: { isOpen: boolean }) {
  return (
    <section class="drawer" aria-label={say('drawer')}>
      <button
        type="button"
        class={isOpen ? 'drawer-box open' : 'drawer-box'}
        disabled={!isOpen}
        onClick={() => closeDrawer()}
      >
        <svg class="tray" viewBox="0 -4 420 73" aria-hidden="true" preserveAspectRatio="xMidYMid slice">
          <rect x="0" y="-4" width="420" height="73" fill="#3a4740" />
          {['#9bb7d4', '#d9a08f', '#a9c29b'].map((colour, at) => (
            <g key={colour}>
              <rect x={12 + at * 66} y="8" width="56" height="48" rx="4" fill="#2a352f" />
              <rect x={18 + at * 66} y="13" width="44" height="38" rx="3" fill={colour} />
              <rect
                x={25 + at * 66}
                y="19"
                width="30"
                height="26"
                rx="2"
                fill="none"
                stroke="#fffdf8"
                stroke-width="2"
              />
            </g>
          ))}
          {COINS.map(([size, colour], at) => (
            <g key={size}>
              <rect x={212 + at * 51} y="8" width="44" height="48" rx="10" fill="#2a352f" />
              <circle cx={234 + at * 51} cy="34" r={size / 1.7} fill={colour} />
              <circle
                cx={234 + at * 51}
                cy="28"
                r={size / 1.7}
                fill={colour}
                stroke="#2a352f"
                stroke-width="1.5"
              />
            </g>
          ))}
        </svg>
        <span class="drawer-front">
          <span class="lock" aria-hidden="true" />
          <span class="drawer-words">
            <b>{say('drawer')}</b>
            <small>{say(isOpen ? 'drawer_push' : 'drawer_shut')}</small>
          </span>
        </span>
      </button>
    </section>
  );
}
