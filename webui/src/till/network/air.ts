/** What the box knows of the air, kept fresh while a Wi-Fi screen is open; and the wishes, which never throw. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Refused } from '../api/intents';
import type { Refusal } from '../api/shapes';
import { joinWifi, readWifi, searchWifi, setWifiCountry, type WifiView, type WifiWish } from '../api/wifi';
import { refuse } from '../deeds';

const LOOK_MS = 700;
const SEARCH_MS = 15_000;

export const air = signal<WifiView | null>(null);
/** The till refused what was typed; as an outcome, because it is told in the same place. */
export const refused = signal<Refusal | null>(null);

async function drawn(answer: Promise<WifiView>): Promise<boolean> {
  try {
    air.value = await answer;
    return true;
  } catch (error) {
    const no = error instanceof Refused ? error.refusal : null;
    if (no?.code.startsWith('wifi_')) refused.value = no;
    else refuse(error);
    return false;
  }
}

export const search = () => void drawn(searchWifi());
export const chooseCountry = (country: string) => void drawn(setWifiCountry(country));

export function join(wish: WifiWish): Promise<boolean> {
  refused.value = null;
  return drawn(joinWifi(wish));
}

/** Searches at once and now and then, and looks often; as long as the caller is on the screen. */
export function useAir(): WifiView | null {
  useEffect(() => {
    let isOver = false;
    let isAsking = false;
    refused.value = null;
    search();
    const looking = setInterval(() => {
      if (isAsking) return;
      isAsking = true;
      void readWifi()
        .then((now) => {
          if (!isOver) air.value = now;
        }, refuse)
        .finally(() => {
          isAsking = false;
        });
    }, LOOK_MS);
    const searching = setInterval(() => {
      const now = air.peek();
      if (now?.radio === 'ready' && (now.join === null || now.join.is_done)) search();
    }, SEARCH_MS);
    return () => {
      isOver = true;
      clearInterval(looking);
      clearInterval(searching);
    };
  }, []);
  return air.value;
}
