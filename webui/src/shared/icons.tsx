/** Icons, marks and the awning that till, back office and workbench have in common. */
import type { ComponentChildren } from 'preact';
import './icons.css';

export function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}

export const SearchIcon = () => (
  <Icon>
    <circle cx="10.5" cy="10.5" r="6" />
    <path d="m15 15 5.5 5.5" />
  </Icon>
);
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
