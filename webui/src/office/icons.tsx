/** Line icons of one weight, the light's twin, and the awning: the only ornament. */
import type { ComponentChildren } from 'preact';
import type { Stall } from './api/shapes';
import type { PageName } from './route';

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}

export const NAV_ICONS: Record<PageName, () => ReturnType<typeof Icon>> = {
  today: () => (
    <Icon>
      <path d="M4 20V11m5.3 9V5m5.4 15v-8M20 20V8" />
    </Icon>
  ),
  sales: () => (
    <Icon>
      <path d="M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6" />
    </Icon>
  ),
  aside: () => (
    <Icon>
      <path d="M3.5 13.5h5l1.5 3h4l1.5-3h5M5.5 5h13l2 8.5V20h-17v-6.5z" />
    </Icon>
  ),
  goods: () => (
    <Icon>
      <path d="M4 10h16l-2 10H6zM8.5 10 12 3.5 15.5 10M9.5 13.5v3m5-3v3" />
    </Icon>
  ),
  boxes: () => (
    <Icon>
      <path d="M3.5 8h17v12h-17zM7 8V4h10v4M7 16h4" />
      <circle cx="16.5" cy="15.5" r="1" />
    </Icon>
  ),
};

export const CloseIcon = () => (
  <Icon>
    <path d="m5.5 5.5 13 13m0-13-13 13" />
  </Icon>
);
export const BackIcon = () => (
  <Icon>
    <path d="M14.5 4.5 7 12l7.5 7.5" />
  </Icon>
);
export const ForwardIcon = () => (
  <Icon>
    <path d="M9.5 4.5 17 12l-7.5 7.5" />
  </Icon>
);
export const SearchIcon = () => (
  <Icon>
    <circle cx="10.5" cy="10.5" r="6" />
    <path d="m15 15 5.5 5.5" />
  </Icon>
);
export const PersonIcon = () => (
  <Icon>
    <circle cx="12" cy="8" r="4" />
    <path d="M4.5 20.5a7.5 7.5 0 0 1 15 0" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
);

export type Level = 'safe' | 'waiting' | 'danger' | 'unknown';

/** Round, triangle, square, and a broken ring for what nobody knows: the shape tells it without the colour. */
export function LevelMark({ level, rhythm = 'steady' }: { level: Level; rhythm?: string }) {
  return (
    <svg class={`level-mark ${level} rhythm-${rhythm}`} viewBox="0 0 16 16" aria-hidden="true">
      {level === 'safe' && (
        <>
          <circle cx="8" cy="8" r="7.5" />
          <path class="cut" d="m4.7 8.3 2.3 2.3 4.3-4.7" />
        </>
      )}
      {level === 'waiting' && (
        <>
          <path d="M8 1 15.5 15H.5z" />
          <path class="cut" d="M8 6v4m0 2v1" />
        </>
      )}
      {level === 'danger' && (
        <>
          <rect x="1" y="1" width="14" height="14" rx="2" />
          <path class="cut" d="m5 5 6 6m0-6-6 6" />
        </>
      )}
      {level === 'unknown' && <circle class="ring" cx="8" cy="8" r="6.5" />}
    </svg>
  );
}

/** The light's level as far as it is known: a silent stall's last light is not its light now. */
export function levelOf(stall: Stall): Level {
  if (stall.is_revoked || stall.state !== 'online' || !stall.light) return 'unknown';
  if (stall.light.colour === 'green') return 'safe';
  if (stall.light.colour === 'amber') return 'waiting';
  return stall.light.colour === 'red' ? 'danger' : 'unknown';
}

export function AwningMark() {
  return (
    <svg class="mark" viewBox="0 0 36 30" aria-hidden="true">
      <path class="leaf" d="M4 2h28l3 16a4 4 0 0 1-8 0 4.5 4.5 0 0 1-9 0 4.5 4.5 0 0 1-9 0 4 4 0 0 1-8 0z" />
      <path class="cream" d="M11 2h7v16a4.5 4.5 0 0 1-9 0zM25 2h7l3 16a4 4 0 0 1-8 0z" />
      <path class="post" d="M4.5 23v6m27-6v6M1 29h34" />
    </svg>
  );
}

/** The hanging edge of a market awning, as wide as its place. */
export const Awning = () => <div class="awning" aria-hidden="true" />;
