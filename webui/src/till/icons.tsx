/** Line icons of one weight. */
import { Icon } from '../shared/icons';

export { Awning, AwningMark, BackIcon, CloseIcon, LevelMark, SearchIcon } from '../shared/icons';

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
/** Tickets that wait: one behind the other. */
export const TicketsIcon = () => (
  <Icon>
    <path d="M4 7h11v14l-2.7-1.6L9.5 21l-2.8-1.6L4 21zM9 7V3h11v14h-4M7 11h5M7 14.5h5" />
  </Icon>
);
