/** Wi-Fi as a screen of the till. Selling never waits for it. */
import { SheetNow } from '../sheets/sheet-now';
import * as state from '../state';
import { Strips } from '../strips';
import { WifiSetup } from './setup';

export function WifiScreen() {
  return (
    <main class="wifi-screen" data-testid="wifi-screen">
      <WifiSetup
        onDone={() => {
          state.view.value = 'sell';
        }}
      />
      <SheetNow />
      <Strips />
    </main>
  );
}
