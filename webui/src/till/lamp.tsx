/** The lamp on the box, drawn: its colour, its rhythm, and a shape for eyes that do not tell the colours apart. */
import { useEffect, useRef } from 'preact/hooks';
import { follow } from '../shared/rhythm';
import type { Lamp } from './api/shapes';

const STILL = '(prefers-reduced-motion: reduce)';

/** Nothing else on a screen blinks. Where motion is unwelcome it stands lit, and its word says the rhythm. */
export function LampTwin({ lamp }: { lamp: Lamp }) {
  const twin = useRef<SVGSVGElement>(null);
  useEffect(() => {
    const show = (isLit: boolean) => twin.current?.classList.toggle('is-dark', !isLit);
    if (!window.matchMedia(STILL).matches) return follow(lamp.rhythm, show);
    show(true);
    return undefined;
  }, [lamp]);
  return (
    <svg
      ref={twin}
      class={`lamp ${lamp.colour}`}
      viewBox="0 0 28 28"
      aria-hidden="true"
      data-testid="lamp"
      data-lamp={`${lamp.colour} ${lamp.word}`}
    >
      <circle class="lamp-socket" cx="14" cy="14" r="13" />
      {lamp.colour === 'green' && <circle class="lamp-glass" cx="14" cy="14" r="7.5" />}
      {lamp.colour === 'amber' && <path class="lamp-glass" d="M14 5.5 21.6 19H6.4z" />}
      {lamp.colour === 'red' && <rect class="lamp-glass" x="7.5" y="7.5" width="13" height="13" rx="1.5" />}
    </svg>
  );
}
