/** Line icons of one weight, and what a stall's light says. */
import { Icon, type Level } from '../shared/icons';
import type { Stall } from './api/shapes';
import type { PageName } from './route';

export { Awning, AwningMark, BackIcon, CloseIcon, type Level, LevelMark, SearchIcon } from '../shared/icons';

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
  stock: () => (
    <Icon>
      <path d="M3.5 8 12 3.5 20.5 8v8.5L12 21l-8.5-4.5zM3.5 8l8.5 4.5L20.5 8M12 12.5V21" />
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

export const ForwardIcon = () => (
  <Icon>
    <path d="M9.5 4.5 17 12l-7.5 7.5" />
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

/** The light's level as far as it is known: a silent stall's last light is not its light now. */
export function levelOf(stall: Stall): Level {
  if (stall.is_revoked || stall.state !== 'online' || !stall.light) return 'unknown';
  if (stall.light.colour === 'green') return 'safe';
  if (stall.light.colour === 'amber') return 'waiting';
  return stall.light.colour === 'red' ? 'danger' : 'unknown';
}
