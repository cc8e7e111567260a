/** The Wi-Fi screens, fetched when first wanted. */
import { later } from '../later';
import type { WifiSetupProps } from './setup';

const { usePart } = later(() => import('./part'));

/** The whole screen below the header, with its own way back to selling. */
export function WifiLater() {
  const now = usePart();
  return now && <now.WifiScreen />;
}

/** The stages alone, for a screen that has its own frame. */
export function WifiSetupLater(props: WifiSetupProps) {
  const now = usePart();
  return now && <now.WifiSetup {...props} />;
}
