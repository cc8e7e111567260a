/** The light on the box as its pins really are, and a tape of its last seconds for who cannot see it blink. */
import { useEffect, useState } from 'preact/hooks';
import { type Key, type Light, light, say } from './bench';

const TAPE_MS = 4000;
const STEADY_AFTER_MS = 1500;
export type Colour = 'red' | 'amber' | 'green' | 'dark';
const INK: Readonly<Record<Colour, string>> = {
  red: '#ff6a5e',
  amber: '#ffb020',
  green: '#35c46f',
  dark: '#17211b',
};

/** Two pins, one lamp: both together are amber. */
export function colourOf(red: boolean | number, green: boolean | number): Colour {
  if (red && green) return 'amber';
  return red ? 'red' : green ? 'green' : 'dark';
}

/** What the tape shows: stretches of colour from `TAPE_MS` ago until now, oldest first. */
export function tape(now: Light): { colour: Colour; from_ms: number; to_ms: number }[] {
  const ends = now.changes.map(([ago_ms, red, green]) => ({ ago_ms, colour: colourOf(red, green) }));
  return ends
    .map(({ ago_ms, colour }, at) => ({ colour, from_ms: ago_ms, to_ms: ends[at + 1]?.ago_ms ?? 0 }))
    .filter((stretch) => stretch.to_ms < TAPE_MS)
    .map((stretch) => ({ ...stretch, from_ms: Math.min(stretch.from_ms, TAPE_MS) }));
}

/** The colour to name: a lamp that is dark for a moment of its rhythm still has the colour it blinks in. */
export function namedColour(now: Light): Colour {
  const colour = colourOf(now.red, now.green);
  const last = now.changes.at(-1);
  if (colour !== 'dark' || !last || last[0] > STEADY_AFTER_MS) return colour;
  const lit = now.changes.findLast(([, red, green]) => red || green);
  return lit ? colourOf(lit[1], lit[2]) : 'dark';
}

function Glass({ colour, isLit }: { colour: Colour; isLit: boolean }) {
  const look = { fill: isLit ? INK[colour] : 'none', stroke: INK[colour], 'stroke-width': 2.5 };
  if (colour === 'green') return <circle cx="66" cy="17" r="10" {...look} />;
  if (colour === 'amber') return <path d="M66 5 77 26H55z" stroke-linejoin="round" {...look} />;
  if (colour === 'red') return <rect x="57" y="8" width="18" height="18" rx="2" {...look} />;
  return <circle cx="66" cy="17" r="10" fill="none" stroke="#6b776f" stroke-width="2.5" />;
}

/** Draws the tape anew when the lamp changes, and once a second while it does not. */
function useAge(now: Light): Light {
  const [age_ms, setAge] = useState(0);
  useEffect(() => {
    const since_ms = performance.now();
    setAge(0);
    const tick = setInterval(() => setAge(performance.now() - since_ms), 1000);
    return () => clearInterval(tick);
  }, [now]);
  return { ...now, changes: now.changes.map(([ago_ms, red, green]) => [ago_ms + age_ms, red, green]) };
}

export function Lamp() {
  const now = useAge(light.value ?? { red: false, green: false, changes: [] });
  const colour = namedColour(now);
  const words: Key = `light_${colour}`;
  return (
    <div class="object lamp" data-testid="light" data-colour={colour}>
      <svg viewBox="0 0 132 60" role="img" aria-label={`${say('light')}: ${say(words)}`}>
        <rect x="14" y="30" width="104" height="28" rx="8" fill="#2f3b35" />
        <path d="M26 44h30M26 50h18" stroke="#6b776f" stroke-width="3" stroke-linecap="round" />
        <rect x="84" y="40" width="24" height="9" rx="2" fill="#17211b" />
        <rect x="46" y="1" width="40" height="32" rx="12" fill="#17211b" />
        <Glass colour={colour} isLit={now.red || now.green} />
      </svg>
      <b>{say('light')}</b>
      <span class="lamp-said">{say(words)}</span>
      <svg class="tape" viewBox={`0 0 ${TAPE_MS} 300`} preserveAspectRatio="none" aria-hidden="true">
        <rect width={TAPE_MS} height="300" fill={INK.dark} />
        {tape(now).map(({ colour: ink, from_ms, to_ms }) => (
          <rect key={from_ms} x={TAPE_MS - from_ms} width={from_ms - to_ms} height="300" fill={INK[ink]} />
        ))}
      </svg>
    </div>
  );
}
