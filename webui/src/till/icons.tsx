/** Line icons of one weight, and the awning: the only ornament. */
import type { ComponentChildren } from 'preact';

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}

export const MenuIcon = () => (
  <Icon>
    <path d="M4 6.5h16M4 12h16M4 17.5h16" />
  </Icon>
);
export const UndoIcon = () => (
  <Icon>
    <path d="M8.5 5 4 9.5 8.5 14M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3" />
  </Icon>
);
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
export const EraseIcon = () => (
  <Icon>
    <path d="M8.5 5.5H20.5v13H8.5L2.5 12zM11.5 9l6 6m0-6-6 6" />
  </Icon>
);
export const PrinterIcon = () => (
  <Icon>
    <path d="M7 9V3.5h10V9M7 17H3.5V9h17v8H17M7 13.5h10v7H7z" />
  </Icon>
);
export const ListIcon = () => (
  <Icon>
    <path d="M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6" />
  </Icon>
);

/** A receipt that is on this box alone: a box. */
export const OnBoxIcon = () => (
  <Icon>
    <path d="M3.5 8.5 12 4l8.5 4.5v8L12 21l-8.5-4.5zM3.5 8.5 12 13l8.5-4.5M12 13v8" />
  </Icon>
);
/** A receipt the back office has: a cloud with a tick in it. */
export const SafeIcon = () => (
  <Icon>
    <path d="M7 18.5a4.5 4.5 0 0 1-.6-8.9 6 6 0 0 1 11.5 1.2A3.9 3.9 0 0 1 17.4 18.5zM8.8 13.6l2.4 2.4 4.2-4.6" />
  </Icon>
);

/** A dot whose shape also tells the level: round, triangle, square. */
export function LevelMark({ level }: { level: 'safe' | 'waiting' | 'danger' }) {
  return (
    <svg class="level-mark" viewBox="0 0 16 16" aria-hidden="true">
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
